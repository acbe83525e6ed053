"""Weights and shares of groups at the ends of what was stated about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from cximpact.decision.sensitivity.levers import Lever, levers
from cximpact.decision.sensitivity.moves import End, Move, Present
from cximpact.model.weighting import GROUPS, Weighting, WeightRange


def weight_moves(present: Present, ranges: Sequence[WeightRange] = ()) -> Iterator[Move]:
    """Yield every weight and group share that can move.

    A weight inside its group moves by a share of itself (25 % by default), the share of a group by
    an absolute amount (0.1), or between the ends of what was stated about it.

    Args:
        present: The case as it was decided.
        ranges: What statements leave open about weights.
    """
    question = present.question
    for lever in levers(question):
        low, high = _ends(lever, question.case.weighting, ranges)
        kind = "group" if lever.part == GROUPS else "weight"
        if low < high:
            yield Move(kind, lever.member, low, high, (_end(lever, low), _end(lever, high)))


def _end(lever: Lever, weight: float) -> Callable[[], End] | None:
    return None if weight == lever.weight else lambda: End(lever.aim(weight))


def _ends(lever: Lever, weighting: Weighting, ranges: Sequence[WeightRange]) -> tuple[float, float]:
    stated = [each for each in ranges if (each.part, each.member) == (lever.part, lever.member)]
    if stated:
        return min(each.low for each in stated), max(each.high for each in stated)
    within = weighting.groups_within
    if lever.part != GROUPS:
        within = weighting.within * lever.weight
    return max(0.0, lever.weight - within), min(1.0, lever.weight + within)
