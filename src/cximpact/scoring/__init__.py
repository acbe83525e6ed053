"""From claims to scores: value functions, ripple, effects, weights and value.

Pure: no files, no clock, no randomness. The formulas are told in `docs/explanation/method.md`.
Sums run in a fixed order and never through BLAS, so that the same rows in any order give the
same bytes.
"""

from cximpact.scoring.score import score

__all__ = ["score"]
