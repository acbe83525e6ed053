"""A draft of a scorecard from the rating columns of a list, all of which count the same."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.intake.starting.card_scales import is_stepped
from cximpact.intake.starting.quoting import comment, quoted
from cximpact.intake.starting.rating_words import group_of
from cximpact.intake.starting.scale_headers import is_about, without_scale
from cximpact.intake.starting.waiting_ratings import criterion_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cximpact.intake.starting.card_scales import CardScale
    from cximpact.intake.starting.waiting_ratings import Waiting
    from cximpact.model.scorecard import Criterion, Scorecard

__all__ = ["criterion_of", "draft_scorecard", "draft_told"]

_SCALES = " A scale is: worst, no change, best."
_GROUPS = ("customer", "business")
_WHOLE = 100
_COUNTS = (
    "# A weight counts within its group; these shares count between the groups. If your weights",
    "# are percentages of all, write {customer: sum of its weights, business: sum of its weights}.",
)
_COUNTS_ONCE_TAKEN = (
    "# A weight counts within its group, and without shares both groups count half: if you take",
    "# a line of the other group below, take this one, too.",
)


def draft_scorecard(
    headers: Sequence[str],
    known: Sequence[Criterion] = (),
    waiting: Sequence[Waiting] = (),
    scales: Mapping[str, CardScale] | None = None,
    risks: Collection[str] = (),
) -> str:
    """Return a scorecard whose criteria are the columns that a list rates.

    Args:
        headers: Their headers, a scale behind them or not; unlike as plain words.
        known: Criteria whose name and question are taken where a column is headed by one.
        waiting: Columns that become criteria once a person takes the '#' away.
        scales: The scales of criteria that are not rated on the usual levels.
        risks: Those of the headers that name a risk, which can only cost value.
    """
    # Two columns may be headed by the id and by the title of one criterion: the first is it.
    named: dict[str, str] = {}
    for header in headers:
        named.setdefault(criterion_of(header, known), header)
    stated = scales or {}
    has_scales = bool(stated) or any(is_stepped(each.scale) for each in waiting)
    groups = [group_of(header) for header in named.values()]
    is_mixed = len({*groups, *(each.group for each in waiting)}) > 1
    lines = [
        "# A draft by 'cximpact init': put your weights in. A weight says how much it matters to",
        f"# go from no change to the best.{_SCALES if has_scales else ''}",
        *_groups(groups, waiting),
    ]
    criteria = [
        _Line(
            f"  {_criterion(key, header, known, stated.get(key), risks, is_mixed)}",
            stated[key].remark if key in stated else "",
        )
        for key, header in named.items()
    ]
    head, drafted = _said_once(criteria, "#")
    return "\n".join([*lines, *head, "criteria:", *drafted, *_waiting(waiting, groups)]) + "\n"


@frozen
class _Line:
    """A criterion as it is written, and what is to be said behind it, "" for nothing."""

    text: str
    remark: str


def _said_once(lines: Sequence[_Line], start: str) -> tuple[list[str], list[str]]:
    """Return what is said of several lines, once for all of them, and the lines with the rest."""
    counts = Counter(line.remark for line in lines)
    shared = [each for each, count in counts.items() if each and count > 1]
    own = [
        f"    # {comment(line.remark)}" if line.remark and line.remark not in shared else ""
        for line in lines
    ]
    return [f"{start} {_sentence(each)}" for each in shared], [
        f"{line.text}{said}" for line, said in zip(lines, own, strict=True)
    ]


def _sentence(text: str) -> str:
    return comment(f"{text[:1].upper()}{text[1:]}.")


def _groups(groups: Sequence[str], waiting: Sequence[Waiting]) -> list[str]:
    """Return the shares of the groups, all criteria counting the same, and what they come to."""
    counts = Counter(groups)
    is_open = len(counts) < len(_GROUPS)
    for each in waiting:
        if each.group not in groups:
            counts[each.group] += 1
    if len(counts) < len(_GROUPS):
        return []
    per_criterion, rest = divmod(_WHOLE, counts.total())
    shares = ", ".join(
        f"{name}: {counts[name] * (1 if rest else per_criterion)}" for name in _GROUPS
    )
    if not is_open:
        return [*_COUNTS, f"groups: {{{shares}}}"]
    return [*_COUNTS_ONCE_TAKEN, f"#groups: {{{shares}}}"]


def _waiting(waiting: Sequence[Waiting], groups: Collection[str]) -> list[str]:
    if not waiting:
        return []
    lines = [_Line(f"  #{each.criterion()}", each.remark) for each in waiting]
    return [
        "  # What your list rates, too: to count it, take the '#' away here and in cximpact.yaml"
        f"{', and adapt groups' if len({*groups}) > 1 else ''}.",
        *itertools.chain(*_said_once(lines, "  #")),
    ]


def draft_told(scorecard: Scorecard, n_asked: int = 0) -> str:
    """Return in words what a draft is, and what it waits for.

    Args:
        scorecard: The draft.
        n_asked: How many of its criteria the list does not answer.
    """
    count = len(scorecard.criteria) - n_asked
    asked = f"; {n_asked} more {'is' if n_asked == 1 else 'are'} asked in ratings.csv"
    more = asked if n_asked else ""
    if count == 1:
        return f"a draft: your column of ratings counts alone{more}; add what else matters"
    return f"a draft: your {count} columns of ratings count the same{more}; put the weights in"


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


def _criterion(
    key: str,
    header: str,
    known: Sequence[Criterion],
    stated: CardScale | None,
    risks: Collection[str],
    is_mixed: bool,
) -> str:
    """Return a criterion as it is written: first what a person is to change."""
    like, group = _like(header, known), group_of(header)
    said = ["weight: 10"]
    said += [f"group: {group}"] if is_mixed or group != _GROUPS[0] else []
    said += ["risk: true"] if header in risks else []
    said += [f"scale: {stated}"] if stated else []
    said += [f"title: {quoted(without_scale(header))}"]
    said += [f"question: {quoted(like.question)}"] if like and like.question else []
    return f"{quoted(key)}: {{{', '.join(said)}}}"
