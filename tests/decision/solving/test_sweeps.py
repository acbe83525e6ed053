"""What is said of halves gone through holds: tried where all answers can be written out."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from cximpact.decision.program import Program, Row
from cximpact.decision.solving import boxes as boxes_module
from cximpact.decision.solving import sweeps
from cximpact.decision.solving.boxes import Boxes
from cximpact.decision.solving.form import form_of
from cximpact.decision.solving.pieces import Piece, Pieces, taken_apart
from cximpact.decision.solving.root import Root, root_of
from cximpact.decision.solving.sweeps import sweep_of
from cximpact.decision.solving.wide import closed_in

LONG = 9
"""Rows of so many columns hold pieces together; shorter ones tie columns to a piece."""


def funds(seed: int, n: int = 12) -> Program:
    """One budget or several, columns in one of them or in all, a chain, a pair of which one may."""
    rng = np.random.Generator(np.random.PCG64(seed))
    count = 1 + seed % 3
    value = rng.integers(1, 60, n) * (1000 if seed % 2 else 1)
    cost = rng.integers(1, 40, (count, n))
    if seed % 4 == 1 and n > LONG * count:
        cost *= np.arange(count)[:, None] == rng.integers(0, count, n)
    rows = [Row(tuple(range(n)), tuple(c.tolist()), most=int(c.sum() * 0.4)) for c in cost]
    order = rng.permutation(n).tolist()
    rows += [Row((b, a), (1, -1), most=0) for a, b in pairwise(order[:3])]
    rows.append(Row(tuple(sorted(order[4:6])), (1, 1), most=1))
    return Program(tuple(value.tolist()), tuple(rows), (0,) * n, (1,) * n)


def apart(program: Program, depth: float) -> tuple[Root, Pieces]:
    """Return the pieces of a whole program, with ways that lose no more than the depth."""
    root = root_of(form_of(program))
    assert root is not None
    whole = taken_apart(root.form, root.form.lower, root.form.upper, root.bound, depth)
    assert whole is not None
    return root, whole


def best_of(program: Program) -> int:
    """Return the best worth, by trying every answer."""
    n = len(program.objective)
    tried = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    allowed = np.ones(len(tried), dtype=np.bool_)
    for row in program.rows:
        assert row.most is not None
        allowed &= tried[:, list(row.columns)] @ np.array(row.coefficients) <= row.most
    return int((tried[allowed] @ np.array(program.objective)).max())


def check(program: Program, part: float, beside: float) -> None:
    """Hold a sweep down to some part of the best worth against trying every answer."""
    best = best_of(program)
    root = root_of(form_of(program))
    assert root is not None
    gap = root.bound.value - best
    room = max(gap, 1e-9 * best) * part + 1e-9 * best
    _, whole = apart(program, room)
    sweep = sweep_of(whole, room, room * (1 + beside))
    assert sweep is not None
    found = sweep.best()
    assert found is not False
    if best >= whole.top - room + 1e-6:
        assert found is not None
        assert found[0] == best
    if found is not None:
        x = tuple(found[1].tolist())
        assert program.feasible(x)
        assert program.value(x) == found[0]


@given(st.integers(0, 10**6), st.floats(0.3, 6), st.sampled_from([0.0, 0.01, 0.5, 4.0]))
@example(1, 1.0, 0.0)
def test_best_of_all_close_to_the_bound_is_found(seed: int, part: float, beside: float) -> None:
    check(funds(seed, 10 + seed % 4), part, beside)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("chunk", [1, 3, 64])
def test_best_is_found_in_parts_of_any_size(
    seed: int, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "_CHUNK", chunk)
    monkeypatch.setattr(boxes_module, "_PART", chunk)
    check(funds(seed), 2.0, 0.5)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("beside", [0.0, 0.3, 3.0])
def test_best_is_found_where_less_can_be_looked_up(
    seed: int, beside: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is held is cut down to what is needed: all that loses half of the room."""
    program = funds(seed)
    best = best_of(program)
    root = root_of(form_of(program))
    assert root is not None
    room = (root.bound.value - best) * 2 + 1e-9 * best
    _, whole = apart(program, room)
    for most in range(1, 64):
        monkeypatch.setattr(sweeps, "_HELD", most)
        sweep = sweep_of(whole, room, room * (1 + beside))
        if sweep is not None:
            break
    assert sweep is not None
    found = sweep.best()
    assert found
    assert found[0] == best


def test_nothing_is_held_beyond_what_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    _, whole = apart(funds(3), 1e6)
    monkeypatch.setattr(sweeps, "_HELD", 1)
    assert sweep_of(whole, 1e6, 1e6) is None


def test_too_many_pairs_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    _, whole = apart(funds(3), 1e6)
    monkeypatch.setattr(sweeps, "_MOST_PAIRS", 0)
    sweep = sweep_of(whole, 1e6, 1e6)
    assert sweep is not None
    assert sweep.best() is False


