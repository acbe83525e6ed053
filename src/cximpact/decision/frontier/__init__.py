"""The frontier: what the best selection is worth at every limit of one budget."""

from cximpact.decision.frontier.frontier import frontier, frontiers

__all__ = ["frontier", "frontiers"]
