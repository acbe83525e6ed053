"""What stands in the cells: money and its currency, shares, texts, errors, missing results."""

from __future__ import annotations

import zipfile
from decimal import Decimal

import pytest

from cximpact.exceptions import InputError
from cximpact.spreadsheet.finding.book import Book
from cximpact.spreadsheet.finding.choosing import understood_table
from cximpact.spreadsheet.finding.currencies import currency_of
from cximpact.spreadsheet.finding.find import find_table

HEADERS = ["ID", "Project", "Cost", "Ease"]


def costs_of(inputs):
    return {line.proposal: (line.likely, line.currency) for line in inputs.costs}


def eases(inputs):
    """Return the answers on ease, as scores, of the proposals that have one."""
    at = [each.id for each in inputs.scorecard.criteria].index("ease")
    return [score for score in inputs.ratings.grid[:, at].tolist() if score == score]


def with_costs(*cells, number_formats=(), header="Cost"):
    """Return what writes a list with these costs, each in a number format."""

    def fill(book):
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, ["ID", "Project", header, "Ease"])
        for at, cell in enumerate(cells):
            style = number_formats[at] if at < len(number_formats) else None
            look = book.add_format({"num_format": style}) if style else None
            sheet.write_row(at + 1, 0, [f"P{at + 1}", f"Project {at + 1}", None, 1])
            sheet.write(at + 1, 2, cell, look)

    return fill


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ('#,##0.00 "€"', "EUR"),
        ("#,##0.00\\ [$€-407]", "EUR"),
        ("[$€-2] #,##0", "EUR"),
        ("[$EUR] #,##0.00", "EUR"),
        ('#,##0 "CHF"', "CHF"),
        ("[$CHF-807]\\ #,##0.00", "CHF"),
        ("[$£-809]#,##0;[Red]-[$£-809]#,##0", "GBP"),
        ("[$$-409]#,##0.00", "USD"),
        ("[$$-en-US]#,##0.00", "USD"),
        ("[$$-C09]#,##0.00", "AUD"),
        ("[$US$]#,##0", "USD"),
        ("[$¥-411]#,##0", "JPY"),
        ("#,##0\\ [$kr-41D]", "SEK"),
        ('_-* #,##0.00 "zł"_-;-* #,##0.00 "zł"_-', "PLN"),
        ('"$"#,##0', "$"),
        ("$#,##0", "$"),
        ("#,##0.00", ""),
        ("0%", "%"),
        ("[$-407]d. mmmm yyyy", ""),
        ("[Red]0.0;[Blue]-0.0", ""),
        ("General", ""),
        ('0.0,,"M"', ""),
    ],
)
def test_the_currency_that_a_number_format_shows(code, currency):
    assert currency_of(code) == currency


def test_the_currency_comes_from_the_number_formats_of_the_cells(books):
    euros = '#,##0.00 "€"'
    inputs, problems = books.read(with_costs(1200.5, 900, number_formats=[euros, "#,##0"]))
    assert problems == ()
    assert costs_of(inputs) == {"P1": (Decimal("1200.5"), "EUR"), "P2": (Decimal(900), "EUR")}


def test_a_currency_in_the_header_needs_no_number_format(books):
    inputs, _ = books.read(with_costs(5, header="Cost (CHF)"))
    assert costs_of(inputs) == {"P1": (Decimal(5), "CHF")}


def test_a_column_shown_in_two_currencies_is_refused_by_its_cell(books):
    fill = with_costs(5, 6, 7, number_formats=["[$€-407] 0", "[$€-407] 0", "[$$-409]0"])
    with pytest.raises(InputError) as caught:
        books.read(fill)
    (problem,) = caught.value.problems
    assert (problem.file, problem.sheet, problem.cell) == ("budget.xlsx", "Plan", "C4")
    assert problem.value == "EUR in C2 and USD in C4"
    assert problem.hint


def test_a_sign_that_many_currencies_have_is_told_and_not_guessed(books):
    found = books.find(with_costs(5, number_formats=["$#,##0"]))
    card = books.card()
    understood = understood_table(found, card)
    assert any("'$'" in notice for notice in understood.notices)
    inputs, problems = books.read(found, budget="USD 100")
    assert problems == ()
    assert costs_of(inputs) == {"P1": (Decimal(5), "USD")}


def test_amounts_written_as_text_are_read(books):
    inputs, problems = books.read(with_costs("1.200,50 €", "900,00 €", "EUR 7"))
    assert problems == ()
    assert costs_of(inputs) == {
        "P1": (Decimal("1200.50"), "EUR"),
        "P2": (Decimal("900.00"), "EUR"),
        "P3": (Decimal(7), "EUR"),
    }


def test_a_currency_in_a_text_against_the_number_formats_is_refused_by_its_cell(books):
    _, problems = books.read(with_costs(5, "USD 7", number_formats=["[$€-407] 0"]))
    assert [(each.sheet, each.cell) for each in problems] == [("Plan", "C3")]


