"""The scale that columns of ratings share where no header states one: a guess from their values."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.cell_values import UnfitCellError, number_in
from cximpact.intake.lists.missing_words import OPEN_WORDS
from cximpact.intake.starting.rating_words import is_order, is_quantity, is_sureness
from cximpact.intake.starting.scale_headers import stated_scale

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.scale_headers import Scale
    from cximpact.model.source import Reading

__all__ = [
    "SURE_OPEN_SHARE",
    "USUAL",
    "is_open_cell",
    "numbers_in",
    "scales_of",
    "shared_scale",
    "shared_scales",
    "small_numbers",
]

USUAL = (-3.0, 0.0, 3.0)
"""The scale of a scorecard that says no other."""

_ENOUGH = 6
"""Ratings from which on the furthest of them says how far their scale goes."""

_FIVE, _FURTHEST = 5.0, 10.0
_FEWEST = 2
_NUMBERS_SHARE = 0.9
_ENOUGH_BESIDE = 4
"""Numbers beside which a single odd cell makes no other column of them."""

_OPEN_SHARE, SURE_OPEN_SHARE = 3, 2
"""One in how many cells of a column may say that nothing is known; and where it surely rates."""

_MOST_SMALL = 50
"""Different cells beyond which a column holds no small numbers: from -10 to 10 there are 41."""


def scales_of(table: RawTable, headers: Sequence[str], reading: Reading) -> dict[str, Scale]:
    """Return the scale of each of some columns that state none; None where none can be told.

    Those that go far beyond are left out: they are on another scale, or rate nothing. Other
    columns of small numbers on both sides of zero count, too: who rates the staff from -2 to 2
    rates customers so.

    Args:
        table: The list.
        headers: The columns.
        reading: How numbers are written.
    """
    known = {header: numbers_in(table.column(header), reading) for header in headers}
    near = {header: each for header, each in known.items() if _furthest(each) <= _FURTHEST}
    scales = shared_scales({**_signed_beside(table, known, reading), **near})
    return {header: scales[header] for header in near}


def shared_scales(columns: Mapping[str, Sequence[float]]) -> dict[str, Scale]:
    """Return the scale that each of some columns is on; None where none can be told.

    All are on one, but for those without numbers below zero that go beyond what the others need.

    Args:
        columns: The ratings below each header.

    Example:
        >>> shared_scales({"Ease": [-2, 0, 1, 2, 1, 0], "Trust": [0, 1], "Fit": [5, 1]})["Fit"]
        (1.0, 3.0, 5.0)
    """
    apart = _apart(columns)
    groups = ([each for each in columns if each not in apart], apart)
    scales: dict[str, Scale] = {}
    for headers in groups:
        scale = shared_scale([*chain.from_iterable(columns[each] for each in headers)])
        scales |= dict.fromkeys(headers, scale)
    return scales


def shared_scale(numbers: Sequence[float]) -> Scale:
    """Return the scale that ratings without a stated one speak for; None if none does.

    With a zero or less among them, zero is no change, and the scale goes as far to either side:
    with enough of them and some below zero as far as the furthest does, else to the next usual end.
    From one on it ends at five; with enough of them, some of which go further, at ten.

    Args:
        numbers: All ratings on it, of several columns.

    Example:
        >>> shared_scale([-1, 4]), shared_scale([1, 5]), shared_scale([2, 3]), shared_scale([1, 9])
        ((-5.0, 0.0, 5.0), (1.0, 3.0, 5.0), (-3.0, 0.0, 3.0), None)
        >>> shared_scale([-1, 0, 0, 1, 2, 0]), shared_scale([6, 2, 9, 4, 4, 7])
        ((-2.0, 0.0, 2.0), (1.0, 5.5, 10.0))
    """
    low, high = min(numbers, default=0.0), max(numbers, default=0.0)
    furthest = _furthest(numbers)
    is_sure = len(numbers) >= _ENOUGH
    if low > 0 and furthest > USUAL[2]:
        return _from_one(low, high, is_sure=is_sure)
    below = (1.0, 2.0) if is_sure and low < 0 else ()
    four = (4.0,) if is_sure else ()
    ends = (*below, USUAL[2], *four, _FIVE, _FURTHEST)
    return next(((-end, 0.0, end) for end in ends if furthest <= end), None)


def _from_one(low: float, high: float, *, is_sure: bool) -> Scale:
    """Return the scale of ratings from one on, whose middle is no change; None for no usual one."""
    if low < 1 or high > _FURTHEST or (high > _FIVE and not is_sure):
        return None
    end = _FIVE if high <= _FIVE else _FURTHEST
    return 1.0, (1 + end) / 2, end


def numbers_in(cells: Iterable[Cell], reading: Reading) -> list[float]:
    """Return the numbers of a column, each as often as it stands, but at most as says enough.

    Args:
        cells: The column.
        reading: How numbers are written.
    """
    numbers = []
    for cell, count in _counts(cells).values():
        try:
            number = number_in(cell, reading)
        except UnfitCellError:
            continue  # such as n/a
        if number is not None:
            numbers += [number] * min(count, _ENOUGH)
    return numbers


def is_open_cell(cell: Cell) -> bool:
    """Return whether a cell holds a word or sign that means nothing but that nothing is known."""
    return isinstance(cell, str) and cell.strip().casefold() in OPEN_WORDS


def small_numbers(
    cells: Sequence[Cell], reading: Reading, open_share: int = _OPEN_SHARE
) -> list[float]:
    """Return the numbers of a column of few else, whole or half ones near zero; else none.

    A word such as `n/a` says nothing of the others where it stands in some of the cells only, and
    a single odd cell makes no other column of it.

    Args:
        cells: The column.
        reading: How numbers are written.
        open_share: One in how many cells may hold such a word.
    """
    if len(set(cells)) > _MOST_SMALL:
        return []
    counts = [(cell, count) for cell, count in _counts(cells).values() if not is_blank(cell)]
    numbers: list[float] = []
    given = [(cell, count) for cell, count in counts if not is_open_cell(cell)]
    n_given, n_rows = (sum(count for _, count in some) for some in (given, counts))
    for cell, count in given:
        numbers += numbers_in([cell], reading) * count
    is_open = open_share * (n_rows - n_given) > n_rows
    enough = not is_open and (
        len(numbers) >= _NUMBERS_SHARE * n_given or len(numbers) == n_given - 1 >= _ENOUGH_BESIDE
    )
    fits = all(abs(each) <= _FURTHEST and (2 * each).is_integer() for each in numbers)
    return numbers if enough and fits and len(set(numbers)) >= _FEWEST else []


def _apart(columns: Mapping[str, Sequence[float]]) -> list[str]:
    """Return the columns that are on another scale than those with numbers below zero."""
    signed = [number for each in columns.values() if min(each, default=0) < 0 for number in each]
    if not signed or _furthest(signed) > USUAL[2]:
        return []
    # A zero may be no change as it is for the others, as long as these are few.
    lowest = 0.0 if len(signed) >= _ENOUGH else 0.5
    return [
        header
        for header, each in columns.items()
        if _furthest(each) > USUAL[2] and min(each) >= lowest
    ]


def _signed_beside(
    table: RawTable, known: Mapping[str, Sequence[float]], reading: Reading
) -> dict[str, list[float]]:
    """Return the other columns of a list that rate with some numbers below zero.

    None of them widens the scale of ratings beyond the usual one: they may be no ratings, and on a
    wider scale harm to customers looks smaller.
    """
    found = {}
    widest = max([USUAL[2], *map(_furthest, known.values())])
    for header, cells in zip(table.headers, table.columns, strict=True):
        is_other = is_quantity(header) or is_order(header) or is_sureness(header)
        if header in known or is_other or stated_scale(header)[0]:
            continue
        numbers = small_numbers(cells, reading)
        if min(numbers, default=0) < 0 and _furthest(numbers) <= widest:
            found[header] = numbers
    return found


def _furthest(numbers: Iterable[float]) -> float:
    return max(map(abs, numbers), default=0.0)


def _counts(cells: Iterable[Cell]) -> dict[tuple[type, Cell], tuple[Cell, int]]:
    """Return each different cell with how often it stands: most columns repeat a few values."""
    counts: dict[tuple[type, Cell], tuple[Cell, int]] = {}
    for cell in cells:
        key = type(cell), cell
        counts[key] = cell, counts.get(key, (cell, 0))[1] + 1
    return counts
