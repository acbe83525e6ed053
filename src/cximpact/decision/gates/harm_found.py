"""What the customer harm gate looks at, held against its limits, for all proposals at once."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from cximpact.decision.cells import any_of, summed
from cximpact.decision.gates.answer import customer_columns
from cximpact.model.arrays import BoolArray, FloatArray
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores
from cximpact.scoring.rounding import round9


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
