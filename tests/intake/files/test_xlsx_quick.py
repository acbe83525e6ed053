"""The quick reading of plain sheets: it gives what the thorough one gives, or leaves it to it."""

from __future__ import annotations

import io
import subprocess
import sys
import textwrap
import zipfile
from datetime import date, datetime, timedelta
from xml.parsers import expat

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from cximpact.exceptions import InputError
from cximpact.intake.files import xlsx_prescan
from cximpact.intake.files.cells import ErrorCell, UncachedFormula, column_number
from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.files.raw_table import ReadOptions
from cximpact.intake.files.xlsx_calamine import UnreadableSheetError
from cximpact.intake.files.xlsx_prescan import open_package
from cximpact.intake.files.xlsx_quick_numbers import take_counts, take_numbers
from cximpact.intake.files.xlsx_quick_scan import quick_scan, quick_sheet
from cximpact.intake.files.xlsx_quick_slices import NotPlainError, row_slices
from cximpact.intake.files.xlsx_quick_tags import Tags
from cximpact.intake.files.xlsx_quick_texts import shared_texts
from cximpact.intake.files.xlsx_reader import read_xlsx, sheet_grid
from cximpact.intake.files.xlsx_scan import refuse_extent, scan_sheet
from cximpact.intake.files.xlsx_values import read_grid
from cximpact.intake.files.xlsx_workbook import read_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_of(rows):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def written(fill, **options):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as book:
        fill(book, book.add_worksheet("Budget"))
    return stream.getvalue()


