"""What is written where, what is refused, and what becomes of areas an earlier run wrote."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from cximpact.exceptions import InputError
from cximpact.intake.files.cells import Area
from cximpact.spreadsheet.cells import (
    CellValue,
    ColumnBlock,
    Formula,
    Look,
    OwnedArea,
    Put,
    SheetBlock,
    Validation,
)
from cximpact.spreadsheet.editing.workbook_edit import WorkbookEdit

ROWS = range(3, 7)


def make(path: Path, *, table: dict[str, Any] | None = None, **cells: object) -> Path:
    """Write a workbook with headers in row 2, four lines, and further cells."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Budget")
    yellow = book.add_format({"bg_color": "#FFFF00", "num_format": "0.00"})
    bold = book.add_format({"bold": True, "bottom": 2})
    if table is not None:
        sheet.add_table("A2:C6", {"name": "Requests"} | table)
    for column, name in enumerate(("Id", "Title", "Cost")):
        sheet.write(1, column, name, bold)
        for row in range(2, 6):
            sheet.write(row, column, f"{name} {row}" if column < 2 else row * 10, yellow)
    for at, value in cells.items():
        sheet.write(at, value)
    book.close()
    return path


def block(
    key: str, column: int, values: Sequence[CellValue] = (1.0, 2.0, 3.0, 4.0), **more: Any
) -> ColumnBlock:
    rows = more.pop("rows", ROWS)
    return ColumnBlock(f"column.{key}", "Budget", column, 2, key.title(), rows, values, **more)


def saved(edit: WorkbookEdit, path: Path) -> Any:
    edit.save(path, backup=False)
    return openpyxl.load_workbook(path)


def column(sheet: Any, letter: str) -> list[object]:
    return [sheet[f"{letter}{row}"].value for row in range(2, 7)]


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def write(path: Path, *blocks: ColumnBlock, table: str = "") -> WorkbookEdit:
    edit = WorkbookEdit.open(path)
    edit.put_columns(blocks, table)
    edit.save(path, backup=False)
    return edit


def problems(path: Path, *blocks: ColumnBlock, table: str = "") -> list[tuple[str | None, str]]:
    before = path.read_bytes()
    with pytest.raises(InputError) as caught:
        WorkbookEdit.open(path).put_columns(blocks, table)
    assert path.read_bytes() == before
    return [(one.cell, one.message) for one in caught.value.problems]


def test_new_cells_take_the_style_of_the_cell_at_the_left_with_the_look_over_it(tmp_path):
    path = make(tmp_path / "a.xlsx")
    write(path, block("value", 4, look=Look(number="+0.0;-0.0;0.0", bold=True)), block("why", 5))
    sheet = openpyxl.load_workbook(path)["Budget"]
    assert sheet["D3"].fill.fgColor.rgb == sheet["C3"].fill.fgColor.rgb == "FFFFFF00"
    assert (sheet["D3"].number_format, sheet["D3"].font.b) == ("+0.0;-0.0;0.0", True)
    assert (sheet["E3"].number_format, sheet["E3"].font.b) == ("0.00", False)
    assert sheet["D2"].font.b and sheet["D2"].border.bottom.style == "medium"
    assert not sheet["C3"].font.b


def test_owned_cells_keep_the_style_the_user_gave_them(tmp_path):
    path = make(tmp_path / "a.xlsx")
    write(path, block("value", 4, look=Look(number="0.0")))
    xml = part(path, "xl/worksheets/sheet1.xml")
    styled = xml.replace('<c r="D4" s="3"', '<c r="D4" s="2"')
    assert styled != xml
    replace_part(path, "xl/worksheets/sheet1.xml", styled)
    write(path, block("value", 4, [9.0, 8.0, 7.0, 6.0], look=Look(number="0.0")))
    new = part(path, "xl/worksheets/sheet1.xml")
    assert '<c r="D4" s="2"><v>8.0</v></c>' in new
    assert '<c r="D5" s="3"><v>7.0</v></c>' in new


