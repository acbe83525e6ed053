"""Lists are found wherever they stand, and both ways of reading a sheet's XML agree."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cximpact.intake.files.cells import Area
from cximpact.spreadsheet.finding.book import Book
from cximpact.spreadsheet.finding.currencies import currencies_shown
from cximpact.spreadsheet.finding.find import find_table
from cximpact.spreadsheet.finding.formulas import read_formulas
from cximpact.spreadsheet.finding.layout import read_layout

HEADERS = ["ID", "Project", "Cost", "Ease", "Comment"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("anywhere")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    above=st.lists(st.sampled_from(["", "Plan 2027", "as of 1 March", "confidential"]), max_size=4),
    left=st.integers(0, 3),
    order=st.permutations(range(5)),
    pattern=st.lists(st.sampled_from(["line", "line", "blank", "total"]), min_size=1, max_size=12),
    notes=st.integers(0, 2),
)
def test_a_list_is_found_wherever_it_stands(folder, above, left, order, pattern, notes):
    """Title lines, an offset, the order of columns, blank rows, totals and notes do not matter."""
    path = folder / "any.xlsx"
    expected = []
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Any")
        for row, text in enumerate(above):
            sheet.write(row, 0, text)
        top = len(above) + 1
        sheet.write_row(top, left, [HEADERS[at] for at in order])
        row = top
        for kind in [*pattern, "line"]:
            row += 1
            if kind == "line":
                expected.append(row + 1)
                cells = [f"P{row}", f"Letters {row}", 5 * row, 1, "well"]
                sheet.write_row(row, left, [cells[at] for at in order])
            elif kind == "total":
                sheet.write(row, left, "Total")
        for at in range(notes):
            sheet.write(row + 2 + at, left, "a remark at the end")
    found = find_table(Book.open(path))
    assert list(found.raw.lines) == expected
    assert found.area == Area(top + 1, left + 1, expected[-1], left + 5)
    assert found.raw.column("ID") == [f"P{row - 1}" for row in expected]
    assert sorted(found.raw.headers) == sorted(HEADERS)


def sheet_xml(cells, hidden, merged):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        euros = book.add_format({"num_format": '0 "EUR"'})
        for (row, column), formula in cells.items():
            if formula:
                sheet.write_formula(row, column, formula, euros, 1)
            else:
                sheet.write_number(row, column, 1, euros if row % 2 else None)
        for row in hidden:
            sheet.set_row(row, options={"hidden": True})
        sheet.set_column(1, 2, options={"hidden": True})
        for row in merged:
            sheet.merge_range(row, 10, row + 1, 12, "")
        sheet.autofilter("A1:C9")
    from zipfile import ZipFile

    return ZipFile(stream).read("xl/worksheets/sheet1.xml")


formulas = st.sampled_from(
    ["", "=SUM(A1:A9)", "=[1]Prices!B2*2", "=SUBTOTAL(9,C2:C7)", "=SUM(A1:D1)", '=A1&"<[x]>"']
)


@settings(max_examples=30, deadline=None)
@given(
    cells=st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 5)), formulas, max_size=20),
    hidden=st.sets(st.integers(0, 12), max_size=4),
    merged=st.sets(st.integers(0, 9).map(lambda row: row * 2), max_size=4),
)
def test_plainly_written_sheets_are_read_as_all_others_are(cells, hidden, merged):
    """A comment makes a sheet be read tag by tag, and nothing else may come of it."""
    plain = sheet_xml(cells, hidden, merged)
    exact = plain.replace(b"</sheetData>", b"<!-- --></sheetData>")
    one, other = read_layout(plain), read_layout(exact)
    assert (one.merged, one.hidden_rows, one.hidden_columns, one.filters) == (
        *(other.merged, other.hidden_rows, other.hidden_columns, other.filters),
    )
    assert one.hidden_rows == {row + 1 for row in hidden}
    assert len(one.merged) == len(merged)
    quick, slow = read_formulas(plain), read_formulas(exact)
    assert (quick.elsewhere, quick.sums) == (slow.elsewhere, slow.sums)
    linked = {at for at, formula in cells.items() if "[1]" in formula}
    assert set(quick.elsewhere) == {(row + 1, column + 1) for row, column in linked}
    sums = {at for at, formula in cells.items() if "A9" in formula or "C7" in formula}
    assert set(quick.sums) == {(row + 1, column + 1) for row, column in sums}
    rows = {1: range(1, 20), 3: range(1, 5)}
    shown = [currencies_shown(xml, ["General", '0 "EUR"'], rows) for xml in (plain, exact)]
    assert shown[0] == shown[1]
