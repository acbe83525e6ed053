"""A draft of a scorecard from the rating columns of a list, all of which count the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.starting.card_scales import is_stepped
from cximpact.intake.starting.quoting import comment, quoted
from cximpact.intake.starting.rating_words import is_business
from cximpact.intake.starting.scale_headers import is_about, without_scale
from cximpact.intake.starting.waiting_ratings import criterion_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cximpact.intake.starting.card_scales import CardScale
    from cximpact.intake.starting.waiting_ratings import Waiting
    from cximpact.model.scorecard import Criterion, Scorecard

__all__ = ["criterion_of", "draft_scorecard", "draft_told"]

_SCALES = " A scale is: worst, no change, best."


def draft_scorecard(
    headers: Sequence[str],
    known: Sequence[Criterion] = (),
    waiting: Sequence[Waiting] = (),
    scales: Mapping[str, CardScale] | None = None,
) -> str:
    """Return a scorecard whose criteria are the columns that a list rates.

    Args:
        headers: Their headers, a scale behind them or not; unlike as plain words.
        known: Criteria whose name and question are taken where a column is headed by one.
        waiting: Columns that become criteria once a person takes the '#' away.
        scales: The scales of criteria that are not rated on the usual levels.
    """
    # Two columns may be headed by the id and by the title of one criterion: the first is it.
    named: dict[str, str] = {}
    for header in headers:
        named.setdefault(criterion_of(header, known), header)
    stated = scales or {}
    has_scales = bool(stated) or any(is_stepped(each.scale) for each in waiting)
    lines = [
        "# A draft by 'cximpact init': put your weights in. A weight says how much it matters to",
        f"# go from no change to the best.{_SCALES if has_scales else ''}",
        *_groups(named, waiting),
        "criteria:",
        *(_criterion(key, header, known, stated.get(key)) for key, header in named.items()),
        *_waiting(waiting),
    ]
    return "\n".join(lines) + "\n"


def _groups(named: Mapping[str, str], waiting: Sequence[Waiting]) -> list[str]:
    """Return the shares of the groups, and what they come to."""
    business = [key for key, header in named.items() if is_business(header)]
    n_customer, n_business = len(named) - len(business), len(business) or len(waiting)
    if not n_customer or not n_business:
        return []
    alone = " (one alone has all)" if 1 in (n_customer, n_business) else ""
    per_criterion = 100 // (n_customer + n_business)
    if (n_customer + n_business) * per_criterion == 100:
        n_customer, n_business = n_customer * per_criterion, n_business * per_criterion
    shares = f"groups: {{customer: {n_customer}, business: {n_business}}}"
    if business:
        return [
            f"# Each group has its share; inside it criteria count by their weights{alone}.",
            shares,
        ]
    return [
        "# Without shares, both groups count the same, however many criteria each has. If you",
        "# take the '#' away below, take it away here, too, and look at the shares:",
        f"#{shares}",
    ]


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


def _criterion(key: str, header: str, known: Sequence[Criterion], stated: CardScale | None) -> str:
    """Return the line of a criterion: first what a person is to change."""
    like = _like(header, known)
    said = ["weight: 10"]
    said += ["group: business"] if is_business(header) else []
    said += [f"scale: {stated}"] if stated else []
    said += [f"title: {quoted(without_scale(header))}"]
    said += [f"question: {quoted(like.question)}"] if like and like.question else []
    remark = f"    # {comment(stated.remark)}" if stated and stated.remark else ""
    return f"  {quoted(key)}: {{{', '.join(said)}}}{remark}"
