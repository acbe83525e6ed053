"""What is said of a proposal without a known effect on customers, in place of how often they gain.

Around a score of no change, and around none, half of the draws lie above zero by chance alone.
"""

from __future__ import annotations

import numpy as np

from cximpact.model.case import Case
from cximpact.model.scores import Scores
from cximpact.scoring.value import group_columns

__all__ = ["NO_CHANGE", "NO_SCORE", "without_effect"]

NO_CHANGE = "scored as no change for customers"
NO_SCORE = "with no score for customers"


def without_effect(case: Case, scores: Scores, position: int) -> str:
    """Return that nothing changes for customers, or that no score says so; "" for anything else.

    Args:
        case: The case.
        scores: Its scores.
        position: The proposal.
    """
    found = scores.score[position, group_columns(case.scorecard, "customer")]
    if not len(found):
        return ""
    if np.isnan(found).all():
        return NO_SCORE
    return NO_CHANGE if not found.any() else ""  # a missing score (NaN) is no zero
