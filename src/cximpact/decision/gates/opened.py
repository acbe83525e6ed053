"""What failed sources of evidence leave open, and how far apart its ends are.

A source that failed could have put the condition of a touchpoint it tells of anywhere between
broken (0) and differentiating (1). The value of a condition is concave, so whatever a proposal
changes there is worth most, for better or worse, where it is broken, and least where it is
differentiating already. All that a gate looks at lies between these two ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from attrs import evolve

from cximpact.decision.cells import any_of, rows_of
from cximpact.decision.words import listed, name_of_touchpoint
from cximpact.model.arrays import BoolArray
from cximpact.model.case import Case, MissingSource
from cximpact.model.evidence import Conditions
from cximpact.model.scores import JourneyCells, Scores
from cximpact.scoring.utility import utility

BROKEN, DIFFERENTIATING = 0.0, 1.0
REMEDY = (
    "Mend what stands in its way and run again, or take it out of the workspace to decide"
    " without it."
)


class Opened:
    """Touchpoints that a failed source could have told of, and cells whose condition is open.

    Attributes:
        case: The case.
        conditions: Conditions of the touchpoints, without what failed.
        scores: Scores that rest on them.
    """

    def __init__(self, case: Case, conditions: Conditions, scores: Scores) -> None:
        self.case = case
        self.conditions = conditions
        self.scores = scores

    @cached_property
    def sources(self) -> tuple[MissingSource, ...]:
        """The failed sources that would have told of touchpoints."""
        return tuple(source for source in self.case.missing if source.is_evidence)

    @cached_property
    def touchpoints(self) -> BoolArray:
        """Per touchpoint, whether a failed source could have told of it."""
        return self._told_by(self.sources)

    @cached_property
    def displacing(self) -> BoolArray:
        """Per touchpoint, whether one could have taken the place of rows naming no criterion."""
        return self._told_by([source for source in self.sources if source.names_criteria])

    def _told_by(self, sources: Sequence[MissingSource]) -> BoolArray:
        found = [
            any(source.could_tell_of(point) for source in sources)
            for point in self.conditions.touchpoints
        ]
        return np.array(found, dtype=np.bool_)

    @cached_property
    def named(self) -> BoolArray:
        """Per cell, whether what is measured there names the criterion."""
        width = len(self.conditions.criteria)
        of = self.conditions.cells
        return np.array(
            [
                any(one.criterion for one in of[touchpoint * width + criterion].measurements)
                for touchpoint, criterion in zip(
                    self.scores.cells.touchpoint.tolist(),
                    self.scores.cells.criterion.tolist(),
                    strict=True,
                )
            ],
            dtype=np.bool_,
        )

    @cached_property
    def cells(self) -> BoolArray:
        """Per cell, whether a failed source could have changed its condition.

        Rows that name no criterion do not count beside others that name it.
        """
        return self._at_told & (self._where(self.displacing) | ~self.named)

    @cached_property
    def displaceable(self) -> BoolArray:
        """Per cell, whether what is measured there could have been pushed aside.

        Rows that name the criterion take the place of rows that name none, and may be older.
        """
        return self._where(self.displacing) & ~self.named

    @cached_property
    def affected(self) -> BoolArray:
        """Per proposal, whether it does anything at a touchpoint that a failed source tells of."""
        return any_of(self._at_told, self.scores.cells.proposal, len(self.case.proposals))

    @cached_property
    def _at_told(self) -> BoolArray:
        return self._where(self.touchpoints)

    def _where(self, touchpoints: BoolArray) -> BoolArray:
        """Return per cell what holds of its touchpoint."""
        places = self.scores.cells.touchpoint
        return touchpoints[places] if len(places) else np.zeros(0, dtype=np.bool_)

    @cached_property
    def broken(self) -> JourneyCells:
        """The cells with every open condition at its lower end."""
        return self._at(BROKEN)

    @cached_property
    def differentiating(self) -> JourneyCells:
        """The cells with every open condition at its upper end."""
        return self._at(DIFFERENTIATING)

    def _at(self, end: float) -> JourneyCells:
        cells, here = self.scores.cells, self.cells
        return evolve(
            cells,
            condition=np.where(here, end, cells.condition),
            delta_value=np.where(here, utility(end + cells.net) - utility(end), cells.delta_value),
            harm_value=np.where(here, utility(end + cells.harm) - utility(end), cells.harm_value),
        )

    def sentence(self, position: int) -> str:
        """Return which source is missing for a proposal, why, and where it would have told."""
        places = {int(self.scores.cells.touchpoint[row]) for row in self._rows(position)}
        return missing_sentence(
            self.case, [self.conditions.touchpoints[place] for place in sorted(places)]
        )

    def _rows(self, position: int) -> list[int]:
        return [row for row in rows_of(self.scores.cells, position) if self._at_told[row]]


def missing_sentence(case: Case, touchpoints: Iterable[str]) -> str:
    """Return which sources are missing at some touchpoints, why, and where; "" where none is.

    Args:
        case: The case, with the sources that failed.
        touchpoints: Ids.
    """
    points = [p for p in touchpoints if any(s.could_tell_of(p) for s in case.missing)]
    sources = [s for s in case.missing if any(s.could_tell_of(p) for p in points)]
    if not sources:
        return ""
    places = listed([name_of_touchpoint(case.scorecard.journey, point) for point in points])
    return f"What {told_sources(sources)} would have told of {places} is missing."


def told_sources(sources: Sequence[MissingSource]) -> str:
    """Return failed sources with what went wrong.

    Example:
        >>> told_sources([MissingSource("evidence.calls", "the token was refused.")])
        'the source evidence.calls (failed: the token was refused)'
    """
    named = [f"{s.name} (failed: {s.reason.strip().rstrip('.')})" for s in sources]
    return f"the source {named[0]}" if len(named) == 1 else f"the sources {listed(named)}"


def left_undecided(case: Case, conditions: Conditions, scores: Scores) -> Opened | None:
    """Return what failed sources leave open; None where no source of evidence failed."""
    opened = Opened(case, conditions, scores)
    return opened if opened.sources else None
