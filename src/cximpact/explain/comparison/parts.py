"""What moved a value: the change split into parts that sum to it exactly.

A value is the sum of weight x score. Its change is, criterion by criterion,

    (w' - w) s  +  w' (s' - s),

the first part the weights', the second the score's. The score of a journey criterion moves in
three steps: first the conditions of touchpoints (evidence), then what is claimed (effects), then
how much of the journey each touchpoint is (scorecard). Each step's part is what it changes with
the steps before it made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import fsum

from attrs import evolve

from cximpact.explain.comparison.side import Side
from cximpact.model.comparison import ValueCause, ValuePart
from cximpact.model.evaluation import CriterionResult, Recommendation
from cximpact.model.scorecard import Criterion
from cximpact.scoring.utility import utility

_ROUNDING = 1e-7
"""Evaluations are written at nine decimals; what sums of those leave open is far below this."""

_Changes = Mapping[str, float]


def value_parts(before: Side, after: Side, proposal: str) -> tuple[ValuePart, ...]:
    """Return what moved the value of a proposal that is in both evaluations.

    Args:
        before: The earlier evaluation.
        after: The later one.
        proposal: Its id.

    Returns:
        Parts that sum to the whole change of its value; none where it did not move.
    """
    old, new = before.recommendations[proposal], after.recommendations[proposal]
    olds = {each.criterion: each for each in old.criteria}
    news = {each.criterion: each for each in new.criteria}
    found = [
        part
        for key in sorted({*olds, *news})
        for part in _of_criterion(before, after, (old, new), (olds.get(key), news.get(key)))
        if round(part.amount, 9)
    ]
    whole = new.value.expected - old.value.expected
    return _summing_to(whole, found)


def _summing_to(whole: float, parts: list[ValuePart]) -> tuple[ValuePart, ...]:
    """Return parts that sum to the whole: rounding goes to the largest, anything more is told."""
    rest = whole - fsum(part.amount for part in parts)
    if parts and abs(rest) <= _ROUNDING:
        at = max(range(len(parts)), key=lambda n: (abs(parts[n].amount), -n))
        parts[at] = evolve(parts[at], amount=parts[at].amount + rest)
    elif round(rest, 9):
        parts.append(ValuePart("other", "", rest))
    return tuple(parts)


_Pair = tuple[Recommendation, Recommendation]
_Lines = tuple[CriterionResult | None, CriterionResult | None]


def _of_criterion(before: Side, after: Side, both: _Pair, lines: _Lines) -> Iterator[ValuePart]:
    old, new = lines
    key = (old or new).criterion  # type: ignore[union-attr]  # one of them is there
    if old is None or new is None:
        gone = old.contribution if old else 0.0
        yield ValuePart("scorecard", key, (new.contribution if new else 0.0) - gone)
        return
    yield ValuePart("weights", key, (new.weight - old.weight) * (old.score or 0.0))
    moved = (new.score or 0.0) - (old.score or 0.0)
    if not round(moved, 9):
        return
    one, other = before.criteria.get(key), after.criteria.get(key)
    if one and other and one.kind == other.kind == "journey":
        for cause, amount in _of_journey(before, after, both, key, moved):
            yield ValuePart(cause, key, new.weight * amount)
    else:
        cause = "answers" if _scores_alike(one, other) else "scorecard"
        yield ValuePart(cause, key, new.weight * moved)


def _scores_alike(one: Criterion | None, other: Criterion | None) -> bool:
    """Return whether two criteria give the same score for the same answers."""
    if one is None or other is None:
        return False

    def scoring(each: Criterion) -> object:
        levels = tuple((level.value, level.score) for level in each.levels)
        return each.kind, levels, each.scale, each.value_points, each.unit

    return scoring(one) == scoring(other)


def _of_journey(
    before: Side, after: Side, both: _Pair, criterion: str, moved: float
) -> Iterator[tuple[ValueCause, float]]:
    """Yield what moved a journey score: evidence, effects, scorecard, and what is left."""
    old, new = (
        {row.touchpoint: row for row in item.touchpoints if row.criterion == criterion}
        for item in both
    )
    was = {point: row.condition for point, row in old.items()}
    now = {point: _condition(after, point, criterion, was[point]) for point in old}
    now |= {point: row.condition for point, row in new.items()}
    claimed, claims = ({point: row.net for point, row in rows.items()} for rows in (old, new))
    share, shares = (
        {point: value for (point, key), value in side.scales.items() if key == criterion}
        for side in (before, after)
    )
    steps = (
        _score(share, was, claimed),
        _score(share, now, claimed),
        _score(share, now, claims),
        _score(shares, now, claims),
    )
    yield "evidence", steps[1] - steps[0]
    yield "effects", steps[2] - steps[1]
    yield "scorecard", steps[3] - steps[2]
    left = moved - (steps[3] - steps[0])
    if abs(left) > _ROUNDING:
        yield "other", left


def _condition(side: Side, touchpoint: str, criterion: str, else_: float) -> float:
    found = side.conditions.get((touchpoint, criterion))
    return else_ if found is None else found.mean


def _score(share: _Changes, condition: _Changes, net: _Changes) -> float:
    """Return the score of net changes at touchpoints: scaled, added up and clipped."""
    raw = fsum(
        share.get(point, 0.0)
        * float(utility(condition[point] + change) - utility(condition[point]))
        for point, change in net.items()
    )
    return min(max(raw, -1.0), 1.0)
