"""A draft of a scorecard from the rating columns of a list, all of which count the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.starting.guess_scales import is_about, unscaled, without_scale
from cximpact.intake.starting.quoting import quoted
from cximpact.intake.starting.rating_words import is_business

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.model.scorecard import Criterion, Scorecard

__all__ = ["draft_scorecard", "draft_told"]


def draft_scorecard(headers: Sequence[str], known: Sequence[Criterion] = ()) -> str:
    """Return a scorecard whose criteria are the columns that a list rates.

    Args:
        headers: Their headers, a scale behind them or not; unlike as plain words.
        known: Criteria whose name and question are taken where a column is headed by one.
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
        *(line for header in headers for line in _criterion(header, known)),
    ]
    return "\n".join(lines) + "\n"


def draft_told(scorecard: Scorecard) -> str:
    """Return in words what a draft is, and what it waits for."""
    count = len(scorecard.criteria)
    if count == 1:
        return "a draft: your column of ratings counts alone; add what else matters"
    return f"a draft: your {count} columns of ratings count the same; put the weights in"


def _criterion(header: str, known: Sequence[Criterion]) -> list[str]:
    title = without_scale(header)
    rated = (each for each in known if each.kind == "rating" and is_about(header, each))
    like = next(rated, None)
    key = like.id if like else unscaled(header).replace(" ", "-")
    group = ["    group: business"] if is_business(header) else []
    asked = like.question if like else ""
    question = asked or f"How much better or worse will it be with this proposal: {title}?"
    return [
        f"  {quoted(key)}:",
        *group,
        "    weight: 10",
        f"    title: {quoted(title)}",
        f"    question: {quoted(question)}",
    ]
