"""Which table of a workbook is the list: Excel tables, defined names, headers, several of them."""

from __future__ import annotations

import pytest

from cximpact.exceptions import InputError
from cximpact.intake.files.cells import Area
from cximpact.spreadsheet.finding.book import Book
from cximpact.spreadsheet.finding.find import find_table


def put(sheet, rows, row=0, column=0):
    for at, cells in enumerate(rows):
        sheet.write_row(row + at, column, cells)


def excel_table(sheet, rows, name, row=0, column=0, **more):
    last_row, last_column = row + len(rows) - 1, column + len(rows[0]) - 1
    options = {"name": name, "columns": [{"header": each} for each in rows[0]], **more}
    options["data"] = rows[1:]
    sheet.add_table(row, column, last_row + more.get("total_row", 0), last_column, options)


def test_a_plain_list_is_found_by_its_headers(books, budget_lines):
    found = books.find(budget_lines())
    assert (found.sheet, found.table, found.header_row) == ("Budget", "", 1)
    assert found.area == Area(1, 1, 4, 6)
    assert found.raw.column("ID") == ["P1", "P2", "P3"]
    assert found.raw.lines == [2, 3, 4]
    assert found.notices == ()


def test_title_lines_above_the_headers_are_passed_over(books, budget_lines):
    rows = [["Budget 2027"], ["as of", "1 March"], [], *budget_lines()]
    found = books.find(rows)
    assert found.header_row == 4
    assert found.raw.lines == [5, 6, 7]
    assert found.raw.place(1, "Cost")["cell"] == "D6"


def test_an_excel_table_is_found_with_its_name_and_without_its_totals(books, budget_lines):
    def fill(book):
        sheet = book.add_worksheet("2027")
        excel_table(sheet, budget_lines(), "Spend", row=4, column=1, total_row=True)

    found = books.find(fill)
    assert (found.sheet, found.table, found.header_row) == ("2027", "Spend", 5)
    assert found.area == Area(5, 2, 8, 7)
    assert found.raw.lines == [6, 7, 8]
    assert found.raw.place(0, "Ease")["cell"] == "G6"


def test_the_list_is_found_among_sheets_that_hold_other_things(books, budget_lines):
    def fill(book):
        put(book.add_worksheet("Read me"), [["How to use this workbook"], ["Fill in", "the list"]])
        put(
            book.add_worksheet("Departments"),
            [["Code", "Name"], ["S", "Sales"], ["M", "Marketing"]],
        )
        put(book.add_worksheet("Spend"), budget_lines())

    assert books.find(fill).sheet == "Spend"


def test_the_table_with_answers_is_taken_and_the_others_are_told(books, budget_lines):
    def fill(book):
        put(book.add_worksheet("Actuals"), [["ID", "Project", "Cost"], ["A1", "Old", 5]])
        put(book.add_worksheet("Plan"), budget_lines())

    found = books.find(fill)
    assert found.sheet == "Plan"
    assert any("Actuals!A1:C2" in notice for notice in found.notices)


def test_several_lists_are_listed_with_their_cells_and_how_to_choose(books, budget_lines):
    def fill(book):
        put(book.add_worksheet("2026"), budget_lines())
        put(book.add_worksheet("Plan 2027"), budget_lines(), row=2)

    (problem,) = books.refused(fill)
    text = str(problem)
    assert "'2026'!A1:F4" in text
    assert "'Plan 2027'!A3:F6" in text
    assert "--sheet" in text
    assert "--table" in text


@pytest.mark.parametrize(
    "how", [{"sheet": "Plan 2027"}, {"sheet": "plan 2027"}, {"table": "'Plan 2027'!A3:F6"}]
)
def test_one_of_several_is_chosen_by_sheet_or_cells(books, budget_lines, how):
    def fill(book):
        put(book.add_worksheet("2026"), budget_lines())
        put(book.add_worksheet("Plan 2027"), budget_lines(), row=2)

    found = books.find(fill, **how)
    assert (found.sheet, found.header_row) == ("Plan 2027", 3)


def test_two_lists_on_one_sheet_one_below_the_other_are_two(books, budget_lines):
    rows = [["2026"], *budget_lines(2), [], ["2027"], *budget_lines(2)]
    (problem,) = books.refused(rows)
    assert "Budget!A2:F4" in str(problem)
    assert "Budget!A7:F9" in str(problem)
    assert books.find(rows, table="Budget!A7:F9").raw.lines == [8, 9]


def test_two_lists_side_by_side_are_two(books, budget_lines):
    rows = [[*row, None, *row] for row in budget_lines()]
    (problem,) = books.refused(rows)
    assert "Budget!A1:F4" in str(problem)
    assert "Budget!H1:M4" in str(problem)


