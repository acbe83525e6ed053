"""In how many draws is a proposal in the best set? Every set is tried in every draw."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray
from oracle_decision import candidates, forced_in, limit_of
from oracle_draws import spending
from oracle_scores import touchpoints

Row = dict[str, Any]
Floats = NDArray[np.float64]

BLOCK = 50
CENT = 1e-6


def selections(case: Row, drawn: Row) -> tuple[dict[str, Floats], int]:
    """Return who is in the best set of each draw, and the number of draws that have no set."""
    names = candidates(case)
    if not names:
        return {}, 0
    sets = sorted(rule_keeping(names, case), key=lambda one: order(one, case))
    held = np.array([[name in one for name in names] for one in sets], dtype=float)
    held = held.reshape(len(sets), len(names))
    values = np.array([drawn["values"][name] for name in names])
    budgets = budget_rows(case, drawn, names)
    stages = stage_rows(case, names)
    chosen, none = np.zeros((drawn["count"], len(names))), 0
    for start in range(0, drawn["count"], BLOCK):
        part = slice(start, start + BLOCK)
        worth = held @ values[:, part]
        for limit, spent in budgets:
            worth[held @ spent[:, part] > limit[part] + CENT] = -np.inf
        worth[(held @ stages < -5e-10).any(axis=1)] = -np.inf
        for at in range(worth.shape[1]):
            best = best_held(
                sets, worth[:, at], dict(zip(names, values[:, start + at], strict=True)), case
            )
            if best is None:
                none += 1
            else:
                chosen[start + at] = held[best]
    return dict(zip(names, chosen.T, strict=True)), none


def order(chosen: frozenset[str], case: Row) -> tuple[Decimal, list[str]]:
    """Return by what sets of equal value are told apart: the central cost, then ids."""
    return sum((case["costs"][n] or Decimal(0) for n in chosen), Decimal(0)), sorted(chosen)


def best_held(sets: list[frozenset[str]], worth: Floats, values: Row, case: Row) -> int | None:
    """Return the first of the best sets in which nobody without value stands unasked."""
    while True:
        top = worth.max(initial=-np.inf)
        if top == -np.inf:
            return None
        at = int(np.argmax(worth >= top - 1e-9))
        if held_up(sets[at], values, case):
            return at
        worth[at] = -np.inf


def held_up(chosen: frozenset[str], values: Row, case: Row) -> bool:
    items = case["items"]
    stands = {n for n in chosen if forced_in(items[n]) or round(values[n], 9) > 0}
    for _ in chosen:
        stands |= {n for n in chosen if any(n in items[other]["requires"] for other in stands)}
    return stands == chosen


def budget_rows(case: Row, drawn: Row, names: list[str]) -> list[tuple[Floats, Floats]]:
    """Return per budget its limit and what each candidate takes from it, in each draw.

    Where what must be selected costs more than the limit in a draw, nothing else is affordable.
    """
    items = case["items"]
    must = {n for n in names if forced_in(items[n])}
    for _ in names:
        must |= {n for n in names if any(n in items[other]["requires"] for other in must)}
    found = []
    for budget in case["spec"].get("budgets", {}).values():
        limit, currency = limit_of(budget, case["currency"])
        spent = np.array([spending(case, drawn, n, budget, currency) for n in names])
        need = spent[[n in must for n in names]].sum(axis=0)
        found.append((np.maximum(float(limit), need), spent))
    return found


def stage_rows(case: Row, names: list[str]) -> Floats:
    """Return what each candidate does to each stage, candidates x stages and criteria; central.

    Whether a selection leaves a stage worse off is asked of the central figures in every draw, as
    gates are. Of minimum shares there are none here.
    """
    points = touchpoints(case["scorecard"])
    wanted = case["spec"].get("rules", {}).get("no_stage_worse_off")
    rows: dict[tuple[str, str], Floats] = {}
    for at, name in enumerate(names if wanted else []):
        for k, found in case["scored"][name]["journey"].items():
            for t, one in found.items():
                row = rows.setdefault((k, points[t]["stage"]), np.zeros(len(names)))
                row[at] += points[t]["share"] * one["delta_value"]
    return np.array([*rows.values()]).reshape(len(rows), len(names)).T


def rule_keeping(names: list[str], case: Row) -> Iterator[frozenset[str]]:
    """Yield the sets of candidates that keep what has nothing to do with values or money."""
    items, rules = case["items"], case["spec"].get("rules", {})
    must = frozenset(n for n in names if forced_in(items[n]))
    free = [n for n in names if n not in must]
    apart = [set(one) for one in rules.get("excludes", [])]
    apart += [set(one) for one in rules.get("at_most_one", {}).values()]
    apart += [{n, other} for n in names for other in items[n]["excludes"] - {n}]

    def grow(at: int, chosen: frozenset[str]) -> Iterator[frozenset[str]]:
        if any(len(chosen & one) > 1 for one in apart):
            return
        if at < len(free):
            yield from grow(at + 1, chosen | {free[at]})
            yield from grow(at + 1, chosen)
        elif all(items[n]["requires"] <= chosen for n in chosen):
            yield chosen

    yield from grow(0, must)
