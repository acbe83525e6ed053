"""Which rows are lines: blank ones, totals, headings, notes, hidden and merged ones."""

from __future__ import annotations


def sheet_of(book, rows, name="Plan"):
    sheet = book.add_worksheet(name)
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    return sheet


def test_blank_lines_are_skipped_and_the_rows_of_the_others_stay_right(books, budget_lines):
    rows = budget_lines(4)
    rows[2:2] = [[], [None, "  "]]
    found = books.find(rows)
    assert found.raw.lines == [2, 5, 6, 7]
    assert found.raw.place(1, "ID")["cell"] == "A5"
    assert found.area.last_row == 7


def test_totals_by_their_word_are_left_out_and_told(books, budget_lines):
    rows = [*budget_lines(), ["Total", None, None, 6000, None, None]]
    found = books.find(rows)
    assert found.raw.lines == [2, 3, 4]
    assert found.area.last_row == 4
    assert any("row 5" in notice and "total" in notice for notice in found.notices)


def test_subtotals_between_lines_are_left_out(books, budget_lines):
    header, *lines = budget_lines(4)
    rows = [
        header,
        *lines[:2],
        [None, "Zwischensumme", None, 3000],
        *lines[2:],
        ["Summe", None, None, 9],
    ]
    assert books.find(rows).raw.lines == [2, 3, 5, 6]


def test_a_row_called_a_total_that_adds_up_lines_is_left_out(books, budget_lines):
    def fill(book):
        sheet = sheet_of(book, [*budget_lines(), ["Total Marketing"]])
        sheet.write_formula("D5", "=SUM(D2:D4)", None, 6000)

    found = books.find(fill)
    assert found.raw.lines == [2, 3, 4]
    assert found.area.last_row == 4


def test_a_nameless_row_that_adds_up_lines_is_left_out(books, budget_lines):
    def fill(book):
        sheet = sheet_of(book, budget_lines())
        sheet.write_formula("D5", "=SUBTOTAL(109,D2:D4)", None, 6000)
        sheet.write_number("E5", 2)

    assert books.find(fill).raw.lines == [2, 3, 4]


def test_a_project_called_total_something_is_a_line(books, budget_lines):
    rows = budget_lines()
    rows[2][1] = "Total rewards"
    assert books.find(rows).raw.lines == [2, 3, 4]


def test_a_line_that_adds_up_others_counts_and_is_told(books, budget_lines):
    def fill(book):
        sheet = sheet_of(book, budget_lines())
        sheet.write_formula("D2", "=SUM(D3:D4)", None, 5000)

    found = books.find(fill)
    assert found.raw.lines == [2, 3, 4]
    assert any("D2" in notice and "add" in notice for notice in found.notices)


def test_sums_along_a_line_are_no_totals(books, budget_lines):
    def fill(book):
        rows = [
            [*row[:3], "Cost" if at == 0 else None, *row[4:], 5]
            for at, row in enumerate(budget_lines())
        ]
        rows[0][-1] = "Materials"
        sheet = sheet_of(book, rows)
        for row in (2, 3, 4):
            sheet.write_formula(f"D{row}", f"=SUM(E{row}:G{row})", None, 7)

    found = books.find(fill)
    assert (found.raw.lines, found.notices) == ([2, 3, 4], ())


def test_headings_of_sections_are_no_lines(books, budget_lines):
    header, *lines = budget_lines(4)
    rows = [header, ["Marketing"], *lines[:2], [], ["Operations"], *lines[2:]]
    found = books.find(rows)
    assert found.raw.lines == [3, 4, 7, 8]
    assert any("rows 2, 6" in notice for notice in found.notices)


def test_headings_of_sections_merged_over_the_table_are_no_lines(books, budget_lines):
    def fill(book):
        header, *lines = budget_lines(2)
        sheet = sheet_of(book, [header, [], lines[0], [], lines[1]])
        sheet.merge_range("A2:F2", "Marketing")
        sheet.merge_range("A4:F4", "Operations")

    assert books.find(fill).raw.lines == [3, 5]


def test_notes_below_the_table_are_told_and_not_read(books, budget_lines):
    rows = [*budget_lines(), [], ["Prepared by the office"], ["All amounts without VAT"]]
    found = books.find(rows)
    assert (found.raw.lines, found.area.last_row) == ([2, 3, 4], 4)
    assert any("6" in notice and "below" in notice for notice in found.notices)


def test_hidden_rows_and_columns_count_and_are_told(books, budget_lines):
    def fill(book):
        sheet = sheet_of(book, budget_lines(4))
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("C:C", None, None, {"hidden": True})

    found = books.find(fill)
    assert found.raw.lines == [2, 3, 4, 5]
    assert any("row 3" in notice and "hidden" in notice for notice in found.notices)
    assert any("column C" in notice and "hidden" in notice for notice in found.notices)


def test_filtered_rows_of_an_excel_table_count_and_are_told(books, budget_lines):
    def fill(book):
        rows = budget_lines(5)
        sheet = book.add_worksheet("Plan")
        options = {"columns": [{"header": each} for each in rows[0]], "data": rows[1:]}
        sheet.add_table(0, 0, 5, 5, options)
        for row in (1, 3):
            sheet.set_row(row, options={"hidden": True})

    found = books.find(fill)
    assert found.raw.lines == [2, 3, 4, 5, 6]
    assert any("rows 2, 4" in notice and "filtered" in notice for notice in found.notices)


def test_an_autofiltered_list_is_read_whole(books, budget_lines):
    def fill(book):
        sheet = sheet_of(book, budget_lines(4))
        sheet.autofilter("A1:F5")
        sheet.filter_column("A", "x == P2")
        for row in (1, 3, 4):
            sheet.set_row(row, options={"hidden": True})

    assert books.find(fill).raw.lines == [2, 3, 4, 5]


def test_merged_cells_among_lines_are_refused_by_their_address(books, budget_lines):
    def fill(book):
        sheet = sheet_of(book, budget_lines(4))
        sheet.merge_range("C2:C4", "Sales")
        sheet.merge_range("A5:B5", "P4")

    problems = books.refused(fill)
    assert [(each.sheet, each.cell) for each in problems] == [("Plan", "C2:C4"), ("Plan", "A5:B5")]
    assert all("merge" in each.message and each.hint for each in problems)


def test_merged_cells_elsewhere_do_no_harm(books, budget_lines):
    def fill(book):
        sheet = book.add_worksheet("Plan")
        sheet.merge_range("A1:F1", "Plan 2027")
        for at, row in enumerate(budget_lines()):
            sheet.write_row(at + 2, 0, row)
        sheet.merge_range("H3:J9", "A long remark")
        sheet.merge_range("A12:F14", "Signed")

    assert books.find(fill).raw.lines == [4, 5, 6]


def test_a_table_without_lines_is_refused_by_its_cell(books, budget_lines):
    (problem,) = books.refused(budget_lines(0), table="A1:F1")
    assert (problem.sheet, problem.cell) == ("Budget", "A1")
    (problem,) = books.refused(
        lambda book: book.add_worksheet("X").add_table(
            "B2:D4", {"name": "T", "columns": [{"header": each} for each in ("ID", "Cost", "Ease")]}
        ),
        table="T",
    )
    assert (problem.sheet, problem.cell) == ("X", "B2")


def test_a_list_of_a_thousand_lines_is_read_to_its_end(books, budget_lines):
    found = books.find(budget_lines(1000))
    assert found.raw.n_rows == 1000
    assert found.raw.lines[-1] == 1001
