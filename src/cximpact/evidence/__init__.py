"""From counts and sums to the condition of every touchpoint: figure, error, freshness, pooling.

Pure: no files, no clock, no randomness. The formulas are told in `docs/explanation/method.md`.
"""

from cximpact.evidence.conditions import assess
from cximpact.evidence.measurements import measure

__all__ = ["assess", "measure"]
