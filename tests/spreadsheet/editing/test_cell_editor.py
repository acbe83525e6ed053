"""Sheets written into at random equal a plain model changed cell by cell, however they are written.

The model is a mapping from row and column to style and content. Both ways through a sheet, the
fast and the exact one, are held against it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.exceptions import InputError
from cximpact.intake.files.cells import Area, area_of, cell_name
from cximpact.intake.files.problems import ProblemLog
from cximpact.spreadsheet.cells import ColumnBlock, Formula, OwnedArea
from cximpact.spreadsheet.editing.column_plan import column_plan
from cximpact.spreadsheet.editing.plain_sheet import plain_pass
from cximpact.spreadsheet.editing.sheet_edit import edit_sheet
from cximpact.spreadsheet.editing.sheet_pass import SheetJob, SheetPass, UnusualXmlError
from cximpact.spreadsheet.editing.styles import MINIMAL_STYLES, Styles

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = MINIMAL_STYLES.replace(
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    b'<cellXfs count="6">'
    + b"".join(
        b'<xf numFmtId="%d" fontId="0" fillId="0" borderId="0" xfId="0"/>' % n for n in range(6)
    ),
)
Content = tuple[str, str]
Grid = dict[tuple[int, int], tuple[int, Content]]

# Content is a kind and a text, as they are found again.
CONTENTS = st.sampled_from(
    [
        *(("n", "1"), ("n", "-2.5"), ("s", "0"), ("str", "a & b"), ("inline", "x > y")),
        *(("b", "1"), ("f", "SUM(A1:A2)"), ("", ""), ("", "")),
    ]
)
VALUES = st.one_of(
    st.none(),
    st.sampled_from(["", "plain", "=1+1", "<&>", "a\nb", "  kept  "]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.just(Formula("SUM(A1,2)", 3.0)),
)


@frozen
class Sheet:
    """A sheet to be written, and how its XML is written."""

    grid: Grid
    rows: tuple[int, ...]
    row_styles: dict[int, int]
    prefix: str = ""
    quote: str = '"'
    addresses: bool = True
    comments: bool = False


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    rows = sorted(draw(st.sets(st.integers(1, 9), max_size=7)))
    places = st.tuples(st.sampled_from(rows or [1]), st.integers(1, 8))
    grid = draw(st.dictionaries(places, st.tuples(st.integers(0, 5), CONTENTS), max_size=30))
    grid = grid if rows else {}
    styled = draw(st.dictionaries(st.sampled_from(rows or [1]), st.integers(1, 5), max_size=2))
    return Sheet(
        dict(sorted(grid.items())),
        tuple(rows),
        styled if rows else {},
        draw(st.sampled_from(["", "", "x:"])),
        draw(st.sampled_from(['"', '"', "'"])),
        draw(st.booleans()),
        draw(st.booleans()),
    )


@st.composite
def tasks(draw: st.DrawFn) -> tuple[list[ColumnBlock], dict[str, OwnedArea]]:
    columns = draw(st.lists(st.integers(2, 9), min_size=1, max_size=3, unique=True))
    header = draw(st.integers(1, 3))
    blocks = []
    for column in columns:
        rows = sorted(draw(st.sets(st.integers(header + 1, 10), max_size=6)))
        values = draw(st.lists(VALUES, min_size=len(rows), max_size=len(rows)))
        blocks.append(ColumnBlock(f"column.k{column}", "S", column, header, "Head", rows, values))
    owned = {}
    for key in draw(st.sets(st.sampled_from([block.key for block in blocks]))):
        first, column = draw(st.integers(1, 4)), draw(st.integers(2, 9))
        last = draw(st.integers(first, 10))
        owned[key] = OwnedArea("S", Area(first, column, last, column))
    return blocks, owned


def written(sheet: Sheet) -> bytes:
    """Return the XML of a sheet, written as it says."""
    p, q = sheet.prefix, sheet.quote
    note = "<!-- <row r='1'> -->" if sheet.comments else ""
    rows = ""
    for number in sheet.rows:
        cells = "".join(
            cell_xml(sheet, row, column, *rest)
            for (row, column), rest in sheet.grid.items()
            if row == number
        )
        own = sheet.row_styles.get(number)
        style = f" s={q}{own}{q} customFormat={q}1{q}" if own else ""
        tag = f"<{p}row r={q}{number}{q} spans={q}1:4{q}{style}"
        rows += f"{tag}>{note}{cells}</{p}row>" if cells or number % 2 else f"{tag}/>"
    named = "xmlns:x" if p else "xmlns"
    return (
        f"<{p}worksheet {named}={q}{MAIN}{q}><{p}dimension ref={q}A1:D4{q}/>"
        f"<{p}sheetData>{note}{rows}</{p}sheetData><{p}pageMargins/></{p}worksheet>"
    ).encode()


def cell_xml(sheet: Sheet, row: int, column: int, style: int, content: Content) -> str:
    """Return one cell; without an address where its place tells it as well."""
    p, q = sheet.prefix, sheet.quote
    kind, text = content
    text = text.replace("&", "&amp;").replace(">", "&gt;")
    is_next = column == 1 or (row, column - 1) in sheet.grid
    at = f" r={q}{cell_name(row, column)}{q}" if sheet.addresses or not is_next else ""
    shown = f" s={q}{style}{q}" if style else ""
    if not kind:
        return f"<{p}c{at}{shown}/>"
    if kind == "f":
        return f"<{p}c{at}{shown}><{p}f>{text}</{p}f><{p}v>7</{p}v></{p}c>"
    if kind == "inline":
        return f"<{p}c{at}{shown} t={q}inlineStr{q}><{p}is><{p}t>{text}</{p}t></{p}is></{p}c>"
    typed = "" if kind == "n" else f" t={q}{kind}{q}"
    return f"<{p}c{at}{shown}{typed}><{p}v>{text}</{p}v></{p}c>"


def read(xml: bytes) -> Grid:
    """Return the cells of a sheet, by a parser that knows nothing of ours."""
    grid: Grid = {}
    for row in ET.fromstring(xml).iter(f"{{{MAIN}}}row"):  # noqa: S314 - our own
        number, column = int(row.get("r", "0")), 0
        for cell in row:
            area = area_of(cell.get("r", ""))
            column = area.first_column if area else column + 1
            assert area is None or area.first_row == number
            assert (number, column) not in grid
            grid[number, column] = int(cell.get("s", "0")), content_of(cell)
    return grid


def content_of(cell: ET.Element) -> Content:
    formula = cell.find(f"{{{MAIN}}}f")
    if formula is not None:
        return "f", formula.text or ""
    text = "".join(cell.itertext())
    if cell.get("t") == "inlineStr":
        return "inline", text
    return (cell.get("t", "n"), text) if len(cell) else ("", "")


def content_for(value: object) -> Content:
    """Return how a value is to be found again."""
    if isinstance(value, Formula):
        return "f", value.text
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, str):
        return "inline", value
    return "n", repr(value)


def expected(
    sheet: Sheet, blocks: list[ColumnBlock], owned: dict[str, OwnedArea]
) -> tuple[Grid, set[str]]:
    """Return the cells there should be, and the addresses that should be refused."""
    wanted: dict[tuple[int, int], tuple[ColumnBlock | None, object]] = {}
    for area in (one.area for one in owned.values()):
        for row in range(area.first_row, area.last_row + 1):
            wanted[row, area.first_column] = (None, None)
    for block in blocks:
        last = block.rows[-1] if block.rows else block.header_row
        for row in range(block.header_row, last + 1):
            wanted[row, block.column] = (block, None)
        wanted[block.header_row, block.column] = (block, block.header)
        for row, value in zip(block.rows, block.values, strict=True):
            wanted[row, block.column] = (block, value)
    grid, refused = dict(sheet.grid), set[str]()
    ours = {
        (row, one.area.first_column)
        for one in owned.values()
        for row in range(one.area.first_row, one.area.last_row + 1)
    }
    for (row, column), (block, value) in wanted.items():
        style, content = sheet.grid.get((row, column), (0, ("", "")))
        if content != ("", "") and (row, column) not in ours:
            refused.add(cell_name(row, column))
        elif value is None or value == "":
            if content != ("", ""):
                grid[row, column] = style, ("", "")
        else:
            assert block is not None
            own = owned.get(block.key)
            kept = (
                (row, column) in sheet.grid
                and own is not None
                and own.area.first_column == column
                and own.area.first_row <= row <= own.area.last_row
            )
            new = style if kept else beside(sheet, blocks, row, block)
            grid[row, column] = new, content_for(value)
    return grid, refused


def beside(sheet: Sheet, blocks: list[ColumnBlock], row: int, block: ColumnBlock) -> int:
    """Return the style of the cell at the left of a column and those of ours beside it."""
    ours = {one.column for one in blocks if one.header_row == block.header_row}
    column = block.column
    while column in ours:
        column -= 1
    if (row, column) in sheet.grid:
        return sheet.grid[row, column][0]
    return sheet.row_styles.get(row, 0) if column else 0


def chunked(xml: bytes, size: int) -> Callable[[], object]:
    return lambda: iter([xml[at : at + size] for at in range(0, len(xml), size)])


@given(sheets(), tasks(), st.integers(1, 400))
@settings(max_examples=300)
def test_a_sheet_written_into_equals_the_model_changed_cell_by_cell(sheet, task, size):
    blocks, owned = task
    xml = written(sheet)
    areas = [one.area for one in owned.values()]
    plan = column_plan(blocks, {}, owned, areas)
    grid, refused = expected(sheet, blocks, owned)
    job = SheetJob("S", plan)
    if refused:
        with pytest.raises(InputError) as caught:
            edit_sheet(chunked(xml, size), job, Styles(STYLES), "f.xlsx")
        assert {one.cell for one in caught.value.problems if one.cell} == refused
        return
    new = b"".join(edit_sheet(chunked(xml, size), job, Styles(STYLES), "f.xlsx").content.chunks())
    assert read(new) == grid
    assert_rest_untouched(xml, new, sheet)


def assert_rest_untouched(old: bytes, new: bytes, sheet: Sheet) -> None:
    """Comments stay, and what stands after the rows."""
    assert old.count(b"<!--") <= new.count(b"<!--") + len(sheet.rows)
    end = f"</{sheet.prefix}sheetData>".encode()
    assert old[old.index(end) :] == new[new.index(end) :]


@given(sheets(), tasks())
@settings(max_examples=150)
def test_plain_xml_takes_the_fast_way_and_both_ways_agree(sheet, task):
    blocks, owned = task
    plain = Sheet(sheet.grid, sheet.rows, sheet.row_styles)
    plan = column_plan(blocks, {}, owned, [one.area for one in owned.values()])
    if expected(plain, blocks, owned)[1]:
        return
    xml = written(plain)
    fast = b"".join(plain_pass(iter([xml]), new_pass(plan)))
    exact_xml = xml.replace(b"<sheetData>", b"<sheetData><!---->", 1)
    exact = edit_sheet(chunked(exact_xml, 99), SheetJob("S", plan), Styles(STYLES), "f.xlsx")
    assert read(fast) == read(b"".join(exact.content.chunks()))


def new_pass(plan) -> SheetPass:
    return SheetPass(SheetJob("S", plan), Styles(STYLES), ProblemLog("f.xlsx"))


@pytest.mark.parametrize(
    "unusual",
    [
        b"<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>",
        b"<worksheet><sheetData><row r='1'/></sheetData></worksheet>",
        b'<x:worksheet xmlns:x="m"><x:sheetData/></x:worksheet>',
        b'<worksheet><sheetData><row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row></sheetData>'
        b"</worksheet>",
        b'<worksheet><sheetData><row r="1"><c r="A1"/><?x?></row></sheetData></worksheet>',
        b"<worksheet><!-- <sheetData> --><sheetData></sheetData></worksheet>",
        b'<worksheet><sheetData><row r="2"/><row r="1"/></sheetData></worksheet>',
        b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c>',
    ],
)
def test_what_is_not_plain_is_left_to_the_exact_way(unusual):
    block = ColumnBlock("column.k", "S", 5, 1, "H", [2], [1.0])
    with pytest.raises(UnusualXmlError):
        list(plain_pass(iter([unusual]), new_pass(column_plan([block], {}, {}, []))))


@pytest.mark.parametrize(
    "damaged",
    [
        '<row r="2"/><row r="1"/>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A7"/></row>',
        '<row r="1"><c r="XFE1"/></row>',
        '<row r="1048577"/>',
        '<row r="1"><c r="A1"><v>1</v></row>',
    ],
)
def test_damaged_rows_are_told_and_nothing_is_written(damaged):
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{damaged}</sheetData></worksheet>'.encode()
    block = ColumnBlock("column.k", "S", 5, 1, "H", [2], [1.0])
    job = SheetJob("S", column_plan([block], {}, {}, []))
    with pytest.raises(InputError, match="the sheet is damaged"):
        edit_sheet(chunked(xml, 50), job, Styles(STYLES), "f.xlsx")
