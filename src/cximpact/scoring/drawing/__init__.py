"""Draws: what scores and values might also be, given all that is uncertain.

Pure: chance comes from the streams of `scoring.streams` only, each keyed by what it is for, so
that no proposal moves another's figures. Everything is drawn by its quantile function or as a
shifted normal, so that what is better is no worse in any draw. The method is told in
`docs/explanation/method.md`.
"""

from cximpact.scoring.drawing.drawing import draw, kept_draws
from cximpact.scoring.drawing.score_draws import ScoreDraws, score_draws

__all__ = ["ScoreDraws", "draw", "kept_draws", "score_draws"]
