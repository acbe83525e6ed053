"""Workbooks with bytes changed at random, in their parts and in the package around them.

Whatever is accepted is read alike by the way that is used, by the thorough way (calamine behind a
full pass) and by openpyxl, where that can open it. 500 changed workbooks; 10,000 with
`--hypothesis-profile=nightly`.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hostile_catalogue.kit import HEADERS, LISTED, ONE_CRITERION
from hostile_catalogue.mutations import MANY, Change, is_read, mutated, mutations
from hypothesis import given
from hypothesis import strategies as st

import cximpact
from cximpact.intake.files.cells import Cell, ErrorCell, UncachedFormula, span_text
from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.files.xlsx_prescan import open_package
from cximpact.intake.files.xlsx_reader import sheet_grid
from cximpact.intake.files.xlsx_values import Grid
from cximpact.intake.files.xlsx_workbook import read_workbook

ROWS = [
    *(["P1", "Plain letters", "service", 120000, 5], ["P2", "New limits", "risk", 60000.25, 2]),
    *(["P3", "Bills & <mail>", "it", -0.0, 4], ["P4", " Chat robot ", "it", 1e-7, 3]),
    ["P5", "Übergröße", None, 123456789.123456, 1],
]

_INLINE = re.compile(rb'<c(?: [^<>]*)? t="inlineStr"[^<>]*><is>')
_FAR = 10**300
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


def _by_openpyxl() -> bytes:
    """A workbook with formulas, dates and inline texts."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for row in [
        [*HEADERS, "day", "sum"],
        *([*row, date(2026, 3, n), "=1+1"] for n, row in enumerate(ROWS, 1)),
    ]:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _by_xlsxwriter() -> bytes:
    """A workbook with stored results, durations, errors and truth values."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("List")
        day, hours = book.add_format({"num_format": 14}), book.add_format({"num_format": 46})
        sheet.write_row(0, 0, [*HEADERS, "day", "hours", "result", "failed", "done"])
        for at, row in enumerate(ROWS, 1):
            sheet.write_row(at, 0, row)
            sheet.write_datetime(at, 5, datetime(2026, 3, at, 12 * (at % 2)), day)
            sheet.write_datetime(at, 6, timedelta(hours=30 * at), hours)
            sheet.write_formula(at, 7, "=A1&A2", None, f"text {at}")
            sheet.write_formula(at, 8, "=1/0", None, "#DIV/0!")
            sheet.write_boolean(at, 9, at % 2 == 0)
    return stream.getvalue()


BOOKS = {"openpyxl": _by_openpyxl(), "xlsxwriter": _by_xlsxwriter()}
RAW = ""
# openpyxl finds parts by fixed names or by their types, not by the links between them.
CONTENT = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml")
PARTS = ["xl/worksheets/sheet1.xml"] * 6 + ["xl/sharedStrings.xml", "xl/styles.xml"] * 2
PARTS += ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", RAW]
XML = [
    b"<",
    b">",
    b"/",
    b'"',
    b"&",
    b"&amp;",
    b"&#0;",
    b"&#x1b;",
    b"_x0000_",
    b"<c",
    b"</c>",
    b"<v>",
]
XML += [b"</v>", b"<row>", b"</row>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x?>", b"<f>1</f>"]
XML += [b' t="s"', b' t="e"', b' t="b"', b' t="str"', b' t="inlineStr"', b' t="d"', b' s="1"']
XML += [
    b' s="2"',
    b' r="XFD1048576"',
    b' r="B2"',
    b"<is><t>x</t></is>",
    b"<sheetData>",
    b"-1",
    b"1e300",
]
XML += [
    b"<!DOCTYPE a>",
    b' xml:space="preserve"',
    b"99",
    b"1.5",
    b' date1904="1"',
    b"60",
    b"2958466",
]


def _token(at: float, cut: int, token: bytes) -> Change:
    def change(data: bytes) -> bytes:
        start = int(at * len(data))
        return data[:start] + token + data[start + cut :]

    return change


def _number(at: float, number: bytes) -> Change:
    """Put another number in the place of one, or of the index of a text or style."""

    def change(data: bytes) -> bytes:
        starts = [
            n
            for n in range(len(data))
            if data[n : n + 3] == b"<v>" or (data[n : n + 3] == b's="' and data[n - 1 : n] == b" ")
        ]
        if not starts:
            return data
        start = starts[int(at * len(starts))] + 3
        end = start
        while end < len(data) and data[end : end + 1] not in (b"<", b'"'):
            end += 1
        return data[:start] + number + data[end:]

    return change


_places = st.floats(0, 1, exclude_max=True)
_numbers = st.one_of(
    st.sampled_from(
        [b"", b"-1", b"x", b"1e400", b"nan", b" 5", b"5 ", b"+5", b"0x1", b"1_0", b"00", b"1.0"]
    ),
    st.integers(-5, 12).map(lambda n: str(n).encode()),
    st.floats(allow_nan=False).map(lambda n: repr(n).encode()),
)
in_xml = st.lists(
    st.one_of(
        st.builds(_token, _places, st.sampled_from([0, 1, 2, 5]), st.sampled_from(XML)),
        st.builds(_number, _places, _numbers),
    ),
    min_size=1,
    max_size=3,
)


def _with(data: bytes, part: str, mutation: Sequence[Change]) -> bytes:
    """Return a workbook with one part changed, or the package itself."""
    if part == RAW:
        return mutated(data, mutation)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, mutated(content, mutation) if name == part else content)
    return stream.getvalue()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose list is a workbook."""
    folder = tmp_path_factory.mktemp("workbooks")
    (folder / "cximpact.yaml").write_text(LISTED.replace("NAME", "list.xlsx"))
    (folder / "scorecard.yaml").write_text(ONE_CRITERION)
    return folder


