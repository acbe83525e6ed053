"""The five gates, each from its own paragraph of the method."""

from __future__ import annotations

from datetime import date
from typing import Any

from oracle_evidence import age_months, freshness, usable
from oracle_scores import (
    counting,
    full_scale,
    group_of,
    kinds,
    screening_of,
    touchpoints,
    weights,
    weights_inside,
)

Row = dict[str, Any]

DEFAULTS: dict[str, Row] = {
    "customer_harm": {
        "mode": "block",
        "action": "decline",
        "touchpoint": -0.05,
        "moment_of_truth": -0.02,
        "journey": -0.02,
        "change": -0.3,
        "score": -0.34,
    },
    "customer_evidence": {"mode": "block", "action": "revise", "coverage": 0.5, "freshness": 0.5},
    "customer_voice": {
        "mode": "block",
        "action": "revise",
        "max_age_months": 18,
        "channels": ["survey", "complaint", "call", "return", "review", "in-store"],
    },
    "customer_value_floor": {"mode": "block", "action": "revise", "floor": -0.05},
    "customer_statement": {"mode": "warn", "action": "revise"},
}


def settings_of(scorecard: Row, spec: Row) -> dict[str, Row]:
    result = {gate: dict(default) for gate, default in DEFAULTS.items()}
    for stated in (scorecard.get("gates") or {}, spec.get("gates") or {}):
        for gate, about in stated.items():
            result[gate] |= about if isinstance(about, dict) else {"mode": about}
    return result


def below(value: float, limit: float) -> bool:
    return round(value, 9) < round(limit, 9)


def customer_criteria(scorecard: Row) -> list[str]:
    return [k for k in scorecard["criteria"] if group_of(scorecard, k) == "customer"]


def owned(scorecard: Row) -> set[str]:
    journey = scorecard.get("journey") or {}
    processes = (journey.get("processes") or {}).values()
    owners = {(process or {}).get("unit", "") for process in processes}
    return owners | {point["unit"] for point in touchpoints(scorecard).values()}


def harm(item: Row, scored: Row, scorecard: Row, gate: Row) -> str:
    points, failed = touchpoints(scorecard), False
    for found in scored["journey"].values():
        total = 0.0
        for t, one in found.items():
            limit = gate["moment_of_truth" if points[t]["truth"] else "touchpoint"]
            failed |= below(one["harm_value"], limit)
            failed |= any(below(land["arrives"], gate["change"]) for land in one["landings"])
            total += points[t]["share"] * one["harm_value"]
        failed |= below(total, gate["journey"])
    missing = False
    for k in customer_criteria(scorecard):
        score = scored["scores"][k]
        missing |= score is None
        if score is not None and scorecard["criteria"][k].get("kind") != "journey":
            failed |= below(score, gate["score"])
    if failed:
        return "fail"
    silent = item["effects"] == "none" and not scored["effects"]
    outsider = item["confirmed_by"] and item["confirmed_by"] != item["unit"]
    owner = bool(item["unit"]) and item["unit"] in owned(scorecard)
    if kinds(scorecard, "journey") and silent and owner and not outsider:
        return "undetermined"
    return "undetermined" if missing else "pass"


def evidence(item: Row, scored: Row, scorecard: Row, gate: Row, found: Row, as_of: date) -> str:
    weight, points = weights_inside(scorecard, "customer"), touchpoints(scorecard)
    claimed = covered_gain = 0.0
    for k in customer_criteria(scorecard):
        if scored["scores"][k] is None:
            continue
        if k in scored["journey"]:
            for t, one in scored["journey"][k].items():
                a = points[t]["share"] * max(one["delta_value"], 0) / full_scale(scorecard, k)
                claimed += weight[k] * a
                if any(m["freshness"] >= gate["freshness"] for m in usable(found, t, k)):
                    covered_gain += weight[k] * a * _backed(one["landings"], gate)
        else:
            a = max(scored["scores"][k], 0.0)
            claimed += weight[k] * a
            covered_gain += weight[k] * a * _cites(item, k, scorecard, gate, as_of)
    if round(claimed, 9) <= 0:
        return "not applicable"
    return "fail" if below(covered_gain / claimed, gate["coverage"]) else "pass"


def _backed(landings: list[Row], gate: Row) -> float:
    gains = [one for one in landings if one["part"] > 0]
    good = [g for g in gains if g["basis"] != "opinion" and g["fresh"] >= gate["freshness"]]
    total = sum(g["part"] for g in gains)
    return sum(g["part"] for g in good) / total if total else 0.0


