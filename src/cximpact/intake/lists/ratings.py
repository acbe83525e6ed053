"""Answers of raters: columns of the list, and rows of the companion table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import Factory, frozen

from cximpact.intake.lists.answers import answer_reader
from cximpact.intake.lists.citations import read_sources
from cximpact.intake.lists.criterion_columns import criterion_columns, criterion_of_rows
from cximpact.model.arrays import BoolArray, FloatArray
from cximpact.model.proposal import Ratings, Source

if TYPE_CHECKING:
    from cximpact.exceptions import Problem
    from cximpact.intake.lists.answers import Answer
    from cximpact.intake.lists.pool import Rows
    from cximpact.intake.lists.table_parts import TablePart
    from cximpact.model.scorecard import Scorecard

Scale = tuple[float, float, float]
"""Worst answer, answer that means no change, best answer."""

__all__ = ["Grid", "empty_ratings", "read_grid", "read_ratings"]


@frozen(eq=False)
class Grid:
    """Answers that stand in the list itself: one of an unnamed rater per cell."""

    score: FloatArray
    between: BoolArray
    columns: Mapping[str, Sequence[object]]
    scales: Mapping[int, Scale] = Factory(dict)


def read_grid(part: TablePart | None, rows: Sequence[int], scorecard: Scorecard) -> Grid:
    """Return the answers in columns of the list.

    Args:
        part: The list; None where it could not be read.
        rows: The rows of the proposals, in the order of their ids.
        scorecard: Its criteria's order is that of the grid's columns.
    """
    shape = (len(rows), len(scorecard.criteria))
    score, between = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    read: dict[str, Sequence[object]] = {}
    scales: dict[int, Scale] = {}
    columns = [] if part is None else criterion_columns(part, "ratings", scorecard)
    for position, lookup, said in columns:
        criterion = scorecard.criteria[position]
        scale = _scale(said)
        if part is None or not _fits(part, criterion.id, scale):
            continue
        reader = answer_reader(criterion, part.reading, scale)
        answers: list[Answer] = part.convert(lookup, reader, rows, None)
        score[:, position] = [np.nan if answer is None else answer[0] for answer in answers]
        between[:, position] = [answer is not None and answer[1] for answer in answers]
        read[f"rating {criterion.id}"] = score[:, position].tolist()
        if scale is not None:
            scales[position] = scale
    return Grid(score, between, read, scales)


def _scale(said: Any) -> Scale | None:
    if not isinstance(said, Mapping) or "scale" not in said:
        return None
    worst, same, best = map(float, said["scale"])
    return worst, same, best


def _fits(part: TablePart, criterion: str, scale: Scale | None) -> bool:
    if scale is None:
        return True
    worst, same, best = scale
    if worst != best and (worst <= same <= best or worst >= same >= best):
        return True
    path = ("proposals", "columns", "ratings", criterion, "scale")
    expected = "worst answer, answer that means no change, best answer"
    said = f"[{worst:g}, {same:g}, {best:g}]"
    part.report.add(path, "not a scale", value=said, expected=expected)
    return False


def empty_ratings(grid: Grid) -> Ratings:
    """Return ratings that come from the list alone."""
    none = np.zeros(0, dtype=np.int64)
    return Ratings(grid.score, grid.between, none, none, np.zeros(0), none, (), scales=grid.scales)


def read_ratings(
    part: TablePart,
    found: Rows,
    grid: Grid,
    scorecard: Scorecard,
    units: Sequence[str],
    notes: list[Problem],
) -> tuple[Ratings, dict[str, Sequence[object]]]:
    """Return all ratings, and the companion table's columns for its fingerprint.

    Args:
        part: The companion table.
        found: Its rows that count.
        grid: The answers of the list.
        scorecard: The criteria, and whether raters of the proposal's own unit count.
        units: The unit of each proposal, in the order of their ids.
        notes: Takes what does not stop the evaluation.
    """
    table = _Companion(part, found, scorecard, notes)
    order = table.order()
    ratings = Ratings(
        grid=grid.score,
        between_levels=grid.between,
        proposal=np.array([found.positions[at] for at in order], dtype=np.int64),
        criterion=np.array([table.criteria[at] for at in order], dtype=np.int64),
        score=np.array([table.score(at) for at in order], dtype=np.float64),
        rater=np.array([table.number(at) for at in order], dtype=np.int64),
        unit=tuple(table.units[at] for at in order),
        sources=table.sources(order, () if scorecard.policy.own_unit_counts else units),
        scales=grid.scales,
        row_scale=table.scale,
    )
    return ratings, table.columns(order)


class _Companion:
    """The companion table, column by column."""

    def __init__(
        self, part: TablePart, found: Rows, scorecard: Scorecard, notes: list[Problem]
    ) -> None:
        self._part, self._found = part, found
        self._names = [each.id for each in scorecard.criteria]
        self.criteria = criterion_of_rows(part, found.rows, scorecard, "rating")
        self.scale = _scale(part.columns.get("rating"))
        self._answers = self._read_answers(scorecard)
        self.raters = part.texts("rater", found.rows)
        self.units = part.texts("unit", found.rows)
        self._cited = read_sources(part, found.rows, notes)
        self._numbers = {name: at for at, name in enumerate(sorted(set(self.raters)))}
        self._check_doubles()

    def _read_answers(self, scorecard: Scorecard) -> list[Answer]:
        lookup = self._part.required("rating")
        answers: list[Answer] = [None] * len(self._found.rows)
        if lookup is None:
            return answers
        for position in sorted(set(self.criteria) - {-1}):
            reader = answer_reader(scorecard.criteria[position], self._part.reading, self.scale)
            places = [at for at, each in enumerate(self.criteria) if each == position]
            rows = [self._found.rows[at] for at in places]
            read: list[Answer] = self._part.convert(lookup, reader, rows, None)
            for at, answer in zip(places, read, strict=True):
                answers[at] = answer
        return answers

    def _check_doubles(self) -> None:
        first: dict[tuple[int, int, str], int] = {}
        for at, row in enumerate(self._found.rows):
            key = (self._found.positions[at], self.criteria[at], self.raters[at])
            if self._answers[at] is None or self.criteria[at] < 0:
                continue
            if key in first:
                place = self._part.table.place(first[key])
                where = f"line {place['line']}" if place.get("line") else place["field"]
                message = "the same rater answers twice on one proposal and criterion"
                hint = f"the first answer is in {where}; tell raters apart in a column 'rater'"
                self._part.row_problem(row, message, hint=hint)
            first.setdefault(key, row)

    def order(self) -> list[int]:
        """Return the places of the answers given, in an order that only their content decides."""
        given = [at for at, answer in enumerate(self._answers) if answer and self.criteria[at] >= 0]
        return sorted(given, key=self._sorting)

    def _sorting(self, at: int) -> tuple[Any, ...]:
        place = (self._found.positions[at], self.criteria[at])
        return (*place, self.raters[at], self.units[at], self.score(at))

    def score(self, at: int) -> float:
        answer = self._answers[at]
        return np.nan if answer is None else answer[0]

    def number(self, at: int) -> int:
        return self._numbers[self.raters[at]]

    def sources(
        self, order: Sequence[int], units: Sequence[str]
    ) -> dict[tuple[int, int], tuple[Source, ...]]:
        """Return the sources per cell; what does not count for the score does not evidence it.

        Args:
            order: Places of the answers.
            units: The unit of each proposal, whose own answers do not count; empty if they do.
        """
        return gather_sources(
            ((self._found.positions[at], self.criteria[at]), self._cited[at])
            for at in order
            if not (units and self.units[at] and self.units[at] == units[self._found.positions[at]])
        )

    def columns(self, order: Sequence[int]) -> dict[str, Sequence[object]]:
        """Return what counts for the fingerprint; names of raters do not enter it."""
        cited = [self._cited[at] for at in order]
        return {
            "proposal": [self._found.ids[at] for at in order],
            "criterion": [self._names[self.criteria[at]] for at in order],
            "score": [self.score(at) for at in order],
            "unit": [self.units[at] for at in order],
            "source": [None if each is None else each.name for each in cited],
            "date": [None if each is None else each.on for each in cited],
        }


def gather_sources(
    pairs: Any,
) -> dict[tuple[int, int], tuple[Source, ...]]:
    """Return the sources per cell, sorted and each once."""
    found: dict[tuple[int, int], set[Source]] = {}
    for cell, source in pairs:
        if source is not None:
            found.setdefault(cell, set()).add(source)
    return {
        cell: tuple(sorted(found[cell], key=lambda each: (each.name, each.on)))
        for cell in sorted(found)
    }
