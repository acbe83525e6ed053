"""`cximpact init` on headers of costs as lists have them: parts, units, currencies, years."""

from __future__ import annotations

from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.reading import check_inputs, read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.cost_cells import cost_cells
from cximpact.intake.starting.cost_headers import header_unit
from cximpact.intake.starting.starter import write_starter
from cximpact.model.source import Reading


def _start(tmp_path, headers, *rows, budgets=()):
    lines = [f"ID;Project;{headers}", *(f"P{at};Project {at};{row}" for at, row in enumerate(rows))]
    (tmp_path / "list.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path, budgets=budgets)
    text = (tmp_path / "cximpact.yaml").read_text("utf-8")
    return report, text, yaml.safe_load(text)["proposals"]["columns"]


def _lines(tmp_path):
    return [
        (line.proposal, line.fund or line.period, line.likely)
        for line in read_inputs(read_spec(tmp_path)).costs
    ]


@pytest.mark.parametrize(
    ("headers", "funds"),
    [
        ("Invest;Running p.a.", ["capex", "opex"]),
        ("Cost one-off;Cost p.a.", ["cost-one-off", "cost-pa"]),
        ("One-time;Recurring", ["one-time", "recurring"]),
        ("Kosten einmalig;Kosten lfd.", ["kosten-einmalig", "opex"]),
        ("Investissement;Fonctionnement annuel", ["capex", "opex"]),
        ("Capex;Opex p.a.", ["capex", "opex"]),
        ("Einmalkosten;Betriebskosten", ["einmalkosten", "opex"]),
    ],
)
def test_what_is_paid_once_and_yearly_are_parts_of_one_cost(tmp_path, headers, funds):
    report, _, columns = _start(tmp_path, headers, "5000;200", "6000;100")
    named = headers.split(";")
    assert columns["costs"] == [
        {"column": header, "fund": fund} for header, fund in zip(named, funds, strict=True)
    ]
    assert [each for each in report.guessed if each[0] == "cost"] == [
        ("cost", header) for header in named
    ]
    assert set(_lines(tmp_path)) == {
        ("P0", funds[0], 5000), ("P0", funds[1], 200), ("P1", funds[0], 6000), ("P1", funds[1], 100)
    }  # fmt: skip


def test_a_header_that_no_list_of_words_has_is_told_to_be_a_guess(tmp_path):
    report, _, _ = _start(tmp_path, "One-time;Recurring", "5000;200", "6000;100")
    assert "'One-time' is taken for a cost: a guess from its header" in report.remarks


@pytest.mark.parametrize("headers", ["Recurring", "Running p.a."])
def test_small_numbers_below_such_a_header_are_no_money(tmp_path, headers):
    _, _, columns = _start(tmp_path, headers, "1", "0", "3")
    assert not {"cost", "costs"} & columns.keys()


@pytest.mark.parametrize("header", ["Coût", "Cout total", "Kosten", "Investissement", "Budget"])
def test_a_cost_alone_needs_no_name(tmp_path, header):
    _, _, columns = _start(tmp_path, header, "5000", "6000")
    assert columns["cost"] == header


@pytest.mark.parametrize(
    ("headers", "funds"),
    [
        ("Cost;Cost p.a.", ["cost", "cost-pa"]),
        ("Projektkosten;Betrieb p.a.", ["projektkosten", "opex"]),
    ],
)
def test_a_cost_beside_a_yearly_one_is_counted_with_it_and_that_is_told(tmp_path, headers, funds):
    report, _, columns = _start(tmp_path, headers, "5000;200", "6000;100")
    plain, yearly = headers.split(";")
    assert [each["fund"] for each in columns["costs"]] == funds
    told = f"'{plain}' and '{yearly}' are both counted: check that the first does not hold the "
    assert f"{told}second" in report.remarks
    assert len(_lines(tmp_path)) == 4


def test_a_total_beside_a_cost_that_may_be_its_part_is_counted_alone(tmp_path):
    """Its budget stays its own once a person takes the other column, too."""
    report, text, columns = _start(tmp_path, "Total cost;Cost p.a.", "5000;200", "6000;100")
    assert columns["costs"] == [{"column": "Total cost", "fund": "total-cost"}]
    line = "      #- {column: Cost p.a., fund: cost-pa}    # not counted; take the '#' away if it"
    assert line in text
    assert "'Cost p.a.' looks like money, too, and is not counted; see 'costs'" in report.remarks
    assert "#  total-cost: {limit: 11000, where: {fund: total-cost}}" in text
    (tmp_path / "cximpact.yaml").write_text(text.replace("      #- {", "      - {"))
    assert len(_lines(tmp_path)) == 4


@pytest.mark.parametrize(
    ("header", "multiplier", "told"),
    [
        ("Cost (k€)", 1000, "'Cost (k€)': the header says k€: 120 counts as 120,000"),
        ("Budget (TEUR)", 1000, "'Budget (TEUR)': the header says TEUR: 120 counts as 120,000"),
        ("Cost ('000)", 1000, "'Cost ('000)': the header says '000: 120 counts as 120,000"),
        (
            "Capex [Mio EUR]",
            10**6,
            "'Capex [Mio EUR]': the header says Mio: 120 counts as 120,000,",
        ),
        ("Cost (EUR m)", 10**6, "'Cost (EUR m)': the header says EUR m: 120 counts as 120,000,000"),
    ],
)
def test_what_a_header_multiplies_by_is_stated_and_told(tmp_path, header, multiplier, told):
    report, text, columns = _start(tmp_path, header, "120", "85.5", "")
    assert columns["cost"] == {"column": header, "multiplier": multiplier}
    assert report.remarks[0].startswith(told)
    assert f": 1 counts as {multiplier:,}\n" in text
    wanted = [120 * multiplier, Decimal("85.5") * multiplier]
    assert [amount for *_, amount in _lines(tmp_path)] == wanted


def test_a_german_list_in_thousands_and_millions_has_its_commas_read(tmp_path):
    _start(tmp_path, "Capex [Mio EUR];Opex [TEUR]", "2,4;1.400", "0,85;60,5")
    assert _lines(tmp_path) == [
        ("P0", "capex", 2_400_000), ("P0", "opex", 1_400_000),
        ("P1", "capex", 850_000), ("P1", "opex", 60_500),
    ]  # fmt: skip
    assert read_inputs(read_spec(tmp_path)).currency == "EUR"


def test_a_cell_with_a_word_of_its_own_counts_as_it_says_and_is_told(tmp_path):
    report, _, _ = _start(tmp_path, "Budget (k€)", "120", "85", "1.2m")
    told = "'Budget (k€)': a cell with a word of its own, such as '1.2m', counts as it says"
    assert told in report.remarks
    assert [amount for *_, amount in _lines(tmp_path)] == [120_000, 85_000, 1_200_000]


def test_where_every_cell_has_its_word_the_header_multiplies_nothing(tmp_path):
    _, _, columns = _start(tmp_path, "Budget (k€)", "120k", "85 k€")
    assert columns["cost"] == "Budget (k€)"
    assert [amount for *_, amount in _lines(tmp_path)] == [120_000, 85_000]


def test_an_amount_that_looks_written_in_full_is_told(tmp_path):
    report, _, _ = _start(tmp_path, "Budget (k€)", "120", "85", "850000")
    told = "'Budget (k€)': '850000' comes to 850,000,000: check whether it is written in full, "
    assert f"{told}against its header" in report.remarks


@pytest.mark.parametrize(("header", "cells"), [("Cost (T)", "12"), ("Cost (EUR m)", "45000")])
def test_a_unit_that_is_open_leaves_a_line_ready(tmp_path, header, cells):
    _, text, columns = _start(tmp_path, header, cells, cells)
    assert not {"cost", "costs"} & columns.keys()
    assert f'#- {{column: "{header}", multiplier: 1000, fund: cost}}    # not counted; ' in text
    ready = text.replace("    #costs:  ", "    costs:  ").replace("      #- {", "      - {")
    (tmp_path / "cximpact.yaml").write_text(ready)
    assert [amount for *_, amount in _lines(tmp_path)] == [int(cells) * 1000] * 2


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (["5", "5-6", "lots of 7"], "      #- {column: Cost, fund: cost}"),
        (["-5", "-6", "0"], "      #- {column: Cost, fund: cost, negative: allowed}"),
    ],
)
def test_a_column_that_is_refused_has_its_line_ready_all_the_same(tmp_path, cells, line):
    _, text, columns = _start(tmp_path, "Cost", *cells)
    assert not {"cost", "costs"} & columns.keys()
    assert f"{line}    # not counted; " in text


