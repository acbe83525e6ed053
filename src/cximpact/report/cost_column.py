"""The column of costs in the ranked list: short to read, and never otherwise than they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from attrs import frozen

from cximpact.decision.words import money
from cximpact.model.decision import BudgetUse
from cximpact.model.evaluation import Cost
from cximpact.report.words import UNKNOWN

__all__ = ["CostColumn", "cost_column"]

_SMALL = 1000
"""Below that cents matter."""


class _Priced(Protocol):
    """Something with a cost that may be unknown."""

    @property
    def cost(self) -> Cost | None: ...


@frozen
class CostColumn:
    """What stands above the costs, with the currency all share, and in each row."""

    header: str
    cells: tuple[str, ...]


def cost_column(items: Sequence[_Priced], budgets: Iterable[BudgetUse] = ()) -> CostColumn | None:
    """Return the costs of a list; None where nothing has a cost.

    Cents go, which nobody reads beside thousands, unless amounts would then look equal that are
    not, or a cost as much as a budget has or has left.

    Args:
        items: What has a cost.
        budgets: How they stand, as is told near the column.
    """
    costs = [item.cost for item in items]
    known = [cost for cost in costs if cost is not None]
    if not known:
        return None
    currencies = {cost.currency for cost in known}
    shared = currencies.pop() if len(currencies) == 1 else ""
    limits = [(use.currency, each) for use in budgets for each in (use.limit, use.left)]
    short = _may_be_whole({*limits, *((cost.currency, cost.amount) for cost in known)})
    cells = (UNKNOWN if cost is None else _told(cost, shared, short) for cost in costs)
    return CostColumn(f"cost {shared}".rstrip(), tuple(cells))


def _may_be_whole(amounts: Iterable[tuple[str, Decimal]]) -> bool:
    """Return whether amounts keep apart without cents."""
    exact = set(amounts)
    small = any(amount % 1 and abs(amount) < _SMALL for _, amount in exact)
    return not small and len({(each, _whole(amount)) for each, amount in exact}) == len(exact)


def _told(cost: Cost, shared: str, short: bool) -> str:
    told = money(_whole(cost.amount) if short else cost.amount, cost.currency)
    return told.removeprefix(shared).lstrip()


def _whole(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)
