"""The customer harm gate: harm that no gain elsewhere may hide.

Fails where the harm alone takes too much value from customers at a touchpoint or over the
journey, where a condition worsens sharply whatever its reach, or where a customer criterion is
scored clearly worse than today. Harm within the limits is still told.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from cximpact.decision.cells import any_of, rows_of, summed
from cximpact.decision.gates.answer import (
    NO_CUSTOMER_INPUT,
    OFF,
    answer,
    customer_columns,
    has_customer_input,
    not_run,
)
from cximpact.decision.words import (
    figure,
    journey_criteria,
    listed,
    name_of_criterion,
    name_of_touchpoint,
    points,
)
from cximpact.model.arrays import BoolArray, FloatArray
from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores
from cximpact.scoring.rounding import round9

NAME = "customer_harm"


def review_harm(case: Case, conditions: Conditions, scores: Scores) -> GateReview:
    """Return the harm gate's answers for all proposals."""
    settings = case.scorecard.policy.gates.customer_harm
    count = len(case.proposals)
    if settings.mode == "off":
        return not_run(NAME, settings.mode, count, OFF)
    if not has_customer_input(case, scores):
        return not_run(NAME, settings.mode, count, NO_CUSTOMER_INPUT)
    harm = Harm(case, conditions, scores)
    return answer(
        NAME,
        settings.mode,
        settings.action,
        fails=harm.fails,
        undetermined=harm.missing.any(axis=1) | harm.unconfirmed,
        applies=np.ones(count, dtype=np.bool_),
        reason=harm.reason,
        cure=harm.cure,
        softened=harm.mitigated,
    )


