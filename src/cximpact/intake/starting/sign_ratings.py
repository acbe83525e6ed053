"""Columns that rate with signs, such as ``++``, ``+``, ``0``, ``-`` and ``--``."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.answers_in_words import degree_word
from cximpact.intake.lists.cell_values import UnfitCellError
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.starting.rating_words import is_rated
from cximpact.intake.starting.stand_ins import StandIns, stand_ins

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable

__all__ = ["SignRatings", "rates_with_signs", "sign_columns"]

_UP = re.compile(r"\+{1,3}")
_DOWN = re.compile(r"[-−]{1,3}")
_ARROWS = {**{"↑" * n: n for n in (1, 2, 3)}, **{"↓" * n: -n for n in (1, 2, 3)}, "→": 0}
_SAME = frozenset("0 o O ○ ◯ ± +/- +- -/+".split())
_FEWEST_STEPS = 2
"""A list that only writes + says something good, and not that nothing could be better."""

_FIRST = 100
"""Cells that are looked at first: a column of signs has one among them."""


@frozen
class SignRatings:
    """What the signs of a column stand for.

    Attributes:
        values: Each sign as the list writes it, and its number; zero is no change.
        open_ones: Words that stand for no answer.
    """

    values: Mapping[str, int]
    open_ones: StandIns = StandIns()

    @property
    def scale(self) -> tuple[float, float, float]:
        """Worst, no change and best: as far to either side, whatever signs occur."""
        furthest = float(max(_FEWEST_STEPS, *map(abs, self.values.values())))
        return -furthest, 0.0, furthest


def sign_columns(table: RawTable) -> dict[str, SignRatings]:
    """Return the columns of signs, by header.

    A column is one if its cells are signs, a few words such as ``tbd`` apart; some rate better
    or worse; and one of them is doubled or says *no change*, as a lone plus or minus may be meant
    for yes and no. A dash among them is one of them, whatever it stands for elsewhere: what is
    worse would not be seen else, and a column's own `values` come before `missing`.

    Args:
        table: The list.
    """
    pairs = zip(table.headers, table.columns, strict=True)
    ratings = {header: _sign_ratings(header, cells) for header, cells in pairs}
    return {header: each for header, each in ratings.items() if each is not None}


def rates_with_signs(header: str, cells: Sequence[Cell]) -> bool:
    """Return whether a column is one of signs, whatever else the list holds.

    Args:
        header: Its header.
        cells: Its cells.
    """
    return _sign_ratings(header, cells) is not None


def _sign_ratings(header: str, cells: Sequence[Cell]) -> SignRatings | None:
    reader = partial(_sign_in, arrows=is_rated(header))
    if not any(_rates(cell, reader) for cell in cells[:_FIRST]):
        return None
    given = [cell for cell in cells if not is_blank(cell)]
    words = stand_ins(given, reader, frozenset())
    if any(map(degree_word, words.words)):
        return None  # a rating in words, which would be read as none
    texts = dict.fromkeys(cell_text(cell).strip() for cell in words.without(given))
    try:
        values = {text: reader(text) for text in texts}
    except UnfitCellError:
        return None
    numbers = set(values.values())
    # A plus beside the word 'none' may still be a yes.
    is_zero = any(not number for text, number in values.items() if degree_word(text) is None)
    is_sure = is_zero or any(abs(number) > 1 for number in numbers)
    if len(numbers) < _FEWEST_STEPS or not is_sure or not any(numbers):
        return None
    return SignRatings(values, words)


def _rates(cell: Cell, reader: partial[int]) -> bool:
    try:
        return bool(reader(cell))
    except UnfitCellError:
        return False


def _sign_in(cell: Cell, arrows: bool) -> int:
    """Return the number that a sign stands for.

    Raises:
        UnfitCellError: It is no sign, or an arrow where it may say that something bad goes up.
            Words for no change are as good as a sign.
    """
    text = cell_text(cell).strip()
    if text in _SAME:
        return 0
    if _UP.fullmatch(text):
        return len(text)
    if _DOWN.fullmatch(text):
        return -len(text)
    if arrows and text in _ARROWS:
        return _ARROWS[text]
    word = degree_word(text)
    if word is not None and not word.degree:
        return 0
    raise UnfitCellError("no sign", "such as ++")
