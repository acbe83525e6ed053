"""A cost that the list says is not known is told wherever the cost of the proposal is."""

from __future__ import annotations

from decimal import Decimal

import pytest

import cximpact
from cximpact.model.proposal import UnknownCost
from cximpact.report.terminal import render

WORKSPACE = """
scorecard: scorecard.yaml
currency: EUR
proposals:
  path: list.csv
  missing: [tbd, n/a, "-", "?", -999]
  columns:
    costs: [{column: Capex, fund: capex}, {column: Opex, fund: opex}]
"""
HEAD = "id,Capex,Opex,speed\n"
PARTIAL = (
    "low, likely and high belong together (found '%s'); expected all three, the likely one alone, "
    "or none"
)
NO_AMOUNT = (
    "not an amount (found '5 apples'); expected a number, perhaps with a currency, such as EUR "
    "1200.50"
)


@pytest.mark.parametrize(
    ("rows", "unknown"),
    [
        ("A,tbd,7,1\nB,5,N/A,1\n", {"A": ("Capex", "tbd"), "B": ("Opex", "N/A")}),
        ("A,?,7,1\nB,5,-999,1\n", {"A": ("Capex", "?"), "B": ("Opex", "-999")}),
        ("A, TBD ,7,1\nB,?,5,1\n", {"A": ("Capex", "TBD"), "B": ("Capex", "?")}),
        ("A,-,7,1\nB,5,,1\n", {}),
        ("A,tbd,tbd,1\nB,5,7,1\n", {}),
        ("A,5,7,tbd\nB,5,7,n/a\n", {}),
    ],
    ids=[
        "words",
        "signs",
        "no amount in the column",
        "a dash or a blank is none",
        "no cost at all",
        "no column of costs",
    ],
)
def test_words_say_that_a_cost_is_not_known(read, rows, unknown):
    assert read(WORKSPACE, list_csv=HEAD + rows).sound.unknown_costs == {
        key: (UnknownCost(column, said, fund=column.lower()),)
        for key, (column, said) in unknown.items()
    }


def test_what_the_column_says_of_its_costs_holds_for_what_is_unknown(read):
    workspace = WORKSPACE.replace(
        "fund: capex", "fund: {column: Fund}, category: build, period: 2027, unit: it"
    )
    rows = "id,Capex,Opex,speed,Fund\nA,tbd,7,1,bonds\n"
    assert read(workspace, list_csv=rows).sound.unknown_costs == {
        "A": (UnknownCost("Capex", "tbd", "bonds", "build", "2027", "it"),)
    }


def test_a_range_is_unknown_where_one_of_its_columns_says_so_and_none_holds_a_number(read):
    workspace = WORKSPACE.replace("column: Capex", "low: Low, likely: Likely, high: High")
    rows = "id,Low,Likely,High,Opex,speed\nA,,,tbd,7,1\nB,1,2,3,4,1\n"
    assert read(workspace, list_csv=rows).sound.unknown_costs == {
        "A": (UnknownCost("High", "tbd", fund="capex"),)
    }


@pytest.mark.parametrize(
    ("row", "costs", "told"),
    [
        ("A,,5,", [5, 5, 5], ""),
        # A dash stands for nothing.
        ("A,-,5,-", [5, 5, 5], ""),
        # A range that is known in part is no plain figure.
        ("A,tbd,5,", None, "belong together (found '5'); expected all three, the likely one"),
        ("A,,,5", None, "belong together"),
        ("A,4,5,", None, "belong together"),
    ],
)
def test_the_likely_amount_alone_is_a_plain_figure(read, row, costs, told):
    """B, which has all three, makes a range possible for the rest."""
    workspace = WORKSPACE.replace("column: Capex", "low: Low, likely: Likely, high: High")
    rows = f"id,Low,Likely,High,Opex,speed\n{row},7,1\nB,1,2,3,4,1\n"
    found = read(workspace, list_csv=rows)
    if costs is None:
        assert [told in each for each in found.texts] == [True]
    else:
        [line] = [
            each for each in found.sound.costs if (each.proposal, each.fund) == ("A", "capex")
        ]
        assert [line.low, line.likely, line.high] == costs


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("A,4,tbd,5", f"Likely: {PARTIAL % 'tbd'}; likely is 'Likely': put a number there, or "
         "empty 'Low' and 'High'"),
        ("A,4,5,tbd", f"Likely: {PARTIAL % '5'}; high is 'High': put a number there, or empty "
         "'Low' and 'High'"),
        # What is no amount is told once, at its own cell.
        ("A,4,5 apples,6", f"Likely: {NO_AMOUNT}"),
        ("A,5 apples,5,", f"Low: {NO_AMOUNT}"),
    ],
)  # fmt: skip
def test_a_part_of_a_range_is_told_once_with_what_to_do(read, row, told):
    workspace = WORKSPACE.replace("column: Capex", "low: Low, likely: Likely, high: High")
    rows = f"id,Low,Likely,High,Opex,speed\n{row},7,1\nB,1,2,3,4,1\n"
    assert read(workspace, list_csv=rows).texts == [f"list.csv, line 2, {told}"]


