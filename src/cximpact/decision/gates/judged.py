"""Gates of plugins: what they answered, proposal by proposal, as a review like any other.

A gate that could not be asked, or answered nonsense, leaves every proposal undetermined: what
nobody judged has not passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import evolve

from cximpact.decision.gates.answer import OFF, not_run
from cximpact.model.decision import GateReview, Outcome
from cximpact.model.plugin import GateAnswer
from cximpact.model.scorecard import GateAction, PluginGate

UNASKED = "nobody was there to ask it"
_NO_REASON = "It gives no reason."


def judged_review(
    gate: PluginGate, answers: Sequence[GateAnswer | None], origin: str
) -> GateReview:
    """Return the answers of a gate as a review.

    Args:
        gate: The gate, with its mode and action.
        answers: One for each proposal; None where it was not asked about one.
        origin: Distribution and version of the plugin.
    """
    outcomes = tuple(_outcome(each) for each in answers)

    def sentences(position: int) -> tuple[str, ...]:
        found = answers[position]
        return ((found.reason if found else "") or _NO_REASON,)

    def cure(position: int) -> tuple[str, ...]:
        found = answers[position]
        return (found.cure,) if found and found.cure else ()

    return GateReview(
        gate=gate.name,
        mode=gate.mode,
        outcomes=outcomes,
        actions=tuple(_action(gate, outcome) for outcome in outcomes),
        sentences=sentences,
        cure=cure,
        origin=origin,
    )


def unanswered(gate: PluginGate, count: int, reason: str, origin: str = "") -> GateReview:
    """Return the review of a gate that gave no answers: every proposal is undetermined.

    Args:
        gate: The gate.
        count: How many proposals there are.
        reason: What went wrong.
        origin: Distribution and version of the plugin, where it is known.
    """
    said = f"The gate was not answered: {reason.strip().rstrip('.')}."
    cure = "Run again when the plugin works, or switch the gate off to decide without it."
    review = judged_review(gate, [GateAnswer("undetermined", said, cure)] * count, origin)
    return evolve(review, lacking=frozenset(range(count)))


def unasked(gates: Sequence[PluginGate], count: int) -> tuple[GateReview, ...]:
    """Return the reviews of gates where there is nobody to ask them."""
    return tuple(
        switched_off(gate, count) if gate.mode == "off" else unanswered(gate, count, UNASKED)
        for gate in gates
    )


def switched_off(gate: PluginGate, count: int) -> GateReview:
    """Return the review of a gate that is off; its plugin need not be there."""
    return not_run(gate.name, gate.mode, count, OFF)


def _outcome(answer: GateAnswer | None) -> Outcome:
    return "not applicable" if answer is None else answer.outcome


def _action(gate: PluginGate, outcome: Outcome) -> GateAction | Literal[""]:
    if gate.mode != "block" or outcome not in ("fail", "undetermined"):
        return ""
    return gate.action if outcome == "fail" else "revise"
