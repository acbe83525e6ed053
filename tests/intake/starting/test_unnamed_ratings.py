"""Columns side by side that end where scales end are ratings, whatever they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from cximpact.intake.starting.starter import write_starter

HEADERS = ("Punctuality", "Accessibility", "Safety feeling", "Tidiness")
ROWS = ((1, 3, 2, 5), (3, 1, 1, 2), (5, 5, 2, 1), (2, 1, 5, 4), (1, 2, 5, 3), (4, 4, 1, 2))


def rated(tmp_path: Path, headers: tuple[str, ...], rows: tuple[tuple[int, ...], ...]) -> list[str]:
    """Return the headers that a draft reads as ratings."""
    lines = [f"A{at},Idea number {at},{','.join(map(str, row))}" for at, row in enumerate(rows)]
    text = "\n".join([",".join(("id", "title", *headers)), *lines, ""])
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    write_starter(tmp_path / "list.csv", tmp_path / "new")
    draft = (tmp_path / "new" / "cximpact.yaml").read_text("utf-8")
    return [each for each in headers if f": {each}\n" in draft]


@pytest.mark.parametrize("count", [3, 4])
def test_three_and_more_that_go_up_to_five_are_read(tmp_path: Path, count: int) -> None:
    headers, rows = HEADERS[:count], tuple(row[:count] for row in ROWS)
    assert rated(tmp_path, headers, rows) == list(headers)


def test_so_are_those_that_go_up_to_ten(tmp_path: Path) -> None:
    rows = tuple(tuple(2 * cell for cell in row) for row in ROWS)
    assert rated(tmp_path, HEADERS, rows) == list(HEADERS)


def test_two_may_be_anything(tmp_path: Path) -> None:
    assert rated(tmp_path, HEADERS[:2], tuple(row[:2] for row in ROWS)) == []


@pytest.mark.parametrize("top", [4, 6, 7])
def test_counts_end_anywhere(tmp_path: Path, top: int) -> None:
    """One that ends elsewhere leaves two side by side on each of its sides."""
    rows = tuple((a, b, min(c, 2) if c < 5 else top, d, a) for a, b, c, d in ROWS)
    assert rated(tmp_path, ("Lifts", "Masts", "Depots", "Trams", "Piers"), rows) == []


def test_a_named_count_is_none_of_them(tmp_path: Path) -> None:
    assert rated(tmp_path, ("Number of lifts", "Months", "Weeks"), tuple(r[:3] for r in ROWS)) == []
