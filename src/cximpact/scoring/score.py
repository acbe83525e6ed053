"""From a case and its conditions to the scores and values of all proposals."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from cximpact.exceptions import InputError, InternalError
from cximpact.model.arrays import BoolArray
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.scorecard import Scorecard
from cximpact.model.scores import JourneyCells, Scores
from cximpact.scoring.journey_scores import journey_scores
from cximpact.scoring.matrices import CriterionScores
from cximpact.scoring.quantities import quantity_scores
from cximpact.scoring.ratings import rating_scores
from cximpact.scoring.scorecard_check import scorecard_problems
from cximpact.scoring.value import coverage, group_value, spread, weighted_sum
from cximpact.scoring.weights import criterion_weights


def score(case: Case, conditions: Conditions) -> Scores:
    """Return the scores and values of all proposals.

    Nothing is normalised over the proposals: adding or dropping one changes no score of
    another.

    Args:
        case: The inputs, read and checked.
        conditions: What `evidence.assess` found for the case's scorecard.

    Raises:
        InputError: If the scorecard's weights, ripples, shares or scales cannot be used, or an
            effect names neither a touchpoint nor a process.
        InternalError: If the conditions belong to another scorecard.
    """
    problems = scorecard_problems(case.scorecard)
    if problems:
        raise InputError(problems)
    _refuse_foreign(case.scorecard, conditions)
    rating = rating_scores(case.scorecard, case.proposals, case.ratings)
    quantity = quantity_scores(case.scorecard, case.quantities)
    journey, cells = journey_scores(case, conditions, _customer_rated(case.scorecard, rating))
    return _valued(case, (rating, quantity, journey), cells)


def _refuse_foreign(scorecard: Scorecard, conditions: Conditions) -> None:
    touchpoints = tuple(point.id for point in scorecard.journey.touchpoints)
    criteria = tuple(each.id for each in scorecard.criteria if each.kind == "journey")
    if (conditions.touchpoints, conditions.criteria) != (touchpoints, criteria):
        raise InternalError("the conditions are not those of this scorecard")


def _customer_rated(scorecard: Scorecard, rating: CriterionScores) -> BoolArray:
    customer = [scorecard.criteria[column].group == "customer" for column in rating.columns]
    return np.asarray((rating.raters[:, customer] > 0).any(axis=1))


def _valued(case: Case, parts: Iterable[CriterionScores], cells: JourneyCells) -> Scores:
    whole = _joined(len(case.proposals), len(case.scorecard.criteria), parts)
    card, weights = case.scorecard, criterion_weights(case.scorecard)
    counting = np.array([status != "withdrawn" for status in case.proposals.statuses], dtype=bool)
    return Scores(
        weights=weights[0],
        group_weights=weights[1],
        score=whole.score,
        error=whole.error,
        raters=whole.raters,
        gain=whole.gain,
        notes=whole.notes,
        cells=cells,
        value=weighted_sum(weights[0], whole.score),
        customer_value=group_value(card, "customer", weights[1], whole.score),
        business_value=group_value(card, "business", weights[1], whole.score),
        coverage=coverage(weights[0], whole.score),
        spread=spread(card, weights[0], whole.score, counting),
    )


def _joined(proposals: int, criteria: int, parts: Iterable[CriterionScores]) -> CriterionScores:
    shape = (proposals, criteria)
    whole = CriterionScores(
        columns=tuple(range(criteria)),
        score=np.full(shape, np.nan),
        gain=np.zeros(shape),
        notes=np.zeros(shape, dtype=np.int64),
        error=np.zeros(shape),
        raters=np.zeros(shape, dtype=np.int64),
    )
    for part in parts:
        columns = list(part.columns)
        for name in ("score", "gain", "notes", "error", "raters"):
            getattr(whole, name)[:, columns] = getattr(part, name)
    return whole
