"""A failed source or plugin stops no run: what a commitment needs and it leaves open is held."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cximpact.decision.decide import decide
from cximpact.decision.gates.judged import judged_review, unanswered
from cximpact.exceptions import InputError
from cximpact.explain.deciding import deciding
from cximpact.model.case import MissingSource
from cximpact.model.decision import Decision, GateReview
from cximpact.model.plugin import GateAnswer
from cximpact.model.scorecard import PluginGate

GATE = PluginGate("fits")


def stopping(made: Any, ids: Collection[str], *, by_failure: bool = True) -> GateReview:
    """Return a gate that stops some proposals, because something failed or of itself."""
    keys = made.case.proposals.ids
    answers = [GateAnswer("undetermined" if key in ids else "pass", "Who knows.") for key in keys]
    lacking = frozenset(place for place, key in enumerate(keys) if key in ids)
    return evolve(
        judged_review(GATE, answers, "acme 1.0"), lacking=lacking if by_failure else frozenset()
    )


def decided(made: Any, *gates: GateReview) -> Decision:
    return decide(made.case, made.conditions, made.scores, gates)


def selected(made: Any, found: Decision) -> set[str]:
    flags = found.selection.selected.tolist()
    return {key for key, flag in zip(made.case.proposals.ids, flags, strict=True) if flag}


def test_what_a_commitment_requires_is_held_with_its_money_and_its_own_action(build: Any) -> None:
    """P2 costs 6 of 10, so that P3 at 5 has no room; P2 still has to be revised."""
    made = build.portfolio(
        [0.1, 0.2, 0.3],
        [2, 6, 5],
        budgets={"all": 10},
        committed=["P1"],
        requires={"P1": ("P2",)},
    )
    found = decided(made, stopping(made, ["P2"]))
    assert selected(made, found) == {"P1", "P2"}
    assert found.actions == ("approve", "revise", "defer")
    assert found.rules == ("committed", "gate fits", "not selected")
    [use] = found.selection.budgets
    assert (use.committed, use.used, use.left) == (Decimal(8), Decimal(8), Decimal(2))
    assert found.selection.notes == (
        "P2 is held in the selection for P1: what would decide whether it may go failed.",
    )
    told = [deciding(made.case, made.scores, found, place) for place in (0, 1)]
    assert told[0][-1] == ("Condition: it cannot go without P2, and what would decide that failed.")
    assert told[1][-1] == "It is held in the selection all the same, for P1."


def test_a_gate_that_cannot_say_of_itself_is_a_conflict_as_ever(build: Any) -> None:
    made = build.portfolio([0.1, 0.2], committed=["P1"], requires={"P1": ("P2",)})
    with pytest.raises(InputError, match="no selection can obey these 3 rules"):
        decided(made, stopping(made, ["P2"], by_failure=False))


def test_another_gate_that_stops_it_for_good_is_a_conflict_as_ever(build: Any) -> None:
    made = build.portfolio([0.1, 0.2], committed=["P1"], requires={"P1": ("P2",)})
    with pytest.raises(InputError, match="no selection can obey"):
        decided(made, stopping(made, ["P2"]), stopping(made, ["P2"], by_failure=False))


def test_what_is_held_still_has_to_fit_the_budget(build: Any) -> None:
    made = build.portfolio(
        [0.1, 0.2], [2, 9], budgets={"all": 10}, committed=["P1"], requires={"P1": ("P2",)}
    )
    with pytest.raises(InputError) as caught:
        decided(made, stopping(made, ["P2"]))
    said = " ".join(problem.message for problem in caught.value.problems)
    assert "budget all allows" in said
    assert "does not pass" not in said


def test_a_plugin_that_answers_nobody_stops_no_run(build: Any) -> None:
    made = build.portfolio(
        [0.1, 0.2, 0.3, 0.4], mandatory=["P1"], requires={"P1": ("P2",), "P2": ("P3",)}
    )
    found = decided(made, unanswered(GATE, 4, "it crashed"))
    assert selected(made, found) == {"P1", "P2", "P3"}
    assert found.actions == ("approve", "revise", "revise", "revise")


def test_costs_that_are_lost_stop_no_run(build: Any) -> None:
    made = build.portfolio(
        [0.1, 0.2], [], budgets={"all": 10}, committed=["P1"], requires={"P1": ("P2",)}
    )
    with pytest.raises(InputError, match="no selection can obey"):
        decided(made)
    lost = made.but(missing=(MissingSource("costs", "the database is down"),))
    found = decided(lost)
    assert selected(made, found) == {"P1", "P2"}
    assert found.actions == ("approve", "revise")
    assert found.selection.notes[1] == (
        "P1 and P2: mandatory, committed or held without a cost, so the budgets are used more "
        "than is shown."
    )


def test_whose_cost_was_lost_is_not_said_to_have_stated_none(build: Any) -> None:
    made = build.portfolio([0.1], [], budgets={"all": 10})
    reason = "The database is down."
    lost = made.but(missing=(MissingSource("costs", reason),))
    for one, said, todo in (
        (made, "It states no cost", "State its cost"),
        (lost, "the source costs (failed: The database is down)", "run again"),
    ):
        found = decided(one)
        assert said in deciding(one.case, one.scores, found, 0)[0]
        assert todo in found.would_take[0][0]


ids = st.sampled_from(["P1", "P2", "P3", "P4", "P5"])


@given(
    st.lists(st.integers(-3, 5), min_size=5, max_size=5),
    st.lists(st.integers(0, 4), min_size=5, max_size=5),
    st.integers(2, 14),
    st.sets(ids, max_size=2),
    st.dictionaries(ids, st.sets(ids, min_size=1, max_size=2), max_size=3),
    st.sets(ids, max_size=3),
    st.sets(ids, max_size=1),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_failure_stops_a_run_only_where_a_pass_would_not_save_it(
    build: Any,
    values: list[int],
    costs: list[int],
    limit: int,
    committed: set[str],
    requires: dict[str, set[str]],
    opened: set[str],
    failing: set[str],
) -> None:
    """Every set is tried: open ones are in it only where a commitment leads to them."""
    needs = {key: tuple(sorted(other - {key})) for key, other in sorted(requires.items())}
    made = build.portfolio(
        [value / 10 for value in values],
        costs,
        budgets={"all": limit},
        committed=sorted(committed),
        requires=needs,
    )
    gates = (stopping(made, opened), stopping(made, failing, by_failure=False))
    keys = made.case.proposals.ids
    needed = set(committed)
    while more := {other for key in needed for other in needs.get(key, ())} - needed:
        needed |= more
    barred = ((opened | failing) - committed) - (needed & opened - failing)

    def obeys(chosen: set[str]) -> bool:
        spent = sum(cost for key, cost in zip(keys, costs, strict=True) if key in chosen)
        linked = all(other in chosen for key in chosen for other in needs.get(key, ()))
        return committed <= chosen and not chosen & barred and linked and spent <= limit

    every = [
        {key for key, taken in zip(keys, flags, strict=True) if taken}
        for flags in product((False, True), repeat=5)
    ]
    if not any(map(obeys, every)):
        with pytest.raises(InputError, match="no selection can obey"):
            decided(made, *gates)
        return
    found = decided(made, *gates)
    assert obeys(selected(made, found))
    assert set(found.selection.held) == needed & opened - failing - committed
    for place, key in enumerate(keys):
        if key in (opened | failing) - committed:
            assert found.rules[place] == "gate fits"
            assert found.actions[place] == "revise"