def _cites(item: Row, k: str, scorecard: Row, gate: Row, as_of: date) -> bool:
    if scorecard["criteria"][k].get("kind", "rating") == "rating":
        stated = counting(item, k, scorecard)
    else:
        stated = [item["quantities"][k]]
    return any(
        one["source"] and one["date"] and freshness(one["date"], as_of) >= gate["freshness"]
        for one in stated
    )


def voice(scored: Row, scorecard: Row, gate: Row, found: list[Row], as_of: date) -> str:
    weight, points = weights(scorecard), touchpoints(scorecard)
    moved: dict[str, float] = {}
    for k, touched in scored["journey"].items():
        for t, one in touched.items():
            part = weight[k] * points[t]["share"] * abs(one["delta_value"])
            moved[t] = moved.get(t, 0.0) + part
    moved = {t: round(part, 9) for t, part in moved.items() if round(part, 9) > 0}
    if not moved:
        return "not applicable"
    most = min(moved, key=lambda t: (-moved[t], t))
    heard = any(
        m["touchpoint"] == most
        and m["channel"] in gate["channels"]
        and not round(age_months(m["on"], as_of), 9) > gate["max_age_months"]
        for m in found
    )
    return "pass" if heard else "fail"


def statement(item: Row, phrases: Row) -> str:
    text = item["statement"].casefold()
    if not text:
        return "fail"
    return "fail" if any(phrase.casefold() in text for phrase in phrases) else "pass"


def not_run(items: list[Row], case: Row) -> set[str]:
    """Return the gates whose kind of input the whole workspace lacks."""
    scorecard, screening = case["scorecard"], case["spec"].get("screening", [])
    customer = set(customer_criteria(scorecard))
    cited = any(
        one.get("source") and one.get("date")
        for item in items
        for k in scorecard["criteria"]
        for one in [
            *item["claims"],
            *counting(item, k, scorecard),
            *item["quantities"].values(),
        ]
    )
    spoken = any(
        item["claims"]
        or item["effects"] == "none"
        or screening_of(item, screening)
        or customer & {one["criterion"] for one in item["ratings"]}
        or customer & set(item["quantities"])
        for item in items
    )
    lacking = set()
    if not spoken:
        lacking |= {"customer_harm", "customer_value_floor"}
    if not customer:
        lacking.add("customer_value_floor")
    if not (case["spec"].get("evidence") or cited):
        lacking.add("customer_evidence")
    if not case["spec"].get("evidence"):
        lacking.add("customer_voice")
    if not any(item["statement"] for item in items):
        lacking.add("customer_statement")
    return lacking


def outcomes(case: Row, item: Row, scored: Row) -> dict[str, str]:
    """Return the answer of every gate that is run, for one proposal."""
    scorecard, found, as_of = case["scorecard"], case["measurements"], case["as_of"]
    gates = case["gates"]
    answers = {
        "customer_harm": harm(item, scored, scorecard, gates["customer_harm"]),
        "customer_evidence": evidence(
            item, scored, scorecard, gates["customer_evidence"], found, as_of
        ),
        "customer_voice": voice(scored, scorecard, gates["customer_voice"], found, as_of),
        "customer_statement": statement(item, case["phrases"]),
    }
    value = scored["customer_value"]
    floor = gates["customer_value_floor"]["floor"]
    if value is None:
        answers["customer_value_floor"] = "not applicable"
    else:
        answers["customer_value_floor"] = "fail" if below(value, floor) else "pass"
    off = {gate for gate, about in gates.items() if about["mode"] == "off"}
    return {g: a for g, a in answers.items() if g not in case["not_run"] | off}


def blocking_action(case: Row, item: Row, answers: dict[str, str]) -> str | None:
    """Return decline or revise where a blocking gate failed or is undetermined, else None."""
    worst = None
    for gate, answer in answers.items():
        about = case["gates"][gate]
        if about["mode"] != "block" or answer in ("pass", "not applicable"):
            continue
        action = about["action"] if answer == "fail" else "revise"
        if gate == "customer_harm" and item["mitigation"]:
            action = "revise"
        if gate == "customer_statement" and not item["statement"]:
            action = "revise"
        worst = "decline" if "decline" in (worst, action) else "revise"
    return worst
