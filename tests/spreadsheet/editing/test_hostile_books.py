"""Workbooks made to break whoever writes into them are refused, each with what to do about it."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.cells import Area
from cximpact.spreadsheet.cells import ColumnBlock, Look, Put, SheetBlock
from cximpact.spreadsheet.editing import workbook_part
from cximpact.spreadsheet.editing.workbook_edit import WorkbookEdit
from cximpact.spreadsheet.editing.workbook_part import WorkbookPart

SHEET, BOOK, STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
LINKS, SHEET_LINKS = "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels"
LISTED = '<sheet name="Budget" sheetId="1" r:id="rId1"/>'
DEEP = "<extLst>" + "<a>" * 300 + "</a>" * 300 + "</extLst>"
VALUE = '<c r="G3"><v>1</v></c>'
Edit = Callable[[str], str]


def make(path: Path, *edits: tuple[str, Edit], table: bool = False) -> Path:
    """Write a workbook with a list in A1:C4, and change some of its parts."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Budget")
        for row in range(4):
            sheet.write_row(row, 0, ["Id", "Title", "Cost"] if not row else [f"P{row}", "t", row])
        if table:
            sheet.add_table("A1:C4", {"name": "Spend", "columns": [{"header": h} for h in "abc"]})
        book.define_name("mine", "=Budget!$A$1")
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    for part, edit in edits:
        old = parts[part].decode()
        parts[part] = edit(old).encode()
        assert parts[part].decode() != old
    with zipfile.ZipFile(path, "w") as archive:
        for one, data in parts.items():
            archive.writestr(one, data)
    return path


def swap(old: str, new: str) -> Edit:
    return lambda xml: xml.replace(old, new, 1)


def block(column: int = 7, first: int = 2) -> ColumnBlock:
    rows = range(first, 5)
    look = Look(bold=True)
    return ColumnBlock("column.x", "Budget", column, 1, "X", rows, [1.0] * len(rows), look=look)


def write(path: Path, column: int = 7, first: int = 2) -> str:
    """Write a column, and return the sheet as it is then."""
    edit = WorkbookEdit.open(path)
    edit.put_columns([block(column, first)])
    edit.save(path, backup=False)
    with zipfile.ZipFile(path) as archive:
        return archive.read(SHEET).decode()


def refused(path: Path, column: int = 7, first: int = 2) -> Problem:
    before = path.read_bytes()
    with pytest.raises(InputError) as caught:
        write(path, column, first)
    assert path.read_bytes() == before
    problem = caught.value.problems[0]
    assert problem.file == path.name
    assert problem.hint
    return problem


def named(count: int, name: str = "n{}") -> Edit:
    """Return the edit that defines many names."""
    each = (f'<definedName name="{name.format(n)}">Budget!$A$1</definedName>' for n in range(count))
    many = f"<definedNames>{''.join(each)}</definedNames>"
    return lambda xml: re.sub("<definedNames>.*</definedNames>", many, xml)


@pytest.mark.parametrize(
    ("part", "close"),
    [(BOOK, "</workbook>"), (STYLES, "</styleSheet>"), (SHEET, "</worksheet>")],
)
def test_parts_nested_deeper_than_any_program_nests_them_are_refused(tmp_path, part, close):
    path = make(tmp_path / "a.xlsx", (part, swap(close, DEEP + close)))
    assert "nested more than 256 deep" in refused(path).message


def test_more_names_than_people_define_are_refused(tmp_path):
    problem = refused(make(tmp_path / "a.xlsx", (BOOK, named(50_001))))
    assert (problem.value, problem.expected) == ("50,001", "at most 50,000")


def test_as_many_names_of_ours_as_are_allowed_take_no_time_each(tmp_path):
    path = make(tmp_path / "a.xlsx", (BOOK, named(5_000, "cx_{}")))
    edit = WorkbookEdit.open(path)
    started = time.process_time()
    for number in range(5_000):
        edit._book.workbook.drop_name(f"cx_{number}")
    assert edit._book.workbook.names == []
    assert time.process_time() - started < 10


def test_the_list_of_sheets_is_taken_apart_once_until_it_changes(monkeypatch):
    taken = []
    parse = workbook_part.parse
    monkeypatch.setattr(workbook_part, "parse", lambda xml: taken.append(xml) or parse(xml))
    part = WorkbookPart(b'<workbook><sheets><sheet name="A" sheetId="1"/></sheets></workbook>')
    assert [len(part.sheets), part.from_1904, part.is_locked, part.names] == [1, False, False, []]
    assert len(taken) == 1
    part.set_name("a", "A!$A$1", hidden=True)
    part.set_name("b", "A!$A$2", hidden=False)
    part.drop_name("A")
    assert [(one.name, one.text) for one in part.names] == [("b", "A!$A$2")]
    assert part.xml.endswith(
        b'<definedNames><definedName name="b">A!$A$2</definedName></definedNames></workbook>'
    )
    assert len(taken) == 2
    part.drop_name("B")
    assert b"definedName" not in part.xml


