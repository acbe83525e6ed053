"""`cximpact init --budget`: limits of a new workspace, and lines that are ready for them."""

from __future__ import annotations

import pytest
import yaml

from cximpact.exceptions import InputError
from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.said_budgets import parse_budgets
from cximpact.intake.starting.starter import write_starter

TWO = "id;status;Capex (EUR);Opex (EUR)\nA;open;100000;5000\nB;open;250000;\nC;done;7;7\n"
ONE = "id;Cost\nA;EUR 100\nB;EUR 250\n"


def _start(tmp_path, text, *budgets):
    (tmp_path / "list.csv").write_text(text)
    write_starter(tmp_path / "list.csv", tmp_path, budgets=budgets)
    return (tmp_path / "cximpact.yaml").read_text()


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("capex=3m", 3_000_000),
        ("capex=EUR 1.4m", 1_400_000),
        ("capex=900k", 900_000),
        ("capex=2bn", 2_000_000_000),
        ("capex=1,250,000", 1_250_000),
        ("capex=EUR 900000", 900_000),
        ("capex = 12.50", 12.5),
    ],
)
def test_an_amount_may_be_short(said, amount):
    (budget,) = parse_budgets([said])
    assert (budget.name, float(budget.amount)) == ("capex", amount)


@pytest.mark.parametrize(
    "said", ["capex", "capex 3m", "", "capex=", "=3m", "capex=lots", "capex=-5", "capex=0.400"]
)
def test_what_is_no_amount_or_two_is_refused(said):
    with pytest.raises(InputError, match="such as capex=3m"):
        parse_budgets([said])


def test_a_name_stands_once_only():
    with pytest.raises(InputError, match="said twice"):
        parse_budgets(["capex=1", "Capex=2"])


def test_two_names_for_the_same_costs_are_one_too_many(tmp_path):
    with pytest.raises(InputError, match="another budget limits the same costs"):
        _start(tmp_path, TWO, "capex=1", "Capex (EUR)=2")


@pytest.mark.parametrize(
    ("name", "fund"), [("running costs", "opex"), ("p.a.", "opex"), ("one-off", "cost-one-off")]
)
def test_a_budget_may_be_named_by_words_of_one_header(tmp_path, name, fund):
    rows = "id;Cost one-off (k€);Running costs p.a. (k€)\nA;5;1\nB;6;2\n"
    text = _start(tmp_path, rows, f"{name}=EUR 380k")
    (said,) = yaml.safe_load(text)["budgets"].values()
    assert said == {"limit": "EUR 380000", "where": {"fund": fund}}


def test_words_of_two_headers_name_none(tmp_path):
    rows = "id;Kosten einmalig;Kosten laufend\nA;5;1\nB;6;2\n"
    with pytest.raises(InputError, match="no column of costs is called so"):
        _start(tmp_path, rows, "Kosten=5m")


def test_where_all_save_more_than_they_cost_no_limit_below_zero_is_made_ready(tmp_path):
    """None could be taken: a limit is never negative."""
    text = _start(tmp_path, "id;Capex;Opex\nA;5;-300\nB;6;40\nC;7;10\nD;8;10\n")
    assert "#  opex: {limit: 1000000, where: {fund: opex}}    # all proposals: -240\n" in text


def test_budgets_that_are_said_limit_their_funds(tmp_path):
    text = _start(tmp_path, TWO, "capex=300k", "Opex (EUR)=EUR 4000")
    assert yaml.safe_load(text)["budgets"] == {
        "capex": {"limit": "EUR 300000", "where": {"fund": "capex"}},
        "Opex (EUR)": {"limit": "EUR 4000", "where": {"fund": "opex"}},
    }
    limits = {each.id: each.limit.amount for each in read_inputs(read_spec(tmp_path)).rules.budgets}
    assert limits == {"capex": 300_000, "Opex (EUR)": 4000}


def test_a_list_that_names_no_currency_is_in_that_of_the_budget(tmp_path):
    text = _start(tmp_path, "id;Cost\nA;5\nB;6\n", "total=CHF 3k")
    assert yaml.safe_load(text)["currency"] == "CHF"
    found = read_inputs(read_spec(tmp_path))
    assert {(line.likely, found.currency) for line in found.costs} == {(5, "CHF"), (6, "CHF")}


def test_a_budget_of_all_counts_all_costs(tmp_path):
    text = _start(tmp_path, TWO, "total=300k")
    assert yaml.safe_load(text)["budgets"] == {"total": {"limit": "EUR 300000"}}