def with_part(data, part, content):
    """Return a workbook in which one part is another."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def both(data):
    """Return what the quick and the thorough reading make of a workbook; None if refused."""
    package = open_package(data, name="a.xlsx")
    workbook = read_workbook(package)
    part = next(iter(workbook.sheets.values()))
    quick = quick_sheet(package, workbook, part)
    try:
        xml = package.read(part)
        scan = scan_sheet(xml)
        log = ProblemLog("a.xlsx")
        refuse_extent(scan, "Budget", log)
        if quick is not None:
            refuse_extent(quick.scan, "Budget", log)
        thorough = read_grid(package, workbook, xml, scan)
    except (InputError, UnreadableSheetError, expat.ExpatError, ValueError):
        thorough = None
    return None if quick is None else quick.grid(), thorough


def everything(book, sheet):
    """Write one row of each thing that common programs write in cells."""
    day, hours = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": 46})
    when = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    money, bold = book.add_format({"num_format": "#,##0.00 €"}), book.add_format({"bold": True})
    sheet.write_row(0, 0, ["id", "title", "cost", "when", "done"], bold)
    sheet.write_row(2, 0, ["a", "Plain", 5, 2.5, True])
    sheet.write_row(3, 0, [" spaced ", "F&E <b> \"x\" 'y'", -1234.56, 0.1 + 0.2, False])
    sheet.write_row(4, 0, ["line\nbreak", "Übergröße €", 1e300, -0.0, 2**53 + 2])
    sheet.write_datetime(5, 0, datetime(2026, 3, 1), day)
    sheet.write_datetime(5, 1, datetime(2026, 3, 1, 12, 30), when)
    sheet.write_datetime(5, 2, timedelta(hours=36, minutes=5), hours)
    sheet.write_number(5, 3, 1234.5, money)
    sheet.write_blank(5, 4, None, bold)
    sheet.write_formula(6, 0, "=1+1", None, 2)
    sheet.write_formula(6, 1, '="x"&"y"', None, "xy")
    sheet.write_formula(6, 2, "=1/0", None, "#DIV/0!")
    sheet.write_formula(6, 3, "=A1", day, 46082)
    sheet.write_formula(6, 4, "=TRUE", None, True)
    sheet.write_array_formula("A8:B8", "{=1}", None, 1)
    sheet.write_formula(7, 2, '="_x000D_"', None, "a_x000D_b")
    sheet.write_rich_string(8, 0, "in ", bold, "parts", " of it")
    sheet.write_string(8, 1, "_x0041_ is kept")
    sheet.merge_range("A10:C10", "merged", bold)
    sheet.set_row(20, 30)
    sheet.write_number(11, 7, 7)


EVERYTHING = written(everything)


def test_everything_common_programs_write_is_read_alike_by_both():
    quick, thorough = both(EVERYTHING)
    assert (quick.first_row, quick.first_column) == (thorough.first_row, thorough.first_column)
    assert quick.rows == thorough.rows
    assert [[type(cell) for cell in row] for row in quick.rows] == [
        [type(cell) for cell in row] for row in thorough.rows
    ]
    assert quick.rows[2][:5] == ["a", "Plain", 5, 2.5, True]
    assert quick.rows[3][:2] == [" spaced ", "F&E <b> \"x\" 'y'"]
    assert quick.rows[5][:4] == [
        date(2026, 3, 1),
        datetime(2026, 3, 1, 12, 30),
        "36:05:00",
        1234.5,
    ]
    assert quick.rows[6][:5] == [2, "xy", ErrorCell("#DIV/0!"), date(2026, 3, 1), True]
    assert quick.rows[7][2] == "a\rb"
    assert quick.rows[8][:2] == ["in parts of it", "_x0041_ is kept"]


@pytest.mark.parametrize("options", [{"constant_memory": True}, {"date_1904": True}])
def test_texts_in_the_cells_and_days_from_1904_are_read_alike_by_both(options):
    def fill(book, sheet):
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["id", " spaced ", "F&E", "a\nb", "ü"])
        sheet.write_datetime(1, 0, datetime(2026, 3, 1), day)

    quick, thorough = both(written(fill, **options))
    assert quick.rows == thorough.rows
    assert quick.rows[0] == ["id", " spaced ", "F&E", "a\nb", "ü"]
    assert quick.rows[1][0] == date(2026, 3, 1)


def test_what_openpyxl_writes_is_read_quickly():
    book = openpyxl.Workbook()
    book.active.append(["id", "n", "day", None, "f"])
    book.active.append(["a", 1.5, date(2026, 3, 1), None, "=1+1"])
    book.active["D2"].font = openpyxl.styles.Font(bold=True)
    stream = io.BytesIO()
    book.save(stream)
    quick, thorough = both(stream.getvalue())
    assert quick.rows == thorough.rows
    assert quick.rows[1] == ["a", 1.5, date(2026, 3, 1), None, UncachedFormula()]


# --- Any sheet: the same values, or left to the thorough reading -------------------------------


def plain_or_odd(plain, odd):
    """Draw mostly from what is plain, so that a sheet is often plain as a whole."""
    return st.sampled_from([*plain * (8 * len(odd) // len(plain) + 1), *odd])


TEXTS = plain_or_odd(
    ["", "a", " a ", "\t", "é", "a&amp;b", "&#65;", "_x0041_", "x_y", "a\nb", "5"],
    ["\r\n", "&", "&no;", "\ufffe", "]]>"],
)
NUMBERS = plain_or_odd(
    "|0|-0|7|007|-12.50|.5|5.|1e3|1E-400|1e400|0.30000000000000004|123456789012345"
    "|12345678901234567890|9007199254740993|1234567890.12345".split("|"),
    ".|-|nan|+5| 5|1_0|1-1|1.5.5|٣".split("|"),
)
ATTRIBUTES = plain_or_odd(
    ["", ' s="1"', ' s="2"', ' s="3"', ' s="99"', ' cm="1"'],
    [' s="x"', ' s="1" s="2"', ' s="', " /"],
)
VALUES = {
    "": NUMBERS,
    "n": NUMBERS,
    "s": plain_or_odd(["0", "1", "2", "3", "00", ""], ["9", "-1", "1.0"]),
    "b": plain_or_odd(["0", "1", ""], ["2", "true"]),
    "e": plain_or_odd(["#N/A", "#DIV/0!", ""], [" #N/A ", "no"]),
    "str": TEXTS,
    "inlineStr": TEXTS,
    "d": st.just("2026-03-01"),
    "x": NUMBERS,
}
KINDS = plain_or_odd(["", "n", "s", "str", "b", "e", "inlineStr"], ["d", "x"])
FORMULAS = plain_or_odd(["", "", "<f>A1&gt;1</f>", '<f t="shared" si="0"/>', "<f/>"], ["<f>&</f>"])
SPACES = plain_or_odd(["", ' xml:space="preserve"'], [" xml:space='preserve'"])


@st.composite
def cell_bodies(draw):
    """Return what stands after the address of a cell."""
    kind = draw(KINDS)
    value, formula = draw(VALUES[kind]), draw(FORMULAS)
    if kind == "inlineStr":
        space = draw(SPACES)
        bodies = [f"><is><t{space}>{value}</t></is></c>", "><is><t/></is></c>", "/>", "></c>"]
        body = draw(plain_or_odd(bodies, ["><is/></c>", "><v>1</v></c>"]))
    else:
        bodies = [f"><v>{value}</v></c>"] * 4 + ["/>", " />", "></c>", "><v/></c>"]
        body = draw(plain_or_odd(bodies, ["><v></v> </c>", "><is><t>a</t></is></c>"]))
        body = body.replace("><", f">{formula}<", 1)
    stated = f' t="{kind}"' if kind else ""
    return draw(ATTRIBUTES) + stated + body


@st.composite
def sheets(draw):
    """Return the XML of a sheet whose rows are mostly of the plain form."""
    numbers = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True))
    rows = []
    for number in sorted(numbers):
        letters = draw(
            st.lists(st.sampled_from(["A", "B", "C", "Z", "AB"]), max_size=4, unique=True)
        )
        ordered = sorted(letters, key=column_number)
        cells = (f'<c r="{each}{number}"{draw(cell_bodies())}' for each in ordered)
        more = draw(plain_or_odd(["", ' spans="1:3"', ' ht="15" x:dy="1"'], [' ht="1" ht="1"']))
        rows.append(f'<row r="{number}"{more}>{"".join(cells)}</row>')
    return sheet_of("".join(rows))


SHARED = [
    "<si><t>plain</t></si>",
    '<si><t xml:space="preserve"> kept </t></si>',
    '<si><r><t xml:space="preserve">in </t></r><r><rPr><b/></rPr><t>parts</t></r></si>',
    "<si><t>F&amp;E</t></si>",
]


def styled(book, sheet):
    for form in ("yyyy-mm-dd", "0.00", "[h]:mm"):
        sheet.write_number(0, 0, 1, book.add_format({"num_format": form}))
    sheet.write_string(1, 0, "x")


STYLED = with_part(written(styled), STRINGS, f'<sst xmlns="{MAIN}">{"".join(SHARED)}</sst>')


def agrees(data, xml):
    """Hold the two readings of a sheet against each other; return whether both gave values."""
    try:
        quick, thorough = both(data)
    except InputError:
        return False
    if quick is not None:
        expat.ParserCreate().Parse(xml, True)  # what is read quickly is at least sound
    if quick is None or thorough is None:
        return False
    assert quick.rows == thorough.rows
    types = [[type(cell) for cell in row] for row in quick.rows]
    assert types == [[type(cell) for cell in row] for row in thorough.rows]
    return True


@settings(max_examples=400)
@given(sheets())
def test_any_sheet_is_read_alike_or_left_to_the_thorough_reading(xml):
    agrees(with_part(STYLED, SHEET, xml), xml.encode())


PIECES = ["<", ">", "/", '"', "&", "<c", "</c>", "<v>", "</v>", "<row>", "<!--", "-->", " ", "\0"]
PIECES += ["<![CDATA[", "]]>", "<?x?>", "<sheetData>", "</sheetData>", "</row>", "t", "1", "A", "é"]
PLAIN = zipfile.ZipFile(io.BytesIO(EVERYTHING)).read(SHEET).decode()


@settings(max_examples=400)
@given(
    st.lists(
        st.tuples(st.integers(0, len(PLAIN)), st.integers(0, 3), st.sampled_from(["", *PIECES])),
        min_size=1,
        max_size=3,
    )
)
def test_a_sheet_with_changed_places_is_read_alike_or_left_to_the_thorough_reading(changes):
    xml = PLAIN
    for at, dropped, piece in changes:
        xml = xml[:at] + piece + xml[at + dropped :]
    agrees(with_part(EVERYTHING, SHEET, xml), xml.encode())


ODD = ["<si/>", "<si></si>", "<si><t/></si>", "<si><t></t></si>", "<si>x</si>", "</si>", " ", "x"]
ODD += ["<si><t> trimmed </t></si>", "<si><t>\n</t></si>", "<si><t>a\r\nb</t></si>", "<si><t>a"]
ODD += ["<si><t>_x000D_</t></si>", "<si><t>&no;</t></si>", "<si><t>é\u00a0</t></si>", "</t></si>"]
ODD += ["<si><t>a</t><rPh><t>b</t></rPh></si>", "<!-- <si> -->"]


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(SHARED + ODD),
        max_size=5,
    )
)
def test_shared_texts_are_read_alike_or_left_to_the_thorough_reading(items):
    whole = "".join(items)
    n = max(len(items), 1)
    cells = "".join(
        f'<row r="{at}"><c r="A{at}" t="s"><v>{at - 1}</v></c></row>' for at in range(1, n)
    )
    xml = sheet_of(cells + f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>')
    data = with_part(STYLED, STRINGS, f'<sst xmlns="{MAIN}" count="1">{whole}</sst>')
    agrees(with_part(data, SHEET, xml), xml.encode())


def test_plain_shared_texts_are_themselves():
    part = f'<?xml version="1.0"?>\n<sst xmlns="{MAIN}">{"".join(SHARED)}</sst>'
    assert shared_texts([part.encode()]) == ["plain", " kept ", "in parts", "F&E"]
    assert shared_texts([part[:99].encode(), part[99:].encode()]) == shared_texts([part.encode()])
    assert shared_texts([b"<sst></sst>"]) == []


# --- Nothing hides from it ----------------------------------------------------------------------

FAR = "<c r='XFD60000'><v>1</v></c>"
FAR_PLAIN = '<row r="60000"><c r="XFD60000"><v>1</v></c></row>'
HIDDEN = {
    "plain": FAR_PLAIN,
    "single quotes": f"<row r='60000'>{FAR}</row>",
    "in another row": '<row r="2"><c r="XFD60000"><v>1</v></c></row>',
    "without addresses": '<row r="60000"><c r="XFC60000"/><c><v>1</v></c></row>',
    "in a second place of rows": f"</sheetData><sheetData>{FAR_PLAIN}",
    "deeper": f"</sheetData><x>{FAR_PLAIN}</x><sheetData>",
    "after a comment": f"<!-- --><row r='60000'>{FAR}</row>",
    "in a prefixed tag": '<y:row r="60000"><y:c r="XFD60000"><y:v>1</y:v></y:c></y:row>',
    "after a > in an attribute": '<row r="60000" x=">"><c r="XFD60000"><v>1</v></c></row>',
    "in small letters": '<row r="60000"><c r="xfd60000"><v>1</v></c></row>',
    "by a reference": '<row r="60000"><c r="XFD6000&#48;"><v>1</v></c></row>',
    "a formula": '<row r="60000"><c r="XFD60000"><f>1</f></c></row>',
    "a text": '<row r="60000"><c r="XFD60000" t="inlineStr"><is><t>x</t></is></c></row>',
    "twice an address": '<row r="60000"><c r="A60000" r="XFD60000"><v>1</v></c></row>',
}


@pytest.mark.parametrize("rows", HIDDEN.values(), ids=HIDDEN.keys())
def test_a_far_cell_is_seen_or_left_to_the_thorough_reading(rows):
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    scan = quick_scan(sheet_of(near + rows).encode()) if "twice" not in rows else None
    assert scan is None or (scan.last_row, scan.last_column) == (60_000, 16_384)


CHILD = """
    import sys
    from pathlib import Path
    from cximpact.exceptions import InputError
    from cximpact.intake.files.raw_table import ReadOptions
    from cximpact.intake.files.xlsx_reader import read_xlsx

    for path in sorted(Path(sys.argv[1]).iterdir()):
        try:
            read_xlsx(path.read_bytes(), ReadOptions(), name=path.name)
        except InputError as error:
            print(path.stem, error.problems[0].message, sep=": ")
        else:
            print(path.stem, "read", sep=": ")
