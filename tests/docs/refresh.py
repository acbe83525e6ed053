"""Writes every generated part of the README and `docs/` anew: `python tests/docs/refresh.py`."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from doc_blocks import ROOT, pages
from doc_runner import refreshed


def main(chosen: list[str]) -> int:
    """Refresh the pages whose path contains one of the words given, or all; count failures."""
    failed = 0
    for page in pages():
        name = str(page.relative_to(ROOT))
        if chosen and not any(word in name for word in chosen):
            continue
        try:
            _refresh(page, name)
        except AssertionError as error:
            failed += 1
            print(f"{name}: {error}", file=sys.stderr)  # noqa: T201
    return failed


def _refresh(page: Path, name: str) -> None:
    with TemporaryDirectory() as folder:
        new = refreshed(page, Path(folder))
    if new != page.read_text("utf-8"):
        page.write_text(new, "utf-8")
        print(f"{name}: refreshed")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
