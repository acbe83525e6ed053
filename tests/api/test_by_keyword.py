"""A workspace's parts given in Python: maps stay with the rows they were written for.

Expected values by hand: 3 of 4 answers are at least 4, so the share is 0.75; EUR 100 at 1.10
dollars a euro is USD 110.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import cximpact
from cximpact.exceptions import InputError

SCORECARD = """\
criteria:
  along: {kind: journey, weight: 1}
journey:
  stages: {buy: {touchpoints: {shop: {}}}}
measures:
  csat:
    kind: share
    success: {at_least: 4}
    anchors: {broken: 0.5, reliable: 0.8, differentiating: 0.95}
"""
WORKSPACE = """\
scorecard: scorecard.yaml
as_of: 2026-03-01
proposals: {rows: [{id: a, title: A}]}
evidence:
  csat:
    path: last-round.csv
    read: {delimiter: ";"}
    channel: survey
    columns: {date: Answered, value: Score}
    map: [{when: {Survey: Shop}, touchpoint: shop, measure: csat}]
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "scorecard.yaml").write_text(SCORECARD, "utf-8")
    (tmp_path / "cximpact.yaml").write_text(WORKSPACE, "utf-8")
    return tmp_path


def survey(where: str = "Survey") -> pd.DataFrame:
    return pd.DataFrame({"Answered": "2026-02-01", where: "Shop", "Score": [5, 4, 4, 1]})


def test_a_frame_is_read_by_the_map_of_the_block_it_is_given_for(workspace: Path) -> None:
    found = cximpact.evaluate(workspace, evidence={"csat": survey()}).to_frame("evidence")
    assert found["figure"].tolist() == [0.75]
    assert found[["touchpoint", "channel", "source"]].iloc[0].tolist() == ["shop", "survey", "csat"]


def test_a_path_is_read_by_the_map_of_the_block_it_is_given_for(workspace: Path) -> None:
    survey().to_csv(workspace / "this-round.csv", index=False)
    given = {"csat": workspace / "this-round.csv"}
    assert len(cximpact.evaluate(workspace, evidence=given).to_frame("evidence")) == 1


def test_a_frame_may_bring_its_own_map(workspace: Path) -> None:
    block = {
        "frame": survey(),
        "columns": {"date": "Answered", "value": "Score"},
        "map": [{"touchpoint": "shop", "measure": "csat", "channel": "survey"}],
    }
    found = cximpact.evaluate(workspace, evidence={"mine": block}).to_frame("evidence")
    assert found["source"].tolist() == ["mine"]


@pytest.mark.parametrize("given", [{"csat": survey("Place")}, {"csat": {"channel": "survey"}}])
def test_problems_name_the_call_and_not_the_file(workspace: Path, given: object) -> None:
    with pytest.raises(InputError) as caught:
        cximpact.evaluate(workspace, evidence=given)  # type: ignore[arg-type]
    for problem in caught.value.problems:
        assert (problem.file, problem.line) == ("evaluate()", None)
        assert (problem.field or "").startswith("evidence.csat")


def test_problems_of_the_file_still_name_the_file(workspace: Path) -> None:
    (workspace / "cximpact.yaml").write_text(WORKSPACE + "titel: x\n", "utf-8")
    with pytest.raises(InputError) as caught:
        cximpact.evaluate(workspace, evidence={"csat": survey()})
    assert [each.file for each in caught.value.problems] == ["cximpact.yaml"]


def test_money_in_several_currencies_needs_no_file() -> None:
    result = cximpact.evaluate(
        proposals=pd.DataFrame({"id": ["a", "b"], "ease": [2, 1]}),
        weights={"ease": 1},
        costs=pd.DataFrame(
            {"proposal": ["a", "b"], "amount": [100, 50], "currency": ["EUR", "USD"]}
        ),
        currency="USD",
        rates=[{"from": "EUR", "to": "USD", "rate": 1.10, "date": "2026-01-01"}],
        budgets={"all": {"limit": "USD 200"}},
        as_of="2026-03-01",
        title="Round",
    )
    assert result["a"].cost is not None
    assert result["a"].cost.amount == Decimal(110)
    assert result.summary.title == "Round"


def test_a_gate_can_be_changed_for_one_call() -> None:
    ideas = pd.DataFrame({"id": ["a"], "ease": [-3]})
    given = {"proposals": ideas, "weights": {"ease": 1}}
    quiet = {"customer_harm": {"mode": "off"}, "customer_value_floor": {"mode": "off"}}
    assert cximpact.evaluate(**given)["a"].failed_gates  # type: ignore[arg-type]
    assert not cximpact.evaluate(**given, gates=quiet)["a"].failed_gates  # type: ignore[arg-type]


def test_an_earlier_evaluation_is_compared_with(tmp_path: Path) -> None:
    def decided(ease: int, weight: int, **more: object) -> cximpact.Evaluation:
        ideas = pd.DataFrame({"id": ["a", "b"], "ease": [ease, 1], "speed": 0})
        weights = {"ease": 10, "speed": weight}
        return cximpact.evaluate(proposals=ideas, weights=weights, **more)  # type: ignore[arg-type]

    decided(1, 10).save(tmp_path / "before")
    now = decided(2, 30, previous=tmp_path / "before" / "evaluation.json")
    card, first, second = now.summary.changes
    assert card == "scorecard: weight of speed 10 → 30"
    assert first.startswith("a: ")
    assert "other weights" in second
    told = now.explain("b").split("Since the earlier evaluation")[1].split("Criteria")[0]
    assert card in told
    assert "other weights" in told
    assert "a: " not in told


