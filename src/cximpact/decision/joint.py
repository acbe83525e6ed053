"""What selected proposals are worth together: at one touchpoint, and by synergy or overlap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cximpact.decision.words import listed, points
from cximpact.model.arrays import BoolArray
from cximpact.model.case import Case
from cximpact.model.decision import JointEffect
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores
from cximpact.scoring.rounding import round9
from cximpact.scoring.utility import utility

_PICO = 10**12
_ADDED_UP = {True: "which is more than there is room for", False: "harm that others make good too"}


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


def together_notes(
    case: Case,
    selected: BoolArray,
    joint: Sequence[JointEffect],
    together: int,
) -> tuple[str, ...]:
    """Return sentences on what the selection is worth beyond the sum of its proposals' values.

    Args:
        case: The case, with its synergies and how overlap counts.
        selected: Per proposal.
        joint: Touchpoints that several selected proposals change.
        together: What they are worth beyond their values, in units of 1e-12.
    """
    chosen = {
        key for key, taken in zip(case.proposals.ids, selected.tolist(), strict=True) if taken
    }
    active = [each for each in case.rules.synergies if each.value and chosen >= {*each.proposals}]
    told = tuple(
        f"{listed(each.proposals)} together are worth {points(each.value)} beyond their own "
        f"values ({each.id})."
        for each in active
    )
    rest = together / _PICO - sum(each.value for each in active)
    return (*told, *_overlap_note(case, joint, float(round9(rest))))


def _overlap_note(case: Case, joint: Sequence[JointEffect], counted: float) -> tuple[str, ...]:
    """Return how changes that meet at one touchpoint are counted, where that makes a difference."""
    meeting = [each for each in joint if each.excess]
    if not meeting:
        return ()
    places = "touchpoint" if len({each.touchpoint for each in meeting}) == 1 else "touchpoints"
    named = listed(sorted({each.touchpoint for each in meeting}))
    if case.rules.overlap == "joint":
        return (
            f"What meets at {places} {named} is counted together (overlap: joint): "
            f"{points(counted)} beside the sum of the values.",
        )
    signs = {each.excess > 0 for each in meeting}
    effect = _ADDED_UP[signs.pop()] if len(signs) == 1 else "which is not what it comes to together"
    return (
        f"What meets at {places} {named} is added up (overlap: separate), {effect}; overlap: joint "
        "counts it together.",
    )
