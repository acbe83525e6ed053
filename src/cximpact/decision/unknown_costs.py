"""Costs that are not known, and the budgets that would have to pay for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cximpact.decision.words import listed
from cximpact.model.case import Case
from cximpact.model.portfolio import Budget
from cximpact.model.proposal import UnknownCost

__all__ = ["budgets_say", "is_asked", "stating", "unknown_reason", "unknown_under"]

_NO_FIGURE = "cannot take what has no figure"


def unknown_under(case: Case, position: int) -> Mapping[str, tuple[str, ...]]:
    """Return each budget that an unknown cost of a proposal falls under, and the columns of these.

    Args:
        case: The case.
        position: The proposal.
    """
    if not case.unknown_costs:
        return {}
    unknown = case.unknown_costs.get(case.proposals.ids[position], ())
    unit = case.proposals.units[position]
    found = {}
    for budget in case.rules.budgets if unknown else ():
        columns = dict.fromkeys(each.column for each in unknown if _takes(budget, each, unit))
        if columns:
            found[budget.id] = tuple(columns)
    return found


def is_asked(case: Case, position: int, cost: UnknownCost) -> bool:
    """Return whether a budget would have to pay for a cost of a proposal, if it were not known.

    Args:
        case: The case.
        position: The proposal.
        cost: The cost; the list need not say that it is not known.
    """
    unit = case.proposals.units[position]
    return any(_takes(budget, cost, unit) for budget in case.rules.budgets)


def _takes(budget: Budget, cost: UnknownCost, unit: str) -> bool:
    """Return whether a budget's `where` takes a cost, as it takes lines of cost."""
    return all(_field(cost, field, unit) in values for field, values in budget.where.items())


def _field(cost: UnknownCost, field: str, unit: str) -> str:
    said: str = getattr(cost, field)
    return said or unit if field == "unit" else said


def unknown_reason(case: Case, position: int) -> str:
    """Return why no budget can take a proposal of which a cost is not known.

    Args:
        case: The case.
        position: The proposal; a budget would have to pay for a cost of it that is not known.
    """
    columns, budgets = _columns_and_budgets(case, position)
    said = {each.column: each.said for each in case.unknown_costs[case.proposals.ids[position]]}
    if len(columns) == 1:
        [column] = columns
        return (
            f"Its {column} is unknown ('{said[column]}'), and {budgets} {_NO_FIGURE}. Estimate it."
        )
    told = listed([f"{each} ('{said[each]}')" for each in columns])
    return f"Its {told} are unknown, and {budgets} {_NO_FIGURE}. Estimate them."


def stating(case: Case, position: int) -> str:
    """Return what is to be done about costs that are not known; "" where no budget asks.

    Args:
        case: The case.
        position: The proposal.
    """
    columns, budgets = _columns_and_budgets(case, position)
    if not columns:
        return ""
    return f"State its {listed(columns)}, 0 if there is none: {budgets} {_NO_FIGURE}."


def _columns_and_budgets(case: Case, position: int) -> tuple[Sequence[str], str]:
    under = unknown_under(case, position)
    meant = {column for columns in under.values() for column in columns}
    key = case.proposals.ids[position]
    return [each for each in case.unknown_columns(key) if each in meant], budgets_say(list(under))


def budgets_say(names: Sequence[str]) -> str:
    """Return budgets by their names.

    Example:
        >>> budgets_say(["capex"]), budgets_say(["capex", "total"])
        ('budget capex', 'budgets capex and total')
    """
    return f"budget{'s' if len(names) > 1 else ''} {listed(names)}" if names else ""
