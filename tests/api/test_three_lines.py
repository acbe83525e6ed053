"""Three lines suffice: a frame of ratings, weights, and a ranked frame comes back.

Expected values are computed by hand: a rating r on -3 ... +3 scores r / 3, the value is the
weighted sum, here with weights 0.6 and 0.4.
"""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cximpact

WEIGHTS = {"ease": 60, "speed": 40}


def ideas() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": ["limits", "letters", "bots", "blank"],
            "title": ["New limits", "Plain letters", "Chat robots", "Not rated yet"],
            "ease": [-1, 2, -2, None],
            "speed": [3, 1, 3, None],
        }
    )


def test_a_frame_of_ratings_and_weights_gives_a_ranked_frame() -> None:
    ranked = cximpact.evaluate(proposals=ideas(), weights=WEIGHTS).to_frame()
    assert ranked.index.name == "proposal"
    assert ranked.index.tolist() == ["letters", "limits", "blank", "bots"]
    assert ranked["rank"].tolist() == [1, 2, 3, 4]
    assert ranked["action"].tolist() == ["prioritize", "approve", "revise", "decline"]
    expected = [0.6 * 2 / 3 + 0.4 / 3, -0.6 / 3 + 0.4, 0.0, -0.6 * 2 / 3 + 0.4]
    assert ranked["value"].tolist() == pytest.approx(expected, abs=1e-9)
    assert ranked["score:ease"].iloc[:2].tolist() == pytest.approx([2 / 3, -1 / 3], abs=1e-9)
    assert ranked["coverage"].tolist() == [1, 1, 0, 1]


def test_the_columns_are_the_documented_ones() -> None:
    expected = (
        "rank action title unit cost currency cost_unknown value value_low value_high "
        "customer_value business_value selection_share coverage screened failed_gates reason "
        "would_take score:ease score:speed"
    ).split()
    frame = cximpact.evaluate(proposals=ideas(), weights=WEIGHTS).to_frame()
    assert expected == frame.columns.tolist()


def test_harm_is_not_hidden_by_a_gain_elsewhere() -> None:
    bots = cximpact.evaluate(proposals=ideas(), weights=WEIGHTS)["bots"]
    assert bots.failed_gates == ("customer_harm",)
    assert "ease" in bots.reason.lower()


def test_a_missing_score_leaves_harm_undetermined_and_goes_back_for_revision() -> None:
    blank = cximpact.evaluate(proposals=ideas(), weights=WEIGHTS)["blank"]
    outcomes = {gate.gate: gate.outcome for gate in blank.gates}
    assert outcomes["customer_harm"] == "undetermined"
    assert blank.action == "revise"


def test_gates_without_any_input_of_their_kind_are_not_run_and_said_once() -> None:
    summary = cximpact.evaluate(proposals=ideas(), weights=WEIGHTS).summary
    assert {"customer_evidence", "customer_voice", "customer_statement"} <= {*summary.gates_not_run}


def test_a_budget_defers_what_does_not_fit() -> None:
    frame = ideas().iloc[:2].assign(cost=["EUR 60", "EUR 50"])
    result = cximpact.evaluate(proposals=frame, weights=WEIGHTS, budgets={"all": "EUR 100"})
    assert result["letters"].action == "prioritize"
    assert result["limits"].action == "defer"
    assert result.budgets[0].left == 50


def test_rows_of_mappings_work_like_a_frame() -> None:
    rows = ideas().iloc[:3].to_dict("records")
    from_rows = cximpact.evaluate(proposals=rows, weights=WEIGHTS, as_of="2026-03-01")
    from_frame = cximpact.evaluate(proposals=ideas().iloc[:3], weights=WEIGHTS, as_of="2026-03-01")
    assert from_rows.to_json() == from_frame.to_json()


ratings = st.lists(st.integers(-3, 3), min_size=2, max_size=2)


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(ratings, min_size=1, max_size=6), data=st.data())
def test_permuting_the_rows_changes_no_byte(rows: list[list[int]], data: st.DataObject) -> None:
    frame = pd.DataFrame(
        [{"id": f"P{at}", "ease": ease, "speed": speed} for at, (ease, speed) in enumerate(rows)]
    )
    order = data.draw(st.permutations(range(len(rows))))
    plain = cximpact.evaluate(proposals=frame, weights=WEIGHTS, as_of="2026-03-01")
    mixed = cximpact.evaluate(
        proposals=frame.iloc[list(order)], weights=WEIGHTS, as_of="2026-03-01"
    )
    assert plain.to_json() == mixed.to_json()


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(ratings, min_size=1, max_size=5), extra=ratings)
def test_adding_a_proposal_changes_no_other_score_or_value(
    rows: list[list[int]], extra: list[int]
) -> None:
    frame = pd.DataFrame(
        [{"id": f"P{at}", "ease": ease, "speed": speed} for at, (ease, speed) in enumerate(rows)]
    )
    more = pd.concat(
        [frame, pd.DataFrame([{"id": "Z", "ease": extra[0], "speed": extra[1]}])],
        ignore_index=True,
    )
    columns = ["value", "customer_value", "score:ease", "score:speed"]
    before = cximpact.evaluate(proposals=frame, weights=WEIGHTS).to_frame()[columns]
    after = cximpact.evaluate(proposals=more, weights=WEIGHTS).to_frame()[columns]
    pd.testing.assert_frame_equal(before.sort_index(), after.drop("Z").sort_index())


def test_nothing_to_evaluate_is_a_clear_error() -> None:
    with pytest.raises(cximpact.InputError, match="proposals="):
        cximpact.evaluate()