def test_a_narrow_blank_column_inside_a_table_does_not_part_it(books, budget_lines):
    rows = [[*row[:4], None, *row[4:]] for row in budget_lines()]
    found = books.find(rows)
    assert found.area == Area(1, 1, 4, 7)
    assert found.raw.headers == ("ID", "Project", "Department", "Cost", "Effectiveness", "Ease")
    assert found.raw.place(0, "Ease")["cell"] == "G2"


def test_a_legend_beside_the_table_is_not_part_of_it(books, budget_lines):
    rows = [[*row, None] for row in budget_lines()]
    rows[0] += ["Legend", "Meaning"]
    rows[1] += ["3", "much better"]
    found = books.find(rows)
    assert found.area == Area(1, 1, 4, 6)


def test_an_excel_table_is_chosen_by_name_whatever_its_letter_case(books, budget_lines):
    def fill(book):
        sheet = book.add_worksheet("All")
        excel_table(sheet, budget_lines(), "Plan")
        excel_table(sheet, budget_lines(), "Wishes", row=20)

    assert books.find(fill, table="wishes").raw.lines == [22, 23, 24]
    (problem,) = books.refused(fill, table="wishs")
    assert problem.hint == "did you mean 'Wishes'?"
    (problem,) = books.refused(fill)
    assert "Plan" in str(problem)
    assert "Wishes" in str(problem)


def test_an_excel_table_without_headers_is_refused_by_its_name(books):
    def fill(book):
        sheet = book.add_worksheet("All")
        sheet.add_table("A1:B3", {"name": "Plan", "header_row": False})

    (problem,) = books.refused(fill, table="Plan")
    assert (problem.sheet, problem.value) == ("All", "Plan")
    assert "header" in problem.hint


def test_a_defined_name_is_a_table(books, budget_lines):
    def fill(book):
        put(book.add_worksheet("Any words"), [["Our plan"], *budget_lines(5)], row=1)
        book.define_name("Spend_2027", "='Any words'!$A$3:$F$6")

    for how in ({}, {"table": "Spend_2027"}):
        found = books.find(fill, **how)
        assert (found.header_row, found.raw.lines) == (3, [4, 5, 6])


def test_a_name_of_whole_columns_ends_with_the_last_value(books, budget_lines):
    def fill(book):
        put(book.add_worksheet("Plan"), [["Plan"], [], *budget_lines()])
        book.define_name("Spend", "=Plan!$A:$F")

    found = books.find(fill, table="Spend")
    assert found.area == Area(3, 1, 6, 6)


def test_a_name_known_on_one_sheet_is_found_on_that_sheet(books, budget_lines):
    def fill(book):
        for sheet, row in (("2026", 0), ("2027", 4)):
            put(book.add_worksheet(sheet), budget_lines(), row=row)
            book.define_name(f"'{sheet}'!Spend", f"='{sheet}'!$A${row + 1}:$F${row + 4}")

    assert books.find(fill, sheet="2027", table="Spend").header_row == 5
    assert books.find(fill, sheet="2026", table="Spend").header_row == 1
    (problem,) = books.refused(fill, table="Spend")
    assert "--sheet" in problem.hint


@pytest.mark.parametrize(
    "refers_to", ["=OFFSET(Plan!$A$1,0,0,4,6)", "=#REF!", "=42", "=Plan!$A$1:$B$2,Plan!$D$1:$E$2"]
)
def test_a_name_that_is_no_one_area_is_refused_with_what_it_stands_for(
    books, budget_lines, refers_to
):
    def fill(book):
        put(book.add_worksheet("Plan"), budget_lines())
        book.define_name("Spend", refers_to)

    (problem,) = books.refused(fill, table="Spend")
    assert refers_to[1:] in problem.value
    assert "area" in problem.expected


def test_a_sheet_that_is_not_there_is_reported_with_those_that_are(books, budget_lines):
    (problem,) = books.refused(budget_lines(), sheet="Bugdet")
    assert problem.hint == "did you mean 'Budget'?"


def test_a_workbook_without_a_list_says_what_headers_would_do(books):
    (problem,) = books.refused([["Month", "Sales"], ["Jan", 5], ["Feb", 6]])
    assert "ID, Project, Cost" in problem.expected
    assert "--table" in problem.hint


def test_the_only_table_of_a_named_sheet_may_have_unknown_headers(books):
    rows = [["Vorgang", "Was", "Wieviel"], ["a", "b", 1], ["c", "d", 2]]
    columns = {"id": "Vorgang", "title": "Was", "cost": "Wieviel"}
    found = books.find(rows, columns=columns)
    assert found.raw.headers == ("Vorgang", "Was", "Wieviel")
    assert books.find(rows, table="A1:C3").raw.lines == [2, 3]


