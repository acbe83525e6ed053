"""What the README and the docs show as output is what the software prints today."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from doc_blocks import ROOT, blocks, pages
from doc_runner import _edit, refreshed

STALE = "a generated part is stale; run: python tests/docs/refresh.py"


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_generated_parts_are_fresh(page: Path, refresh: Callable[[Path], str]) -> None:
    assert page.read_text("utf-8").splitlines() == refresh(page).splitlines(), STALE


def _refreshed(text: str, folder: Path) -> str:
    page = folder / "page.md"
    page.write_text(text, "utf-8")
    return refreshed(page, folder)


def test_output_of_python_and_of_commands_replaces_what_the_page_says(tmp_path: Path) -> None:
    page = (
        "```python\nn = 20\nprint(n + 1)\n```\n\n<!-- output -->\n\n```text\nold\n```\n"
        "```console\n$ cximpact schema\nold\n$ cximpact schema nothing\n$ echo $?\n```\n"
    )
    text = _refreshed(page, tmp_path)
    assert "```text\n21\n```" in text
    assert "$ cximpact schema\ncosts\n" in text
    assert "$ echo $?\n1\n```" in text
    assert "old" not in text


def test_a_failing_command_fails_the_page(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"page\.md, line 2: .*exit code 1"):
        _refreshed("```console\n$ cximpact schema nothing\n```\n", tmp_path)


def test_a_file_is_written_added_to_and_edited(tmp_path: Path) -> None:
    page = (
        "<!-- file: a/b.yaml -->\n\n```yaml\nx: 1\n```\n"
        "<!-- add to: a/b.yaml -->\n```yaml\ny: 2\n```\n"
        "<!-- edit: a/b.yaml -->\n```diff\n- x: 1\n+ x: 3\n  y: 2\n```\n"
    )
    assert _refreshed(page, tmp_path) == page
    assert (tmp_path / "a" / "b.yaml").read_text("utf-8") == "x: 3\ny: 2\n"


def test_an_edit_that_does_not_fit_fails(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x: 1\n", "utf-8")
    with pytest.raises(AssertionError, match="0 times"):
        _edit(tmp_path / "f", "- x: 2\n+ x: 3\n")


def test_a_comment_counts_for_the_next_block_only() -> None:
    lines = "<!-- file: a -->\n\n```yaml\n```\n\nWords.\n\n```python\n```\n".splitlines(True)
    assert [(block.verb, block.language) for block in blocks(lines)] == [
        ("file", "yaml"),
        ("", "python"),
    ]
