"""What would it take: what would change a proposal's action, where it can be said exactly."""

from cximpact.decision.would_take.answers import would_take
from cximpact.decision.would_take.question import Question

__all__ = ["Question", "would_take"]
