"""Which currencies columns of costs name, and which column names those of the rows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cximpact.intake.lists.matching import cell_text
from cximpact.intake.starting.cost_headers import header_currency
from cximpact.intake.starting.guess_words import CURRENCY_CODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.starting.cost_cells import CostCells
    from cximpact.intake.starting.guess_headers import Headers

__all__ = ["codes_by_count", "currency_column", "own_currency"]


def codes_by_count(chosen: Mapping[str, CostCells]) -> tuple[str, ...]:
    """Return the currencies that columns name, the most frequent first.

    Args:
        chosen: Columns of costs by their headers.
    """
    counts: Counter[str] = Counter()
    for header, column in chosen.items():
        stated = header_currency(header)
        for code, count in column.currencies().items():
            counts[code or stated] += count
        counts[stated] += bool(stated)
    del counts[""]
    # The first one in the list goes before others as frequent: sorting keeps their order.
    return tuple(sorted(counts, key=lambda code: -counts[code]))


def own_currency(header: str, column: CostCells, currency: str) -> str:
    """Return the currency of a column, where it names another than that of most amounts.

    Args:
        header: Its header.
        column: Its cells.
        currency: That of most amounts.
    """
    stated = header_currency(header)
    return "" if stated == currency or set(column.currencies()) - {"", stated} else stated


def currency_column(headers: Headers, costs: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the header of the currencies of rows, and its codes, the most frequent first.

    Args:
        headers: Those of the list.
        costs: Those of the costs.
    """
    taken = {*headers.taken, *costs}
    for header in (each for each in headers.table.headers if each not in taken):
        counts = _codes(headers.cells(header))
        if counts:
            return header, tuple(sorted(counts, key=lambda code: (-counts[code], code)))
    return "", ()


def _codes(cells: Iterable[Cell]) -> Counter[str]:
    """Return how often each currency stands in cells; nothing if they hold something else, too."""
    counts: Counter[str] = Counter()
    for cell in cells:
        text = cell_text(cell)
        if text and text not in CURRENCY_CODES:
            return Counter()
        if text:
            counts[text] += 1
    return counts
