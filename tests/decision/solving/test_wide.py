"""What is said of very many columns holds: tried where all answers can be written out."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from attrs import evolve

from cximpact.decision.program import Program, Row
from cximpact.decision.selection import best_selection
from cximpact.decision.solving.form import form_of
from cximpact.decision.solving.front import solve
from cximpact.decision.solving.narrowing import rounded
from cximpact.decision.solving.root import Answer, root_of
from cximpact.decision.solving.wide import closed_in

MOST = 20_000
"""Partial answers per half: all there are of so few columns."""


def portfolio(seed: int, n: int = 12) -> Program:
    """Up to three budgets, a requirement, a bundle, a triple; sometimes a minimum share."""
    rng = np.random.Generator(np.random.PCG64(seed))
    value = rng.integers(-20, 600, n) * 10**6
    rows = []
    for _ in range(1 + seed % 3):
        cost = rng.integers(1, 300, n)
        rows.append(Row(tuple(range(n)), tuple(cost.tolist()), most=int(cost.sum() * 0.4)))
    order = rng.permutation(n).tolist()
    rows.append(Row((order[0], order[1]), (1, -1), most=0))
    rows.append(Row((order[2], order[3]), (1, -1), least=0, most=0))
    rows.append(Row(tuple(sorted(order[4:7])), (1, 1, 1), most=1))
    if seed % 2:
        serves = rng.choice([-1, 3], n)
        rows.append(Row(tuple(range(n)), tuple(serves.tolist()), least=0))
    return Program(tuple(value.tolist()), tuple(rows), (0,) * n, (1,) * n)


def best_of(program: Program) -> int:
    """Return the best worth, by trying every answer."""
    tried = product((0, 1), repeat=len(program.objective))
    return max(program.value(x) for x in tried if program.feasible(x))


@pytest.mark.parametrize("seed", range(8))
def test_bound_and_answer_enclose_the_best(seed: int) -> None:
    program = portfolio(seed)
    root = root_of(rounded(form_of(program)))
    assert root is not None
    found = closed_in(root, None, 0, MOST)
    best = best_of(program)
    assert found.bound >= best
    if found.known is not None:
        x, value = found.known
        assert program.feasible(x)
        assert program.value(x) == value <= best


def test_most_of_small_programs_are_closed_to_the_best() -> None:
    closed = 0
    for seed in range(8):
        program = portfolio(seed)
        root = root_of(form_of(program))
        assert root is not None
        found = closed_in(root, None, 0, MOST)
        closed += found.known is not None and found.known[1] == found.bound == best_of(program)
    assert closed >= 5


def test_limits_are_what_sums_can_come_to() -> None:
    rows = (Row((0, 1), (4, 6), least=3, most=9), Row((0, 1), (3, 2), most=4))
    form = rounded(form_of(Program((1, 1), rows, (0, 0), (1, 1))))
    assert form.most.tolist() == [8, 4]
    assert form.least[0] == 4


def many(seed: int, n: int = 520) -> Program:
    """Worth and prices drawn apart, three budgets, requirements and triples."""
    rng = np.random.Generator(np.random.PCG64(seed))
    value = rng.integers(1, 600_000_000, n) * 1_000
    costs = rng.integers(10_000, 3_000_000, (3, n))
    order = rng.permutation(n).tolist()
    rows = [Row(tuple(range(n)), tuple(c.tolist()), most=int(c.sum()) * 3 // 10) for c in costs]
    rows += [Row((order[at], order[at + 1]), (1, -1), most=0) for at in range(0, 60, 2)]
    rows += [Row(tuple(sorted(order[at : at + 3])), (1, 1, 1), most=1) for at in range(60, 90, 3)]
    return Program(tuple(value.tolist()), tuple(rows), (0,) * n, (1,) * n)


def closed(program: Program) -> tuple[Answer | None, int]:
    """Return what the wide search alone finds, and the bound."""
    root = root_of(rounded(form_of(program)))
    assert root is not None
    found = closed_in(root, None, 0, 200_000)
    return found.known, found.bound


@pytest.mark.parametrize("seed", range(2))
def test_neither_another_time_nor_the_order_of_rules_changes_the_answer(seed: int) -> None:
    program = many(seed)
    known, bound = closed(program)
    assert known is not None
    assert known[1] == bound
    solved = solve(program)
    assert solved is not None
    assert (solved.x, solved.value, solved.proven) == (*known, True)
    for rows in (program.rows, program.rows[::-1], program.rows[7:] + program.rows[:7]):
        again = evolve(program, rows=rows)
        assert closed(again) == (known, bound)
        assert solve(again) == solved


def equals(seed: int, groups: int = 20, each: int = 30) -> tuple[Program, list[int]]:
    """Groups that are alike in worth and budget; what they cost in all differs inside."""
    rng = np.random.Generator(np.random.PCG64(seed))
    kind = rng.permutation(np.repeat(np.arange(groups), each))
    worth = rng.integers(10**9, 10**12, groups)
    price = rng.integers(3, 40, groups)
    cost = (price[kind] + rng.integers(0, 3, len(kind))).tolist()
    row = Row(
        tuple(range(len(kind))), tuple(price[kind].tolist()), most=int(price.sum() * each) // 3
    )
    n = len(kind)
    return Program(tuple(worth[kind].tolist()), (row,), (0,) * n, (1,) * n), cost


def by_amounts(program: Program, cost: list[int]) -> tuple[int, tuple[int, ...]]:
    """Return the best worth by a table over amounts, and its answer by the rule for equals."""
    row = program.rows[0]
    assert row.most is not None
    best, taken = np.zeros(row.most + 1, dtype=np.int64), []
    alike: dict[tuple[int, int], list[int]] = {}
    for column, pair in enumerate(zip(program.objective, row.coefficients, strict=True)):
        alike.setdefault(pair, []).append(column)
    for (worth, price), columns in alike.items():
        count = np.zeros(row.most + 1, dtype=np.int64)
        new = best.copy()
        for many in range(1, len(columns) + 1):
            shifted = np.full(row.most + 1, -1)
            shifted[many * price :] = best[: row.most + 1 - many * price] + many * worth
            count[shifted > new] = many
            new = np.maximum(new, shifted)
        best = new
        taken.append((price, sorted(columns, key=lambda c: (cost[c], c)), count))
    x, left = [0] * len(cost), row.most
    for price, columns, count in reversed(taken):
        for column in columns[: int(count[left])]:
            x[column] = 1
        left -= int(count[left]) * price
    return int(best.max()), tuple(x)


@pytest.mark.parametrize("seed", range(4))
def test_equals_among_many_are_taken_cheapest_first_then_by_place(seed: int) -> None:
    program, cost = equals(seed)
    worth, answer = by_amounts(program, cost)
    found = best_selection(program, cost)
    assert found is not None
    assert found[0].proven
    assert found[0].value == worth
    assert found[0].x == answer
