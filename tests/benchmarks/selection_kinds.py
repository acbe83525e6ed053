"""Made-up portfolios of many kinds, for the benchmark of the selection.

Every kind has three budgets, one proposal in ten that requires another, and one in twenty in a
group of three of which at most one may go; it differs from the first kind in the one thing it is
named for. Values are whole units of 1e-12, costs cents. The same count and seed give the same
portfolio.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

import numpy as np
from attrs import evolve, frozen

from cximpact.decision.program import Program, Row
from cximpact.model.arrays import IntArray

LEVELS = (-1, 0, 1, 2, 3)
WEIGHTS = (0.3, 0.25, 0.2, 0.15, 0.1)
MOST = 300_000_000


@frozen(eq=False)
class Round:
    """A portfolio before it is a program.

    Attributes:
        random: Where more numbers come from.
        value: Per proposal, in 1e-12.
        cost: Budgets x proposals, in cents.
        share: What part of all costs the budgets are.
        requirers: What part of the proposals requires another.
        grouped: What part is in groups of three of which at most one may go.
    """

    random: np.random.Generator
    value: IntArray
    cost: IntArray
    share: Fraction = Fraction(3, 10)
    requirers: float = 0.1
    grouped: float = 0.05

    @property
    def count(self) -> int:
        """How many proposals there are."""
        return len(self.value)


def plain(count: int, seed: int) -> Round:
    """Return values and costs that know nothing of each other."""
    random = np.random.default_rng(seed)
    value = random.integers(1, 600_000_000, count) * 1_000
    return Round(random, value, _split(random, random.integers(1_000_000, MOST, count)))


def _split(random: np.random.Generator, cost: IntArray) -> IntArray:
    """Share each cost out to three budgets."""
    parts = random.dirichlet([1, 1, 1], len(cost)).T
    return np.asarray((cost * parts).astype(np.int64))


def _in_one_each(random: np.random.Generator, cost: IntArray) -> IntArray:
    fund = random.integers(0, 3, len(cost))
    return np.where(np.arange(3)[:, None] == fund, cost, 0)


def program_of(made: Round) -> Program:
    """Return the program of a portfolio."""
    rows = [_budget(each, made.share) for each in made.cost]
    rows += _requirements(made)
    rows += _groups(made)
    count = made.count
    return Program(tuple(made.value.tolist()), tuple(rows), (0,) * count, (1,) * count)


def _budget(cost: IntArray, share: Fraction) -> Row:
    inside = np.flatnonzero(cost)
    limit = int(cost.sum()) * share.numerator // share.denominator
    return Row(tuple(inside.tolist()), tuple(cost[inside].tolist()), most=limit)


def _requirements(made: Round) -> Iterator[Row]:
    chosen = made.random.choice(made.count, int(made.count * made.requirers), replace=False)
    for one in chosen.tolist():
        other = int(made.random.integers(made.count))
        if other != one:
            yield Row((one, other), (1, -1), most=0)


def _groups(made: Round) -> Iterator[Row]:
    many = max(3, int(made.count * made.grouped)) // 3 * 3
    for group in made.random.permutation(made.count)[:many].reshape(-1, 3).tolist():
        yield Row(tuple(sorted(group)), (1, 1, 1), most=1)


def uncorrelated(count: int, seed: int) -> Program:
    """Return values and costs drawn apart."""
    return program_of(plain(count, seed))


def weakly_correlated(count: int, seed: int) -> Program:
    """Return values within a tenth of the range of what proposals cost."""
    made = plain(count, seed)
    dust = made.random.integers(-MOST // 10, MOST // 10, count)
    value = np.maximum(1, made.cost.sum(axis=0) + dust) * 2_000
    return program_of(evolve(made, value=value))


def strongly_correlated(count: int, seed: int) -> Program:
    """Return values that are costs and a constant."""
    made = plain(count, seed)
    return program_of(evolve(made, value=(made.cost.sum(axis=0) + MOST // 10) * 2_000))


def coarse_ratings(count: int, seed: int) -> Program:
    """Return values from five ratings on five levels: many ties, some below zero."""
    made = plain(count, seed)
    ratings = made.random.choice(LEVELS, (count, len(WEIGHTS)))
    value = np.rint((ratings @ np.array(WEIGHTS)) / 3 * 1e12).astype(np.int64)
    return program_of(evolve(made, value=np.where(value > 0, value, 10**11)))


def equal_costs(count: int, seed: int) -> Program:
    """Return costs of four sizes, each in one budget."""
    made = plain(count, seed)
    cost = made.random.choice([2_500_000, 5_000_000, 10_000_000, 25_000_000], count)
    return program_of(evolve(made, cost=_in_one_each(made.random, cost)))


def lognormal_costs(count: int, seed: int) -> Program:
    """Return many small costs and few large ones, in one budget or several."""
    made = plain(count, seed)
    random = made.random
    paid = (np.arange(3)[:, None] == random.integers(0, 3, count)) | (random.random(count) < 0.3)
    cost = np.rint(random.lognormal(11, 1, (3, count)) * 100).astype(np.int64)
    return program_of(evolve(made, cost=cost * paid))


def one_fund_each(count: int, seed: int) -> Program:
    """Return costs that each lie in one budget alone."""
    made = plain(count, seed)
    return program_of(evolve(made, cost=_in_one_each(made.random, made.cost.sum(axis=0))))


def tight_budgets(count: int, seed: int) -> Program:
    """Return budgets of a twentieth of what all would cost."""
    return program_of(evolve(plain(count, seed), share=Fraction(1, 20)))


def loose_budgets(count: int, seed: int) -> Program:
    """Return budgets of four fifths of what all would cost."""
    return program_of(evolve(plain(count, seed), share=Fraction(4, 5)))


def chains(count: int, seed: int) -> Program:
    """Return chains of five, each link requiring the one before it."""
    made = evolve(plain(count, seed), requirers=0.0)
    order = made.random.permutation(count)[: count // 10 * 5].reshape(-1, 5).tolist()
    rows = [Row((a, b), (1, -1), most=0) for chain in order for b, a in pairwise(chain)]
    return _with(program_of(made), rows)


def many_groups(count: int, seed: int) -> Program:
    """Return nine tenths of the proposals in groups of which at most one may go."""
    return program_of(evolve(plain(count, seed), grouped=0.9))


def minimum_shares(count: int, seed: int) -> Program:
    """Return a fifth of each budget's spending kept for a tenth of the proposals."""
    made = plain(count, seed)
    serves = made.random.random(count) < 0.1
    rows = []
    for cost in made.cost:
        coefficients = np.where(serves, 4 * cost, -cost)
        rows.append(Row(tuple(range(count)), tuple(coefficients.tolist()), least=0))
    return _with(program_of(made), rows)


