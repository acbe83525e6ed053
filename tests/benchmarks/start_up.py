"""What the command costs before it does anything, against a bare interpreter, in one run.

Run it with ``python tests/benchmarks/start_up.py``. Milliseconds are processor time of child
processes, the least of nine; "above" is what comes on top of the command it is held against.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from cximpact.demo import write_demo

TIMES = 9
NEEDED = "import numpy, duckdb, jsonschema, yaml, attrs, click"


def milliseconds(arguments: Sequence[str]) -> float:
    """Return the processor time of the quickest of some runs of Python with these arguments."""
    found = []
    for _ in range(TIMES):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(found) * 1000


def measured(workspace: Path) -> Table:
    """Return the table of all commands."""
    table = Table("command", "against", "ms", "against, ms", "above, ms", "ratio", "goal")
    command = ("-m", "cximpact")
    bare, needed = milliseconds(["-c", "pass"]), milliseconds(["-c", NEEDED])
    for words, against, limit, goal in (
        ([*command, "--version"], "python -c pass", bare, "100 above"),
        ([*command, "--help"], "python -c pass", bare, "100 above"),
        (["-c", "import cximpact"], "python -c pass", bare, "100 above"),
        ([*command, "validate", str(workspace)], f"python -c '{NEEDED}'", needed, ""),
        ([*command, "evaluate", "--quick", str(workspace)], f"python -c '{NEEDED}'", needed, ""),
        ([*command, "evaluate", str(workspace)], f"python -c '{NEEDED}'", needed, ""),
    ):
        ours = milliseconds(words)
        shown = " ".join("DEMO" if word == str(workspace) else word for word in words)
        table.add_row(
            shown, against, f"{ours:.0f}", f"{limit:.0f}", f"{ours - limit:.0f}",
            f"{ours / limit:.1f}", goal,
        )  # fmt: skip
    return table


def main() -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as name:
        workspace = Path(name) / "demo"
        write_demo(workspace)
        Console(width=140).print(measured(workspace))


if __name__ == "__main__":
    main()
