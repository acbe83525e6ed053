"""A score that must rise, told as the answer that would do it, on the scale people rated on."""

from __future__ import annotations

from collections.abc import Callable

from cximpact.decision.reach import reach_of
from cximpact.model.case import Case
from cximpact.model.scores import Scores
from cximpact.scoring.answer_scales import AnswerScale, answer_scale, answer_words

__all__ = ["as_answer", "missing_answer", "no_change_answer", "scale_of"]

Cell = tuple[int, int]
"""Position of the proposal, position of the criterion."""


def as_answer(case: Case, scores: Scores, cell: Cell, passes: Callable[[float], bool]) -> str:
    """Return the answer at which a score passes, "" where none can be told.

    Told where people rated on a scale of their own: there a score says little to them.

    Of several raters it is the mean of their answers that counts, and it can be told only on a
    scale of even steps: there the mean of the scores is the score of the mean.

    Args:
        case: The case.
        scores: Its scores.
        cell: Proposal and criterion; it has a score.
        passes: Whether a score is enough; a better one then is, too.
    """
    position, column = cell
    criterion = case.scorecard.criteria[column]
    scale, reach = scale_of(case, scores, cell), reach_of(case, position, criterion)
    if scale is None or reach <= 0:
        return ""
    one = int(scores.raters[cell]) == 1
    if not one and not scale.is_straight:
        return ""
    now = float(scores.score[cell]) / reach
    words = answer_words(scale, now, lambda score: passes(score * reach), whole=one)
    if not words:
        return ""
    where = "on the list's scale" if _own(case, cell) else "on its scale"
    return f"{where}: {'' if one else 'a mean '}{words}"


def scale_of(case: Case, scores: Scores, cell: Cell) -> AnswerScale | None:
    """Return the scale of their own that the answers of a cell share; None where there is none."""
    criterion = case.scorecard.criteria[cell[1]]
    if criterion.kind != "rating" or not scores.raters[cell]:
        return None
    ratings = case.ratings
    in_list = bool(ratings.grid[cell] == ratings.grid[cell])
    both = in_list and int(scores.raters[cell]) > 1
    if both and ratings.scales.get(cell[1]) != ratings.row_scale:
        return None
    own = _own(case, cell)
    return answer_scale(criterion, own) if own or criterion.scale else None


def missing_answer(case: Case, cell: Cell, passes: Callable[[float], bool]) -> str | None:
    """Return the worst whole answer, where none was given yet, at which a score passes.

    Args:
        case: The case.
        cell: Proposal and criterion; it has no score.
        passes: Whether a score is enough; a better one then is, too.

    Returns:
        The answer, "" where no whole answer is enough; None where neither list nor criterion has
        a scale of its own.
    """
    position, column = cell
    criterion = case.scorecard.criteria[column]
    own = case.ratings.scales.get(column) or case.ratings.row_scale
    if criterion.kind != "rating" or not (own or criterion.scale):
        return None
    scale, reach = answer_scale(criterion, own), reach_of(case, position, criterion)
    first = scale.first(lambda score: passes(score * reach), 0) if scale else None
    return "" if first is None else f"{first:.0f}"


def no_change_answer(case: Case, column: int) -> str:
    """Return the answer on a criterion that stands for no change; "" where answers are words."""
    criterion = case.scorecard.criteria[column]
    own = case.ratings.scales.get(column) or case.ratings.row_scale
    scale = answer_scale(criterion, own) if criterion.kind == "rating" else None
    return "" if scale is None else f"{scale.no_change:.10g}"


def _own(case: Case, cell: Cell) -> tuple[float, float, float] | None:
    """Return the scale of its own that a list or table has for a cell."""
    ratings = case.ratings
    in_list = bool(ratings.grid[cell] == ratings.grid[cell])
    return ratings.scales.get(cell[1]) if in_list else ratings.row_scale
