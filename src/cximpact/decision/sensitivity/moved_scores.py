"""What proposals do and score, at the ends of what was said of them.

The score of a proposal does not depend on any other, so that all of them are put to their lower
ends at once, and to their upper ends, and each is then read off by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from attrs import evolve

from cximpact.decision.aim import aim_of
from cximpact.decision.rules import linking_rules
from cximpact.decision.sensitivity.moved_conditions import NORMAL_95
from cximpact.decision.sensitivity.moves import End, Move, Present
from cximpact.model.arrays import FloatArray
from cximpact.model.proposal import Effects
from cximpact.model.scorecard import Criterion
from cximpact.model.scores import JourneyCells, Scores
from cximpact.scoring.score import score
from cximpact.scoring.value_functions import amount_scores

_MISSING = 0.9
"""5th and 95th percentile of a missing score, which may be anything from -1 to 1."""
_SINGLE = 0.5
"""A gain or amount stated as one number may be half as much or half as much again."""


def effect_moves(present: Present) -> Iterator[Move]:
    """Yield every proposal with effects: its value with all of them at their low and high ends.

    Args:
        present: The case as it was decided.
    """
    question = present.question
    effects, now = question.case.effects, question.scores
    claiming = set(effects.proposal.tolist())
    if not claiming & set(present.open):
        return
    ends = [_rescored(present, each) for each in (_at(effects, low=True), _at(effects, low=False))]
    journey = [n for n, c in enumerate(question.case.scorecard.criteria) if c.kind == "journey"]
    for place in sorted(claiming):
        low, high = (float(now.value[place]) + _change(now, end, place, journey) for end in ends)
        together = _cells_matter(present)
        if low != high and (together or place in present.open):
            sides = [
                _redone(present, place, end, value) if together else present.valued(place, value)
                for end, value in zip(ends, (low, high), strict=True)
            ]
            name = question.case.proposals.ids[place]
            yield Move("effect", name, low, high, (sides[0], sides[1]), high - low)


def _at(effects: Effects, low: bool) -> Effects:
    """Return effects with every change at one end."""
    sign = -1 if low else 1
    wide = np.where(effects.likely > 0, effects.likely * (1 + sign * _SINGLE), effects.likely)
    end = np.where(effects.single, wide, effects.low if low else effects.high)
    single = np.ones_like(effects.single)
    return evolve(effects, low=end, likely=end, high=end, single=single)


def _rescored(present: Present, effects: Effects) -> Scores:
    return score(evolve(present.question.case, effects=effects), present.question.conditions)


def _change(now: Scores, end: Scores, place: int, journey: list[int]) -> float:
    """Return how far a proposal's value moves with its journey scores."""
    moved = np.nan_to_num(end.score[place, journey]) - np.nan_to_num(now.score[place, journey])
    return float(sum((now.weights[journey] * moved).tolist()))


def _cells_matter(present: Present) -> bool:
    """Whether what proposals do at touchpoints enters the selection beside their values."""
    rules = present.question.case.rules
    return rules.no_stage_worse_off or rules.overlap == "joint" or bool(rules.minimum_shares)


def _redone(present: Present, place: int, end: Scores, value: float) -> Callable[[], End]:
    def made() -> End:
        question = present.question
        values = question.scores.value.copy()
        values[place] = value
        cells = _mixed(question.scores.cells, end.cells, place)
        scores = evolve(question.scores, value=values, cells=cells)
        rules = linking_rules(question.case, question.conditions, scores, question.costs)
        return End(aim_of(question.case, question.conditions, scores), rules)

    return made


def _mixed(now: JourneyCells, end: JourneyCells, place: int) -> JourneyCells:
    """Return what proposals do at touchpoints, one of them as at an end."""
    if len(now) != len(end):
        return now
    own = now.proposal == place
    names = ("gain", "harm", "net", "delta_value", "harm_value")
    return evolve(now, **{n: np.where(own, getattr(end, n), getattr(now, n)) for n in names})


def score_moves(present: Present) -> Iterator[Move]:
    """Yield every rating and quantity that is uncertain, at both ends.

    A rating: its 5th and 95th percentile, normal with its standard error, clipped to its levels.
    A quantity: the scores of its low and high amount. A missing one: 5th and 95th percentile of
    anything from -1 to 1.

    Args:
        present: The case as it was decided.
    """
    question = present.question
    for column, criterion in enumerate(question.case.scorecard.criteria):
        weight = float(question.scores.weights[column])
        if criterion.kind == "journey" or weight == 0:
            continue
        lows, highs = _bands(present, column, criterion)
        for place in present.open:
            now = float(np.nan_to_num(question.scores.score[place, column]))
            low, high = float(lows[place]), float(highs[place])
            if low < high:
                value = float(question.scores.value[place])
                ends = tuple(
                    present.valued(place, value + weight * (end - now)) for end in (low, high)
                )
                name = f"{question.case.proposals.ids[place]}/{criterion.id}"
                size = weight * (high - low)
                yield Move("score", name, low, high, (ends[0], ends[1]), size)


def _bands(present: Present, column: int, criterion: Criterion) -> tuple[FloatArray, FloatArray]:
    """Return the lower and upper ends of a criterion's scores, per proposal."""
    scores = present.question.scores
    now = scores.score[:, column]
    missing = np.isnan(now)
    if criterion.kind == "rating":
        ends = [now + sign * NORMAL_95 * scores.error[:, column] for sign in (-1, 1)]
        levels = [level.score for level in criterion.levels] or [-1.0, 1.0]
        ends = [np.clip(end, min(levels), max(levels)) for end in ends]
    else:
        ends = _amounts(present, column, criterion)
    # A score that lies beyond what could be drawn is no reason to move it the other way.
    low = np.minimum(np.minimum(*ends), np.where(missing, 0.0, now))
    high = np.maximum(np.maximum(*ends), np.where(missing, 0.0, now))
    return np.where(missing, -_MISSING, low), np.where(missing, _MISSING, high)


def _amounts(present: Present, column: int, criterion: Criterion) -> list[FloatArray]:
    given = present.question.case.quantities
    single, likely = given.single[:, column], given.likely[:, column]
    spread = np.where(likely > 0, _SINGLE, 0.0)
    ends = []
    for sign, stated in ((-1, given.low[:, column]), (1, given.high[:, column])):
        amounts = np.where(single, likely * (1 + sign * spread), stated)
        ends.append(amount_scores(amounts, criterion.value_points).score)
    return ends
