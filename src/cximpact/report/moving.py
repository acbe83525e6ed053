"""What moves the selected set: weights, and uncertain things within their range, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from cximpact.decision.words import listed, percent, percent_to_tenths
from cximpact.model.evaluation import Summary
from cximpact.model.robustness import TornadoBar, WeightInterval
from cximpact.model.weighting import GROUPS
from cximpact.report.named import Naming
from cximpact.report.naming import criterion_title, is_criterion, touchpoint_title
from cximpact.report.words import counted
from cximpact.scoring.rounding import round9

__all__ = [
    "bar_line",
    "bar_name",
    "bars_told",
    "kinds_told",
    "moved_at",
    "moving_weights",
    "nearer_side",
    "parted",
    "sides",
    "weight_line",
    "weight_room",
]

Side = Literal["low", "high"]
SIDES: tuple[Side, ...] = ("low", "high")
_MOST = 5
"""Of more that leave or enter, the rest is counted."""
_KINDS = {"effect": "group of effects", "group": "group share"}
"""Kinds of uncertain things whose own word says too little."""


def moving_weights(summary: Summary) -> list[WeightInterval]:
    """Return the weights whose change would move the selected set, the nearest first."""
    intervals = summary.dependence.weights
    mirrored = _mirrored(intervals)
    near = sorted(
        (each for each in intervals if each.member not in mirrored),
        key=lambda each: (weight_room(each), each.part, each.member),
    )
    return [each for each in near if each.low > 0 or each.high < 1]


def weight_line(
    each: WeightInterval, summary: Summary, sides: Sequence[Side] = SIDES, name: Naming = str
) -> str:
    """Return how far one weight may move, and who then leaves and enters.

    A weight is told as its share of all, as `validate` tells it, though it moves inside its group:
    the share of its group stays, so the one is a fixed part of the other.

    Args:
        each: The weight's interval.
        summary: The evaluation.
        sides: Which ends are told.
        name: How proposals are named.
    """
    whole = _group_share(each, summary)
    ends = [_end(each, side, whole, name) for side in sides if _is_end(each, side)]
    now = _told(each.weight, whole)
    of_all = " of all" if whole is not None and len(summary.groups) > 1 else ""
    return f"{_weight_name(each, summary)}, now {now}{of_all}: {'; '.join(ends)}"


def _group_share(each: WeightInterval, summary: Summary) -> float | None:
    """Return what share of all the group of a criterion has; None where groups themselves move."""
    if each.part == GROUPS:
        return None
    return next((found.share for found in summary.groups if found.group == each.part), 1.0)


def _told(weight: float, whole: float | None, *limits: float) -> str:
    """Return a weight inside its part in percent: of all for a criterion, else as it is.

    Args:
        weight: From 0 to 1.
        whole: The share of all that its group has, see `_group_share`.
        limits: Weights that it must not seem to reach.
    """
    if whole is None:
        return percent(weight, *limits[:1])
    return percent_to_tenths(weight * whole, *(limit * whole for limit in limits))


def nearer_side(each: WeightInterval) -> Side:
    """Return to which side a weight has less room before the selected set changes."""
    if not _is_end(each, "low"):
        return "high"
    down, up = each.weight - each.low, each.high - each.weight
    return "high" if _is_end(each, "high") and round9(up) < round9(down) else "low"


def moved_at(each: WeightInterval, side: Side) -> frozenset[str]:
    """Return who changes sides just beyond one end."""
    if side == "low":
        return frozenset((*each.leaves_low, *each.enters_low))
    return frozenset((*each.leaves_high, *each.enters_high))


def _is_end(each: WeightInterval, side: Side) -> bool:
    return each.low > 0 if side == "low" else each.high < 1


def _mirrored(intervals: Sequence[WeightInterval]) -> frozenset[str]:
    """Return the second of two members of a part: its weight is what the first one leaves."""
    parts: dict[str, list[str]] = {}
    for each in intervals:
        parts.setdefault(each.part, []).append(each.member)
    return frozenset(max(members) for members in parts.values() if len(members) == 2)


def _weight_name(each: WeightInterval, summary: Summary) -> str:
    if each.part == GROUPS:
        return f"share of the {each.member} group"
    others = f" against other {each.part} criteria" if len(summary.groups) > 1 else ""
    return f"weight of {criterion_title(summary, each.member)}{others}"


def weight_room(each: WeightInterval) -> float:
    """Return how far a weight may move to the nearer end; 2 where it may move as it likes."""
    return min(
        each.weight - each.low if each.low > 0 else 2.0,
        each.high - each.weight if each.high < 1 else 2.0,
    )


def _end(each: WeightInterval, side: Side, whole: float | None, name: Naming) -> str:
    low = side == "low"
    limit, leaves, enters = (
        (each.low, each.leaves_low, each.enters_low)
        if low
        else (each.high, each.leaves_high, each.enters_high)
    )
    moves = _moves(leaves, enters, name) or "another set"
    return f"{_beyond(limit, each.weight, low, whole)} {moves}"


def _moves(leaves: Sequence[str], enters: Sequence[str], name: Naming) -> str:
    """Return who leaves and who enters; only those that are told are named."""
    both = ((leaves, "out"), (enters, "in"))
    return ", ".join(
        f"{listed([*map(name, ids[:_MOST]), *ids[_MOST:]], most=_MOST)} {where}"
        for ids, where in both
        if ids
    )


def _beyond(limit: float, weight: float, low: bool, whole: float | None) -> str:
    """Return where the set changes; a weight that lies on its limit already has no room."""
    if round9(limit) == round9(weight):
        return "with any less" if low else "with any more"
    return f"{'below' if low else 'above'} {_told(limit, whole, weight, 0.0, 1.0)}"


def bars_told(summary: Summary) -> list[TornadoBar]:
    """Return what changes the selection by itself; of two weights that mirror each other, one."""
    depends = summary.dependence
    mirrored = _mirrored(depends.weights)
    return [
        bar
        for bar in depends.tornado
        if bar.kind not in ("weight", "group") or bar.name not in mirrored
    ]


def bar_line(bar: TornadoBar, summary: Summary, name: Naming = str) -> str:
    """Return who leaves and enters at the ends of the range of one uncertain thing.

    Args:
        bar: The uncertain thing.
        summary: The evaluation.
        name: How proposals are named.
    """
    head = bar_name(bar, summary, name)  # first, as there the title stands once
    selected = frozenset(summary.selection.selected)
    ends = [
        f"at the {end} end of its range {sides(changes, selected, name)}"
        for end, changes in (("lower", bar.changes_low), ("upper", bar.changes_high))
        if changes
    ]
    return f"{head}: {'; '.join(ends)}"


def sides(changes: Sequence[str], selected: frozenset[str], name: Naming = str) -> str:
    """Return who leaves and who enters, of those that change sides."""
    leaves = [each for each in changes if each in selected]
    enters = [each for each in changes if each not in selected]
    return _moves(leaves, enters, name)


def kinds_told(bars: Sequence[TornadoBar]) -> str:
    """Return how many more uncertain things there are, and of which kinds.

    Example:
        >>> bars = [TornadoBar(kind, "x", 0.0, 1.0) for kind in ("cost", "score", "cost")]
        >>> kinds_told(bars), kinds_told(bars[:1])
        ('3 more (2 costs and 1 score)', '1 more cost')
    """
    counts = Counter(_KINDS.get(bar.kind, bar.kind) for bar in bars)
    if len(counts) == 1:
        return counted(len(bars), f"more {next(iter(counts))}")
    told = listed([counted(count, kind) for kind, count in counts.most_common()])
    return f"{len(bars)} more ({told})"


def parted(bar: TornadoBar, summary: Summary) -> tuple[str, str]:
    """Return what a bar is about, and on which criterion, "" for none: an id may hold a slash.

    Args:
        bar: The bar.
        summary: Everything around the recommendations; its scorecard has the criteria.
    """
    name = bar.name
    if bar.kind not in ("score", "condition"):
        return name, ""
    ends = (at for at, char in enumerate(name) if char == "/")
    at = next((at for at in ends if is_criterion(summary, name[at + 1 :])), None)
    first, _, rest = name.partition("/")
    return (first, rest) if at is None else (name[:at], name[at + 1 :])


def bar_name(bar: TornadoBar, summary: Summary, name: Naming = str) -> str:
    """Return an uncertain thing as people call it."""
    key, criterion = parted(bar, summary)
    title = criterion_title(summary, criterion)
    if bar.kind == "score":
        return f"score of {name(key)} on {title}"
    if bar.kind == "condition":
        return f"condition of {touchpoint_title(summary, key)}" + (
            f" for {title}" if criterion else ""
        )
    if bar.kind == "weight":
        return f"weight of {criterion_title(summary, key)}"
    if bar.kind == "effect":
        return f"effects of {name(key)}, all together"
    return f"share of the {key} group" if bar.kind == "group" else f"{bar.kind} of {name(key)}"
