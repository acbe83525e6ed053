"""Columns that look like ratings, whatever criteria there are."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from cximpact.intake.lists.totals import without_rows
from cximpact.intake.starting.guess_words import plain_words
from cximpact.intake.starting.link_columns import header_relation
from cximpact.intake.starting.rating_words import (
    is_burden,
    is_low_better,
    is_of_others,
    is_order,
    is_property,
    is_quantity,
    is_rated,
    is_risk,
    is_sureness,
)
from cximpact.intake.starting.scale_headers import falling, stated_scale, unscaled
from cximpact.intake.starting.shared_scales import (
    SURE_OPEN_SHARE,
    USUAL,
    scales_of,
    shared_scale,
    shared_scales,
    small_numbers,
)
from cximpact.intake.starting.sign_ratings import rates_with_signs, sign_columns
from cximpact.intake.starting.star_ratings import rates_with_stars, star_columns
from cximpact.intake.starting.subtotals import total_rows
from cximpact.intake.starting.word_ratings import rates_in_words, says_which_way

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.scale_headers import Scale
    from cximpact.model.source import Reading

__all__ = [
    "falling_scale",
    "is_for_a_criterion",
    "looks_rated",
    "may_be_low_good",
    "own_scale",
    "rated_beyond",
    "rated_columns",
    "risk_columns",
]

_ENDS_OF_SCALES = (5, 10)
_FEWEST_IN_A_RUN = 3


def rated_columns(table: RawTable, free: Collection[str], reading: Reading) -> tuple[str, ...]:
    """Return the headers of columns that look like ratings where high is good.

    A header that states a scale to which the numbers keep says so, as ``Benefit (1-5)``; so do a
    column of small whole numbers on both sides of zero, or below a word for what people rate, one
    of signs such as ``++``, of stars or of words such as *High*, and one that stands right
    beside such a column of numbers. So do three and more side by side that all go up to 5, or to
    10, whatever they are called. A column of one number only rates nothing.

    Args:
        table: The list.
        free: The headers that mean nothing else.
        reading: How numbers are written.
    """
    table = without_rows(table, total_rows(table))
    rated: dict[str, list[float]] = {}
    small: dict[str, list[float]] = {}
    signs = [*sign_columns(table), *star_columns(table), *_in_words(table, free)]
    fit = {each for each in free if is_for_a_criterion(each)}
    fit -= {each for each in fit if may_be_low_good(each, table.column(each), reading)}
    signs = [header for header in signs if header in fit]
    for header in (each for each in table.headers if each in fit):
        is_named = stated_scale(header)[0] or is_rated(header)
        numbers = _numbers(table, header, reading, is_named=is_named)
        if not numbers or is_quantity(header):
            continue
        if header_relation(header) and plain_words(header) != "need":
            continue  # names other proposals by their numbers
        if _is_beyond(header, numbers):
            continue
        (rated if is_named or min(numbers) < 0 else small)[header] = numbers
    _take_runs(table.headers, rated, small)
    _take_neighbours(table.headers, rated, small)
    return _scaled(table.headers, rated, signs)


def _numbers(table: RawTable, header: str, reading: Reading, *, is_named: bool) -> list[float]:
    """Return the small numbers of a column; more may be open below a word for ratings."""
    cells = table.column(header)
    if is_named:
        return small_numbers(cells, reading, SURE_OPEN_SHARE)
    return small_numbers(cells, reading)


def is_for_a_criterion(header: str) -> bool:
    """Return whether what a header names may become a criterion by itself.

    What may be better the lower it is does not, nor whom it affects beside customers, an order of
    priority, or how sure somebody is.
    """
    is_other = is_low_better(header) or is_of_others(header)
    return bool(unscaled(header)) and not is_other and not _is_no_effect(header)


def may_be_low_good(header: str, cells: Sequence[Cell], reading: Reading) -> bool:
    """Return whether a column rates what may be better the lower it is, so that a person is asked.

    Of what customers bear, such as waiting, a number below zero, a sign or a word such as *worse*
    says itself which way is good.

    Args:
        header: Its header.
        cells: Its cells.
        reading: How numbers are written.
    """
    if is_low_better(header):
        return True
    return is_burden(header) and not _says_which_way(header, cells, reading)


def _says_which_way(header: str, cells: Sequence[Cell], reading: Reading) -> bool:
    is_stated, scale = stated_scale(header)
    if is_stated:
        return (scale or USUAL)[0] < 0
    if min(small_numbers(cells, reading), default=0) < 0:
        return True
    return rates_with_signs(header, cells) or says_which_way(cells)


def risk_columns(table: RawTable, free: Collection[str]) -> tuple[str, ...]:
    """Return the columns that rate a risk in words such as *High*: a high risk is bad.

    Args:
        table: The list.
        free: The headers that mean nothing else.
    """
    return tuple(
        header
        for header, cells in zip(table.headers, table.columns, strict=True)
        if header in free
        and is_risk(header)
        and rates_in_words(header, cells)
        and not says_which_way(cells)
    )


def _is_no_effect(header: str) -> bool:
    return is_order(header) or is_sureness(header)


def looks_rated(header: str, cells: Sequence[Cell], reading: Reading) -> bool:
    """Return whether a column holds small numbers, stars or words of degree, on anything."""
    in_marks = rates_in_words(header, cells) or rates_with_stars(header, cells)
    return in_marks or bool(small_numbers(cells, reading))


def _in_words(table: RawTable, free: Collection[str]) -> list[str]:
    return [
        header
        for header, cells in zip(table.headers, table.columns, strict=True)
        if header in free and not is_property(header) and rates_in_words(header, cells)
    ]


def rated_beyond(header: str, cells: Sequence[Cell], reading: Reading) -> bool:
    """Return whether a header states a scale that small numbers below it do not keep to."""
    return _is_beyond(header, small_numbers(cells, reading)) and not is_quantity(header)


def _is_beyond(header: str, numbers: Sequence[float]) -> bool:
    is_stated, scale = stated_scale(header)
    low, _, high = scale or USUAL
    return is_stated and not all(low <= number <= high for number in numbers)


def falling_scale(header: str, cells: Sequence[Cell], reading: Reading) -> Scale:
    """Return the scale on which the lowest of a column's small numbers is best; None for none.

    Args:
        header: Its header, which may state the scale.
        cells: Its cells.
        reading: How numbers are written.

    Example:
        >>> from cximpact.model.source import Reading
        >>> falling_scale("Risk", ["1", "3", "2"], Reading())
        (3.0, 1.0, 1.0)
    """
    numbers = small_numbers(cells, reading)
    if not numbers:
        return None
    is_stated, scale = stated_scale(header)
    if is_stated:
        return falling(scale or USUAL)
    low, high = min(numbers), max(numbers)
    furthest = max(-low, high)
    if low <= 0:
        return falling((-furthest if low else 0.0, 0.0, furthest))
    # Beyond three, what occurs need not be how far the scale goes.
    rising = shared_scale(numbers) if high > USUAL[2] else None
    return falling(rising or (low, (low + high) / 2, high))


def own_scale(table: RawTable, header: str, reading: Reading) -> Scale:
    """Return the scale that a column of small numbers states or keeps to; None for none.

    With a zero or less among them, it is that of the other columns that go below zero, too.

    Args:
        table: The list.
        header: The column.
        reading: How numbers are written.
    """
    numbers = small_numbers(table.column(header), reading)
    if not numbers or _is_beyond(header, numbers):
        return None
    is_stated, scale = stated_scale(header)
    if is_stated:
        return scale or USUAL
    return (
        shared_scale(numbers) if min(numbers) > 0 else scales_of(table, [header], reading)[header]
    )


def _take_runs(
    headers: Sequence[str], rated: dict[str, list[float]], small: dict[str, list[float]]
) -> None:
    """Take columns side by side that end where scales end: counts of things do not, all alike."""
    tops = {header: max(numbers) for header, numbers in small.items() if min(numbers) >= 0}
    for top, run in groupby(headers, key=tops.get):
        found = list(run)
        if top in _ENDS_OF_SCALES and len(found) >= _FEWEST_IN_A_RUN:
            rated.update((header, small.pop(header)) for header in found)


def _take_neighbours(
    headers: Sequence[str], rated: dict[str, list[float]], small: dict[str, list[float]]
) -> None:
    """Take small numbers right beside ratings as ratings, too: people rate in one go."""
    for order in (headers, headers[::-1]):
        for header, before in zip(order[1:], order, strict=False):
            if before in rated and header in small:
                rated[header] = small.pop(header)


def _scaled(
    headers: Sequence[str], rated: dict[str, list[float]], signs: Collection[str]
) -> tuple[str, ...]:
    """Return the rated headers whose scale is stated or can be told, one for each name."""
    open_ones = [header for header in rated if not stated_scale(header)[0]]
    scales = shared_scales({header: rated[header] for header in open_ones})
    named: dict[str, str] = {}
    for header in headers:
        if header in signs or (header in rated and scales.get(header, USUAL) is not None):
            named.setdefault(unscaled(header), header)
    return tuple(named.values())
