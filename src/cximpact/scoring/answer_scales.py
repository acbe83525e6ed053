"""Scores told as answers: what one must have rated for a score to pass a limit.

People rate on a scale of their own, such as 1 to 5, and a score of -34 says little to them. The
answers told here are found with the arithmetic that scores them, so that what is told passes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import ceil, floor, isfinite, log10

from attrs import frozen

from cximpact.model.scorecard import Criterion, ValuePoint
from cximpact.scoring.value_functions import amount_score, scale_points

__all__ = ["AnswerScale", "answer_scale", "answer_words"]

_STEPS = 200
"""Answers are told so finely that a scale has at least so many steps."""
_SAME = 1e-9


@frozen
class AnswerScale:
    """A numeric scale that answers were given on.

    Attributes:
        sign: 1.0 where better answers are larger numbers, -1.0 where they are smaller.
        points: Answers times the sign, strictly increasing, with what they score.
    """

    sign: float
    points: tuple[ValuePoint, ...]

    def score(self, answer: float) -> float:
        """Return what an answer scores: the same bits as when it is read from a list."""
        return amount_score(self.sign * answer, self.points)

    def answer(self, score: float) -> float:
        """Return the worst answer that has a score, within the scale."""
        scores = [point.score for point in self.points]
        at = min(max(bisect_left(scores, score), 1), len(scores) - 1)
        left, right = self.points[at - 1], self.points[at]
        span = right.score - left.score
        part = min(1.0, max(0.0, (score - left.score) / span)) if span else 1.0
        return self.sign * (left.amount + part * (right.amount - left.amount))

    @property
    def no_change(self) -> float:
        """The answer that scores 0."""
        return self.answer(0.0) + 0.0

    @property
    def is_straight(self) -> bool:
        """Whether a step is worth the same everywhere, so that means of answers can be told."""
        slopes = [(b.score - a.score) / (b.amount - a.amount) for a, b in pairwise(self.points)]
        return max(slopes) - min(slopes) < _SAME

    def first(self, passes: Callable[[float], bool], decimals: int) -> float | None:
        """Return the worst answer of so many decimals whose score passes; None where none does.

        Args:
            passes: Whether a score is enough; a better one then is, too.
            decimals: How fine answers are.
        """
        unit: int = 10**decimals
        low = ceil(self.points[0].amount * unit - _SAME)
        high = floor(self.points[-1].amount * unit + _SAME)

        def enough(step: int) -> bool:
            return passes(self.score(self.sign * (step / unit)))

        if low > high or not enough(high):
            return None
        found = bisect_left(range(low, high), True, key=enough) + low
        return self.sign * (found / unit) + 0.0

    @property
    def decimals(self) -> int:
        """How many decimals tell answers finely enough."""
        span = self.points[-1].amount - self.points[0].amount
        return max(0, ceil(log10(_STEPS / span) - _SAME))


def answer_scale(
    criterion: Criterion, own: tuple[float, float, float] | None = None
) -> AnswerScale | None:
    """Return the scale that a rating criterion is answered on; None where answers are words.

    Args:
        criterion: The criterion.
        own: Worst, no change and best of the list, where it has a scale of its own.

    Example:
        >>> ease = Criterion("ease", "customer", "rating", 1.0)
        >>> scale = answer_scale(ease, (1, 3, 5))
        >>> scale.score(2), scale.answer(-0.5), scale.no_change
        (-0.5, 2.0, 3.0)
    """
    used = own or criterion.scale
    if used is not None:
        sign, points = scale_points(used)
        return AnswerScale(sign, tuple(points)) if _rises(points) else None
    numbers = [_number(level.value) for level in criterion.levels]
    if len(numbers) < 2 or None in numbers:
        return None
    known = zip(numbers, criterion.levels, strict=True)
    found = (ValuePoint(n, level.score) for n, level in known if n is not None)
    points = sorted(found, key=lambda point: point.amount)
    return AnswerScale(1.0, tuple(points)) if _rises(points) else None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _rises(points: Sequence[ValuePoint]) -> bool:
    return all(a.amount < b.amount and a.score <= b.score for a, b in pairwise(points))


def answer_words(
    scale: AnswerScale, now: float, passes: Callable[[float], bool], whole: bool = True
) -> str:
    """Return from which answer to which one must come, in decimals, and in whole numbers.

    Args:
        scale: What was answered on.
        now: The score that the present answer has.
        passes: Whether a score is enough; a better one then is, too.
        whole: Whether to say it in whole numbers, too, as one person rates.

    Returns:
        The words; "" where no answer is enough.

    Example:
        >>> ease = Criterion("ease", "customer", "rating", 1.0)
        >>> scale = answer_scale(ease, (-5, 0, 5))
        >>> answer_words(scale, -0.4, lambda score: round(score, 9) >= -0.34)
        'from -2 to at least -1.7, so -1 in whole numbers'
    """
    fine = scale.first(passes, scale.decimals)
    if fine is None:
        return ""
    bound = "at least" if scale.sign > 0 else "at most"
    told = f"from {_told(scale.answer(now), scale.decimals)} to {bound} {_told(fine, 9)}"
    even = None if fine == int(fine) or not whole else scale.first(passes, 0)
    return told if even is None else f"{told}, so {even:.0f} in whole numbers"


def _told(answer: float, decimals: int) -> str:
    return f"{round(answer, decimals) + 0.0:.10g}"
