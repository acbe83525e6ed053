"""Whether a set with one that was left out is worth as much: asked of the whole program."""

from __future__ import annotations

from typing import Any

import pytest

from cximpact.decision.candidates import candidates
from cximpact.decision.costs import costs
from cximpact.decision.level import Level, Rival, rival
from cximpact.decision.selection import choose


def asked(made: Any, position: int) -> Rival:
    money = costs(made.case)
    who = candidates(made.case, (), money)
    choice = choose(made.case, made.conditions, made.scores, money, who)
    assert not choice.selected[position]
    return rival(choice, money, [position])


@pytest.mark.parametrize(
    ("values", "prices", "position", "found"),
    [
        # P1 makes room for P2, which costs EUR 2 more: 200 cents.
        ([0.5, 0.5], [6, 8], 1, Rival(True, Level((0,), (1,), 200))),
        # P2 and P3 give way to P1, no one alone does.
        ([0.5, 0.25, 0.25], [9, 4, 4], 0, Rival(True, Level((1, 2), (0,), 100))),
        # Of P1 and P2, either of which could give way to P3, the dearer one: it saves least.
        ([0.5, 0.5, 0.5], [4, 5, 6], 2, Rival(True, Level((1,), (2,), 100))),
        ([0.5, 0.4], [6, 6], 1, Rival(True)),
    ],
)
def test_the_set_that_is_worth_as_much_is_found(
    build: Any, values: list[float], prices: list[int], position: int, found: Rival
) -> None:
    assert asked(build.portfolio(values, prices, budgets={"b": 10}), position) == found


def test_one_that_no_rule_allows_is_beaten(build: Any) -> None:
    """P2 alone costs more than there is."""
    made = build.portfolio([0.5, 0.5], [6, 11], budgets={"b": 10})
    assert asked(made, 1) == Rival(True)


def test_of_a_long_list_nothing_is_known(build: Any) -> None:
    made = build.portfolio([0.1] * 61, [1] * 61, budgets={"b": 60})
    assert asked(made, 60) == Rival(False)
