"""The smallest set of statements that cannot all hold.

A set of statements contradicts itself iff it takes something from everything that has to go for
the rest to hold. So sets are tried by size; one that misses something known to have to go is
passed over without solving anything, and each one that holds is grown until nothing more fits,
which tells something new that has to go. The first set that contradicts itself is a smallest.

Source: Ignatiev, Previti, Liffiton and Marques-Silva (2015), "Smallest MUS extraction with minimal
hitting set dualization". Beyond the limit the deletion filter of Chinneck and Dravnieks (1991),
"Locating minimal infeasible constraint sets in linear programs", finds a set of which no statement
can be spared, though not always the smallest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from attrs import field, frozen

from cximpact.model.arrays import FloatArray
from cximpact.scoring.weighting.linear import TOLERANCE, margin

MOST_TRIED = 200_000
"""How many sets are looked at before the deletion filter takes over."""

Rows = tuple[FloatArray, FloatArray]
"""Conditions: matrix @ weights >= least."""


def smallest_conflict(
    always: Rows, statements: Sequence[Rows], most_tried: int = MOST_TRIED
) -> tuple[int, ...] | None:
    """Return the positions of the fewest statements that contradict each other; None if none do.

    Of several smallest sets the one that comes first. A condition missed by 1e-9 is not missed.

    Args:
        always: Conditions that hold whatever is stated; they do not contradict themselves.
        statements: The conditions of each statement, over the same members.
        most_tried: How many sets are looked at before any set that cannot be spared will do.
    """
    check = _Check(always, statements)
    everything = frozenset(range(len(statements)))
    if check.hold(everything):
        return None
    must_go: list[frozenset[int]] = []
    tried = 0
    for size in range(1, len(statements) + 1):
        for few in combinations(range(len(statements)), size):
            tried += 1
            if tried > most_tried:
                return _irreducible(check, everything)
            if any(each.isdisjoint(few) for each in must_go):
                continue
            if not check.hold(few):
                return few
            must_go.append(everything - _grown(check, few, everything))
    return tuple(sorted(everything))


@frozen(eq=False)
class _Check:
    always: Rows
    statements: Sequence[Rows]
    known: dict[frozenset[int], bool] = field(factory=dict)

    def hold(self, chosen: Iterable[int]) -> bool:
        """Return whether some weights obey all the chosen statements."""
        key = frozenset(chosen)
        if key not in self.known:
            rows = [self.always, *(self.statements[each] for each in sorted(key))]
            self.known[key] = margin(*stacked(rows)) >= -TOLERANCE
        return self.known[key]


def stacked(rows: Sequence[Rows]) -> Rows:
    """Return all conditions together; at least one block of them, which may be empty."""
    return np.vstack([matrix for matrix, _ in rows]), np.concatenate([least for _, least in rows])


def _grown(check: _Check, few: Iterable[int], everything: frozenset[int]) -> frozenset[int]:
    """Return a set that holds and that no other statement can join."""
    grown = set(few)
    for each in sorted(everything - grown):
        if check.hold(grown | {each}):
            grown.add(each)
    return frozenset(grown)


def _irreducible(check: _Check, everything: frozenset[int]) -> tuple[int, ...]:
    """Return statements that contradict each other until any one of them goes."""
    left = set(everything)
    for each in sorted(everything, reverse=True):
        if not check.hold(left - {each}):
            left.discard(each)
    return tuple(sorted(left))
