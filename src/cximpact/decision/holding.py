"""What a failure leaves open, and a commitment cannot go without: held, so that the run goes on.

A mandatory or committed proposal may require one that a gate stops only because a source or
plugin failed. Taken as it stands no selection could obey the rules, and one failure would cost
the whole decision. So the required proposal is kept in the selection, its money included, while
its own action stays what the open gate leads to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cximpact.decision.candidates import GATE, MISSING_COST, Candidates
from cximpact.decision.costs import Costs
from cximpact.decision.links import reachable
from cximpact.decision.support import required_positions
from cximpact.decision.unknown_costs import unknown_under
from cximpact.decision.words import listed
from cximpact.model.case import Case
from cximpact.model.decision import GateReview

_COSTS = "costs"


def held(
    case: Case, gates: Sequence[GateReview], costs: Costs, who: Candidates
) -> Mapping[int, tuple[int, ...]]:
    """Return what is held, each with the mandatory or committed proposals that need it.

    Only what nothing but a failure keeps out: every gate that stops it is open because a source or
    plugin failed, and a cost it lacks is lost with the source of costs.

    Args:
        case: The case, with the sources that failed.
        gates: The gate reviews.
        costs: What proposals cost.
        who: Who may and must be selected.
    """
    lost = any(source.name == _COSTS for source in case.missing)
    if not (lost or any(gate.lacking for gate in gates)):
        return {}
    requires = required_positions(case)
    found: dict[int, list[int]] = {}
    for forced in sorted(who.forced_in):
        for position in sorted(reachable(requires, [forced]) - set(who.forced_in)):
            priced = lost or not case.rules.budgets or position in costs.total
            priced = priced and not unknown_under(case, position)
            if priced and _only_lacking(gates, who, position):
                found.setdefault(position, []).append(forced)
    return {position: tuple(found[position]) for position in sorted(found)}


def _only_lacking(gates: Sequence[GateReview], who: Candidates, position: int) -> bool:
    """Return whether every gate that stops it is open because of a failure."""
    why = who.barred.get(position, "")
    stopping = [gate for gate in gates if gate.actions[position]]
    stopped = why.startswith(GATE) or why == MISSING_COST
    return stopped and all(position in gate.lacking for gate in stopping)


def held_by_id(case: Case, holding: Mapping[int, tuple[int, ...]]) -> dict[str, tuple[str, ...]]:
    """Return what is held, and by what, by id."""
    ids = case.proposals.ids
    return {ids[each]: tuple(ids[by] for by in holders) for each, holders in holding.items()}


def held_notes(holding: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return a sentence per proposal that is held.

    Example:
        >>> held_notes({"B": ("A",)})
        ('B is held in the selection for A: what would decide whether it may go failed.',)
    """
    return tuple(
        f"{key} is held in the selection for {listed(by)}: what would decide whether it may go "
        "failed."
        for key, by in holding.items()
    )
