"""Which criteria speak most for a proposal, and where customers lose by it, as lists show it."""

from __future__ import annotations

from collections.abc import Mapping

from cximpact.decision.words import hundredths, listed, points
from cximpact.model.evaluation import Summary
from cximpact.model.weighting import GROUPS
from cximpact.report.listed import Listed
from cximpact.report.naming import criterion_title, customer_criteria
from cximpact.scoring.rounding import round9

__all__ = ["Strengths"]

_MOST = 2


class Strengths:
    """What the proposals of one evaluation are worth most for.

    Nothing is told where several stakeholders weigh: the mean of their weights stands nowhere in
    the result.

    Args:
        summary: The evaluation.
    """

    def __init__(self, summary: Summary) -> None:
        self._summary = summary
        self._weights = _central_weights(summary)
        self._customer = customer_criteria(summary)

    def of(self, item: Listed) -> str:
        """Return the titles of the two criteria that add most to its value; "" for none.

        Args:
            item: A recommendation, or its line.
        """
        parts = [
            (-float(round9(self._weights[key] * score)), key)
            for key, score in item.scores.items()
            if score is not None and key in self._weights
        ]
        best = [key for part, key in sorted(parts) if part < 0][:_MOST]
        return listed([criterion_title(self._summary, key) for key in best]) if best else ""

    def losses(self, item: Listed) -> str:
        """Return the customer criteria that it makes worse, the worst first; "" for none.

        Args:
            item: A recommendation, or its line.
        """
        parts = sorted(
            (float(round9(score)), key)
            for key, score in item.scores.items()
            if score is not None and key in self._customer and hundredths(score) < 0
        )
        told = [
            f"{criterion_title(self._summary, key)} ({points(score)})"
            for score, key in parts[:_MOST]
        ]
        rest = len(parts) - len(told)
        return listed([*told, f"{rest} more"] if rest else told) if told else ""


def _central_weights(summary: Summary) -> Mapping[str, float]:
    """Return the central weight of each criterion; nothing where several stakeholders weigh."""
    ranges = summary.weighting.ranges
    if len({each.stakeholder for each in ranges}) != 1:
        return {}
    shares = {each.member: each.center for each in ranges if each.part == GROUPS}
    return {
        each.member: shares.get(each.part, 1.0) * each.center
        for each in ranges
        if each.part != GROUPS
    }
