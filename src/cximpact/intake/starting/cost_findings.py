"""The columns of costs of a list, with what their cells say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.intake.lists.matching import cell_text
from cximpact.intake.starting.cost_headers import header_currency

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cximpact.intake.starting.cost_cells import CostCells
    from cximpact.intake.starting.cost_entries import CostEntry

__all__ = ["Costs", "found_costs"]


@frozen
class Costs:
    """The columns of costs.

    Attributes:
        entries: How a workspace states each of them.
        left_out: Those that look like costs, too, and wait for a person.
        currency: The one that is named, or most often; "" where none is.
        other_currencies: The others that are named.
        missing: Words that stand for no amount.
        unfit: Cells of the columns that hold no amount, as they are written; a person mends them.
        multipliers: Words beside amounts, such as ``k``, and what they were taken for.
        signs: Signs of several currencies, such as ``$``, beside amounts or in headers.
    """

    entries: tuple[CostEntry, ...] = ()
    left_out: tuple[CostEntry, ...] = ()
    currency: str = ""
    other_currencies: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()
    multipliers: tuple[tuple[str, int], ...] = ()
    signs: tuple[str, ...] = ()


def found_costs(
    entries: tuple[CostEntry, ...],
    left_out: tuple[CostEntry, ...],
    columns: Mapping[str, CostCells],
    codes: tuple[str, ...],
) -> Costs:
    """Return columns of costs with what their cells say.

    Args:
        entries: How a workspace states each of them.
        left_out: Those that wait for a person.
        columns: The cells of the entries, by header.
        codes: The currencies that they name, the most frequent first.
    """
    return Costs(
        entries=entries,
        left_out=left_out,
        currency=codes[0] if codes else "",
        other_currencies=codes[1:],
        missing=_in_order(word for column in columns.values() for word in column.words.words),
        unfit=_in_order(cell_text(cell) for column in columns.values() for cell in column.unfit),
        multipliers=tuple(
            {word: by for each in columns.values() for word, by in each.multipliers.items()}.items()
        ),
        signs=_in_order(sign for item in columns.items() for sign in _signs(*item)),
    )


def _signs(header: str, column: CostCells) -> list[str]:
    """Return the signs of several currencies in the cells of a column, else in its header."""
    if found := column.signs():
        return found
    return ["$"] if "$" in header and not header_currency(header) else []


def _in_order(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
