"""Worth that follows cost: a limit on how many are taken, and budgets filled by exchanges."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.decision.program import Program, Row
from cximpact.decision.solving.counts import by_count, counted, with_count
from cximpact.decision.solving.form import form_of
from cximpact.decision.solving.front import solve
from cximpact.decision.solving.narrowing import rounded
from cximpact.decision.solving.root import root_of


def by_cost(cost: np.ndarray, each: int, part: float, rows: tuple[Row, ...] = ()) -> Program:
    """Return worth that is cost, in one budget per line, and something for each."""
    n = cost.shape[1]
    budgets = [
        Row(tuple(range(n)), tuple(line.tolist()), most=int(line.sum() * part)) for line in cost
    ]
    worth = (cost.sum(axis=0) + each) * 1_000
    return Program(tuple(worth.tolist()), (*budgets, *rows), (0,) * n, (1,) * n)


def test_a_limit_on_how_many_takes_the_fraction_off_the_bound() -> None:
    # Six cost 2 and six cost 3, worth 10 more than they cost; 7 can be spent. Three and a half
    # of the cheap ones come to 42; no four fit, and three are worth at most 30 + 7.
    worth, cost = (12,) * 6 + (13,) * 6, (2,) * 6 + (3,) * 6
    program = Program(worth, (Row(tuple(range(12)), cost, most=7),), (0,) * 12, (1,) * 12)
    root = root_of(form_of(program))
    assert root is not None
    assert root.bound.value == pytest.approx(42)
    part = counted(root)
    assert part is not None
    assert part.bound.value == pytest.approx(37)


def test_a_count_is_one_more_row() -> None:
    form = form_of(Program((5, 6, 7), (Row((0, 1), (2, 3), most=4),), (0,) * 3, (1,) * 3))
    sums = with_count(form, 1, 2).at(np.array([1, 0, 1]))
    assert sums.tolist() == [12, 2, 2]
    with_it = with_count(form, 1, 2)
    assert with_it.least.tolist() == [0, 1]
    assert with_it.most.tolist() == [4, 2]
    assert with_it.lacks_least.tolist() == [True, False]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 2), st.integers(0, 60))
def test_bound_and_answer_enclose_the_best(seed: int, budgets: int, dust: int) -> None:
    rng = np.random.Generator(np.random.PCG64(seed))
    program = by_cost(rng.integers(1, 300, (budgets, 12)), 200, 0.4)
    worth = np.array(program.objective) + rng.integers(-dust, dust + 1, 12) * 1_000
    program = evolve(program, objective=tuple(worth.tolist()))
    root = root_of(rounded(form_of(program)))
    assert root is not None
    found = by_count(root)
    if found is None:
        return
    tried = product((0, 1), repeat=12)
    best = max(program.value(x) for x in tried if program.feasible(x))
    assert found.bound >= best
    if found.known is not None:
        assert program.feasible(found.known[0])
        assert program.value(found.known[0]) == found.known[1] <= best


def most_by_table(cost: list[int], limit: int, each: int) -> int:
    """Return the best worth by a table: per count and sum, whether some of them come to it."""
    reached = np.zeros((len(cost) + 1, limit + 1), dtype=np.bool_)
    reached[0, 0] = True
    for price in cost:
        reached[1:, price:] |= reached[:-1, : limit + 1 - price]
    counts, sums = np.nonzero(reached)
    return int(((counts * each + sums) * 1_000).max())


@pytest.mark.parametrize("seed", range(4))
def test_one_budget_is_filled_to_the_last(seed: int) -> None:
    cost = np.random.Generator(np.random.PCG64(seed)).integers(500, 4_000, (1, 120))
    program = by_cost(cost, 400, 0.3)
    root = root_of(form_of(program))
    assert root is not None
    found = by_count(root)
    assert found is not None
    assert found.known is not None
    assert program.feasible(found.known[0])
    limit = program.rows[0].most
    assert limit is not None
    assert found.known[1] == found.bound == most_by_table(cost[0].tolist(), limit, 400)


def test_three_budgets_are_filled_whatever_the_order_of_rules() -> None:
    rng = np.random.Generator(np.random.PCG64(1))
    n = 2_600
    cost = (rng.integers(1_000_000, 300_000_000, n) * rng.dirichlet([1, 1, 1], n).T).astype(int)
    pairs = rng.permutation(n)[:260].reshape(-1, 2).tolist()
    rows = tuple(Row((one, other), (1, -1), most=0) for one, other in pairs)
    program = by_cost(cost, 30_000_000, 0.3, rows)
    found = solve(program)
    assert found is not None
    assert program.feasible(found.x)
    assert program.value(found.x) == found.value
    assert found.bound - found.value <= 2e-6 * found.value
    assert solve(evolve(program, rows=program.rows[::-1])) == found
