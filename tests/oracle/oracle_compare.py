"""Every figure of an evaluation held against the second implementation."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
TOLERANCE = 1.5e-9  # the file rounds to 9 decimals


class Comparison:
    """Collects what differs, and counts what was compared."""

    def __init__(self) -> None:
        self.count = 0
        self.differences: list[str] = []

    def same(self, where: str, got: Any, expected: Any) -> None:
        self.count += 1
        if isinstance(expected, float) and isinstance(got, (int, float)):
            close = math.isclose(got, expected, rel_tol=1e-9, abs_tol=TOLERANCE)
        else:
            close = got == expected
        if not close:
            self.differences.append(f"{where}: library {got!r}, oracle {expected!r}")


def sure_of(evaluation: Row) -> frozenset[str]:
    """Return who is selected, and helps customers, in at least nine of ten draws."""
    return frozenset(
        one["proposal"]
        for one in evaluation["recommendations"]
        if (one["selection_share"] or 0) >= 0.9 and (one["customer_positive"] or 0) >= 0.9
    )


def compare(evaluation: Row, oracle: Row) -> Comparison:
    """Compare a parsed evaluation.json with the oracle's figures."""
    to = Comparison()
    _touchpoints(to, evaluation, oracle)
    found = {one["proposal"]: one for one in evaluation["recommendations"]}
    to.same("proposals", sorted(found), sorted(oracle["items"]))
    for name, one in found.items():
        _recommendation(to, name, one, oracle)
    _selection(to, evaluation, oracle)
    return to


def _touchpoints(to: Comparison, evaluation: Row, oracle: Row) -> None:
    given = {(one["id"], one["criterion"]): one for one in evaluation["touchpoints"]}
    to.same("touchpoints", sorted(given), sorted(oracle["conditions"]))
    for key, expected in oracle["conditions"].items():
        one = given[key]
        for name in ("condition", "sd", "label"):
            to.same(f"{key} {name}", one[name], expected[name])
        for name, chance in expected["probabilities"].items():
            to.same(f"{key} P({name})", one["probabilities"][name], chance)
        _measurements(to, str(key), one["measurements"], expected["measurements"])


def _measurements(to: Comparison, where: str, given: list[Row], expected: list[Row]) -> None:
    keyed = {(one["source"], one["measure"]): one for one in given}
    to.same(
        f"{where} measurements",
        sorted(keyed),
        sorted((m["source"], m["measure"]) for m in expected),
    )
    for m in expected:
        one = keyed.get((m["source"], m["measure"]), {})
        for name in m:
            if name == "rate" or (name == "n" and (m["rate"] or not m["n"])):
                continue  # rows or complaints, and n of a figure made elsewhere: not said
            got = one.get(name)
            to.same(f"{where} {m['source']} {name}", got, str(m[name]) if name == "on" else m[name])


def _recommendation(to: Comparison, name: str, one: Row, oracle: Row) -> None:
    scored = oracle["scored"][name]
    to.same(f"{name} value", one["value"]["expected"], scored["value"])
    for field in ("customer_value", "business_value", "coverage"):
        to.same(f"{name} {field}", one[field], scored[field])
    cost = oracle["costs"][name]
    to.same(f"{name} cost", one["cost"] and Decimal(one["cost"]["amount"]), cost)
    criteria = {c["criterion"]: c for c in one["criteria"]}
    to.same(f"{name} criteria", sorted(criteria), sorted(scored["scores"]))
    for k, score in scored["scores"].items():
        to.same(f"{name} {k} weight", criteria[k]["weight"], oracle["weights"][k])
        to.same(f"{name} {k} score", criteria[k]["score"], score)
        to.same(f"{name} {k} contribution", criteria[k]["contribution"], scored["contributions"][k])
    _touched(to, name, one, scored)
    gates = {g["gate"]: g for g in one["gates"]}
    to.same(f"{name} gates run", sorted(gates), sorted(oracle["outcomes"][name]))
    for gate, outcome in oracle["outcomes"][name].items():
        if gate in gates:
            to.same(f"{name} {gate}", gates[gate]["outcome"], outcome)
            to.same(f"{name} {gate} mode", gates[gate]["mode"], oracle["gates"][gate]["mode"])
    to.same(f"{name} action", one["action"], oracle["actions"][name])
    to.same(f"{name} rank", one["rank"], oracle["ranks"][name])


def _touched(to: Comparison, name: str, one: Row, scored: Row) -> None:
    given = {(t["touchpoint"], t["criterion"]): t for t in one["touchpoints"]}
    for k, found in scored["journey"].items():
        for t, expected in found.items():
            got = given.pop((t, k), None)
            if got is None and round(expected["net"], 9) == 0 == round(expected["harm"], 9):
                continue
            to.same(f"{name} {t} {k} listed", got is not None, True)
            for field in ("condition", "net", "harm", "delta_value"):
                to.same(f"{name} {t} {k} {field}", (got or {}).get(field), expected[field])
            for field in ("customers_helped", "customers_harmed"):
                number = expected[field]
                number = None if number is None else float(number)
                to.same(f"{name} {t} {k} {field}", (got or {}).get(field), number)
            _paths(to, f"{name} {t} {k}", got or {}, expected["paths"])
    to.same(f"{name} further touchpoints", sorted(given), [])


def _paths(to: Comparison, where: str, got: Row, expected: Row) -> None:
    """Compare the listed paths; there are never more than 100 here."""
    given = {tuple(path["steps"]): path for path in got.get("paths", [])}
    to.same(f"{where} paths", sorted(given), sorted(expected))
    to.same(f"{where} more paths", got.get("more_paths"), 0)
    for steps, (product, owners) in expected.items():
        to.same(f"{where} strength", given.get(steps, {}).get("strength"), product)
        to.same(f"{where} owners", given.get(steps, {}).get("units"), owners)


def _selection(to: Comparison, evaluation: Row, oracle: Row) -> None:
    chosen = oracle["selected"]
    selection = evaluation.get("selection") or {}
    to.same("selected", selection.get("selected"), sorted(chosen or ()))
    value = sum(oracle["scored"][name]["value"] for name in sorted(chosen or ()))
    to.same("selection value", selection.get("value"), float(value))
    for one in evaluation["budgets"]:
        for field, amount in oracle["budgets"][one["budget"]].items():
            to.same(f"budget {one['budget']} {field}", Decimal(one[field]), amount)
    for one in evaluation.get("groups", []):
        to.same(f"share {one['group']}", one["share"], oracle["shares"][one["group"]])
        to.same(f"spread {one['group']}", one["spread"], oracle["spreads"][one["group"]])
    joint = {(j["touchpoint"], j["criterion"]): j for j in selection.get("joint", [])}
    to.same("crowded touchpoints", sorted(joint), sorted(oracle["crowding"]))
    for key, expected in oracle["crowding"].items():
        for field, number in expected.items():
            to.same(f"joint {key} {field}", joint.get(key, {}).get(field), number)
