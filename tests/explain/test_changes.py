"""What changed since an earlier evaluation: the change and its cause."""

from __future__ import annotations

from typing import Any

from cximpact.explain import changes_since, scorecard_changes, told_changes


def item(**more: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "proposal": "P1",
        "action": "approve",
        "rank": 2,
        "value": {"expected": 0.2},
        "cost": {"amount": "100.00", "currency": "EUR"},
        "criteria": [
            {"criterion": "ease", "weight": 0.5, "score": 0.4, "contribution": 0.2},
            {"criterion": "speed", "weight": 0.5, "score": 0.0, "contribution": 0.0},
        ],
        "gates": [{"gate": "customer_harm", "outcome": "pass"}],
    }
    return {**plain, **more}


def test_nothing_changed_says_nothing() -> None:
    assert changes_since([item()], [item()]) == {}


def test_new_and_gone_are_told() -> None:
    assert changes_since([item()], [item(proposal="P2")]) == {
        "P1": ("No longer in the list (was: approve).",),
        "P2": ("New: approve.",),
    }


def test_action_rank_and_value_with_its_biggest_cause_first() -> None:
    criteria = [
        {"criterion": "ease", "weight": 0.6, "score": 0.4, "contribution": 0.24},
        {"criterion": "speed", "weight": 0.4, "score": -0.5, "contribution": -0.2},
    ]
    after = item(action="defer", rank=3, value={"expected": 0.04}, criteria=criteria)
    assert changes_since([item()], [after])["P1"] == (
        "Was approve, is now defer.",
        "Rank 2 before, 3 now.",
        "Value +20 before, +4 now: speed score 0 to -50 and other weights.",
    )


def test_a_value_that_stays_says_what_it_withstood() -> None:
    criteria = [{**each, "weight": 1.0} for each in item()["criteria"]]
    assert changes_since([item()], [item(criteria=criteria)])["P1"] == (
        "Its value is the same despite other weights.",
    )


def test_the_scorecard_is_told_once() -> None:
    before = {
        "version": "1",
        "groups": {"customer": 50.0, "business": 50.0},
        "criteria": {
            "ease": {"weight": 60},
            "clarity": {"weight": 20.0, "title": "C"},
            "old": {"weight": 1},
        },
        "gates": {"customer_harm": {"mode": "block", "score": -0.34}},
        "promise": "x",
    }
    after = {
        "version": "2",
        "groups": {"customer": 60.0, "business": 50.0},
        "criteria": {
            "ease": {"weight": 60},
            "clarity": {"weight": 60.0, "title": "D"},
            "new": {"weight": 1},
        },
        "gates": {"customer_harm": {"mode": "warn", "score": -0.34}},
        "promise": "y",
    }
    assert scorecard_changes(before, after) == (
        "scorecard: version 1 → 2; group customer 50 → 60; weight of clarity 20 → 60; "
        "title of clarity; criterion new is new; criterion old is gone; "
        "customer harm mode block → warn; another promise"
    )
    assert scorecard_changes(after, after) == ""


def test_cost_and_gates_are_told() -> None:
    after = item(
        cost={"amount": "120.00", "currency": "EUR"},
        gates=[{"gate": "customer_harm", "outcome": "fail"}],
    )
    assert changes_since([item()], [after])["P1"] == (
        "Cost EUR 100.00 before, EUR 120.00 now.",
        "Gate customer harm: pass before, fail now.",
    )


def test_a_score_lost_or_a_criterion_added_is_a_cause() -> None:
    criteria = [
        {"criterion": "ease", "weight": 0.5, "score": None, "contribution": 0.0},
        {"criterion": "trust", "weight": 0.5, "score": 0.0, "contribution": 0.0},
    ]
    (sentence,) = changes_since([item()], [item(value={"expected": 0.0}, criteria=criteria)])["P1"]
    assert sentence == (
        "Value +20 before, 0 now: ease score +40 to missing, speed is no longer a criterion "
        "and trust is a new criterion."
    )


def test_all_changes_as_one_list() -> None:
    after = [item(rank=1), item(proposal="P0")]
    assert told_changes([item()], after) == ("P0: New: approve.", "P1: Rank 2 before, 1 now.")