"""


def test_no_far_cell_ends_the_process(tmp_path, make_workbook):
    """The reader would abort; only a process of its own can show that it does not."""
    near = '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>'
    for name, rows in HIDDEN.items():
        (tmp_path / f"{name}.xlsx").write_bytes(make_workbook(sheet_of(near + rows)))
    command = [sys.executable, "-c", textwrap.dedent(CHILD), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr[-2000:]
    reports = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert reports.keys() == HIDDEN.keys()
    assert all("span" in each or "cannot be read" in each for each in reports.values()), reports


def test_all_that_the_fast_reader_is_handed_is_small(monkeypatch):
    """Dates and tricky texts are handed over as cells of the first two columns only."""
    import python_calamine

    handed = []
    bare = python_calamine.CalamineWorkbook

    class Spy:
        @staticmethod
        def from_filelike(stream):
            with zipfile.ZipFile(io.BytesIO(stream.getvalue())) as package:
                assert len(package.namelist()) <= 6
                handed.append(scan_sheet(package.read("xl/sheet.xml")))
            return bare.from_filelike(stream)

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Spy)
    package = open_package(EVERYTHING, name="a.xlsx")
    workbook = read_workbook(package)
    assert quick_sheet(package, workbook, SHEET) is not None
    assert handed
    assert all(scan.last_column <= 2 and scan.last_row == scan.values // 2 for scan in handed)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 1000])
def test_it_does_not_matter_where_the_part_is_cut(size):
    chunks = [PLAIN.encode()[at : at + size] for at in range(0, len(PLAIN.encode()), size)]
    slices = list(row_slices(chunks))
    begin = PLAIN.index("<sheetData>") + len("<sheetData>")
    assert b"".join(slices).decode() == PLAIN[begin : PLAIN.index("</sheetData>")]
    assert all(each.endswith((b"</row>", b"/>")) for each in slices)


@pytest.mark.parametrize("at", range(xlsx_prescan._CHUNK - 14, xlsx_prescan._CHUNK + 3))
def test_a_doctype_across_two_chunks_is_found(at, make_workbook):
    padding = " " * (at - len('<?xml version="1.0"?>'))
    theme = f'<?xml version="1.0"?>{padding}<!DOCTYPE a><a>' + "".join(map(str, range(90_000)))
    with pytest.raises(InputError) as caught:
        open_package(make_workbook(sheet_of(""), theme=theme + "</a>"), name="a.xlsx")
    assert "DOCTYPE" in caught.value.problems[0].message


# --- Numbers ------------------------------------------------------------------------------------


def spans(texts):
    content = b"".join(b"<%b>" % text.encode() for text in texts)
    places = np.cumsum([0, *(len(text.encode()) + 2 for text in texts)])[:-1] + 1
    lengths = [len(text.encode()) for text in texts]
    nothing = np.zeros(0, np.intp)
    codes = np.frombuffer(content + bytes(64), np.uint8)
    tags = Tags(content, codes, nothing, nothing, nothing.astype(np.uint8))
    return tags, places, places + lengths


DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=4).map(str)
WRITTEN = st.floats(allow_nan=False, allow_infinity=False).map(repr) | DECIMALS
WRITTEN |= st.tuples(st.integers(0, 10**18), st.integers(1, 18)).map(lambda d: f"{d[0]}E-{d[1]}")
WRITTEN |= st.tuples(st.integers(0, 999), st.integers(0, 10**16)).map(
    lambda d: f"{d[0]}.{d[1]:016}"
)
WRITTEN |= st.integers(-(10**20), 10**20).map(str) | st.floats(-1e6, 1e6).map("{:.3f}".format)


@given(st.lists(WRITTEN, min_size=1, max_size=9))
@example(["9007199254740993", "0.1", "-0.1", "5", "12345678.1234567", "1e22", "-.5", "5."])
@example(["0.84442185152504812", "123.456789012345678", "9.007199254740993", "0.5000000000000001"])
@example(
    ["1.00000000000000011", "0.99999999999999994", "0.000000000000000017", "0.00000000000000000"]
)
@example(["9999999999999999999", "18014398509481985", "9007199254740992.5", "99999999999999999.9"])
@example(["999999999999999", "0.00000000000001", "99999999999999.9", "-99999999999999.9"])
def test_numbers_are_the_floats_nearest_to_what_is_written(texts):
    found = take_numbers(*spans(texts)).tolist()
    assert list(map(repr, found)) == [repr(float(text)) for text in texts]


@given(st.text("0123456789.-+eE_ nai", max_size=20))
def test_what_is_no_number_is_left_to_the_thorough_reading(text):
    assume(not text.startswith("+"))
    try:
        expected = float(text) if set(text) <= set("0123456789.-+eE") else None
    except ValueError:
        expected = None
    if expected is None:
        with pytest.raises(NotPlainError):
            take_numbers(*spans(["1", text, "2.5"]))
    else:
        assert take_numbers(*spans(["1", text, "2.5"])).tolist() == [1, expected, 2.5]


@given(st.lists(st.integers(0, 10**14).map(str), min_size=1))
def test_counts_are_whole_numbers_of_digits(texts):
    assert take_counts(*spans(texts)).tolist() == list(map(int, texts))


@pytest.mark.parametrize("text", ["", "-1", "1.0", "1e3", "+1", "x", "9" * 20])
def test_what_is_no_count_is_left_to_the_thorough_reading(text):
    with pytest.raises(NotPlainError):
        take_counts(*spans(["1", text]))


# --- Tables -------------------------------------------------------------------------------------


def test_blank_rows_are_skipped_and_lines_kept_when_columns_are_sparse():
    def fill(_, sheet):
        sheet.write_row(0, 0, ["a", "b", "c"])
        for row, column, value in [(2, 0, 1), (4, 1, "x"), (5, 2, "  "), (7, 2, 3)]:
            sheet.write(row, column, value)

    table = read_xlsx(written(fill), ReadOptions(), name="a.xlsx")
    assert table.lines == [3, 5, 8]
    assert table.columns == ([1, None, None], [None, "x", None], [None, None, 3])


def test_rows_of_a_grid_are_its_columns_turned():
    package = open_package(EVERYTHING, name="a.xlsx")
    grid = sheet_grid(package, read_workbook(package), "Budget")
    assert grid.rows == [grid.row(at) for at in range(grid.height)]
    assert grid.rows is grid.rows
    assert [row[7] for row in grid.rows if row[7] is not None] == [7]


@pytest.mark.parametrize("cells", ["A1:XFD1048576", "B2:XFD1048576", "A1:B9"])
def test_an_area_of_a_whole_sheet_takes_no_room(cells):
    data = written(lambda _, sheet: [sheet.write_column(1, 1, ["id", *range(50_000)])])
    table = read_xlsx(data, ReadOptions(cells=cells), name="a.xlsx")
    assert (table.headers, table.place(0, "id")["cell"]) == (("id",), "B3")