@pytest.mark.parametrize(
    ("links", "message"),
    [
        (swap("styles.xml", "worksheets/sheet1.xml"), "styles and worksheet"),
        (swap("worksheets/sheet1.xml", "workbook.xml"), "officeDocument and worksheet"),
        (swap("sharedStrings.xml", "worksheets/Sheet1.xml"), "sharedStrings and worksheet"),
        (swap("theme/theme1.xml", "styles.xml"), "styles and theme"),
    ],
)
def test_one_part_that_is_to_be_two_things_is_refused(tmp_path, links, message):
    problem = refused(make(tmp_path / "a.xlsx", (LINKS, links)))
    assert problem.message == "one part of the workbook is to be several things"
    assert message in (problem.value or "")


@pytest.mark.parametrize(
    ("second", "message"),
    [("Other", "two sheets are one part of the workbook"), ("BUDGET", "two sheets have one name")],
)
def test_two_sheets_of_one_part_or_name_are_refused(tmp_path, second, message):
    more = LISTED + LISTED.replace("Budget", second).replace('sheetId="1"', 'sheetId="2"')
    problem = refused(make(tmp_path / "a.xlsx", (BOOK, swap(LISTED, more))))
    assert (problem.message, problem.sheet) == (message, second)


def test_one_table_twice_is_refused(tmp_path):
    link = (
        '<Relationship Id="q" Target="../tables/table1.xml" Type="http://schemas.openxmlformats'
        '.org/officeDocument/2006/relationships/table"/></Relationships>'
    )
    twice = (SHEET_LINKS, swap("</Relationships>", link))
    assert "one table belongs to" in refused(make(tmp_path / "a.xlsx", twice, table=True)).message


@pytest.mark.parametrize(
    ("part", "edit", "message"),
    [
        (STYLES, lambda _: "<x/>", "outermost element is x, not styleSheet"),
        (SHEET, lambda xml: xml.replace("worksheet", "chartsheet"), "chartsheet, not worksheet"),
        (BOOK, lambda xml: re.sub(r"(</?)workbook\b", r"\1book", xml), "is book, not workbook"),
        (LINKS, swap("worksheets/sheet1.xml", "../docProps/app.xml"), "Properties, not worksheet"),
        (LINKS, swap("worksheets/sheet1.xml", "../[Content_Types].xml"), "Types, not worksheet"),
        (SHEET_LINKS, swap("../tables/table1.xml", "sheet1.xml"), "worksheet, not table"),
    ],
)
def test_parts_that_are_something_else_than_said_are_refused(tmp_path, part, edit, message):
    path = make(tmp_path / "a.xlsx", (part, edit), table=part == SHEET_LINKS)
    assert message in refused(path).message


def prefixed(edit: Edit) -> Edit:
    """Return an edit after which only the exact way can read the sheet."""
    return lambda xml: edit(xml).replace("<sheetData>", "<!-- --><sheetData>")


MISPLACED = {
    "a cell twice": (swap('<c r="A3"', f'{VALUE}{VALUE}<c r="A3"'), "G3"),
    "a cell before others": (swap('<c r="A3"', f'{VALUE}<c r="A3"'), "A3"),
    "a cell of another row": (swap('</row><row r="4"', '<c r="G2"/></row><row r="4"'), "G2"),
    "a cell of no sheet": (swap('</row><row r="4"', '<c r="XFE3"/></row><row r="4"'), "XFE3"),
    "a row twice": (swap("</sheetData>", f'<row r="3">{VALUE}</row></sheetData>'), "A3"),
    "a row of no number": (swap('<row r="4"', '<row r="x"'), "A3"),
    "a cell in a cell": (swap("</v></c></row>", f"</v>{VALUE}</c></row>"), "C1"),
    "a cell of another prefix": (
        lambda xml: xml.replace("<worksheet ", '<worksheet xmlns:y="u" ').replace(
            '<c r="B3"', '<y:c r="G3"><y:v>1</y:v></y:c><c r="B3"'
        ),
        "A3",
    ),
    "a cell as an alternative": (
        swap('</row><row r="4"', f'<AlternateContent>{VALUE}</AlternateContent></row><row r="4"'),
        "A3",
    ),
}


