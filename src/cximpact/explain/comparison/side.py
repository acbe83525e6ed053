"""One of the two evaluations, ready to look things up in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import frozen

from cximpact.model.evaluation import Recommendation, Summary
from cximpact.model.evidence import Condition
from cximpact.model.scorecard import Criterion, Scorecard
from cximpact.scoring.journey_scores import journey_terms

Place = tuple[str, str]
"""A touchpoint and a journey criterion."""


@frozen(eq=False, slots=False)
class Side:
    """One evaluation.

    Attributes:
        summary: Everything around its recommendations.
        recommendations: By proposal id.
        scorecard: Its scorecard.
    """

    summary: Summary
    recommendations: Mapping[str, Recommendation]
    scorecard: Scorecard

    @cached_property
    def criteria(self) -> Mapping[str, Criterion]:
        """Its criteria by id."""
        return {each.id: each for each in self.scorecard.criteria}

    @cached_property
    def conditions(self) -> Mapping[Place, Condition]:
        """Conditions of its touchpoints."""
        return {(each.touchpoint, each.criterion): each for each in self.summary.touchpoints}

    @cached_property
    def scales(self) -> Mapping[Place, float]:
        """What a change of value counts at a touchpoint: share of the journey / full scale."""
        points = [point.id for point in self.scorecard.journey.touchpoints]
        if not points:
            return {}
        terms = journey_terms(self.scorecard, points)
        return {
            (point, self.scorecard.criteria[column].id): float(terms.shares[at] / terms.scales[row])
            for row, column in enumerate(terms.columns)
            for at, point in enumerate(points)
            if terms.covered[row, at]
        }

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """The share of the whole of each criterion; the same for every proposal."""
        first = next(iter(self.recommendations.values()), None)
        return {} if first is None else {each.criterion: each.weight for each in first.criteria}
