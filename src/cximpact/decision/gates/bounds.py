"""Per gate: who fails, and who passes, whatever a failed source would have said.

Each function returns two flags per proposal: the gate fails at both ends of all that is open,
and it fails at neither. Where both are False the answer hangs on what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from attrs import evolve

from cximpact.decision.cells import any_of, summed
from cximpact.decision.gates.answer import customer_columns
from cximpact.decision.gates.evidence import NAME as EVIDENCE
from cximpact.decision.gates.evidence import Evidence
from cximpact.decision.gates.floor import NAME as FLOOR
from cximpact.decision.gates.harm import NAME as HARM
from cximpact.decision.gates.harm_found import Harm
from cximpact.decision.gates.opened import Opened
from cximpact.decision.gates.voice import NAME as VOICE
from cximpact.decision.gates.voice import Voice
from cximpact.model.arrays import BoolArray, FloatArray
from cximpact.scoring.rounding import round9
from cximpact.scoring.shares import covered_touchpoints, full_scale, touchpoint_shares
from cximpact.scoring.value import group_value

_UNSURE, _NOISE = 1e-9, 1e-12


class Certain(NamedTuple):
    """Per proposal: the gate fails whatever is missing says, or passes whatever it says."""

    fails: BoolArray
    passes: BoolArray


def harm_bounds(opened: Opened) -> Certain:
    """Harm weighs most on what is broken already, and least on what differentiates."""
    worst, mildest = (
        Harm(opened.case, opened.conditions, evolve(opened.scores, cells=cells)).fails
        for cells in (opened.broken, opened.differentiating)
    )
    return Certain(fails=mildest, passes=~worst)


def evidence_bounds(opened: Opened) -> Certain:
    """Each open gain may be anything from nothing to what it is worth on broken ground.

    Coverage reaches the limit where the sum of gain x (evidenced part - limit) is not below 0;
    each open gain is set to whichever end, and to whichever evidenced part, moves it furthest.
    None is ever nothing: pooled with the prior, no condition comes to be quite 1.
    """
    case, scores, cells = opened.case, opened.scores, opened.scores.cells
    need = case.scorecard.policy.gates.customer_evidence.coverage
    evidence = Evidence(case, opened.conditions, scores)
    rated = np.array([each.kind != "journey" for each in case.scorecard.criteria], dtype=np.bool_)
    stated = evidence.weighted_gain * rated
    per_cell = _worth_of_cells(opened) * cells.share
    gain = per_cell * np.maximum(np.where(opened.cells, 0.0, cells.delta_value), 0.0)
    most = per_cell * np.maximum(np.where(opened.cells, opened.broken.delta_value, 0.0), 0.0)
    kept = cells.evidenced * evidence.measured
    sure = kept * ~opened.displaceable
    rest = (stated * (evidence.evidenced - need)).sum(axis=1)
    rest = rest + _per_proposal(opened, gain * (kept - need))
    lowest = rest + _per_proposal(opened, most * np.minimum(sure - need, 0.0))
    highest = rest + _per_proposal(opened, most * np.maximum(cells.evidenced - need, 0.0))
    least_gain = stated.sum(axis=1) + _per_proposal(opened, gain)
    most_gain = least_gain + _per_proposal(opened, most)
    # Coverage is compared at nine decimals; only what is beyond doubt at that is called certain.
    short = highest < -_UNSURE * most_gain
    hopeless = (round9(least_gain) == 0) & _never_enough(opened, (most > 0), need)
    return Certain(
        fails=np.asarray(((round9(least_gain) > 0) & short) | hopeless, dtype=np.bool_),
        passes=np.asarray(lowest >= -_NOISE * least_gain, dtype=np.bool_),
    )


def _never_enough(opened: Opened, gaining: BoolArray, need: float) -> BoolArray:
    """Return per proposal whether its open gains, however large, are each evidenced too little."""
    cells, count = opened.scores.cells, len(opened.case.proposals)
    enough = gaining & (cells.evidenced >= need - _UNSURE)
    return any_of(gaining, cells.proposal, count) & ~any_of(enough, cells.proposal, count)


def voice_bounds(opened: Opened) -> Certain:
    """Any touchpoint that could be the one it moves most must have been heard, or none of them."""
    voice = Voice(opened.case, opened.conditions, opened.scores)
    if not len(voice.heard):
        nobody = np.zeros(len(opened.case.proposals), dtype=np.bool_)
        return Certain(fails=nobody, passes=~nobody)
    most, least = voice.moved_by(opened.broken), voice.moved_by(opened.differentiating)
    surely = least.max(axis=1)
    foremost = (most > 0) & _could_lead(most, least)
    could_be_heard = voice.heard | opened.touchpoints
    return Certain(
        fails=np.asarray((surely > 0) & ~(foremost & could_be_heard).any(axis=1), dtype=np.bool_),
        passes=np.asarray(~(foremost & ~voice.heard).any(axis=1), dtype=np.bool_),
    )


def _could_lead(most: FloatArray, least: FloatArray) -> BoolArray:
    """Return proposals x touchpoints whether it could be the one moved most; of equals the first.

    Args:
        most: How far each could be moved.
        least: How far each is moved at least.
    """
    found = np.ones(most.shape, dtype=np.bool_)
    found[:, 1:] = most[:, 1:] > np.maximum.accumulate(least, axis=1)[:, :-1]
    after = np.maximum.accumulate(least[:, ::-1], axis=1)[:, ::-1]
    found[:, :-1] &= most[:, :-1] >= after[:, 1:]
    return found


def floor_bounds(opened: Opened) -> Certain:
    """Gains are worth least where the condition is best, losses where it is worst."""
    floor = round9(opened.case.scorecard.policy.gates.customer_value_floor.floor)
    ends = opened.broken.delta_value, opened.differentiating.delta_value
    lowest, highest = (_customer_value(opened, pick(*ends)) for pick in (np.minimum, np.maximum))
    return Certain(
        fails=np.asarray(round9(highest) < floor, dtype=np.bool_),
        passes=np.asarray(~(round9(lowest) < floor), dtype=np.bool_),
    )


BOUNDS: Mapping[str, Callable[[Opened], Certain]] = {
    HARM: harm_bounds,
    EVIDENCE: evidence_bounds,
    VOICE: voice_bounds,
    FLOOR: floor_bounds,
}
"""The gates that look at conditions; the answers of the others do not depend on them."""


def _customer_value(opened: Opened, delta: FloatArray) -> FloatArray:
    """Return the customer value of all proposals for other changes of value at touchpoints."""
    cells, scores = opened.scores.cells, opened.scores
    shape = (len(opened.case.proposals), len(opened.conditions.criteria))
    raw = summed(cells.share * delta, cells.proposal, cells.criterion, shape) / _scales(opened)
    score = scores.score.copy()
    for place, column in enumerate(_journey_columns(opened)):
        changed = np.clip(raw[:, place], -1.0, 1.0)
        score[:, column] = np.where(np.isnan(score[:, column]), np.nan, changed)
    return group_value(opened.case.scorecard, "customer", scores.group_weights, score)


def _worth_of_cells(opened: Opened) -> FloatArray:
    """Return per cell what share x change of value there adds to the customer value."""
    columns = _journey_columns(opened)
    weights = (opened.scores.group_weights * customer_columns(opened.case))[columns]
    found: FloatArray = (weights / _scales(opened))[opened.scores.cells.criterion]
    return found


def _journey_columns(opened: Opened) -> list[int]:
    place = {each.id: column for column, each in enumerate(opened.case.scorecard.criteria)}
    return [place[key] for key in opened.conditions.criteria]


def _scales(opened: Opened) -> FloatArray:
    """Return the full scale of every journey criterion."""
    card, points = opened.case.scorecard, opened.conditions.touchpoints
    shares = touchpoint_shares(card.journey)
    criteria = [card.criteria[column] for column in _journey_columns(opened)]
    found = [full_scale(each, shares, covered_touchpoints(each, points)) for each in criteria]
    return np.array(found, dtype=np.float64)


def _per_proposal(opened: Opened, amounts: FloatArray) -> FloatArray:
    count = len(opened.case.proposals)
    found = np.bincount(opened.scores.cells.proposal, weights=amounts, minlength=count)
    return np.asarray(found, dtype=np.float64)