def test_costs_of_several_years_are_periods_and_their_total_is_left_out(tmp_path):
    report, _, columns = _start(tmp_path, "Cost 2026;Cost 2027;Cost total", "100;50;150", "80;0;80")
    assert columns["costs"] == [
        {"column": "Cost 2026", "period": "2026"}, {"column": "Cost 2027", "period": "2027"},
    ]  # fmt: skip
    assert "'Cost total' looks like money, too, and is not counted; see 'costs'" in report.remarks


@pytest.mark.parametrize(
    ("total", "taken"), [("150", ["Cost 2026", "Cost 2027"]), ("190", ["Cost"])]
)
def test_years_beside_a_cost_are_its_parts_only_if_they_add_up(tmp_path, total, taken):
    _, _, columns = _start(tmp_path, "Cost;Cost 2026;Cost 2027", f"{total};100;50", "80;80;0")
    assert [each["column"] for each in columns["costs"]] == taken


def test_a_budget_may_limit_one_year(tmp_path):
    _, text, _ = _start(
        tmp_path, "Capex 2026;Capex 2027;Opex 2026;Opex 2027", "100;50;7;8", "80;0;7;8",
        budgets=["Capex 2026=150", "opex=20"],
    )  # fmt: skip
    assert yaml.safe_load(text)["budgets"] == {
        "Capex 2026": {"limit": 150, "where": {"fund": "capex", "period": "2026"}},
        "opex": {"limit": 20, "where": {"fund": "opex"}},
    }
    assert "#  capex: {limit: 230, where: {fund: capex}}    # all proposals: 230" in text


