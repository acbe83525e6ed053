"""A cost that the list says is not known is told wherever the cost of the proposal is."""

from __future__ import annotations

import pytest

import cximpact

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


@pytest.mark.parametrize(
    ("rows", "unknown"),
    [
        ("A,tbd,7,1\nB,5,N/A,1\n", {"A": ("Capex",), "B": ("Opex",)}),
        ("A,?,7,1\nB,5,-999,1\n", {"A": ("Capex",), "B": ("Opex",)}),
        ("A,-,7,1\nB,5,,1\n", {}),
        ("A,tbd,tbd,1\nB,5,7,1\n", {}),
        ("A,5,7,tbd\nB,5,7,n/a\n", {}),
    ],
    ids=["words", "signs", "a dash or a blank is none", "no cost at all", "no column of costs"],
)
def test_words_say_that_a_cost_is_not_known(read, rows, unknown):
    assert read(WORKSPACE, list_csv=HEAD + rows).sound.unknown_costs == unknown


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("unknown")
    files = {
        "list.csv": HEAD + "A,n/a,7,3\nB,5,1,3\n",
        "scorecard.yaml": "criteria: {speed: {weight: 1}}\n",
        "cximpact.yaml": WORKSPACE + "budgets: {b: {limit: 20}}\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text.lstrip(), "utf-8")
    return cximpact.evaluate(folder, draws=0, analyses=[])


def test_the_reason_and_the_next_sentence_say_so(evaluation):
    first, second, *_ = evaluation["A"].reasons
    assert first == "Selected: value +100 at EUR 7 and what is not known (Capex)."
    assert second == "It may cost more: Capex is not known in the list, and counts as 0."
    assert not any("not known" in each for each in evaluation["B"].reasons)


def test_the_ranked_list_and_the_explanation_show_it_at_the_cost(evaluation):
    from cximpact.report.terminal import render

    text = render(evaluation.summary, evaluation.recommendations)
    assert "EUR 7" in text and text.count("+ unknown") == 1
    assert "cost EUR 7 + unknown;" in evaluation.explain("A")
    assert "unknown" not in evaluation.explain("B")


def test_a_saved_evaluation_keeps_it_and_others_do_not_hold_the_field(evaluation, tmp_path):
    saved = evaluation.write_json(tmp_path / "evaluation.json")
    assert cximpact.read_evaluation(saved)["A"].cost_unknown == ("Capex",)
    assert saved.read_text("utf-8").count("cost_unknown") == 1