def replace_part(path: Path, name: str, content: str | bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    parts[name] = content.encode() if isinstance(content, str) else content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, data in parts.items():
            archive.writestr(one, data)


def test_every_cell_in_the_way_is_named_up_to_twenty(tmp_path):
    path = make(tmp_path / "a.xlsx", D4="mine", E5=1)
    assert [at for at, _ in problems(path, block("rank", 4), block("why", 5))] == ["D4", "E5"]
    many = make(tmp_path / "b.xlsx", **{f"D{row}": 1 for row in range(3, 40)})
    rows, values = range(3, 40), [1.0] * 37
    found = problems(many, block("rank", 4, values, rows=rows))
    assert len(found) == 21
    assert "17 more" in found[-1][1]


def test_cells_are_found_by_their_names_and_emptied_where_nothing_is_written_now(tmp_path):
    path = make(tmp_path / "a.xlsx")
    write(path, block("rank", 4), block("why", 5, ["a", "b", "c", "d"]))
    assert WorkbookEdit.open(path).owned == {
        "column.rank": OwnedArea("Budget", Area(2, 4, 6, 4)),
        "column.why": OwnedArea("Budget", Area(2, 5, 6, 5)),
    }
    edit = write(path, block("why", 4, ["x", "y"], rows=[3, 4]), block("rank", 6))
    sheet = openpyxl.load_workbook(path)["Budget"]
    assert column(sheet, "D") == ["Why", "x", "y", None, None]
    assert column(sheet, "E") == [None] * 5
    assert column(sheet, "F") == ["Rank", 1, 2, 3, 4]
    assert edit.owned["column.why"].area == Area(2, 4, 4, 4)


def test_a_renamed_sheet_and_moved_columns_are_found_again(tmp_path):
    path = make(tmp_path / "a.xlsx")
    write(path, block("rank", 4))
    xml = part(path, "xl/workbook.xml")
    renamed = xml.replace('name="Budget"', 'name="Bob\'s list"')
    replace_part(path, "xl/workbook.xml", renamed.replace("Budget!$D", "'Bob''s list'!$D"))
    edit = WorkbookEdit.open(path)
    assert edit.owned["column.rank"] == OwnedArea("Bob's list", Area(2, 4, 6, 4))
    edit.remove("column.rank")
    assert column(saved(edit, path)["Bob's list"], "D") == [None] * 5
    assert WorkbookEdit.open(path).owned == {}


def test_merged_cells_are_refused_by_address(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("Budget")
    sheet.merge_range("D4:E4", "")
    book.close()
    assert problems(tmp_path / "a.xlsx", block("rank", 5))[0][0] == "E4"


def test_array_and_shared_formulas_that_would_lose_cells_are_refused(tmp_path):
    path = make(tmp_path / "a.xlsx")
    xml = part(path, "xl/worksheets/sheet1.xml")
    array = '<c r="D1"><f t="array" ref="D1:D3">1</f><v>1</v></c>'
    with_row = xml.replace("<sheetData>", f'<sheetData><row r="1">{array}</row>')
    replace_part(path, "xl/worksheets/sheet1.xml", with_row)
    assert [at for at, _ in problems(path, block("rank", 4))] == ["D1"]
    write(make(path), block("rank", 4))
    xml = part(path, "xl/worksheets/sheet1.xml")
    master = '<f t="shared" ref="D3:E3" si="0">A1</f>'
    shared = xml.replace('<c r="D3" s="2">', f'<c r="D3" s="2">{master}')
    follower = '<c r="E3"><f t="shared" si="0"/><v>1</v></c></row><row r="4"'
    shared = shared.replace('</row><row r="4"', follower)
    assert shared.count("shared") == 2
    replace_part(path, "xl/worksheets/sheet1.xml", shared)
    assert [at for at, _ in problems(path, block("rank", 4))] == ["D3"]


def test_a_table_is_extended_over_columns_right_beside_it(tmp_path):
    path = make(
        tmp_path / "a.xlsx", table={"columns": [{"header": h} for h in ("Id", "Title", "Cost")]}
    )
    edit = write(path, block("rank", 4), block("title", 5), block("rank 2", 7), table="requests")
    sheet = openpyxl.load_workbook(path)["Budget"]
    table = sheet.tables["Requests"]
    assert (table.ref, table.autoFilter.ref) == ("A2:E6", "A2:E6")
    assert [one.name for one in table.tableColumns] == ["Id", "Title", "Cost", "Rank", "Title 2"]
    assert len({one.id for one in table.tableColumns}) == 5
    assert sheet["E2"].value == "Title 2"
    assert any("outside table 'Requests'" in notice for notice in edit.notices)


def test_a_totals_row_stays_the_last_and_cells_in_it_are_not_taken(tmp_path):
    columns = [{"header": "Id", "total_string": "Total"}, {"header": "Title"}, {"header": "Cost"}]
    table = {"columns": columns, "total_row": True}
    path = make(tmp_path / "a.xlsx", table=table, A6="Total")
    three = block("rank", 4, [1.0, 2.0, 3.0], rows=range(3, 6))
    write(path, three, table="Requests")
    found = openpyxl.load_workbook(path)["Budget"].tables["Requests"]
    assert (found.ref, found.totalsRowCount, found.autoFilter.ref) == ("A2:D6", 1, "A2:D5")
    taken = make(tmp_path / "b.xlsx", table=table, A6="Total", D6="checked")
    assert [at for at, _ in problems(taken, three, table="Requests")] == ["D6"]


def test_a_table_ends_before_columns_removed_at_its_end_and_keeps_headers_in_its_middle(tmp_path):
    path = make(tmp_path / "a.xlsx", table={})
    write(path, block("rank", 4), block("why", 5), table="Requests")
    edit = WorkbookEdit.open(path)
    edit.remove("column.why")
    table = saved(edit, path)["Budget"].tables["Requests"]
    assert (table.ref, len(table.tableColumns)) == ("A2:D6", 4)
    write(path, block("rank", 4), block("why", 5), table="Requests")
    edit = WorkbookEdit.open(path)
    edit.remove("column.rank")
    sheet = saved(edit, path)["Budget"]
    assert sheet.tables["Requests"].ref == "A2:E6"
    assert column(sheet, "D") == ["Rank", None, None, None, None]
    assert any("D2 stays" in notice for notice in edit.notices)


def test_cells_of_other_tables_are_refused_even_if_blank(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("Budget")
    sheet.add_table("A2:C6", {"name": "Requests"})
    sheet.add_table("E2:F9", {"name": "Rates"})
    book.close()
    found = problems(tmp_path / "a.xlsx", block("rank", 4), block("why", 5), table="Requests")
    assert found == [
        ("E2", "results were to be written here, but the cell belongs to table 'Rates'")
    ]


def test_the_filter_of_a_plain_list_is_widened_so_that_sorting_moves_whole_lines(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Budget")
    sheet.write_row("A2", ["Id", "Title", "Cost"])
    sheet.autofilter("A2:C6")
    book.close()
    write(path, block("rank", 4), block("why", 5))
    write(path, block("rank", 4), block("why", 5))
    sheet = openpyxl.load_workbook(path)["Budget"]
    assert sheet.auto_filter.ref == "A2:E6"
    assert "Budget!$A$2:$E$6" in part(path, "xl/workbook.xml")


def test_protection_and_hidden_columns_are_told_and_stay(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Budget")
    sheet.protect("x")
    sheet.set_column("D:XFD", None, None, {"hidden": True})
    book.close()
    edit = write(path, block("rank", 4))
    assert len(edit.notices) == 2
    assert openpyxl.load_workbook(path)["Budget"].protection.sheet


def test_the_order_of_calculation_goes_only_if_formulas_of_ours_do_or_come(tmp_path):
    path = make(tmp_path / "a.xlsx")
    add_calculation_order(path)
    write(path, block("rank", 4))
    assert "xl/calcChain.xml" in zipfile.ZipFile(path).namelist()
    write(path, block("rank", 4, [Formula("1+1", 2.0)] * 4))
    names = zipfile.ZipFile(path).namelist()
    assert "xl/calcChain.xml" not in names
    assert "calcChain" not in part(path, "[Content_Types].xml")
    assert "calcChain" not in part(path, "xl/_rels/workbook.xml.rels")
    add_calculation_order(path)
    write(path, block("rank", 4))
    assert "xl/calcChain.xml" not in zipfile.ZipFile(path).namelist()


def add_calculation_order(path: Path) -> None:
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    types = part(path, "[Content_Types].xml")
    override = f'<Override PartName="/xl/calcChain.xml" ContentType="{main}"/></Types>'
    replace_part(path, "[Content_Types].xml", types.replace("</Types>", override))
    rels = part(path, "xl/_rels/workbook.xml.rels")
    link = f'<Relationship Id="rId99" Type="{kind}" Target="calcChain.xml"/></Relationships>'
    replace_part(path, "xl/_rels/workbook.xml.rels", rels.replace("</Relationships>", link))
    replace_part(path, "xl/calcChain.xml", '<calcChain><c r="A1" i="1"/></calcChain>')


def method(*rows: list[Put | None], **more: Any) -> SheetBlock:
    return SheetBlock("sheet.method", "CX method", rows, **more)


def test_a_sheet_of_ours_is_laid_out_when_new_and_named(tmp_path):
    path = make(tmp_path / "a.xlsx")
    points = Validation(Area(2, 2, 2, 2), "decimal", 0, None, (), "Points", "0 or more")
    choice = Validation(Area(3, 2, 3, 2), "list", choices=("yes", "no"))
    limits = Validation(Area(2, 3, 2, 3), "decimal", -1, 1)
    edit = WorkbookEdit.open(path)
    edit.put_sheet(
        method(
            [Put("Method", Look(bold=True, size=14)), None],
            [Put("ease"), Put(60, Look(unlocked=True)), Put(Formula("B2*2", 120.0))],
            widths=(30, 10),
            freeze=(1, 1),
            validations=(points, choice, limits),
            names={"cx_ease": Area(2, 2, 2, 2)},
        )
    )
    book = saved(edit, path)
    sheet = book["CX method"]
    assert (sheet["A1"].font.sz, sheet["B2"].protection.locked) == (14, False)
    assert (sheet.freeze_panes, sheet.column_dimensions["A"].width) == ("B2", 30)
    assert sheet.page_setup.orientation == "landscape"
    first, second, third = sheet.data_validations.dataValidation
    assert (first.operator, first.formula1, first.prompt) == (
        "greaterThanOrEqual",
        "0.0",
        "0 or more",
    )
    assert (second.type, second.formula1) == ("list", '"yes,no"')
    assert (third.formula1, third.formula2) == ("-1.0", "1.0")
    assert book.defined_names["cx_ease"].attr_text == "'CX method'!$B$2"
    assert book.defined_names["_cximpact.sheet.method"].hidden


def test_a_second_run_replaces_validations_and_names_and_leaves_the_users_cells(tmp_path):
    path = make(tmp_path / "a.xlsx")
    one = Validation(Area(1, 1, 1, 1), "decimal", 0, 1)
    edit = WorkbookEdit.open(path)
    edit.put_sheet(method([Put(0.5)], [Put("old")], validations=(one,), names={"cx_a": one.area}))
    edit.save(path, backup=False)
    xml = part(path, "xl/worksheets/sheet2.xml")
    own = '<row r="9"><c r="D9"><v>7</v></c></row></sheetData>'
    replace_part(path, "xl/worksheets/sheet2.xml", xml.replace("</sheetData>", own))
    edit = WorkbookEdit.open(path)
    edit.put_sheet(method([Put(0.25)], names={"cx_b": one.area}))
    book = saved(edit, path)
    sheet = book["CX method"]
    assert [sheet[at].value for at in ("A1", "A2", "D9")] == [0.25, None, 7]
    assert not sheet.data_validations.dataValidation
    assert "cx_a" not in book.defined_names
    assert "cx_b" in book.defined_names
    edit = WorkbookEdit.open(path)
    with pytest.raises(InputError) as caught:
        edit.put_sheet(method(*[[Put(1.0)] * 4] * 9))
    assert [one.cell for one in caught.value.problems] == ["D9"]


def test_looks_follow_the_rows_they_belong_to_unless_the_user_changed_them(tmp_path):
    path = make(tmp_path / "a.xlsx")
    bold = Look(bold=True)
    edit = WorkbookEdit.open(path)
    edit.put_sheet(method([Put("a", bold)], [Put("b")], [Put("c", bold)]))
    edit.save(path, backup=False)
    xml = part(path, "xl/worksheets/sheet2.xml")
    replace_part(
        path, "xl/worksheets/sheet2.xml", xml.replace('<c r="A3" s="3"', '<c r="A3" s="1"')
    )
    edit = WorkbookEdit.open(path)
    edit.put_sheet(method([Put("a")], [Put("b", bold)], [Put("c", Look(size=20))]))
    sheet = saved(edit, path)["CX method"]
    assert [sheet[at].font.b for at in ("A1", "A2")] == [False, True]
    assert (sheet["A3"].font.sz, sheet["A3"].font.b) == (11, True)


def test_a_sheet_of_ours_is_dropped_if_it_holds_nothing_else(tmp_path):
    path = make(tmp_path / "a.xlsx")
    before = zipfile.ZipFile(path).namelist()
    edit = WorkbookEdit.open(path)
    edit.put_sheet(method([Put("a")], names={"cx_a": Area(1, 1, 1, 1)}))
    edit.save(path, backup=False)
    edit = WorkbookEdit.open(path)
    edit.remove("sheet.method")
    book = saved(edit, path)
    assert book.sheetnames == ["Budget"]
    assert not book.defined_names
    assert zipfile.ZipFile(path).namelist() == before


@pytest.mark.parametrize("use", ["note", "formula"])
def test_a_sheet_of_ours_that_is_in_use_is_only_emptied(tmp_path, use):
    path = make(tmp_path / "a.xlsx")
    edit = WorkbookEdit.open(path)
    edit.put_sheet(method([Put("a"), Put(1)]))
    edit.save(path, backup=False)
    name = "xl/worksheets/sheet2.xml" if use == "note" else "xl/worksheets/sheet1.xml"
    cell = "<v>1</v>" if use == "note" else "<f>'CX method'!B1</f>"
    row = f'<row r="20"><c r="A20">{cell}</c></row></sheetData>'
    replace_part(path, name, part(path, name).replace("</sheetData>", row))
    edit = WorkbookEdit.open(path)
    edit.remove("sheet.method")
    assert any("emptied" in notice for notice in edit.notices)
    assert saved(edit, path)["CX method"]["A1"].value is None


def test_titles_and_names_that_are_taken(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("cx METHOD")
    book.define_name("cx_a", "='cx METHOD'!$A$1")
    book.close()
    edit = WorkbookEdit.open(path)
    assert edit.title_of("sheet.method", "CX method") == "CX method 2"
    edit.put_sheet(method([Put("a")]))
    assert edit.title_of("sheet.method", "CX method") == "CX method 2"
    with pytest.raises(InputError, match="a name we need is defined for other cells"):
        edit.put_sheet(SheetBlock("sheet.live", "L", [[Put(1)]], names={"CX_A": Area(1, 1, 1, 1)}))


def test_names_of_sheets_count_on_after_a_sheet_before_theirs_is_dropped(tmp_path):
    path = make(tmp_path / "a.xlsx")
    edit = WorkbookEdit.open(path)
    edit.put_sheet(method([Put("a")]))
    edit.save(path, backup=False)
    xml = part(path, "xl/workbook.xml")
    sheets = xml[xml.index("<sheets>") + 8 : xml.index("</sheets>")].split("/>")[:2]
    turned = xml.replace("/>".join(sheets), "/>".join(reversed(sheets)))
    local = '<definedName name="Mine" localSheetId="1">Budget!$A$1</definedName></definedNames>'
    turned = turned.replace("</definedNames>", local).replace("activeTab", "x")
    turned = turned.replace("<workbookView ", '<workbookView activeTab="1" firstSheet="1" ')
    replace_part(path, "xl/workbook.xml", turned)
    edit = WorkbookEdit.open(path)
    edit.remove("sheet.method")
    edit.save(path, backup=False)
    xml = part(path, "xl/workbook.xml")
    assert 'name="Mine" localSheetId="0"' in xml
    assert 'activeTab="0" firstSheet="0"' in xml


def test_a_workbook_without_styles_gets_some(tmp_path):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    link = f'<Relationship Id="r1" Type="{office}/'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName='
        f'"/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName='
        f'"/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{rels}">{link}officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<x:workbook xmlns:x="{main}" xmlns:q="{office}"><x:sheets>'
        '<x:sheet name="Budget" sheetId="1" q:id="r1"/></x:sheets></x:workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}">{link}worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="{main}"><x:sheetData/></x:worksheet>',
    }
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    edit = WorkbookEdit.open(path)
    edit.put_columns([block("rank", 1, look=Look(bold=True, fill="FF0000", border=True))])
    edit.put_sheet(method([Put("a", Look(italic=True))]))
    book = saved(edit, path)
    assert book["Budget"]["A3"].font.b
    assert book["CX method"]["A1"].font.i
    assert 'q:id="rId1"' in part(path, "xl/workbook.xml")
    assert WorkbookEdit.open(path).owned["column.rank"].area == Area(2, 1, 6, 1)


def test_a_part_in_another_encoding_is_refused(tmp_path):
    path = make(tmp_path / "a.xlsx")
    xml = part(path, "xl/worksheets/sheet1.xml").split("?>", 1)[1]
    for encoding in ("utf-16", "iso-8859-1"):
        stated = f'<?xml version="1.0" encoding="{encoding}"?>{xml}'
        replace_part(path, "xl/worksheets/sheet1.xml", stated.encode(encoding))
        with pytest.raises(InputError, match="not in UTF-8"):
            write(path, block("rank", 4))


def test_an_unknown_sheet_is_told(tmp_path):
    path = make(tmp_path / "a.xlsx")
    other = ColumnBlock("column.rank", "Budgets", 4, 2, "Rank", [3], [1.0])
    assert problems(path, other)[0][1] == "there is no such sheet"


@pytest.mark.parametrize("content", ["<a>" * 30_000, "<!-- -->" * 5_000_000, "&#32;" * 7_000_000])
def test_lists_that_are_no_lists_end_in_one_report(tmp_path, content):
    path = make(tmp_path / "a.xlsx")
    styles = part(path, "xl/styles.xml").replace("</styleSheet>", content + "</styleSheet>")
    replace_part(path, "xl/styles.xml", styles)
    with pytest.raises(InputError) as caught:
        WorkbookEdit.open(path)
    assert len(caught.value.problems) == 1


def test_a_cell_of_nothing_but_spaces_is_judged_at_once(tmp_path):
    path = make(tmp_path / "a.xlsx", D4="mine")
    xml = part(path, "xl/worksheets/sheet1.xml")
    spaces = f'<row r="4"><c r="D4"><v>{" " * 900_000}</v>x</c></row>'
    start, end = xml.index('<row r="4"'), xml.index('<row r="5"')
    replace_part(path, "xl/worksheets/sheet1.xml", xml[:start] + spaces + xml[end:])
    assert [at for at, _ in problems(path, block("rank", 4))] == ["D4"]