def test_a_cost_that_is_rated_is_no_money(tmp_path):
    _, _, columns = _start(tmp_path, "Cost (1-5);Budget 26-27", "5;800", "1;900")
    assert columns["cost"] == "Budget 26-27"


def test_what_is_saved_or_spent_already_is_not_taken(tmp_path):
    _, _, columns = _start(
        tmp_path, "Cost savings;Cost centre;Budget spent;Cost", "9;4711;8;5000", "9;4712;8;6000"
    )
    assert columns["cost"] == "Cost"


def test_money_that_no_word_makes_a_cost_is_told(tmp_path):
    report, _, _ = _start(tmp_path, "Cost (k€);Revenue £k p.a.;Size", "5;6;7", "8;9;1")
    told = "'Revenue £k p.a.' holds money, and is not counted: if it is a cost, add it to 'costs'"
    assert told in report.remarks
    assert not any("'Size'" in each for each in report.remarks)


def test_of_currencies_as_frequent_the_first_one_is_that_of_the_report(tmp_path):
    _start(tmp_path, "Cost", "EUR 5", "CHF 6")
    text = (tmp_path / "cximpact.yaml").read_text("utf-8")
    assert "currency: EUR\n" in text
    assert "#  - {from: CHF, to: EUR, rate: , date: , source: }" in text


def test_cells_in_several_currencies_are_read_and_the_rates_are_lines_to_fill_in(tmp_path):
    report, text, columns = _start(
        tmp_path, "Cost one-off;Cost p.a.",
        "EUR 250,000;EUR 40,000", "USD 300,000;USD 20,000", "GBP 180,000;5,000",
    )  # fmt: skip
    assert len(columns["costs"]) == 2
    # EUR and USD stand twice each, and GBP once.
    assert (
        "costs are in EUR, USD and GBP: give the rates from USD and GBP to EUR, each with its "
        "date, in the lines of 'rates' in cximpact.yaml"
    ) in report.remarks
    assert "1 amount names no currency, taken for EUR" in report.remarks
    _, problems = check_inputs(read_spec(tmp_path))
    assert sorted(str(each).partition(" meets ")[0].rpartition(": ")[2] for each in problems) == [
        "an amount in GBP", "an amount in USD",
    ]  # fmt: skip
    filled = text.replace("#rates:", "rates:").replace("#  - {", "  - {")
    filled = filled.replace("rate: , date: , source: ", "rate: 0.5, date: 2026-01-01")
    (tmp_path / "cximpact.yaml").write_text(filled)
    assert len(_lines(tmp_path)) == 6


def test_years_are_told_to_be_added_up(tmp_path):
    report, _, _ = _start(tmp_path, "Budget 2026;Budget 2027", "5;6", "7;8")
    assert report.remarks[0] == (
        "'Budget 2026' and 'Budget 2027' are taken for years of one cost, and added up: check "
        "'costs'"
    )


def test_columns_whose_headers_name_two_currencies_have_each_its_own(tmp_path):
    _, _, columns = _start(tmp_path, "Capex (EUR);Opex (USD)", "5;6", "7;", "8;")
    assert columns["costs"] == [
        {"column": "Capex (EUR)", "fund": "capex"},
        {"column": "Opex (USD)", "currency": "USD", "fund": "opex"},
    ]


def test_a_dollar_in_a_header_is_the_sign_of_several_currencies(tmp_path):
    report, _, _ = _start(tmp_path, "Cost ($)", "5", "6")
    told = "'$' is the sign of several currencies: say which is meant at 'currency'"
    assert told in report.remarks


STYLES = {
    "plain": (Reading(), lambda cents: f"{cents // 100}.{cents % 100:02d}"),
    "english": (
        Reading(thousands=","),
        lambda cents: f"{cents // 100:,}.{cents % 100:02d}",
    ),
    "german": (
        Reading(decimal=",", thousands="."),
        lambda cents: f"{f'{cents // 100:,}'.replace(',', '.')},{cents % 100:02d}",
    ),
    "french": (
        Reading(decimal=","),
        lambda cents: f"{f'{cents // 100:,}'.replace(',', ' ')},{cents % 100:02d}",
    ),
}


@given(
    st.lists(st.integers(1, 10**7), min_size=1, max_size=6),
    st.sampled_from(sorted(STYLES)),
    st.sampled_from([("Cost (k€)", 10**3), ("Cost [Mio EUR]", 10**6), ("Cost", 1)]),
)
def test_amounts_below_any_header_come_back_exactly_in_each_style(cents, style, header):
    """Two decimals are never in doubt; counted in hundredths, nothing is rounded."""
    reading, write = STYLES[style]
    name, multiplier = header
    column = cost_cells([write(each) for each in cents], reading, (), header_unit(name))
    assert column.unfit == []
    read = [column.value(write(each)) for each in cents]
    assert [each * 100 for each in read if each is not None] == [
        each * multiplier for each in cents
    ]
