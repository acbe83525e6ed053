"""More of anything never makes a board poorer, and neither does one rule less."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.exceptions import InputError

SEEDS = st.integers(0, 10**6)


def worth(board: Any, problem: Any) -> float:
    """What the selection is worth; minus infinity where no selection is possible."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cximpact.decision.selection.conflict", lambda *_: InputError("none"))
        try:
            return float(board.question(problem).choice.value)
        except InputError:
            return float("-inf")


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, more=st.integers(1, 20))
def test_more_money_or_people_never_lower_the_value(board: Any, seed: int, more: int) -> None:
    """But for shares of a limit: they rise with it."""
    problem = board.problem(seed)
    for share in problem.shares.values():
        share["of"] = "spent"
    before = worth(board, problem)
    for key, (limit, where) in problem.budgets.items():
        problem.budgets[key] = (limit + more, where)
    for key, (limit, uses) in problem.capacities.items():
        problem.capacities[key] = (limit + Decimal(more) / 4, uses)
    assert worth(board, problem) >= before - 500


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, data=st.data())
def test_a_rule_less_never_lowers_the_value(board: Any, seed: int, data: st.DataObject) -> None:
    """But for requirements: what has no value is only there because something requires it."""
    problem = board.problem(seed)
    before = worth(board, problem)
    kinds = [
        name
        for name in ("capacities", "shares", "groups", "levels", "excludes")
        if getattr(problem, name)
    ]
    if kinds:
        rules = getattr(problem, data.draw(st.sampled_from(kinds)))
        first = sorted(rules)[0]
        rules.discard(first) if isinstance(rules, set) else rules.pop(first)
    assert worth(board, problem) >= before - 500


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_joint_effects_of_gains_never_raise_the_value(board: Any, seed: int) -> None:
    """Where nothing is harmed, headroom can only be missing."""
    problem = board.problem(seed, joint=False)
    problem.net = {key: abs(net) for key, net in problem.net.items()}
    apart = worth(board, problem)
    problem.joint = True
    assert worth(board, problem) <= apart + 500
