"""One column of ratings: numbers are scored block by block, anything else cell by cell."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from cximpact.intake.files.cells import text_of
from cximpact.intake.files.object_cells import cell_from, cells_from
from cximpact.intake.files.problems import ProblemList, ProblemLog
from cximpact.intake.lists.answers import answer_reader
from cximpact.intake.lists.cell_advice import for_frame
from cximpact.intake.lists.cell_values import UnfitCellError
from cximpact.intake.lists.matching import number_of
from cximpact.model.scorecard import ValuePoint
from cximpact.model.source import Reading
from cximpact.scoring.bulk import known
from cximpact.scoring.bulk_ratings import MOST_UNFIT, NumberFill, fill_by_levels, fill_by_scale

if TYPE_CHECKING:
    import pandas as pd

    from cximpact.intake.files.cells import Cell
    from cximpact.model.arrays import FloatArray
    from cximpact.model.scorecard import Criterion
    from cximpact.scoring.bulk import Fill

__all__ = ["RatingColumn"]

_SCALE = "if the ratings are given on a scale of their own, name it: scale=(1, 3, 5)"


class RatingColumn:
    """Reads the ratings on one criterion.

    The reader of single cells, which `evaluate` uses, says what is wrong with a cell, and reads
    columns that are not of numbers.
    """

    def __init__(self, criterion: Criterion, values: Any, header: str, name: str) -> None:
        """Take a column.

        Args:
            criterion: A rating criterion.
            values: A pandas series, or an array of numbers.
            header: What the column is called in problems.
            name: What the table is called in problems.
        """
        self._criterion = criterion
        self._values = values
        self._header = header
        self._read = answer_reader(criterion, Reading())
        self._numbers: NumberFill | None = None
        self._log = ProblemLog(name)
        self._unfit: list[tuple[int, Cell]] = []
        self._count_unfit = 0

    def fill(self) -> Fill:
        """Return what writes the scores; NaN where a cell is unfit, which `check` notes."""
        numbers = _numbers(self._values)
        self._numbers = None if numbers is None else _number_fill(self._criterion, numbers)
        return self._numbers or known(self._cell_by_cell())

    def check(self, problems: ProblemList) -> None:
        """Note the cells that are unfit, once all scores were written."""
        problems.extend(self._log.problems())
        if self._numbers is not None:
            found, self._count_unfit = self._numbers.numbers, self._numbers.count_unfit
            self._unfit = [(row, cell_from(found[row].item())) for row in self._numbers.unfit]
        for row, cell in self._unfit:
            self._note(row, cell, problems)
        if self._count_unfit > len(self._unfit):
            more = self._count_unfit - len(self._unfit)
            message = f"and {more:,} more cells of this column are unfit"
            problems.add(message, file=self._log.file, field=self._header)

    def _cell_by_cell(self) -> FloatArray:
        import pandas as pd

        column = pd.Series(self._values)
        if getattr(column.dtype, "storage", "") == "pyarrow":
            return self._word_by_word(column)
        gaps, values = column.isna().tolist(), column.tolist()
        plain = (None if gap else value for value, gap in zip(values, gaps, strict=True))
        answered: dict[tuple[type, Cell], float | None] = {}
        scores = np.full(len(values), np.nan)
        for row, cell in enumerate(cells_from(plain, self._header, self._log)):
            key = (type(cell), cell)
            if key not in answered:
                answered[key] = self._score(cell)
            score = answered[key]
            if score is not None:
                scores[row] = score
                continue
            self._count_unfit += 1
            if len(self._unfit) < MOST_UNFIT:
                self._unfit.append((row, cell))
        return scores

    def _word_by_word(self, column: pd.Series[Any]) -> FloatArray:
        """Return the scores of a column of text, each different word read once."""
        codes, different = column.factorize()
        words = [str(word) for word in different]
        found = [self._score(word) for word in words]
        unfit = np.array([score is None for score in found] + [False], dtype=np.bool_)[codes]
        rows = np.flatnonzero(unfit)
        self._count_unfit = len(rows)
        self._unfit = [(row, words[codes[row]]) for row in rows[:MOST_UNFIT].tolist()]
        # What is missing has the code -1, which is the last place.
        table = [np.nan if score is None else score for score in found] + [np.nan]
        return np.asarray(np.array(table)[codes], dtype=np.float64)

    def _score(self, cell: Cell) -> float | None:
        """Return the score of a cell, NaN where it is blank, None where it is unfit."""
        try:
            answer = self._read(cell)
        except UnfitCellError:
            return None
        return np.nan if answer is None else answer[0]

    def _note(self, row: int, cell: Cell, problems: ProblemList) -> None:
        """Note what the reader says of a cell that is unfit."""
        try:
            self._read(cell)
        except UnfitCellError as unfit:
            of_scale = unfit.message == "not on the scale" and unfit.hint
            problems.add(
                unfit.message,
                file=self._log.file,
                column=self._header,
                field=f"row {row}, {self._header}",
                value=text_of(cell) or None,
                expected=unfit.expected,
                hint=_SCALE if of_scale else unfit.hint and for_frame(unfit.hint),
            )


def _numbers(values: Any) -> Any:
    """Return a column of numbers as an array, NaN where one is missing; None of anything else."""
    if getattr(values.dtype, "kind", "") not in "iuf" or not values.dtype.kind:
        return None
    if isinstance(values.dtype, np.dtype):
        return values if isinstance(values, np.ndarray) else values.to_numpy()
    return values.to_numpy(dtype=np.float64, na_value=np.nan)  # numbers that may be missing


def _number_fill(criterion: Criterion, numbers: Any) -> NumberFill | None:
    """Return what scores numbers; None where levels are words, or too few to lie between."""
    if criterion.scale is not None:
        return fill_by_scale(numbers, criterion.scale)
    found = [(number_of(level.value), level.score) for level in criterion.levels]
    points = sorted((number, score) for number, score in found if number is not None)
    steps = all(after[0] > before[0] for before, after in pairwise(points))
    if len(points) < 2 or len(points) < len(found) or not steps:
        return None
    return fill_by_levels(numbers, [ValuePoint(number, score) for number, score in points])
