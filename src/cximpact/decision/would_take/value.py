"""How far a proposal's value must rise, and which single score could carry it there."""

from __future__ import annotations

from math import ceil

from cximpact.decision.words import exact_points, listed, name_of_criterion
from cximpact.decision.would_take.question import Question
from cximpact.scoring.rounding import round9

_MOST_CRITERIA = 3
_STEP = 10_000  # a hundredth of a point


def rounded_up(value: float) -> float:
    """Return a score at a hundredth of a point, never below itself.

    What holds above the figure that is printed then holds for what it stands for.

    Example:
        >>> rounded_up(1 / 3)
        0.3334
    """
    return ceil(float(round9(value * _STEP))) / _STEP


def value_needed(question: Question, position: int, goal: float, purpose: str) -> tuple[str, ...]:
    """Return sentences: the value it needs, and each single score that would be enough.

    Args:
        question: What was decided.
        position: The proposal.
        goal: The value it must exceed, all else equal.
        purpose: What for, such as "to be worth doing".
    """
    now = question.value(position)
    if goal >= 1:
        return (f"No value is high enough {purpose}, whatever its scores.",)
    target = exact_points(rounded_up(goal))
    first = f"Its value must rise above {target} (now {exact_points(round(now, 4))}) {purpose}."
    enough = _single_scores(question, position, goal - now)
    if not enough:
        return (first, "No single score can do that alone.")
    return (first, f"Enough by itself: {listed(enough, most=_MOST_CRITERIA)}.")


def _single_scores(question: Question, position: int, rise: float) -> list[str]:
    """Return the scores that would lift the value by more than `rise`, the nearest first."""
    found = []
    for column, criterion in enumerate(question.case.scorecard.criteria):
        weight = float(question.scores.weights[column])
        score = float(question.scores.score[position, column])
        now = 0.0 if score != score else score
        if weight > 0 and now + rise / weight < 1:
            goal = rounded_up(now + rise / weight)
            if goal < 1:
                told = "missing" if score != score else f"now {exact_points(round(score, 4))}"
                name = name_of_criterion(criterion)
                found.append((goal - now, f"{name} above {exact_points(goal)} ({told})"))
    return [words for _, words in sorted(found)]
