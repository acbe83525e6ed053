"""A draft of a scorecard from the rating columns of a list, all of which count the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.starting.guess_scales import unscaled, without_scale
from cximpact.intake.starting.quoting import quoted
from cximpact.intake.starting.rating_words import is_business

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["draft_scorecard"]


def draft_scorecard(headers: Sequence[str]) -> str:
    """Return a scorecard whose criteria are the columns that a list rates.

    Args:
        headers: Their headers, a scale behind them or not; unlike as plain words.
    """
    n_business = sum(map(is_business, headers))
    groups = [f"groups: {{customer: {len(headers) - n_business}, business: {n_business}}}"]
    is_mixed = 0 < n_business < len(headers)
    lines = [
        "# A draft by 'cximpact init': the columns that your list rates, each counting the same.",
        "# Give each criterion the weight it deserves, and put its question in customers' words:",
        "# points say how much a step from no change to the best matters beside the same step on",
        "# another. A criterion's group is customer, or business where that is said.",
        "# promise: What you promise to your customers, in their words",
        *(groups if is_mixed else []),
        "criteria:",
        *(line for header in headers for line in _criterion(header)),
    ]
    return "\n".join(lines) + "\n"


def _criterion(header: str) -> list[str]:
    title = without_scale(header)
    group = ["    group: business"] if is_business(header) else []
    question = f"How much better or worse will it be with this proposal: {title}?"
    return [
        f"  {quoted(unscaled(header).replace(' ', '-'))}:",
        *group,
        "    weight: 10",
        f"    title: {quoted(title)}",
        f"    question: {quoted(question)}",
    ]
