"""What stands in the user's own cells, and for which proposals a formula can take it from there.

A cell is followed where it holds a plain number, or nothing, and reading it gives just what the
evaluation used. What was read otherwise (words, currencies, several raters from another table)
enters as a value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from cximpact.intake.files.cells import Cell, is_blank
from cximpact.model.money import minor_digits
from cximpact.scoring.value_functions import amount_scores
from cximpact.spreadsheet.live.lines import Lines, proposal_columns
from cximpact.spreadsheet.live.pieces import MOST_POINTS, answer_points, plain_points

if TYPE_CHECKING:
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.model.case import Case
    from cximpact.model.scorecard import ValuePoint

__all__ = ["CostInput", "ReachInput", "ScoreInput", "cost_input", "reach_input", "score_input"]

_SAME = 1e-12


@frozen(eq=False)
class ScoreInput:
    """Where the scores of a criterion come from.

    Attributes:
        headers: One header, or those of low, likely and high; none where all enter as values.
        points: The anchors.
        live: Per proposal, whether a formula takes it from there.
        entered: Per header and proposal, the number that stands there; None for none.
    """

    headers: tuple[str, ...] = ()
    points: tuple[ValuePoint, ...] = ()
    live: tuple[bool, ...] = ()
    entered: tuple[tuple[float | None, ...], ...] = ()


@frozen(eq=False)
class ReachInput:
    """Where the share of customers comes from that a proposal reaches."""

    header: str
    live: tuple[bool, ...]
    share: tuple[float, ...]


@frozen(eq=False)
class CostInput:
    """Where the costs of proposals come from.

    Attributes:
        headers: Per line of cost one header, or those of low, likely and high.
        live: Per proposal, whether a formula takes them from there.
        said: Per line of cost what the column map says of it.
    """

    headers: tuple[tuple[str, ...], ...] = ()
    live: tuple[bool, ...] = ()
    said: tuple[Any, ...] = ()


def score_input(case: Case, spec: WorkspaceSpec, lines: Lines, column: int) -> ScoreInput:
    """Return where the scores of a criterion come from.

    Args:
        case: The case.
        spec: The workspace that reads the table.
        lines: The lines of the table.
        column: Position of the criterion.
    """
    criterion = case.scorecard.criteria[column]
    if criterion.kind == "rating":
        return _rating_input(case, spec, lines, column)
    return _quantity_input(case, spec, lines, column) if criterion.kind == "quantity" else _none()


def _none() -> ScoreInput:
    return ScoreInput()


def _rating_input(case: Case, spec: WorkspaceSpec, lines: Lines, column: int) -> ScoreInput:
    criterion = case.scorecard.criteria[column]
    said = _said(spec, "ratings", criterion.id)
    header = _one_header(said, lines)
    points = plain_points(answer_points(criterion, _scale_of(said)))
    if not header or not 2 <= len(points) <= MOST_POINTS:
        return _none()
    entered = _numbers(lines, header)
    companion = {
        int(row)
        for row, at in zip(case.ratings.proposal, case.ratings.criterion, strict=True)
        if at == column
    }
    amounts = [np.nan if number is None else number for number in entered]
    score = amount_scores(amounts, points).score.tolist()
    grid = case.ratings.grid[:, column].tolist()
    live = tuple(
        at not in companion and _followed(lines, at, header) and _same(score[at], grid[at])
        for at in range(len(lines.ids))
    )
    return ScoreInput((header,), points, live, (entered,))


def _quantity_input(case: Case, spec: WorkspaceSpec, lines: Lines, column: int) -> ScoreInput:
    criterion = case.scorecard.criteria[column]
    headers = _headers(_said(spec, "quantities", criterion.id), lines)
    points = plain_points(criterion.value_points)
    if not headers or len(points) > MOST_POINTS:
        return _none()
    entered = tuple(_numbers(lines, header) for header in headers)
    found = case.quantities
    parts = (found.likely,) if len(headers) == 1 else (found.low, found.likely, found.high)
    live = tuple(
        all(_followed(lines, at, header) for header in headers)
        and all(
            _same(np.nan if numbers[at] is None else numbers[at], part[at, column])
            for numbers, part in zip(entered, parts, strict=True)
        )
        and (isnan(found.likely[at, column]) or found.single[at, column] == (len(headers) == 1))
        for at in range(len(lines.ids))
    )
    return ScoreInput(headers, points, live, entered)


def reach_input(case: Case, spec: WorkspaceSpec, lines: Lines) -> ReachInput:
    """Return where the share of customers comes from that proposals reach; unstated it is 1."""
    header = _one_header(proposal_columns(spec).get("reach", "reach"), lines)
    stated = case.proposals.reach.tolist()
    share = tuple(1.0 if isnan(each) else each for each in stated)
    entered = _numbers(lines, header) if header else ()
    live = tuple(
        bool(header)
        and _followed(lines, at, header)
        and _same(np.nan if entered[at] is None else entered[at], stated[at])
        for at in range(len(stated))
    )
    return ReachInput(header, live, share)


def cost_input(
    case: Case, spec: WorkspaceSpec, lines: Lines, total: Mapping[int, int], currency: str
) -> CostInput:
    """Return where the costs of proposals come from.

    Args:
        case: The case.
        spec: The workspace that reads the table.
        lines: The lines of the table.
        total: Cost per position, in minor units.
        currency: The reporting currency.
    """
    entries = _cost_entries(spec, lines)
    found = tuple(_headers(said, lines) for said in entries)
    headers = found if all(found) else ()
    counted: dict[str, int] = {}
    for line in case.costs:
        counted[line.proposal] = counted.get(line.proposal, 0) + 1
    columns = [[_numbers(lines, header) for header in entry] for entry in headers]
    live = []
    for at, key in enumerate(lines.ids):
        rows = [[numbers[at] for numbers in column] for column in columns]
        given = [row for row in rows if any(number is not None for number in row)]
        live.append(
            bool(headers)
            and all(_followed(lines, at, header) for entry in headers for header in entry)
            and all(None not in row for row in given)
            and len(given) == counted.get(key, 0)
            and _total([_mean(row, currency) for row in given]) == total.get(at)
        )
    return CostInput(headers, tuple(live), entries)


def _mean(row: Sequence[float | None], currency: str) -> Fraction:
    """Return the mean of a line of cost in minor units, not yet rounded."""
    exact = [Fraction(Decimal(repr(each or 0.0))) for each in row]
    mean = exact[0] if len(exact) == 1 else (exact[0] + 4 * exact[1] + exact[2]) / 6
    return mean * Fraction(10) ** minor_digits(currency)


def _total(means: Sequence[Fraction]) -> int | None:
    """Return the sum of rounded lines; None without any, or where programs round otherwise.

    The method rounds halves to even, spreadsheet programs round them up.
    """
    if not means or any(mean.denominator == 2 for mean in means):
        return None
    return sum(map(round, means))


def _cost_entries(spec: WorkspaceSpec, lines: Lines) -> tuple[Any, ...]:
    columns = proposal_columns(spec)
    entries = [*columns.get("costs", []), *([columns["cost"]] if "cost" in columns else [])]
    if not entries and "cost" in lines.found.raw.headers:
        entries = ["cost"]
    return tuple(entries)


def _said(spec: WorkspaceSpec, key: str, criterion: str) -> Any:
    return proposal_columns(spec).get(key, {}).get(criterion, criterion)


def _headers(said: Any, lines: Lines) -> tuple[str, ...]:
    """Return the headers of amounts: one, or three; none where they are not in the table."""
    if isinstance(said, Mapping) and "likely" in said:
        named = tuple(str(said.get(key)) for key in ("low", "likely", "high"))
        return named if all(each in lines.found.raw.headers for each in named) else ()
    header = _one_header(said, lines)
    return (header,) if header else ()


def _one_header(said: Any, lines: Lines) -> str:
    header = said.get("column", "") if isinstance(said, Mapping) else said
    return str(header) if header in lines.found.raw.headers else ""


def _scale_of(said: Any) -> tuple[float, float, float] | None:
    if not isinstance(said, Mapping) or "scale" not in said:
        return None
    worst, same, best = map(float, said["scale"])
    return worst, same, best


def _numbers(lines: Lines, header: str) -> tuple[float | None, ...]:
    return tuple(_number(lines.cell(at, header)) for at in range(len(lines.ids)))


def _number(cell: Cell) -> float | None:
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return float(cell) if is_number and isinstance(cell, int | float) else None


def _followed(lines: Lines, at: int, header: str) -> bool:
    """Return whether a formula can follow a cell: a plain number, or nothing yet."""
    if lines.row_of[at] < 0:
        return False
    cell = lines.cell(at, header)
    return is_blank(cell) or _number(cell) is not None


def _same(one: float | None, other: float) -> bool:
    if one is None or isnan(one) or isnan(other):
        return (one is None or isnan(one)) and isnan(other)
    return abs(one - other) <= _SAME * max(1.0, abs(other))
