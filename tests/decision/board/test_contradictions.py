"""Rules that no set can obey together: named where trying every set finds none, and no more."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from cximpact.decision.decide import decide
from cximpact.exceptions import InputError
from cximpact.model.portfolio import Bundle, MinimumShare

FIELDS = {
    "budgets": "budgets",
    "rules.capacity": "capacities",
    "rules.minimum_shares": "shares",
    "rules.at_most_one": "groups",
    "rules.funding_levels": "levels",
}


def clash(made: Any) -> list[Any]:
    with pytest.raises(InputError) as caught:
        decide(made.case, made.conditions, made.scores)
    return list(caught.value.problems)


def keep_only(problem: Any, named: list[Any]) -> None:
    """Drop every rule that is not among those named; bundles and links stay."""
    fields = [each.field for each in named]
    for prefix, attribute in FIELDS.items():
        rules = getattr(problem, attribute)
        shares = {share["budget"] for share in problem.shares.values()}
        for key in list(rules):
            if f"{prefix}.{key}" not in fields:
                if attribute == "budgets" and key in shares:
                    problem.unlimited = key
                else:
                    del rules[key]
    if "rules.no_stage_worse_off" not in fields:
        problem.no_stage_worse_off = False


@pytest.mark.parametrize("first", range(0, 40, 10))
def test_the_rules_named_contradict_each_other(board: Any, first: int) -> None:
    """Without all rules that are not named there is still no set; without one of them there is."""
    tried = 0
    for seed in range(3000 + first, 3010 + first):
        problem = board.problem(seed, most=6)
        if problem.best() is not None:
            continue
        tried += 1
        head, *named = clash(board.case(problem))
        assert head.field == "selection"
        assert named, seed
        keep_only(problem, named)
        assert problem.best() is None, seed
        for prefix, attribute in FIELDS.items():
            if prefix == "budgets":
                continue
            for key in list(getattr(problem, attribute)):
                fewer = board.problem(seed, most=6)
                keep_only(fewer, [each for each in named if each.field != f"{prefix}.{key}"])
                assert fewer.best() is not None, (seed, key)
    assert tried


def test_a_share_that_only_a_worthless_bundle_could_fill(build: Any) -> None:
    """20% of the limit must go to P1, which drags P2 along, and both together are worth -10."""
    made = build.portfolio([0.3, -0.4], [30, 5], budgets={"b": 100})
    share = MinimumShare("s", "b", 0.2, of="limit", proposals=("P1",))
    rules = evolve(
        made.case.rules, bundles=(Bundle("pair", ("P1", "P2")),), minimum_shares=(share,)
    )
    assert sorted(each.message for each in clash(made.but(rules=rules))[1:]) == [
        "P1 and P2, which go together, are worth -10 in all",
        "at least 20% of the limit of b goes to P1 (s)",
    ]


def test_a_bundle_against_people(build: Any) -> None:
    """P1 is mandatory, P2 goes with it, and P2 is kept out."""
    made = build.portfolio([0.3, 0.1], mandatory=["P1"], forced_out=["P2"])
    rules = evolve(made.case.rules, bundles=(Bundle("pair", ("P1", "P2")),))
    assert sorted(each.message for each in clash(made.but(rules=rules))[1:]) == [
        "P1 and P2 go together or not at all (pair)",
        "P1 is mandatory (the law; approved by the board)",
        "P2 is kept out (not this year)",
    ]
