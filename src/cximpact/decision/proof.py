"""Whatever is said to be exact must rest on solutions that are proven best."""

from __future__ import annotations

from cximpact.decision.program import Solution


class UnprovenError(Exception):
    """A selection could not be proven best; nothing exact follows from it."""


def proven(found: Solution) -> Solution:
    """Return a solution that is proven best.

    Args:
        found: A solution.

    Raises:
        UnprovenError: It is not.
    """
    if not found.proven:
        raise UnprovenError
    return found
