"""Who may be selected at all, who must be, and who is barred by what."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from attrs import Factory, frozen

from cximpact.decision.costs import Costs
from cximpact.decision.unknown_costs import unknown_under
from cximpact.model.arrays import BoolArray
from cximpact.model.case import Case
from cximpact.model.decision import GateReview

WITHDRAWN = "withdrawn"
MANDATORY = "mandatory"
COMMITTED = "committed"
FORCED_OUT = "forced out"
MISSING_COST = "missing cost"
UNKNOWN_COST = "unknown cost"
GATE = "gate "


@frozen(eq=False)
class Candidates:
    """Who may be selected, by position.

    Attributes:
        candidate: Whether it may be selected at all.
        forced_in: Position to `mandatory` or `committed`: it is selected whatever its value.
        barred: Position to the rule that keeps it out: `withdrawn`, `forced out`, `missing cost`,
            `unknown cost`, or `gate` and the gate's name.
        held: Position to the positions of those forced in that cannot go without it, for what
            nothing but a failure of a source or plugin keeps out: it is selected with them.
    """

    candidate: BoolArray
    forced_in: Mapping[int, str]
    barred: Mapping[int, str]
    held: Mapping[int, tuple[int, ...]] = Factory(dict)

    @cached_property
    def fixed(self) -> frozenset[int]:
        """Whom every selection holds, and whose money nobody else can have."""
        return frozenset(self.forced_in) | frozenset(self.held)


def candidates(case: Case, gates: tuple[GateReview, ...], costs: Costs) -> Candidates:
    """Return who may be selected.

    Mandatory and committed proposals may be, whatever the gates say and even without a cost;
    anyone else must pass every blocking gate, and where there is a budget have a cost, of which
    no part is unknown that a budget would pay for.

    Args:
        case: The case.
        gates: The gate reviews.
        costs: What proposals cost.
    """
    forced_in = must_be_selected(case)
    barred: dict[int, str] = {}
    blocking = _blocking(gates, len(case.proposals))
    for position in range(len(case.proposals)):
        must = forced_in.get(position, "")
        why = _bar(case, position, must, blocking[position], costs)
        if why:
            barred[position] = why
    candidate = np.ones(len(case.proposals), dtype=np.bool_)
    candidate[sorted(barred)] = False
    return Candidates(candidate, forced_in, barred)


def must_be_selected(case: Case) -> dict[int, str]:
    """Return by position who is `mandatory` or `committed`, and not withdrawn."""
    found = ((position, _must(case, position)) for position in range(len(case.proposals)))
    statuses = case.proposals.statuses
    return {position: must for position, must in found if must and statuses[position] != WITHDRAWN}


def _must(case: Case, position: int) -> str:
    """Return why it must be selected, "" where it need not."""
    mandate = case.proposals.mandates.get(case.proposals.ids[position])
    if mandate is not None and mandate.reason and mandate.approved_by:
        return MANDATORY
    return COMMITTED if case.proposals.statuses[position] == "committed" else ""


def _bar(case: Case, position: int, must: str, gate: str, costs: Costs) -> str:
    """Return the first rule of the action list that keeps it out, "" where none does."""
    if case.proposals.statuses[position] == "withdrawn":
        return WITHDRAWN
    if case.proposals.forced_out.get(case.proposals.ids[position]):
        return FORCED_OUT
    if must:
        return ""
    if gate:
        return f"{GATE}{gate}"
    if case.rules.budgets and position not in costs.total:
        return MISSING_COST
    return UNKNOWN_COST if unknown_under(case, position) else ""


def _blocking(gates: tuple[GateReview, ...], count: int) -> list[str]:
    """Return per proposal the gate that decides: the first to decline, else to revise."""
    found = [""] * count
    for wanted in ("revise", "decline"):  # decline last, so that it wins
        for gate in reversed(gates):
            for position, action in enumerate(gate.actions):
                if action == wanted:
                    found[position] = gate.gate
    return found
