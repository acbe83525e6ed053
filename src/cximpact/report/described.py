"""The recommendations of a result, each made when it is looked at; few are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Generic, TypeVar, overload

from cximpact.model.evaluation import Recommendation
from cximpact.pipeline import Result
from cximpact.report.listed import Line, Listed
from cximpact.report.records import Describer

__all__ = ["KEPT", "Described", "lines_of"]

KEPT = 512
"""Recommendations that are kept once made: all of a list that people read, few of a long one.

Ten thousand take 330 MB, more than all else together; whoever goes through them needs one at a
time.
"""

_Item = TypeVar("_Item", covariant=True)


class _OnDemand(Sequence[_Item], Generic[_Item]):
    """A sequence whose items are made when they are looked at.

    Args:
        count: How many there are.
        make: Makes the item at a place.
    """

    def __init__(self, count: int, make: Callable[[int], _Item]) -> None:
        self._count = count
        self._make = make

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> _Item: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[_Item]: ...
    def __getitem__(self, index: int | slice) -> _Item | Sequence[_Item]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        return self._make(range(self._count)[index])


class Described(_OnDemand[Recommendation]):
    """The recommendations of a result in rank order.

    Attributes:
        lines: What lists show of them, in the same order, at a small part of the price.
    """

    def __init__(self, result: Result) -> None:
        describer, count = Describer(result), len(result.decision.order)
        super().__init__(count, lru_cache(maxsize=KEPT)(describer.describe))
        self.lines: Sequence[Line] = _OnDemand(count, describer.line)


def lines_of(recommendations: Sequence[Recommendation]) -> Sequence[Listed]:
    """Return what lists show of recommendations, without making those that are not made yet."""
    return recommendations.lines if isinstance(recommendations, Described) else recommendations
