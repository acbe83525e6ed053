"""The customer evidence gate: how much of the gain claimed for customers rests on evidence.

Coverage = sum of w a e / sum of w a over the customer criteria: w the weight, a the gain before
clipping, e the part of it that is evidenced.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from cximpact.decision.cells import rows_of, summed
from cximpact.decision.gates.answer import OFF, answer, customer_columns, not_run
from cximpact.decision.words import (
    exact_percent,
    listed,
    name_of_criterion,
    name_of_touchpoint,
    percent,
)
from cximpact.evidence.freshness import age_in_months, freshness, is_fresh
from cximpact.model.arrays import BoolArray, FloatArray
from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.evidence import Conditions
from cximpact.model.proposal import Source
from cximpact.model.scores import Scores
from cximpact.scoring.rounding import round9

NAME = "customer_evidence"
NO_EVIDENCE = "the input holds no evidence: no measurements, and no source is cited"

_Cited = Mapping[tuple[int, int], tuple[Source, ...]]


def review_evidence(case: Case, conditions: Conditions, scores: Scores) -> GateReview:
    """Return the evidence gate's answers for all proposals."""
    settings = case.scorecard.policy.gates.customer_evidence
    count = len(case.proposals)
    if settings.mode == "off":
        return not_run(NAME, settings.mode, count, OFF)
    if not has_evidence(case):
        return not_run(NAME, settings.mode, count, NO_EVIDENCE)
    evidence = Evidence(case, conditions, scores)
    short = round9(evidence.coverage) < round9(settings.coverage)
    return answer(
        NAME,
        settings.mode,
        settings.action,
        fails=np.asarray(short & evidence.claims, dtype=np.bool_),
        undetermined=np.zeros(count, dtype=np.bool_),
        applies=evidence.claims,
        sentences=evidence.sentences,
        cure=evidence.cure,
    )


def has_evidence(case: Case) -> bool:
    """Return whether the input holds, or lacks, any measurement, or cites any source."""
    cited = case.ratings.sources or case.quantities.sources or case.effects.sources
    return bool(case.supplied.observations or case.statistics or case.lacks_evidence or cited)