@pytest.mark.parametrize("first", [2, 4], ids=["written", "passed"])
@pytest.mark.parametrize("exactly", [False, True], ids=["plain", "exact"])
@pytest.mark.parametrize("case", MISPLACED)
def test_rows_and_cells_out_of_place_are_refused_by_address(tmp_path, case, exactly, first):
    edit, cell = MISPLACED[case]
    path = make(tmp_path / "a.xlsx", (SHEET, prefixed(edit) if exactly else edit))
    problem = refused(path, 7, first)
    assert (problem.sheet, problem.cell) == ("Budget", cell)
    assert "the sheet is damaged" in problem.message


@pytest.mark.parametrize(
    "edit",
    [
        swap("</sheetData>", f'</sheetData><sheetData><row r="3">{VALUE}</row></sheetData>'),
        swap("<sheetData>", f"<extLst><sheetData>{VALUE}</sheetData></extLst><sheetData>"),
        swap("</worksheet>", f"<extLst><sheetData>{VALUE}</sheetData></extLst></worksheet>"),
    ],
)
@pytest.mark.parametrize("exactly", [False, True], ids=["plain", "exact"])
def test_a_second_list_of_rows_is_refused(tmp_path, edit, exactly):
    path = make(tmp_path / "a.xlsx", (SHEET, prefixed(edit) if exactly else edit))
    assert "more than one list of rows" in refused(path).message


def test_a_cell_with_something_unknown_in_it_is_not_blank(tmp_path):
    edit = swap('</row><row r="4"', '<c r="G3"><y/></c></row><row r="4"')
    problem = refused(make(tmp_path / "a.xlsx", (SHEET, prefixed(edit))))
    assert (problem.cell, "not blank" in problem.message) == ("G3", True)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [("4294967295", "1"), ("x", "1"), ("9" * 5000, "1"), ("001", "2"), ("2", "1"), ("65534", "1")],
)
def test_a_new_sheet_takes_the_smallest_free_number(tmp_path, stated, expected):
    path = make(tmp_path / "a.xlsx", (BOOK, swap('sheetId="1"', f'sheetId="{stated}"')))
    edit = WorkbookEdit.open(path)
    edit.put_sheet(SheetBlock("sheet.method", "New", [[Put("a")]]))
    edit.save(path, backup=False)
    with zipfile.ZipFile(path) as archive:
        xml = archive.read(BOOK).decode()
    assert f'<sheet name="New" sheetId="{expected}"' in xml


def test_no_sheet_is_added_when_all_numbers_are_taken():
    taken = b"".join(b'<sheet name="s" sheetId="%d"/>' % n for n in range(1, 65_535))
    part = WorkbookPart(b"<workbook><sheets>" + taken + b"</sheets></workbook>")
    with pytest.raises(ValueError, match="as many sheets as"):
        part.add_sheet("New", "rId9")


def formats(count: int) -> Edit:
    many = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * count
    return lambda xml: re.sub(
        "<cellXfs .*</cellXfs>", f'<cellXfs count="{count}">{many}</cellXfs>', xml
    )


def test_a_workbook_with_no_room_for_our_formats_is_refused(tmp_path):
    write(make(tmp_path / "room.xlsx", (STYLES, formats(63_999))))
    problem = refused(make(tmp_path / "full.xlsx", (STYLES, formats(64_000))))
    assert "too many different cell formats" in problem.message


def test_millions_of_formats_are_refused_before_they_are_taken_apart(tmp_path):
    path = make(tmp_path / "a.xlsx", (STYLES, formats(256_001)))
    assert "more than 256,000 formats" in refused(path).message


def test_a_sheet_said_to_be_the_order_of_calculation_is_not_removed(tmp_path):
    link = (
        '<Relationship Id="q" Target="theme/theme1.xml" Type="http://schemas.openxmlformats'
        '.org/officeDocument/2006/relationships/calcChain"/></Relationships>'
    )
    path = make(tmp_path / "a.xlsx", (LINKS, swap("</Relationships>", link)))
    assert refused(path).value == "xl/theme/theme1.xml: calcChain and theme"


def test_an_ordinary_workbook_is_written_to(tmp_path):
    xml = write(make(tmp_path / "a.xlsx"), 4)
    assert '<c r="D3" s="1"><v>1.0</v></c>' in xml
    assert WorkbookEdit.open(tmp_path / "a.xlsx").owned["column.x"].area == Area(1, 4, 4, 4)
