"""Quantity criteria: amounts through their value functions."""

from __future__ import annotations

import numpy as np

from cximpact.model.proposal import Quantities
from cximpact.model.scorecard import Scorecard
from cximpact.model.scores import ScoreNote
from cximpact.scoring.matrices import CriterionScores, flags, plain_gain
from cximpact.scoring.value_functions import amount_scores, expected


def quantity_scores(scorecard: Scorecard, quantities: Quantities) -> CriterionScores:
    """Return the scores of the quantity criteria: the PERT mean through the fixed anchors.

    Args:
        scorecard: Its criteria's order is that of the columns of `quantities`.
        quantities: Low, likely and high amounts.
    """
    columns = tuple(
        column for column, each in enumerate(scorecard.criteria) if each.kind == "quantity"
    )
    shape = (len(quantities.likely), len(columns))
    score = np.full(shape, np.nan)
    notes = np.zeros(shape, dtype=np.int64)
    means = expected(quantities.low, quantities.likely, quantities.high, quantities.single)
    for here, column in enumerate(columns):
        found = amount_scores(means[:, column], scorecard.criteria[column].value_points)
        score[:, here] = found.score
        notes[:, here] = flags(ScoreNote.CLIPPED, found.clipped)
    notes |= flags(ScoreNote.MISSING, np.isnan(score))
    nothing = np.zeros(shape)
    return CriterionScores(
        columns, score, plain_gain(score), notes, nothing, nothing.astype(np.int64)
    )
