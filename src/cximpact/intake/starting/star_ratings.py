"""Columns that rate with stars, such as ``***``, ``★★★`` and ``★★★☆☆``: the stars are counted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.cell_values import UnfitCellError
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.starting.rating_words import is_rated
from cximpact.intake.starting.stand_ins import StandIns, stand_ins

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable

__all__ = ["StarRatings", "rates_with_stars", "star_columns"]

_STARS = re.compile(r"[*★⭐]{0,5}☆{0,5}")
_LESS = str.maketrans("", "", " \u00a0\ufe0f")
"""What stands between stars, and the sign by which programs draw one in colour."""

_FEWEST_STEPS = 2
_FEW, _MOST = 3, 5
_ENOUGH = 6
"""Cells from which on three stars are taken for the most there are."""

_FIRST = 100
"""Cells that are looked at first: a column of stars has one among them."""


@frozen
class StarRatings:
    """What the stars of a column stand for.

    Attributes:
        values: Each cell as the list writes it, and how many stars it has.
        most: How many stars the best has.
        open_ones: Words that stand for no answer.
    """

    values: Mapping[str, int]
    most: int
    open_ones: StandIns = StandIns()

    @property
    def scale(self) -> tuple[float, float, float]:
        """Worst, no change and best: a cell without a full star says that nothing changes."""
        most = float(self.most)
        return (1.0, (1 + most) / 2, most) if min(self.values.values()) else (-most, 0.0, most)


def star_columns(table: RawTable) -> dict[str, StarRatings]:
    """Return the columns of stars, by header.

    A column is one if its cells are stars, a few words such as ``tbd`` apart, and differ. One
    that never has more than two asterisks, with which people mark footnotes, is one only below a
    word for what people rate.

    Args:
        table: The list.
    """
    pairs = zip(table.headers, table.columns, strict=True)
    ratings = {header: _star_ratings(header, cells) for header, cells in pairs}
    return {header: each for header, each in ratings.items() if each is not None}


def rates_with_stars(header: str, cells: Sequence[Cell]) -> bool:
    """Return whether a column is one of stars.

    Args:
        header: Its header.
        cells: Its cells.
    """
    return _star_ratings(header, cells) is not None


def _star_ratings(header: str, cells: Sequence[Cell]) -> StarRatings | None:
    if not any(_has_stars(cell) for cell in cells[:_FIRST]):
        return None
    given = [cell for cell in cells if not is_blank(cell)]
    words = stand_ins(given, _stars_in, frozenset())
    texts = [cell_text(cell).strip() for cell in words.without(given)]
    try:
        values = {text: _stars_in(text) for text in sorted(set(texts))}
    except UnfitCellError:
        return None
    most = max(values.values())
    is_sure = most >= _FEW or is_rated(header) or "*" not in "".join(values)
    if len(set(values.values())) < _FEWEST_STEPS or not is_sure:
        return None
    return StarRatings(values, _most(values, len(texts)), words)


def _most(values: Mapping[str, int], n_cells: int) -> int:
    """Return how many stars the best has: as many as are drawn, full or not, else five or three."""
    drawn = max(len(text.translate(_LESS)) for text in values)
    is_drawn = any("☆" in text for text in values)
    return drawn if is_drawn or (drawn == _FEW and n_cells >= _ENOUGH) else _MOST


def _has_stars(cell: Cell) -> bool:
    try:
        return _stars_in(cell) > 0
    except UnfitCellError:
        return False


def _stars_in(cell: Cell) -> int:
    """Return how many full stars a cell has.

    Raises:
        UnfitCellError: It holds something else, or too many.
    """
    text = cell_text(cell).strip().translate(_LESS)
    if not 0 < len(text) <= _MOST or not _STARS.fullmatch(text):
        raise UnfitCellError("no stars", "such as ***")
    return len(text) - text.count("☆")
