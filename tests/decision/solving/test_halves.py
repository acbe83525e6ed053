"""Two halves joined find what is found all at once."""

from __future__ import annotations

import numpy as np
import pytest

from cximpact.decision.program import Program, Row
from cximpact.decision.solving.deviations import near
from cximpact.decision.solving.form import form_of
from cximpact.decision.solving.halves import by_halves
from cximpact.decision.solving.root import root_of


def program(seed: int, n: int = 22) -> Program:
    """Up to three budgets over all, requirements, and triples of which one may go."""
    rng = np.random.Generator(np.random.PCG64(seed))
    value = rng.integers(-20, 600, n).tolist()
    rows = []
    for _ in range(1 + seed % 3):
        cost = rng.integers(1, 300, n)
        rows.append(Row(tuple(range(n)), tuple(cost.tolist()), most=int(cost.sum() * 0.4)))
    order = rng.permutation(n).tolist()
    rows += [Row((order[at], order[at + 1]), (1, -1), most=0) for at in (0, 2, 3)]
    rows.append(Row(tuple(sorted(order[7:10])), (1, 1, 1), most=1))
    return Program(tuple(value), tuple(rows), (0,) * n, (1,) * n)


@pytest.mark.parametrize("seed", range(25))
def test_halves_find_every_answer_that_reaches_the_cutoff(seed: int) -> None:
    form = form_of(program(seed))
    root = root_of(form)
    assert root is not None
    for behind in (60, 160):
        cutoff = root.bound.whole() - behind
        bounds = form.lower, form.upper
        whole = near(form, *bounds, root.bound, cutoff, 10**6, every=True)
        halves = by_halves(form, *bounds, root.bound, cutoff, every=True)
        assert whole is not None
        assert halves is not None
        expected = dict(zip(map(tuple, whole.x.tolist()), whole.value, strict=True))
        found = dict(zip(map(tuple, halves.x.tolist()), halves.value, strict=True))
        assert found == expected
        best = by_halves(form, *bounds, root.bound, cutoff)
        assert best is not None
        assert set(best.value) == ({max(expected.values())} if expected else set())


def test_what_asks_for_a_least_is_left_to_others() -> None:
    rows = (*program(1).rows, Row(tuple(range(22)), (1,) * 22, least=3))
    form = form_of(Program(program(1).objective, rows, (0,) * 22, (1,) * 22))
    root = root_of(form)
    assert root is not None
    assert by_halves(form, form.lower, form.upper, root.bound, root.bound.whole() - 100) is None
