"""The tests of `where` and `when` as expressions; they mean what `intake.matching` says."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

import ibis

from cximpact.intake.lists.matching import SPACES, lowered
from cximpact.warehouse.cells import folded_texts, numbers_among

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cximpact.model.source import Test
    from cximpact.warehouse.cells import Cell

__all__ = ["all_hold", "all_of", "any_of", "is_same"]


def all_of(parts: Iterable[Any]) -> Any:
    """Return what is true where all parts are; true without any."""
    return reduce(and_, parts, ibis.literal(True))


def any_of(parts: Iterable[Any]) -> Any:
    """Return what is true where one of the parts is; false without any."""
    return reduce(or_, parts, ibis.literal(False))


def all_hold(tests: Sequence[Test], cell_of: Callable[[str], Cell]) -> Any:
    """Return what is true where all tests hold, and never NULL."""
    return all_of(_holds(test, cell_of(test.column)) for test in tests)


def _holds(test: Test, cell: Cell) -> Any:
    parts = []
    if test.equals is not None:
        parts.append(is_same([test.equals], cell.text, cell.number, cell.present))
    if test.one_of:
        parts.append(is_same(test.one_of, cell.text, cell.number, cell.present))
    if test.contains:
        wanted = [lowered(each) for each in test.contains]
        folded = folded_texts(cell.text, wanted)
        parts.append(any_of(folded.contains(each) for each in wanted))
    if test.at_most is not None:
        parts.append(ibis.coalesce(cell.number <= _float(test.at_most), False))
    if test.at_least is not None:
        parts.append(ibis.coalesce(cell.number >= _float(test.at_least), False))
    return all_of(parts)


def is_same(wanted: Sequence[str], text: Any, number: Any, present: Any) -> Any:
    """Return what is true where a cell is one of some texts, or the same number as one.

    Args:
        wanted: The texts.
        text: The cell's text, None for numbers that engines write in different ways.
        number: The cell's number.
        present: Whether there is anything in the cell.
    """
    texts = sorted({each.strip(SPACES) for each in wanted})
    numbers = numbers_among(texts)
    parts = []
    if text is not None:
        parts.append(text.isin(texts))
    elif "" in texts:
        parts.append(~present)
    if numbers:
        parts.append(ibis.coalesce(number.isin([_float(each) for each in numbers]), False))
    return any_of(parts)


def _float(value: float) -> Any:
    return ibis.literal(str(value)).cast("float64")
