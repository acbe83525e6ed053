"""The selection: exact, under every rule, and the same as trying every set there is."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.decision.decide import decide
from cximpact.exceptions import InputError
from cximpact.model.journey import Touchpoint
from cximpact.model.scorecard import Criterion

JOURNEY = Criterion("journey", "business", "journey", 1.0)


def selected(made: Any) -> set[str]:
    decision = decide(made.case, made.conditions, made.scores)
    flags = decision.selection.selected.tolist()
    return {key for key, flag in zip(made.case.proposals.ids, flags, strict=True) if flag}


def test_winston_capital_budgeting(build: Any) -> None:
    """Stockco's four investments (Winston, Operations Research): 2, 3 and 4 bring 42."""
    made = build.portfolio([0.16, 0.22, 0.12, 0.08], [5, 7, 4, 3], budgets={"capital": 14})
    decision = decide(made.case, made.conditions, made.scores)
    assert {"P2", "P3", "P4"} == selected(made)
    assert pytest.approx(0.42) == decision.selection.value
    assert decision.selection.gap == 0
    assert Decimal(14) == decision.selection.budgets[0].used
    assert Decimal(0) == decision.selection.budgets[0].left


def test_a_budget_met_to_the_cent_is_met(build: Any) -> None:
    """0.1 + 0.2 is 0.3 in money, whatever floats say, and a cent more is too much."""
    costs = ["0.10", "0.20", "1000000000.00"]
    on_the_line = build.portfolio([0.1, 0.1, 0.2], costs, budgets={"b": "1000000000.30"})
    assert {"P1", "P2", "P3"} == selected(on_the_line)
    beyond = build.portfolio([0.1, 0.1, 0.2], costs, budgets={"b": "1000000000.29"})
    assert len(selected(beyond)) == 2
    assert "P3" in selected(beyond)


def test_no_rules_take_everything_of_value(build: Any) -> None:
    made = build.portfolio([0.1, 0.0, -0.1, 1e-9, 1e-10])
    assert {"P1", "P4"} == selected(made)


def test_equal_values_go_to_the_lower_cost_then_to_the_earlier_ids(build: Any) -> None:
    cheaper = build.portfolio([0.2, 0.2, 0.2], [7, 6, 6], budgets={"b": 7})
    assert {"P2"} == selected(cheaper)


def test_sums_of_thirds_tie(build: Any) -> None:
    """2/15 + 2/15 is 4/15: the cheaper side wins, not the one that floats happen to favour."""
    made = build.portfolio(
        [2 / 15, 2 / 15, 4 / 15],
        [3, 3, 5],
        budgets={"b": 6},
        excludes={"P3": ("P1", "P2")},
    )
    assert {"P3"} == selected(made)


def test_what_has_no_value_is_taken_only_for_what_requires_it(build: Any) -> None:
    made = build.portfolio([0.3, -0.1, -0.1], requires={"P1": ("P2",)})
    assert {"P1", "P2"} == selected(made)
    decision = decide(made.case, made.conditions, made.scores)
    assert dict(decision.selection.required_by) == {"P2": ("P1",)}
    assert decision.actions[1:] == ("approve", "decline")


def test_it_is_not_taken_if_it_takes_away_more_than_it_enables(build: Any) -> None:
    made = build.portfolio([0.3, -0.4], requires={"P1": ("P2",)})
    assert set() == selected(made)


def test_a_circle_of_requirements_does_not_hold_itself_up(build: Any) -> None:
    """Two worthless proposals that require each other free no money for others."""
    made = build.portfolio(
        [0.3, 0.0, 0.0],
        [10, -5, 0],
        budgets={"b": 5},
        requires={"P2": ("P3",), "P3": ("P2",)},
    )
    assert set() == selected(made)


