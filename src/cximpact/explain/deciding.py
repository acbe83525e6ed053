"""The first sentence: the rule that decided, in words."""

from __future__ import annotations

import numpy as np

from cximpact.decision.actions import NO_GAIN, NOT_SELECTED, REQUIRED_BY, SELECTED
from cximpact.decision.candidates import (
    COMMITTED,
    FORCED_OUT,
    GATE,
    MANDATORY,
    MISSING_COST,
    UNKNOWN_COST,
    WITHDRAWN,
)
from cximpact.decision.customer_effect import without_effect
from cximpact.decision.gates.harm import NAME as HARM
from cximpact.decision.gates.harm_told import OPEN_HARM
from cximpact.decision.gates.opened import told_sources
from cximpact.decision.ranking import SURE
from cximpact.decision.unknown_costs import unknown_reason
from cximpact.decision.words import (
    ended,
    gate_name,
    listed,
    name_of_criterion,
    points,
    share_words,
    told_money,
)
from cximpact.explain.enabling import enabling
from cximpact.explain.gaps import gap_reason
from cximpact.model.case import Case
from cximpact.model.decision import Decision, GateReview
from cximpact.model.scores import Scores

UNAPPROVED = "; it is called mandatory, but not why and who approved that."
"""How the sentence ends on what would be selected, were it known why it is mandatory."""
ALSO, CONDITION, WARNING = GATE_WORDS = ("Also", "Condition", "Warning")
"""How a sentence begins on a gate that objects without having decided."""
_SELECTED_ANYHOW = (MANDATORY, COMMITTED, SELECTED, REQUIRED_BY, WITHDRAWN)


def deciding(case: Case, scores: Scores, decision: Decision, position: int) -> tuple[str, ...]:
    """Return the sentence on the rule that decided, and what else it says, if more.

    Args:
        case: The case.
        scores: Scores and values.
        decision: Actions and their rules.
        position: The proposal.
    """
    first, *rest = _deciding(case, scores, decision, position)
    unapproved = case.proposals.ids[position] in case.proposals.unapproved
    if unapproved and decision.rules[position] not in _SELECTED_ANYHOW:
        first = f"{first.removesuffix('.')}{UNAPPROVED}"
    return (first, *rest)


def _deciding(case: Case, scores: Scores, decision: Decision, position: int) -> tuple[str, ...]:
    rule, key = decision.rules[position], case.proposals.ids[position]
    if rule.startswith(GATE):
        gate = _gate(decision, rule.removeprefix(GATE))
        stopped = _open_harm(case, scores, gate, position) or _stopped(gate, position)
        return (*stopped, *_held(decision, key))
    if rule in (MANDATORY, COMMITTED):
        conditions = (*_conditions(decision, position), *_holding(decision, key))
        return (_forced(case, key, rule), *conditions)
    if rule == UNKNOWN_COST:
        return (unknown_reason(case, position),)
    if rule == NOT_SELECTED:
        return _left_out(scores, decision, position)
    if rule == SELECTED:
        return (_selected(case, scores, decision, position),)
    told = {
        WITHDRAWN: "It was withdrawn.",
        FORCED_OUT: ended(f"It was kept out by decision: {case.proposals.forced_out.get(key, '')}"),
        MISSING_COST: _no_cost(case),
        NO_GAIN: _no_gain(case, scores, position),
        REQUIRED_BY: enabling(case, scores, decision, position),
    }
    return (told.get(rule, f"Decided by the rule: {rule}."), *_held(decision, key))


def _no_cost(case: Case) -> str:
    lost = [source for source in case.missing if source.name == "costs"]
    if not lost:
        return "It states no cost, and no budget can take what has none."
    return f"No budget can take it: what it costs {told_sources(lost)} would have told."


