"""Actions and order in bulk; that they are those of `evaluate` is tested in tests/api.

The order is held against Python's own sort by (action, value at nine decimals, id).
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.decision.bulk import bulk_actions, bulk_order
from cximpact.model.decision import ACTIONS
from cximpact.model.scorecard import FloorGate, Gates, HarmGate
from cximpact.scoring.bulk import BulkValues

values = st.one_of(
    st.sampled_from([0.0, -0.0, 0.1, 0.1 + 1e-10, 0.1 - 4e-10, 0.1 + 1e-9, -1.0, 1.0]),
    st.floats(-1, 1),
)
rows = st.lists(st.tuples(st.integers(0, 4), values, st.text("ab9", max_size=3)), min_size=1)


@given(rows, st.sampled_from([1.0, 1e9]))
def test_the_order_is_by_action_then_value_then_id(
    rows: list[tuple[int, float, str]], factor: float
) -> None:
    codes = np.array([code for code, _, _ in rows], dtype=np.int8)
    value = np.array([each for _, each, _ in rows]) * factor
    ids = [text + f"{at:03}" for at, (_, _, text) in enumerate(rows)]

    def key(at: int) -> tuple[float, float, str]:
        return (rows[at][0], -float(np.round(value[at], 9)), ids[at])

    assert bulk_order(codes, value, ids).tolist() == sorted(range(len(rows)), key=key)


@given(rows)
def test_without_ids_those_of_equal_worth_keep_their_order(
    rows: list[tuple[int, float, str]],
) -> None:
    codes = np.array([code for code, _, _ in rows], dtype=np.int8)
    value = np.array([each for _, each, _ in rows])
    found = bulk_order(codes, value).tolist()
    places = range(len(rows))
    assert found == sorted(places, key=lambda at: (rows[at][0], -float(np.round(value[at], 9)), at))


def figures(rated: bool = True) -> BulkValues:
    """Four proposals: a good one, one harmful, one not wholly rated, one below the floor."""
    value = np.array([0.5, 0.5, 0.5, 0.5])
    return BulkValues(
        value=value,
        customer_value=np.array([0.2, 0.2, 0.2, -0.0500000006]),
        business_value=value,
        coverage=np.ones(4),
        harmed=np.array([False, True, False, False]),
        missing=np.array([False, True, True, False]),
        rated=rated,
    )


def actions(gates: Gates, found: BulkValues) -> list[str]:
    return [ACTIONS[code] for code in bulk_actions(gates, found).tolist()]


def test_harm_declines_and_what_is_open_or_below_the_floor_is_sent_back() -> None:
    assert actions(Gates(), figures()) == ["approve", "decline", "revise", "revise"]


@pytest.mark.parametrize("mode", ["warn", "off"])
def test_gates_that_do_not_block_change_nothing(mode: str) -> None:
    gates = Gates(customer_harm=HarmGate(mode), customer_value_floor=FloorGate(mode))  # type: ignore[arg-type]
    assert actions(gates, figures()) == ["approve"] * 4


def test_where_nothing_speaks_of_customers_no_gate_is_run() -> None:
    assert actions(Gates(), figures(rated=False)) == ["approve"] * 4


def test_a_value_of_nothing_at_nine_decimals_is_declined() -> None:
    found = figures(rated=False)
    found.value[:] = [0.0, -0.3, 4e-10, 1e-9]
    assert actions(Gates(), found) == ["decline", "decline", "decline", "approve"]
