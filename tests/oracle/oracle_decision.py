"""Costs, the best set by trying all sets, actions and ranks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from oracle_scores import exchange, touchpoints, weights

Row = dict[str, Any]
ORDER = ["prioritize", "approve", "defer", "revise", "decline"]


# -- money -----------------------------------------------------------------------------------------


def minor(amount: Fraction) -> Decimal:
    """Round to cents."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_EVEN)


def line_cost(line: Row, currency: str, case: Row) -> Decimal:
    """Return a line's PERT mean, rounded in its own currency and again where it is converted."""
    low, likely, high = line["range"]
    stated = line.get("currency") or case["currency"]
    rates = case["spec"].get("rates", [])
    mean = minor((low + 4 * likely + high) / 6)
    return minor(exchange(Fraction(mean), stated, currency, rates))


def total_cost(item: Row, case: Row) -> Decimal | None:
    if not item["costs"]:
        return None
    return sum((line_cost(line, case["currency"], case) for line in item["costs"]), Decimal(0))


def limit_of(budget: Any, currency: str) -> tuple[Decimal, str]:
    limit = budget["limit"] if isinstance(budget, dict) else budget
    if isinstance(limit, dict):
        return Decimal(str(limit["amount"])), limit["currency"]
    parts = str(limit).split()
    return Decimal(parts[-1].replace(",", "")), parts[0] if len(parts) == 2 else currency


def budget_cost(item: Row, budget: Any, case: Row) -> Decimal:
    where = budget.get("where", {}) if isinstance(budget, dict) else {}
    _, currency = limit_of(budget, case["currency"])
    spent = Decimal(0)
    for line in item["costs"]:
        line = {**line, "unit": line.get("unit") or item["unit"]}
        wanted = {field: v if isinstance(v, list) else [v] for field, v in where.items()}
        if all(line.get(field, "") in map(str, v) for field, v in wanted.items()):
            spent += line_cost(line, currency, case)
    return spent


# -- selection -------------------------------------------------------------------------------------


def forced_in(item: Row) -> bool:
    return item["mandatory"] or item["status"] == "committed"


def candidates(case: Row) -> list[str]:
    """Return the ids that may be selected, in order."""
    found = []
    for name, item in sorted(case["items"].items()):
        passes = blocked_by(case, name) is None and not item["forced_out"]
        priced = not case["spec"].get("budgets") or case["costs"][name] is not None
        if forced_in(item) or (passes and priced):
            found.append(name)
    return found


def blocked_by(case: Row, name: str) -> str | None:
    return case["blocked"][name]  # type: ignore[no-any-return]


def feasible_sets(case: Row) -> Iterator[frozenset[str]]:
    """Try every set of candidates and yield those that keep all the rules."""
    names = candidates(case)
    must = {name for name in names if forced_in(case["items"][name])}
    spent = {
        name: [
            budget_cost(case["items"][name], budget, case)
            for budget in case["spec"].get("budgets", {}).values()
        ]
        for name in names
    }
    limits = [
        limit_of(budget, case["currency"])[0] for budget in case["spec"].get("budgets", {}).values()
    ]
    if any(case["items"][name]["forced_out"] for name in must):
        return
    free = [name for name in names if name not in must]
    assert len(free) <= 16, "too many to try every set"
    left = [limit - sum((spent[n][b] for n in must), Decimal(0)) for b, limit in enumerate(limits)]

    def grow(at: int, chosen: frozenset[str], left: list[Decimal]) -> Iterator[frozenset[str]]:
        if any(rest < 0 for rest in left):
            return
        if at == len(free):
            if keeps_rules(chosen, case):
                yield chosen
            return
        name = free[at]
        used = [rest - cost for rest, cost in zip(left, spent[name], strict=True)]
        yield from grow(at + 1, chosen | {name}, used)
        yield from grow(at + 1, chosen, left)

    yield from grow(0, frozenset(must), left)


def keeps_rules(chosen: frozenset[str], case: Row) -> bool:
    items, rules = case["items"], case["spec"].get("rules", {})
    needed = set().union(*(items[name]["requires"] for name in chosen)) if chosen else set()
    if not needed <= chosen:
        return False
    apart = [*rules.get("excludes", []), *rules.get("at_most_one", {}).values()]
    if any(len(chosen & set(group)) > 1 for group in apart):
        return False
    if any(chosen & (items[name]["excludes"] - {name}) for name in chosen):
        return False
    if held_up(chosen, case) != chosen:
        return False
    return not rules.get("no_stage_worse_off") or stages_hold(chosen, case)


def held_up(chosen: frozenset[str], case: Row) -> frozenset[str]:
    """Return those selected for their value, or by force, or required by one that is held up."""
    items = case["items"]
    found = {
        name
        for name in chosen
        if forced_in(items[name]) or round(case["scored"][name]["value"], 9) > 0
    }
    for _ in chosen:
        found |= {name for name in chosen if any(name in items[o]["requires"] for o in found)}
    return frozenset(found)