def test_what_is_unknown_is_not_called_a_blank_that_counts_as_0(read):
    """A dash and an empty cell beside an amount are."""
    rows = "A,tbd,7,1\nB,,7,1\nC,5,-,1\n"
    notes = [str(each) for each in read(WORKSPACE, list_csv=HEAD + rows).sound.notes]
    [blanks] = [each for each in notes if "count as 0" in each]
    assert "'B' (Capex) and 'C' (Opex)" in blanks and "'A'" not in blanks


COSTS = """
scorecard: scorecard.yaml
currency: EUR
proposals: {path: list.csv}
costs: {path: costs.csv, missing: [tbd, "-"]}
"""


def test_rows_of_the_table_of_costs_say_it_with_what_they_are_for(read):
    """B has no other cost, so that none is stated at all; a dash or a blank is none."""
    rows = "A,capex,tbd\nA,opex,7\nA,licence,tbd\nB,capex,tbd\nC,capex,-\nC,opex,7\nC,x,\n"
    files = {"list_csv": "id\nA\nB\nC\n", "costs_csv": "proposal,fund,amount\n" + rows}
    assert read(COSTS, **files).sound.unknown_costs == {
        "A": (
            UnknownCost("capex amount", "tbd", fund="capex"),
            UnknownCost("licence amount", "tbd", fund="licence"),
        )
    }


def test_inputs_differ_where_one_says_that_a_cost_is_unknown(read):
    said = [
        read(WORKSPACE, list_csv=HEAD + rows).sound.inputs
        for rows in ("A,tbd,7,1\nB,?,1,2\n", "B,?,1,2\nA,tbd,7,1\n", "A,,7,1\nB,?,1,2\n")
    ]
    assert said[0] == said[1] != said[2]


def test_a_budget_for_what_is_unknown_is_not_called_idle(read):
    """Nobody has a line of capex yet; that of A would be one."""
    workspace = WORKSPACE + "budgets: {b: {limit: 9, where: {fund: capex}}}\n"
    notes = read(workspace, list_csv=HEAD + "A,tbd,7,1\nB,,5,1\n").sound.notes
    assert not any("no cost line has fund" in str(each) for each in notes)
    notes = read(workspace, list_csv=HEAD + "A,,7,1\nB,,5,1\n").sound.notes
    assert any("no cost line has fund 'capex'" in str(each) for each in notes)


WORTH = "A,n/a,7,3\nB,5,1,2\n"
CARD = "criteria: {speed: {weight: 1}}\n"
CAPEX = "{limit: 20, where: {fund: capex}}"


@pytest.fixture
def evaluate(tmp_path):
    """Evaluates a list under budgets, in a folder of its own."""
    count = iter(range(9))

    def evaluated(rows=WORTH, budgets="{}", more=""):
        folder = tmp_path / str(next(count))
        folder.mkdir()
        workspace = f"{WORKSPACE}budgets: {budgets}\n{more}"
        files = {"list.csv": HEAD + rows, "scorecard.yaml": CARD, "cximpact.yaml": workspace}
        for name, text in files.items():
            (folder / name).write_text(text.lstrip(), "utf-8")
        return cximpact.evaluate(folder, draws=0, analyses=[])

    return evaluated


def actions(evaluation):
    return [(each.proposal, each.action) for each in evaluation]


def test_where_no_budget_would_pay_for_it_the_reason_and_the_next_sentence_say_so(evaluate):
    """A is worth 100 points for 7, B 67 for 6; a budget for running costs takes both."""
    evaluation = evaluate(budgets="{opex: {limit: 20, where: {fund: opex}}}")
    assert actions(evaluation) == [("A", "approve"), ("B", "approve")]
    first, second, *_ = evaluation["A"].reasons
    assert first == "Selected: value +100 at EUR 7 and what is not known (Capex)."
    assert second == "It may cost more: Capex is not known in the list, and counts as 0."
    assert not any("not known" in each for each in evaluation["B"].reasons)


