"""Workbooks: values and their places, choice of the sheet, headers, and marks."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, timedelta

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from cximpact.exceptions import InputError
from cximpact.intake.files.cells import ErrorCell, UncachedFormula
from cximpact.intake.files.raw_table import ReadOptions
from cximpact.intake.files.xlsx_quick_scan import quick_scan
from cximpact.intake.files.xlsx_reader import read_xlsx
from cximpact.intake.files.xlsx_scan import scan_sheet


def saved(fill):
    book = openpyxl.Workbook()
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def book_of(cells, **more_sheets):
    def fill(book):
        book.active.title = "List"
        for address, value in cells.items():
            book.active[address] = value
        for name, others in more_sheets.items():
            sheet = book.create_sheet(name)
            for address, value in others.items():
                sheet[address] = value

    return saved(fill)


def read(data, **options):
    return read_xlsx(data, ReadOptions(**options), name="list.xlsx")


def problems_of(data, **options):
    with pytest.raises(InputError) as caught:
        read(data, **options)
    return caught.value.problems


TABLE = {"A1": "id", "B1": "cost", "A2": "a", "B2": 3.0, "A3": 117.0, "B3": 2.5}


def test_values_come_with_types_and_whole_numbers_without_fraction():
    table = read(book_of(TABLE))
    assert table.headers == ("id", "cost")
    assert table.columns == (["a", 117], [3, 2.5])
    assert isinstance(table.columns[0][1], int)
    assert (table.sheet, table.header_line, table.lines) == ("List", 1, [2, 3])


def test_dates_times_truths_and_texts():
    values = [
        date(2026, 3, 1),
        datetime(2026, 3, 1, 12, 30),
        timedelta(hours=36),
        True,
        "NA",
        " x ",
    ]
    cells = {"A1": "v"} | {f"A{row}": value for row, value in enumerate(values, 2)}
    assert read(book_of(cells)).column("v") == [
        date(2026, 3, 1),
        datetime(2026, 3, 1, 12, 30),
        "36:00:00",
        True,
        "NA",
        " x ",
    ]


def test_days_counted_from_1904_are_understood():
    def fill(book):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.active["A1"], book.active["A2"] = "day", date(2026, 3, 1)

    assert read(saved(fill)).column("day") == [date(2026, 3, 1)]


def test_a_table_away_from_the_corner_keeps_its_addresses():
    table = read(book_of({"C5": "id", "D5": "n", "C7": "a", "D7": 1, "D9": 2}))
    assert (table.header_line, table.lines) == (5, [7, 9])
    assert table.place(0, "id")["cell"] == "C7"
    assert table.place(1, "n")["cell"] == "D9"
    assert table.columns == (["a", None], [1, 2])


def test_failed_formulas_and_those_without_result_are_marked_where_they_stand():
    table = read(book_of(TABLE | {"B2": "=1+1", "B3": "#DIV/0!", "B4": "=2", "A5": "#N/A"}))
    assert table.column("cost") == [
        UncachedFormula(),
        ErrorCell("#DIV/0!"),
        UncachedFormula(),
        None,
    ]
    assert table.column("id") == ["a", 117, None, ErrorCell("#N/A")]


def test_formulas_with_results_are_their_results():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "n", "t"])
        sheet.write_formula("B2", "=1+1", None, 2)
        sheet.write_formula("C2", '="x"', None, "x")
        sheet.write_row(1, 0, ["a"])
        sheet.write_row(2, 0, ["b", 5])
    table = read(stream.getvalue())
    assert table.columns == (["a", "b"], [2, 5], ["x", None])


def test_a_formula_whose_result_is_the_empty_text_has_a_result(make_workbook, make_sheet):
    rows = (
        '<row r="2"><c r="A2" t="str"><f>1</f><v></v></c><c r="B2"><v>1</v></c></row>'
        '<row r="3"><c r="A3"><f>1</f><v></v></c></row>'
    )
    headers = "".join(f'<c r="{a}1" t="inlineStr"><is><t>{a}</t></is></c>' for a in "AB")
    table = read(make_workbook(make_sheet(rows, headers=headers)))
    assert table.column("A") == [None, UncachedFormula()]


def test_a_mark_in_the_headers_is_a_problem():
    (problem,) = problems_of(book_of(TABLE | {"B1": "=1"}))
    assert (problem.sheet, problem.cell) == ("List", "B1")


def test_bad_headers_are_named_by_cell():
    problems = problems_of(book_of(TABLE | {"C1": "id", "D2": 5}))
    assert [problem.cell for problem in problems] == ["C1", "D1"]


def test_numbers_and_dates_can_be_headers():
    headers = {"A1": 2024, "B1": 2024.5, "C1": date(2026, 3, 1), "D1": "  x "}
    assert read(book_of(headers)).headers == ("2024", "2024.5", "2026-03-01", "x")


def test_the_only_sheet_with_values_is_read():
    table = read(book_of({}, Notes={}, Costs=TABLE))
    assert (table.sheet, table.n_rows) == ("Costs", 2)


def test_several_sheets_with_values_must_be_told_apart():
    data = book_of(TABLE, Costs={"A1": "x"})
    (problem,) = problems_of(data)
    assert problem.hint == "say 'sheet'; the sheets are: List, Costs"
    assert read(data, sheet="Costs").headers == ("x",)
    (problem,) = problems_of(data, sheet="Cost")
    assert problem.hint == "did you mean 'Costs'?"


def test_an_empty_workbook_is_no_table():
    assert "no headers" in problems_of(book_of({}))[0].message
    assert "empty" in problems_of(book_of({}, B={}))[0].message


def test_headers_can_stand_in_a_stated_row():
    cells = {"A1": "Report", "A3": "id", "B3": "n", "A4": "a", "B4": 1}
    assert "no header" in problems_of(book_of(cells))[0].message
    table = read(book_of(cells), header_row=3)
    assert (table.headers, table.lines) == (("id", "n"), [4])
    for row in (2, 9):
        assert problems_of(book_of(cells), header_row=row)


@pytest.mark.parametrize(
    ("cells", "headers", "lines"),
    [
        ("A1:B3", ("id", "cost"), [2, 3]),
        ("A1:B2", ("id", "cost"), [2]),
        ("B1:B3", ("cost",), [2, 3]),
        ("A1:H90", ("id", "cost", "far"), [2, 3]),
    ],
)
def test_a_part_of_the_sheet_can_be_stated(cells, headers, lines):
    table = read(book_of(TABLE | {"E1": "far"}), cells=cells)
    assert (table.headers, table.lines) == (headers, lines)
    assert table.place(0, "cost")["cell"] == "B2"


def test_a_part_that_begins_before_the_values_keeps_its_addresses():
    table = read(book_of({"C3": "id", "C4": "a"}), cells="A1:D9")
    assert (table.headers, table.place(0, "id")["cell"]) == (("id",), "C4")


def test_an_area_outside_the_values_or_not_an_area_is_a_problem():
    assert problems_of(book_of(TABLE), cells="X50:Z60")
    assert problems_of(book_of(TABLE), cells="A:B")[0].field == "cells"


def _with_table():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet("Other").write("A1", "x")
        sheet = book.add_worksheet("Data")
        sheet.write("A1", "title")
        sheet.add_table(
            "B3:C6",
            {
                "name": "Costs",
                "columns": [{"header": "id", "total_string": "sum"}, {"header": "n"}],
                "data": [["a", 1], ["b", 2]],
                "total_row": True,
            },
        )
    return stream.getvalue()


def test_a_table_defined_in_the_workbook_is_read_without_its_totals():
    table = read(_with_table(), table="costs")
    assert (table.sheet, table.headers, table.lines) == ("Data", ("id", "n"), [4, 5])
    assert table.columns == (["a", "b"], [1, 2])
    (problem,) = problems_of(_with_table(), table="Cost")
    assert problem.hint == "did you mean 'Costs'?"


def test_unused_formats_do_not_count_as_values(make_workbook, make_sheet):
    far = '<row r="900000"><c r="XFD900000" s="1"/></row>'
    assert read(make_workbook(make_sheet(far))).n_rows == 0


def test_two_far_values_alone_in_a_sheet_are_refused(make_workbook, make_sheet):
    rows = '<row r="9000"><c r="AAA9000"><v>1</v></c></row>'
    assert "span 9,000 rows" in problems_of(make_workbook(make_sheet(rows)))[0].message


def test_cells_without_addresses_are_counted(make_workbook, make_sheet):
    table = read(make_workbook(make_sheet("<row><c><v>1</v></c></row><row><c><v>2</v></c></row>")))
    assert (table.column("id"), table.lines) == ([1, 2], [2, 3])


def test_a_stated_number_of_texts_is_not_believed(make_workbook, make_sheet, make_strings_book):
    """The reader would reserve room for as many texts as the file claims to hold."""
    table = read(make_strings_book('<sst uniqueCount="99999999999"><si><t>q</t></si></sst>'))
    assert table.column("id") == ["q"]


@pytest.mark.parametrize("item", ["<t><f>1</f>risk</t>", "<t>a<b/></t>", "<r><t>a<t>b</t></t></r>"])
def test_a_tag_inside_a_shared_text_is_refused(make_strings_book, item):
    """One reader takes nothing from it, another all that is no tag."""
    (problem,) = problems_of(make_strings_book(f"<sst><si>{item}</si></sst>"))
    assert "a text or value holds a tag" in problem.message


@pytest.mark.parametrize("between", ["", "si>", " "])
def test_two_texts_in_one_place_are_refused(make_strings_book, between):
    """One reader takes the last of them, another both."""
    item = f"<sst><si><t>a</t>{between}<t>b</t></si></sst>"
    (problem,) = problems_of(make_strings_book(item))
    assert "two texts stand in one place" in problem.message


def test_the_parts_of_a_formatted_text_are_joined(make_strings_book):
    runs = "<r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r>"
    table = read(make_strings_book(f"<sst><si>{runs}</si></sst>"))
    assert table.column("id") == ["ab"]


def test_a_comment_inside_a_shared_text_is_none_of_it(make_strings_book):
    table = read(make_strings_book("<sst><si><t>a<!-- b -->c</t></si></sst>"))
    assert table.column("id") == ["ac"]


@pytest.mark.parametrize("number", ["1e400", "NaN", "inf"])
def test_numbers_that_are_not_finite_are_marked(make_workbook, make_sheet, number):
    rows = f'<row r="2"><c r="A2"><v>{number}</v></c></row>'
    assert read(make_workbook(make_sheet(rows))).column("id") == [ErrorCell("#NUM!")]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2" t="s"><v>7</v></c></row>',
        '<row r="2"><c r="A2" t="b"><v>7</v></c></row>',
        '<row r="2"><c r="A0"><v>7</v></c></row>',
        '<row r="2"><c r="ABCD2"><v>7</v></c></row>',
        '<row r="x"><c r="A2"><v>7</v></c></row>',
        '<row r="2"><c r="A2" t="inlineStr"><is><t>a_x0000_b</t></is></c></row>',
        '<row r="2"><c r="A2"><v>1</v></row>',
        '<row r="2"><c r="A2"><v>1<x/>2</v></c></row>',
        '<row r="2"><c r="A2" t="inlineStr"><is><t>a<f>1</f></t></is></c></row>',
    ],
)
def test_damaged_sheets_are_refused_by_name(make_workbook, make_sheet, rows):
    (problem,) = problems_of(make_workbook(make_sheet(rows)))
    assert (problem.file, problem.sheet) == ("list.xlsx", "List")


def test_text_that_looks_like_a_far_cell_is_only_text(make_workbook, make_sheet):
    text = '<![CDATA[<c r="XFD60000"><v>1</v></c>]]>'
    rows = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{text}</t></is></c></row>'
    assert read(make_workbook(make_sheet(rows))).column("id") == ['<c r="XFD60000"><v>1</v></c>']


@pytest.mark.parametrize(
    "rows",
    [
        "<!-- <c r='A9' s=' --><row r='2'><c r='XFD60000'><v>1</v></c></row><!-- '> -->",
        '<row r="2"><c s=">" r="XFD60000"><v>1</v></c></row>',
        '<row r="2"><y:c xmlns:y="main" r="XFD60000"><v>1</v></y:c></row>',
        '<row r="60000"><c/><c r="XFD60000" ><v>1</v></c></row>',
        '<row r="2"><c\nr="XFD60000"><v>1</v></c></row>',
    ],
)
def test_a_far_cell_cannot_be_hidden(make_workbook, make_sheet, rows):
    assert "span" in problems_of(make_workbook(make_sheet(rows)))[0].message


ADDRESSES = st.tuples(st.integers(1, 30), st.integers(1, 30))


@given(st.dictionaries(ADDRESSES, st.sampled_from(["", ' s="1"', ' t="n"', "/"]), max_size=12))
def test_the_quick_pass_agrees_with_the_full_one(cells):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    rows = "".join(
        f'<row r="{row}"><c r="{letters[column % 26]}{row}"'
        + ("/>" if more == "/" else f"{more}><v>1</v></c>")
        + "</row>"
        for (row, column), more in cells.items()
    )
    xml = f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()
    quick, full = quick_scan(xml), scan_sheet(xml)
    assert [getattr(quick, name) for name in _EXTENT] == [getattr(full, name) for name in _EXTENT]


_EXTENT = ("first_row", "last_row", "first_column", "last_column", "values")


@given(
    st.lists(
        st.lists(st.text("ab \n,=<&é", max_size=4) | st.integers(-9, 9), min_size=3, max_size=3),
        max_size=6,
    )
)
def test_what_is_written_is_read_back(rows):
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([["h0", "h1", "h2"], *rows]):
            sheet.write_row(number, 0, row)
    table = read(stream.getvalue())
    kept = [
        [None if cell == "" else cell for cell in row]
        for row in rows
        if any(str(cell).strip() for cell in row)
    ]
    headers = table.headers
    assert headers == ("h0", "h1", "h2")
    assert [list(row) for row in zip(*table.columns, strict=True)] == kept


@given(st.binary(max_size=300), st.integers(0, 10**6), st.integers(0, 255))
def test_any_bytes_are_read_or_refused_in_words(noise, at, byte):
    damaged = bytearray(SMALL)
    damaged[at % len(damaged)] = byte
    for data in (noise, b"PK\3\4" + noise, bytes(damaged), SMALL[: at % len(SMALL)]):
        try:
            read(data)
        except InputError as error:
            assert all(re.fullmatch("list.xlsx", problem.file) for problem in error.problems)


SMALL = book_of(TABLE)


def test_a_part_without_a_name_is_refused():
    """A name that begins with a NUL is none to the zip library, which then fails of itself."""
    at = SMALL.rindex(b"xl/styles.xml")  # in the list of parts at the end
    unnamed = SMALL[:at] + b"\0" + SMALL[at + 1 :]
    messages = [problem.message for problem in problems_of(unnamed)]
    assert "a part of the workbook has an unsafe name" in messages
