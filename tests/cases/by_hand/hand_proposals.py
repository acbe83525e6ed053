"""From effects, ratings and amounts to the value and the cost of six proposals.

P01, P02, P09, P10 and P13 of the demo, and P11, which P10 requires. Every step names its section of
docs/explanation/method.md. The conditions come from the sums in hand_conditions; nothing comes from
the library.
"""

import csv
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from hand_conditions import AS_OF, DEMO, MONTH, VOLUME, Condition

# -- Typed in from scorecard.yaml

# Section "Over the journey": stage importance × its own importance × 2 at a moment of truth
POINTS = {
    "website-calculator": 10 * 1,
    "dealer-advice": 10 * 1,
    "credit-application": 25 * 1 * 2,
    "identity-check": 25 * 0.5,
    "credit-decision": 25 * 1 * 2,
    "decision-letter": 25 * 0.5,
    "contract-signing": 15 * 0.7,
    "car-handover": 15 * 1 * 2,
    "monthly-billing": 20 * 1,
    "customer-portal": 20 * 0.5,
    "help-line": 20 * 1,
    "payment-difficulty": 20 * 1 * 2,
    "complaint": 20 * 0.5,
    "end-of-contract": 10 * 1 * 2,
    "vehicle-return": 10 * 1,
}
SHARE = {name: points / sum(POINTS.values()) for name, points in POINTS.items()}
FULL_SCALE = 0.6 * max(SHARE.values())

# "weight(k) = share(group of k) × points(k) / Σ points in that group"; both groups sum to 100.
CUSTOMER_POINTS = {
    "journey": 50,
    "ease": 15,
    "clarity": 15,
    "trust-and-loyalty": 10,
    "issue-prevention": 10,
}
BUSINESS_POINTS = {"financial-return": 40, "strategic-fit": 35, "delivery-risk": 25}
CUSTOMER_WEIGHT = {k: 0.5 * p / sum(CUSTOMER_POINTS.values()) for k, p in CUSTOMER_POINTS.items()}
BUSINESS_WEIGHT = {k: 0.5 * p / sum(BUSINESS_POINTS.values()) for k, p in BUSINESS_POINTS.items()}

# "Along a path strengths multiply"; here each path has one step, or the touchpoint is named itself.
ARRIVES = {
    "credit-policy": {"credit-decision": 0.8, "credit-application": 0.5},
    "letter-templates": {
        "decision-letter": 0.9,
        "monthly-billing": 0.4,
        "payment-difficulty": 0.3,
        "complaint": 0.3,
    },
    "collections-practice": {"payment-difficulty": 0.9, "monthly-billing": 0.2},
    "help-line": {"help-line": 1.0},
}
KAPPA = {"trial": 1.0, "pilot": 0.8, "analogue": 0.6, "benchmark": 0.4, "opinion": 0.2}


class AtTouchpoint(NamedTuple):
    """What a proposal does at one touchpoint."""

    strength: float
    gain: float
    harm: float
    after: float
    delta_u: float
    harm_u: float  # H(t) of the section Gates


class Hand(NamedTuple):
    """One proposal, worked out by hand."""

    unit: str
    mitigation: str
    touchpoints: dict[str, AtTouchpoint]
    scores: dict[str, float]
    value: float
    customer_value: float
    business_value: float
    costs: dict[str, Fraction]
    helped_and_harmed: dict[str, tuple[float, float]]


def table(name: str, proposal: str, key: str = "proposal") -> list[dict[str, str]]:
    """The rows of one proposal in one of the demo's tables."""
    with (DEMO / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row[key] == proposal]


# -- "From effects to a journey score"


def u(c: float) -> float:
    """The value of a condition: steeper below reliable, flat beyond 1, falling on below 0."""
    return 1.2 * c if c < 0.5 else 0.6 + 0.8 * (min(c, 1) - 0.5)


def pert(row: dict[str, str], prefix: str = "") -> Fraction:
    """(low + 4 × likely + high) / 6."""
    low, likely, high = (Fraction(row[prefix + name]) for name in ("low", "likely", "high"))
    return (low + 4 * likely + high) / 6


def fresh(day: str) -> bool:
    """Freshness of at least 0.5 with a half-life of 12 months."""
    return 2 ** (-(AS_OF - date.fromisoformat(day)).days / MONTH / 12) >= 0.5


def basis_factor(row: dict[str, str]) -> float:
    """κ of the stated basis; without source and date it counts as opinion."""
    backed = row["basis"] != "" and row["source"] != "" and row["date"] != ""
    return KAPPA[row["basis"]] if backed else KAPPA["opinion"]