def test_the_column_map_tells_the_header_row(books):
    rows = [["x", "y", "z"], ["Vorgang", "Was", "Wieviel"], ["a", "b", 1]]
    found = books.find(rows, columns={"id": " vorgang ", "costs": [{"column": "Wieviel"}]})
    assert found.header_row == 2


def test_a_column_map_that_fits_no_table_names_the_column_that_lacks(books, budget_lines):
    (problem,) = books.refused(budget_lines(), columns={"id": "ID", "title": "Projct"})
    assert problem.value == "Projct"
    assert problem.hint == "did you mean 'Project'?"


def test_hidden_sheets_are_not_searched_but_can_be_named(books, budget_lines):
    def fill(book):
        put(book.add_worksheet("Shown"), budget_lines())
        sheet = book.add_worksheet("Old")
        put(sheet, budget_lines())
        sheet.hide()

    assert books.find(fill).sheet == "Shown"
    found = books.find(fill, sheet="Old")
    assert any("hidden" in notice for notice in found.notices)


def with_results(book, rows):
    """Write a list with two columns that an earlier run wrote, and a sheet of ours."""
    sheet = book.add_worksheet("Plan")
    put(sheet, rows)
    put(sheet, [["CX value", "CX action"], [12.5, "approve"], [3, "defer"], [1, "defer"]], column=6)
    book.define_name("_cximpact.column.value", "=Plan!$G$1:$G$4")
    book.define_name("_cximpact.column.action", "=Plan!$H$1:$H$4")
    put(book.add_worksheet("CX recommendations"), [["CX recommendations"], *rows])
    book.define_name("_cximpact.sheet.recommendations", "='CX recommendations'!$A$1:$F$5")


def test_columns_and_sheets_of_ours_are_left_out(books, budget_lines):
    found = books.find(lambda book: with_results(book, budget_lines()))
    assert found.raw.headers == ("ID", "Project", "Department", "Cost", "Effectiveness", "Ease")
    assert found.area == Area(1, 1, 4, 6)
    assert found.own_columns == {7, 8}
    assert found.notices == ()


def test_columns_of_ours_between_the_users_are_left_out_too(books, budget_lines):
    def fill(book):
        with_results(book, budget_lines())
        put(book.get_worksheet_by_name("Plan"), [["Speed"], [1], [2], [3]], column=8)

    found = books.find(fill)
    assert found.raw.headers[-1] == "Speed"
    assert found.raw.place(2, "Speed")["cell"] == "I4"
    assert found.area == Area(1, 1, 4, 9)


def test_an_excel_table_stretched_over_our_columns_ends_before_them(books, budget_lines):
    def fill(book):
        sheet = book.add_worksheet("Plan")
        rows = [
            [*row, more] for row, more in zip(budget_lines(), ["CX rank", 1, 2, 3], strict=True)
        ]
        excel_table(sheet, rows, "Spend")
        book.define_name("_cximpact.column.rank", "=Plan!$G$1:$G$4")

    found = books.find(fill)
    assert found.table == "Spend"
    assert found.area == Area(1, 1, 4, 6)
    assert "CX rank" not in found.raw.headers


def test_lines_that_hold_nothing_but_results_of_ours_are_none(books, budget_lines):
    def fill(book):
        with_results(book, budget_lines())
        book.get_worksheet_by_name("Plan").write_row(4, 6, [1, "defer"])
        book.define_name("_cximpact.column.value", "=Plan!$G$1:$G$5")
        book.define_name("_cximpact.column.action", "=Plan!$H$1:$H$5")

    assert books.find(fill).raw.lines == [2, 3, 4]


def test_a_file_of_another_kind_is_refused(tmp_path):
    for name in ("budget.xls", "budget.csv", "budget"):
        (tmp_path / name).write_text("x")
        with pytest.raises(InputError) as caught:
            Book.open(tmp_path / name)
        assert ".xlsx" in str(caught.value)
    with pytest.raises(InputError):
        Book.open(tmp_path / "missing.xlsx")


def test_a_workbook_with_macros_is_read_like_others(books, budget_lines, tmp_path):
    def fill(book):
        put(book.add_worksheet("Plan"), budget_lines())
        (tmp_path / "vba.bin").write_bytes(b"macros")
        book.add_vba_project(str(tmp_path / "vba.bin"))

    book = books.write(fill, name="budget.xlsm")
    assert find_table(book).raw.n_rows == 3