def test_where_a_budget_would_pay_for_it_it_is_sent_back_for_an_estimate(evaluate):
    evaluation = evaluate(budgets=f"{{capex: {CAPEX}}}")
    assert actions(evaluation) == [("B", "approve"), ("A", "revise")]
    first, second, *_ = evaluation["A"].reasons
    assert first == (
        "Its Capex is unknown ('n/a'), and budget capex cannot take what has no figure. "
        "Estimate it."
    )
    assert second == "What is shown of its cost leaves out Capex."
    assert evaluation["A"].would_take == (
        "State its Capex, 0 if there is none: budget capex cannot take what has no figure.",
    )
    text = evaluation.explain("A")
    assert "cost EUR 7 + unknown\n" in text and "State its Capex, 0 if there is none" in text


def test_stated_as_0_it_is_what_it_was_before(evaluate):
    """A blank beside an amount is 0, and a dash is, too."""
    budgets = f"{{capex: {CAPEX}}}"
    found = [actions(evaluate(WORTH.replace("n/a", to), budgets)) for to in ("0", "", "-")]
    assert found == [[("A", "approve"), ("B", "approve")]] * 3


def test_the_order_of_rows_moves_nothing(evaluate):
    rows = ["A,tbd,7,3", "B,5,?,2", "C,tbd,?,2", "D,1,n/a,1"]
    budgets = f"{{capex: {CAPEX}, all: {{limit: 30}}}}"
    found = {evaluate("\n".join(order) + "\n", budgets).to_json() for order in (rows, rows[::-1])}
    assert len(found) == 1


def test_what_is_committed_uses_what_is_known_and_the_terminal_says_so(evaluate):
    more = "rules: {mandatory: {A: {reason: the law, approved_by: the board}}}\n"
    evaluation = evaluate(budgets=f"{{capex: {CAPEX}}}", more=more)
    assert actions(evaluation) == [("A", "approve"), ("B", "approve")]
    [use] = evaluation.budgets
    assert (str(use.used), use.unknown) == ("5.00", ("A",))
    text = render(evaluation.summary, evaluation.recommendations)
    assert "budget capex: the unknown part of A (Capex) is not in what is used." in text
    assert evaluation.to_json().count('"unknown"') == 1


def test_the_ranked_list_and_the_explanation_show_it_at_the_cost(evaluate):
    evaluation = evaluate()
    text = render(evaluation.summary, evaluation.recommendations)
    assert "EUR 7" in text and text.count("+ unknown") == 1
    assert "cost EUR 7 + unknown\n" in evaluation.explain("A")
    assert "unknown" not in evaluation.explain("B")


def test_tables_name_the_columns_beside_the_cost(evaluate):
    frame = evaluate().to_frame()
    assert list(frame.loc["A", ["cost", "cost_unknown"]]) == [Decimal("7.00"), "Capex"]
    assert list(frame.loc["B", ["cost", "cost_unknown"]]) == [Decimal("6.00"), ""]


def test_a_saved_evaluation_keeps_it_and_others_do_not_hold_the_field(evaluate, tmp_path):
    evaluation = evaluate(budgets=f"{{capex: {CAPEX}}}")
    saved = evaluation.write_json(tmp_path / "evaluation.json")
    again = cximpact.read_evaluation(saved)
    assert again["A"].cost_unknown == ("Capex",)
    assert (again["A"].action, again["A"].rule) == ("revise", "unknown cost")
    assert saved.read_text("utf-8").count("cost_unknown") == 1


def test_what_is_kept_with_its_inputs_is_decided_alike_again(evaluate, tmp_path):
    evaluation = evaluate(budgets=f"{{capex: {CAPEX}}}")
    evaluation.save(tmp_path / "kept")
    assert cximpact.evaluate(tmp_path / "kept" / "inputs").to_json() == evaluation.to_json()


@pytest.mark.parametrize("with_inputs", [True, False])
def test_a_comparison_says_that_the_estimate_moved_it(evaluate, tmp_path, with_inputs):
    budgets = f"{{capex: {CAPEX}}}"
    before, after = evaluate(budgets=budgets), evaluate(WORTH.replace("n/a", "0"), budgets)
    assert before.id != after.id
    for name, each in (("before", before), ("after", after)):
        each.save(tmp_path / name)
        each.write_json(tmp_path / f"{name}.json")
    end = "" if with_inputs else ".json"
    found = cximpact.compare(tmp_path / f"before{end}", tmp_path / f"after{end}")
    [change] = [each for each in found.result.proposals if each.proposal == "A"]
    told = {True: "with the new costs, by its own figures"}
    assert change.causes == (told.get(with_inputs, "because all of its cost is now known"),)
