"""Workbooks made live without the editor of workbooks, so that formulas are tested alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from attrs import evolve, frozen

from cximpact.intake.files.cells import Area, Cell
from cximpact.intake.files.raw_table import Origin, RawTable
from cximpact.intake.spec import WorkspaceSpec, spec_from_keywords
from cximpact.model.scorecard import Scorecard
from cximpact.pipeline import Result, decide, read
from cximpact.spreadsheet.cells import CellValue, Formula, Put
from cximpact.spreadsheet.finding.found import FoundTable
from cximpact.spreadsheet.live.live_sheets import LiveParts, live

TODAY = date(2026, 3, 1)
HEADER_ROW, FIRST_COLUMN = 3, 2
SHEET = "Bob's list"


@frozen(eq=False)
class Made:
    """A table, what was evaluated from it, and what makes it live."""

    spec: WorkspaceSpec
    scorecard: Scorecard
    found: FoundTable
    result: Result
    parts: LiveParts

    def block(self, key: str) -> Any:
        return next(each for each in self.parts.blocks if each.key == key)

    def row_of(self, field: str) -> int:
        """Return the row of a figure on the sheet of weights."""
        rows = self.block("sheet.weights").rows
        return next(
            at for at, row in enumerate(rows, 1) if row and row[0] and row[0].value == field
        )


@frozen(eq=False)
class Maker:
    """Makes tables live, and writes them."""

    def table(self, headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> FoundTable:
        last = HEADER_ROW + len(rows)
        raw = RawTable(
            "budget.xlsx",
            tuple(headers),
            tuple(list(column) for column in zip(*rows, strict=True)),
            range(HEADER_ROW + 1, last + 1),
            sheet=SHEET,
            origin=Origin.SHEET,
            header_line=HEADER_ROW,
            positions=tuple(range(FIRST_COLUMN, FIRST_COLUMN + len(headers))),
        )
        area = Area(HEADER_ROW, FIRST_COLUMN, last, FIRST_COLUMN + len(headers) - 1)
        return FoundTable(SHEET, "", HEADER_ROW, area, raw)

    def spec(self, found: FoundTable, **given: Any) -> WorkspaceSpec:
        said = {"as_of": TODAY.isoformat(), "draws": 0, "analyses": [], **given}
        columns = said.pop("columns", {})
        spec = spec_from_keywords(**said, proposals={"columns": columns})
        return evolve(spec, tables={"proposals": found.raw})

    def evaluate(self, spec: WorkspaceSpec) -> Result:
        case, _ = read(spec, None, TODAY)
        return decide(case)

    def again(self, spec: WorkspaceSpec, made: Made) -> Result:
        """Evaluate anew by the evidence that was read before: reading it takes longest."""
        frames = {name: each for name, each in spec.frames.items() if name[:8] != "evidence"}
        document = spec.document.replaced({"evidence": {}})
        case, _ = read(evolve(spec, document=document, frames=frames), None, TODAY)
        before = made.result.case
        supplied = evolve(case.supplied, observations=before.supplied.observations)
        return decide(evolve(case, statistics=before.statistics, supplied=supplied))

    def made(self, headers: Sequence[str], rows: Sequence[Sequence[Cell]], **given: Any) -> Made:
        found = self.table(headers, rows)
        spec = self.spec(found, **given)
        result = self.evaluate(spec)
        return Made(spec, result.stated, found, result, live(result, found, spec))

    def write(
        self,
        made: Made,
        path: Path,
        changes: Mapping[str, Any] | None = None,
        *,
        order: Sequence[int] | None = None,
        cells: Mapping[tuple[int, str], Any] | None = None,
    ) -> Path:
        """Write a live workbook.

        Args:
            made: What makes it live.
            path: The file.
            changes: Fields of figures to what the user types in their place.
            order: The lines of the table in another order, as after sorting.
            cells: Line (as it was) and header to what the user types there.
        """
        book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
        sheet = book.add_worksheet(made.found.sheet)
        self._table(sheet, made, order, cells or {})
        for block in made.parts.blocks:
            own = book.add_worksheet(block.title)
            for r, row in enumerate(block.rows):
                for c, put in enumerate(row):
                    if put is not None:
                        _write(own, r, c, put.value)
            for key, value in (changes or {}).items() if block.key == "sheet.weights" else ():
                own.write(made.row_of(key) - 1, 4, value)
        book.close()
        return path

    def _table(
        self,
        sheet: Any,
        made: Made,
        order: Sequence[int] | None,
        cells: Mapping[tuple[int, str], Any],
    ) -> None:
        raw = made.found.raw
        for at, header in enumerate(raw.headers):
            sheet.write(HEADER_ROW - 1, FIRST_COLUMN - 1 + at, header)
        for place, line in enumerate(order or range(raw.n_rows)):
            for at, header in enumerate(raw.headers):
                value = cells.get((line, header), raw.column(header)[line])
                _write(sheet, HEADER_ROW + place, FIRST_COLUMN - 1 + at, value)
            right = FIRST_COLUMN - 1 + len(raw.headers)
            for at, key in enumerate(made.parts.columns):
                _write(sheet, HEADER_ROW + place, right + at, made.parts.columns[key][line])
        right = FIRST_COLUMN - 1 + len(raw.headers)
        for at, key in enumerate(made.parts.columns):
            sheet.write(HEADER_ROW - 1, right + at, key)


def _write(sheet: Any, row: int, column: int, value: CellValue | Put) -> None:
    if isinstance(value, Formula):
        sheet.write_formula(row, column, f"={value.text}", None, value.value)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)


@pytest.fixture(scope="session")
def maker() -> Maker:
    """Return what makes tables live and writes them."""
    return Maker()
