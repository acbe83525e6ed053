"""The values of a proposal's groups as they are shown: where nothing is scored, there is none."""

from __future__ import annotations

from cximpact.decision.customer_effect import NO_CHANGE, NO_SCORE
from cximpact.model.evaluation import Summary
from cximpact.report.listed import Listed
from cximpact.report.naming import criteria_of

__all__ = ["GroupValues"]


class GroupValues:
    """The values of groups that a reader may take for figures.

    A missing score counts as 0; of a group in which every score is missing, a value of 0 would
    look as if it had been rated so.

    Args:
        summary: The evaluation; its scorecard has the groups.
    """

    def __init__(self, summary: Summary) -> None:
        self._customer = criteria_of(summary, "customer")
        self._business = criteria_of(summary, "business")

    def customer(self, item: Listed) -> float | None:
        """Return the customer value; None without a customer score."""
        return _shown(item.customer_value, self._customer, item)

    def business(self, item: Listed) -> float | None:
        """Return the business value; None without a business score."""
        return _shown(item.business_value, self._business, item)

    def idle(self, item: Listed) -> str:
        """Return that it changes nothing for customers, or that no score says so; "" for neither.

        Args:
            item: A recommendation, or its line.
        """
        found = [item.scores.get(key) for key in self._customer]
        if not found or not self._customer <= item.scores.keys():
            return ""
        if all(score is None for score in found):
            return NO_SCORE
        return NO_CHANGE if all(score == 0 for score in found) else ""


def _shown(value: float | None, criteria: frozenset[str], item: Listed) -> float | None:
    # Without the criteria, as in what another version saved, the value stands as it is.
    if not criteria or not criteria <= item.scores.keys():
        return value
    return value if any(item.scores[key] is not None for key in criteria) else None