@pytest.mark.parametrize("name", ["cost", "Cost", "total"])
def test_the_one_column_of_costs_is_limited_by_its_name_or_as_the_total(tmp_path, name):
    text = _start(tmp_path, ONE, f"{name}=300")
    assert yaml.safe_load(text)["budgets"] == {name: {"limit": "EUR 300"}}


def test_a_limit_is_never_put_on_costs_of_another_name(tmp_path):
    """Of a list whose costs are all capex, nothing says what opex it needs."""
    text = "id;Invest (capex);Remarks\nA;EUR 100;x\nB;EUR 250;y\n"
    with pytest.raises(InputError, match=r"called so, .* name one of: capex, total$"):
        _start(tmp_path, text, "opex=6m")


def test_headers_that_name_a_fund_anywhere_are_both_costs(tmp_path):
    text = "id;Invest (capex);Running p.a. (opex)\nA;EUR 100;EUR 5\nB;EUR 250;EUR 7\n"
    said = yaml.safe_load(_start(tmp_path, text, "capex=300", "opex=10"))
    assert said["budgets"] == {
        "capex": {"limit": "EUR 300", "where": {"fund": "capex"}},
        "opex": {"limit": "EUR 10", "where": {"fund": "opex"}},
    }
    found = read_inputs(read_spec(tmp_path)).costs
    assert {(line.fund, line.likely) for line in found} == {
        ("capex", 100), ("capex", 250), ("opex", 5), ("opex", 7)
    }  # fmt: skip


def test_lines_that_are_not_said_are_ready_with_what_the_proposals_cost(tmp_path):
    """C is withdrawn, so that it does not count; taking the signs away gives a budget."""
    text = _start(tmp_path, TWO, "capex=300k")
    line = "#  opex: {limit: EUR 5000, where: {fund: opex}}    # all proposals: EUR 5,000"
    assert line in text.splitlines()
    assert "# all proposals: EUR 350,000" in text
    both = text.replace(line, line[1:])
    (tmp_path / "cximpact.yaml").write_text(both)
    assert len(read_inputs(read_spec(tmp_path)).rules.budgets) == 2


