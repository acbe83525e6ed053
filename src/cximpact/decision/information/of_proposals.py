"""Knowing what one proposal is worth: exactly, from its best set with it and the best without."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from cximpact.decision.information.ground import Ground, Learned, learned
from cximpact.decision.information.thing import Thing

_BEYOND = 100.0
"""A value beyond what any sum of others comes to: with it, a proposal is taken if it can be."""
_JUST_BELOW = -1e-6


def proposal_things(ground: Ground) -> Iterator[Thing]:
    """Yield the value of every open proposal whose value is uncertain.

    Args:
        ground: The case as it was decided.
    """
    for column, position in enumerate(ground.columns):
        value = ground.shifted(column)
        if value.min() == value.max():
            continue
        away = value - ground.aim.value[position]
        towards = -away if ground.selected[position] else away
        most = float(np.cumsum(np.maximum(towards, 0))[-1] / len(value))
        key = ground.question.case.proposals.ids[position]
        doing = f"Finding out what {key} is worth, as by a pilot or a trial,"
        yield Thing("proposal", key, doing, most, partial(_knowing, ground, column))


def _knowing(ground: Ground, column: int) -> Learned:
    """Return what it gains to know the value v of a proposal, the others at their central ones.

    With it the best set is worth a + v, without it b: knowing v, one takes the larger.
    """
    position = ground.columns[column]
    value = ground.shifted(column)
    taken = ground.chosen(ground.valued(column, _BEYOND))
    left = ground.chosen(ground.valued(column, -_BEYOND))
    if not taken[position] or left[position]:
        return Learned(0.0, 0.0, 0.0)
    least = ground.more(left, taken, ground.valued(column, 0.0))
    if ground.selected[position]:
        gains = np.maximum(least - value, 0.0)
    else:
        if not ground.allows(ground.valued(column, _JUST_BELOW), taken):
            value = np.where(value > 0, value, -_BEYOND)  # without value it is not selected
        gains = np.maximum(value - least, 0.0)
    return learned(gains, int(np.count_nonzero(gains > 0)))
