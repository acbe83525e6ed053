"""The draws of one proposal's scores at a time, made again whenever they are asked for.

All of them at once would be proposals x criteria x draws numbers; a draw depends on its key
alone, so that making it again costs time and no memory.
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from cximpact.exceptions import InternalError
from cximpact.model.arrays import FloatArray
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores
from cximpact.scoring.drawing.conditions import draw_conditions
from cximpact.scoring.drawing.drawn import Drawn, draw_missing
from cximpact.scoring.drawing.effects import EffectDraws, effect_draws
from cximpact.scoring.drawing.quantities import QuantityDraws, quantity_draws
from cximpact.scoring.drawing.ratings import RatingDraws, rating_draws

_SAME = 1e-9
"""A score that never varies is the central one, give or take the order of its arithmetic."""


@frozen(eq=False)
class ScoreDraws:
    """What the scores of proposals might also be.

    Attributes:
        count: Draws.
        conditions: Draws x touchpoints x journey criteria; shared by all proposals.
    """

    count: int
    conditions: FloatArray
    _case: Case
    _scores: Scores
    _ratings: RatingDraws
    _quantities: QuantityDraws
    _effects: EffectDraws

    def of(self, position: int) -> FloatArray:
        """Return drawn scores of the proposal at a position: draws x criteria.

        A missing score is drawn too, so none is NaN. The draws of a criterion lie side by side.
        """
        columns = self.columns(position)
        drawn = np.empty((len(columns), self.count), dtype=np.float64)
        for row, column in zip(drawn, columns, strict=True):
            row[:] = column
        return drawn.T

    def columns(self, position: int) -> list[Drawn]:
        """Return the same per criterion; a plain number where nothing is uncertain."""
        journey = self._effects.of(position)
        places = self._effects.terms.columns
        found = {places[place]: drawn for place, drawn in journey.items()}
        return [
            self._column(position, column, found.get(column))
            for column in range(len(self._case.scorecard.criteria))
        ]

    def nets(self, position: int) -> FloatArray:
        """Return drawn net changes at touchpoints: draws x the proposal's rows of the cells."""
        nets = self._effects.nets(position)
        drawn = np.empty((len(nets), self.count), dtype=np.float64)
        for row, net in zip(drawn, nets, strict=True):
            row[:] = net
        return drawn.T

    def _column(self, position: int, column: int, journey: FloatArray | None) -> Drawn:
        score = float(self._scores.score[position, column])
        criterion = self._case.scorecard.criteria[column]
        if np.isnan(score):
            key = self._case.proposals.ids[position], criterion.id
            return draw_missing(self._case.drawing, *key)
        if criterion.kind == "rating":
            return self._ratings.of(position, column)
        if criterion.kind == "quantity":
            drawn = self._quantities.of(position, column)
            return score if drawn is None else drawn
        return score if journey is None or _is_always(score, journey) else journey


def score_draws(case: Case, conditions: Conditions, scores: Scores) -> ScoreDraws:
    """Return what the scores of proposals might also be.

    Conditions and ratings are normal, clipped to their scale; changes and quantities PERT; gains
    come true as far as their basis carries; a score nobody gave is anything from -1 to 1, also
    that of a journey criterion. Nothing depends on other proposals or on the order of rows.

    Args:
        case: The case; `case.drawing` says how often, and from which seed.
        conditions: Conditions of the touchpoints.
        scores: Central scores with their standard errors.

    Raises:
        InternalError: If nothing is to be drawn.
        InputError: If the journey cannot be used.
    """
    if case.drawing.count < 1:
        raise InternalError("nothing is to be drawn")
    drawn = draw_conditions(conditions, case.drawing)
    return ScoreDraws(
        count=case.drawing.count,
        conditions=drawn,
        case=case,
        scores=scores,
        ratings=rating_draws(case, scores),
        quantities=quantity_draws(case),
        effects=effect_draws(case, conditions, drawn),
    )


def _is_always(score: float, drawn: FloatArray) -> bool:
    first = float(drawn[0])
    return abs(first - score) < _SAME and bool((drawn == first).all())
