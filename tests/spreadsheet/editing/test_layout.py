"""Rows of ours are high enough for their texts, and new columns wide enough."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from cximpact.spreadsheet.cells import ColumnBlock, Look, Put, SheetBlock
from cximpact.spreadsheet.editing.own_sheets import row_heights
from cximpact.spreadsheet.editing.workbook_edit import WorkbookEdit

WRAPPED = Look(wrap=True)


def write_book(path: Path, widths: dict[int, float] | None = None) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("List")
        sheet.write_row(0, 0, ["id", "cost"])
        sheet.write_row(1, 0, ["a", 1])
        for column, width in (widths or {}).items():
            sheet.set_column(column - 1, column - 1, width)
    return path


def column(at: int, width: float = 0) -> ColumnBlock:
    return ColumnBlock(f"column.c{at}", "List", at, 1, f"c{at}", [2], [1], width=width)


def widths_in(path: Path) -> dict[str, float]:
    dimensions = openpyxl.load_workbook(path)["List"].column_dimensions
    return {letter: found.width for letter, found in dimensions.items()}


def sheet(*texts: str) -> SheetBlock:
    return SheetBlock("sheet.x", "Ours", [[Put(text, WRAPPED)] for text in texts], widths=(10,))


@pytest.mark.parametrize(
    ("text", "height"),
    [("x" * 10, None), ("x" * 11, 30), ("x" * 31, 60), ("a\nb\nc", 45), ("x" * 9000, 405)],
)
def test_a_row_is_as_high_as_its_longest_text_needs(text: str, height: float | None) -> None:
    assert row_heights(sheet("short", text)) == ({} if height is None else {2: height})


def test_texts_that_are_not_wrapped_need_no_height() -> None:
    block = SheetBlock("sheet.x", "Ours", [[Put("x" * 99)], [Put(5, WRAPPED), None]], widths=(10,))
    assert row_heights(block) == {}


def test_heights_are_written_and_follow_the_texts_of_the_next_run(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx")
    for text, height in (("x" * 25, 45), ("x" * 15, 30)):
        edit = WorkbookEdit.open(path)
        edit.put_sheet(sheet("short", text))
        edit.save(path, backup=False)
        assert openpyxl.load_workbook(path)["Ours"].row_dimensions[2].height == height


def test_a_new_column_is_as_wide_as_it_asks_for(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx")
    edit = WorkbookEdit.open(path)
    edit.put_columns([column(3, 60), column(4), column(5, 9)])
    edit.save(path, backup=False)
    assert widths_in(path) == {"C": 60, "E": 9}


def test_a_width_that_the_user_has_set_stays(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", {2: 20, 4: 33, 7: 5})
    edit = WorkbookEdit.open(path)
    edit.put_columns([column(3, 60), column(4, 60), column(5, 60)])
    edit.save(path, backup=False)
    found = widths_in(path)
    assert {letter: round(width) for letter, width in found.items()} == {
        "B": 21,
        "C": 60,
        "D": 34,
        "E": 60,
        "G": 6,
    }


def test_sheets_that_mention_each_other_are_dropped_together(tmp_path: Path) -> None:
    from cximpact.spreadsheet.cells import Formula

    path = write_book(tmp_path / "b.xlsx")
    edit = WorkbookEdit.open(path)
    for key, other in (("one", "two"), ("two", "one")):
        rows = [[Put(Formula(f"{other}!B1", 0))]]
        edit.put_sheet(SheetBlock(f"sheet.{key}", key, rows))
    edit.save(path, backup=False)
    edit = WorkbookEdit.open(path)
    edit.remove("sheet.one", "sheet.two", "sheet.three")
    edit.save(path, backup=False)
    assert openpyxl.load_workbook(path).sheetnames == ["List"]
    assert not WorkbookEdit.open(path).owned
