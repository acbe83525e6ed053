"""Rules that clash: the fewest of them, in words, the same as trying every set of rules."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.decision.candidates import GATE, Candidates
from cximpact.decision.decide import decide
from cximpact.decision.derivation import shortest_conflict
from cximpact.decision.hitting import smallest_conflict
from cximpact.decision.program import Program, Row
from cximpact.decision.rules import Rule
from cximpact.decision.rules.single import single_rules
from cximpact.decision.solver import solve
from cximpact.exceptions import InputError


def clash(made: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        decide(made.case, made.conditions, made.scores)
    return [problem.message for problem in caught.value.problems]


def test_the_largest_mandatory_ones_and_the_budget(build: Any) -> None:
    """80 and 30 break 100; the small one plays no part and is not named."""
    made = build.portfolio(
        [0.1, 0.1, 0.1], [80, 5, 30], budgets={"b": 100}, mandatory=["P1", "P2", "P3"]
    )
    head, *rules = clash(made)
    assert "these 3 rules" in head
    assert sorted(rules) == [
        "P1 is mandatory (the law; approved by the board): draws EUR 80 from b",
        "P3 is mandatory (the law; approved by the board): draws EUR 30 from b",
        "budget b allows EUR 100",
    ]


def test_what_a_mandatory_one_requires_counts(build: Any) -> None:
    made = build.portfolio(
        [0.1, 0.1, 0.1],
        [10, 10, 95],
        budgets={"b": 100},
        committed=["P1"],
        requires={"P1": ("P2",), "P2": ("P3",)},
    )
    assert sorted(clash(made)[1:]) == [
        "P1 is committed: draws EUR 10 from b",
        "P1 requires P2: P2 draws EUR 10 from b",
        "P2 requires P3: P3 draws EUR 95 from b",
        "budget b allows EUR 100",
    ]


def test_mandatory_against_kept_out(build: Any) -> None:
    made = build.portfolio([0.1], mandatory=["P1"], forced_out=["P1"])
    assert sorted(clash(made)[1:]) == [
        "P1 is kept out (not this year)",
        "P1 is mandatory (the law; approved by the board)",
    ]


@pytest.mark.parametrize(
    ("gate", "kind", "way_out"),
    [
        ("customer_evidence", "measurements or cited sources", "{customer_evidence: warn}"),
        ("customer_voice", "measurements of touchpoints", "{customer_voice: warn}"),
    ],
)
def test_a_gate_that_evidence_switched_on_says_so(
    build: Any, gate: str, kind: str, way_out: str
) -> None:
    """The first measurement can make a round undecidable that was decided the day before."""
    made = build.portfolio([0.1])
    who = Candidates(np.array([False]), {}, {0: f"{GATE}{gate}"})
    (rule,) = single_rules(made.case, who)
    assert rule.words == f"P1 does not pass the gate {gate.replace('_', ' ')}"
    assert f"runs as soon as the input holds {kind}" in rule.remedy
    assert f"let the gate only warn (gates: {way_out})" in rule.remedy


def test_a_gate_that_always_runs_is_mended_by_what_it_names(build: Any) -> None:
    who = Candidates(np.array([False]), {}, {0: f"{GATE}customer_harm"})
    (rule,) = single_rules(build.portfolio([0.1]).case, who)
    assert rule.remedy == "mend what the gate names"


def test_committed_pair_that_excludes_each_other(build: Any) -> None:
    made = build.portfolio([0.1, 0.1], committed=["P1", "P2"], excludes={"P1": ("P2",)})
    assert "P1 and P2 exclude each other" in clash(made)
    assert len(clash(made)) == 4


def test_many_equal_mandatory_ones_are_answered_at_once(build: Any) -> None:
    """Of 30 that cost 1 each, 11 break a budget of 10."""
    ids = [f"P{n:02}" for n in range(30)]
    made = build.portfolio([0.1] * 30, [1] * 30, ids=ids, budgets={"b": 10}, mandatory=ids)
    assert "these 12 rules" in clash(made)[0]


def test_savings_can_make_up_for_a_budget(build: Any) -> None:
    """A declared saving relieves the budget, so only without it the rules clash."""
    fine = build.portfolio([0.1, 0.1], [12, -5], budgets={"b": 10}, mandatory=["P1"])
    assert decide(fine.case, fine.conditions, fine.scores).actions == ("approve", "approve")
    out = build.portfolio(
        [0.1, 0.1], [12, -5], budgets={"b": 10}, mandatory=["P1"], forced_out=["P2"]
    )
    assert sorted(clash(out)[1:]) == [
        "P1 is mandatory (the law; approved by the board): draws EUR 12 from b",
        "P2 is kept out (not this year)",
        "budget b allows EUR 10",
    ]


def test_a_stage_that_nothing_makes_up_for(build: Any) -> None:
    """A mandatory proposal harms a stage; the only cure excludes it; a third plays no part."""
    from cximpact.model.journey import Touchpoint
    from cximpact.model.scorecard import Criterion, Gates, HarmGate, Policy

    made = build.portfolio(
        [0.1, 0.2, 0.3],
        criteria=(Criterion("journey", "business", "journey", 1.0),),
        touchpoints=(Touchpoint("a", "apply"),),
        rows=[
            {"proposal": 0, "delta_value": -0.2, "net": -0.2},
            {"proposal": 1, "delta_value": 0.3, "net": 0.3},
        ],
        no_stage_worse_off=True,
        mandatory=["P1"],
        excludes={"P1": ("P2",)},
        scorecard={"policy": Policy(gates=Gates(HarmGate(mode="off")))},
    )
    assert sorted(clash(made)[1:]) == [
        "P1 and P2 exclude each other",
        "P1 is mandatory (the law; approved by the board)",
        "stage apply must not come out worse on journey",
    ]


def test_unknown_proposals_in_rules_are_all_named(build: Any) -> None:
    made = build.portfolio([0.1], requires={"P1": ("X",)}, at_most_one=[("P1", "Y")])
    assert clash(made) == ["no proposal of that id"] * 2


def infeasible(rules: list[Rule], n: int) -> bool:
    return not any(all(r.row.holds(x) for r in rules) for x in product((0, 1), repeat=n))


@st.composite
def clashing(draw: st.DrawFn) -> tuple[int, list[Rule]]:
    n = draw(st.integers(2, 5))
    index = st.integers(0, n - 1)
    rows = [
        ("mandatory", Row((draw(index),), (1,), least=1)) for _ in range(draw(st.integers(1, 3)))
    ]
    for _ in range(draw(st.integers(0, 4))):
        one, other = draw(index), draw(index)
        if one != other:
            rows.append(("requires", Row((one, other), (1, -1), most=0)))
    costs = tuple(draw(st.lists(st.integers(0, 5), min_size=n, max_size=n)))
    rows.append(("budget", Row(tuple(range(n)), costs, most=draw(st.integers(0, 8)))))
    rows.append(("gate harm", Row((draw(index),), (1,), most=0)))
    rows.append(("excludes", Row((0, 1), (1, 1), most=1)))
    return n, [Rule(kind, kind, "", "", row) for kind, row in rows]


@settings(max_examples=60, deadline=None)
@given(problem=clashing())
def test_both_ways_find_a_smallest_set(problem: Any) -> None:
    """The shortest derivation and hitting sets agree with trying every set of rules."""
    n, rules = problem
    if not infeasible(rules, n):
        return
    smallest = next(
        size
        for size in range(1, len(rules) + 1)
        if any(infeasible(list(some), n) for some in combinations(rules, size))
    )
    derived = shortest_conflict(rules)
    assert len(derived) == smallest
    assert infeasible([rules[i] for i in derived], n)

    def feasible(numbers: Any) -> Any:
        rows = tuple(rules[i].row for i in numbers)
        found = solve(Program((0,) * n, rows, (0,) * n, (1,) * n))
        return None if found is None else found.x

    hit, proven = smallest_conflict(len(rules), feasible, lambda i, x: rules[i].row.holds(x))
    assert proven
    assert len(hit) == smallest
    assert infeasible([rules[i] for i in hit], n)
