"""Minimum shares: at least so much of a budget goes to what a board wants served."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil

import numpy as np

from cximpact.decision.costs import BudgetCosts, Costs
from cximpact.decision.program import Row
from cximpact.decision.rules.rule import MINIMUM, Rule
from cximpact.decision.words import exact_percent, listed, name_of_touchpoint
from cximpact.model.arrays import BoolArray
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.portfolio import MinimumShare
from cximpact.model.scores import Scores
from cximpact.scoring.rounding import round9

_MOST_NAMES = 4


def minimum_rules(
    case: Case, conditions: Conditions, scores: Scores, costs: Costs
) -> Iterator[Rule]:
    """Yield every minimum share, in whole numbers.

    A share p/q of what is spent asks that q x (what goes there) is at least p x (what is spent).
    """
    budgets = {each.budget.id: each for each in costs.budgets}
    for share in case.rules.minimum_shares:
        budget = budgets[share.budget]
        counted = counted_costs(case, conditions, scores, costs, share)
        field = f"rules.minimum_shares.{share.id}"
        remedy = "lower the share, or propose more of what it is for"
        row = share_row(share, budget, counted)
        yield Rule(MINIMUM, _words(case, share), remedy, field, row)


def share_row(
    share: MinimumShare, budget: BudgetCosts, counted: Mapping[int, int], of: str = ""
) -> Row:
    """Return a minimum share as a row over positions of proposals.

    Args:
        share: The minimum share.
        budget: Its budget, with what proposals draw from it.
        counted: What counts for the share, in minor units by position.
        of: `spent` or `limit`; as the share says, if left out.
    """
    exact = exact_share(share)
    if (of or share.of) == "limit":
        columns = tuple(sorted(counted))
        values = tuple(counted[c] for c in columns)
        return Row(columns, values, least=ceil(exact * budget.limit))
    parts = {
        place: exact.denominator * counted.get(place, 0) - exact.numerator * cost
        for place, cost in budget.cost.items()
    }
    columns = tuple(sorted(place for place, part in parts.items() if part))
    return Row(columns, tuple(parts[c] for c in columns), least=0)


def exact_share(share: MinimumShare) -> Fraction:
    """Return the share as it is written: 0.2 is a fifth."""
    return Fraction(repr(share.share))


def counted_costs(
    case: Case, conditions: Conditions, scores: Scores, costs: Costs, share: MinimumShare
) -> dict[int, int]:
    """Return what counts for a minimum share, in minor units of its budget by position.

    All that is said must hold: the proposal is named, it improves a touchpoint that fits, and the
    line of cost matches.
    """
    fits = np.ones(len(case.proposals), dtype=np.bool_)
    if share.proposals:
        named = set(share.proposals)
        fits &= np.array([key in named for key in case.proposals.ids], dtype=np.bool_)
    if share.touchpoints or share.labels or share.moments_of_truth:
        fits &= _improving(case, conditions, scores, share)
    return {place: cost for place, cost in costs.counted[share.id].items() if fits[place]}


def _improving(
    case: Case, conditions: Conditions, scores: Scores, share: MinimumShare
) -> BoolArray:
    """Return per proposal whether it improves a touchpoint that fits, on any journey criterion."""
    found = np.zeros(len(case.proposals), dtype=np.bool_)
    cells = scores.cells
    if not len(cells):
        return found
    better = (round9(cells.net) > 0) & _fitting(case, conditions, share)[
        cells.touchpoint, cells.criterion
    ]
    found[cells.proposal[better]] = True
    return found


def _fitting(case: Case, conditions: Conditions, share: MinimumShare) -> BoolArray:
    """Return which touchpoints fit, for each journey criterion."""
    truths = {p.id for p in case.scorecard.journey.touchpoints if p.moment_of_truth}
    named = set(share.touchpoints or conditions.touchpoints)
    if share.moments_of_truth:
        named &= truths
    flags = [
        cell.touchpoint in named and (not share.labels or cell.label in share.labels)
        for cell in conditions.cells
    ]
    return np.array(flags, dtype=np.bool_).reshape(conditions.mean.shape)


def _words(case: Case, share: MinimumShare) -> str:
    of = "what is spent from" if share.of == "spent" else "the limit of"
    amount = f"{exact_percent(share.share)} of {of} {share.budget}"
    return f"at least {amount} goes to {_receiver(case, share)} ({share.id})"


def _receiver(case: Case, share: MinimumShare) -> str:
    """Return in words what a share is for."""
    said = []
    if share.proposals:
        said.append(listed(share.proposals, most=_MOST_NAMES))
    if share.where:
        fields = (f"{key} {' or '.join(values)}" for key, values in share.where.items())
        said.append(f"costs of {' and '.join(fields)}")
    if share.touchpoints or share.labels or share.moments_of_truth:
        said.append(f"what improves {_touchpoints(case, share)}")
    return " and, of that, ".join(said) or "anything"


def _touchpoints(case: Case, share: MinimumShare) -> str:
    labels = " or ".join(share.labels)
    if share.touchpoints:
        journey = case.scorecard.journey
        names = [name_of_touchpoint(journey, each) for each in share.touchpoints]
        kind = " where it is a moment of truth" if share.moments_of_truth else ""
        state = f" while {labels}" if labels else ""
        return f"{listed(names, most=_MOST_NAMES)}{kind}{state}"
    noun = "moments of truth" if share.moments_of_truth else "touchpoints"
    return f"{labels} {noun}".strip()