def stages_hold(chosen: frozenset[str], case: Row) -> bool:
    points = touchpoints(case["scorecard"])
    sums: dict[tuple[str, str], float] = {}
    for name in chosen:
        for k, found in case["scored"][name]["journey"].items():
            for t, one in found.items():
                key = (k, points[t]["stage"])
                sums[key] = sums.get(key, 0.0) + points[t]["share"] * one["delta_value"]
    return all(round(total, 9) >= 0 for total in sums.values())


def best_set(case: Row) -> frozenset[str] | None:
    """Return the set of largest value; ties within 1e-9 by lower cost, then earlier ids."""
    valued = []
    for chosen in feasible_sets(case):
        value = sum(case["scored"][name]["value"] for name in sorted(chosen))
        cost = sum((case["costs"][name] or Decimal(0) for name in chosen), Decimal(0))
        valued.append((value, cost, sorted(chosen), chosen))
    if not valued:
        return None
    top = max(value for value, *_ in valued)
    tied = [one for one in valued if one[0] >= top - 1e-9]
    return min(tied, key=lambda one: one[1:3])[3]


# -- action and rank -------------------------------------------------------------------------------


def ratio(name: str, case: Row) -> tuple[int, float]:
    """Return the sort key of value per cost: zero cost first by value, missing cost last."""
    value, cost = round(case["scored"][name]["value"], 9), case["costs"][name]
    if not case["spec"].get("budgets"):
        return 0, -value
    if cost is None:
        return 2, 0.0
    if cost == 0:
        return 0, -value
    return 1, -float(f"{value / float(cost):.8e}")


def within(name: str, case: Row) -> tuple[Any, ...]:
    return (*ratio(name, case), -round(case["scored"][name]["value"], 9), name)


def actions(case: Row, chosen: frozenset[str], sure: frozenset[str]) -> dict[str, str]:
    """Return the action of every proposal that is not withdrawn, by the first rule that fits."""
    items = case["items"]
    needed = set().union(*(items[name]["requires"] for name in chosen)) if chosen else set()
    found = {}
    for name, item in items.items():
        value = round(case["scored"][name]["value"], 9)
        priced = not case["spec"].get("budgets") or case["costs"][name] is not None
        if forced_in(item):
            found[name] = "approve"
        elif item["forced_out"]:
            found[name] = "defer"
        elif blocked_by(case, name):
            found[name] = blocked_by(case, name) or ""
        elif not priced:
            found[name] = "revise"
        elif name in needed:
            found[name] = "approve"
        elif value <= 0:
            found[name] = "decline"
        elif name in chosen:
            found[name] = "prioritize" if name in sure else "approve"
        else:
            found[name] = "defer"
    return found


def ranks(case: Row, found: dict[str, str]) -> dict[str, int]:
    def key(name: str) -> tuple[Any, ...]:
        value = round(case["scored"][name]["value"], 9)
        first = found[name] in ORDER[:3]
        return (ORDER.index(found[name]), within(name, case) if first else (-value, name))

    return {name: place for place, name in enumerate(sorted(found, key=key), start=1)}


# -- what stands beside the list -------------------------------------------------------------------


def budget_use(case: Row, chosen: frozenset[str]) -> dict[str, dict[str, Decimal]]:
    result = {}
    for name, budget in case["spec"].get("budgets", {}).items():
        limit, _ = limit_of(budget, case["currency"])
        spent = {one: budget_cost(case["items"][one], budget, case) for one in chosen}
        used = sum(spent.values(), Decimal(0))
        fixed = (cost for one, cost in spent.items() if forced_in(case["items"][one]))
        result[name] = {
            "limit": limit,
            "used": used,
            "committed": sum(fixed, Decimal(0)),
            "left": limit - used,
        }
    return result


def spreads(case: Row) -> dict[str, float]:
    """Return the standard deviation over proposals of each group's part of the value."""
    from oracle_scores import group_of

    weight, result = weights(case["scorecard"]), {}
    for group in {group_of(case["scorecard"], k) for k in weight}:
        parts = [
            sum(c for k, c in s["contributions"].items() if group_of(case["scorecard"], k) == group)
            for s in case["scored"].values()
        ]
        mean = sum(parts) / len(parts)
        result[group] = (sum((p - mean) ** 2 for p in parts) / len(parts)) ** 0.5
    return result


def crowding(case: Row, chosen: frozenset[str]) -> dict[tuple[str, str], Row]:
    """Return the joint ΔU where several selected proposals change one touchpoint."""
    from oracle_scores import utility

    found: dict[tuple[str, str], list[tuple[str, Row]]] = {}
    for name in sorted(chosen):
        for k, touched in case["scored"][name]["journey"].items():
            for t, one in touched.items():
                if round(one["net"], 9) != 0:
                    found.setdefault((t, k), []).append((name, one))
    result = {}
    for key, several in found.items():
        if len(several) > 1:
            c = several[0][1]["condition"]
            joint = utility(c + sum(one["net"] for _, one in several)) - utility(c)
            separate = sum(one["delta_value"] for _, one in several)
            result[key] = {
                "proposals": [name for name, _ in several],
                "joint": joint,
                "separate": separate,
                "excess": separate - joint,
            }
    return result
