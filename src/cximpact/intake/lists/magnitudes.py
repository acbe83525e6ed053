"""Numbers of a document that no one can mean: so large or small that arithmetic on them fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cximpact.intake.files.marks import Data, KeyPath

__all__ = ["LARGEST", "SMALLEST", "unfit_numbers"]

LARGEST = 1e18
"""As for amounts of money: all the money there is, in the smallest of currencies."""
SMALLEST = 1e-18


def unfit_numbers(data: Data, path: KeyPath = ()) -> Iterator[tuple[KeyPath, int | float]]:
    """Yield the numbers that are too large or too small to be meant, each with its path.

    Args:
        data: A document, nested no deeper than documents may be.
        path: Where it stands.

    Example:
        >>> list(unfit_numbers({"weight": 1e300, "volume": 0}))
        [(('weight',), 1e+300)]
    """
    if isinstance(data, dict):
        for key, each in data.items():
            yield from unfit_numbers(each, (*path, key))
    elif isinstance(data, list):
        for at, each in enumerate(data):
            yield from unfit_numbers(each, (*path, at))
    elif isinstance(data, int | float) and data and not SMALLEST <= abs(data) <= LARGEST:
        yield path, data
