"""One weight moved, the others of its part keeping their proportions.

The value of every proposal, and of every fixed set of them, is then linear in that weight.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from attrs import frozen

from cximpact.decision.aim import Aim
from cximpact.decision.question import Question
from cximpact.decision.together import terms_of
from cximpact.model.arrays import FloatArray
from cximpact.model.weighting import GROUPS
from cximpact.scoring.value import group_columns, weighted_sum


@frozen(eq=False)
class Lever:
    """A weight inside its part, free to move from 0 to 1.

    Attributes:
        question: The case and how it was decided.
        part: `customer`, `business` or `groups`.
        member: Criterion id, or group.
        weight: Where it stands.
        at_none: Weights of the criteria, share of the group included, where it is 0.
        at_all: The same where it is 1.
        value_at_none: V per proposal where it is 0.
        value_at_all: V per proposal where it is 1.
    """

    question: Question
    part: str
    member: str
    weight: float
    at_none: FloatArray
    at_all: FloatArray
    value_at_none: FloatArray
    value_at_all: FloatArray

    def aim(self, weight: float) -> Aim:
        """Return what is maximised where it has another weight."""
        value = self.value_at_none + weight * (self.value_at_all - self.value_at_none)
        question = self.question
        if not (question.case.rules.synergies or question.case.rules.overlap == "joint"):
            return Aim(value)
        whole = self.at_none + weight * (self.at_all - self.at_none)
        return Aim(value, terms_of(question.case, question.conditions, question.scores, whole))


def levers(question: Question) -> tuple[Lever, ...]:
    """Return every weight that can move: inside each group of several criteria, and the groups.

    A member that is alone in its part cannot move and is left out.

    Args:
        question: The case and how it was decided.
    """
    return tuple(_lever(question, *each) for each in _moves(question))


_Move = tuple[str, str, float, FloatArray, FloatArray]


def _moves(question: Question) -> Iterator[_Move]:
    """Yield part, member, weight, and all weights with it at 0 and at 1."""
    card, scores = question.case.scorecard, question.scores
    groups: list[str] = sorted({each.group for each in card.criteria})
    places = {group: group_columns(card, group) for group in groups}
    share = {g: float(sum(scores.weights[places[g]].tolist())) for g in groups}
    for group in groups:
        inside = scores.group_weights[places[group]]
        for number, column in enumerate(places[group]):
            if len(inside) > 1:
                ends = []
                for weight in (0.0, 1.0):
                    whole = scores.weights.copy()
                    whole[places[group]] = share[group] * moved(inside, number, weight)
                    ends.append(whole)
                yield group, card.criteria[column].id, float(inside[number]), ends[0], ends[1]
    if len(groups) > 1:
        yield from _group_moves(question, groups, places, share)


def _group_moves(
    question: Question, groups: list[str], places: dict[str, list[int]], share: dict[str, float]
) -> Iterator[_Move]:
    stated = np.array([share[group] for group in groups])
    for number, group in enumerate(groups):
        ends = []
        for weight in (0.0, 1.0):
            whole = question.scores.weights.copy()
            for one, other in zip(groups, moved(stated, number, weight).tolist(), strict=True):
                whole[places[one]] = other * question.scores.group_weights[places[one]]
            ends.append(whole)
        yield GROUPS, group, share[group], ends[0], ends[1]


def moved(weights: FloatArray, number: int, weight: float) -> FloatArray:
    """Return weights with one of them moved; the others keep their proportions.

    Where all others are 0 they share what is left equally.

    Args:
        weights: Of one part; they sum to 1.
        number: Which one moves.
        weight: Where to.

    Example:
        >>> moved(np.array([0.5, 0.375, 0.125]), 0, 0.2).tolist()
        [0.2, 0.6000000000000001, 0.2]
    """
    others = np.delete(weights, number)
    rest = float(sum(others.tolist()))
    shares = others / rest if rest > 0 else np.full(len(others), 1.0 / len(others))
    return np.insert((1.0 - weight) * shares, number, weight)


def _lever(
    question: Question, part: str, member: str, weight: float, none: FloatArray, all_: FloatArray
) -> Lever:
    scores = question.scores
    # From the values as decided, so that where the weight stands nothing differs from them.
    ends = [scores.value + weighted_sum(end - scores.weights, scores.score) for end in (none, all_)]
    return Lever(question, part, member, weight, none, all_, *ends)
