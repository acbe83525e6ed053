"""Random programs with everything a program can hold, and the best answer by trying all."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from cximpact.decision.program import Floor, Line, Program, Row, Term


def _row(rng: np.random.Generator, n: int, top: int) -> Row:
    """A budget, a requirement, an exclusion, a share, an equality, or anything at all."""
    kind = rng.integers(6)
    some = sorted(rng.choice(n, size=min(n, int(rng.integers(2, 5))), replace=False).tolist())
    if kind == 0:
        costs = rng.integers(0, top, n)
        return Row(tuple(range(n)), tuple(costs.tolist()), most=int(costs.sum() * rng.random()))
    if kind == 1:
        return Row((some[0], some[-1]), (1, -1), most=0)
    if kind == 2:
        return Row(tuple(some), (1,) * len(some), most=1)
    if kind == 3:
        return Row(tuple(some), (1, *[-1] * (len(some) - 1)), least=0, most=0)
    values = rng.integers(-top, top, n)
    middle = int(values.sum() // 2)
    if kind == 4:
        return Row(tuple(range(n)), tuple(values.tolist()), least=middle - top)
    return Row(tuple(range(n)), tuple(values.tolist()), middle - 2 * top, middle + 2 * top)


def _term(rng: np.random.Generator, n: int, top: int) -> Term:
    """A synergy, an overlap, or a concave function of a sum."""
    kind = rng.integers(3)
    one, other = rng.choice(n, size=2, replace=False).tolist()
    worth = int(rng.integers(1, top))
    if kind == 0:
        return Term((Line((one,), (worth,)), Line((other,), (worth,))))
    if kind == 1:
        return Term((Line((), ()), Line((one, other), (-worth, -worth), worth)))
    some = tuple(sorted(rng.choice(n, size=min(n, 4), replace=False).tolist()))
    gains = rng.integers(-worth, worth + 1, len(some))
    steep = Line(some, tuple((2 * gains).tolist()))
    flat = Line(some, tuple(gains.tolist()), int(rng.integers(0, worth + 1)))
    return Term((steep, flat))


def make(seed: int, n: int, *, rows: int = 4, top: int = 12, more: bool = True) -> Program:
    """Return a random program of n columns; `more` adds terms, floors and fixed columns."""
    rng = np.random.Generator(np.random.PCG64(seed))
    objective = tuple(rng.integers(-top // 3, top, n).tolist())
    found = tuple(_row(rng, n, top) for _ in range(int(rng.integers(1, rows + 1))))
    lower, upper = [0] * n, [1] * n
    terms: tuple[Term, ...] = ()
    floors: tuple[Floor, ...] = ()
    if more and n > 1:
        terms = tuple(_term(rng, n, top) for _ in range(int(rng.integers(0, 4))))
        if rng.random() < 0.3:
            own = tuple(rng.integers(0, top, n).tolist())
            floors = (Floor(own, terms[:1], int(sum(own) * 0.4)),)
        if rng.random() < 0.3:
            lower[int(rng.integers(n))] = 1
        if rng.random() < 0.3:
            place = int(rng.integers(n))
            upper[place] = lower[place]
    return Program(objective, found, tuple(lower), tuple(upper), terms, floors)


def worth(program: Program, x: tuple[int, ...]) -> int:
    """Return what an answer is worth, from the definition."""
    total = sum(c * v for c, v in zip(program.objective, x, strict=True))
    for term in program.terms:
        total += min(
            line.constant
            + sum(k * x[c] for c, k in zip(line.columns, line.coefficients, strict=True))
            for line in term.lines
        )
    return total


def allowed(program: Program, x: tuple[int, ...]) -> bool:
    """Return whether an answer obeys rows and floors, from the definition."""
    for row in program.rows:
        total = sum(k * x[c] for c, k in zip(row.columns, row.coefficients, strict=True))
        if row.least is not None and total < row.least:
            return False
        if row.most is not None and total > row.most:
            return False
    return all(
        worth(Program(f.objective, (), program.lower, program.upper, f.terms), x) >= f.least
        for f in program.floors
    )


def all_answers(program: Program) -> dict[tuple[int, ...], int]:
    """Return every allowed answer with what it is worth."""
    ranges = [range(low, high + 1) for low, high in zip(program.lower, program.upper, strict=True)]
    return {x: worth(program, x) for x in product(*ranges) if allowed(program, x)}


class Programs:
    """What tests of solving build and check with."""

    make = staticmethod(make)
    worth = staticmethod(worth)
    allowed = staticmethod(allowed)
    all_answers = staticmethod(all_answers)


@pytest.fixture(scope="session")
def programs() -> Any:
    """Random programs and brute force."""
    return Programs
