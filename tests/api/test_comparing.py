"""`compare`: parts of a value that sum to its change, and the cause of every changed action."""

from __future__ import annotations

import copy
import json
from math import fsum
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import cximpact
from cximpact.model.comparison import VALUE_CAUSES, ProposalChange

ROUND: dict[str, Any] = {
    "as_of": "2026-03-01",
    "draws": 0,
    "proposals": [
        {"id": "form", "cost": "EUR 60", "ease": 3},
        {"id": "letters", "cost": "EUR 40", "ease": 1},
        {"id": "portal", "cost": "EUR 50", "ease": 2},
    ],
    "scorecard": {
        "criteria": {
            "ease": {"kind": "rating", "group": "customer", "weight": 50},
            "trip": {"kind": "journey", "group": "customer", "weight": 50},
        },
        "journey": {
            "stages": {"use": {"touchpoints": {"desk": {"importance": 3}, "post": {}}}},
        },
        "measures": {
            "on-time": {
                "kind": "kpi",
                "anchors": {"broken": 0, "reliable": 50, "differentiating": 100},
            }
        },
        "gates": {
            name: {"mode": "off"}
            for name in ("customer_evidence", "customer_voice", "customer_harm")
        },
    },
    "effects": [
        {"proposal": "form", "touchpoint": "desk", "change": 0.2, "reach": 1},
        {"proposal": "letters", "touchpoint": "post", "change": 0.3, "reach": 1},
    ],
    "budgets": {"all": "EUR 100"},
}


def figures(value: float) -> dict[str, Any]:
    """Evidence: one figure of the desk."""
    frame = pd.DataFrame([{"date": "2026-02-01", "value": value, "at": "desk"}])
    rows = {"when": {"at": "desk"}, "touchpoint": "desk", "measure": "on-time"}
    return {"figures": {"frame": frame, "channel": "kpi", "map": [rows]}}


ROUND["evidence"] = figures(20)


def changed(**more: Any) -> dict[str, Any]:
    """The round with some parts replaced."""
    return {**copy.deepcopy(ROUND), **more}


def with_card(change: Any) -> dict[str, Any]:
    data = copy.deepcopy(ROUND)
    change(data["scorecard"])
    return data


def reweigh(card: dict[str, Any]) -> None:
    card["criteria"]["trip"]["weight"] = 150


def utility(condition: float) -> float:
    """U(c) as the method page states it."""
    if condition < 0.5:
        return 1.2 * condition
    return 0.6 + 0.8 * (min(condition, 1.0) - 0.5)


def change_of(found: cximpact.Comparison, proposal: str) -> ProposalChange:
    return next(each for each in found.result.proposals if each.proposal == proposal)


def by_cause(change: ProposalChange) -> dict[str, float]:
    return {cause: change.part(cause) for cause in VALUE_CAUSES if round(change.part(cause), 9)}


def compared(one: dict[str, Any], other: dict[str, Any]) -> cximpact.Comparison:
    return cximpact.compare(cximpact.evaluate(**one), cximpact.evaluate(**other))


def test_an_evaluation_and_itself_differ_in_nothing() -> None:
    found = compared(ROUND, ROUND)
    assert all(not each.parts and not each.words for each in found.result.proposals)
    assert found.sentences == (
        "Of 3 proposals in both, 0 changed action; 0 new, 0 gone. No value moved.",
    )


def test_weights_move_a_value_by_their_change_times_the_earlier_score() -> None:
    """Portal: ease scores 2/3 and nothing else; its weight goes from 1/2 to 1/4."""
    found = compared(ROUND, with_card(reweigh))
    change = change_of(found, "portal")
    assert by_cause(change) == pytest.approx({"weights": -0.25 * 2 / 3})
    assert [(each.criterion, each.before, each.after) for each in found.result.weights] == [
        ("ease", 0.5, 0.25),
        ("trip", 0.5, 0.75),
    ]


def test_other_ratings_move_a_value_by_the_later_weight() -> None:
    proposals = [{**each, "ease": 0} for each in ROUND["proposals"]]
    found = compared(ROUND, changed(proposals=proposals))
    assert by_cause(change_of(found, "portal")) == pytest.approx({"answers": -0.5 * 2 / 3})


