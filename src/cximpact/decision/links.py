"""Who requires whom: what follows from a choice, and circles of mutual requirement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Needs = Mapping[int, Sequence[int]]


def reachable(needs: Needs, starts: Iterable[int]) -> set[int]:
    """Return everything that the starts require, directly or through others.

    Example:
        >>> sorted(reachable({1: [2], 2: [3]}, [1]))
        [2, 3]
    """
    found: set[int] = set()
    waiting = sorted(starts)
    while waiting:
        for other in needs.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def components(needs: Needs, places: Sequence[int]) -> list[set[int]]:
    """Return the places grouped by mutual requirement, each group once, by its first place.

    Only places that require something can be in a circle with others; the rest stand alone.

    Example:
        >>> components({1: [2], 2: [1], 3: [1]}, [1, 2, 3])
        [{1, 2}, {3}]
    """
    grouped: set[int] = set()
    found = []
    known = set(places)
    for place in places:
        if place in grouped:
            continue
        ahead = reachable(needs, [place]) & known if needs.get(place) else set()
        circle = {place} | {other for other in ahead if place in reachable(needs, [other])}
        grouped |= circle
        found.append(circle)
    return found
