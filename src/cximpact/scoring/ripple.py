"""The ripple map: how strongly work behind the scenes reaches the customer.

Strengths multiply along a path and add up over paths. Counting goes by dynamic programming from
the touchpoints backwards, so that no map is too dense.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen

from cximpact.exceptions import InputError, Problem
from cximpact.model.arrays import FloatArray
from cximpact.model.journey import Journey
from cximpact.scoring.ripple_check import ripple_problems, unknown_place

Edges = tuple[tuple[str, float], ...]


@frozen(eq=False)
class RippleMap:
    """A journey's ripples, checked and put in order once.

    Attributes:
        touchpoints: Ids, sorted.
        places: Ids of processes and touchpoints, each after all that it ripples into.
        onward: What a place ripples into, with strengths above zero, sorted by id.
        owners: The unit that owns a place, "" where nobody does.
    """

    touchpoints: tuple[str, ...]
    places: tuple[str, ...]
    onward: Mapping[str, Edges]
    owners: Mapping[str, str]


def ripple_map(journey: Journey) -> RippleMap:
    """Return the journey's ripples in an order that strengths can be counted in.

    Raises:
        InputError: For cycles (each printed), duplicate or unknown ripples, and strengths that
            are not between 0 and 1.
    """
    problems = ripple_problems(journey)
    if problems:
        raise InputError(problems)
    points = journey.touchpoints
    owners = {process.id: process.unit for process in journey.processes}
    owners.update((point.id, point.unit) for point in points)
    onward: dict[str, list[tuple[str, float]]] = {place: [] for place in owners}
    for ripple in journey.ripples:
        if ripple.strength > 0:
            onward[ripple.origin].append((ripple.target, ripple.strength))
    edges = {place: tuple(sorted(found)) for place, found in onward.items()}
    return RippleMap(tuple(point.id for point in points), _downstream_first(edges), edges, owners)


def total_strengths(ripples: RippleMap, origins: Sequence[str]) -> FloatArray:
    """Return the total strength from each origin to each touchpoint.

    It is the sum over all paths of the product of their strengths, capped at 1 at the very end;
    the empty path counts 1, so that a touchpoint reaches itself in full.

    Args:
        ripples: From `ripple_map`.
        origins: Ids of touchpoints and processes: the rows of the answer.

    Returns:
        Origins x touchpoints (in the map's order).

    Raises:
        InputError: If an origin is neither touchpoint nor process.
    """
    rows = {place: row for row, place in enumerate(ripples.places)}
    unknown = [origin for origin in origins if origin not in rows]
    if unknown:
        raise InputError([unknown_place(name, "target", ripples.places) for name in unknown])
    totals = _uncapped(ripples, rows)
    return np.minimum(totals[[rows[origin] for origin in origins]], 1.0)


def unreaching(journey: Journey) -> tuple[Problem, ...]:
    """Return a problem for each process whose work reaches no touchpoint at all."""
    ripples = ripple_map(journey)
    names = [process.id for process in journey.processes]
    reached = total_strengths(ripples, names)
    return tuple(
        Problem(
            f"the process '{name}' reaches no touchpoint, so no effect on it can be seen",
            field="journey.ripples",
            hint=f"add a ripple from '{name}' towards a touchpoint",
        )
        for name, row in zip(names, reached, strict=True)
        if not row.any()
    )


def _downstream_first(edges: Mapping[str, Edges]) -> tuple[str, ...]:
    """Order the places so that each comes after all it ripples into (Kahn 1962)."""
    upstream: dict[str, list[str]] = {place: [] for place in edges}
    waiting = {place: len(found) for place, found in edges.items()}
    for place, found in edges.items():
        for target, _ in found:
            upstream[target].append(place)
    order = sorted(place for place, left in waiting.items() if not left)
    for place in order:  # grows while it is walked
        for origin in upstream[place]:
            waiting[origin] -= 1
            if not waiting[origin]:
                order.append(origin)
    return tuple(order)


def _uncapped(ripples: RippleMap, rows: Mapping[str, int]) -> FloatArray:
    column = {point: each for each, point in enumerate(ripples.touchpoints)}
    totals = np.zeros((len(rows), len(column)), dtype=np.float64)
    # A sum over astronomically many paths may overflow to infinity, which the cap makes 1.
    with np.errstate(over="ignore"):
        for place in ripples.places:
            own = totals[rows[place]]
            if place in column:
                own[column[place]] = 1.0
            for target, strength in ripples.onward[place]:
                own += strength * totals[rows[target]]
    return totals