def _evaluate(place: Path, data: bytes) -> bool:
    (place / "list.xlsx").write_bytes(data)
    return is_read(lambda: cximpact.evaluate(place, draws=0, analyses=[]))


@pytest.mark.parametrize("writer", BOOKS)
def test_the_workbooks_are_sound_and_read_alike(writer, place) -> None:
    assert _evaluate(place, BOOKS[writer])
    assert _agree(BOOKS[writer]) == 2


@pytest.mark.parametrize("writer", BOOKS)
@MANY
@given(part=st.sampled_from(PARTS), mutation=st.one_of(in_xml, in_xml, mutations))
def test_a_mutated_workbook_is_read_alike_by_all_or_refused(writer, place, part, mutation) -> None:
    data = _with(BOOKS[writer], part, mutation)
    _evaluate(place, data)
    _agree(data, with_openpyxl=part in CONTENT and _declares_texts(data))


def _declares_texts(data: bytes) -> bool:
    """Return whether cells with texts inside say so; openpyxl passes over those that do not."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheets = [book.read(name) for name in book.namelist() if "worksheets/sheet" in name]
    return all(each.count(b"<is>") == len(_INLINE.findall(each)) for each in sheets)


def test_numbers_without_a_style_are_read_alike_where_the_first_style_shows_days() -> None:
    first = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'

    def drop_first(styles: bytes) -> bytes:
        assert first in styles
        return styles.replace(first, b"")

    data = _with(BOOKS["xlsxwriter"], "xl/styles.xml", [drop_first])
    assert _agree(data, with_openpyxl=False)


def _agree(data: bytes, *, with_openpyxl: bool = True) -> int:
    """Hold all ways to read a workbook against each other; return how many others could."""
    used: list[tuple[str, Grid]] = []
    if not is_read(lambda: used.extend(_used(data))):
        return 0
    ways = 0
    for sheet, grid in used:
        thorough: list[Grid] = []
        if is_read(lambda sheet=sheet, thorough=thorough: thorough.append(_thorough(data, sheet))):
            assert _plain(thorough[0]) == _plain(grid)
            ways += 1
        other = _read_by_openpyxl(data, sheet) if with_openpyxl else None
        if other is not None:
            ways += 1
            _compare(grid, other)
    return ways


def _used(data: bytes) -> list[tuple[str, Grid]]:
    package = open_package(data, name="a.xlsx")
    workbook = read_workbook(package)
    return [(sheet, sheet_grid(package, workbook, sheet)) for sheet in workbook.sheets]


def _thorough(data: bytes, sheet: str) -> Grid:
    from cximpact.intake.files.xlsx_reader import _thorough_grid

    package = open_package(data, name="a.xlsx")
    return _thorough_grid(package, read_workbook(package), sheet, ProblemLog("a.xlsx"))


def _plain(grid: Grid) -> tuple[object, ...]:
    types = [[type(cell) for cell in row] for row in grid.rows]
    return grid.first_row, grid.first_column, grid.rows, types


def _read_by_openpyxl(data: bytes, sheet: str) -> Any:
    """Return the sheet as openpyxl reads it; None where it cannot."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            book = load_workbook(io.BytesIO(data), data_only=True)
        found = book[sheet]
        return None if warned or not hasattr(found, "cell") else found
    except Exception:
        return None


def _compare(grid: Grid, sheet: Any) -> None:
    far = sheet.max_row > 5000 or sheet.max_column > 500
    rows = {} if far else {(at.row, at.column): at.value for row in sheet.iter_rows() for at in row}
    if not far and all(value is None for value in rows.values()):
        return  # it looks into a namespace in which nothing stands
    for row, cells in enumerate(grid.rows, grid.first_row):
        for column, cell in enumerate(cells, grid.first_column):
            other = sheet.cell(row, column).value if far else rows.pop((row, column), None)
            assert _is_same(cell, other), (row, column, cell, other)
    assert all(_is_same(None, value) for value in rows.values()), rows


def _is_same(cell: Cell, other: Any) -> bool:
    if isinstance(cell, ErrorCell | UncachedFormula) or cell is None:
        # openpyxl gives the code of a failed formula, and keeps white space that is nothing.
        is_blank = other is None or (isinstance(other, str) and not other.strip())
        return is_blank if not isinstance(cell, ErrorCell) else True
    if isinstance(other, datetime | time) and isinstance(cell, int | float):
        return cell < 0  # no calendar has it
    if isinstance(other, time | timedelta):
        # openpyxl takes 1_0 for ten days; what is no number as sheets write them stays text.
        is_odd = isinstance(cell, str) and not _NUMBER.fullmatch(cell) and ":" not in cell
        return is_odd or cell == span_text(other)
    if isinstance(cell, str) and isinstance(other, int | float | datetime):
        return cell != str(other)
    if isinstance(other, datetime) and not isinstance(cell, datetime):
        return cell == other.date() and other.time() == time()
    if isinstance(other, str) and isinstance(cell, str):
        return "_x" in other or cell.strip() == other.strip()
    if isinstance(cell, bool) != isinstance(other, bool):
        return False
    # A spreadsheet has floats only; openpyxl keeps digits that none can hold.
    return bool(cell == other) or (
        isinstance(other, int) and abs(other) < _FAR and cell == float(other)
    )
