"""The reasons for a recommendation, in sentences, from the rule that decided downwards."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cximpact.decision.candidates import COMMITTED, GATE, MANDATORY, UNKNOWN_COST
from cximpact.decision.gates.opened import missing_sentence
from cximpact.decision.words import ended, gate_name, listed, points
from cximpact.explain.criteria import biggest_contributions, missing_scores, noted_scores
from cximpact.explain.deciding import ALSO, WARNING, deciding
from cximpact.explain.journey import harm_sentences, journey_sentences
from cximpact.explain.links import link_sentence
from cximpact.explain.shared import Shared
from cximpact.model.case import Case
from cximpact.model.decision import Decision
from cximpact.model.evaluation import TouchpointResult
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores
from cximpact.scoring.value import group_columns


def reasons(
    case: Case,
    conditions: Conditions,
    scores: Scores,
    decision: Decision,
    position: int,
    along: Sequence[TouchpointResult],
    shared: Shared | None = None,
) -> tuple[str, ...]:
    """Return why a proposal got its action, in sentences.

    The first names the rule that decided. Then: how it is tied to others, what contributes most,
    harm that gains make up for, gates that warn, the journey with its ways and units, what is
    missing or assumed (but not what is assumed of all proposals alike). Neither raters nor comments
    are ever named.

    Args:
        case: The case.
        conditions: Conditions of the touchpoints.
        scores: Scores and values.
        decision: The decision.
        position: The proposal.
        along: What it does along the journey, from `touchpoint_results`.
        shared: What proposals have in common, where many are asked about.
    """
    common = shared or Shared(case, conditions)
    decided, key = deciding(case, scores, decision, position), case.proposals.ids[position]
    said = (
        *decided,
        link_sentence(common.links, decision, position, key, decided[0]),
        *_unknown_costs(case, position, decision.rules[position]),
        *_values(case, scores, position),
        *biggest_contributions(case, scores, position),
        *harm_sentences(case, along, float(scores.value[position])),
        *_other_gates(decision, position),
        *journey_sentences(case, conditions, along),
        missing_sentence(case, dict.fromkeys(each.touchpoint for each in along)),
        *missing_scores(case, scores, position),
        *noted_scores(case, scores, position, common.alike),
    )
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))


def deciding_reason(case: Case, scores: Scores, decision: Decision, position: int) -> str:
    """Return the first of the `reasons` alone: the sentence on the rule that decided."""
    return next(filter(None, deciding(case, scores, decision, position)), "")


def _unknown_costs(case: Case, position: int, rule: str) -> tuple[str, ...]:
    unknown = case.unknown_columns(case.proposals.ids[position])
    if not unknown:
        return ()
    if rule == UNKNOWN_COST:
        return (ended(f"What is shown of its cost leaves out {listed(unknown)}"),)
    are, count = ("is", "counts") if len(unknown) == 1 else ("are", "count")
    return (f"It may cost more: {listed(unknown)} {are} not known in the list, and {count} as 0.",)


def _values(case: Case, scores: Scores, position: int) -> tuple[str, ...]:
    """Return its values; that of a group in which nothing is scored is missing, and not 0."""
    parts = [f"Value {points(float(scores.value[position]))}"]
    for name, values in (("customer", scores.customer_value), ("business", scores.business_value)):
        value = float(values[position])
        if value == value:
            missing = np.isnan(scores.score[position, group_columns(case.scorecard, name)]).all()
            parts.append(f"{name} value {'missing' if missing else points(value)}")
    return (f"{', '.join(parts)}.",)


def _other_gates(decision: Decision, position: int) -> tuple[str, ...]:
    """Return the gates that object without having decided."""
    rule = decision.rules[position]
    told_as_conditions = rule in (MANDATORY, COMMITTED)
    said = []
    for gate in decision.gates:
        objects = gate.outcomes[position] in ("fail", "undetermined")
        if not objects or rule == f"{GATE}{gate.gate}":
            continue
        if gate.mode == "warn":
            said.append(f"{WARNING}, {gate_name(gate.gate)}: {gate.reason(position)}")
        elif gate.mode == "block" and not told_as_conditions:
            said.append(f"{ALSO}, {gate_name(gate.gate)}: {gate.reason(position)}")
    return tuple(said)
