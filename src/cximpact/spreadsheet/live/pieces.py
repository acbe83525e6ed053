"""Value functions as formulas: piecewise linear between anchors that stand in cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from cximpact.intake.lists.matching import number_of
from cximpact.model.scorecard import ValuePoint
from cximpact.spreadsheet.live.table import Column

if TYPE_CHECKING:
    from cximpact.model.scorecard import Criterion

__all__ = ["MOST_POINTS", "answer_points", "piecewise", "plain_points"]

MOST_POINTS = 40
"""Value functions of more anchors would make formulas too long for some programs."""
_SAME = 1e-12

Scale = tuple[float, float, float]


def answer_points(criterion: Criterion, scale: Scale | None) -> tuple[ValuePoint, ...]:
    """Return the anchors between which answers on a rating criterion are scored.

    Args:
        criterion: The criterion.
        scale: Worst, no change and best, where the list has a scale of its own.
    """
    used = scale or criterion.scale
    if used is not None:
        return _scale_points(used)
    numbers = ((number_of(level.value), level.score) for level in criterion.levels)
    pairs = sorted((number, score) for number, score in numbers if number is not None)
    return tuple(ValuePoint(number, score) for number, score in pairs)


def _scale_points(scale: Scale) -> tuple[ValuePoint, ...]:
    worst, same, best = scale
    points = {worst: -1.0, same: 0.0}
    if best != same:
        points[best] = 1.0
    return tuple(ValuePoint(amount, points[amount]) for amount in sorted(points))


def plain_points(points: Sequence[ValuePoint]) -> tuple[ValuePoint, ...]:
    """Return anchors without those that lie on the line between their neighbors.

    Example:
        >>> three = [ValuePoint(0, 0), ValuePoint(1, 0.5), ValuePoint(2, 1)]
        >>> [point.amount for point in plain_points(three)]
        [0, 2]
    """
    kept = list(points[:1])
    for here, after in pairwise(points[1:]):
        if not _is_between(kept[-1], here, after):
            kept.append(here)
    return (*kept, *points[-1:]) if len(points) > 1 else tuple(kept)


def _is_between(before: ValuePoint, here: ValuePoint, after: ValuePoint) -> bool:
    part = (here.amount - before.amount) / (after.amount - before.amount)
    return abs(before.score + part * (after.score - before.score) - here.score) <= _SAME


def piecewise(cell: str, amounts: Column, scores: Column, rows: range) -> str:
    """Return the formula that scores an amount, clipped beyond the first and last anchor.

    Args:
        cell: The amount.
        amounts: The column above whose headers the anchors' amounts stand.
        scores: The column above whose headers their scores stand.
        rows: The rows of the anchors; at least two.

    Example:
        >>> piecewise("B9", Column("s", 1, 9, 9), Column("s", 2, 9, 9), range(3, 5))
        '($B$3+($B$4-$B$3)*(MEDIAN(B9,$A$3,$A$4)-$A$3)/($A$4-$A$3))'
    """
    if len(rows) == 2:
        first, last = rows[0], rows[-1]
        clipped = f"MEDIAN({cell},{amounts.top(first)},{amounts.top(last)})"
        return _segment(clipped, amounts, scores, first)
    inside = f"MEDIAN({cell},{amounts.top(rows[0])},{amounts.top(rows[-1])})"
    return _halved(inside, cell, amounts, scores, list(rows))


def _halved(inside: str, cell: str, amounts: Column, scores: Column, rows: list[int]) -> str:
    """Return a tree of comparisons, as few programs nest more than 64 of them in a chain."""
    if len(rows) == 2:
        return _segment(inside, amounts, scores, rows[0])
    middle = len(rows) // 2
    left = _halved(inside, cell, amounts, scores, rows[: middle + 1])
    right = _halved(inside, cell, amounts, scores, rows[middle:])
    return f"IF({cell}<{amounts.top(rows[middle])},{left},{right})"


def _segment(x: str, amounts: Column, scores: Column, row: int) -> str:
    low, high = amounts.top(row), amounts.top(row + 1)
    start, end = scores.top(row), scores.top(row + 1)
    return f"({start}+({end}-{start})*({x}-{low})/({high}-{low}))"
