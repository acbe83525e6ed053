"""Nothing is lost: workbooks full of features, before and after columns and a sheet were written.

Most are built by XlsxWriter; parts it cannot write (pivot tables, slicers, threaded comments and
the like) are put into the package by hand, as far as matters here: that they come out again.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlsxwriter

from cximpact.spreadsheet.cells import ColumnBlock, Formula, Look, Put, SheetBlock
from cximpact.spreadsheet.editing.workbook_edit import WorkbookEdit

ROWS = range(2, 12)
MAY_CHANGE = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
Build = Callable[[Any, Any], None]


def fill(book: Any, sheet: Any) -> None:
    money = book.add_format({"num_format": "#,##0.00 €", "bg_color": "#FFF2CC"})
    for column, name in enumerate(("Id", "Title", "Cost", "Share")):
        sheet.write(0, column, name)
    for row in range(1, 11):
        sheet.write_row(row, 0, [f"P{row}", f"Line <{row}> & more"])
        sheet.write_number(row, 2, row * 1000.5, money)
        sheet.write_formula(row, 3, f"=C{row + 1}/SUM(C$2:C$11)", money, row / 55)


def charts(book: Any, sheet: Any) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Budget!$C$2:$C$11"})
    sheet.insert_chart("H2", chart)
    pie = book.add_chart({"type": "pie"})
    pie.add_series({"values": "=Budget!$C$2:$C$11"})
    book.add_chartsheet("Picture").set_chart(pie)


def sparklines_and_formats(book: Any, sheet: Any) -> None:
    sheet.add_sparkline("H2", {"range": "Budget!C2:D2"})
    sheet.conditional_format("C2:C11", {"type": "3_color_scale"})
    sheet.conditional_format("D2:D11", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("C2:C11", {"type": "icon_set", "icon_style": "3_arrows"})
    sheet.data_validation("A2:A11", {"validate": "list", "source": ["P1", "P2"]})
    sheet.data_validation("B2:B11", {"validate": "list", "source": "=Other!$A$1:$A$3"})


def pictures(book: Any, sheet: Any) -> None:
    sheet.insert_image("H2", "dot.png", {"image_data": io.BytesIO(PNG)})
    sheet.embed_image("H5", "dot.png", {"image_data": io.BytesIO(PNG)})
    sheet.set_header("&C&G", {"image_center": "dot.png", "image_data_center": io.BytesIO(PNG)})
    sheet.insert_textbox("H8", "A note on the budget")
    sheet.insert_button("H12", {"caption": "Go"})


def notes_and_links(book: Any, sheet: Any) -> None:
    sheet.write_comment("C3", "Why so much?", {"author": "Ann"})
    sheet.write_url("B2", "https://example.com/a?b=1&c=2", string="Line <1> & more")
    sheet.write_url("B3", "internal:Other!A1", string="there")
    bold = book.add_format({"bold": True})
    sheet.write_rich_string("B4", "some ", bold, "bold", " text")


def layout(book: Any, sheet: Any) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_column("B:B", 30, book.add_format({"italic": True}), {"level": 1})
    sheet.set_row(3, 30, None, {"level": 1, "collapsed": False})
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.outline_settings(True, False, True, False)
    sheet.repeat_rows(0)
    sheet.print_area("A1:D11")
    sheet.fit_to_pages(1, 0)
    sheet.set_h_pagebreaks([5])
    book.define_name("Total", "=SUM(Budget!$C$2:$C$11)")
    book.define_name("Other!Local", "=Other!$A$1")


def protection(book: Any, sheet: Any) -> None:
    sheet.protect("secret", {"sort": True})
    sheet.unprotect_range("A2:A11", "Ids")


def filtered(book: Any, sheet: Any) -> None:
    sheet.autofilter("A1:D11")
    sheet.filter_column(0, "x == P1")
    sheet.set_row(4, None, None, {"hidden": True})


def table(book: Any, sheet: Any) -> None:
    headers = ("Id", "Title", "Cost", "Share")
    columns: list[dict[str, str]] = [{"header": header} for header in headers]
    columns[0]["total_string"] = "Total"
    columns[2]["total_function"] = "sum"
    sheet.add_table("A1:D12", {"name": "Requests", "columns": columns, "total_row": True})
    fill(book, sheet)


def dynamic(book: Any, sheet: Any) -> None:
    sheet.write_dynamic_array_formula("H2:H4", "=UNIQUE(A2:A4)", None, "P1")
    sheet.write_array_formula("J2:J3", "{=C2:C3*2}", None, 2)
    sheet.write_boolean("K2", True)
    sheet.write_datetime("K3", date(2026, 3, 1), book.add_format({"num_format": "d mmm yyyy"}))
    sheet.write_formula("K4", "=1/0", None, "#DIV/0!")
    sheet.insert_checkbox("K5", True)


FEATURES: dict[str, Build] = {
    "plain": lambda book, sheet: None,
    "charts": charts,
    "sparklines": sparklines_and_formats,
    "pictures": pictures,
    "notes": notes_and_links,
    "layout": layout,
    "protection": protection,
    "filtered": filtered,
    "table": table,
    "dynamic": dynamic,
}
RAW: dict[str, tuple[str, str, bytes]] = {
    # name: what it hangs on, kind of relationship, content
    "xl/persons/person.xml": ("xl/workbook.xml", "person", b"<personList/>"),
    "xl/threadedComments/threadedComment1.xml": (
        "sheet",
        "threadedComment",
        b"<ThreadedComments/>",
    ),
    "xl/pivotCache/pivotCacheDefinition1.xml": (
        "xl/workbook.xml",
        "pivotCacheDefinition",
        b"<pivotCacheDefinition/>",
    ),
    "xl/pivotTables/pivotTable1.xml": (
        "sheet",
        "pivotTable",
        b'<pivotTableDefinition><location ref="T3:V9"/></pivotTableDefinition>',
    ),
    "xl/slicers/slicer1.xml": ("sheet", "slicer", b"<slicers/>"),
    "xl/slicerCaches/slicerCache1.xml": ("xl/workbook.xml", "slicerCache", b"<slicerCache/>"),
    "xl/timelines/timeline1.xml": ("sheet", "timeline", b"<timelines/>"),
    "xl/externalLinks/externalLink1.xml": ("xl/workbook.xml", "externalLink", b"<externalLink/>"),
    "xl/connections.xml": ("xl/workbook.xml", "connections", b"<connections/>"),
    "xl/printerSettings/printerSettings1.bin": ("sheet", "printerSettings", b"\0\1\2printer"),
    "xl/richData/rdrichvalue.xml": ("xl/workbook.xml", "rdRichValue", b"<rvData/>"),
    "xl/ctrlProps/ctrlProp1.xml": ("sheet", "ctrlProp", b"<formControlPr/>"),
    "customXml/item1.xml": ("xl/workbook.xml", "customXml", b"<mine secret='1'/>"),
    "docMetadata/LabelInfo.xml": ("", "classificationlabels", b"<labelList/>"),
    "userCustomization/customUI.xml": ("", "extensibility", b"<customUI/>"),
}
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def build(path: Path, feature: Build, **options: Any) -> Path:
    book = xlsxwriter.Workbook(path, options)
    sheet = book.add_worksheet("Budget")
    if path.suffix == ".xlsm":
        book.add_vba_project(io.BytesIO(b"macros, as they are"), is_stream=True)
    fill(book, sheet)
    book.add_worksheet("Other").write_column("A1", ["a", "b", "c"])
    feature(book, sheet)
    book.close()
    return path


def add_raw(path: Path) -> Path:
    """Put parts into a workbook that no library writes."""
    parts = read_parts(path)
    owners = {"sheet": "xl/worksheets/sheet1.xml"}
    for number, (name, (owner, kind, content)) in enumerate(RAW.items()):
        parts[name] = content
        owner = owners.get(owner, owner)
        folder, _, file = owner.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels".lstrip("/")
        old = parts.get(rels, f'<Relationships xmlns="{RELS}"></Relationships>'.encode())
        new = f'<Relationship Id="x{number}" Type="{OFFICE}/{kind}" Target="/{name}"/>'.encode()
        parts[rels] = old.replace(b"</Relationships>", new + b"</Relationships>")
    types = b'<Default Extension="bin" ContentType="application/octet-stream"/>'
    content = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = content.replace(b"</Types>", types + b"</Types>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10)), content)
    return path


def read_parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def score(path: Path, target: Path, *, table: str = "") -> WorkbookEdit:
    """Write two columns beside the table and a sheet, as scoring a workbook does."""
    edit = WorkbookEdit.open(path)
    values = {"rank": [float(row) for row in ROWS], "why": [f"=because & <{row}>" for row in ROWS]}
    edit.put_columns(
        [
            ColumnBlock(f"column.{key}", "Budget", 5 + at, 1, key.title(), ROWS, values[key], look)
            for at, (key, look) in enumerate(
                {"rank": Look(number="0"), "why": Look(wrap=True)}.items()
            )
        ],
        table,
    )
    rows = [[Put("CX method", Look(bold=True))], [Put(Formula("1+1", 2.0)), Put(date(2026, 3, 1))]]
    edit.put_sheet(SheetBlock("sheet.method", "CX method", rows))
    edit.save(target)
    return edit


def cells_of(path: Path) -> dict[str, dict[str, object]]:
    """Return every cell of a workbook as openpyxl reads it, formulas and stored results."""
    found: dict[str, dict[str, object]] = {}
    for stored in (False, True):
        book = openpyxl.load_workbook(path, data_only=stored, rich_text=True)
        for sheet in book.worksheets:
            cells = found.setdefault(f"{sheet.title} {stored}", {})
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is not None:
                        value = getattr(cell.value, "text", cell.value)
                        cells[cell.coordinate] = (
                            str(value),
                            cell.number_format,
                            cell.fill.fgColor.rgb,
                        )
    return found


@pytest.fixture(params=[*FEATURES, "raw", "macros", "1904"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    name = request.param
    if name == "raw":
        return add_raw(build(tmp_path / "raw.xlsx", layout))
    if name == "macros":
        return build(tmp_path / "macros.xlsm", charts)
    if name == "1904":
        return build(tmp_path / "old.xlsx", dynamic, date_1904=True)
    return build(tmp_path / f"{name}.xlsx", FEATURES[name])


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_only_the_parts_that_must_change_do_and_all_old_cells_are_as_before(book, tmp_path):
    target = tmp_path / f"scored{book.suffix}"
    name = "Requests" if book.stem == "table" else ""
    score(book, target, table=name)
    old, new = read_parts(book), read_parts(target)
    may_change = MAY_CHANGE | ({"xl/tables/table1.xml"} if name else set())
    differing = {name for name in old if new.get(name) != old[name]}
    assert differing <= may_change
    assert [name for name in new if name in old] == list(old)
    assert set(new) - set(old) == {next(name for name in new if name not in old)}
    if book.stem == "raw":
        return
    before, after = cells_of(book), cells_of(target)
    for sheet, cells in before.items():
        changed = {
            at: (cells[at], after[sheet].get(at))
            for at in cells
            if after[sheet].get(at) != cells[at]
        }
        assert not changed
    assert after["Budget False"]["E1"][0] == "Rank"
    assert after["Budget False"]["F3"][0] == "=because & <3>"


def test_calamine_reads_old_and_new_values(book, tmp_path):
    target = tmp_path / f"scored{book.suffix}"
    score(book, target)
    before, after = (python_calamine.CalamineWorkbook.from_path(one) for one in (book, target))
    old = before.get_sheet_by_name("Budget").to_python(skip_empty_area=False)
    new = after.get_sheet_by_name("Budget").to_python(skip_empty_area=False)
    assert [row[:4] for row in new[:11]] == [row[:4] for row in old[:11]]
    assert [row[4:6] for row in new[:3]] == [
        ["Rank", "Why"],
        [2.0, "=because & <2>"],
        [3.0, "=because & <3>"],
    ]
    assert after.get_sheet_by_name("CX method").to_python()[1] == [2.0, date(2026, 3, 1)]


def test_a_second_run_changes_its_own_cells_only(book, tmp_path):
    first, second = tmp_path / f"first{book.suffix}", tmp_path / f"second{book.suffix}"
    name = "Requests" if book.stem == "table" else ""
    score(book, first, table=name)
    score(first, second, table=name)
    old, new = read_parts(first), read_parts(second)
    assert {name for name in old if old[name] != new[name]} == set()
    assert list(old) == list(new)


def test_libreoffice_opens_what_was_written_and_finds_the_same(office, tmp_path):
    names = [*FEATURES, "macros"]
    scored = []
    for name in names:
        suffix = ".xlsm" if name == "macros" else ".xlsx"
        source = build(tmp_path / f"{name}-source{suffix}", FEATURES.get(name, charts))
        scored.append(tmp_path / f"{name}{suffix}")
        score(source, scored[-1], table="Requests" if name == "table" else "")
    made = office.convert(
        scored, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", tmp_path / "csv"
    )
    for path in made:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("Id,Title,Cost,Share,Rank,Why"), path.name
        assert "=because & <2>" in lines[1], path.name