class Evidence:
    """The gains claimed for customers, and the part of them that is evidenced."""

    def __init__(self, case: Case, conditions: Conditions, scores: Scores) -> None:
        self._case = case
        self._conditions = conditions
        self._scores = scores
        self._settings = case.scorecard.policy.gates.customer_evidence

    @cached_property
    def weighted_gain(self) -> FloatArray:
        """Proposals x criteria: w a, zero outside the customer group."""
        gain = np.nan_to_num(self._scores.gain, nan=0.0)
        return np.asarray(gain * self._scores.group_weights * customer_columns(self._case))

    @cached_property
    def evidenced(self) -> FloatArray:
        """Proposals x criteria: e, the evidenced part of the gain, 0 to 1."""
        found = np.zeros_like(self.weighted_gain)
        for cited in (self._case.ratings.sources, self._case.quantities.sources):
            for place in self._freshly_cited(cited):
                found[place] = 1.0
        for column, share in self._by_journey().items():
            found[:, column] = share
        return found

    def _freshly_cited(self, cited: _Cited) -> list[tuple[int, int]]:
        return [place for place, sources in cited.items() if any(map(self._is_fresh, sources))]

    def _is_fresh(self, source: Source) -> bool:
        age = age_in_months(source.on, self._case.as_of)
        return age >= 0 and is_fresh(freshness(age), self._settings.freshness)

    def _by_journey(self) -> dict[int, FloatArray]:
        """Return the evidenced part of the gain of every journey criterion, by its column."""
        cells, conditions = self._scores.cells, self._conditions
        shape = (len(self._case.proposals), len(conditions.criteria))
        gain = cells.share * np.maximum(cells.delta_value, 0.0)
        kept = gain * cells.evidenced * self.measured
        whole = summed(gain, cells.proposal, cells.criterion, shape)
        part = summed(kept, cells.proposal, cells.criterion, shape)
        ratio = np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)
        columns = {c.id: column for column, c in enumerate(self._case.scorecard.criteria)}
        return {columns[key]: ratio[:, place] for place, key in enumerate(conditions.criteria)}

    @cached_property
    def measured(self) -> BoolArray:
        """Per cell, whether its touchpoint has a fresh measurement usable for the criterion."""
        cells = self._scores.cells
        if not len(cells):
            return np.zeros(0, dtype=np.bool_)
        return self._conditions.fresh[cells.touchpoint, cells.criterion]

    @cached_property
    def claims(self) -> BoolArray:
        """Per proposal, whether it claims any gain for customers."""
        return np.asarray(round9(self.weighted_gain.sum(axis=1)) > 0, dtype=np.bool_)

    @cached_property
    def coverage(self) -> FloatArray:
        """Per proposal, the evidenced share of its gain; 0 where it claims none."""
        whole = _in_order(self.weighted_gain)
        part = _in_order(self.weighted_gain * self.evidenced)
        return np.divide(part, whole, out=np.zeros_like(whole), where=self.claims)

    def sentences(self, position: int) -> tuple[str, ...]:
        """Return how much is evidenced, how much is needed, and what is missing most."""
        if not self.claims[position]:
            return ("It claims no gain for customers, so there is nothing to evidence.",)
        need, have = self._settings.coverage, float(self.coverage[position])
        said = f"{percent(have, need)} of the gain claimed for customers rests on evidence"
        if round9(have) >= round9(need):
            return (f"{said} (at least {exact_percent(need)} is needed).",)
        short = f"Only {said}; at least {exact_percent(need)} is needed."
        return (short, *self._gaps(position))

    def cure(self, position: int) -> tuple[str, ...]:
        """Return how far the coverage must rise, and where evidence is missing most."""
        need, have = self._settings.coverage, float(self.coverage[position])
        rise = (
            f"The evidenced part of its gain must rise from {percent(have, need)} "
            f"to {exact_percent(need)}."
        )
        return (rise, *self._gaps(position))

    def _gaps(self, position: int) -> list[str]:
        """Return the criteria that leave most of the gain without evidence, and what to do."""
        open_gain = self.weighted_gain[position] * (1.0 - self.evidenced[position])
        worst = sorted(np.flatnonzero(open_gain > 0).tolist(), key=lambda c: -open_gain[c])
        criteria = self._case.scorecard.criteria
        cited = [name_of_criterion(criteria[c]) for c in worst if criteria[c].kind != "journey"]
        found = self._journey_gaps(position)
        if cited:
            found.append(
                f"For {listed(cited, most=3)}, cite a source not older than a year (columns source "
                "and date of its ratings or quantities)."
            )
        return found

    def _journey_gaps(self, position: int) -> list[str]:
        cells = self._scores.cells
        unmeasured: dict[str, None] = {}
        unsourced: dict[str, None] = {}
        gaining = [r for r in rows_of(cells, position) if cells.delta_value[r] > 0]
        for row in sorted(gaining, key=lambda r: -float(cells.share[r] * cells.delta_value[r])):
            touchpoint = self._conditions.touchpoints[int(cells.touchpoint[row])]
            name = name_of_touchpoint(self._case.scorecard.journey, touchpoint)
            if not self.measured[row]:
                unmeasured[name] = None
            if round9(float(cells.evidenced[row])) < 1:
                unsourced[name] = None
        found = []
        if unmeasured:
            found.append(f"Measure {listed(list(unmeasured), most=3)} (no fresh measurement).")
        if unsourced:
            found.append(
                f"For the effect at {listed(list(unsourced), most=3)}, cite a trial, pilot, "
                "analogue or benchmark not older than a year (columns basis, source and date of "
                "its effects)."
            )
        return found


def _in_order(values: FloatArray) -> FloatArray:
    """Return sums over criteria, added one criterion after another so as not to vary."""
    total = np.zeros(values.shape[0])
    for column in range(values.shape[1]):
        total = total + values[:, column]
    return total
