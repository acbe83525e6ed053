"""No stage of the journey comes out worse, on any journey criterion."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cximpact.decision.program import Row
from cximpact.decision.rules.rule import STAGE, Rule
from cximpact.decision.words import journey_criteria, name_of_criterion
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.journey import Stage
from cximpact.model.scores import Scores
from cximpact.scoring.rounding import round9

_PICO = 10**12
_DUST = 500
"""A sum this far below 0, in units of 1e-12, is 0 at nine decimals."""


def stage_rules(case: Case, conditions: Conditions, scores: Scores) -> Iterator[Rule]:
    """Yield for each stage and journey criterion that it must not come out worse.

    A proposal's part is the sum over the stage's touchpoints of share times change of value; the
    sum over proposals must not be below 0 at nine decimals.
    """
    names = [name_of_criterion(criterion) for criterion in journey_criteria(case.scorecard)]
    for stage in case.scorecard.journey.stages:
        for column, name in enumerate(names):
            parts = _stage_parts(conditions, scores, stage, column)
            if any(value < 0 for value in parts.values()):
                columns = tuple(sorted(parts))
                row = Row(columns, tuple(parts[c] for c in columns), least=-_DUST)
                words = f"stage {stage.title or stage.id} must not come out worse on {name}"
                remedy = "add a proposal that makes up for the harm there, or drop the rule"
                yield Rule(STAGE, words, remedy, "rules.no_stage_worse_off", row)


def _stage_parts(
    conditions: Conditions, scores: Scores, stage: Stage, column: int
) -> dict[int, int]:
    """Return each proposal's part in a stage, in units of 1e-12; zeros left out."""
    cells = scores.cells
    points = {point.id for point in stage.touchpoints}
    inside = np.array([t in points for t in conditions.touchpoints], dtype=np.bool_)
    if not len(cells):
        return {}
    taken = inside[cells.touchpoint] & (cells.criterion == column)
    total: dict[int, float] = {}
    for row in np.flatnonzero(taken).tolist():
        place = int(cells.proposal[row])
        total[place] = total.get(place, 0.0) + float(cells.share[row] * cells.delta_value[row])
    return {place: round(value * _PICO) for place, value in total.items() if round9(value)}
