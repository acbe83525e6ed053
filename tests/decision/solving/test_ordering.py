"""Columns that only their gain tells apart are taken in order, and nothing is lost by it."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from attrs import evolve

from cximpact.decision.program import Line, Program, Row, Term
from cximpact.decision.reduced import TIE
from cximpact.decision.selection import best_selection
from cximpact.decision.solver import solve
from cximpact.decision.solving.branching import Work
from cximpact.decision.solving.form import form_of
from cximpact.decision.solving.many import best_answer
from cximpact.decision.solving.ordering import form_with_order, order_of, ordered, with_order

UNIT = 10**9
"""A value far above what counts as equal."""


def alike(seed: int, n: int = 16) -> tuple[Program, list[int]]:
    """Few gains, few costs, some gains apart by less than a tie; a bundle, a requirement, a term.

    Total costs differ among some whose budget rows are the same.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    gain = rng.integers(1, 4, n) * UNIT + rng.choice([0, 0, 0, 300, -300], n)
    price = rng.choice([3, 3, 5], n)
    cost = (price + rng.choice([0, 0, 2], n)).tolist()
    rows = [
        Row(tuple(range(n)), tuple(price.tolist()), most=int(price.sum() * rng.uniform(0.2, 0.7)))
    ]
    one, other, third, fourth = rng.choice(n, 4, replace=False).tolist()
    if seed % 2:
        rows.append(Row((one, other), (1, -1), least=0, most=0))
    if seed % 3 == 0:
        rows.append(Row((third, fourth), (1, -1), most=0))
    if seed % 5 == 0:
        rows.append(Row(tuple(range(n // 2)), (1,) * (n // 2), least=2))
    terms: tuple[Term, ...] = ()
    if seed % 4 == 0:
        terms = (Term((Line((one,), (UNIT,)), Line((third,), (UNIT,)))),)
    if seed % 7 == 0:
        some = tuple(range(0, n, 2))
        terms = (*terms, Term((Line(some, (UNIT,) * len(some)), Line((), (), 3 * UNIT))))
    return Program(tuple(gain.tolist()), tuple(rows), (0,) * n, (1,) * n, terms), cost


def by_trying(program: Program, cost: list[int], within: int) -> tuple[int, ...] | None:
    """Return what ties leave, from the definition."""
    x = np.array(list(product((1, 0), repeat=len(cost))), dtype=np.int64)
    held = np.ones(len(x), dtype=np.bool_)
    for row in program.rows:
        total = x[:, row.columns] @ np.array(row.coefficients)
        held &= (total >= row.least) if row.least is not None else True
        held &= (total <= row.most) if row.most is not None else True
    worth = x @ np.array(program.objective)
    for term in program.terms:
        lines = [
            line.constant + x[:, list(line.columns)] @ np.array(line.coefficients, dtype=np.int64)
            for line in term.lines
        ]
        worth = worth + np.min(lines, axis=0)
    if not held.any():
        return None
    good = np.flatnonzero(held & (worth >= worth[held].max() - within))
    spent = x[good] @ np.array(cost)
    return tuple(x[good[int(spent.argmin())]].tolist())  # the first: with earlier columns


@pytest.mark.parametrize("seed", range(24))
def test_many_equals_are_settled_as_by_trying_all(seed: int) -> None:
    program, cost = alike(seed)
    expected = by_trying(program, cost, TIE)
    found = best_selection(program, cost)
    assert (found is None) == (expected is None)
    if found is not None:
        assert found[0].x == expected
        assert found[1] == ()


@pytest.mark.parametrize("seed", range(24))
def test_draws_with_many_equals_are_settled_as_by_trying_all(seed: int) -> None:
    """Gains of draws are whole multiples of a thousand."""
    program, cost = alike(seed)
    program = evolve(program, objective=tuple(g // 1000 * 1000 for g in program.objective))
    for within in (0, 999):
        expected = by_trying(program, cost, within)
        found, left = best_answer(form_of(program), tuple(cost), 0.0, 2_000, within=within)
        assert left == 0
        assert (None if found is None else tuple(found.tolist())) == expected


@pytest.mark.parametrize("seed", range(12))
def test_what_is_best_is_worth_the_same_without_the_order(seed: int) -> None:
    program, cost = alike(seed)
    whole = by_trying(program, cost, 0)
    found = solve(program)
    assert (found is None) == (whole is None)
    if found is not None and whole is not None:
        assert found.proven
        assert found.value == program.value(whole) == program.value(found.x)


def test_the_order_of_arrays_is_that_of_the_program() -> None:
    for seed in range(12):
        program, cost = alike(seed)
        order = order_of(form_of(program), cost, 0)
        assert order
        one, other = form_of(with_order(program, order)), form_with_order(form_of(program), order)
        for key in ("lower", "upper", "row", "constant", "least", "most", "lacks_least"):
            assert getattr(one, key).tolist() == getattr(other, key).tolist()
        assert (one.lines, one.times) == (other.lines, other.times)
        columns = np.arange(one.width)
        assert one.dense(columns).tolist() == other.dense(columns).tolist()


def test_rows_of_their_own_keep_columns_out_of_the_order() -> None:
    budget = Row((0, 1, 2, 3), (2, 2, 2, 2), most=4)
    bundle = Row((0, 1), (1, -1), least=0, most=0)
    program = Program((5, 5, 5, 5), (budget, bundle), (0,) * 4, (1,) * 4)
    found = ordered(program, (1,) * 4, 0)
    assert found.upper == (1, 1, 1, 1)
    assert found.rows[2:] == (Row((3, 2), (1, -1), most=0),)


def test_gains_apart_by_less_than_a_tie_do_not_go_before_a_lower_cost() -> None:
    """The later one gains more by dust and costs the same: the earlier may be the one to take."""
    program = Program((5_000, 5_300), (Row((0, 1), (1, 1), most=1),), (0, 0), (1, 1))
    assert not order_of(form_of(program), (1, 1), 2 * TIE)
    assert order_of(form_of(program), (1, 1), 0).shut == (0,)
    assert order_of(form_of(program), (2, 1), 2 * TIE).shut == (0,)


def test_hundreds_of_equals_leave_the_earliest() -> None:
    """Every tenth is bundled with its neighbour, so that not all can simply be counted off."""
    n = 200
    rows = [Row(tuple(range(n)), (100,) * n, most=3_050)]
    rows += [Row((at, at + 1), (1, -1), least=0, most=0) for at in range(100, n, 10)]
    program = Program((UNIT,) * n, tuple(rows), (0,) * n, (1,) * n)
    found = best_selection(program, [100] * n)
    assert found is not None
    assert found[0].x == (1,) * 30 + (0,) * 170
    assert found[0].proven


def test_work_that_is_used_up_leaves_a_few_nodes_for_each_search() -> None:
    work = Work(100)
    assert work.allowed(2_000) == 2_000
    work.nodes = 100
    assert work.is_done
    assert work.allowed(2_000) == 50
    assert work.allowed(7) == 7
