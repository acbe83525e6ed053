"""Robust portfolio modeling: the portfolios no other beats, whatever the weights and scores are.

Liesiö, Mild, Salo (2007), Preference programming for robust portfolio modeling and project
selection, EJOR 181, 1488-1505; Liesiö, Mild, Salo (2008), Robust portfolio modeling with incomplete
cost information and project interdependencies, EJOR 190, 679-695.
"""

from cximpact.decision.portfolios.box import score_box
from cximpact.decision.portfolios.explore import (
    LeftOut,
    explore,
    portfolios,
    within_bands,
)

__all__ = ["LeftOut", "explore", "portfolios", "score_box", "within_bands"]
