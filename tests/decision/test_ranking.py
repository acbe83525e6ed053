"""Actions and ranks: the first rule that fits, and value for money where money is short."""

from __future__ import annotations

from typing import Any

import numpy as np

from cximpact.decision.decide import decide
from cximpact.decision.ranking import sure
from cximpact.model.draws import Draws
from cximpact.model.robustness import SelectionShares
from cximpact.model.scorecard import Criterion


def run(made: Any) -> Any:
    return decide(made.case, made.conditions, made.scores)


def ranked(made: Any) -> list[str]:
    return [made.case.proposals.ids[p] for p in run(made).order.tolist()]


def test_without_a_budget_by_value_then_id(build: Any) -> None:
    """Declined ones come last; 9 decimals tie; without draws nobody is prioritized."""
    made = build.portfolio([0.1, 0.3, -0.1, 0.1 + 1e-12, 0.2])
    decision = run(made)
    assert ranked(made) == ["P2", "P5", "P1", "P4", "P3"]
    assert decision.actions == ("approve", "approve", "decline", "approve", "approve")


def test_with_a_budget_by_value_per_cost_free_ones_first(build: Any) -> None:
    """0.1/1, 0.3/2, free 0.05, 0.4/10: the free one leads, whatever its value."""
    made = build.portfolio([0.1, 0.3, 0.05, 0.4], [1, 2, 0, 10], budgets={"b": 20})
    assert ranked(made) == ["P3", "P2", "P1", "P4"]


def test_what_has_no_cost_comes_last_among_the_approved(build: Any) -> None:
    made = build.portfolio([0.9, 0.1], [None, 100], budgets={"b": 100}, committed=["P1", "P2"])
    assert ranked(made) == ["P2", "P1"]


def test_ratios_equal_at_nine_digits_go_by_value(build: Any) -> None:
    made = build.portfolio([0.1, 0.3], [100, 300], budgets={"b": 1000}, committed=["P1", "P2"])
    assert ranked(made) == ["P2", "P1"]


def test_the_action_list_in_its_order(build: Any) -> None:
    """One proposal per rule; withdrawn beats mandatory, mandatory beats everything else."""
    ease = Criterion("ease", "customer", "rating", 1.0)
    made = build.portfolio(
        [0.5, -0.5, 0.1, 0.4, 0.3, 0.2, -0.1, 0.6, 0.1, 0.2],
        [1, 1, 1, 1, None, 1, 1, 1, 1, 99],
        ids=[f"P{n:02}" for n in range(10)],
        budgets={"b": 50},
        withdrawn=["P00"],
        mandatory=["P00", "P01"],
        committed=["P02"],
        forced_out=["P03"],
        requires={"P07": ("P08",)},
        criteria=(ease,),
        customer_value=[0.0] * 5 + [-0.5] + [0.0] * 4,
    )
    decision = run(made)
    assert decision.rules == (
        "withdrawn",
        "mandatory",
        "committed",
        "forced out",
        "missing cost",
        "gate customer_value_floor",
        "no gain",
        "selected",
        "required by",
        "not selected",
    )
    assert decision.actions == (
        "set aside",
        "approve",
        "approve",
        "defer",
        "revise",
        "revise",
        "decline",
        "approve",
        "approve",
        "defer",
    )
    assert 0 not in decision.order.tolist()


def drawn(*customer_positive: float) -> Draws:
    """Return draws of which only one figure matters here."""
    nothing: Any = np.zeros(0)
    figures = np.array(customer_positive)
    return Draws(100, nothing, *[nothing] * 5, figures, nothing)


def test_sure_is_who_is_selected_and_helps_customers_in_nine_of_ten_draws() -> None:
    """0.9 is enough, at nine decimals; 0.8999 is not; without customers nobody can be sure."""
    shares = SelectionShares(np.array([0.9, 1.0, 0.8999, 0.9 - 1e-12, 1.0]), 100)
    assert sure(drawn(0.9, 0.89, 1.0, 0.95, float("nan")), shares) == {0, 3}


def test_without_draws_nobody_is_sure() -> None:
    assert sure(None, None) == frozenset()
    assert sure(drawn(1.0), None) == frozenset()


def test_declining_beats_revising(build: Any) -> None:
    ease = Criterion("ease", "customer", "rating", 1.0)
    decision = run(build.make((ease,), [[-1.0]]))
    assert (decision.actions[0], decision.rules[0]) == ("decline", "gate customer_harm")


def test_a_mandate_without_an_approver_is_none(build: Any) -> None:
    from attrs import evolve

    from cximpact.model.proposal import Mandate

    made = build.portfolio([-0.1])
    told = evolve(made.case.proposals, mandates={"P1": Mandate("the law", "")})
    assert run(made.but(proposals=told)).rules == ("no gain",)


def test_joint_effects_say_what_is_counted_twice(build: Any) -> None:
    """Two gains of 0.3 from condition 0.5: apart 0.24 each, together 0.4, so 0.08 too much."""
    from cximpact.model.journey import Touchpoint

    journey = Criterion("journey", "business", "journey", 1.0)
    made = build.make(
        (journey,),
        [[0.1], [0.1], [0.1]],
        touchpoints=(Touchpoint("a", "s"),),
        rows=[{"proposal": p, "net": 0.3, "delta_value": 0.24, "condition": 0.5} for p in range(2)],
    )
    (joint,) = run(made).selection.joint
    assert (joint.touchpoint, joint.criterion, joint.proposals) == ("a", "journey", ("P1", "P2"))
    assert np.allclose([joint.joint, joint.separate, joint.excess], [0.4, 0.48, 0.08])
