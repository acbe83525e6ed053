"""Writes what the tutorial on connected systems shows, from the workspace and a run of today.

Run it to refresh the page: python tests/cases/connected/connected_page.py
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

CASE = Path(__file__).parent
PAGE = CASE.parents[2] / "docs" / "tutorial" / "connected.md"
_SECTION = re.compile(
    r"(<!-- connected: (?P<what>\w+) (?P<about>.+?) -->\n).*?(<!-- end -->)", re.DOTALL
)
# Of long outputs, what the page is about.
_SHOWN: dict[str, Callable[[list[str]], list[str]]] = {
    "evaluate": lambda lines: [*lines[:10], "…"],
    "explain": lambda lines: [
        *lines[:2],
        "…",
        *[line for line in lines if "; from " in line and "letter" in line.partition(":")[0]],
        *[line for line in lines if "; from csat-survey" in line][:1],
        *[line for line in lines if "from costs" in line or "from proposals" in line],
        "…",
    ],
}


def refreshed(page: str, folder: Path) -> str:
    """Return the page with every section made anew.

    Args:
        page: Its text.
        folder: Where the workspace `velmora` lies, with its systems running.
    """

    def section(found: re.Match[str]) -> str:
        make = _block if found["what"] == "block" else lambda words: _output(words, folder)
        return f"{found[1]}\n{make(found['about'])}\n{found[4]}"

    return _SECTION.sub(section, page)


def _block(name: str) -> str:
    """Return a block of the workspace as it stands there, moved to the left."""
    lines = (CASE / "cximpact.yaml").read_text("utf-8").splitlines()
    indent = "  " * name.count(".")
    start = next(
        at for at, line in enumerate(lines) if line.startswith(f"{indent}{name.split('.')[-1]}:")
    )
    inner = indent + "  "
    more = (at for at in range(start + 1, len(lines)) if not lines[at].startswith(inner))
    shown = lines[start : next(more, len(lines))]
    return "```text\n" + "\n".join(line.removeprefix(indent) for line in shown) + "\n```\n"


def _output(words: str, folder: Path) -> str:
    """Return a command and what it prints."""
    from cximpact.cli import main

    printed = io.StringIO()
    argv = mock.patch.object(sys, "argv", ["cximpact", *shlex.split(words)])
    width = mock.patch.dict(os.environ, {"COLUMNS": "100"})
    with chdir(folder), argv, width, redirect_stdout(printed), redirect_stderr(io.StringIO()):
        try:
            main()
        except SystemExit as end:
            if end.code:
                raise AssertionError(f"cximpact {words}: {printed.getvalue()}") from None
    lines = [line.rstrip() for line in printed.getvalue().splitlines()]
    shown = _SHOWN.get(words.split()[0], list)(lines)
    return "\n".join(["```text", f"$ cximpact {words}", *shown, "```", ""])


def _refresh() -> None:
    from run_systems import make_workspace
    from stand_ins import systems

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_workspace(folder / "velmora")
        with systems(folder) as environment, mock.patch.dict(os.environ, environment):
            PAGE.write_text(refreshed(PAGE.read_text("utf-8"), folder), "utf-8")


if __name__ == "__main__":
    _refresh()
