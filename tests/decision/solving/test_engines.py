"""Every engine finds what trying all answers finds, and engines agree where that is too much."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import evolve

from cximpact.decision.program import Line, Program, Row, Solution, Term
from cximpact.decision.solver import solve
from cximpact.decision.solving.branching import Goal
from cximpact.decision.solving.cores import every, search
from cximpact.decision.solving.enumeration import answers, is_small
from cximpact.decision.solving.form import form_of
from cximpact.decision.solving.front import search_form, solution_of
from cximpact.decision.solving.mip import solve_with_highs
from cximpact.decision.solving.root import root_of

SEEDS = range(200)


def by_trying(program: Program) -> Solution | None:
    return answers(form_of(program)).best()


def by_branching(program: Program) -> Solution | None:
    found = search_form(form_of(program), 2_000)
    assert found is not None
    assert found.complete
    return solution_of(found)


def by_highs(program: Program) -> Solution | None:
    return solve_with_highs(program, 10_000)


ENGINES = {"trying": by_trying, "branching": by_branching, "highs": by_highs, "front": solve}


def check(programs: Any, program: Program, found: Solution | None) -> None:
    allowed = programs.all_answers(program)
    if not allowed:
        assert found is None
        return
    assert found is not None
    best = max(allowed.values())
    assert (found.value, found.bound, found.proven) == (best, best, True)
    assert allowed[found.x] == best


@pytest.mark.parametrize("name", ENGINES)
def test_random_programs_are_solved_as_by_trying_all(programs: Any, name: str) -> None:
    """200 programs with terms, floors, equalities, negative numbers; some without an answer."""
    for seed in SEEDS:
        program = programs.make(seed, 2 + seed % 7)
        check(programs, program, ENGINES[name](program))


@pytest.mark.parametrize("seed", range(6))
def test_larger_ones_are_solved_as_by_trying_all(programs: Any, seed: int) -> None:
    program = programs.make(1_000 + seed, 13, rows=8, top=1_000)
    check(programs, program, by_branching(program))
    check(programs, program, by_trying(program))


@pytest.mark.parametrize("seed", range(12))
def test_engines_agree_on_dozens_of_columns(programs: Any, seed: int) -> None:
    program = programs.make(2_000 + seed, 30 + seed * 2, rows=10, top=1_000_000_000)
    one, other = by_branching(program), by_highs(program)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert other.proven
        assert one.value == other.value == programs.worth(program, one.x)
        assert programs.allowed(program, one.x)


def portfolio(n: int, seed: int, grid: int = 1) -> Program:
    """Three budgets, some requirements, some exclusions."""
    rng = np.random.Generator(np.random.PCG64(seed))
    value = (rng.integers(1, 600_000_000, n) // grid * grid * 1000).tolist()
    rows = []
    for _ in range(3):
        cost = rng.integers(0, 100_000_000, n)
        rows.append(Row(tuple(range(n)), tuple(cost.tolist()), most=int(cost.sum()) * 3 // 10))
    some = rng.choice(n, n // 10, replace=False).tolist()
    rows += [Row((one, (one + 7) % n), (1, -1), most=0) for one in some]
    rows += [Row((at, at + 1, at + 2), (1, 1, 1), most=1) for at in range(0, n // 20, 3)]
    return Program(tuple(value), tuple(rows), (0,) * n, (1,) * n)


@pytest.mark.parametrize("seed", range(3))
def test_a_portfolio_of_sixty_is_proven_like_by_highs(seed: int) -> None:
    program = portfolio(60, seed)
    one, other = by_branching(program), by_highs(program)
    assert one is not None
    assert other is not None
    assert one.value == other.value
    assert program.feasible(one.x)


def test_a_long_list_keeps_its_bound(programs: Any) -> None:
    """Stopped early, it says how much better an answer could be; what it has obeys all rows."""
    program = portfolio(1_500, 1)
    found = solve(program, most_nodes=3)
    assert found is not None
    assert program.feasible(found.x)
    assert program.value(found.x) == found.value <= found.bound
    assert found.bound - found.value < 1e-3 * found.value


def test_a_gap_that_may_stay_open_is_told() -> None:
    form = form_of(portfolio(200, 4))
    root = root_of(form)
    assert root is not None
    exact = search(root, Goal(form.step), 10_000)
    loose = search(root, Goal(form.step, gap=1e-2), 10_000)
    assert exact.complete
    assert loose.value <= exact.value <= loose.bound <= loose.value * 1.01


def test_equal_answers_are_settled_by_the_earlier_columns(programs: Any) -> None:
    """Whatever is known beforehand, of equally good answers the same one is returned."""
    for seed in range(60):
        program = programs.make(3_000 + seed, 9, top=4, more=False)
        allowed = programs.all_answers(program)
        root = root_of(form_of(program))
        if not allowed or root is None:
            continue
        best = max(allowed.values())
        first = max(x for x, value in allowed.items() if value == best)
        known = min(x for x, value in allowed.items() if value == best)
        goal = Goal(1, settle=True)
        assert search(root, goal, 1_000).x == first
        assert search(root, goal, 1_000, (known, best)).x == first


def test_every_answer_near_the_best_is_found(programs: Any) -> None:
    for seed in range(60):
        program = programs.make(4_000 + seed, 9, top=6)
        allowed = programs.all_answers(program)
        root = root_of(form_of(program))
        if not allowed or root is None:
            continue
        least = max(allowed.values()) - 2
        found = every(root, least, 1_000)
        assert found is not None
        assert dict(found) == {x: v for x, v in allowed.items() if v >= least}
        assert len(found) == len(dict(found))


def test_counts_are_solved_few_or_many(programs: Any) -> None:
    """Integers beyond 0 and 1: all tried where they are few, else left to HiGHS."""
    rows = (Row((0, 1, 2), (3, 5, 7), most=31), Row((0, 1), (1, -1), least=-2, most=1))
    few = Program((4, 7, 9), rows, (0, 1, -2), (6, 5, 4))
    assert is_small(form_of(few))
    check(programs, few, solve(few))
    many = evolve(few, upper=(60, 50, 40))
    assert not is_small(form_of(many))
    check(programs, many, solve(many))


def test_numbers_beyond_int64_are_exact(programs: Any) -> None:
    huge = 2**70
    rows = (Row((0, 1, 2), (huge, huge + 1, huge + 2), most=2 * huge + 2),)
    program = Program((huge, huge + 1, huge + 2), rows, (0, 0, 0), (1, 1, 1))
    found = solve(program)
    assert found is not None
    assert found.x == (1, 0, 1)
    assert found.value == 2 * huge + 2


def test_nothing_to_decide() -> None:
    assert solve(Program((), (), (), ())) == Solution((), 0, 0, True)
    assert solve(Program((), (Row((), (), least=1),), (), ())) is None
    assert solve(Program((1,), (), (1,), (0,))) is None


def test_a_term_of_many_lines_over_many_columns(programs: Any) -> None:
    """What eighteen proposals do to one touchpoint together, concave in their sum."""
    rng = np.random.Generator(np.random.PCG64(5))
    gains = tuple(rng.integers(1, 100, 18).tolist())
    columns = tuple(range(18))
    term = Term(
        (
            Line(columns, tuple(3 * g for g in gains)),
            Line(columns, tuple(2 * g for g in gains), 150),
            Line((), (), 900),
        )
    )
    costs = tuple(rng.integers(1, 50, 18).tolist())
    program = Program((1,) * 18, (Row(columns, costs, most=150),), (0,) * 18, (1,) * 18, (term,))
    one, other = by_branching(program), by_highs(program)
    assert one is not None
    assert other is not None
    assert one.value == other.value
