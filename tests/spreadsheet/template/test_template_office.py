"""A real office suite opens what we write, calculates it, saves it, and loses nothing of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cximpact.demo import write_demo
from cximpact.intake.files.cells import text_of
from cximpact.intake.reading import read_inputs
from cximpact.spreadsheet.template.new import new
from cximpact.spreadsheet.template.reading import workspace_in


@pytest.fixture(scope="module")
def saved(office: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a workbook, and the same saved by the office after calculating all of it."""
    folder = tmp_path_factory.mktemp("office")
    path = new(folder / "round.xlsx", workspace=write_demo(folder / "demo"))
    return path, office.convert([path], "xlsx", folder / "saved")[0]


def test_a_saved_workbook_holds_the_same_workspace(saved: tuple[Path, Path]) -> None:
    one, other = (workspace_in(path) for path in saved)
    assert one is not None
    assert other is not None
    assert other.scorecard.data == one.scorecard.data  # type: ignore[union-attr]
    assert other.data == one.data
    for part, table in one.tables.items():
        again = other.tables[part]
        assert again.headers == table.headers, part
        assert [*map(_texts, again.columns)] == [*map(_texts, table.columns)], part
    prints = [{each.sha256 for each in read_inputs(spec).inputs} for spec in (one, other)]
    assert prints[0] == prints[1]


def _texts(cells: list[Any]) -> list[str]:
    return [text_of(cell) for cell in cells]


def test_what_we_calculated_is_what_the_office_calculates(saved: tuple[Path, Path]) -> None:
    ours, theirs = (openpyxl.load_workbook(path, data_only=True) for path in saved)
    formulas = openpyxl.load_workbook(saved[0])
    seen = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    seen += 1
                    one = ours[sheet.title][cell.coordinate].value
                    other = theirs[sheet.title][cell.coordinate].value
                    assert (one or "") == pytest.approx(other or "", abs=1e-12), cell.coordinate
    assert seen > 100


def test_weights_follow_changed_points(office: Any, tmp_path: Path) -> None:
    path = new(tmp_path / "balanced.xlsx", scorecard="balanced")
    book = openpyxl.load_workbook(path)
    weights = book["Weights"]
    weights["B6"], weights["B7"] = 30, 10
    book.save(path)
    again = openpyxl.load_workbook(
        office.convert([path], "xlsx", tmp_path / "to")[0], data_only=True
    )
    shares = [
        (row[1].value, row[5].value)
        for row in again["Weights"].iter_rows(min_row=10)
        if isinstance(row[5].value, int | float)
    ]
    assert sum(share for group, share in shares if group == "customer") == pytest.approx(0.75)
    assert sum(share for group, share in shares if group == "business") == pytest.approx(0.25)


def test_every_sheet_becomes_a_page(office: Any, tmp_path: Path) -> None:
    path = new(tmp_path / "journey.xlsx", scorecard="journey")
    made = office.convert([path], "pdf", tmp_path / "pdf")[0]
    assert made.read_bytes().startswith(b"%PDF")
