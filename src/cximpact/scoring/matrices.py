"""Matrices of proposals x criteria that each kind of criterion fills its own columns of."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from cximpact.model.arrays import BoolArray, FloatArray, IntArray
from cximpact.model.scores import ScoreNote


@frozen(eq=False)
class CriterionScores:
    """Scores of one kind of criterion; rows are proposals, columns the criteria of that kind.

    Attributes:
        columns: Position of each column among all criteria.
        score: In [-1, 1]; NaN where missing.
        gain: The gain before clipping, at least 0.
        notes: `ScoreNote` flags.
        error: Standard error of the score.
        raters: Counting raters.
    """

    columns: tuple[int, ...]
    score: FloatArray
    gain: FloatArray
    notes: IntArray
    error: FloatArray
    raters: IntArray


def flags(note: ScoreNote, where: BoolArray) -> IntArray:
    """Return the note where it applies, 0 elsewhere.

    Example:
        >>> flags(ScoreNote.CLIPPED, np.array([True, False])).tolist()
        [2, 0]
    """
    return np.where(where, np.int64(note), np.int64(0))


def plain_gain(score: FloatArray) -> FloatArray:
    """Return max(score, 0), 0 where the score is missing."""
    return np.where(score > 0, score, 0.0)
