"""Minimum shares: what is said of the few that serve them holds, and so do bound and answer."""

from __future__ import annotations

from itertools import product

import numpy as np
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.decision.program import Program, Row
from cximpact.decision.solving.form import form_of
from cximpact.decision.solving.front import solve
from cximpact.decision.solving.narrowing import rounded
from cximpact.decision.solving.proportions import Proportions, proportions_of
from cximpact.decision.solving.root import root_of
from cximpact.decision.solving.shares import by_shares

COUNT = 12


def with_shares(seed: int, budgets: int = 1, n: int = COUNT, ties: int = 2) -> Program:
    """Budgets of four tenths, a share of each for a third of the columns, a few requirements."""
    rng = np.random.Generator(np.random.PCG64(seed))
    value = rng.integers(1, 600, n) * 10**6
    serves = rng.random(n) < (0.34 if n == COUNT else 0.1)
    part = int(rng.integers(2, 6))
    rows = []
    for _ in range(budgets):
        cost = rng.integers(1, 300, n)
        rows.append(Row(tuple(range(n)), tuple(cost.tolist()), most=int(cost.sum() * 0.4)))
        kept = np.where(serves, (part - 1) * cost, -cost)
        rows.append(Row(tuple(range(n)), tuple(kept.tolist()), least=0))
    order = rng.permutation(n)[: 2 * ties].reshape(-1, 2).tolist()
    rows += [Row((one, other), (1, -1), most=0) for one, other in order]
    return Program(tuple(value.tolist()), tuple(rows), (0,) * n, (1,) * n)


def best_of(program: Program) -> int:
    """Return the best worth, by trying every answer."""
    tried = product((0, 1), repeat=len(program.objective))
    return max(program.value(x) for x in tried if program.feasible(x))


def a_fifth() -> Program:
    """Ten columns of cost 10, a budget of 45; one fifth is kept for the last two."""
    cost = Row(tuple(range(10)), (10,) * 10, most=45)
    share = Row(tuple(range(10)), (*(-10,) * 8, 40, 40), least=0)
    worth = (*range(90, 10, -10), 9, 8)
    return Program(worth, (cost, share), (0,) * 10, (1,) * 10)


def of_a_fifth() -> Proportions:
    """The proportions of that program, with the same price for both rows."""
    form = form_of(a_fifth())
    root = root_of(form)
    assert root is not None
    priced = evolve(root.bound, price=np.array([2.0, -1.0]))
    found = proportions_of(form, priced)
    assert found is not None
    return found


def test_who_serves_no_share_uses_budget_and_share_in_one_proportion() -> None:
    found = of_a_fifth()
    assert found.groups == ((0, 1),)
    assert found.times.tolist() == [1, 1]
    assert found.alike.tolist() == [True] * 8 + [False] * 2
    assert found.limit.tolist() == [45, 0]


def test_what_the_few_leave_apart_is_lost_at_its_price() -> None:
    found = of_a_fifth()
    # One that serves: 35 of the budget is left, 40 of the share. The others can use 35 of both,
    # and 5 of the share are lost at 1 each. Nobody who serves: nothing of the share is left, and
    # 45 of the budget are lost at 2 each. Three more than the budget bears: 5 are missing.
    spare = np.array([[35, 45, -5], [40, 0, 80]])
    assert found.lost(spare).tolist() == [5.0, 90.0, 85.0]


def test_rows_in_no_proportion_are_no_shares() -> None:
    rng = np.random.Generator(np.random.PCG64(0))
    rows = [Row(tuple(range(12)), tuple(rng.integers(1, 99, 12).tolist()), most=200)] * 1
    rows += [Row(tuple(range(12)), tuple(rng.integers(1, 99, 12).tolist()), most=180)]
    form = form_of(Program(tuple(range(5, 17)), tuple(rows), (0,) * 12, (1,) * 12))
    root = root_of(form)
    assert root is not None
    assert proportions_of(form, root.bound) is None
    assert by_shares(root) is None


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 2))
def test_bound_and_answer_enclose_the_best(seed: int, budgets: int) -> None:
    program = with_shares(seed, budgets)
    root = root_of(rounded(form_of(program)))
    assert root is not None
    found = by_shares(root)
    if found is None:
        return
    best = best_of(program)
    assert found.bound >= best
    if found.known is not None:
        x, value = found.known
        assert program.feasible(x)
        assert program.value(x) == value <= best


def test_where_a_share_binds_most_small_programs_are_closed_to_a_millionth() -> None:
    closed = bound = 0
    for seed in range(12):
        root = root_of(rounded(form_of(with_shares(seed))))
        assert root is not None
        found = by_shares(root)
        if found is not None and found.known is not None:
            bound += 1
            closed += found.bound - found.known[1] <= 1e-6 * found.known[1]
    assert closed >= bound * 3 / 4 > 0


def test_the_order_of_rules_does_not_change_what_is_kept_for_shares() -> None:
    program = with_shares(0, 2, 3_000, 150)
    found = solve(program)
    assert found is not None
    assert program.feasible(found.x)
    assert program.value(found.x) == found.value
    assert found.bound - found.value <= 1e-6 * found.value
    assert solve(evolve(program, rows=program.rows[::-1])) == found