def test_a_condition_that_moved_is_told_from_a_claim_that_moved() -> None:
    """Form lifts the desk by 0.2 x 0.2 (opinion); desk has 3/4 of the journey, scale 0.6 x 3/4.

    Its score is so (U(c + net) - U(c)) / 0.6, first at the new condition with the old claim.
    """
    effects = [{**ROUND["effects"][0], "change": 0.5}, ROUND["effects"][1]]
    one = cximpact.evaluate(**ROUND)
    other = cximpact.evaluate(**changed(evidence=figures(90), effects=effects))
    desk = [
        next(each.mean for each in side.touchpoints if each.touchpoint == "desk")
        for side in (one, other)
    ]
    nets = [next(each.net for each in side["form"].touchpoints) for side in (one, other)]
    assert nets[0] == pytest.approx(0.2 * 0.2)

    def score(condition: float, net: float) -> float:
        return (utility(condition + net) - utility(condition)) / 0.6

    expected = {
        "evidence": 0.5 * (score(desk[1], nets[0]) - score(desk[0], nets[0])),
        "effects": 0.5 * (score(desk[1], nets[1]) - score(desk[1], nets[0])),
    }
    change = change_of(cximpact.compare(one, other), "form")
    assert by_cause(change) == pytest.approx(expected)


def test_other_importances_and_new_criteria_are_the_scorecards() -> None:
    def change(card: dict[str, Any]) -> None:
        card["journey"]["stages"]["use"]["touchpoints"]["desk"]["importance"] = 1
        card["criteria"]["calm"] = {"kind": "rating", "group": "customer", "weight": 0}

    data = with_card(change)
    data["proposals"] = [{**each, "calm": 1} for each in data["proposals"]]
    found = compared(ROUND, data)
    # Post had 1/4 of the journey against a scale of 0.6 x 3/4, and has as much as desk now.
    letters = change_of(found, "letters")
    gain = 0.2 * 0.3
    worth = (utility(0.5 + gain) - utility(0.5)) / 0.6
    assert by_cause(letters) == pytest.approx({"scorecard": 0.5 * worth * (1 - 1 / 3)})


def test_new_and_gone_proposals_have_no_parts() -> None:
    new = [{"id": "alerts", "cost": "EUR 1", "ease": 1}]
    effects = [{"proposal": "alerts", "touchpoint": "desk", "change": 0.1}]
    found = compared(ROUND, changed(proposals=new, effects=effects))
    states = {each.proposal: each.state for each in found.result.proposals}
    assert states == {"alerts": "new", "form": "gone", "letters": "gone", "portal": "gone"}
    assert not any(each.parts for each in found.result.proposals)
    assert "0 changed action; 1 new, 3 gone" in found.sentences[-1]


MOVES = st.fixed_dictionaries(
    {
        "ease": st.lists(st.integers(-3, 3), min_size=3, max_size=3),
        "change": st.lists(st.sampled_from([-0.4, 0.1, 0.5, 0.9]), min_size=2, max_size=2),
        "figure": st.integers(0, 100),
        "weight": st.integers(1, 200),
        "importance": st.integers(1, 9),
        "scale": st.sampled_from([None, 0.05, 0.4]),
    }
)


def moved(by: dict[str, Any]) -> dict[str, Any]:
    data = changed(evidence=figures(by["figure"]))
    for proposal, ease in zip(data["proposals"], by["ease"], strict=True):
        proposal["ease"] = ease
    for effect, change in zip(data["effects"], by["change"], strict=True):
        effect["change"] = change
    card = data["scorecard"]
    card["criteria"]["trip"]["weight"] = by["weight"]
    if by["scale"]:
        card["criteria"]["trip"]["full_scale"] = by["scale"]
    card["journey"]["stages"]["use"]["touchpoints"]["post"]["importance"] = by["importance"]
    return data