def test_cells_that_are_no_amounts_are_refused_one_by_one(books):
    _, problems = books.read(with_costs(5, "tbd", -3, True, 6, 7, 8))
    assert sorted(each.cell for each in problems) == ["C3", "C4", "C5"]
    assert problems[0].value == "tbd"
    assert all(each.file == "budget.xlsx" and each.sheet == "Plan" for each in problems)


def test_costs_in_thousands_are_refused_unless_they_are_mapped(books):
    fill = with_costs(5, 6, header="Cost in k€")
    with pytest.raises(InputError) as caught:
        books.read(fill)
    (problem,) = caught.value.problems
    assert (problem.sheet, problem.cell) == ("Plan", "C1")
    inputs, _ = books.read(fill, columns={"cost": {"column": "Cost in k€", "currency": "EUR"}})
    assert costs_of(inputs)["P2"] == (Decimal(6), "EUR")


def test_two_columns_of_costs_have_each_its_currency(books):
    def fill(book):
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, ["ID", "Project", "Capex", "Opex", "Ease"])
        euros, francs = (
            book.add_format({"num_format": code}) for code in ("[$€-407] 0", '0 "CHF"')
        )
        sheet.write_row(1, 0, ["P1", "Letters"])
        sheet.write(1, 2, 5, euros)
        sheet.write(1, 3, 7, francs)
        sheet.write(1, 4, 1)

    found = books.find(fill)
    spec = understood_table(found, books.card()).spec
    assert spec.data["proposals"]["columns"]["costs"] == [
        {"column": "Capex", "fund": "capex", "currency": "EUR"},
        {"column": "Opex", "fund": "opex", "currency": "CHF"},
    ]


def reach_list(*cells, style="0%"):
    def fill(book):
        sheet = book.add_worksheet("Plan")
        look = book.add_format({"num_format": style})
        sheet.write_row(0, 0, ["ID", "Project", "Cost", "Customers affected", "Ease"])
        for at, cell in enumerate(cells):
            sheet.write_row(at + 1, 0, [f"P{at}", "Letters", 5, None, 1])
            sheet.write(at + 1, 3, cell, look)

    return fill


def test_percentages_as_numbers_and_as_texts_are_shares(books):
    inputs, problems = books.read(
        reach_list(0.25, "60%", 1), columns={"reach": "Customers affected"}
    )
    assert problems == ()
    assert inputs.proposals.reach.tolist() == [0.25, 0.6, 1.0]


def test_a_share_above_one_is_refused_by_its_cell(books):
    _, problems = books.read(
        reach_list(0.25, 60, style="0"), columns={"reach": "Customers affected"}
    )
    assert [(each.cell, each.hint) for each in problems] == [("D3", "write 60%")]


def rated(*cells):
    return [HEADERS, *([f"P{at}", "Letters", 5, cell] for at, cell in enumerate(cells, 1))]


def test_answers_written_as_text_are_read(books):
    inputs, problems = books.read(rated("2", -1, " 3 ", None))
    assert problems == ()
    assert eases(inputs) == pytest.approx([2 / 3, -1 / 3, 1])


def test_one_wrong_answer_is_refused_by_its_cell_and_its_column_still_read(books):
    _, problems = books.read(rated(2, "high", 9, 1))
    assert [(each.sheet, each.cell, each.value) for each in problems] == [
        ("Budget", "D3", "high"),
        ("Budget", "D4", "9"),
    ]


def test_answers_from_one_to_five_are_told_by_the_cells_or_the_header(books):
    inputs, problems = books.read(rated(5, 4, 3, 1))
    assert problems == ()
    assert eases(inputs) == pytest.approx([1, 0.5, 0, -1])
    rows = rated(1, 3)
    rows[0] = [*HEADERS[:3], "Ease (1-5)"]
    inputs, _ = books.read(rows)
    assert eases(inputs) == pytest.approx([-1, 0])


def test_ids_that_are_numbers_or_dates_are_texts(books):
    rows = [HEADERS, [117, "a", 5, 1], ["007", "b", 5, 1], [2.5, "c", 5, 1]]
    inputs, problems = books.read(rows)
    assert problems == ()
    assert inputs.proposals.ids == ("007", "117", "2.5")


def test_an_id_that_stands_twice_is_refused_by_its_cell(books):
    rows = [
        HEADERS,
        ["P1", "a", 5, 1],
        ["P2", "b", 5, 1],
        ["P1", "c", 5, 1],
        ["P4", "d", 5, 1],
        ["P5", "e", 5, 1],
    ]
    _, problems = books.read(rows)
    assert [(each.sheet, each.cell, each.value) for each in problems] == [("Budget", "A4", "P1")]


def test_failed_formulas_are_refused_by_their_cells(books):
    def fill(book):
        sheet = book.add_worksheet("Plan")
        for at, row in enumerate(rated(1, 2, 1)):
            sheet.write_row(at, 0, row)
        sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D4", "=NA()", None, "#N/A")
        sheet.write_formula("G2", "=NA()", None, "#N/A")

    _, problems = books.read(fill)
    assert [(each.cell, each.value) for each in problems] == [("C3", "#DIV/0!"), ("D4", "#N/A")]
    assert all(each.hint == "mend the formula" for each in problems)