def test_mandatory_and_committed_use_up_the_budget(build: Any) -> None:
    made = build.portfolio(
        [-0.5, 0.1, 0.9], [4, 4, 4], budgets={"b": 10}, mandatory=["P1"], committed=["P2"]
    )
    decision = decide(made.case, made.conditions, made.scores)
    assert {"P1", "P2"} == selected(made)
    assert Decimal(8) == decision.selection.budgets[0].committed
    assert decision.rules == ("mandatory", "committed", "not selected")


def test_a_missing_cost_cannot_be_selected_under_a_budget(build: Any) -> None:
    made = build.portfolio([0.5, 0.1], [None, 1], budgets={"b": 10})
    decision = decide(made.case, made.conditions, made.scores)
    assert {"P2"} == selected(made)
    assert (decision.actions[0], decision.rules[0]) == ("revise", "missing cost")


def test_a_mandatory_one_without_a_cost_is_taken_and_told(build: Any) -> None:
    made = build.portfolio([0.5], [None], budgets={"b": 10}, mandatory=["P1"])
    decision = decide(made.case, made.conditions, made.scores)
    assert {"P1"} == selected(made)
    assert "P1: mandatory or committed without a cost" in decision.selection.notes[0]


def stages(build: Any, deltas: list[tuple[float, float]], values: list[float], **more: Any) -> Any:
    """Two stages of one touchpoint each; every proposal changes both."""
    rows = [
        {"proposal": p, "touchpoint": t, "share": 0.5, "delta_value": change, "net": change}
        for p, pair in enumerate(deltas)
        for t, change in enumerate(pair)
        if change
    ]
    return build.portfolio(
        values,
        criteria=(JOURNEY,),
        touchpoints=(Touchpoint("a", "s1"), Touchpoint("b", "s2")),
        rows=rows,
        no_stage_worse_off=True,
        scorecard=more.pop("scorecard", None),
        **more,
    )


def off() -> dict[str, Any]:
    """A policy without gates."""
    from cximpact.model.scorecard import (
        EvidenceGate,
        FloorGate,
        Gates,
        HarmGate,
        Policy,
        StatementGate,
        VoiceGate,
    )

    gates = Gates(
        HarmGate(mode="off"),
        EvidenceGate(mode="off"),
        VoiceGate(mode="off"),
        FloorGate(mode="off"),
        StatementGate(mode="off"),
    )
    return {"policy": Policy(gates=gates)}


def test_no_stage_worse_off(build: Any) -> None:
    """Harm in a stage needs a proposal that makes up for it in that very stage."""
    alone = stages(build, [(-0.2, 0.6)], [0.2], scorecard=off())
    assert set() == selected(alone)
    balanced = stages(build, [(-0.2, 0.6), (0.2, 0.0)], [0.2, 0.1], scorecard=off())
    assert {"P1", "P2"} == selected(balanced)


def enumerate_best(
    values: list[int], costs: list[int], rules: dict[str, Any]
) -> tuple[int, ...] | None:
    """Try every set: value, then cost, then earlier ids; integers throughout."""
    best: tuple[Any, ...] | None = None
    n = len(values)
    for x in product((1, 0), repeat=n):
        if not allowed(x, values, costs, rules):
            continue
        key = (
            -sum(v * c for v, c in zip(values, x, strict=True)),
            sum(k * c for k, c in zip(costs, x, strict=True)),
            tuple(-c for c in x),
        )
        if best is None or key < best[0]:
            best = (key, x)
    return None if best is None else best[1]


