"""Scenarios: other budgets, weights and forced items of one workspace, decided together."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import cximpact
from cximpact import InputError

IDEAS = pd.DataFrame(
    {
        "id": ["calls", "letters", "portal"],
        "calm": [3, 1, 0],
        "ease": [0, 2, 3],
        "cost": ["EUR 60", "EUR 50", "EUR 50"],
    }
)


def decided(scenarios: dict[str, Any], **more: Any) -> cximpact.Evaluation:
    """Values of calls, letters, portal: 0.5, 0.5, 0.5 at equal weights; two fit into EUR 110."""
    given = {
        "proposals": IDEAS,
        "weights": {"calm": 50, "ease": 50},
        "budgets": {"all": "EUR 110"},
        "gates": {"customer_evidence": {"mode": "off"}, "customer_voice": {"mode": "off"}},
        "as_of": "2026-03-01",
        "draws": 0,
        "analyses": [],
    }
    return cximpact.evaluate(**{**given, **more}, scenarios=scenarios)


def test_another_limit_selects_another_set() -> None:
    """EUR 110 takes the cheaper pair of equals, letters and portal; EUR 55 takes one of them."""
    found = decided({"tight": {"title": "Half of it", "budgets": {"all": "EUR 55"}}})
    assert set(found.summary.selection.selected) == {"letters", "portal"}
    tight = found.summary.scenarios[0]
    assert (tight.name, tight.title) == ("tight", "Half of it")
    assert tight.selected == ("letters",)
    assert tight.changes == ("Budget all: EUR 55 instead of EUR 110.",)
    assert tight.moves == (
        "portal: approve becomes defer.",
        "Selected set: portal out; value +50 instead of +100.",
    )
    assert [str(use.limit) for use in tight.budgets] == ["55"]


def test_other_weights_value_everything_anew() -> None:
    """With all weight on calm: 1, 1/3, 0; so calls and letters go, and portal is worth nothing."""
    tight = decided({"calm": {"weights": {"calm": 1, "ease": 0}}}).summary.scenarios[0]
    values = {each.proposal: each.value for each in tight.proposals}
    assert values == pytest.approx({"calls": 1, "letters": 1 / 3, "portal": 0})
    actions = {each.proposal: each.action for each in tight.proposals}
    assert actions == {"calls": "approve", "letters": "approve", "portal": "decline"}
    assert tight.changes == (
        "Weight of calm: 1 instead of 50 points.",
        "Weight of ease: 0 instead of 50 points.",
    )


def test_forced_items_in_and_out() -> None:
    found = decided(
        {
            "must": {"mandatory": {"calls": {"reason": "law", "approved_by": "the board"}}},
            "not": {"forced_out": {"letters": "owner left"}},
            "free": {"released": ["portal"]},
        },
        rules={"forced_out": {"portal": "not yet"}},
    )
    must, out, free = found.summary.scenarios
    assert must.selected == ("calls", "letters")
    assert out.selected == ("calls",)
    assert set(free.selected) == {"letters", "portal"}
    assert free.changes == ("portal is neither mandatory nor kept out.",)


def test_a_scenario_that_changes_nothing_that_matters_moves_nothing() -> None:
    found = decided({"more": {"budgets": {"all": "EUR 115"}}})
    assert found.summary.scenarios[0].moves == ()


def test_scenarios_stand_in_table_and_json_and_change_the_identity() -> None:
    plain, found = decided({}), decided({"tight": {"budgets": {"all": "EUR 55"}}})
    table = found.to_frame("scenarios")
    assert table["scenario"].tolist() == ["tight"] * 3
    assert table["proposal"].tolist() == ["calls", "letters", "portal"]
    assert found.id != plain.id
    assert "Half" not in found.to_json()
    assert '"scenarios": [\n  {\n   "name": "tight"' in found.to_json()


@pytest.mark.parametrize(
    ("scenario", "message"),
    [
        ({"budgets": {"al": "EUR 5"}}, "no such budget"),
        ({"budgets": {"all": "USD 5"}}, "another currency"),
        ({"budgets": {"all": "much"}}, "much"),
        ({"weights": {"clam": 5}}, "no such criterion"),
        ({"groups": {"business": 5}}, "no such group"),
        ({"weights": {"calm": 0, "ease": 0}}, "sum to nothing"),
        ({"groups": {"customer": 0}}, "sum to nothing"),
        ({"forced_out": {"call": "x"}}, "call"),
        ({"mandatory": {"calls": {"reason": "law"}}}, "approved_by"),
        ({"weight": {"calm": 5}}, "weight"),
        ({"released": ["call"]}, "call"),
        ({"released": ["calls"], "forced_out": {"calls": "x"}}, "released, and"),
    ],
)
def test_what_a_scenario_gets_wrong_is_told_at_its_place(
    scenario: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        decided({"tight": scenario})
    assert all((each.field or "").startswith("scenarios.tight") for each in caught.value.problems)


def test_rules_that_contradict_each_other_name_the_scenario() -> None:
    with pytest.raises(InputError) as caught:
        must = {"mandatory": {"calls": {"reason": "law", "approved_by": "the board"}}}
        decided({"broke": {"budgets": {"all": "EUR 5"}, **must}})
    assert all("scenarios.broke" in (each.field or "") for each in caught.value.problems)


def test_that_weights_of_a_scenario_put_statements_aside_is_said() -> None:
    """What stakeholders stated cannot hold beside other points: the board must know."""
    weighting = {"statements": ["calm >= ease"]}
    found = decided({"calm": {"weights": {"calm": 1}}}, weighting=weighting).summary.scenarios[0]
    assert found.changes[-1] == (
        "The points of the scorecard count; what was stated about weights does not."
    )
