"""Values on a grid, but for rounding."""

from __future__ import annotations

from itertools import product

import numpy as np

from cximpact.decision.program import Program, Row
from cximpact.decision.solver import solve
from cximpact.decision.solving.steps import coarse_step


def test_thirds_in_whole_units() -> None:
    """1/3, 2/3 and 1 in units of 1e-12 are multiples of a third, but for a unit in all."""
    found = coarse_step(np.array([333333333333, 666666666667, 1000000000000]), 100)
    assert 333333333330 <= found <= 333333333333


def test_sums_of_weighted_thirds_differ_by_the_step_or_by_dust() -> None:
    weights = (0.4, 0.3, 0.2, 0.1)
    levels = list(product((-1, 0, 1, 2, 3), repeat=4))[::61]
    values = [
        round(1e12 * sum(w * k / 3 for w, k in zip(weights, line, strict=True))) for line in levels
    ]
    step = coarse_step(np.array(values), 100)
    assert step > 30_000_000_000
    sums = sorted(
        sum(v for v, x in zip(values, flags, strict=True) if x)
        for flags in product((0, 1), repeat=len(values))
    )
    gaps = np.diff(np.array(sums))
    assert not ((gaps > 100) & (gaps < step)).any()


def test_no_grid_no_step() -> None:
    random = np.random.Generator(np.random.PCG64(0))
    assert coarse_step(random.integers(1, 10**12, 30).astype(np.float64), 250) == 1
    assert coarse_step(np.zeros(0), 250) == 1


def test_what_may_be_missed_is_told_in_the_bound() -> None:
    """On a grid of thirds the answer is best but for dust, and the bound allows for it."""
    random = np.random.Generator(np.random.PCG64(3))
    n = 60
    value = tuple(round(int(k) * 1e12 / 3) for k in random.integers(1, 6, n))
    cost = random.integers(1, 1_000_000, n)
    rows = (Row(tuple(range(n)), tuple(cost.tolist()), most=int(cost.sum() // 3)),)
    program = Program(value, rows, (0,) * n, (1,) * n)
    exact, near = solve(program), solve(program, within=250)
    assert exact is not None
    assert near is not None
    assert near.proven
    assert near.value <= exact.value <= near.bound <= near.value + 250
