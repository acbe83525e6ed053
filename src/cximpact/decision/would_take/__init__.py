"""What would it take: what would change a proposal's action, where it can be said exactly."""

from cximpact.decision.question import Question
from cximpact.decision.would_take.answers import would_take

__all__ = ["Question", "would_take"]