def at_touchpoints(proposal: str, now: dict[str, Condition]) -> dict[str, AtTouchpoint]:
    """The one effect of a proposal at every touchpoint where it arrives. P11 has none."""
    rows = table("effects.csv", proposal)
    if not rows:
        return {}
    (row,) = rows  # each of our proposals claims one effect
    change, reach = float(pert(row)), float(row["reach"])
    found = {}
    for touchpoint, strength in ARRIVES[row["touchpoint"]].items():
        c = now[touchpoint].mean
        if change > 0:  # a gain: discounted, and at most κ × strength × change
            limit = basis_factor(row) * strength * change
            gain, harm = min(reach * limit, limit), 0.0
        else:  # "Harm is never discounted"
            gain, harm = 0.0, reach * strength * change
        after = c + gain + harm
        found[touchpoint] = AtTouchpoint(
            strength, gain, harm, after, u(after) - u(c), u(c + harm) - u(c)
        )
    return found


def journey_score(touched: dict[str, AtTouchpoint]) -> float:
    """Σ share × ΔU over the full scale, clipped."""
    raw = sum(SHARE[name] * at.delta_u for name, at in touched.items())
    return min(max(raw / FULL_SCALE, -1), 1)


# -- "Ratings"


def counting(proposal: str, criterion: str, unit: str) -> list[dict[str, str]]:
    """Answers of raters outside the proposal's own unit."""
    rows = table("ratings.csv", proposal)
    return [row for row in rows if row["criterion"] == criterion and row["unit"] != unit]


def rating_score(proposal: str, criterion: str, unit: str, reach: float) -> float:
    """Mean of the counting raters' levels, a third each, × reach for customer criteria."""
    levels = [Fraction(row["rating"]) for row in counting(proposal, criterion, unit)]
    score = float(sum(levels) / len(levels) / 3)
    return score * reach if criterion in CUSTOMER_WEIGHT else score


# -- "Quantities"


def money_score(amount: float) -> float:
    """Value points -1.5 million: -1, 0: 0, 1 million: 0.5, 3 million: 1; clipped beyond."""
    if amount < 0:
        return max(amount / 1_500_000, -1)
    if amount < 1_000_000:
        return 0.5 * amount / 1_000_000
    return min(0.5 + 0.5 * (amount - 1_000_000) / 2_000_000, 1)


def return_score(listed: dict[str, str]) -> float:
    """The PERT mean of the net present value through the value points."""
    names = {"low": "NPV low", "likely": "NPV likely", "high": "NPV high"}
    return money_score(float(pert({name: listed[column] for name, column in names.items()})))


# -- "Cost is exact decimal money, the PERT mean of its range, rounded to the minor unit"


def costs(proposal: str) -> dict[str, Fraction]:
    """Euros by fund, each line to the cent."""
    by_fund: dict[str, Fraction] = {}
    for row in table("costs.csv", proposal):
        amount = Fraction(row["amount"]) if row["amount"] else pert(row)
        cents = round(amount * 100)  # no line of these proposals lies on half a cent
        by_fund[row["fund"]] = by_fund.get(row["fund"], Fraction(0)) + Fraction(cents, 100)
    return by_fund


# -- All of it


def helped_and_harmed(
    proposal: str, touched: dict[str, AtTouchpoint]
) -> dict[str, tuple[float, float]]:
    """Customers a year: volume × reach of the gain, volume × reach of the harm."""
    found = {}
    for name, at in touched.items():
        (row,) = table("effects.csv", proposal)
        customers = VOLUME[name] * float(row["reach"])
        found[name] = (customers, 0.0) if at.gain > 0 else (0.0, customers)
    return found


def by_hand(proposal: str, now: dict[str, Condition]) -> Hand:
    """One proposal from its rows to its value and cost."""
    (listed,) = table("proposals.csv", proposal, key="ID")
    unit = listed["Department"]
    reach = float(listed["Share of customers"] or 1)  # "not stated, it counts as all"
    touched = at_touchpoints(proposal, now)
    scores = {
        k: rating_score(proposal, k, unit, reach)
        for k in (*CUSTOMER_WEIGHT, *BUSINESS_WEIGHT)
        if k not in ("journey", "financial-return")
    }
    scores["journey"] = journey_score(touched)
    scores["financial-return"] = return_score(listed)
    customer = sum(weight * scores[k] for k, weight in CUSTOMER_WEIGHT.items())
    business = sum(weight * scores[k] for k, weight in BUSINESS_WEIGHT.items())
    return Hand(
        unit=unit,
        mitigation=listed["Mitigation"],
        touchpoints=touched,
        scores=scores,
        value=customer + business,
        customer_value=customer / 0.5,  # inside its own group, which has half of the weight
        business_value=business / 0.5,
        costs=costs(proposal),
        helped_and_harmed=helped_and_harmed(proposal, touched),
    )