def by_hand(spare: int, price: int, departures: list[tuple[int, int]]) -> Pieces:
    """A budget the base leaves some of; each piece may earn one amount and use another."""
    pieces = tuple(
        Piece(
            np.array([number]),
            np.array([[1]]),
            np.array([worth]),
            np.array([[used]]),
            np.array([float(price * used - worth)]),
        )
        for number, (worth, used) in enumerate(departures)
    )
    base = np.zeros(len(pieces), dtype=np.int64)
    top = 100.0 + price * spare
    return Pieces(base, 100, np.array([spare]), np.array([float(price)]), top, pieces)


FOUR = [(6, 4), (3, 3), (9, 6), (1, 1)]
"""At a price of 2 they lose 2, 3, 3 and 1."""


def test_example_by_hand() -> None:
    """First and last fill the 5: 100 + 6 + 1 = 107, the 3 behind that they lose."""
    sweep = sweep_of(by_hand(5, 2, FOUR), 3.0, 3.0)
    assert sweep is not None
    found = sweep.best()
    assert found
    assert (found[0], found[1].tolist()) == (107, [1, 0, 0, 1])


def test_two_that_both_lose_about_half_are_found() -> None:
    """The last two lose 153 and 147 and fill the 10: 100 + 247 + 453, the 300 behind 1,100.

    They are in the halves of those that lose 280 and 290, which use too much.
    """
    whole = by_hand(10, 100, [(1710, 20), (1720, 20), (247, 4), (453, 6)])
    sweep = sweep_of(whole, 300.0, 300.0)
    assert sweep is not None
    found = sweep.best()
    assert found
    assert (found[0], found[1].tolist()) == (800, [0, 0, 1, 1])


def test_partial_answers_gone_through_are_counted() -> None:
    """Losing up to 3, either half has: nothing, and each of its two departures.

    The dearest are dealt first: halves lose 3 and 1, 3 and 2.
    """
    sweep = sweep_of(by_hand(5, 2, FOUR), 3.0, 3.0)
    assert sweep is not None
    assert sweep.count == 6


@given(st.integers(0, 10**6), st.integers(1, 40), st.floats(0.1, 60))
def test_boxes_hold_all_that_fits(seed: int, count: int, room: float) -> None:
    rng = np.random.Generator(np.random.PCG64(seed))
    rows = 1 + seed % 5
    price = rng.choice([0.0, 0.5, 1.0, 3.0], rows)
    used = rng.integers(-50, 50, (rows, count))
    wants = rng.integers(-50, 50, (rows, 30))
    nothing = np.zeros(rows, dtype=np.int64)
    whole = Pieces(np.zeros(0, dtype=np.int64), 0, nothing, price, 0.0, ())
    boxes = Boxes(whole, used, room)
    pairs = {
        pair
        for one, other in boxes.near(wants[boxes.rows])
        for pair in zip(one.tolist(), other.tolist(), strict=True)
    }
    for line, place in product(range(30), range(count)):
        left = wants[:, line] - used[:, place]
        if (left >= 0).all() and float(price @ left) <= room:
            assert (line, place) in pairs


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("most", [4, 12, 40])
def test_bound_and_answer_enclose_the_best_however_little_is_held(seed: int, most: int) -> None:
    program = funds(seed, 13)
    root = root_of(form_of(program))
    assert root is not None
    best = best_of(program)
    found = closed_in(root, None, 0, most, 0.0)
    assert found.bound >= best
    if found.known is not None:
        x, value = found.known
        assert program.feasible(x)
        assert program.value(x) == value <= best


def knapsack(values: list[int], costs: list[int], most: int) -> int:
    """Return the best worth under one budget, by a table over amounts."""
    best = [0] * (most + 1)
    for value, cost in zip(values, costs, strict=True):
        for amount in range(most, cost - 1, -1):
            best[amount] = max(best[amount], best[amount - cost] + value)
    return best[most]


def two_funds(seed: int, n: int = 80) -> tuple[Program, int]:
    """Each column in one of two funds, and the best worth, fund by fund."""
    rng = np.random.Generator(np.random.PCG64(seed))
    value, cost = rng.integers(10_000, 90_000, n) * 1001, rng.integers(300, 900, n)
    rows, best = [], 0
    for fund in (0, 1):
        inside = np.flatnonzero(np.arange(n) % 2 == fund)
        most = int(cost[inside].sum()) * 3 // 10
        rows.append(Row(tuple(inside.tolist()), tuple(cost[inside].tolist()), most=most))
        best += knapsack(value[inside].tolist(), cost[inside].tolist(), most)
    return Program(tuple(value.tolist()), tuple(rows), (0,) * n, (1,) * n), best


@pytest.mark.parametrize("seed", range(4))
def test_funds_apart_come_to_what_tables_over_amounts_say(seed: int) -> None:
    program, best = two_funds(seed)
    root = root_of(form_of(program))
    assert root is not None
    found = closed_in(root, None, 0, 600, 0.0)
    assert found.known is not None
    assert found.known[1] == found.bound == best
    again = root_of(form_of(evolve(program, rows=program.rows[::-1])))
    assert again is not None
    assert closed_in(again, None, 0, 600, 0.0).known == found.known
