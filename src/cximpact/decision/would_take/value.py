"""How far a proposal's value must rise, and which single score could carry it there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, inf
from typing import NamedTuple

from cximpact.decision.answers_needed import as_answer, missing_answer
from cximpact.decision.question import Question
from cximpact.decision.reach import reach_of
from cximpact.decision.words import exact_points, listed, name_of_criterion, points
from cximpact.model.scorecard import Criterion, Level
from cximpact.scoring.rounding import round9

_MOST_CRITERIA = 3
_COARSEST, _FINEST = 3, 9


class _Enough(NamedTuple):
    """A score that lifts the value far enough; the nearest sorts first."""

    rise: float
    words: str
    column: int
    goal: float


def rounded_up(value: float, below: float = inf) -> float:
    """Return a score at a tenth of a point, never below itself.

    What holds above the figure that is printed then holds for what it stands for.

    Args:
        value: In [-1, 1].
        below: What the figure must stay below; it gets as many decimals more as that takes.

    Example:
        >>> rounded_up(1 / 3), rounded_up(1 / 3, below=0.3338)
        (0.334, 0.3334)
    """
    found = value
    for decimals in range(_COARSEST, _FINEST + 1):
        found = ceil(float(round9(value * 10**decimals))) / 10**decimals
        if found < below:
            break
    return found


def value_needed(
    question: Question,
    position: int,
    goal: float,
    purpose: str,
    *,
    alone: Callable[[int, float], bool] | None = None,
    otherwise: str = "",
) -> tuple[str, ...]:
    """Return sentences: the value it needs, and each single score that would be enough.

    Args:
        question: What was decided.
        position: The proposal.
        goal: The value it must exceed, all else equal.
        purpose: What for, such as "to be worth doing".
        alone: Whether a score on a criterion above a goal is also all that it takes for another
            action; left out, each is.
        otherwise: What is added where it is not all that it takes.
    """
    now = question.value(position)
    highest = sum(
        float(question.scores.weights[column]) * question.best_score(position, column)
        for column in range(len(question.case.scorecard.criteria))
    )
    if round9(goal) >= round9(highest):
        return (f"No value it can reach is high enough {purpose}, whatever its scores.",)
    target = rounded_up(goal, below=highest)
    first = (
        f"Its value must rise above {exact_points(target)} (now {points(now, target)}) {purpose}."
    )
    enough = _single_scores(question, position, goal - now)
    if not enough:
        return (first, "No single score can do that alone.")
    whole = [each for each in enough if alone is None or alone(each.column, each.goal)]
    return (
        first,
        *_told("Enough by itself", whole),
        *_told("Enough for its value", [each for each in enough if each not in whole], otherwise),
    )


def _told(what: str, enough: Sequence[_Enough], end: str = "") -> tuple[str, ...]:
    words = [each.words for each in enough]
    return (f"{what}: {listed(words, most=_MOST_CRITERIA)}{end}.",) if words else ()


def _single_scores(question: Question, position: int, rise: float) -> list[_Enough]:
    """Return the scores that would lift the value by more than `rise`, the nearest first.

    A criterion that cannot reach so high a score is left out.
    """
    found = []
    for column in range(len(question.case.scorecard.criteria)):
        weight = float(question.scores.weights[column])
        score = float(question.scores.score[position, column])
        now = 0.0 if score != score else score
        best = question.best_score(position, column)
        if weight > 0 and round9(now + rise / weight) < round9(best):
            goal = rounded_up(now + rise / weight, below=best)
            words = _said(question, position, column, goal)
            found.append(_Enough(goal - now, words, column, goal))
    return sorted(found)


def _said(question: Question, position: int, column: int, goal: float) -> str:
    """Return the score that would be enough; where an answer is missing, the answer."""
    criterion = question.case.scorecard.criteria[column]
    score = float(question.scores.score[position, column])
    name = name_of_criterion(criterion)
    if score == score:
        also = as_answer(
            question.case,
            question.scores,
            (position, column),
            lambda rated: bool(round9(rated) > round9(goal)),
        )
        more = f"; {also}" if also else ""
        return f"{name} above {exact_points(goal)} (now {points(score, goal)}{more})"
    answer = missing_answer(
        question.case, (position, column), lambda rated: bool(round9(rated) > round9(goal))
    )
    if answer:
        return f"{name} answered with {answer} or better (missing)"
    level = _level_above(question, position, criterion, goal) if answer is None else None
    if level is None:
        return f"{name} above {exact_points(goal)} (missing)"
    anchor = f", {level.anchor}," if level.anchor else ""
    return f"{name} answered with {level.value}{anchor} or better (missing)"


def _level_above(
    question: Question, position: int, criterion: Criterion, goal: float
) -> Level | None:
    """Return the lowest level that scores more than a goal, times the proposal's reach."""
    if criterion.kind != "rating" or not criterion.levels:
        return None
    reach = reach_of(question.case, position, criterion)
    levels = sorted(criterion.levels, key=lambda level: level.score)
    return next((level for level in levels if round9(level.score * reach) > round9(goal)), None)
