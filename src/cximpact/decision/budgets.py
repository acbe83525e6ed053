"""How budgets stand after selection, and what a board must know about costs beside it."""

from __future__ import annotations

from attrs import evolve

from cximpact.decision.candidates import MISSING_COST, UNKNOWN_COST, WITHDRAWN, Candidates
from cximpact.decision.costs import BudgetCosts, Costs, to_decimal
from cximpact.decision.unknown_costs import unknown_under
from cximpact.decision.words import listed
from cximpact.model.arrays import BoolArray
from cximpact.model.case import Case
from cximpact.model.decision import BudgetUse


def budget_uses(
    case: Case, costs: Costs, who: Candidates, selected: BoolArray
) -> tuple[BudgetUse, ...]:
    """Return what every budget allows, what is used of it, and what is left."""
    unknown = _unknown_of_fixed(case, costs, who)
    return tuple(
        evolve(_use(each, who, selected), unknown=tuple(unknown.get(each.budget.id, ())))
        for each in costs.budgets
    )


def _unknown_of_fixed(case: Case, costs: Costs, who: Candidates) -> dict[str, dict[str, str]]:
    """Return per budget who uses it whatever is known, and the columns that say it is not."""
    found: dict[str, dict[str, str]] = {}
    for position in sorted(who.fixed & costs.total.keys()):
        for budget, columns in unknown_under(case, position).items():
            found.setdefault(budget, {})[case.proposals.ids[position]] = ", ".join(columns)
    return found


def _use(each: BudgetCosts, who: Candidates, selected: BoolArray) -> BudgetUse:
    currency = each.budget.limit.currency
    taken, held = selected.tolist(), who.fixed
    used = sum(cost for position, cost in each.cost.items() if taken[position])
    fixed = sum(cost for position, cost in each.cost.items() if position in held)
    return BudgetUse(
        budget=each.budget.id,
        limit=each.budget.limit.amount,
        committed=to_decimal(fixed, currency),
        used=to_decimal(used, currency),
        left=each.budget.limit.amount - to_decimal(used, currency),
        currency=currency,
    )


def cost_notes(case: Case, costs: Costs, who: Candidates) -> tuple[str, ...]:
    """Return sentences about costs that no budget sees."""
    if not case.rules.budgets:
        return ()
    ids = case.proposals.ids
    free = [ids[p] for p in sorted(who.fixed) if p not in costs.total]
    lacking = [
        ids[p] for p, why in sorted(who.barred.items()) if why == MISSING_COST and p not in who.held
    ]
    unpriced = [ids[p] for p, why in sorted(who.barred.items()) if why == UNKNOWN_COST]
    covered = {position for each in costs.budgets for position in each.cost}
    ranked = [p for p in sorted(costs.total) if who.barred.get(p) != WITHDRAWN]
    outside = [ids[p] for p in ranked if p not in covered]
    notes = []
    if free:
        held = any(ids[position] in free for position in who.held)
        why = "mandatory, committed or held" if held else "mandatory or committed"
        notes.append(
            f"{listed(free)}: {why} without a cost, so the budgets are used more than is shown."
        )
    if lacking:
        notes.append(f"{listed(lacking)}: no cost, and no budget can take what has none.")
    if unpriced:
        notes.append(
            f"{listed(unpriced)}: part of the cost is unknown, and no budget can take what has no "
            "figure."
        )
    for budget, unknown in _unknown_of_fixed(case, costs, who).items():
        parts = [f"{key} ({columns})" for key, columns in unknown.items()]
        one = "part of" if len(parts) == 1 else "parts of"
        are = "is" if len(parts) == 1 else "are"
        notes.append(
            f"budget {budget}: the unknown {one} {listed(parts)} {are} not in what is used."
        )
    if outside:
        notes.append(f"{listed(outside)}: no line of their cost falls under any budget.")
    return tuple(notes)
