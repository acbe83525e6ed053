"""The customer voice gate: have customers themselves been heard where it matters most?

Where a proposal moves most value, there must be a measurement from a channel that customers
speak in, not too old. Figures of one's own operation (KPIs) are not voice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from cximpact.decision.cells import summed
from cximpact.decision.gates.answer import OFF, answer, not_run
from cximpact.decision.words import name_of_touchpoint
from cximpact.model.arrays import BoolArray, FloatArray, IntArray
from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.evidence import Conditions, Measurement
from cximpact.model.scores import JourneyCells, Scores
from cximpact.scoring.rounding import round9

NAME = "customer_voice"
NO_OBSERVATIONS = "the input holds no measurements of touchpoints"


def review_voice(case: Case, conditions: Conditions, scores: Scores) -> GateReview:
    """Return the voice gate's answers for all proposals."""
    settings = case.scorecard.policy.gates.customer_voice
    count = len(case.proposals)
    if settings.mode == "off":
        return not_run(NAME, settings.mode, count, OFF)
    if not (case.supplied.observations or case.statistics or case.lacks_evidence):
        return not_run(NAME, settings.mode, count, NO_OBSERVATIONS)
    voice = Voice(case, conditions, scores)
    return answer(
        NAME,
        settings.mode,
        settings.action,
        fails=voice.unheard,
        undetermined=np.zeros(count, dtype=np.bool_),
        applies=voice.touches,
        sentences=voice.sentences,
        cure=voice.cure,
    )


class Voice:
    """Where every proposal moves most, and whether customers were heard there."""

    def __init__(self, case: Case, conditions: Conditions, scores: Scores) -> None:
        self._case = case
        self._conditions = conditions
        self._scores = scores
        self._settings = case.scorecard.policy.gates.customer_voice

    @cached_property
    def moved(self) -> FloatArray:
        """Proposals x touchpoints: the sum of w share |change of value|, at 9 decimals."""
        return self.moved_by(self._scores.cells)

    def moved_by(self, cells: JourneyCells) -> FloatArray:
        """Return `moved` for other cells than those of the central figures."""
        shape = (len(self._case.proposals), len(self._conditions.touchpoints))
        if not len(cells):
            return np.zeros(shape)
        weight = self._weights[cells.criterion]
        amount = weight * cells.share * np.abs(cells.delta_value)
        return round9(summed(amount, cells.proposal, cells.touchpoint, shape))

    @cached_property
    def _weights(self) -> FloatArray:
        """Per journey criterion its weight, whatever its group: customers are touched by both."""
        place = {c.id: n for n, c in enumerate(self._case.scorecard.criteria)}
        return self._scores.weights[[place[key] for key in self._conditions.criteria]]

    @cached_property
    def touches(self) -> BoolArray:
        """Per proposal, whether it moves any touchpoint at all."""
        return np.asarray((self.moved > 0).any(axis=1), dtype=np.bool_)

    @cached_property
    def foremost(self) -> IntArray:
        """Per proposal, the touchpoint it moves most; of equals the first by id."""
        if not self._conditions.touchpoints:
            return np.zeros(len(self._case.proposals), dtype=np.int64)
        return np.asarray(np.argmax(self.moved, axis=1), dtype=np.int64)

    @cached_property
    def latest(self) -> dict[str, Measurement]:
        """By touchpoint, the newest measurement from customers themselves."""
        found: dict[str, Measurement] = {}
        for measurement in self._conditions.measurements:
            known = found.get(measurement.touchpoint)
            # A source that joins several channels is the customers' word only if each of them is.
            if {*measurement.channel.split("+")} <= {*self._settings.channels} and (
                known is None or measurement.age_months < known.age_months
            ):
                found[measurement.touchpoint] = measurement
        return found

    @cached_property
    def heard(self) -> BoolArray:
        """Per touchpoint, whether there is a recent enough word of customers."""
        limit = round9(self._settings.max_age_months)
        found = (
            t in self.latest and bool(round9(self.latest[t].age_months) <= limit)
            for t in self._conditions.touchpoints
        )
        return np.array(list(found), dtype=np.bool_)

    @cached_property
    def unheard(self) -> BoolArray:
        """Per proposal, whether no recent enough customers' word exists where it moves most."""
        if not len(self.heard):
            return np.zeros(len(self._case.proposals), dtype=np.bool_)
        return np.asarray(self.touches & ~self.heard[self.foremost], dtype=np.bool_)

    def sentences(self, position: int) -> tuple[str, ...]:
        """Return whose word there is at the touchpoint it moves most, and how old it is."""
        if not self.touches[position]:
            return ("It changes no touchpoint, so there is no customer's word to ask for.",)
        place = self._place(position)
        found = self.latest.get(self._foremost_id(position))
        if not self.unheard[position] and found is not None:
            return (f"Customers were heard at {place}: {_told(found)}.",)
        return (self._lack(position), self._todo(position))

    def cure(self, position: int) -> tuple[str, ...]:
        """Return whose word is needed where."""
        return (self._todo(position),)

    def _foremost_id(self, position: int) -> str:
        return self._conditions.touchpoints[int(self.foremost[position])]

    def _place(self, position: int) -> str:
        return name_of_touchpoint(self._case.scorecard.journey, self._foremost_id(position))

    def _lack(self, position: int) -> str:
        place, found = self._place(position), self.latest.get(self._foremost_id(position))
        most = f"{self._settings.max_age_months:g}"
        if found is None:
            return f"It changes {place} most, and no customer was heard there."
        return f"It changes {place} most, and the last word from there is {_told(found)}, " + (
            f"older than {most} months."
        )

    def _todo(self, position: int) -> str:
        channels = " or ".join(filter(None, _but_last(self._settings.channels)))
        return (
            f"Ask customers at {self._place(position)} ({channels}): a measurement at most "
            f"{self._settings.max_age_months:g} months old is needed."
        )


def _but_last(channels: Sequence[str]) -> tuple[str, str]:
    return ", ".join(channels[:-1]), channels[-1]


def _told(measurement: Measurement) -> str:
    return f"{measurement.source} ({measurement.channel}) of {measurement.on.isoformat()}"