def bundles(count: int, seed: int) -> Program:
    """Return a tenth of the proposals in pairs that go together or not at all."""
    made = plain(count, seed)
    pairs = made.random.permutation(count)[: count // 10 // 2 * 2].reshape(-1, 2).tolist()
    rows = [Row((one, other), (1, -1), least=0, most=0) for one, other in pairs]
    return _with(program_of(made), rows)


def enablers(count: int, seed: int) -> Program:
    """Return a tenth of the proposals without value of their own, needed by two others each."""
    made = evolve(plain(count, seed), requirers=0.0)
    order = made.random.permutation(count)[: count // 10 * 3].reshape(3, -1)
    value = made.value.copy()
    value[order[0]] = -value[order[0]] // 4
    rows = [
        Row((a, b), (1, -1), most=0)
        for by in order[1:].tolist()
        for a, b in zip(by, order[0].tolist(), strict=True)
    ]
    rows += [Row((a, b, c), (1, -1, -1), most=0) for a, b, c in order.T.tolist()]
    return _with(program_of(evolve(made, value=value)), rows)


def mandatory(count: int, seed: int) -> Program:
    """Return one proposal in twenty that is in whatever the rest."""
    made = evolve(plain(count, seed), requirers=0.1)
    program = program_of(made)
    fixed = made.random.random(count) < 0.05
    for row in program.rows[len(made.cost) :]:
        fixed[list(row.columns)] = False
    return evolve(program, lower=tuple(fixed.astype(int).tolist()))


def _with(program: Program, rows: list[Row]) -> Program:
    return evolve(program, rows=(*program.rows, *rows))


KINDS: tuple[Callable[[int, int], Program], ...] = (
    uncorrelated,
    weakly_correlated,
    strongly_correlated,
    coarse_ratings,
    equal_costs,
    lognormal_costs,
    one_fund_each,
    tight_budgets,
    loose_budgets,
    chains,
    many_groups,
    minimum_shares,
    bundles,
    enablers,
    mandatory,
)


def total_cost(program: Program) -> list[int]:
    """Return what each proposal costs in all: the sum over the first three rows."""
    found = [0] * len(program.objective)
    for row in program.rows[:3]:
        for column, each in zip(row.columns, row.coefficients, strict=True):
            found[column] += each
    return found