def test_a_misspelt_table_is_answered_with_the_nearest() -> None:
    result = cximpact.evaluate(proposals=[{"id": "a", "ease": 1}], weights={"ease": 1})
    with pytest.raises(InputError, match="did you mean 'recommendations'"):
        result.to_frame("recomendations")


def test_a_table_of_budgets_binds_as_stated_budgets_do_and_replays(tmp_path: Path) -> None:
    given = {
        "proposals": [{"id": "a", "ease": 2}, {"id": "b", "ease": 3}],
        "weights": {"ease": 1},
        "costs": [{"proposal": each, "amount": "60", "currency": "EUR"} for each in "ab"],
        "as_of": "2026-03-01",
        "gates": {"customer_evidence": {"mode": "off"}, "customer_voice": {"mode": "off"}},
    }
    rows = [{"id": "all", "limit": "100", "currency": "EUR"}]
    of_table = cximpact.evaluate(**given, budgets_from=pd.DataFrame(rows))  # type: ignore[arg-type]
    stated = cximpact.evaluate(**given, budgets={"all": {"limit": "EUR 100"}})  # type: ignore[arg-type]
    for result in (of_table, stated):
        assert [result[each].action for each in "ab"] == ["defer", "prioritize"]
        assert (result.budgets[0].limit, result.budgets[0].used) == (Decimal(100), Decimal(60))
    again = cximpact.evaluate(of_table.save(tmp_path / "kept") / "inputs")
    assert (again["a"].reasons, again.budgets) == (of_table["a"].reasons, of_table.budgets)


def test_a_table_of_budgets_keeps_the_columns_of_the_workspace(workspace: Path) -> None:
    stated = "budgets_from: {path: old.csv, columns: {id: Pot, limit: May}}\n"
    (workspace / "cximpact.yaml").write_text(WORKSPACE + stated, "utf-8")
    result = cximpact.evaluate(
        workspace, evidence={"csat": survey()}, budgets_from=[{"Pot": "all", "May": "EUR 100"}]
    )
    assert [(each.budget, each.limit) for each in result.budgets] == [("all", Decimal(100))]


def test_a_table_of_budgets_may_be_named_by_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pots.csv").write_text("id,limit\nall,EUR 100\n", "utf-8")
    ideas = [{"id": "a", "ease": 1}]
    result = cximpact.evaluate(proposals=ideas, weights={"ease": 1}, budgets_from="pots.csv")
    assert [each.budget for each in result.budgets] == ["all"]


def test_a_gate_of_a_plugin_can_be_switched_on_for_one_call() -> None:
    given = {"proposals": [{"id": "a", "ease": 1}], "weights": {"ease": 1}}
    with pytest.raises(InputError, match="no-such") as caught:
        cximpact.evaluate(**given, plugin_gates={"no-such": {}})  # type: ignore[arg-type]
    assert "evaluate(), plugin_gates" in str(caught.value)


def test_a_list_with_words_for_nothing_known_is_replayed_as_it_was_read(tmp_path: Path) -> None:
    ideas = tmp_path / "ideas.csv"
    ideas.write_text("id,ease,cost\na,2,tbd\nb,3,60\n", "utf-8")
    given = {"weights": {"ease": 1}, "currency": "EUR", "as_of": "2026-03-01", "draws": 0}
    words = {"path": str(ideas), "missing": ["TBD"]}
    result = cximpact.evaluate(proposals=words, **given)  # type: ignore[arg-type]
    assert "1 cell is read as empty, by 'missing': 1 in cost" in " ".join(result.problems)
    again = cximpact.evaluate(result.save(tmp_path / "kept") / "inputs")
    assert again.id == result.id
    ideas.write_text("id,ease,cost\na,2,\nb,3,60\n", "utf-8")
    blank = cximpact.evaluate(proposals=str(ideas), **given)  # type: ignore[arg-type]
    assert blank.id == result.id


def test_words_that_mean_an_empty_cell_are_a_keyword() -> None:
    ideas = pd.DataFrame({"id": ["a", "b"], "ease": [2, "tbd"], "cost": ["tbd", 40]})
    given = {"proposals": ideas, "weights": {"ease": 1}, "currency": "EUR"}
    with pytest.raises(InputError, match="'tbd'"):
        cximpact.evaluate(**given)  # type: ignore[arg-type]
    result = cximpact.evaluate(**given, missing=["TBD"])  # type: ignore[arg-type]
    assert (result["a"].cost, result["b"].coverage) == (None, 0)
    assert "2 cells are read as empty, by 'missing': 1 in ease, 1 in cost" in str(result.problems)


def test_such_words_alone_change_how_a_workspace_is_read(workspace: Path) -> None:
    (workspace / "cximpact.yaml").write_text(WORKSPACE.replace("title: A", "title: none"), "utf-8")
    result = cximpact.evaluate(workspace, evidence={"csat": survey()}, missing=["none"])
    assert result["a"].title == ""
