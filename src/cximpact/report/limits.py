"""Each limit in a line, as it was read, with what of it is fixed before anything is decided."""

from __future__ import annotations

from collections.abc import Iterator

from cximpact.decision.fixed_uses import FixedUse, fixed_uses
from cximpact.decision.words import in_order, listed
from cximpact.exceptions import InputError
from cximpact.model.case import Case
from cximpact.report.words import counted

__all__ = ["UNLIMITED", "UNPRICED", "limit_lines"]

UNLIMITED = "no budget is set, so costs limit nothing"
UNPRICED = "no cost is read and no budget is set, so nothing is limited"
_MOST = 5


def limit_lines(case: Case) -> Iterator[str]:
    """Yield a line for each of the first budgets and capacities.

    Where currencies meet without a rate, nothing can be added up: that is told as a problem.

    Args:
        case: The case, as it was read.
    """
    try:
        found = fixed_uses(case)
    except InputError:
        return
    n_budgets = len(case.rules.budgets)
    if case.costs and not n_budgets:
        yield UNLIMITED
    elif not case.costs and not found:
        yield UNPRICED
    yield from _lines(found[:n_budgets], "budget", "budgets")
    yield from _lines(found[n_budgets:], "capacity", "capacities")
    if any(line.low != line.high for line in case.costs):
        yield "a cost stated as a range counts as (low + 4 x likely + high) / 6"


def _lines(uses: tuple[FixedUse, ...], one: str, many: str) -> Iterator[str]:
    yield from map(_line, uses[:_MOST])
    if len(uses) > _MOST:
        yield f"and {counted(len(uses) - _MOST, f'more {one}', f'more {many}')}"


def _line(use: FixedUse) -> str:
    if not use.fixed:
        return f"{use.name}: {use.limit}"
    who = "; ".join(f"{kind}: {listed(sorted(ids, key=in_order))}" for kind, ids in use.who.items())
    unknown = " + unknown" if use.is_more else ""
    return f"{use.name}: {use.limit}, of which {use.fixed}{unknown} is fixed ({who})"
