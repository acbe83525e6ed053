"""The two columns of words share what is left so that the list takes few lines."""

from __future__ import annotations

import pytest

from cximpact.report.widths import Words, name_width

LONG = "word " * 20
"""Of 44 columns it takes 3 lines of nine words each, of 34 as many of seven, of 32 four of six."""


@pytest.mark.parametrize(
    ("rows", "both", "width"),
    [
        # The name has one line in any case, so the reason has what it can.
        ([Words("P1 New", LONG)], 60, 16),
        # Wider than 34 the name takes no fewer lines.
        ([Words(LONG, "Done.")], 60, 34),
        # A row of two lines in any case has room for a name in two.
        ([Words("P1 A library of letters", "Committed already.", 2)], 60, 16),
        # Both are one line: the name has 23 characters, and widths go up by two from 16.
        ([Words("P1 A library of letters", "Committed already.")], 60, 24),
        # Too little for both: names have the least.
        ([Words(LONG, LONG)], 31, 16),
        ([], 60, 16),
    ],
)
def test_the_split_takes_fewest_lines(rows: list[Words], both: int, width: int) -> None:
    assert name_width(rows, both) == width


def test_only_the_first_rows_are_looked_at() -> None:
    """What is far down a long list does not change how it begins."""
    rows = [Words("P1 New", LONG)] * 50
    assert name_width([*rows, *[Words(LONG, "Done.")] * 500], 60) == 16
