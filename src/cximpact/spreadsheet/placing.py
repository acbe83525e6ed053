"""Where the results go beside a table, and what stands in each of their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.cells import (
    MOST_COLUMNS,
    ErrorCell,
    UncachedFormula,
    column_letters,
    column_number,
    text_of,
)
from cximpact.report.described import lines_of
from cximpact.spreadsheet.cells import CellValue, ColumnBlock, OwnedArea
from cximpact.spreadsheet.results import DEFAULT_RESULTS, RESULTS, Result, results_named

if TYPE_CHECKING:
    from cximpact.api import Evaluation
    from cximpact.intake.files.cells import Cell
    from cximpact.report.listed import Listed
    from cximpact.spreadsheet.finding.find import FoundTable

__all__ = ["Placed", "place_columns", "result_columns"]

_KEY = "column."
_NO_ID = "no id"
"""Why lines without an id are set aside, in the words of whoever guessed their columns."""


@frozen
class Placed:
    """A kind of result and the column it goes to, counted from 1."""

    result: Result
    column: int


def place_columns(
    found: FoundTable,
    owned: Mapping[str, OwnedArea],
    wanted: Sequence[str] | None,
    at: str | None,
) -> tuple[Placed, ...]:
    """Return which results are written, and where.

    Those of an earlier run stay where they are and are written again, so that nothing stale is
    left; new ones follow them, or begin right of the table.

    Args:
        found: The table.
        owned: Our areas in the workbook.
        wanted: Names of results; None for those that are there, else the usual ones.
        at: The letters of the column that new ones begin in.

    Raises:
        InputError: There is no such result or column, or results stand elsewhere already.
    """
    there = {
        key.removeprefix(_KEY): area.area.first_column
        for key, area in owned.items()
        if key.startswith(_KEY) and area.sheet == found.sheet
    }
    there = {name: column for name, column in there.items() if name in RESULTS}
    names = wanted if wanted is not None else tuple(there) or DEFAULT_RESULTS
    asked = results_named(names)
    first = _first_column(found, there, at)
    placed = [Placed(RESULTS[name], column) for name, column in there.items()]
    new = [each for each in asked if each.key not in there]
    placed += [Placed(result, first + place) for place, result in enumerate(new)]
    return tuple(sorted(placed, key=lambda each: each.column))


def _first_column(found: FoundTable, there: Mapping[str, int], at: str | None) -> int:
    if at is None:
        return max(found.area.last_column, *there.values(), 0) + 1
    letters = at.strip().upper()
    is_column = letters.isascii() and letters.isalpha() and len(letters) <= 3
    if not is_column or column_number(letters) > MOST_COLUMNS:
        raise InputError(
            [Problem("no such column", field="at", value=at, expected="letters such as H or AA")]
        )
    if there:
        hint = "leave it out, or delete those columns first"
        where = column_letters(min(there.values()))
        raise InputError(
            [
                Problem(
                    f"the results stand from column {where} already",
                    sheet=found.sheet,
                    field="at",
                    value=at,
                    hint=hint,
                )
            ]
        )
    return column_number(letters)


def result_columns(
    found: FoundTable,
    key_header: str,
    placed: Sequence[Placed],
    evaluation: Evaluation,
    formulas: Mapping[str, Sequence[CellValue]],
) -> tuple[ColumnBlock, ...]:
    """Return the columns to be written.

    Args:
        found: The table; its rows are those of the sheet.
        key_header: The header of the ids of its lines.
        placed: Which results go where.
        evaluation: What they say.
        formulas: For some results, what stands in each row in place of the value.
    """
    lines = tuple(_lines(found.raw.column(key_header), evaluation))
    return tuple(
        ColumnBlock(
            key=f"{_KEY}{each.result.key}",
            sheet=found.sheet,
            column=each.column,
            header_row=found.header_row,
            header=each.result.header,
            rows=found.raw.lines,
            values=formulas.get(each.result.key) or [_said(each.result, line) for line in lines],
            look=each.result.look,
            width=each.result.width,
        )
        for each in placed
    )


def _lines(keys: Sequence[Cell], evaluation: Evaluation) -> Iterator[Listed | str]:
    """Yield per line its recommendation, or why it was set aside; "" where nothing is known."""
    ranked = {item.proposal: item for item in lines_of(evaluation.recommendations)}
    aside = {key: item.reason for item in evaluation.set_aside for key in item.rows}
    if any(item.reason == _NO_ID for item in evaluation.set_aside):
        aside[""] = _NO_ID
    for cell in keys:
        key = "" if isinstance(cell, ErrorCell | UncachedFormula) else text_of(cell).strip()
        yield ranked.get(key) or aside.get(key, "")


def _said(result: Result, line: Listed | str) -> CellValue:
    if not isinstance(line, str):
        return result.value(line)
    return result.aside(line) if line else None
