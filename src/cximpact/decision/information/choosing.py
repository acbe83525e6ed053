"""What to select if one knew: set by set along the strata, and what that gains."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from cximpact.decision.information.ground import Ground, Learned, learned
from cximpact.decision.information.strata import SMOOTHED_FROM, Strata, halves, moved
from cximpact.model.arrays import BoolArray, FloatArray, IntArray
from cximpact.model.draws import NANO


def along(
    count: int, choose: Callable[[int], BoolArray], nested: bool = False
) -> tuple[BoolArray, ...]:
    """Return the set for each stratum, asking only where it may change.

    Where both ends and the middle of a stretch of many strata have one set, those between get it
    too: a set that is best for a short stretch between is missed, and knowing is worth a little
    more than is said. Few strata are each asked for.

    Args:
        count: How many strata.
        choose: Gives the set for a stratum.
        nested: Whether a set that is best at both ends of a stretch is best in all of it.
    """
    found: dict[int, BoolArray] = {}

    def at(place: int) -> BoolArray:
        if place not in found:
            found[place] = choose(place)
        return found[place]

    def fill(low: int, high: int) -> None:
        if high - low < 2:
            return
        same = np.array_equal(at(low), at(high))
        middle = (low + high) // 2
        if same and (nested or (smooth and np.array_equal(at(low), at(middle)))):
            found.update(dict.fromkeys(range(low + 1, high), at(low)))
            return
        fill(low, middle)
        fill(middle, high)

    smooth = count >= SMOOTHED_FROM
    at(0)
    at(count - 1)
    fill(0, count - 1)
    return tuple(at(place) for place in range(count))


def most_it_could_gain(ground: Ground, strata: Strata, columns: Sequence[int]) -> float:
    """Return what knowing could gain at most: all that moves the right way, as if rules let it.

    Args:
        ground: The case as it was decided.
        strata: Draws by what could be known.
        columns: The columns whose values hang on it.
    """
    away = moved(ground.values[:, list(columns)], strata) / NANO
    inside = ground.selected[[ground.columns[column] for column in columns]]
    moving = np.where(inside, np.maximum(-away, 0), np.maximum(away, 0))
    sizes = np.array([len(stratum) for stratum in strata])
    return float(np.cumsum(moving.sum(axis=1) * sizes)[-1] / sizes.sum())


def knowing(ground: Ground, strata: Strata, columns: Sequence[int]) -> Learned:
    """Return what it gains to know in which stratum one is, before the selection is made.

    Args:
        ground: The case as it was decided.
        strata: Draws by what could be known.
        columns: The columns whose values hang on it; all others keep their central values.

    Raises:
        UnprovenError: A selection could not be proven best.
    """
    gains = np.zeros(len(ground.values))
    changed = 0
    for fit, test in (pair := halves(strata), pair[::-1]):
        for chosen, rows in zip(_sets(ground, fit, columns), test, strict=True):
            if not np.array_equal(chosen, ground.selected):
                gains[rows] = _gains(ground, chosen, rows, columns)
                changed += len(rows)
    return learned(gains, changed)


def _sets(ground: Ground, strata: Strata, columns: Sequence[int]) -> tuple[BoolArray, ...]:
    """Return the best set in each stratum, by the draws in it."""
    away = moved(ground.values[:, list(columns)], strata)
    return along(len(strata), lambda at: ground.chosen(ground.aimed(columns, away[at])))


def _gains(ground: Ground, chosen: BoolArray, rows: IntArray, columns: Sequence[int]) -> FloatArray:
    """Return draw by draw how much more a set is worth than the selection that was made."""
    places = [ground.columns[column] for column in columns]
    side = chosen[places].astype(np.int64) - ground.selected[places].astype(np.int64)
    turned = np.flatnonzero(side)
    picked = [columns[each] for each in turned.tolist()]
    away = ground.values[rows][:, picked] * side[turned]
    means = ground.values[:, picked].sum(axis=0) / len(ground.values)
    middle = float(np.cumsum(means * side[turned])[-1]) if picked else 0.0
    central = ground.more(chosen, ground.selected)
    return np.asarray(central + (away.sum(axis=1) - middle) / NANO, dtype=np.float64)
