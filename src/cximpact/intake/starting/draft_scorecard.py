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
    # Two columns may be headed by the id and by the title of one criterion: the first is it.
    named: dict[str, str] = {}
    for header in headers:
        named.setdefault(_key(header, known), header)
    n_business = sum(map(is_business, named.values()))
    groups = [f"groups: {{customer: {len(named) - n_business}, business: {n_business}}}"]
    is_mixed = 0 < n_business < len(named)
    lines = [
        "# A draft by 'cximpact init': the columns that your list rates, each counting the same.",
        "# Give each criterion the weight it deserves, and put its question in customers' words:",
        "# points say how much a step from no change to the best matters beside the same step on",
        "# another. A criterion's group is customer, or business where that is said.",
        "# promise: What you promise to your customers, in their words",
        *(groups if is_mixed else []),
        "criteria:",
        *(line for key, header in named.items() for line in _criterion(key, header, known)),
    ]
    return "\n".join(lines) + "\n"


def draft_told(scorecard: Scorecard) -> str:
    """Return in words what a draft is, and what it waits for."""
    count = len(scorecard.criteria)
    if count == 1:
        return "a draft: your column of ratings counts alone; add what else matters"
    return f"a draft: your {count} columns of ratings count the same; put the weights in"


def _like(header: str, known: Sequence[Criterion]) -> Criterion | None:
    rated = (each for each in known if each.kind == "rating" and is_about(header, each))
    return next(rated, None)


def _key(header: str, known: Sequence[Criterion]) -> str:
    like = _like(header, known)
    return like.id if like else unscaled(header).replace(" ", "-")


def _criterion(key: str, header: str, known: Sequence[Criterion]) -> list[str]:
    title, like = without_scale(header), _like(header, known)
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
