"""`cximpact init` on columns headed Min, Plan and Max only: a range, if something says of what."""

from __future__ import annotations

import openpyxl
import pytest
import yaml

from cximpact.exceptions import InputError
from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.starter import write_starter

PLAIN = "Min;Plan;Max"
ROWS = ("50;60;75", "100;200;300")
ENTRY = {"low": "Min", "likely": "Plan", "high": "Max"}
NO_COST = "no cost is read, so no budget can limit what is selected: "


def _start(tmp_path, headers=PLAIN, rows=ROWS, above=(), budgets=()):
    """Write and read a list of proposals from P0 on, perhaps with rows above its headers."""
    lines = [f"P{at};Project {at};{row}" for at, row in enumerate(rows)]
    text = "\n".join([*above, f"ID;Project;{headers}", *lines, ""])
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path, budgets=budgets)
    text = (tmp_path / "cximpact.yaml").read_text("utf-8")
    return report, text, yaml.safe_load(text)["proposals"]["columns"]


def _costs(tmp_path):
    found = read_inputs(read_spec(tmp_path)).costs
    return {line.proposal: (line.low, line.likely, line.high, line.currency) for line in found}


@pytest.mark.parametrize(
    ("above", "where"),
    [
        (("Portfolio;;;;", ";;Cost (kEUR);;"), "row 2 says 'Cost (kEUR)'"),
        (("What;;Amounts in TEUR;;",), "row 1 says 'Amounts in TEUR'"),
        (("Our portfolio, costs in kEUR, 1 is low;;;;",), "the title says 'costs in kEUR'"),
        (("Portfolio (all costs in EUR thousand);;;;",), "the title says 'all costs in EUR"),
        (("Costs in kEUR;;;;", ";;Estimate;;"), "row 2 says 'Estimate'"),
    ],
)
def test_a_row_above_says_that_they_are_the_cost_and_in_what(tmp_path, above, where):
    report, _, columns = _start(tmp_path, above=above)
    assert columns["cost"] == ENTRY | {"multiplier": 1000}
    assert _costs(tmp_path)["P0"] == (50_000, 60_000, 75_000, "EUR")
    (told,) = [each for each in report.remarks if "are taken for the cost" in each]
    assert told.startswith(f"'Min', 'Plan' and 'Max' are taken for the cost, as {where}")
    assert not {"Min", "Plan", "Max"} & {*report.unread}


@pytest.mark.parametrize(
    "headers",
    ["Min (kEUR);Plan (kEUR);Max (kEUR)", "low TEUR;likely TEUR;high TEUR",
     "Best case k€;Base case k€;Worst case k€"],
)  # fmt: skip
def test_a_unit_of_money_in_the_headers_says_so(tmp_path, headers):
    _, _, columns = _start(tmp_path, headers)
    low, likely, high = headers.split(";")
    assert columns["cost"] == {"low": low, "likely": likely, "high": high, "multiplier": 1000}


def test_cells_that_name_a_currency_say_so(tmp_path):
    report, _, columns = _start(tmp_path, rows=["EUR 5;EUR 6;EUR 7", "EUR 1;EUR 1;EUR 2"])
    assert columns["cost"] == ENTRY
    assert _costs(tmp_path)["P0"] == (5, 6, 7, "EUR")
    told = "'Min', 'Plan' and 'Max' are taken for the cost, as their cells name EUR"
    assert told in report.remarks


