"""Which rules keep the selection from being worth more, and what loosening them would buy."""

from cximpact.decision.binding.rules import MOST_RULES, binding

__all__ = ["MOST_RULES", "binding"]
