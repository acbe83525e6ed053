"""Ratings drawn: normal around the score, clipped to what the criterion's scale can say."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import frozen

from cximpact.model.arrays import FloatArray
from cximpact.model.case import Case
from cximpact.model.draws import DrawSettings
from cximpact.model.scorecard import Criterion
from cximpact.model.scores import Scores
from cximpact.scoring.drawing.drawn import Drawn
from cximpact.scoring.ratings import counted_reach
from cximpact.scoring.streams import stream


@frozen(eq=False)
class RatingDraws:
    """Draws of the rating criteria.

    Attributes:
        settings: How often, and from which seed.
        ids: Of the proposals.
        names: Position of each rating criterion to its id.
        score: Proposals x criteria.
        error: Standard errors, proposals x criteria; 0 where nothing is uncertain.
        lowest: Per rating criterion and proposal, the least score its scale can give.
        highest: The most.
    """

    settings: DrawSettings
    ids: tuple[str, ...]
    names: Mapping[int, str]
    score: FloatArray
    error: FloatArray
    lowest: Mapping[int, FloatArray]
    highest: Mapping[int, FloatArray]

    def of(self, position: int, column: int) -> Drawn:
        """Return the draws of a score that is not missing."""
        score = float(self.score[position, column])
        error = float(self.error[position, column])
        if error == 0:
            return score
        own = stream(self.settings.seed, "rating", self.ids[position], self.names[column])
        drawn = own.standard_normal(self.settings.count)
        drawn *= error
        drawn += score
        lowest, highest = self.lowest[column][position], self.highest[column][position]
        return np.clip(drawn, min(lowest, score), max(highest, score), out=drawn)


def rating_draws(case: Case, scores: Scores) -> RatingDraws:
    """Return the draws of the rating criteria: score and standard error as they are printed.

    The scale reaches from the lowest to the highest level's score, for a customer criterion
    times the share of customers that the proposal reaches.

    Args:
        case: Levels, reach, and how often is drawn.
        scores: Central scores with their standard errors.
    """
    criteria = case.scorecard.criteria
    names = {column: each.id for column, each in enumerate(criteria) if each.kind == "rating"}
    reach = counted_reach(case.scorecard, case.proposals, list(names))
    reach = np.where(np.isnan(reach), 1.0, reach)
    ends = {column: _ends(criteria[column]) for column in names}
    return RatingDraws(
        settings=case.drawing,
        ids=case.proposals.ids,
        names=names,
        score=scores.score,
        error=scores.error,
        lowest={column: ends[column][0] * reach[:, at] for at, column in enumerate(names)},
        highest={column: ends[column][1] * reach[:, at] for at, column in enumerate(names)},
    )


def _ends(criterion: Criterion) -> tuple[float, float]:
    scores = [level.score for level in criterion.levels]
    return min(scores, default=-1.0), max(scores, default=1.0)
