"""What would it take, exactly: every figure told is where trying every selection changes sides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from attrs import evolve

from cximpact.decision.would_take import would_take

KNOWN: dict[int, Any] = {}
CUT = re.compile(
    r"Its cost(?: under \w+)? must fall by EUR ([\d,.]+), to EUR [\d,.]+(, every line in)?"
)
RISE = re.compile(r"rises by up to EUR ([\d,.]*\d)")
NO_CUT = "No cost is low enough for the selection to take it."
NO_RISE = "rises at all, all else equal."
LIMIT = re.compile(r"Budget (\w+) must rise by EUR [\d,.]+, to EUR ([\d,.]+),")
ABOVE = re.compile(r"Its value must rise above ([+-]?[\d.]+) \(now [^)]*\) for the selection")
STAYS = re.compile(r"while its value is above ([+-]?[\d.]+) ")


def cents(text: str) -> int:
    return round(float(text.replace(",", "")) * 100)


def values(tried: Any) -> list[float]:
    return list(tried.question.scores.value)


def now(tried: Any) -> frozenset[int]:
    return frozenset(np.flatnonzero(tried.question.choice.selected).tolist())


def moving(tried: Any, place: int) -> list[str]:
    """The funds whose lines move: all, or those under the only budget it draws on."""
    own = tried.cost[place]
    drawn = [fund for fund, _ in tried.limits.values() if own.get(fund, fund is None)]
    return [f for f in own if drawn == [None] or len(drawn) > 1 or f in drawn]


def costing(tried: Any, place: int, change: int) -> Any:
    """The same with one proposal dearer, what moves of it in proportion."""
    funds = moving(tried, place)
    whole = sum(tried.cost[place][f] for f in funds)
    own = {
        f: round(Fraction(c * (whole + change), whole)) if whole and f in funds else c
        for f, c in tried.cost[place].items()
    }
    return evolve(tried, cost=(*tried.cost[:place], own, *tried.cost[place + 1 :]))


def takes(tried: Any, place: int) -> bool:
    best = tried.best(values(tried), list(tried.sets()))
    return best is not None and place in best


def each(build: Any, trying: Any, seeds: range, rules: set[str]) -> Iterator[Any]:
    for seed in seeds:
        if seed not in KNOWN:
            tried = trying.problem(build, seed, most=6)
            KNOWN[seed] = tried, would_take(tried.question)
        tried, said = KNOWN[seed]
        for place, rule in enumerate(tried.question.rules):
            if rule in rules:
                yield tried, place, " | ".join(said[place])


BLOCKS = [range(start, start + 40) for start in range(0, 200, 40)]


@pytest.mark.parametrize("seeds", BLOCKS, ids=str)
def test_the_cost_cut_is_the_least_that_lets_it_in(build: Any, trying: Any, seeds: range) -> None:
    for tried, place, said in each(build, trying, seeds, {"not selected"}):
        found = CUT.search(said)
        if found is None:
            whole = sum(tried.cost[place][f] for f in moving(tried, place))
            drawn = any(tried.draw(key, frozenset({place})) for key in tried.limits)
            assert (NO_CUT in said) == drawn
            assert not takes(costing(tried, place, -whole), place)
            continue
        cut = cents(found.group(1))
        assert takes(costing(tried, place, -cut), place), said
        assert not takes(costing(tried, place, 1 - cut), place), said


@pytest.mark.parametrize("seeds", BLOCKS, ids=str)
def test_the_overrun_is_the_most_it_stands(build: Any, trying: Any, seeds: range) -> None:
    for tried, place, said in each(build, trying, seeds, {"selected", "required by"}):
        found = RISE.search(said)
        if found is None and NO_RISE not in said:
            drawn = any(tried.draw(key, frozenset({place})) for key in tried.limits)
            assert not drawn or "No selection without it" in said
            continue
        room = cents(found.group(1)) if found else 0
        assert takes(costing(tried, place, room), place), said
        assert not takes(costing(tried, place, room + 1), place), said


@pytest.mark.parametrize("seeds", BLOCKS, ids=str)
def test_the_budget_is_the_least_that_lets_it_in(build: Any, trying: Any, seeds: range) -> None:
    """Tried at every limit at which some selection becomes affordable."""
    for tried, place, said in each(build, trying, seeds, {"not selected"}):
        told = {key: cents(limit) for key, limit in LIMIT.findall(said)}
        for key, (fund, limit) in tried.limits.items():
            draws = {tried.draw(key, s) for s in tried.sets(free=key)}
            steps = sorted(draw for draw in draws if draw > limit)
            found = (
                to
                for to in steps
                if takes(evolve(tried, limits={**tried.limits, key: (fund, to)}), place)
            )
            if key in told:
                assert told[key] == next(found)


@pytest.mark.parametrize("seeds", BLOCKS, ids=str)
def test_the_value_is_where_it_changes_sides(build: Any, trying: Any, seeds: range) -> None:
    for pattern, rules in ((ABOVE, {"not selected"}), (STAYS, {"selected", "required by"})):
        for tried, place, said in each(build, trying, seeds, rules):
            found = pattern.search(said)
            if found is None:
                continue
            limit = float(found.group(1)) / 100
            for value, taken in ((limit + 1e-6, True), (limit - 1.0001e-3, False)):
                moved = values(tried)
                moved[place] = value
                best = tried.best(moved, list(tried.sets()))
                assert (best is not None and place in best) == taken, said
