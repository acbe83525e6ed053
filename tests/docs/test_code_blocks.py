"""Every code block of the README and the docs runs, in the order a reader meets them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from doc_blocks import ROOT, Block, blocks, pages

# Text without a comment is a formula or a layout; bash is for what no test must do: install.
FREE = {"", "text", "bash"}
PAGES = pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))


def _blocks(page: Path) -> list[Block]:
    return list(blocks(page.read_text("utf-8").splitlines(keepends=True)))


@PAGES
def test_a_page_runs_from_top_to_bottom(page: Path, refresh: Callable[[Path], str]) -> None:
    refresh(page)


@PAGES
def test_every_block_is_run_written_or_generated(page: Path) -> None:
    """A block of YAML, CSV or JSON that no file is made of could be wrong for years."""
    idle = [
        block.first
        for block in _blocks(page)
        if not block.verb and block.language not in {*FREE, "python", "console"}
    ]
    assert idle == []


@PAGES
def test_files_shown_are_used_on_the_page(page: Path) -> None:
    """After the last file there is a command or Python code to read it."""
    found = _blocks(page)
    written = [block.first for block in found if block.verb in {"file", "add to", "edit"}]
    used = [block.first for block in found if block.language in {"python", "console"}]
    assert max(written, default=0) <= max(used, default=0)
