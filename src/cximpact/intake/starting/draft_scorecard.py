"""A draft of a scorecard from the rating columns of a list, all of which count the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.starting.quoting import comment, quoted
from cximpact.intake.starting.rating_words import is_business
from cximpact.intake.starting.scale_headers import is_about, without_scale
from cximpact.intake.starting.waiting_ratings import criterion_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cximpact.intake.starting.waiting_ratings import Waiting
    from cximpact.model.scorecard import Criterion, Scorecard

__all__ = ["criterion_of", "draft_scorecard", "draft_told"]


def draft_scorecard(
    headers: Sequence[str], known: Sequence[Criterion] = (), waiting: Sequence[Waiting] = ()
) -> str:
    """Return a scorecard whose criteria are the columns that a list rates.

    Args:
        headers: Their headers, a scale behind them or not; unlike as plain words.
        known: Criteria whose name and question are taken where a column is headed by one.
        waiting: Columns that become criteria once a person takes the '#' away.
    """
    # Two columns may be headed by the id and by the title of one criterion: the first is it.
    named: dict[str, str] = {}
    for header in headers:
        named.setdefault(criterion_of(header, known), header)
    lines = [
        "# A draft by 'cximpact init': the columns that your list rates, each counting the same.",
        "# Give each criterion the weight it deserves, and put its question in customers' words:",
        "# it says how much a step from no change to the best matters beside the same step on",
        "# another. A criterion's group is customer, or business where that is said.",
        "# promise: What you promise to your customers, in their words",
        *_groups(named, waiting),
        "criteria:",
        *(line for key, header in named.items() for line in _criterion(key, header, known)),
        *_waiting(waiting),
    ]
    return "\n".join(lines) + "\n"


def _groups(named: Mapping[str, str], waiting: Sequence[Waiting]) -> list[str]:
    """Return the shares of the groups, and what they come to."""
    business = [key for key, header in named.items() if is_business(header)]
    customer = [key for key in named if key not in business]
    shares = f"groups: {{customer: {len(customer)}, business: {len(business) or len(waiting)}}}"
    if customer and business:
        return [
            "# Each group has its share; inside it criteria count by their weights, also one that",
            "# you add. As drafted:",
            _share("customer", customer, len(named)),
            _share("business", business, len(named)),
            shares,
        ]
    if customer and waiting:
        return [
            "# Without shares, both groups count the same, however many criteria each has. If you",
            "# take the '#' away below, take it away here, too, and look at the shares:",
            f"#{shares}",
        ]
    return []


def _share(group: str, keys: Sequence[str], n_all: int) -> str:
    """Return what the criteria of a group come to."""
    each = "" if len(keys) == 1 else " each"
    return f"#   {group}, {len(keys) / n_all:.0%}: {comment(', '.join(keys))} {1 / n_all:.0%}{each}"


def _waiting(waiting: Sequence[Waiting]) -> list[str]:
    if not waiting:
        return []
    return [
        "  # What your list rates, too: to count it, take the '#' away here and in cximpact.yaml.",
        *(f"  #{each.criterion()}" for each in waiting),
    ]


def draft_told(scorecard: Scorecard) -> str:
    """Return in words what a draft is, and what it waits for."""
    count = len(scorecard.criteria)
    if count == 1:
        return "a draft: your column of ratings counts alone; add what else matters"
    return f"a draft: your {count} columns of ratings count the same; put the weights in"


def _like(header: str, known: Sequence[Criterion]) -> Criterion | None:
    rated = (each for each in known if each.kind == "rating" and is_about(header, each))
    return next(rated, None)


def criterion_of(header: str, known: Sequence[Criterion]) -> str:
    """Return the id of the criterion that a draft makes of a column.

    Args:
        header: The column.
        known: Criteria that it may be headed by.
    """
    like = _like(header, known)
    return like.id if like else criterion_key(header)


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
