"""What a cost column says of its amounts: one text for all rows, or a column of its own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cximpact.intake.reading import check_inputs, read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.starter import write_starter

HEAD = """
scorecard: scorecard.yaml
currency: EUR
rates: [{from: USD, to: EUR, rate: 0.5, date: 2026-01-01}]
proposals:
  path: list.csv
  columns:
"""
LIST = "id,Kosten,Währung,Fonds,Jahr,Wer\nA,5,EUR,capex,2026,IT\nB,7,USD,opex,2027,HR\nC,1,,,,\n"
FROM_COLUMNS = """
    costs:
      - column: Kosten
        currency: {column: Währung}
        fund: {column: Fonds, values: {opex: run}}
        category: people
        period: {column: Jahr}
        unit: {column: Wer}
"""


def test_each_row_names_its_own_currency_fund_period_and_unit(read):
    found = read(HEAD + FROM_COLUMNS, list_csv=LIST).sound
    assert [
        (line.currency, line.fund, line.category, line.period, line.unit) for line in found.costs
    ] == [
        ("EUR", "capex", "people", "2026", "IT"),
        ("USD", "run", "people", "2027", "HR"),
        ("EUR", "", "people", "", ""),
    ]
    assert found.not_used == ()


def test_the_short_form_takes_a_column_of_currencies_too(read):
    more = "    cost: {column: Kosten, currency: {column: Währung}}\n"
    found = read(HEAD + more, list_csv=LIST).sound
    assert [line.currency for line in found.costs] == ["EUR", "USD", "EUR"]


@pytest.mark.parametrize("field", ["currency", "fund", "category", "period", "unit"])
def test_a_column_that_is_not_there_is_told(read, field):
    more = f"    costs: [{{column: Kosten, {field}: {{column: Fond}}}}]\n"
    assert read(HEAD + more, list_csv=LIST).texts == [
        f"cximpact.yaml, line 7, proposals.columns.costs[0].{field}: no such column in list.csv "
        "(found 'Fond'); did you mean 'Fonds'?"
    ]


def test_what_is_no_currency_is_told_at_its_cell(read):
    rows = LIST.replace("USD", "dollars")
    assert read(HEAD + FROM_COLUMNS, list_csv=rows).texts == [
        "list.csv, line 3, Währung: not a currency (found 'dollars'); expected a code of three "
        "capital letters, such as EUR"
    ]


def test_a_column_of_other_currencies_that_nothing_reads_is_noted(read):
    found = read(HEAD + "    cost: Kosten\n", list_csv=LIST).sound
    assert [str(note) for note in found.notes] == [
        "list.csv, line 1, Währung: holds currencies (EUR, USD) that nothing reads, and amounts "
        "count as EUR; map it: costs: [{column: ..., currency: {column: Währung}}]"
    ]


def test_a_column_of_the_assumed_currency_alone_needs_no_note(read):
    rows = LIST.replace("USD", "EUR")
    assert read(HEAD + "    cost: Kosten\n", list_csv=rows).sound.notes == ()


def test_init_maps_a_column_of_currencies_and_asks_for_the_rates(tmp_path):
    (tmp_path / "list.csv").write_text("ID,Titel,Kosten,Währung\nA,x,5,EUR\nB,y,7,USD\nC,z,1,EUR\n")
    report = write_starter(tmp_path / "list.csv", tmp_path)
    assert dict(report.guessed)["currency"] == "Währung"
    assert report.remarks[0] == "add the rates from USD to EUR, with their dates: 'rates'"
    _, problems = check_inputs(read_spec(tmp_path))
    assert ["without an exchange rate" in str(each) for each in problems] == [True]
    path = tmp_path / "cximpact.yaml"
    text = path.read_text(encoding="utf-8")
    rates = "rates: [{from: USD, to: EUR, rate: 0.5, date: 2026-01-01}]\n"
    path.write_text(rates + text, encoding="utf-8")
    found = read_inputs(read_spec(tmp_path))
    assert [line.currency for line in found.costs] == ["EUR", "USD", "EUR"]
    assert found.currency == "EUR"


def test_columns_that_another_part_reads_are_used_and_none_is_named_twice(read):
    workspace = """
        scorecard: scorecard.yaml
        proposals: list.csv
        costs: {path: list.csv, columns: {proposal: id, amount: Kosten}}
    """
    found = read(workspace, list_csv="id,title,Kosten,Rest\nA,x,5,r\n").sound
    assert found.not_used == (("list.csv", "Rest"),)


def test_a_header_close_to_one_of_ours_is_asked_about(read):
    workspace = "scorecard: scorecard.yaml\nproposals: list.csv\nratings: ratings.csv\n"
    found = read(workspace, list_csv="id\nA\n",
                 ratings_csv="proposal,criterion,rating,rater,unti\nA,speed,1,Z,IT\n")  # fmt: skip
    assert str(found.sound.notes[-1]) == (
        "ratings.csv, line 1, unti: nothing reads this column; did you mean 'unit'?"
    )


@pytest.mark.parametrize("header", ["Comments", "Notes", "Description", "Region", "Month", "Store"])
def test_a_column_of_the_lists_own_is_no_slip(read, header):
    found = read("scorecard: scorecard.yaml\nproposals: list.csv\n", list_csv=f"id,{header}\nA,x\n")
    assert found.sound.notes == ()


BUDGET = "scorecard: scorecard.yaml\nproposals: list.csv\nbudgets: {b: {limit: %s}}\n"


@pytest.mark.parametrize(
    ("limit", "problem"),
    [
        ("EUR 400.000", "two amounts could be meant (found 'EUR 400.000'); expected one that is "
         "clear: 400 (as it would be read) or 400000; "
         "write EUR 400000 (or EUR 400000.00)"),
        ("400.000 €", "two amounts could be meant (found '400.000 €'); expected one that is "
         "clear: 400 (as it would be read) or 400000; "
         "write EUR 400000 (or EUR 400000.00)"),
        ('"EUR 400.000,00"', "not an amount (found 'EUR 400.000,00'); expected a number, perhaps "
         "with a currency, such as EUR 1200.50; write EUR 400000.00"),
        ("EUR 2.000.000", "not an amount (found 'EUR 2.000.000'); expected a number, perhaps "
         "with a currency, such as EUR 1200.50; write EUR 2000000 (or EUR 2000000.00)"),
        # Words are for cells and for --budget; what they come to is told.
        ("EUR 4700k", "not an amount (found 'EUR 4700k'); expected a number, perhaps with a "
         "currency, such as EUR 1200.50; write EUR 4700000"),
        ("1.5m", "not an amount (found '1.5m'); expected a number, perhaps with a currency, such "
         "as EUR 1200.50; write 1500000"),
        ("TEUR 850", "not an amount (found 'TEUR 850'); expected a number, perhaps with a "
         "currency, such as EUR 1200.50; write EUR 850000"),
        ("EUR 1.250k", "not an amount (found 'EUR 1.250k'); expected a number, perhaps with a "
         "currency, such as EUR 1200.50; two amounts could be meant: write 1250 or 1250000"),
        ("850 T", "not an amount (found '850 T'); expected a number, perhaps with a currency, such "
         "as EUR 1200.50"),
    ],
)  # fmt: skip
def test_a_limit_that_is_read_in_two_ways_is_refused(read, limit, problem):
    assert read(BUDGET % limit, list_csv="id\nA\n").texts == [
        f"cximpact.yaml, line 3, budgets.b.limit: {problem}"
    ]


@pytest.mark.parametrize(
    ("limit", "amount"),
    [('"EUR 400,000"', 400_000), ("EUR 400.00", 400), ("EUR 4000.125", Decimal("4000.125")),
     ('"EUR 2,000,000.50"', Decimal("2000000.5")), ("EUR 0.500", Decimal("0.5"))],
)  # fmt: skip
def test_a_limit_in_english_notation_is_exact(read, limit, amount):
    found = read(BUDGET % limit, list_csv="id\nA\n").sound
    assert found.rules.budgets[0].limit.amount == amount


TWO_READINGS = "scorecard: scorecard.yaml\nproposals: {path: list.csv, %s}\n"
ENGLISH, GERMAN = 'read: {decimal: "."}', 'read: {decimal: ",", thousands: "."}'


def test_a_cell_with_two_meanings_is_refused_whatever_is_said_of_the_file(read):
    rows = "id,cost\nA,EUR 400.000\n"
    refused = [
        "list.csv, line 2, cost: two amounts could be meant (found 'EUR 400.000'); expected one "
        "that is clear: 400 (as it would be read) or 400000; write 400000 or 400.00; if '.' groups "
        "thousands in all amounts, say how numbers are written: read: {decimal: ',', "
        "thousands: '.'}"
    ]
    assert read(TWO_READINGS % "", list_csv=rows).texts == refused
    assert read(TWO_READINGS % ENGLISH, list_csv=rows).texts == refused
    assert read(TWO_READINGS % "", list_csv=f"{rows}B,EUR 12.5\n").texts == refused
    assert read(TWO_READINGS % GERMAN, list_csv=rows).sound.costs[0].likely == 400_000
    (below,) = read(TWO_READINGS % "", list_csv="id,cost\nA,(35.125)\n").texts
    assert "expected one that is clear: -35.125 (as it would be read) or -35125; write" in below


def test_a_comma_before_three_digits_is_refused_in_a_list_with_decimal_commas(read):
    (told,) = read(TWO_READINGS % GERMAN, list_csv='id,cost\nA,"240,000"\nB,"1.200,50"\n').texts
    assert told == (
        "list.csv, line 2, cost: two amounts could be meant (found '240,000'); expected one that "
        "is clear: 240 (as it would be read) or 240000; write 240000 or 240,00; if ',' groups "
        "thousands in all amounts, say how numbers are written: read: {decimal: '.', "
        "thousands: ','}"
    )


def test_amounts_with_two_meanings_are_told_in_the_order_of_the_file(read):
    told = read(TWO_READINGS % "", list_csv="id,cost\nP9,1.000\nP10,2.000\nP1,3.000\n").texts
    assert [each.partition(", cost")[0] for each in told] == [
        "list.csv, line 2", "list.csv, line 3", "list.csv, line 4",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "amount"),
    [
        ("A,KWD 85.125\n", "85.125"),  # a currency of three decimals
        ("A,85.125\nB,1200.125\n", "85.125"),  # four digits before the point: no groups
        ("A,85.125\nB,0.125\n", "85.125"),  # nor is there one after 0
        ("A,0.125\n", "0.125"),
        ("A,85.12\n", "85.12"),
        ("A,85.1250\n", "85.1250"),
        ("A,1085.125\n", "1085.125"),
        ('A,"85,125"\n', "85125"),
    ],
)
def test_what_cannot_group_thousands_is_read_as_it_is_written(read, rows, amount):
    found = read(TWO_READINGS % "", list_csv=f"id,cost\n{rows}").sound
    assert found.costs[0].likely == Decimal(amount)


def test_the_currency_of_a_row_and_of_the_workspace_tells_its_decimals(read):
    rows = "id,cost,Cur\nA,85.125,KWD\nB,85.125,EUR\n"
    said = "columns: {costs: [{column: cost, currency: {column: Cur}}]}"
    rates = "rates: [{from: KWD, to: EUR, rate: 3, date: 2026-01-01}]\ncurrency: EUR\n"
    (told,) = read(rates + TWO_READINGS % said, list_csv=rows).texts
    assert told.startswith("list.csv, line 3, cost: two amounts could be meant")
    found = read("currency: KWD\n" + TWO_READINGS % "", list_csv="id,cost\nA,85.125\n").sound
    assert found.costs[0].likely == Decimal("85.125")


def test_numbers_of_a_workbook_have_one_meaning_and_a_range_is_told_at_its_cell(read):
    workspace = "scorecard: scorecard.yaml\nproposals:\n  path: list.jsonl\n"
    found = read(workspace, list_jsonl='{"id": "A", "cost": 85.125}\n').sound
    assert found.costs[0].likely == Decimal("85.125")
    columns = "columns: {cost: {low: Min, likely: Plan, high: Max}}"
    (told,) = read(TWO_READINGS % columns, list_csv="id,Min,Plan,Max\nA,1,2,2.500\n").texts
    assert told.startswith("list.csv, line 2, Max: two amounts could be meant (found '2.500')")


def test_the_price_of_a_unit_may_have_three_decimals_where_something_says_so(read):
    price = "criteria: {price: {weight: 1, kind: quantity, unit: EUR, value_points: {0: 0, 9: 1}}}"
    benefit = price.replace("9: 1", "9000: 1")
    said = "%s, columns: {quantities: {price: Preis}}"
    rows = 'id,Preis\nA,"1,125"\nB,"2,250"\n'
    workspace = TWO_READINGS % (said % GERMAN)
    found = read(workspace, list_csv=rows, scorecard_yaml=price).sound
    assert found.quantities.likely[:, 0].tolist() == [1.125, 2.25]
    assert len(read(workspace, list_csv=rows, scorecard_yaml=benefit).texts) == 2


def test_a_column_of_amounts_with_two_meanings_is_told_like_one_kind_of_problem(read):
    plain = "scorecard: scorecard.yaml\nproposals: list.csv\n"
    rows = "".join(f"P{number},{number}.000\n" for number in range(100, 130))
    told = read(plain, list_csv=f"id,cost\n{rows}").texts
    assert told[20] == "list.csv: and 10 more of this kind: two amounts could be meant (cost)"
    assert len(told) == 21