def _no_gain(case: Case, scores: Scores, position: int) -> str:
    if scores.coverage[position] == 0:
        return (
            "Nothing about it is scored yet, so it is worth nothing: rate it or state its effects."
        )
    value = points(float(scores.value[position]))
    lacking = [
        name_of_criterion(each)
        for column, each in enumerate(case.scorecard.criteria)
        if np.isnan(scores.score[position, column]) and scores.weights[column] > 0
    ]
    counted = (
        "count as 0 as long as they have" if len(lacking) > 1 else "counts as 0 as long as it has"
    )
    gaps = f"; {listed(lacking)} {counted} no score" if lacking else ""
    return f"Its value is {value}: doing it is no better than leaving it{gaps}."


def _gate(decision: Decision, name: str) -> GateReview:
    return next(gate for gate in decision.gates if gate.gate == name)


def _open_harm(case: Case, scores: Scores, gate: GateReview, position: int) -> tuple[str, ...]:
    """Return what is said where harm is open for want of a score; empty for any other reason."""
    if gate.gate != HARM or gate.outcomes[position] != "undetermined":
        return ()
    first, *rest = gate.sentences(position)
    if not first.startswith(OPEN_HARM):
        return ()
    lacks = gap_reason(case, scores, position)
    return (f"The {gate_name(gate.gate)} gate is undetermined: {lacks}", *rest[1:])


def _stopped(gate: GateReview, position: int) -> tuple[str, ...]:
    first, *rest = gate.sentences(position)
    verb = "fails" if gate.outcomes[position] == "fail" else "is undetermined"
    return (f"The {gate_name(gate.gate)} gate {verb}: {first[:1].lower()}{first[1:]}", *rest)


def _forced(case: Case, key: str, rule: str) -> str:
    if rule == COMMITTED:
        uses = ", and uses its budget" if case.rules.budgets else ""
        return f"It is committed already{uses}."
    mandate = case.proposals.mandates[key]
    return f"It is mandatory: {mandate.reason} (approved by {mandate.approved_by})."


def _conditions(decision: Decision, position: int) -> tuple[str, ...]:
    """Return the failed gates of what is approved all the same, as conditions to meet."""
    return tuple(
        f"{CONDITION}, {gate_name(gate.gate)}: {gate.reason(position)}"
        for gate in decision.gates
        if gate.mode == "block" and gate.outcomes[position] in ("fail", "undetermined")
    )


def _held(decision: Decision, key: str) -> tuple[str, ...]:
    """Return for whom it is held in the selection although it is not decided yet."""
    by = decision.selection.held.get(key, ())
    return (f"It is held in the selection all the same, for {listed(by)}.",) if by else ()


def _holding(decision: Decision, key: str) -> tuple[str, ...]:
    """Return what it cannot go without, and what a failure leaves open."""
    needed = [other for other, by in decision.selection.held.items() if key in by]
    if not needed:
        return ()
    named = listed(needed)
    return (f"Condition: it cannot go without {named}, and what would decide that failed.",)


def _selected(case: Case, scores: Scores, decision: Decision, position: int) -> str:
    value = points(float(scores.value[position]))
    cost = decision.cost[position]
    unknown = case.unknown_columns(case.proposals.ids[position])
    more = f" and what is not known ({listed(unknown)})" if unknown else ""
    price = "" if cost is None else f" at {told_money(case.currency, cost)[0]}{more}"
    surely = _how_surely(case, scores, decision, position)
    return f"Selected{surely}: value {value}{price}."


def _how_surely(case: Case, scores: Scores, decision: Decision, position: int) -> str:
    """Return in how many draws it is selected, and helps customers if that is what it lacks."""
    draws, shares = decision.draws, decision.robustness.shares
    if draws is None or shares is None:
        return ""
    share = float(shares.share[position])
    if share != share:  # the list is too long to ask
        return ""
    often = f", in {share_words(share, SURE)} of draws"
    helped = float(draws.customer_positive[position])
    if decision.actions[position] == "prioritize" or not helped < SURE:
        return often
    gain = f"customers gain in {share_words(helped, SURE)} only"
    return f"{often}, but {without_effect(case, scores, position) or gain}"


def _left_out(scores: Scores, decision: Decision, position: int) -> tuple[str, ...]:
    value = points(float(scores.value[position]))
    clause, *more = decision.obstacles(position)
    return (f"Worth doing (value {value}), but {clause}.", *more)
