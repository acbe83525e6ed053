"""From the arrays of a result to the records that people and programs read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from cximpact.decision.cells import rows_of
from cximpact.explain.evidence_lines import evidence_lines
from cximpact.explain.notes import score_notes
from cximpact.explain.reasons import reasons
from cximpact.model.evaluation import (
    Band,
    Cost,
    CriterionResult,
    GateResult,
    PathResult,
    Recommendation,
    TouchpointResult,
)
from cximpact.model.scores import RipplePath, ScoreNote
from cximpact.pipeline import Result
from cximpact.scoring.customers import customers_touched
from cximpact.scoring.ripple import RippleMap, ripple_map
from cximpact.scoring.ripple_paths import paths


class Describer:
    """Makes the record of any one recommendation of a result, on demand.

    What many records share (the map of ripples, customers touched) is made once.
    """

    def __init__(self, result: Result) -> None:
        self._result = result
        self._ways: dict[tuple[str, str], tuple[tuple[RipplePath, ...], int]] = {}

    def describe(self, place: int) -> Recommendation:
        """Return the recommendation at a place of the ranking (0 is first)."""
        case, scores, decision = self._result.case, self._result.scores, self._result.decision
        position = int(decision.order[place])
        proposal = case.proposals.one(position)
        cost = decision.cost[position]
        return Recommendation(
            proposal=proposal.id,
            title=proposal.title,
            unit=proposal.unit,
            status=proposal.status,
            rank=place + 1,
            action=decision.actions[position],
            rule=decision.rules[position],
            value=Band(float(scores.value[position])),
            customer_value=_known(scores.customer_value[position]),
            business_value=_known(scores.business_value[position]),
            coverage=float(scores.coverage[position]),
            cost=None if cost is None else Cost(cost, case.currency),
            screened=bool((scores.notes[position] & ScoreNote.SCREENED).any()),
            criteria=tuple(self._criteria(position)),
            touchpoints=tuple(self._touchpoints(position)),
            gates=tuple(self._gates(position)),
            reasons=reasons(case, self._result.conditions, scores, decision, position),
            would_take=decision.would_take.get(position, ()),
        )

    def _criteria(self, position: int) -> Iterator[CriterionResult]:
        case, scores = self._result.case, self._result.scores
        for name in case.scorecard.display_order or tuple(self._columns):
            column = self._columns[name]
            score = _known(scores.score[position, column])
            weight = float(scores.weights[column])
            yield CriterionResult(
                criterion=name,
                group=case.scorecard.criteria[column].group,
                weight=weight,
                score=score,
                contribution=0.0 if score is None else weight * score,
                evidence=evidence_lines(case, self._result.conditions, scores, position, column),
                notes=score_notes(case, scores, position, column),
            )

    def _touchpoints(self, position: int) -> Iterator[TouchpointResult]:
        cells = self._result.scores.cells
        conditions = self._result.conditions
        for row in rows_of(cells, position):
            point = int(cells.touchpoint[row])
            name, criterion = conditions.touchpoints[point], int(cells.criterion[row])
            found, more = self._paths(position, name, conditions.criteria[criterion])
            helped, harmed = self._customers.get((position, point), (None, None))
            yield TouchpointResult(
                touchpoint=name,
                criterion=conditions.criteria[criterion],
                condition=float(cells.condition[row]),
                net=float(cells.net[row]),
                harm=float(cells.harm[row]),
                delta_value=float(cells.delta_value[row]),
                customers_helped=helped,
                customers_harmed=harmed,
                screened=bool(cells.screened[row]),
                paths=tuple(PathResult(way.steps, way.strength, way.units) for way in found),
                more_paths=more,
            )

    def _paths(
        self, position: int, touchpoint: str, criterion: str
    ) -> tuple[tuple[RipplePath, ...], int]:
        """Return how this proposal's effects reach a touchpoint, from each place they start."""
        found: list[RipplePath] = []
        more = 0
        for origin in self._origins(position, criterion):
            key = (origin, touchpoint)
            if key not in self._ways:
                self._ways[key] = paths(self._ripples, origin, touchpoint)
            found.extend(self._ways[key][0])
            more += self._ways[key][1]
        return tuple(found), more

    def _origins(self, position: int, criterion: str) -> list[str]:
        effects = self._result.case.effects
        start, stop = np.searchsorted(effects.proposal, [position, position + 1])
        named = (-1, self._columns[criterion])
        targets = {
            int(effects.target[row])
            for row in range(int(start), int(stop))
            if int(effects.criterion[row]) in named
        }
        return [effects.targets[target] for target in sorted(targets)]

    def _gates(self, position: int) -> Iterator[GateResult]:
        for review in self._result.decision.gates:
            if not review.not_run:
                yield GateResult(
                    gate=review.gate,
                    mode=review.mode,
                    outcome=review.outcomes[position],
                    reason=review.reason(position),
                )

    @cached_property
    def _columns(self) -> dict[str, int]:
        criteria = self._result.case.scorecard.criteria
        return {criterion.id: column for column, criterion in enumerate(criteria)}

    @cached_property
    def _ripples(self) -> RippleMap:
        return ripple_map(self._result.case.scorecard.journey)

    @cached_property
    def _customers(self) -> dict[tuple[int, int], tuple[float | None, float | None]]:
        journey = self._result.case.scorecard.journey
        touched = customers_touched(self._result.scores.cells, journey.touchpoints)
        keys = zip(touched.proposal.tolist(), touched.touchpoint.tolist(), strict=True)
        counts = zip(touched.helped.tolist(), touched.harmed.tolist(), strict=True)
        return {
            key: (_known(helped), _known(harmed))
            for key, (helped, harmed) in zip(keys, counts, strict=True)
        }


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
