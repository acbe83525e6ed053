"""What is said of very many columns holds: tried where all answers can be written out."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from cximpact.decision.program import Program, Row
from cximpact.decision.solving.cores import root_of
from cximpact.decision.solving.form import form_of, rounded
from cximpact.decision.solving.wide import closed_in


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
    found = closed_in(root, None, 0)
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
        found = closed_in(root, None, 0)
        closed += found.known is not None and found.known[1] == found.bound == best_of(program)
    assert closed >= 5


def test_limits_are_what_sums_can_come_to() -> None:
    rows = (Row((0, 1), (4, 6), least=3, most=9), Row((0, 1), (3, 2), most=4))
    form = rounded(form_of(Program((1, 1), rows, (0, 0), (1, 1))))
    assert form.most.tolist() == [8, 4]
    assert form.least[0] == 4
