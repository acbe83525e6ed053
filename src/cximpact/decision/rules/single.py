"""Rules about one proposal alone: forced in, and barred."""

from __future__ import annotations

from cximpact.decision.candidates import (
    COMMITTED,
    FORCED_OUT,
    GATE,
    MISSING_COST,
    UNKNOWN_COST,
    WITHDRAWN,
    Candidates,
)
from cximpact.decision.gates.remedies import remedy as gate_remedy
from cximpact.decision.program import Row
from cximpact.decision.rules.rule import Rule
from cximpact.decision.words import gate_name
from cximpact.model.case import Case


def single_rules(case: Case, who: Candidates) -> tuple[Rule, ...]:
    """Return the rules about one proposal alone: forced in, and barred."""
    ids = case.proposals.ids
    return (
        *(_forced(case, position, why) for position, why in sorted(who.forced_in.items())),
        *(
            _barred(case, ids[p], p, why)
            for p, why in sorted(who.barred.items())
            if p not in who.held
        ),
    )


def _forced(case: Case, position: int, why: str) -> Rule:
    key = case.proposals.ids[position]
    if why == COMMITTED:
        words, remedy = f"{key} is committed", "change its status to proposed"
    else:
        mandate = case.proposals.mandates[key]
        words = f"{key} is mandatory ({mandate.reason}; approved by {mandate.approved_by})"
        remedy = "have the mandate lifted or the proposal changed"
    return Rule(why, words, remedy, f"proposals.{key}", Row((position,), (1,), least=1))


def _barred(case: Case, key: str, position: int, why: str) -> Rule:
    told = {
        WITHDRAWN: ("is withdrawn", "propose it again"),
        FORCED_OUT: (f"is kept out ({case.proposals.forced_out.get(key, '')})", "let it in"),
        MISSING_COST: ("has no cost, so no budget can take it", "state its cost"),
        UNKNOWN_COST: ("has a cost that is not known, so no budget can take it", "estimate it"),
    }
    gate = why.removeprefix(GATE)
    failing = (f"does not pass the gate {gate_name(gate)}", gate_remedy(gate))
    said, remedy = told.get(why, failing)
    row = Row((position,), (1,), most=0)
    return Rule(why, f"{key} {said}", remedy, f"proposals.{key}", row)