def test_without_any_said_every_line_is_a_comment(tmp_path):
    text = _start(tmp_path, ONE)
    assert "#budgets:\n#  total: {limit: EUR 350}    # all proposals: EUR 350\n" in text
    assert "budgets" not in yaml.safe_load(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [(TWO, "no column of costs is called so"), ("id;name\nA;x\n", "no costs to limit")],
)
def test_a_budget_that_nothing_can_use_is_refused_and_nothing_written(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        _start(tmp_path, text, "capital=3m")
    assert not (tmp_path / "cximpact.yaml").exists()


@pytest.mark.parametrize("name", ["FTE", "fte", "fte 2026"])
def test_a_limit_on_people_is_a_capacity_and_no_budget(tmp_path, name):
    rows = "id;Cost;FTE 2026\nA;EUR 5;1.5\nB;EUR 6;2\n"
    said = yaml.safe_load(_start(tmp_path, rows, f"{name}=9", "total=EUR 8"))
    assert said["budgets"] == {"total": {"limit": "EUR 8"}}
    assert said["rules"] == {
        "capacity": {"fte-2026": {"limit": 9, "unit": "FTE", "column": "FTE 2026"}}
    }


def test_so_it_is_in_a_list_without_costs(tmp_path):
    said = yaml.safe_load(_start(tmp_path, "id;Headcount\nA;1\nB;2\n", "headcount=9"))
    assert said["rules"]["capacity"]["headcount"]["limit"] == 9


def test_people_are_limited_once_and_not_in_money(tmp_path):
    rows = "id;Cost;FTE\nA;EUR 5;1.5\nB;EUR 6;2\n"
    with pytest.raises(InputError, match="'FTE' counts people: write fte=9"):
        _start(tmp_path, rows, "fte=EUR 9")
    rows = rows.replace("FTE", "FTE 2026")
    with pytest.raises(InputError, match="another budget limits the same people already"):
        _start(tmp_path, rows, "fte=9", "fte 2026=8")


@pytest.mark.parametrize("said", ["300k", "EUR 300k", "EUR 300000", "300.000"])
def test_an_amount_without_a_name_limits_all_costs_and_it_is_told(tmp_path, said):
    """A and B cost 100,000 + 5,000 + 250,000; C is done."""
    text = _start(tmp_path, TWO, said)
    assert yaml.safe_load(text)["budgets"] == {"total": {"limit": "EUR 300000"}}
    report = write_starter(tmp_path / "list.csv", tmp_path / "new", budgets=[said])
    told = "budget total: all costs of the list, EUR 355,000, against EUR 300,000"
    assert report.remarks.count(told) == 1


def test_that_a_column_is_limited_need_not_be_told(tmp_path):
    (tmp_path / "list.csv").write_text(TWO)
    report = write_starter(tmp_path / "list.csv", tmp_path, budgets=["capex=1k"])
    assert not [each for each in report.remarks if each.startswith("budget ")]


def test_an_amount_alone_that_cannot_be_read_is_refused_with_what_to_write():
    with pytest.raises(InputError, match="for all costs, such as EUR 900000, or one with a name"):
        parse_budgets(["a lot"])
    with pytest.raises(InputError, match=r"write 0\.5m for half a million"):
        parse_budgets([".0M"])
    with pytest.raises(InputError, match=r"write 0\.4 or 400"):
        parse_budgets(["0.400"])
    with pytest.raises(InputError, match="said twice"):
        parse_budgets(["1m", "total=2m"])


def test_a_line_for_all_costs_stands_ready_beside_those_of_the_columns(tmp_path):
    text = _start(tmp_path, TWO)
    assert "#  opex: {limit: EUR 5000, where: {fund: opex}}    # all proposals: EUR 5,000\n" in text
    assert "#  total: {limit: EUR 355000}    # all proposals: EUR 355,000\n" in text
    # Who limits a column has no use for it, and who limits all has it.
    for said in ("capex=300k", "300k"):
        (tmp_path / said).mkdir()
        assert "#  total:" not in _start(tmp_path / said, TWO, said)


def test_a_header_need_not_be_said_with_its_unit(tmp_path):
    text = _start(tmp_path, "id;Kosten lfd. (TEUR)\nA;5\nB;6\n", "kosten lfd=TEUR 10")
    assert yaml.safe_load(text)["budgets"] == {"kosten lfd": {"limit": "EUR 10000"}}


def test_a_budget_in_another_currency_asks_for_its_rates_and_is_written(tmp_path):
    """Costs are held against the limit in dollars, and told in euros."""
    (tmp_path / "list.csv").write_text("id;Cost\nA;EUR 100\nB;EUR 250\nC;GBP 10\n")
    report = write_starter(tmp_path / "list.csv", tmp_path, budgets=["total=USD 300"])
    told = "--budget is in USD, and costs are in EUR: give the rates in the lines of 'rates' in "
    assert f"{told}cximpact.yaml" in report.remarks
    text = (tmp_path / "cximpact.yaml").read_text()
    lines = [each for each in text.splitlines() if each.startswith("#  - {from")]
    assert [each.partition(", rate")[0] for each in lines] == [
        "#  - {from: GBP, to: EUR", "#  - {from: USD, to: EUR", "#  - {from: GBP, to: USD",
    ]  # fmt: skip
    filled = text.replace("#rates:", "rates:").replace("#  - {", "  - {")
    filled = filled.replace("rate: , date: , source: ", "rate: 0.5, date: 2026-01-01")
    (tmp_path / "cximpact.yaml").write_text(filled)
    assert len(read_inputs(read_spec(tmp_path)).costs) == 3


def test_what_all_proposals_cost_is_told_in_the_currency_of_the_costs(tmp_path):
    text = _start(tmp_path, ONE, "total=USD 300")
    assert "  total: {limit: USD 300}    # all proposals: EUR 350\n" in text


def test_a_budget_that_names_the_currency_answers_which_dollars_are_meant(tmp_path):
    text = _start(tmp_path, "id;Capex ($K)\nA;5\nB;6\n", "capex=USD 2m")
    assert "several currencies" not in text
    found = read_inputs(read_spec(tmp_path))
    assert [(line.likely, line.currency) for line in found.costs] == [(5000, "USD"), (6000, "USD")]


@pytest.mark.parametrize("said", ["900000", "EUR 900000", "total=900000"])
def test_an_amount_for_all_costs_never_limits_people(tmp_path, said):
    """*Total FTE* begins like ``total``."""
    with pytest.raises(InputError, match="no costs to limit"):
        _start(tmp_path, "id;Ease;Total FTE\nA;-1;2\nB;2;3\n", said)
