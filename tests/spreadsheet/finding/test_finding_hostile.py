"""Hostile workbooks through this door: each refused in one report, at once and without a crash."""

from __future__ import annotations

import time
import zipfile

import pytest

from cximpact.exceptions import InputError
from cximpact.spreadsheet.finding.book import Book
from cximpact.spreadsheet.finding.find import find_table

SECONDS = 10.0  # far above what it takes: a guard against hanging, not a measure of speed
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def refuse(path):
    """Open and search a workbook that must be refused; return its problems and the time."""
    start = time.process_time()
    with pytest.raises(InputError) as caught:
        find_table(Book.open(path))
    took = time.process_time() - start
    problems = caught.value.problems
    assert problems
    assert all(each.file and each.file.startswith(path.stem) for each in problems)
    assert all("Traceback" not in str(each) and "\x1b" not in str(each) for each in problems)
    return problems, took


def test_every_hostile_workbook_is_refused_in_time(tmp_path, hostile_files):
    for name, write in hostile_files.items():
        if name.startswith("xlsx_"):
            _, took = refuse(write(tmp_path))
            assert took < SECONDS, name


@pytest.fixture
def plan(books, budget_lines):
    """Return a sound workbook with a table, a defined name and merged cells."""

    def fill(book):
        sheet = book.add_worksheet("Plan")
        rows = budget_lines()
        options = {"name": "Spend", "columns": [{"header": each} for each in rows[0]]}
        sheet.add_table(0, 0, 3, 5, {**options, "data": rows[1:]})
        sheet.merge_range("H1:J1", "x")
        book.define_name("Spend_all", "=Plan!$A$1:$F$4")

    return books.write(fill).path


def change(path, part, edit):
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = edit(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


TABLE, SHEET, BOOK = "xl/tables/table1.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (TABLE, "<table ", "<!DOCTYPE table [<!ENTITY a 'b'>]><table "),
        (TABLE, "</table>", ""),
        (SHEET, "</mergeCells>", ""),
        (SHEET, '<row r="2"', '<row r="two"'),
        (SHEET, '<c r="B2"', '<c r="XFD1048577"'),
        (SHEET, '<c r="B2"', '<c r="B0"'),
        (BOOK, "</definedNames>", ""),
        (BOOK, "<sheets>", "<sheets><!DOCTYPE x>"),
    ],
)
def test_damaged_or_unsafe_parts_are_refused(plan, part, old, new):
    refuse(change(plan, part, lambda xml: xml.replace(old, new, 1)))


@pytest.mark.parametrize(
    "ref", ["A1:XFD1048576", "XFD1048576", "A1:ZZZ9", "#REF!", "", "A0:B0", "A1:A99999999999"]
)
def test_a_table_of_any_extent_is_answered_in_time(plan, ref):
    """What a table says of its cells is not believed: cells that are not there are none."""
    changed = change(
        plan, TABLE, lambda xml: xml.replace('ref="A1:F4"', f'ref="{ref}"').replace("Spend", "T")
    )
    start = time.process_time()
    try:
        found = find_table(Book.open(changed))
    except InputError as error:
        assert error.problems[0].file == "budget.xlsx"
    else:
        assert list(found.raw.lines) == [2, 3, 4]
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize(
    "ref", ["A1:XFD1048576", "A1:XFD4", "H1:H1048576", "nothing", "H1:J1 H2:J2"]
)
def test_merged_cells_of_any_extent_are_answered_in_time(plan, ref):
    changed = change(plan, SHEET, lambda xml: xml.replace('ref="H1:J1"', f'ref="{ref}"'))
    start = time.process_time()
    try:
        find_table(Book.open(changed))
    except InputError as error:
        assert error.problems[0].file == "budget.xlsx"
    assert time.process_time() - start < SECONDS


def test_a_hundred_thousand_merged_cells_are_answered_in_time(plan):
    cells = "".join(f'<mergeCell ref="H{row}:XFD{row}"/>' for row in range(1, 100_001))
    changed = change(plan, SHEET, lambda xml: xml.replace('<mergeCell ref="H1:J1"/>', cells))
    start = time.process_time()
    assert list(find_table(Book.open(changed)).raw.lines) == [2, 3, 4]
    assert time.process_time() - start < SECONDS


def test_ten_thousand_defined_names_are_answered_in_time(plan):
    names = "".join(f'<definedName name="n{n}">Plan!$A$1:$F$4</definedName>' for n in range(10_000))
    changed = change(
        plan, BOOK, lambda xml: xml.replace("<definedNames>", f"<definedNames>{names}")
    )
    start = time.process_time()
    assert find_table(Book.open(changed)).table == "Spend"
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize(
    "text",
    [
        "Plan!$A:$XFD",
        "Plan!$A$1:$XFD$1048576",
        "'Plan'!$A$1:$F$4" * 3,
        "[1]Plan!$A$1:$F$4",
        "Nowhere!$A$1:$F$4",
        "(" * 5_000,
        "Plan!" + "$" * 5_000,
        "'" + "''" * 5_000 + "!$A$1",
    ],
)
def test_a_name_of_any_text_is_answered_in_time(plan, text):
    changed = change(plan, BOOK, lambda xml: xml.replace("Plan!$A$1:$F$4", text))
    start = time.process_time()
    try:
        find_table(Book.open(changed), table="Spend_all")
    except InputError as error:
        assert error.problems[0].file == "budget.xlsx"
    assert find_table(Book.open(changed)).table == "Spend"
    assert time.process_time() - start < SECONDS


def test_areas_that_claim_to_be_ours_cannot_hide_a_table(plan):
    """A name of ours that covers the whole sheet is no proof that its cells are ours."""
    name = '<definedName name="_cximpact.column.rank">Plan!$A$1:$XFD$1048576</definedName>'
    changed = change(plan, BOOK, lambda xml: xml.replace("<definedNames>", f"<definedNames>{name}"))
    start = time.process_time()
    book = Book.open(changed)
    assert list(find_table(book).raw.lines) == [2, 3, 4]
    assert "left alone" in book.left_alone[0]
    assert time.process_time() - start < SECONDS


def test_a_column_of_formulas_made_to_backtrack_is_answered_in_time(plan):
    evil = "SUM(" + "A1:" * 3000 + "[1" + "[" * 3000 + "'" * 3000
    cell = f'<c r="D2"><f>{evil}</f><v>1</v></c>'
    changed = change(plan, SHEET, lambda xml: xml.replace('<c r="D2"><v>1000</v></c>', cell))
    start = time.process_time()
    assert list(find_table(Book.open(changed)).raw.lines) == [2, 3, 4]
    assert time.process_time() - start < SECONDS


def test_control_signs_in_names_reach_no_report(books, budget_lines):
    def fill(book):
        for name in ("A\u202eB", "C D"):
            sheet = book.add_worksheet(name)
            for at, row in enumerate(budget_lines()):
                sheet.write_row(at, 0, row)

    (problem,) = books.refused(fill)
    assert "\u202e" not in str(problem)
