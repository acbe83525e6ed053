"""How acceptable each proposal is, whatever scores and weights turn out to be (SMAA).

Stochastic multicriteria acceptability analysis: Lahdelma, Hokkanen and Salminen (1998), European
Journal of Operational Research 106; Lahdelma and Salminen (2001), Operations Research 49(3).
"""

from cximpact.decision.acceptability.accepting import accept
from cximpact.decision.acceptability.errors import share_error
from cximpact.decision.acceptability.ordinal import ordinal_scores
from cximpact.decision.acceptability.textbook import smaa

__all__ = ["accept", "ordinal_scores", "share_error", "smaa"]
