"""The question, under the name it had when only "what would it take" was asked."""

from cximpact.decision.question import Question

__all__ = ["Question"]
