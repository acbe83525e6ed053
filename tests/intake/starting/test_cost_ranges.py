"""`cximpact init` on columns that state costs as a range: low, likely and high."""

from __future__ import annotations

import time

import pytest
import yaml

from cximpact.exceptions import InputError
from cximpact.intake.reading import check_inputs, read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.cost_ranges import cost_ranges, range_part
from cximpact.intake.starting.starter import write_starter
from cximpact.intake.waiting_lines import waiting_lines

LACKS_LIKELY = "a range needs the likely amount, too, in a column of its own"
LACKS_ONE = "a range needs low, likely and high, each in a column of its own"


def _start(tmp_path, headers, *rows, budgets=()):
    lines = [f"ID;Project;{headers}", *(f"P{at};Project {at};{row}" for at, row in enumerate(rows))]
    (tmp_path / "list.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path, budgets=budgets)
    text = (tmp_path / "cximpact.yaml").read_text("utf-8")
    return report, text, yaml.safe_load(text)["proposals"]["columns"]


def _lines(tmp_path):
    found = read_inputs(read_spec(tmp_path)).costs
    return {(line.proposal, line.fund, line.low, line.likely, line.high) for line in found}


@pytest.mark.parametrize(
    ("low", "likely", "high"),
    [
        ("Cost low", "Cost likely", "Cost high"),
        ("Estimate (low)", "Estimate (expected)", "Estimate (high)"),
        ("Cost - min", "Cost - most likely", "Cost - max"),
        ("cost_min", "cost_plan", "cost_max"),
        ("Min. cost", "Cost base case", "Max. cost"),
        ("Optimistic cost", "Realistic cost", "Pessimistic cost"),
        ("Cost (best case)", "Cost (base case)", "Cost (worst case)"),
        ("Kosten niedrig", "Kosten wahrscheinlich", "Kosten hoch"),
        ("Kosten minimal", "Kosten realistisch", "Kosten maximal"),
        ("Kosten von", "Kosten erwartet", "Kosten bis"),
        ("Low estimate", "Best estimate", "High estimate"),
        # What stands between a low and a high one is the likely one, without a word for it.
        ("Cost min", "Cost", "Cost max"),
    ],
)
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_three_columns_are_one_range(tmp_path, low, likely, high, order):
    named, amounts = (low, likely, high), ("5000", "6000", "7500")
    headers, row = (";".join(each[at] for at in order) for each in (named, amounts))
    report, _, columns = _start(tmp_path, headers, row, row)
    assert columns["cost"] == {"low": low, "likely": likely, "high": high}
    assert [header for name, header in report.guessed if name == "cost"] == list(named)
    assert not {*named} & {*report.unread}
    assert not [each for each in report.remarks if "not counted" in each or "range" in each]
    assert _lines(tmp_path) == {("P0", "", 5000, 6000, 7500), ("P1", "", 5000, 6000, 7500)}


def test_the_multiplier_of_the_headers_is_stated_and_told_once(tmp_path):
    headers = "Capex min k€;Capex plan k€;Capex max k€"
    report, text, columns = _start(tmp_path, headers, "50;60;75", "10;20;30")
    assert columns["cost"]["multiplier"] == 1000
    assert sum("the header says" in each for each in report.remarks) == 1
    assert ("P0", "", 50_000, 60_000, 75_000) in _lines(tmp_path)
    # (50 + 4 x 60 + 75) / 6 = 60.833 and (10 + 4 x 20 + 30) / 6 = 20 thousand.
    assert "#  total: {limit: EUR 80833}    # all proposals: EUR 80,833" in text


def test_parts_are_ranges_each_with_its_fund_and_budget(tmp_path):
    headers = "Capex low;Capex likely;Capex high;Opex low;Opex likely;Opex high"
    rows = ("5000;6000;7500;100;200;300", "5000;6000;7500;100;200;300")
    budgets = ("capex=10k", "Opex high=1k")
    report, text, columns = _start(tmp_path, headers, *rows, budgets=budgets)
    assert columns["costs"] == [
        {"low": f"{name} low", "likely": f"{name} likely", "high": f"{name} high", "fund": fund}
        for name, fund in (("Capex", "capex"), ("Opex", "opex"))
    ]
    assert not report.unread
    said = yaml.safe_load(text)["budgets"]
    assert said["capex"] == {"limit": 10000, "where": {"fund": "capex"}}
    assert said["Opex high"] == {"limit": 1000, "where": {"fund": "opex"}}
    assert ("P1", "opex", 100, 200, 300) in _lines(tmp_path)


def test_ranges_of_years_are_periods_of_one_cost(tmp_path):
    headers = "Cost 2026 low;Cost 2026 likely;Cost 2026 high;Cost 2027 low;Cost 2027 likely;"
    rows = ("100;200;300;400;500;600", "100;200;300;400;500;600")
    _, _, columns = _start(tmp_path, f"{headers}Cost 2027 high", *rows)
    assert [each["period"] for each in columns["costs"]] == ["2026", "2027"]
    assert [each["likely"] for each in columns["costs"]] == ["Cost 2026 likely", "Cost 2027 likely"]


def test_small_headers_of_ranges_are_told_from_ratings_by_their_amounts(tmp_path):
    headers = "One-time low;One-time likely;One-time high"
    report, _, columns = _start(tmp_path, headers, "500;600;750", "100;200;300")
    assert columns["cost"]["likely"] == "One-time likely"
    told = [each for each in report.remarks if "a guess from its header" in each]
    assert told == ["'One-time likely' is taken for a cost: a guess from its header"]


def test_without_likely_amounts_the_high_ones_are_the_cost(tmp_path):
    report, text, columns = _start(tmp_path, "Estimate (low);Estimate (high)", "5;7", "50;80")
    told = f"'Estimate (high)' is taken for the cost: {LACKS_LIKELY}; 'Estimate (low)' is not read"
    assert columns["cost"] == "Estimate (high)"
    assert told in report.remarks
    assert report.unread == {"Estimate (low)": "see the notes"}
    assert "all proposals: 87" in text


def test_rows_in_which_only_the_low_one_stands_are_told(tmp_path):
    report, _, _ = _start(tmp_path, "Cost low;Cost high", "500;700", "500;", "500;", ";", ";700")
    told = "'Cost high' is blank, and so no cost, in 2 rows where 'Cost low' is not: fill it in"
    assert told in report.remarks


def test_such_parts_are_told_in_one_note(tmp_path):
    headers = "Kosten einmalig von;Kosten einmalig bis;Betriebskosten von;Betriebskosten bis"
    report, _, columns = _start(tmp_path, headers, "500;700;100;200", "500;800;100;300")
    high = ["Kosten einmalig bis", "Betriebskosten bis"]
    assert [each["column"] for each in columns["costs"]] == high
    assert [each["fund"] for each in columns["costs"]] == ["kosten-einmalig", "opex"]
    assert (
        f"'{high[0]}' and '{high[1]}' are taken for the cost: {LACKS_LIKELY}; "
        "'Kosten einmalig von' and 'Betriebskosten von' are not read"
    ) in report.remarks


@pytest.mark.parametrize("other", ["Cost low", "Cost max"])
def test_with_one_of_the_others_only_the_likely_ones_are_the_cost(tmp_path, other):
    report, _, columns = _start(tmp_path, f"{other};Cost likely", "5000;6000", "5000;6000")
    assert columns["cost"] == "Cost likely"
    told = f"'Cost likely' is taken for the cost: {LACKS_ONE}; '{other}' is not read"
    assert told in report.remarks


def test_rows_that_are_no_range_are_told_and_left_out_of_the_sum(tmp_path):
    """20 and 60 are sound, the others are to be mended, and of one nothing is known."""
    rows = ("10;20;30", "70;60;80", ";60;", "50;;80", "50;60;tbd", "tbd;tbd;tbd", "1;ca. 60;70")
    rows += tuple(f"10;{at};30" for at in range(11, 16))
    report, text, columns = _start(tmp_path, "Cost low;Cost likely;Cost high", *rows)
    assert columns["cost"] == {"low": "Cost low", "likely": "Cost likely", "high": "Cost high"}
    assert (
        "'Cost low', 'Cost likely' and 'Cost high' are no range in line 3 of P1 (70 / 60 / 80), "
        "line 5 of P3 (50 / blank / 80), line 6 of P4 (50 / 60 / tbd): give 'Cost low' ≤ 'Cost "
        "likely' ≤ 'Cost high' in one currency, or 'Cost likely' alone"
    ) in report.remarks
    # 20 + 60, and (10 + 4 x 11 + 30) / 6 and so on: 14 + 14.67 + 15.33 + 16 + 16.67
    assert "all proposals: 157, without 4 cells to be mended and 1 not known" in text
    problems = check_inputs(read_spec(tmp_path))[1]
    assert {each.line for each in problems} == {3, 5, 6, 8}


def test_many_rows_that_are_no_range_stop_no_draft(tmp_path):
    report, _, _ = _start(tmp_path, "Cost low;Cost likely;Cost high", *["3;2;1"] * 60)
    (told,) = [each for each in report.remarks if "are no range" in each]
    assert "line 6 of P4 (3 / 2 / 1) and 55 more: give" in told


def test_amounts_of_a_row_in_two_currencies_are_no_range(tmp_path):
    rows = ("EUR 1;EUR 2;EUR 3", "EUR 1;EUR 2;USD 3", "EUR 1;EUR 2;EUR 3")
    report, _, _ = _start(tmp_path, "Cost low;Cost likely;Cost high", *rows)
    assert any(
        "no range in line 3 of P1 (EUR 1 / EUR 2 / USD 3)" in each for each in report.remarks
    )


def test_a_row_of_totals_is_no_range_to_be_mended(tmp_path):
    rows = ("10;20;30", "10;20;30")
    (tmp_path / "list.csv").write_text(
        "\n".join(
            ["ID;Project;Cost low;Cost likely;Cost high", *(f"P{at};X;{row}" for at, row in
             enumerate(rows)), "Total;;20;40;", ""]
        )
    )  # fmt: skip
    report = write_starter(tmp_path / "list.csv", tmp_path)
    assert not [each for each in report.remarks if "no range" in each]


def test_a_subtotal_below_a_range_is_set_aside(tmp_path):
    """As it is below a cost alone, though its amounts bear a unit."""
    (tmp_path / "list.csv").write_text(
        "ID;Project;Cost low;Cost likely;Cost high;Ease 1-5\nP1;Portal;50 k;60 k;75 k;4\n"
        "P2;Letters;70 k;70 k;80 k;3\nSumme Netz;;120 k;130 k;155 k;\nP3;App;5 k;6 k;7 k;3\n"
    )
    write_starter(tmp_path / "list.csv", tmp_path)
    assert {proposal for proposal, *_ in _lines(tmp_path)} == {"P1", "P2", "P3"}


def test_amounts_of_a_range_are_no_ids(tmp_path):
    """They all differ, and the titles do not: but they say what it costs, not who it is."""
    text = "Project;Cost low;Cost likely;Cost high\nA;500;600;700\nB;501;601;701\nA;502;602;702\n"
    (tmp_path / "list.csv").write_text(text)
    with pytest.raises(InputError, match="no column says 'id'"):
        write_starter(tmp_path / "list.csv", tmp_path)


def test_savings_in_one_of_the_columns_are_allowed(tmp_path):
    rows = ("-10;20;30", "10;20;30", "10;20;30")
    report, _, columns = _start(tmp_path, "Cost low;Cost likely;Cost high", *rows)
    assert columns["cost"]["negative"] == "allowed"
    assert [each[:19] for each in report.remarks if "below zero" in each] == ["'Cost low' is below"]
    assert ("P0", "", -10, 20, 30) in _lines(tmp_path)


def test_a_range_that_is_not_taken_waits_as_one(tmp_path):
    headers = "Budget;Cost low;Cost likely;Cost high"
    _, text, columns = _start(tmp_path, headers, "9000;5000;6000;7500", "9000;5000;6000;7500")
    assert columns["costs"] == [{"column": "Budget", "fund": "budget"}]
    assert "      #- {low: Cost low, likely: Cost likely, high: Cost high, fund: cost}" in text
    assert "'costs' (Cost likely) waits" in waiting_lines(read_spec(tmp_path))[0]
    (tmp_path / "cximpact.yaml").write_text(text.replace("      #- {", "      - {"), "utf-8")
    assert ("P0", "cost", 5000, 6000, 7500) in _lines(tmp_path)


def test_a_range_whose_unit_is_open_waits_as_one(tmp_path):
    _, text, _ = _start(tmp_path, "Cost (T) min;Cost (T);Cost (T) max", "5;6;7", "5;6;7")
    line = '#- {low: "Cost (T) min", likely: "Cost (T)", high: "Cost (T) max", multiplier: 1000'
    assert line in text


@pytest.mark.parametrize(
    "headers", ["Risk low;Risk high", "Cost;Low;High", "Cost low 2026;Cost high 2027"]
)
def test_what_differs_in_more_or_is_no_cost_is_no_range(tmp_path, headers):
    row = ";".join("5000" for _ in headers.split(";"))
    report, text, _ = _start(tmp_path, headers, row, row)
    assert "likely" not in text
    assert not [each for each in report.remarks if "range" in each]


def test_words_in_cells_say_nothing_of_ranges(tmp_path):
    report, _, columns = _start(tmp_path, "Cost;Comfort", "5000;Low", "6000;High", "70;Low")
    assert columns["cost"] == "Cost"
    assert not [each for each in report.remarks if "range" in each]


@pytest.mark.parametrize(
    "headers",
    [
        # Two columns for one part: which is meant is not clear.
        ["Cost low", "Cost min", "Cost high"],
        ["Cost (k€) low", "Cost (M€) high"],
        ["Cost low €", "Cost high $"],
        ["Cost to complete", "Cost"],
        ["High-level cost", "Cost low-level"],
        ["Cost low", "Opex high"],
    ],
)
def test_no_range(headers):
    assert cost_ranges(headers) == ()


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("Capex [min, k€]", ("Capex [k€]", "low")),
        ("Capex (k€, max)", ("Capex (k€)", "high")),
        ("Cost (low)", ("Cost", "low")),
        ("Opex p.a. (best guess)", ("Opex p.a.", "likely")),
        ("Höchste Kosten", ("Kosten", "high")),
        ("Low to high cost", ("Low to high cost", "")),
        ("Planning cost", ("Planning cost", "")),
    ],
)
def test_the_word_is_taken_out_of_a_header(header, found):
    assert range_part(header) == found


@pytest.mark.parametrize("text", ["low " * 50_000, "(" * 50_000, "best_" * 50_000, "[, " * 50_000])
def test_a_long_header_takes_no_time(text):
    start = time.perf_counter()
    range_part(text)
    cost_ranges([text, f"{text} low"])
    assert time.perf_counter() - start < 0.5
