"""Headers in one row or several, merged or not, and headers that stand twice."""

from __future__ import annotations

from cximpact.intake.files.cells import Area


def test_headings_merged_over_columns_name_them_where_the_lower_ones_do_not(books):
    def fill(book):
        sheet = book.add_worksheet("Plan")
        sheet.write(0, 0, "Plan of the board")
        sheet.merge_range("A3:A4", "ID")
        sheet.merge_range("B3:B4", "Project")
        sheet.merge_range("C3:D3", "Capex")
        sheet.merge_range("E3:F3", "Opex")
        sheet.merge_range("G3:H3", "Answers")
        sheet.write_row(3, 2, [2027, 2028, 2027, 2028, "Ease", "Speed"])
        sheet.write_row(4, 0, ["P1", "Letters", 10, 20, 1, 2, 3, -1])
        sheet.write_row(5, 0, ["P2", "App", 30, 40, 3, 4, 0, 2])

    found = books.find(fill)
    assert found.raw.headers == (
        *("ID", "Project", "Capex 2027", "Capex 2028", "Opex 2027", "Opex 2028"),
        *("Ease", "Speed"),
    )
    assert found.header_row == 4
    assert found.area == Area(3, 1, 6, 8)
    assert found.raw.column("Opex 2027") == [1, 3]
    assert found.raw.place(1, "Capex 2028")["cell"] == "D6"
    assert found.aliases["Answers Ease"] == "Ease"


def test_headings_that_are_not_merged_stand_over_the_blank_cells_at_their_right(books):
    rows = [
        ["ID", "Project", "Capex", None, "Opex", None, "Ease"],
        [None, None, 2027, 2028, 2027, 2028, None],
        ["P1", "Letters", 10, 20, 1, 2, 3],
        ["P2", "App", 30, 40, 3, 4, 0],
    ]
    found = books.find(rows)
    assert found.raw.headers[2:6] == ("Capex 2027", "Capex 2028", "Opex 2027", "Opex 2028")
    assert found.header_row == 2
    assert found.raw.lines == [3, 4]


def test_three_rows_of_headers_are_joined(books):
    def fill(book):
        sheet = book.add_worksheet("Plan")
        sheet.merge_range("C1:F1", "Costs")
        sheet.merge_range("C2:D2", "Capex")
        sheet.merge_range("E2:F2", "Opex")
        sheet.write_row(2, 0, ["ID", "Project", "2027", "2028", "2027", "2028", "Ease"])
        sheet.write_row(3, 0, ["P1", "Letters", 10, 20, 1, 2, 3])

    found = books.find(fill)
    assert found.raw.headers[2:4] == ("Costs Capex 2027", "Costs Capex 2028")
    assert (found.header_row, found.raw.lines) == (3, [4])


def test_a_line_break_in_a_header_is_a_space(books, budget_lines):
    rows = budget_lines()
    rows[0][3] = "Cost\n in total"
    assert books.find(rows).raw.headers[3] == "Cost in total"


def test_a_header_merged_over_two_columns_of_which_one_is_blank(books):
    def fill(book):
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, ["ID"])
        sheet.merge_range("B1:C1", "Project")
        sheet.write_row(0, 3, ["Cost", "Ease"])
        sheet.write_row(1, 0, ["P1", "Letters", None, 5, 1])

    found = books.find(fill)
    assert found.raw.column("Project") == ["Letters"]
    assert found.raw.column("Cost") == [5]


def test_a_header_that_counts_and_stands_twice_is_refused_by_its_cell(books, budget_lines):
    rows = [[*row, "Cost" if at == 0 else 5] for at, row in enumerate(budget_lines())]
    (problem,) = books.refused(rows)
    assert (problem.file, problem.sheet, problem.cell) == ("budget.xlsx", "Budget", "G1")
    assert problem.value == "Cost"


def test_a_header_that_says_nothing_to_us_may_stand_twice(books, budget_lines):
    rows = [
        [*row, *(["Comment", "Comment"] if at == 0 else ["a", "b"])]
        for at, row in enumerate(budget_lines())
    ]
    found = books.find(rows)
    assert found.raw.headers[-2:] == ("Comment", "Comment (column H)")


def test_a_column_with_values_but_no_header_is_told_and_not_read(books, budget_lines):
    rows = [[*row, None if at == 0 else "seen"] for at, row in enumerate(budget_lines())]
    found = books.find(rows)
    assert len(found.raw.headers) == 6
    assert any("column G" in notice for notice in found.notices)
    assert found.area.last_column == 7


def test_a_header_that_is_a_failed_formula_is_refused_by_its_cell(books, budget_lines):
    def fill(book):
        sheet = book.add_worksheet("Plan")
        for at, row in enumerate(budget_lines()):
            sheet.write_row(at, 0, row)
        sheet.write_formula("C1", "=NA()", None, "#N/A")

    problems = books.refused(fill)
    assert [(each.sheet, each.cell, each.value) for each in problems] == [("Plan", "C1", "#N/A")]


def test_headers_below_the_title_of_a_named_area_are_found(books, budget_lines):
    rows = [["Our plan", None, None, "in EUR"], *budget_lines()]
    found = books.find(rows, table="Budget!A1:F5")
    assert (found.header_row, found.raw.lines) == (2, [3, 4, 5])


def test_a_named_area_without_its_headers_takes_those_above(books, budget_lines):
    def fill(book):
        sheet = book.add_worksheet("Plan")
        for at, row in enumerate(budget_lines()):
            sheet.write_row(at, 0, row)
        book.define_name("Spend", "=Plan!$A$2:$F$4")

    found = books.find(fill, table="Spend")
    assert (found.header_row, found.raw.lines) == (1, [2, 3, 4])