def test_merged_cells_of_a_workbook_stand_over_all_they_span(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Portfolio 2027"])
    sheet.append(["Initiative", None, "Cost (kEUR)", None, None, "Benefit (1-5)"])
    sheet.merge_cells("C2:E2")
    sheet.append(["ID", "Project", "Min", "Plan", "Max", "Ease"])
    for row in (["A", "x", 50, 60, 75, 3], ["B", "y", 10, 20, 30, 4]):
        sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    report = write_starter(tmp_path / "list.xlsx", tmp_path)
    assert _costs(tmp_path)["A"] == (50_000, 60_000, 75_000, "EUR")
    assert "'Min', 'Plan' and 'Max' are taken for the cost, as row 2 says 'Cost (kEUR)'" in (
        report.remarks
    )


@pytest.mark.parametrize(
    ("headers", "above"),
    [(PLAIN, ()), ("Low;Likely;High", ()), ("Best case;Base case;Worst case", ()),
     ("Optimistic;Likely;Pessimistic", ("Portfolio 2027;;;;",))],
)  # fmt: skip
def test_where_nothing_says_so_a_line_stands_ready_and_the_first_note_asks(
    tmp_path, headers, above
):
    report, text, columns = _start(tmp_path, headers, above=above)
    low, likely, high = headers.split(";")
    assert "cost" not in columns and "costs" not in columns
    assert report.remarks[0] == (
        f"{NO_COST}if '{low}', '{likely}' and '{high}' are the cost, take the '#' away at their "
        "line, and put multiplier: 1000 into it where they are in thousands"
    )
    assert set(report.unread.values()) == {"may be the cost: the line of 'costs' stands ready"}
    taken = yaml.safe_load(text.replace("#costs: [", "costs: ["))["proposals"]["columns"]
    assert taken["costs"] == [{"low": low, "likely": likely, "high": high}]


def test_a_thousand_or_a_million_is_asked(tmp_path):
    report, text, columns = _start(tmp_path, above=("Portfolio;;;;", ";;Cost (T);;"))
    assert "cost" not in columns
    assert report.remarks[0].endswith("and say whether its multiplier is 1000 or 1000000")
    assert "#costs: [{low: Min, likely: Plan, high: Max, multiplier: 1000}]" in text


@pytest.mark.parametrize(
    ("headers", "rows", "above"),
    [
        # Benefits, customers and days are no costs, whatever their title says.
        (PLAIN, ROWS, ("Costs in kEUR;;;;", ";;Benefit (kEUR);;")),
        (PLAIN, ROWS, ("Portfolio;;;;", ";;Customers ('000);;")),
        (PLAIN, ROWS, ("Portfolio;;;;", ";;Effort (days);;")),
        # Nor are three columns that rise in no row, or hold words, or what may be ratings.
        (PLAIN, ("75;60;50", "300;200;100"), ()),
        (PLAIN, ("a;b;c", "d;e;f"), ()),
        (PLAIN, ("1;2;3", "2;3;4"), ()),
        ("Min;Plan", ("100;200", "300;400"), ()),
    ],
)
def test_what_is_no_range_of_money_is_left_alone(tmp_path, headers, rows, above):
    _, text, columns = _start(tmp_path, headers, rows, above)
    assert "cost" not in columns and "#costs" not in text


def test_beside_another_cost_they_are_none(tmp_path):
    _, text, columns = _start(tmp_path, f"Cost;{PLAIN}", ["500;100;200;300", "600;100;200;300"])
    assert columns["cost"] == "Cost" and "low:" not in text


def test_a_budget_for_what_may_be_the_cost_is_told_what_to_do(tmp_path):
    with pytest.raises(InputError, match="'Min', 'Plan', 'Max' may be the costs, and nothing says"):
        _start(tmp_path, budgets=["EUR 500k"])


def test_one_row_that_is_mistyped_is_told_and_no_reason_against_it(tmp_path):
    rows = [*ROWS, "10;20;30", "90;80;70"]
    report, _, columns = _start(tmp_path, rows=rows, above=(";;Cost (EUR);;",))
    assert columns["cost"] == ENTRY
    (told,) = [each for each in report.remarks if "are no range" in each]
    assert told == (
        "'Min', 'Plan' and 'Max' are no range in line 6 of P3 (90 / 80 / 70): give 'Min' ≤ 'Plan' "
        "≤ 'Max' in one currency, or 'Plan' alone"
    )


def test_what_the_range_counts_as_and_how_to_count_the_plan_is_told(tmp_path):
    """(50 + 4 x 60 + 75) / 6 and (100 + 4 x 200 + 300) / 6 are 60.833 and 200 thousand."""
    report, text, _ = _start(tmp_path, above=("Portfolio;;;;", ";;Cost (kEUR);;"))
    assert (
        "the cost counts as ('Min' + 4 x 'Plan' + 'Max') / 6; to count 'Plan' alone, cximpact.yaml "
        "says what to write"
    ) in report.remarks
    assert "all proposals: EUR 260,833" in text
    (line,) = [
        each for each in text.splitlines() if "# counts as (Min + 4 x Plan + Max) / 6" in each
    ]
    alone = line.partition("write in its place ")[2]
    assert alone == "cost: {column: Plan, multiplier: 1000}"
    [before] = [each for each in text.splitlines() if each.startswith("    cost: ")]
    (tmp_path / "cximpact.yaml").write_text(text.replace(before, f"    {alone}"), encoding="utf-8")
    assert _costs(tmp_path)["P0"] == (60_000, 60_000, 60_000, "EUR")


def test_words_in_place_of_its_amounts_are_told_once(tmp_path):
    rows = [*(f"1;{at};30" for at in range(12, 20)), "tbd;tbd;tbd"]
    report, _, _ = _start(tmp_path, rows=rows, above=(";;Cost (EUR);;",))
    told = [each for each in report.remarks if "no amount" in each]
    assert told == [
        "'Min', 'Plan' and 'Max' have no amount in 3 cells ('tbd'): not known, and no budget can "
        "take that until you fill it in"
    ]
