"""What was saved opens in an office suite and in readers that are not ours."""

from __future__ import annotations

import openpyxl
import pytest
import python_calamine
import xlsxwriter

from cximpact.spreadsheet.package.changes import Changes
from cximpact.spreadsheet.package.parts import Parts
from cximpact.spreadsheet.package.saving import save


@pytest.fixture
def saved(tmp_path):
    """A workbook of another program, in which one text was changed."""
    path = tmp_path / "list.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("List")
    sheet.write_row(0, 0, ["id", "title", "cost"])
    sheet.write_row(1, 0, ["P1", "Königsweg", 12.5])
    book.close()
    parts = Parts.open(path)
    changes = Changes(parts)
    texts = changes.read("xl/sharedStrings.xml")
    changes.replace("xl/sharedStrings.xml", texts.replace(b"title", b"name of it"))
    return save(parts, changes, path).path


ROWS = [["id", "name of it", "cost"], ["P1", "Königsweg", 12.5]]


def test_other_readers_read_it(saved):
    book = openpyxl.load_workbook(saved)
    assert [list(row) for row in book["List"].iter_rows(values_only=True)] == ROWS
    assert python_calamine.CalamineWorkbook.from_path(saved).get_sheet_by_index(0).to_python() == (
        ROWS
    )


def test_an_office_suite_opens_it(saved, office, tmp_path):
    (made,) = office.convert([saved], "csv:Text - txt - csv (StarCalc):44,34,76,1", tmp_path / "o")
    lines = made.read_text().replace('"', "").splitlines()
    assert lines == ["id,name of it,cost", "P1,Königsweg,12.5"]
