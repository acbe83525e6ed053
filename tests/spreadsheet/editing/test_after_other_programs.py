"""A workbook that another program has saved since is found, and written to, all the same."""

from __future__ import annotations

import zipfile

import openpyxl
import xlsxwriter

from cximpact.intake.files.cells import Area
from cximpact.spreadsheet.cells import ColumnBlock, Look, Put, SheetBlock
from cximpact.spreadsheet.editing.workbook_edit import WorkbookEdit


def score(path, target, *, bold_row: int):
    edit = WorkbookEdit.open(path)
    look = Look(number="+0.0;-0.0;0.0", color="C00000")
    rank = ColumnBlock("column.rank", "Budget", 3, 1, "Rank", [2, 3], [1.0, 2.0], look)
    why = ColumnBlock(
        "column.why", "Budget", 4, 1, "Why", [2, 3], ["because <", "=1"], Look(wrap=True)
    )
    edit.put_columns([rank, why], "Requests")
    titled = Look(bold=True, size=14, fill="DDEBF7", border=True, align="center")
    rows = [[Put("a", titled if at == bold_row else Look()), Put("b", look)] for at in range(4)]
    edit.put_sheet(SheetBlock("sheet.method", "CX method", rows))
    edit.save(target, backup=False)


def formats(path) -> int:
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/styles.xml").count(b"<xf ")


def test_what_libreoffice_saved_is_written_to_again(office, tmp_path):
    source, scored = tmp_path / "source.xlsx", tmp_path / "scored.xlsx"
    book = xlsxwriter.Workbook(source)
    sheet = book.add_worksheet("Budget")
    sheet.add_table("A1:B3", {"name": "Requests", "data": [["P1", 1], ["P2", 2]]})
    book.close()
    score(source, scored, bold_row=0)
    (resaved,) = office.convert([scored], "xlsx", tmp_path / "office")
    owned = WorkbookEdit.open(resaved).owned
    assert owned["column.rank"].area == Area(1, 3, 3, 3)
    assert owned["sheet.method"].area == Area(1, 1, 4, 2)
    again, third = tmp_path / "again.xlsx", tmp_path / "third.xlsx"
    score(resaved, again, bold_row=2)
    score(again, third, bold_row=2)
    book = openpyxl.load_workbook(third)
    assert book["Budget"].tables["Requests"].ref == "A1:D3"
    assert [cell.value for cell in book["Budget"]["D"]] == ["Why", "because <", "=1"]
    method = book["CX method"]
    assert [method.cell(row, 1).font.b for row in range(1, 5)] == [False, False, True, False]
    assert [method.cell(row, 1).fill.fill_type for row in (1, 3)] == [None, "solid"]
    assert formats(third) == formats(again) == formats(resaved)
