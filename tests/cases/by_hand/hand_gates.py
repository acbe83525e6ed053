"""The four blocking gates and the action of six proposals of the demo, by the method page.

The figures are those of the section Gates, the rules those of Action and rank. Which proposals are
selected is taken from the tool; a test beside this module checks that the set is the best one.
"""

from typing import NamedTuple

from hand_conditions import Condition
from hand_proposals import (
    CUSTOMER_WEIGHT,
    FULL_SCALE,
    KAPPA,
    SHARE,
    AtTouchpoint,
    Hand,
    basis_factor,
    counting,
    fresh,
    pert,
    table,
)

MOMENTS_OF_TRUTH = {"credit-application", "credit-decision", "payment-difficulty"}
ASKS_CUSTOMERS = {"csat", "effort", "solved-at-once", "complaints"}  # surveys, calls, complaints
HARM_LIMITS = {
    "touchpoint": -0.05,
    "moment of truth": -0.02,
    "journey": -0.02,
    "change": -0.3,
    "score": -0.34,
}


class Gates(NamedTuple):
    """What the gates found: figures of harm, coverage of gains, the answers and their actions."""

    harm: dict[str, float]
    coverage: float | None
    answers: dict[str, str]
    actions: set[str]


def harm_figures(proposal: str, hand: Hand) -> dict[str, float]:
    """What the harm gate holds against its limits: gains at the same touchpoint do not count."""
    rows = table("effects.csv", proposal)
    change = float(pert(rows[0])) if rows else 0.0
    at = hand.touchpoints
    return {
        "touchpoint": min([0, *(at[t].harm_u for t in at if t not in MOMENTS_OF_TRUTH)]),
        "moment of truth": min([0, *(at[t].harm_u for t in at if t in MOMENTS_OF_TRUTH)]),
        "journey": sum(SHARE[t] * at[t].harm_u for t in at),
        "change": min([0, *(at[t].strength * change for t in at)]),
        "score": min(hand.scores[k] for k in CUSTOMER_WEIGHT if k != "journey"),
    }


def effect_rests(proposal: str, there: Condition) -> bool:
    """Above opinion, freshly sourced, and at a touchpoint with a fresh measurement."""
    (row,) = table("effects.csv", proposal)
    above = basis_factor(row) > KAPPA["opinion"] and fresh(row["date"])
    return above and any(one.freshness >= 0.5 for one in there.measurements)


def covered(proposal: str, hand: Hand, now: dict[str, Condition]) -> float | None:
    """Coverage of gains = Σ w × a × e / Σ w × a; None where no gain is claimed."""
    claimed = rests = 0.0
    for name, at in hand.touchpoints.items():
        a = SHARE[name] * max(at.delta_u, 0) / FULL_SCALE
        claimed += CUSTOMER_WEIGHT["journey"] * a
        rests += CUSTOMER_WEIGHT["journey"] * a * effect_rests(proposal, now[name])
    for criterion in CUSTOMER_WEIGHT.keys() - {"journey"}:
        a = max(hand.scores[criterion], 0)
        rows = counting(proposal, criterion, hand.unit)
        e = any(row["source"] and row["date"] and fresh(row["date"]) for row in rows)
        claimed += CUSTOMER_WEIGHT[criterion] * a
        rests += CUSTOMER_WEIGHT[criterion] * a * e
    return rests / claimed if claimed > 0 else None


def heard(touched: dict[str, AtTouchpoint], now: dict[str, Condition]) -> str:
    """Whether customers spoke where it changes most: largest w × share × |ΔU|."""
    if not touched:
        return "not applicable"
    most = max(touched, key=lambda name: SHARE[name] * abs(touched[name].delta_u))
    spoken = any(one.name in ASKS_CUSTOMERS for one in now[most].measurements)
    return "pass" if spoken else "fail"


def gates(proposal: str, hand: Hand, now: dict[str, Condition]) -> Gates:
    """The four blocking gates; figures are compared after rounding to 9 decimals."""
    harm = harm_figures(proposal, hand)
    harmful = any(round(harm[name], 9) < limit for name, limit in HARM_LIMITS.items())
    coverage = covered(proposal, hand, now)
    little = coverage is not None and round(coverage, 9) < 0.5
    answers = {
        "customer_harm": "fail" if harmful else "pass",
        "customer_evidence": "fail" if little else "pass",
        "customer_voice": heard(hand.touchpoints, now),
        "customer_value_floor": "fail" if round(hand.customer_value, 9) < -0.05 else "pass",
    }
    if coverage is None:
        answers["customer_evidence"] = "not applicable"
    # "decline; revise if a mitigation is stated"; the other three ask for a revision.
    told = dict.fromkeys(answers, "revise")
    told["customer_harm"] = "revise" if hand.mitigation else "decline"
    return Gates(harm, coverage, answers, {told[k] for k, v in answers.items() if v == "fail"})


def action(proposal: str, hand: Hand, found: Gates, selected: set[str]) -> str:
    """The first line that applies; without draws nobody is prioritized."""
    if found.actions:
        return "decline" if "decline" in found.actions else "revise"
    if proposal == "P11" and "P10" in selected:
        return "approve"  # "required by a selected proposal"
    if round(hand.value, 9) <= 0:
        return "decline"
    return "approve" if proposal in selected else "defer"
