"""Two evaluations compared: what moved by which cause, exactly, from what both have recorded."""

from cximpact.explain.comparison.compared import compared
from cximpact.explain.comparison.side import Side

__all__ = ["Side", "compared"]
