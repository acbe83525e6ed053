"""What is said of rules a board makes: what keeps a proposal out, and what it is there for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from cximpact.decision.decide import decide
from cximpact.exceptions import InputError
from cximpact.model.journey import Touchpoint
from cximpact.model.portfolio import AtMostOne, Bundle, Capacity, MinimumShare, Synergy
from cximpact.model.scorecard import Criterion


def with_rules(made: Any, **rules: Any) -> Any:
    return made.but(rules=evolve(made.case.rules, **rules))


def decided(made: Any) -> Any:
    return decide(made.case, made.conditions, made.scores)


def selected(made: Any) -> set[str]:
    flags = decided(made).selection.selected.tolist()
    return {key for key, flag in zip(made.case.proposals.ids, flags, strict=True) if flag}


def obstacles(made: Any, key: str) -> tuple[str, ...]:
    return decided(made).obstacles(made.case.proposals.ids.index(key))


def test_a_bundle_is_worth_its_sum(build: Any) -> None:
    """0.3 - 0.1 is worth doing, so P2 goes with P1; 0.3 - 0.4 is not."""
    worth = with_rules(build.portfolio([0.3, -0.1]), bundles=(Bundle("b", ("P1", "P2")),))
    assert selected(worth) == {"P1", "P2"}
    decision = decided(worth)
    assert dict(decision.selection.required_by) == {"P2": ("P1",)}
    assert decision.rules == ("selected", "required by")
    not_worth = with_rules(build.portfolio([0.3, -0.4]), bundles=(Bundle("b", ("P1", "P2")),))
    assert selected(not_worth) == set()
    assert obstacles(not_worth, "P1") == ("with P2, without which it cannot go, it is worth -10",)


def test_a_bundle_without_value_is_not_there_to_free_money(build: Any) -> None:
    """Together -0.1, though it saves 5 that would let in 0.3: only its worth can hold it up."""
    made = build.portfolio([0.3, 0.1, -0.2], [10, -5, 0], budgets={"b": 5})
    assert selected(with_rules(made, bundles=(Bundle("b", ("P2", "P3")),))) == set()


def test_a_bundle_without_value_comes_with_what_requires_it(build: Any) -> None:
    made = build.portfolio([0.3, 0.1, -0.2], requires={"P1": ("P2",)})
    bundled = with_rules(made, bundles=(Bundle("b", ("P2", "P3")),))
    assert selected(bundled) == {"P1", "P2", "P3"}
    assert dict(decided(bundled).selection.required_by) == {"P2": ("P1",), "P3": ("P2",)}


def test_a_fellow_that_cannot_go_is_named(build: Any) -> None:
    made = build.portfolio([0.2, 0.1], withdrawn=["P2"])
    bundled = with_rules(made, bundles=(Bundle("b", ("P1", "P2")),))
    assert obstacles(bundled, "P1") == ("it goes together with P2, which cannot be selected",)


def test_levels_of_one_project(build: Any) -> None:
    made = build.portfolio([0.3, 0.2], ids=["full", "small"])
    levels = with_rules(made, at_most_one=(AtMostOne("letters", ("full", "small"), levels=True),))
    assert selected(levels) == {"full"}
    assert obstacles(levels, "small") == (
        "full is selected, and at most one level of letters (full and small) may be",
    )


def test_people_are_counted_exactly(build: Any) -> None:
    """0.1 + 0.2 is 0.3 of a person; a hundredth less is too few."""
    uses = {"P1": Decimal("0.1"), "P2": Decimal("0.2")}
    made = build.portfolio([0.3, 0.2])
    enough = with_rules(made, capacities=(Capacity("team", Decimal("0.3"), uses, "people"),))
    assert selected(enough) == {"P1", "P2"}
    few = with_rules(made, capacities=(Capacity("team", Decimal("0.29"), uses, "people"),))
    assert obstacles(few, "P2") == (
        "capacity team has 0.19 of 0.29 people left and it needs 0.2 people",
    )


def test_more_people_than_there_are(build: Any) -> None:
    made = build.portfolio([0.3])
    short = with_rules(made, capacities=(Capacity("team", Decimal(2), {"P1": Decimal(3)}),))
    assert obstacles(short, "P1") == ("capacity team is 2 in all and it needs 3",)


def test_a_minimum_share_is_told_with_whom_it_serves(build: Any) -> None:
    """P1 would put nothing of 10 where a fifth should go, and P2, which would, has no value."""
    rows = [{"proposal": 1, "touchpoint": 1, "net": 0.1, "share": 0.5}]
    made = build.portfolio(
        [0.3, -0.1],
        [10, 5],
        budgets={"capex": 100},
        criteria=(Criterion("journey", "business", "journey", 1.0),),
        touchpoints=(Touchpoint("a", "s"), Touchpoint("b", "s", moment_of_truth=True)),
        rows=rows,
    )
    share = MinimumShare("mend", "capex", 0.2, labels=("unknown",), moments_of_truth=True)
    assert obstacles(with_rules(made, minimum_shares=(share,)), "P1") == (
        "at least 20% of what is spent from capex goes to what improves unknown moments of truth "
        "(mend), and with it too little would",
    )


def test_what_is_done_already_adds_too_little(build: Any) -> None:
    """0.1 beside an overlap of 0.2 with what is selected."""
    made = with_rules(build.portfolio([0.3, 0.1]), synergies=(Synergy("s", ("P1", "P2"), -0.2),))
    assert selected(made) == {"P1"}
    assert obstacles(made, "P2") == ("beside what is selected it adds -10",)


def test_synergy_counts_and_is_told(build: Any) -> None:
    """0.2 + 0.2 + 0.3 beats 0.5 in the one place there is for two of three."""
    made = build.portfolio([0.2, 0.2, 0.5], [1, 1, 2], budgets={"b": 2})
    pair = with_rules(made, synergies=(Synergy("calm", ("P1", "P2"), 0.3),))
    decision = decided(pair)
    assert selected(pair) == {"P1", "P2"}
    assert decision.selection.value == pytest.approx(0.7)
    assert decision.selection.bound == pytest.approx(0.7)
    assert decision.selection.notes == (
        "P1 and P2 together are worth +30 beyond their own values (calm).",
    )


def test_names_that_nobody_has_are_all_told(build: Any) -> None:
    made = with_rules(
        build.portfolio([0.1]),
        bundles=(Bundle("b", ("P1", "X")),),
        synergies=(Synergy("s", ("P1", "Y"), 0.1),),
        capacities=(Capacity("c", Decimal(1), {"Z": Decimal(1)}),),
        minimum_shares=(MinimumShare("m", "none", 0.2, touchpoints=("door",)),),
    )
    with pytest.raises(InputError) as caught:
        decided(made)
    assert sorted(f"{p.field}: {p.message}, {p.value}" for p in caught.value.problems) == [
        "rules.bundles.b: no proposal of that id, X",
        "rules.capacity.c: no proposal of that id, Z",
        "rules.minimum_shares.m: no budget of that id, none",
        "rules.minimum_shares.m: no touchpoint of that id, door",
        "rules.synergies.s: no proposal of that id, Y",
    ]


def test_an_id_that_begins_a_sentence_stays_as_it_is_written(build: Any) -> None:
    """The third obstacle and those after it are sentences of their own."""
    made = build.portfolio([0.3, 0.2], ids=["x1", "x2"])
    uses = {"x1": Decimal(2), "x2": Decimal(2)}
    teams = tuple(Capacity(name, Decimal(3), uses) for name in ("a", "b"))
    levels = (AtMostOne("letters", ("x1", "x2"), levels=True),)
    tight = with_rules(made, capacities=teams, at_most_one=levels)
    told = obstacles(tight, "x2")
    assert any("x1 is selected, and at most one level" in each for each in told)
    assert not any(each.startswith("X") for each in told)
