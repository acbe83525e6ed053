"""The gates a proposal must pass before its value counts, each a small unit of its own."""

from cximpact.decision.gates.review import GATES, review

__all__ = ["GATES", "review"]
