"""The frontier of a budget: every breakpoint against trying every selection at every limit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.decision.freed import freed
from cximpact.decision.frontier import frontier, frontiers
from cximpact.decision.frontier import ladder as ladders
from cximpact.decision.frontier.frontier import bend
from cximpact.decision.frontier.rungs import rungs_around
from cximpact.decision.selection import total_costs

PROBLEMS = 200


def tried_points(tried: Any, budget: str) -> list[tuple[int, float, frozenset[int]]]:
    """Limit in cents, value and set of every breakpoint, from every set there is."""
    value = tried.question.scores.value
    sets = [s for s in tried.sets(free=budget) if tried.stands(s, value)]
    points: list[tuple[int, float, frozenset[int]]] = []
    for limit in sorted({tried.draw(budget, s) for s in sets}):
        best = tried.best(value, sets, budget, limit)
        worth = tried.worth(best, value)
        if not points or worth > points[-1][1] + 5e-10:
            points.append((limit, worth, best))
    return points


def checked(tried: Any, found: Any, points: list[tuple[int, float, frozenset[int]]]) -> None:
    ids = tried.question.case.proposals.ids
    assert found.complete, found.notes
    assert [int(p.limit * 100) for p in found.points] == [limit for limit, _, _ in points]
    for point, (_, worth, best) in zip(found.points, points, strict=True):
        assert point.value == pytest.approx(worth, abs=1e-9)
        assert point.selected == tuple(ids[i] for i in sorted(best))


@pytest.mark.parametrize("block", range(10))
def test_every_breakpoint_is_that_of_trying_every_selection(
    build: Any, trying: Any, block: int
) -> None:
    for seed in range(block * PROBLEMS // 10, (block + 1) * PROBLEMS // 10):
        tried = trying.problem(build, seed)
        for found in frontiers(tried.question):
            limit = tried.limits[found.budget][1]
            points = tried_points(tried, found.budget)
            checked(tried, found, points)
            assert found.chosen == max(n for n, p in enumerate(points) if p[0] <= limit)
            assert found.points[found.chosen].value == pytest.approx(
                tried.question.choice.value / 1e12, abs=1e-9
            )


@pytest.mark.parametrize("seed", range(300, 320))
def test_solving_finds_what_writing_out_finds(
    build: Any, trying: Any, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """The way that long lists go gives the same frontier on short ones."""
    tried = trying.problem(build, seed)
    monkeypatch.setattr(ladders, "feasible_sets", lambda _: None)
    for found in frontiers(tried.question):
        checked(tried, found, tried_points(tried, found.budget))


def test_a_long_frontier_keeps_the_limit_its_neighbours_and_both_ends(build: Any) -> None:
    """Ten proposals of value and cost 1, 2, 4 ...: every whole limit is a breakpoint."""
    sizes = [2**n for n in range(10)]
    made = build.portfolio([s / 2000 for s in sizes], sizes, budgets={"b": 500})
    question = _asked(made)
    found = frontier(question, "b")
    limits = [int(p.limit) for p in found.points]
    assert not found.complete
    assert found.notes
    assert limits[0] == 0
    assert limits[-1] == 1023
    assert limits[1:-1] == list(range(limits[1], limits[-2] + 1))
    assert {499, 500, 501} <= set(limits)
    assert limits[found.chosen] == 500


def _asked(made: Any) -> Any:
    from cximpact.decision.candidates import candidates
    from cximpact.decision.costs import costs
    from cximpact.decision.question import Question
    from cximpact.decision.selection import choose

    money = costs(made.case)
    who = candidates(made.case, (), money)
    choice = choose(made.case, made.conditions, made.scores, money, who)
    rules = ("",) * len(made.case.proposals)
    return Question(made.case, made.conditions, made.scores, money, (), who, choice, rules)


def test_winston_capital_budgeting(build: Any) -> None:
    """Winston, Operations Research, ch. 9: values 16, 22, 12, 8 at 5, 7, 4, 3; 42 at 14.

    By hand: 8 at 3, 12 at 4, 16 at 5, 22 at 7, 24 at 8 (16 + 8), 28 at 9, 30 at 10 (22 + 8),
    34 at 11, 38 at 12, 42 at 14, 46 at 15, 50 at 16, 58 at 19.
    """
    made = build.portfolio([0.16, 0.22, 0.12, 0.08], [5, 7, 4, 3], budgets={"capital": 14})
    found = frontier(_asked(made), "capital")
    assert [(int(p.limit), round(p.value * 100)) for p in found.points] == [
        (0, 0), (3, 8), (4, 12), (5, 16), (7, 22), (8, 24), (9, 28), (10, 30), (11, 34), (12, 38),
        (14, 42), (15, 46), (16, 50), (19, 58),
    ]  # fmt: skip
    assert found.points[found.chosen].limit == 14
    assert found.limit == 14
    chosen = found.points[found.chosen]
    assert (chosen.selected, chosen.leaves) == (("P2", "P3", "P4"), ("P1",))
    # Above the line 58/19 x: at 7, 22/58 - 7/19 = 0.0109; at 12, 38/58 - 12/19 = 0.0236.
    assert found.points[found.diminishing].limit == 12


def test_what_is_mandatory_is_where_the_frontier_begins(build: Any) -> None:
    made = build.portfolio([-0.1, 0.3], [4, 3], budgets={"b": 5}, mandatory=["P1"])
    found = frontier(_asked(made), "b")
    assert [(p.limit, p.value, p.selected) for p in found.points] == [
        (Decimal(4), -0.1, ("P1",)),
        (Decimal(7), pytest.approx(0.2), ("P1", "P2")),
    ]
    assert found.chosen == 0


def test_a_budget_nobody_draws_on_has_one_point(build: Any) -> None:
    from cximpact.model.portfolio import Budget

    idle = Budget("idle", build.portfolio([0.1], [1], budgets={"b": 1}).case.rules.budgets[0].limit)
    idle = evolve(idle, where={"fund": ("nowhere",)})
    made = build.portfolio([0.1, 0.2], [1, 2], budgets={"b": 2, "idle": idle})
    found = frontier(_asked(made), "idle")
    assert [(p.limit, p.selected) for p in found.points] == [(Decimal(0), ("P2",))]
    assert found.complete


def test_an_unknown_budget_is_a_key_error(build: Any) -> None:
    with pytest.raises(KeyError):
        frontier(_asked(build.portfolio([0.1], [1], budgets={"b": 1})), "c")


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(1000, 9999))
def test_more_money_is_never_worth_less_and_the_bend_lies_highest(
    build: Any, trying: Any, seed: int
) -> None:
    tried = trying.problem(build, seed)
    for found in frontiers(tried.question):
        values = [p.value for p in found.points]
        limits = [float(p.limit) for p in found.points]
        assert values == sorted(values)
        assert limits == sorted(set(limits))
        if len(values) > 2:
            above = [
                (v - values[0]) / (values[-1] - values[0])
                - (m - limits[0]) / (limits[-1] - limits[0])
                for v, m in zip(values, limits, strict=True)
            ]
            assert above[found.diminishing] == pytest.approx(max(above), abs=1e-9)


def test_a_straight_line_bends_nowhere() -> None:
    assert bend([(0, 0), (1, 1), (2, 2)]) == 0
    assert bend([(5, 3)]) == 0


def test_rungs_near_the_limit_are_those_of_the_whole(build: Any) -> None:
    """Asked for three, the climb gives the one at the limit, its neighbours, and both ends."""
    made = build.portfolio([0.16, 0.22, 0.12, 0.08], [5, 7, 4, 3], budgets={"capital": 14})
    question = _asked(made)
    one = freed(question.costs.budgets[0], question.choice.reduced)
    assert one is not None
    cost = total_costs(question.costs, question.choice.reduced)
    found = rungs_around(ladders.ladder(one, cost), one.rest, question.choice.value, 3)
    assert [rung.limit // 100 for rung in found.rungs] == [0, 12, 14, 15, 19]
    assert (found.chosen, found.complete) == (2, False)
