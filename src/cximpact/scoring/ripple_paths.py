"""The strongest ways an effect travels to a touchpoint, with the units that own the steps."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import islice

from cximpact.model.journey import Journey
from cximpact.model.scores import RipplePath
from cximpact.scoring.ripple import RippleMap, ripple_map, total_strengths

_Way = tuple[float, int, tuple[str, ...]]
"""Minus the strength, the number of steps, the steps: sorted, the strongest and shortest first."""


def paths(
    journey: Journey | RippleMap, origin: str, touchpoint: str, most: int = 100
) -> tuple[tuple[RipplePath, ...], int]:
    """Return the strongest paths from a place to a touchpoint, and how many more there are.

    Ties go to the shorter path, then to the ids of its steps.

    Args:
        journey: The journey, or its `ripple_map` where many questions are asked of it.
        origin: Id of a touchpoint or process.
        touchpoint: Id of a touchpoint; from itself the empty path leads, of strength 1.
        most: How many paths are listed.

    Raises:
        InputError: If the origin or touchpoint is unknown or the ripples are wrong.
    """
    ripples = journey if isinstance(journey, RippleMap) else ripple_map(journey)
    total_strengths(ripples, (origin, touchpoint))  # complains of unknown names
    places = _between(ripples, origin, touchpoint)
    listed = _strongest(ripples, places, touchpoint, most).get(origin, [])
    count = _counts(ripples, places, touchpoint).get(origin, 0)
    found = tuple(
        RipplePath(steps, -strength, tuple(ripples.owners[step] for step in steps))
        for strength, _, steps in listed
    )
    return found, count - len(found)


def _between(ripples: RippleMap, origin: str, touchpoint: str) -> list[str]:
    """Return the places on a way from origin to touchpoint, the touchpoint first."""
    reached, open_ends = {origin}, [origin]
    while open_ends:
        for target, _ in ripples.onward[open_ends.pop()]:
            if target not in reached:
                reached.add(target)
                open_ends.append(target)
    leading: set[str] = {touchpoint}
    for place in ripples.places:
        if any(target in leading for target, _ in ripples.onward[place]):
            leading.add(place)
    return [place for place in ripples.places if place in reached and place in leading]


def _strongest(
    ripples: RippleMap, places: list[str], touchpoint: str, most: int
) -> dict[str, list[_Way]]:
    """Return the strongest ways from each place: a prefix of a merge of its targets' own."""
    best: dict[str, list[_Way]] = {}
    for place in places:
        if place == touchpoint:
            best[place] = [(-1.0, 1, (place,))]
            continue
        onward = [
            _extended(place, strength, best[target])
            for target, strength in ripples.onward[place]
            if target in best
        ]
        best[place] = list(islice(merge(*onward), most))
    return best


def _extended(place: str, strength: float, ways: list[_Way]) -> Iterator[_Way]:
    return ((strength * way, length + 1, (place, *steps)) for way, length, steps in ways)


def _counts(ripples: RippleMap, places: list[str], touchpoint: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for place in places:
        onward = (counts.get(target, 0) for target, _ in ripples.onward[place])
        counts[place] = 1 if place == touchpoint else sum(onward)
    return counts
