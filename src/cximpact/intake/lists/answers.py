"""An answer of a rater becomes a score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.lists.answers_in_words import UnknownWordError, degree_word, strength_of
from cximpact.intake.lists.cell_values import UnfitCellError, number_in, text_in
from cximpact.intake.lists.matching import number_of
from cximpact.intake.lists.missing_words import looks_missing
from cximpact.model.scorecard import Level, ValuePoint
from cximpact.scoring.value_functions import amount_score, scale_points

if TYPE_CHECKING:
    from cximpact.intake.files.cells import Cell
    from cximpact.model.scorecard import Criterion
    from cximpact.model.source import Reading

__all__ = ["Answer", "answer_reader"]

Answer = tuple[float, bool] | None
"""A score in [-1, 1] and whether it fell between two levels; None for no answer."""

_MOST_SHOWN = 12


def answer_reader(
    criterion: Criterion, reading: Reading, scale: tuple[float, float, float] | None = None
) -> Callable[[Cell], Answer]:
    """Return what reads the answers on one rating criterion.

    Args:
        criterion: The criterion; answers are its levels' values, or numbers between them.
        reading: How numbers are written.
        scale: Worst, no change and best where the answers stand on another numeric scale.

    Example:
        >>> from cximpact.model.scorecard import Criterion
        >>> from cximpact.model.source import Reading
        >>> levels = (Level("-1", -0.5), Level("0", 0.0), Level("1", 0.5))
        >>> ease = Criterion("ease", "customer", "rating", 1.0, levels=levels)
        >>> answer_reader(ease, Reading())("0.5")
        (0.25, True)
    """
    used = scale or criterion.scale
    if used is not None:
        sign, points = scale_points(used)
        return lambda cell: _on_scale(_number(cell, reading, used), sign, points)
    return _LevelReader(criterion.levels, reading)


def _number(cell: Cell, reading: Reading, scale: tuple[float, float, float]) -> float | None:
    try:
        return number_in(cell, reading)
    except UnfitCellError as unfit:
        if unfit.hint is not None or not looks_missing(cell):
            raise
        answer = _on(scale, strength_of(degree_word(text_in(cell))))
        expected = unfit.expected or "a number"
        raise UnknownWordError(unfit.message, expected, answer) from None


def _on(scale: tuple[float, float, float], strength: float | None) -> str | None:
    """Return the whole number on a scale that is nearest to what a word says."""
    if strength is None:
        return None
    worst, same, best = scale
    return str(round(same + abs(strength) * ((worst if strength < 0 else best) - same)))


def _on_scale(number: float | None, sign: float, points: Sequence[ValuePoint]) -> Answer:
    if number is None:
        return None
    low, high = sorted((sign * points[0].amount, sign * points[-1].amount))
    if not low <= number <= high:
        raise UnfitCellError("not on the scale", f"a number from {low:g} to {high:g}")
    return amount_score(sign * number, points) + 0.0, number != int(number)


class _LevelReader:
    """Reads answers that are levels, by value, or numbers that lie between two of them."""

    def __init__(self, levels: tuple[Level, ...], reading: Reading) -> None:
        self._levels = levels
        self._reading = reading
        self._by_text = {level.value.casefold(): level.score for level in levels}
        numbers = [number_of(level.value) for level in levels]
        pairs = sorted(
            (number, level.score)
            for number, level in zip(numbers, levels, strict=True)
            if number is not None
        )
        self._points = [ValuePoint(number, score) for number, score in pairs]
        self._amounts = {number for number, _ in pairs}

    def __call__(self, cell: Cell) -> Answer:
        text = text_in(cell)
        if not text:
            return None
        if text.casefold() in self._by_text:
            return self._by_text[text.casefold()], False
        return self._between(self._number(cell, text))

    def _number(self, cell: Cell, text: str) -> float:
        if len(self._points) < 2:
            values = [level.value for level in self._levels]
            raise self._no_level(cell, did_you_mean(text, values))
        try:
            number = number_in(cell, self._reading)
        except UnfitCellError as unfit:
            raise self._no_level(cell, unfit.hint) from None
        first, last = self._points[0].amount, self._points[-1].amount
        if number is None or not first <= number <= last:
            hint = "if the list has a scale of its own, name it: {column: ..., scale: [1, 3, 5]}"
            raise UnfitCellError("not on the scale", self._expected(), hint)
        return number

    def _no_level(self, cell: Cell, hint: str | None) -> UnfitCellError:
        """Return what is wrong with a cell that is none of the levels."""
        if hint is not None or not looks_missing(cell):
            return UnfitCellError("not a level", self._expected(), hint)
        best = max(self._levels, key=lambda level: level.score)
        strength = strength_of(degree_word(text_in(cell)))
        if strength is None:
            return UnknownWordError("not a level", self._expected(), None)
        # A risk has no level that is better than no change: a high one is the worst.
        meant = strength if best.score > 0 else -abs(strength)
        near = min(self._levels, key=lambda level: abs(level.score - meant))
        return UnknownWordError("not a level", self._expected(), near.value)

    def _between(self, number: float) -> Answer:
        return amount_score(number, self._points) + 0.0, number not in self._amounts

    def _expected(self) -> str:
        values = [level.value for level in self._levels]
        more = f" and {len(values) - _MOST_SHOWN} more" if len(values) > _MOST_SHOWN else ""
        return f"one of {', '.join(values[:_MOST_SHOWN])}{more}"