def allowed(x: tuple[int, ...], values: list[int], costs: list[int], rules: dict[str, Any]) -> bool:
    taken = {i for i, c in enumerate(x) if c}
    needed = {j for i, j in rules["requires"] if i in taken}
    return (
        sum(costs[i] for i in taken) <= rules["limit"]
        and sum(costs[i] for i in taken if i % 2) <= rules["odd"]
        and rules["mandatory"] <= taken
        and not rules["out"] & taken
        and needed <= taken
        and all(len(taken & set(pair)) < 2 for pair in rules["excludes"])
        and all(len(taken & group) < 2 for group in rules["groups"])
        and all(values[i] > 0 or i in needed or i in rules["mandatory"] for i in taken)
    )


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[int], list[int], dict[str, Any]]:
    n = draw(st.integers(1, 8))
    index = st.integers(0, n - 1)
    # Requirements lead to later proposals, so that no circle arises.
    pairs = draw(st.lists(st.tuples(index, index), max_size=3))
    rules = {
        "limit": draw(st.integers(0, 25)),
        "odd": draw(st.integers(0, 15)),
        "mandatory": draw(st.sets(index, max_size=1)),
        "out": draw(st.sets(index, max_size=1)),
        "requires": {(min(p), max(p)) for p in pairs if p[0] != p[1]},
        "excludes": {
            tuple(sorted(p))
            for p in draw(st.lists(st.tuples(index, index), max_size=2))
            if p[0] != p[1]
        },
        "groups": [draw(st.frozensets(index, max_size=4))],
    }
    values = draw(st.lists(st.integers(-4, 8), min_size=n, max_size=n))
    costs = draw(st.lists(st.integers(0, 9), min_size=n, max_size=n))
    return values, costs, rules


def built(build: Any, values: list[int], costs: list[int], rules: dict[str, Any]) -> Any:
    name = [f"P{i}" for i in range(len(values))]
    requires: dict[str, tuple[str, ...]] = {}
    for one, other in sorted(rules["requires"]):
        requires[name[one]] = (*requires.get(name[one], ()), name[other])
    excludes: dict[str, tuple[str, ...]] = {}
    for one, other in sorted(rules["excludes"]):
        excludes[name[one]] = (*excludes.get(name[one], ()), name[other])
    return build.portfolio(
        [v / 30 for v in values],
        [{"odd" if i % 2 else "even": c} for i, c in enumerate(costs)],
        ids=name,
        budgets={"all": rules["limit"], "odd": (rules["odd"], "odd")},
        mandatory=[name[i] for i in rules["mandatory"]],
        forced_out=[name[i] for i in rules["out"]],
        requires=requires,
        excludes=excludes,
        at_most_one=[tuple(name[i] for i in sorted(g)) for g in rules["groups"] if g],
    )


@settings(max_examples=60, deadline=None)
@given(problem=problems())
def test_selection_is_the_best_of_all_sets(build: Any, problem: Any) -> None:
    values, costs, rules = problem
    made = built(build, values, costs, rules)
    best = enumerate_best(values, costs, rules)
    if best is None:
        with pytest.raises(InputError):
            decide(made.case, made.conditions, made.scores)
        return
    assert {f"P{i}" for i, c in enumerate(best) if c} == selected(made)


def test_hundreds_of_proposals_are_solved_and_proven(build: Any) -> None:
    rng = np.random.Generator(np.random.PCG64(1))
    values = (rng.integers(1, 600, 120) / 1000).tolist()
    costs = [int(c) for c in rng.integers(10_000, 3_000_000, 120)]
    ids = [f"P{n:03}" for n in range(120)]
    made = build.portfolio(values, costs, ids=ids, budgets={"b": sum(costs) * 2 // 5})
    decision = decide(made.case, made.conditions, made.scores)
    assert decision.selection.gap == 0
    assert decision.selection.budgets[0].left >= 0


def test_what_is_counted_twice_is_told_at_nine_decimals(build: Any) -> None:
    """0.1 + 0.2 from 0.5 on: U rises by 0.8 x 0.3 either way, and no dust of floats is left."""
    made = build.portfolio(
        [0.1, 0.1],
        criteria=(JOURNEY,),
        touchpoints=(Touchpoint("a", "s"),),
        rows=[
            {"proposal": 0, "net": 0.1, "delta_value": 0.8 * 0.1},
            {"proposal": 1, "net": 0.2, "delta_value": 0.8 * 0.2},
        ],
        scorecard=off(),
    )
    (joint,) = decide(made.case, made.conditions, made.scores).selection.joint
    assert pytest.approx(0.24) == joint.joint
    assert str(joint.excess) == "0.0"