@settings(max_examples=25, deadline=None)
@given(MOVES, MOVES)
def test_parts_sum_to_the_whole_change(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Also where scores are clipped; and nothing is left for which no cause is known."""
    found = compared(moved(one), moved(other))
    for change in found.result.proposals:
        whole = (change.value_after or 0.0) - (change.value_before or 0.0)
        assert fsum(each.amount for each in change.parts) == pytest.approx(whole, abs=1e-9)
        assert not any(each.cause == "other" for each in change.parts)


@pytest.fixture
def saved(tmp_path: Path) -> Any:
    """Saves two rounds with their inputs and compares the folders."""

    def compare(one: dict[str, Any], other: dict[str, Any]) -> cximpact.Comparison:
        folders = [tmp_path / "one", tmp_path / "other"]
        for folder, data in zip(folders, (one, other), strict=True):
            cximpact.evaluate(**data).save(folder)
        return cximpact.compare(*folders)

    return compare


def steps_with_moves(found: cximpact.Comparison) -> dict[str, list[tuple[str, bool]]]:
    return {
        step.cause: [(each.proposal, each.own) for each in step.moves]
        for step in found.result.steps
        if step.moves
    }


def test_a_budget_cut_is_the_cause_of_who_is_deferred(saved: Any) -> None:
    """Form and letters fit EUR 100 and are worth most; with 50 only one of the others fits."""
    found = saved(ROUND, changed(budgets={"all": "EUR 50"}))
    assert set(steps_with_moves(found)) == {"budgets and rules"}
    form = change_of(found, "form")
    assert (form.action_before, form.action_after) != ("defer", "defer")
    assert form.causes == ("with the new budgets and rules",)
    assert found.result.budgets[0].after == 50
    assert "Budget all: EUR 100 before, EUR 50 now." in found.sentences


def test_a_dearer_proposal_is_out_by_its_own_figures_and_lets_others_in(saved: Any) -> None:
    """Form at 100 is worth 1/2 + its journey; letters and portal together are worth as much or
    more at 90, so that portal comes in although nothing of its own moved."""
    proposals = [{**ROUND["proposals"][0], "cost": "EUR 101"}, *ROUND["proposals"][1:]]
    found = saved(ROUND, changed(proposals=proposals))
    assert steps_with_moves(found) == {"costs": [("form", True), ("portal", False)]}
    assert change_of(found, "form").causes == ("with the new costs, by its own figures",)
    assert change_of(found, "portal").causes == ("with the new costs, because others moved",)


def test_the_sum_names_each_cause_and_notes_stay_empty(saved: Any) -> None:
    found = saved(ROUND, with_card(reweigh))
    assert found.result.notes == ()
    assert [step.cause for step in found.result.steps][:4] == [
        "weights",
        "evidence",
        "costs",
        "budgets and rules",
    ]
    values = [step.value for step in found.result.steps]
    assert values == pytest.approx([values[0]] * len(values))  # only the weights moved


def test_every_changed_action_has_its_causes(saved: Any) -> None:
    """Steps lead from the earlier action to the later one, whatever moved."""
    data = with_card(reweigh)
    data |= {"evidence": figures(95), "budgets": {"all": "EUR 60"}, "as_of": "2026-06-01"}
    data["proposals"] = [*data["proposals"], {"id": "alerts", "cost": "EUR 10", "ease": 3}]
    found = saved(ROUND, data)
    for change in found.result.proposals:
        if change.state != "both":
            continue
        path = [m for s in found.result.steps for m in s.moves if m.proposal == change.proposal]
        ends = [change.action_before, *(move.after for move in path)]
        assert [move.before for move in path] == ends[:-1]
        assert ends[-1] == change.action_after
        assert bool(change.causes) == change.acts_otherwise


def test_without_inputs_a_note_says_what_is_told_from(tmp_path: Path) -> None:
    files = []
    for name, data in (("a.json", ROUND), ("b.json", changed(budgets={"all": "EUR 50"}))):
        files.append(tmp_path / name)
        files[-1].write_text(cximpact.evaluate(**data).to_json(), "utf-8")
    found = cximpact.compare(*files)
    assert found.result.steps == ()
    assert "evaluate --save" in found.result.notes[0]
    assert change_of(found, "form").causes == ("because others or the budgets moved",)


def test_gates_and_standing_are_named_from_the_records() -> None:
    blocked = changed(proposals=[{**ROUND["proposals"][0], "ease": -3}, *ROUND["proposals"][1:]])
    found = compared(ROUND, blocked)
    assert change_of(found, "form").causes == (
        "because it does not pass the gate customer value floor",
    )
    committed = changed(
        proposals=[*ROUND["proposals"][:2], {**ROUND["proposals"][2], "status": "committed"}]
    )
    found = compared(ROUND, committed)
    assert change_of(found, "portal").causes == ("because it is now committed",)


def test_frames_and_json_hold_the_same_parts() -> None:
    found = compared(ROUND, with_card(reweigh))
    frame = found.to_frame()
    assert frame.index.name == "proposal"
    sums = frame[list(VALUE_CAUSES)].sum(axis=1)
    assert (sums - frame["change"]).abs().max() < 1e-9
    data = json.loads(found.to_json())
    assert data["format"] == "cximpact-comparison/1"
    first = data["proposals"][0]
    assert sum(each["amount"] for each in first["parts"]) == pytest.approx(
        first["value_after"] - first["value_before"], abs=1e-8
    )


def test_another_version_and_other_anchors_are_noted() -> None:
    def change(card: dict[str, Any]) -> None:
        card["measures"]["on-time"]["anchors"]["reliable"] = 40

    one, other = cximpact.evaluate(**ROUND), cximpact.evaluate(**with_card(change))
    older = evolve(one.summary, software=evolve(one.summary.software, version="0.0.1"))
    notes = cximpact.compare(evolve(one, summary=older), other).result.notes
    assert "counted as evidence" in notes[0]
    assert "versions 0.0.1 and" in notes[1]


def test_other_draws_are_noted() -> None:
    found = compared(ROUND, changed(draws=200))
    assert "drawn otherwise" in found.result.notes[0]


def test_a_path_that_leads_to_no_evaluation_is_one_clear_problem(tmp_path: Path) -> None:
    with pytest.raises(cximpact.InputError):
        cximpact.compare(tmp_path / "nowhere", tmp_path / "nowhere")


def saved_with(folder: Path, key: str, change: Any) -> Path:
    """An evaluation that somebody changed by hand."""
    data = json.loads(cximpact.evaluate(**ROUND).to_json())
    change(data)
    path = folder / f"{key}.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_a_scorecard_that_is_none_is_told_with_its_file_and_field(tmp_path: Path) -> None:
    def spoil(data: dict[str, Any]) -> None:
        data["scorecard"]["criteria"]["ease"]["weight"] = "much"

    path = saved_with(tmp_path, "spoilt", spoil)
    with pytest.raises(cximpact.InputError) as caught:
        cximpact.compare(cximpact.evaluate(**ROUND), path)
    problem = caught.value.problems[0]
    assert (problem.file, problem.field, problem.value) == (
        "spoilt.json",
        "scorecard.criteria.ease.weight",
        "much",
    )


@pytest.mark.parametrize("key", ["title", "currency", "groups", "selection"])
def test_a_part_that_is_missing_from_an_evaluation_is_told(tmp_path: Path, key: str) -> None:
    path = saved_with(tmp_path, key, lambda data: data.pop(key))
    with pytest.raises(cximpact.InputError, match=key):
        cximpact.read_evaluation(path)


def test_a_comparison_gives_no_orders_to_a_terminal() -> None:
    named = cximpact.evaluate(**changed(title="a\x9b31m \u202e"))
    text = cximpact.compare(named, named).to_json()
    assert "\\u009b31m \\u202e" in text
    assert all(char.isprintable() or char == "\n" for char in text)


def test_a_condition_that_moved_is_told_on_its_scale() -> None:
    """Figures of 20 and 40 are conditions 0.2 and 0.4, with the prior 0.252 and 0.417.

    Precisions: 16 of the prior, 2^(-28/365.25) / (0.05^2 + 0.1^2) = 75.9 of the figure. Only one
    criterion sees the touchpoint, so none is named.
    """
    found = compared(changed(evidence=figures(20)), changed(evidence=figures(40)))
    assert (
        "1 condition of a touchpoint moved: desk from 25 of 100 (reliable) to 42 of 100 (reliable)."
    ) in found.sentences
