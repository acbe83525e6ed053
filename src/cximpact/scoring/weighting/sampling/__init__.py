"""Weights drawn uniformly from what was stated: exactly where it can be done, else by walks."""

from cximpact.scoring.weighting.sampling.drawing import draw_weights, turns
from cximpact.scoring.weighting.sampling.part import PartDraws, draw_part, sample_part
from cximpact.scoring.weighting.sampling.words import sampling_words

__all__ = ["PartDraws", "draw_part", "draw_weights", "sample_part", "sampling_words", "turns"]
