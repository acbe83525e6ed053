"""What can be wrong with a ripple map: cycles, doubles, unknown ends, impossible strengths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise

from cximpact.exceptions import Problem
from cximpact.model.journey import Journey, Ripple

FIELD = "journey.ripples"
MOST_CYCLES = 20
"""Cycles printed at once; whoever has more will find the rest soon enough."""


def ripple_problems(journey: Journey) -> tuple[Problem, ...]:
    """Return everything that is wrong with a journey's ripples, in a fixed order."""
    places = _places(journey)
    edges = [(each.origin, each.target) for each in journey.ripples]
    known = [edge for edge in edges if set(edge) <= places.keys()]
    return (
        *(_two_things(place) for place, count in places.items() if count > 1),
        *(problem for each in journey.ripples for problem in _end_problems(each, places)),
        *(_bad_strength(each) for each in journey.ripples if not 0.0 <= each.strength <= 1.0),
        *(_double(edge) for edge, count in sorted(Counter(edges).items()) if count > 1),
        *(_cycle(found) for found in cycles(known)),
    )


def cycles(edges: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return cycles until none is left, each with its start at both ends; at most twenty.

    Example:
        >>> cycles([("b", "a"), ("a", "b"), ("b", "c")])
        [('a', 'b', 'a')]
    """
    left, found = set(edges), list[tuple[str, ...]]()
    while (cycle := _a_cycle(left)) and len(found) < MOST_CYCLES:
        found.append(cycle)
        left -= set(pairwise(cycle))
    return found


def unknown_place(name: str, field: str, places: Sequence[str]) -> Problem:
    """Return the problem of a name that is neither touchpoint nor process."""
    close = get_close_matches(name, places, n=1)
    return Problem(
        "neither a touchpoint nor a process of the journey",
        field=field,
        value=name,
        hint=f"did you mean '{close[0]}'?" if close else None,
    )


def _places(journey: Journey) -> dict[str, int]:
    names = [process.id for process in journey.processes]
    names += [point.id for point in journey.touchpoints]
    return dict(sorted(Counter(names).items()))


def _a_cycle(edges: set[tuple[str, str]]) -> tuple[str, ...]:
    """Return a cycle by walking backwards where walking back can never end; () without one."""
    upstream = _on_or_after_a_cycle(edges)
    if not upstream:
        return ()
    walked: dict[str, int] = {}
    place = min(upstream)
    while place not in walked:
        walked[place] = len(walked)
        place = upstream[place]
    loop = list(walked)[walked[place] :][::-1]
    first = loop.index(min(loop))
    return (*loop[first:], *loop[:first], loop[first])


def _on_or_after_a_cycle(edges: set[tuple[str, str]]) -> dict[str, str]:
    """Return each place that some cycle leads to, with its first predecessor of that kind."""
    onward: dict[str, list[str]] = {}
    waiting: Counter[str] = Counter()
    for origin, target in edges:
        onward.setdefault(origin, []).append(target)
        waiting[target] += 1
    free = [place for place in onward if not waiting[place]]
    for place in free:  # grows while it is walked
        for target in onward.get(place, ()):
            waiting[target] -= 1
            if not waiting[target]:
                free.append(target)
    stuck = {place for place, left in waiting.items() if left}
    upstream: dict[str, str] = {}
    for origin, target in sorted(edges):
        if origin in stuck and target in stuck:
            upstream.setdefault(target, origin)
    return upstream


def _end_problems(ripple: Ripple, places: Mapping[str, int]) -> list[Problem]:
    ends = (("from", ripple.origin), ("to", ripple.target))
    names = list(places)
    return [
        unknown_place(name, f"{FIELD}.{end}", names) for end, name in ends if name not in places
    ]


def _two_things(place: str) -> Problem:
    return Problem(
        "two processes or touchpoints have the same id",
        field="journey",
        value=place,
        hint="give each its own id",
    )


def _bad_strength(ripple: Ripple) -> Problem:
    return Problem(
        f"not a strength (from '{ripple.origin}' to '{ripple.target}')",
        field=f"{FIELD}.strength",
        value=f"{ripple.strength:g}",
        expected="a number from 0 to 1",
    )


def _double(edge: tuple[str, str]) -> Problem:
    return Problem(
        f"the ripple from '{edge[0]}' to '{edge[1]}' is stated more than once",
        field=FIELD,
        hint="keep one of them",
    )


def _cycle(places: Sequence[str]) -> Problem:
    return Problem(
        "the ripples run in a circle: " + " → ".join(places),
        field=FIELD,
        hint="take one of these ripples away",
    )