class Harm:
    """What the harm gate looks at, held against its limits."""

    def __init__(self, case: Case, conditions: Conditions, scores: Scores) -> None:
        self._case = case
        self._conditions = conditions
        self._scores = scores
        self._limits = case.scorecard.policy.gates.customer_harm
        self._count = len(case.proposals)

    @cached_property
    def touchpoint_limit(self) -> FloatArray:
        """Per touchpoint, the worst value of harm that passes."""
        moments = {p.id for p in self._case.scorecard.journey.touchpoints if p.moment_of_truth}
        strict, usual = self._limits.moment_of_truth, self._limits.touchpoint
        return np.array([strict if t in moments else usual for t in self._conditions.touchpoints])

    @cached_property
    def too_harmful(self) -> BoolArray:
        """Per cell, whether the harm alone goes beyond the touchpoint's limit."""
        cells = self._scores.cells
        limit = self.touchpoint_limit[cells.touchpoint] if len(cells) else np.zeros(0)
        return np.asarray(round9(cells.harm_value) < round9(limit), dtype=np.bool_)

    @cached_property
    def too_sharp(self) -> BoolArray:
        """Per cell, whether a condition worsens beyond the limit, whatever its reach."""
        worst = round9(self._scores.cells.worst_change)
        return np.asarray(worst < round9(self._limits.change), dtype=np.bool_)

    @cached_property
    def over_journey(self) -> FloatArray:
        """Proposals x journey criteria: the sum of share times harm."""
        cells = self._scores.cells
        shape = (self._count, len(self._conditions.criteria))
        return summed(cells.share * cells.harm_value, cells.proposal, cells.criterion, shape)

    @cached_property
    def too_low(self) -> BoolArray:
        """Proposals x criteria: a customer rating or quantity scored beyond the limit."""
        judged = customer_columns(self._case) & np.array(
            [c.kind != "journey" for c in self._case.scorecard.criteria], dtype=np.bool_
        )
        low = round9(self._scores.score) < round9(self._limits.score)
        return np.asarray(low & judged, dtype=np.bool_)

    @cached_property
    def missing(self) -> BoolArray:
        """Proposals x criteria: a customer criterion without a score."""
        return np.asarray(
            np.isnan(self._scores.score) & customer_columns(self._case), dtype=np.bool_
        )

    @cached_property
    def unconfirmed(self) -> BoolArray:
        """Per proposal, "no effects" said by a unit on the ripple map that nobody confirmed."""
        proposals, journey = self._case.proposals, self._case.scorecard.journey
        owners = {point.unit for point in journey.touchpoints}
        owners |= {process.unit for process in journey.processes}
        owners.discard("")
        said = proposals.stating_no_effects - {k for k, by in proposals.confirmed_by.items() if by}
        rows = zip(proposals.ids, proposals.units, strict=True)
        return np.array([key in said and unit in owners for key, unit in rows], dtype=np.bool_)

    @cached_property
    def mitigated(self) -> BoolArray:
        """Per proposal, whether a mitigation is stated."""
        stated = self._case.proposals.mitigations
        return np.array(
            [bool(stated.get(key, "").strip()) for key in self._case.proposals.ids], dtype=np.bool_
        )

    @cached_property
    def beyond_journey(self) -> BoolArray:
        """Proposals x journey criteria: the harm over the journey goes beyond the limit."""
        limit = round9(self._limits.journey)
        return np.asarray(round9(self.over_journey) < limit, dtype=np.bool_)

    @cached_property
    def fails(self) -> BoolArray:
        """Per proposal, whether any limit is broken."""
        proposal = self._scores.cells.proposal
        cells = any_of(self.too_harmful | self.too_sharp, proposal, self._count)
        found = cells | self.beyond_journey.any(axis=1) | self.too_low.any(axis=1)
        return np.asarray(found, dtype=np.bool_)

    def reason(self, position: int) -> str:
        """Return what is harmed, by how much against which limit, and what to do."""
        parts = []
        if self.fails[position]:
            parts.append(f"It harms customers: {'; '.join(self._failures(position))}.")
            parts.append(self._way_out(position))
        parts += self._unknowns(position)
        if not parts:
            parts.append("No harm to customers goes beyond the limits.")
        return " ".join((*parts, *self._told(position)))

    def cure(self, position: int) -> tuple[str, ...]:
        """Return for every broken limit the figure it must come down to, and what is missing."""
        found = [
            *self._cures_at_touchpoints(position),
            *self._cures_over_journey(position),
            *self._cures_of_scores(position),
        ]
        return (*found, *self._unknowns(position))

    def _place(self, row: int) -> str:
        cells = self._scores.cells
        touchpoint = self._conditions.touchpoints[int(cells.touchpoint[row])]
        name = name_of_touchpoint(self._case.scorecard.journey, touchpoint)
        journeys = journey_criteria(self._case.scorecard)
        if len(journeys) < 2:
            return name
        return f"{name} ({name_of_criterion(journeys[int(cells.criterion[row])])})"

    def _limit_at(self, row: int) -> tuple[float, str]:
        limit = float(self.touchpoint_limit[self._scores.cells.touchpoint[row]])
        moment = limit == self._limits.moment_of_truth != self._limits.touchpoint
        return limit, f"{figure(limit)}{' for a moment of truth' if moment else ''}"

    def _failures(self, position: int) -> list[str]:
        cells, found = self._scores.cells, []
        for row in rows_of(cells, position):
            if self.too_harmful[row]:
                limit, said = self._limit_at(row)
                harm = figure(float(cells.harm_value[row]), limit)
                found.append(f"the harm at {self._place(row)} is {harm} (limit {said})")
            if self.too_sharp[row]:
                change = figure(float(cells.worst_change[row]), self._limits.change)
                limit_text = figure(self._limits.change)
                found.append(
                    f"{self._place(row)} worsens by {change} for those it reaches "
                    f"(limit {limit_text})"
                )
        return found + self._wider_failures(position)

    def _wider_failures(self, position: int) -> list[str]:
        found = []
        for column in np.flatnonzero(self.beyond_journey[position]).tolist():
            total = figure(float(self.over_journey[position, column]), self._limits.journey)
            limit = figure(self._limits.journey)
            found.append(
                f"the harm over the journey, {self._journey(column)}, is {total} (limit {limit})"
            )
        for column in np.flatnonzero(self.too_low[position]).tolist():
            name = name_of_criterion(self._case.scorecard.criteria[column])
            score = points(float(self._scores.score[position, column]))
            found.append(f"{name} is scored {score} (limit {points(self._limits.score)})")
        return found

    def _journey(self, column: int) -> str:
        return name_of_criterion(journey_criteria(self._case.scorecard)[column])

    def _way_out(self, position: int) -> str:
        if self.mitigated[position]:
            return "A mitigation is stated: bring evidence that it keeps the harm within the limit."
        return "Change the proposal so that customers are spared, or state a mitigation."

    def _unknowns(self, position: int) -> list[str]:
        found = []
        columns = np.flatnonzero(self.missing[position]).tolist()
        if columns:
            names = listed([name_of_criterion(self._case.scorecard.criteria[c]) for c in columns])
            found.append(
                f"Whether customers are harmed is open: no score for {names}; rate it, or state "
                "what it changes for customers."
            )
        if self.unconfirmed[position]:
            unit = self._case.proposals.units[position]
            found.append(
                f'"No effects" was said by {unit}, whose work reaches customers: have someone '
                "outside the unit confirm it."
            )
        return found

    def _told(self, position: int) -> list[str]:
        """Return the harm that must be listed whatever the outcome."""
        cells, scores = self._scores.cells, self._scores
        made_up, possible = [], []
        for row in rows_of(cells, position):
            harm = float(cells.harm_value[row])
            if round9(harm) < 0 and not self.too_harmful[row]:
                made_up.append(f"{self._place(row)} ({figure(harm, 0.0)})")
            if cells.possible_harm[row]:
                possible.append(self._place(row))
        found = []
        if made_up:
            gains = float(scores.value[position]) > 0
            end = "which gains elsewhere make up for" if gains else "which stays within the limits"
            found.append(f"There is harm at {listed(made_up)}, {end}.")
        if possible:
            found.append(f"Harm is possible at {listed(possible)}: its range reaches below zero.")
        return found + self._low_scores(position)

    def _low_scores(self, position: int) -> list[str]:
        columns = customer_columns(self._case) & ~self.too_low[position]
        listed_scores = []
        for column, criterion in enumerate(self._case.scorecard.criteria):
            score = float(self._scores.score[position, column])
            if columns[column] and criterion.kind != "journey" and round9(score) < 0:
                listed_scores.append(f"{name_of_criterion(criterion)} ({points(score)})")
        return [f"Scored worse than today: {listed(listed_scores)}."] if listed_scores else []

    def _cures_at_touchpoints(self, position: int) -> list[str]:
        cells, found = self._scores.cells, []
        for row in rows_of(cells, position):
            if self.too_harmful[row]:
                limit, said = self._limit_at(row)
                harm = figure(float(cells.harm_value[row]), limit)
                found.append(f"Harm at {self._place(row)} must shrink from {harm} to {said}.")
            if self.too_sharp[row]:
                change = figure(float(cells.worst_change[row]), self._limits.change)
                limit_text = figure(self._limits.change)
                found.append(
                    f"The worst change at {self._place(row)} must shrink from {change} "
                    f"to {limit_text}."
                )
        return found

    def _cures_over_journey(self, position: int) -> list[str]:
        found = []
        for column in np.flatnonzero(self.beyond_journey[position]).tolist():
            total = figure(float(self.over_journey[position, column]), self._limits.journey)
            limit = figure(self._limits.journey)
            found.append(
                f"Harm over the journey, {self._journey(column)}, must shrink from {total} "
                f"to {limit}."
            )
        return found

    def _cures_of_scores(self, position: int) -> list[str]:
        found = []
        for column in np.flatnonzero(self.too_low[position]).tolist():
            name = name_of_criterion(self._case.scorecard.criteria[column])
            score = points(float(self._scores.score[position, column]))
            limit = points(self._limits.score)
            found.append(f"{name} must score at least {limit} (now {score}).")
        return found