def without_results(path, cells):
    """Take the stored results of some formulas away, as programs do that never calculated."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = parts["xl/worksheets/sheet1.xml"].decode()
    for cell in cells:
        before, _, rest = xml.partition(f'<c r="{cell}"')
        inside, _, after = rest.partition("</c>")
        xml = f'{before}<c r="{cell}"{inside.partition("<v>")[0]}</c>{after}'
    parts["xl/worksheets/sheet1.xml"] = xml.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_formulas_without_stored_results_are_refused_by_their_cells(books):
    def fill(book):
        sheet = book.add_worksheet("Plan")
        for at, row in enumerate(rated(1, 2, 1)):
            sheet.write_row(at, 0, row)
        sheet.write_formula("C3", "=2+3", None, 5)
        sheet.write_formula("A4", '="P"&3', None, "P3")

    book = books.write(fill)
    without_results(book.path, ["C3", "A4"])
    _, problems = books.read(find_table(Book.open(book.path)))
    assert {each.cell for each in problems} == {"A4", "C3"}
    assert all("save" in each.hint for each in problems if "formula" in each.message)


def test_cells_fed_from_another_workbook_are_told_by_their_address(books):
    def fill(book):
        sheet = book.add_worksheet("Plan")
        for at, row in enumerate(rated(1, 2, 1)):
            sheet.write_row(at, 0, row)
        sheet.write_formula("C3", "=[1]Prices!$B$2*2", None, 5)
        sheet.write_formula("C4", "='[2]Old prices'!$B$2", None, 7)
        sheet.write_formula("D2", "=IF(Costs[[#This Row],[Ease]]>0,1,2)", None, 1)
        sheet.write_formula("Z9", "=[1]Prices!$B$2", None, 5)

    found = books.find(fill)
    (notice,) = (each for each in found.notices if "another workbook" in each)
    assert "C3, C4" in notice
    inputs, problems = books.read(found)
    assert problems == ()
    assert costs_of(inputs)["P2"] == (Decimal(5), "")


def test_a_stated_column_map_goes_before_what_the_headers_tell(books):
    rows = [
        ["ID", "Ref", "Project", "Name", "Cost", "Ask", "Ease", "How easy"],
        *([f"x{n}", f"R{n}", f"proj {n}", f"name {n}", 5, 7, 1, 2] for n in range(3)),
    ]
    columns = {"id": "ref", "title": "Name", "cost": "Ask", "ratings": {"ease": "How easy"}}
    inputs, problems = books.read(books.find(rows, columns=columns), columns=columns)
    assert problems == ()
    assert inputs.proposals.ids == ("R0", "R1", "R2")
    assert inputs.proposals.titles == ("name 0", "name 1", "name 2")
    assert costs_of(inputs)["R1"][0] == 7
    assert eases(inputs) == pytest.approx([2 / 3] * 3)


def test_a_mapped_header_that_is_not_there_is_reported(books):
    _, problems = books.read(rated(1, 2), columns={"unit": "Departmnt"})
    assert any(each.value == "Departmnt" for each in problems)


def test_headers_in_several_rows_may_be_mapped_by_their_full_name(books):
    def fill(book):
        sheet = book.add_worksheet("Plan")
        sheet.merge_range("C1:D1", "Money")
        sheet.write_row(1, 0, ["ID", "Project", "Asked", "Granted", "Ease"])
        sheet.write_row(2, 0, ["P1", "Letters", 5, 4, 1])

    columns = {"cost": "Money Granted"}
    inputs, problems = books.read(books.find(fill, columns=columns), columns=columns)
    assert problems == ()
    assert costs_of(inputs)["P1"][0] == 4


def test_rows_without_an_id_are_set_aside_and_counted(books):
    rows = [HEADERS, ["P1", "a", 5, 1], [None, "not yet", 5, 1], ["P3", "c", 5, 1]]
    inputs, problems = books.read(rows)
    assert problems == ()
    assert inputs.proposals.ids == ("P1", "P3")
    assert [(each.reason, each.count) for each in inputs.set_aside] == [("no id", 1)]


def test_statuses_in_the_words_of_the_list_are_translated(books):
    rows = [[*HEADERS, "Status"], ["P1", "a", 5, 1, "Running"], ["P2", "b", 5, 1, "Idea"]]
    inputs, problems = books.read(rows, columns={"status": "STATUS"})
    assert problems == ()
    assert inputs.proposals.statuses == ("committed", "proposed")


def test_a_budget_and_a_day_are_taken_over(books):
    inputs, problems = books.read(rated(1, 2), budget="EUR 8", as_of="2027-02-03", title="Round")
    assert problems == ()
    assert inputs.title == "Round"
    assert str(inputs.as_of) == "2027-02-03"
    assert [each.limit.amount for each in inputs.rules.budgets] == [8]
