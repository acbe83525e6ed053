"""Several selected proposals at one touchpoint: together they may gain less than their sum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cximpact.model.arrays import BoolArray
from cximpact.model.case import Case
from cximpact.model.decision import JointEffect
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores
from cximpact.scoring.rounding import round9
from cximpact.scoring.utility import utility


def joint_effects(
    case: Case, conditions: Conditions, scores: Scores, selected: BoolArray
) -> tuple[JointEffect, ...]:
    """Return the touchpoints that two or more selected proposals change, sorted by id.

    Args:
        case: The case.
        conditions: Conditions before.
        scores: What every proposal does at touchpoints.
        selected: Per proposal.
    """
    cells = scores.cells
    if not len(cells):
        return ()
    groups: dict[tuple[int, int], list[int]] = {}
    for row in np.flatnonzero(selected[cells.proposal] & (cells.net != 0)).tolist():
        key = (int(cells.touchpoint[row]), int(cells.criterion[row]))
        groups.setdefault(key, []).append(row)
    several = ((key, rows) for key, rows in sorted(groups.items()) if len(rows) > 1)
    return tuple(_joint(case, conditions, scores, key, rows) for key, rows in several)


def _joint(
    case: Case, conditions: Conditions, scores: Scores, key: tuple[int, int], rows: Sequence[int]
) -> JointEffect:
    cells = scores.cells
    before = float(cells.condition[rows[0]])
    after = before + sum(float(cells.net[row]) for row in rows)
    joint = float(utility(after) - utility(before))
    separate = sum(float(cells.delta_value[row]) for row in rows)
    return JointEffect(
        touchpoint=conditions.touchpoints[key[0]],
        criterion=conditions.criteria[key[1]],
        proposals=tuple(case.proposals.ids[int(cells.proposal[row])] for row in rows),
        joint=joint,
        separate=separate,
        excess=float(round9(separate - joint)),
    )
