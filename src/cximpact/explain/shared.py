"""What the explanations of many proposals have in common, worked out once and kept.

The map of ripples, the ways through it and the words on a measurement are the same for whoever
changes a touchpoint. Nothing here depends on a proposal, so what is kept does not grow with them.
"""

from __future__ import annotations

from functools import cached_property, lru_cache

from cximpact.decision.words import name_of_touchpoint
from cximpact.explain.assumed import assumed_flags
from cximpact.explain.links import Links
from cximpact.explain.measured import told_measurement
from cximpact.model.case import Case
from cximpact.model.evaluation import PathResult
from cximpact.model.evidence import Conditions
from cximpact.model.scores import ScoreNote
from cximpact.scoring.ripple import RippleMap, ripple_map
from cximpact.scoring.ripple_paths import paths

__all__ = ["MOST_PATHS", "Shared", "Ways"]

MOST_PATHS = 100
_PAIRS_KEPT = 1024
"""Pairs of places whose ways are kept: of a map with a thousand of each there are a million."""

Ways = tuple[tuple[PathResult, ...], int]
"""The strongest ways from one place to another, and how many more there are."""


class Shared:
    """What explanations of the proposals of one case have in common.

    Args:
        case: The case.
        conditions: Conditions of the touchpoints.
    """

    def __init__(self, case: Case, conditions: Conditions) -> None:
        self.case = case
        self.conditions = conditions
        self.ways = lru_cache(maxsize=_PAIRS_KEPT)(self._ways)
        self._measured: dict[tuple[int, int], tuple[str, ...]] = {}

    def measured(self, touchpoint: int, criterion: int) -> tuple[str, ...]:
        """Return a line per measurement of a touchpoint, by row and column of the conditions."""
        key = (touchpoint, criterion)
        if key not in self._measured:
            self._measured[key] = self._lines(*key)
        return self._measured[key]

    @cached_property
    def alike(self) -> ScoreNote:
        """The notes on scores that hold of all proposals alike, or of none."""
        return assumed_flags(self.case)

    @cached_property
    def links(self) -> Links:
        """How proposals are tied to others by name."""
        return Links(self.case)

    @cached_property
    def columns(self) -> dict[str, int]:
        """The column of each criterion, by id."""
        return {each.id: column for column, each in enumerate(self.case.scorecard.criteria)}

    @cached_property
    def volumes(self) -> dict[str, float | None]:
        """Customers a year who pass a touchpoint, by id; None where nobody knows."""
        return {point.id: point.volume for point in self.case.scorecard.journey.touchpoints}

    @cached_property
    def _ripples(self) -> RippleMap:
        return ripple_map(self.case.scorecard.journey)

    def _ways(self, origin: str, touchpoint: str) -> Ways:
        found, more = paths(self._ripples, origin, touchpoint, MOST_PATHS)
        return tuple(PathResult(way.steps, way.strength, way.units) for way in found), more

    def _lines(self, touchpoint: int, criterion: int) -> tuple[str, ...]:
        conditions = self.conditions
        key = conditions.touchpoints[touchpoint]
        name = name_of_touchpoint(self.case.scorecard.journey, key)
        found = conditions.cell(key, conditions.criteria[criterion]).measurements
        told = tuple(f"{name}: {told_measurement(self.case, each)}" for each in found)
        return told or (f"{name}: not measured",)
