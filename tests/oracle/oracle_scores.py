"""Effects, ratings and amounts to scores, and scores to values, by the longest way round."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from oracle_evidence import freshness, pert

Row = dict[str, Any]

KAPPA = {"trial": 1.0, "pilot": 0.8, "analogue": 0.6, "benchmark": 0.4, "opinion": 0.2}


def near_zero(value: float) -> float:
    return 0.0 if round(value, 9) == 0 else value


# -- the journey -----------------------------------------------------------------------------------


def touchpoints(scorecard: Row) -> dict[str, Row]:
    """Return every touchpoint with its stage and its share of the journey."""
    journey = scorecard.get("journey") or {}
    factor = journey.get("moment_of_truth_factor", 2)
    found: dict[str, Row] = {}
    for stage, about in journey.get("stages", {}).items():
        for name, point in (about.get("touchpoints") or {}).items():
            point = point or {}
            truth = bool(point.get("moment_of_truth"))
            weight = about.get("importance", 1) * point.get("importance", 1)
            found[name] = {
                "stage": stage,
                "truth": truth,
                "volume": point.get("volume"),
                "unit": point.get("unit", ""),
                "weight": weight * (factor if truth else 1),
            }
    total = sum(point["weight"] for point in found.values())
    for point in found.values():
        point["share"] = point["weight"] / total
    return found


def paths(scorecard: Row, start: str, end: str) -> list[tuple[tuple[str, ...], float]]:
    """Return every path from one node to another, with the product of its strengths."""
    if start == end:
        return [((end,), 1.0)]
    found = []
    for edge in (scorecard.get("journey") or {}).get("ripples", []):
        if edge["from"] == start:
            for steps, rest in paths(scorecard, edge["to"], end):
                found.append(((start, *steps), edge["strength"] * rest))
    return found


def strength(scorecard: Row, start: str, end: str) -> float:
    return min(1.0, sum(product for _, product in paths(scorecard, start, end)))


def owner(scorecard: Row, node: str) -> str:
    process = ((scorecard.get("journey") or {}).get("processes") or {}).get(node) or {}
    point = touchpoints(scorecard).get(node) or {}
    return process.get("unit") or point.get("unit") or ""


def utility(c: float) -> float:
    return 1.2 * c if c < 0.5 else 0.6 + 0.8 * (min(c, 1.0) - 0.5)


# -- effects ---------------------------------------------------------------------------------------


def effects_of(item: Row, scorecard: Row, screening: list[Row], as_of: date) -> list[Row]:
    """Return the effects that count, claimed and screened, each with its mean, reach and κ."""
    settings = scorecard.get("settings", {})
    claimed = {effect["target"] for effect in item["claims"]}
    screened = [e for e in screening_of(item, screening) if e["target"] not in claimed]
    if item["effects"] == "none":  # it states zero everywhere, which takes the place of guesses
        screened = []
    result = []
    for effect in [*item["claims"], *screened]:
        mean = near_zero(pert(*effect["change"]))
        reach = effect["reach"]
        if reach is None:
            reach = settings.get("gain_reach", 0.25) if mean > 0 else settings.get("harm_reach", 1)
        cited = effect.get("source") and effect.get("date") and effect["date"] <= as_of
        basis = effect["basis"] if cited else "opinion"
        fresh = bool(cited) and freshness(effect["date"], as_of)
        kappa = KAPPA[basis] if mean > 0 else 1.0
        new = {"mean": mean, "reach": reach, "basis": basis, "kappa": kappa, "fresh": fresh}
        result.append({**effect, **new})
    return result


def screening_of(item: Row, rules: list[Row]) -> list[Row]:
    """Return per target the largest |likely| of the matching rules."""
    from oracle_reading import effect_of, matches

    largest: dict[tuple[str, str], Row] = {}
    for rule in rules:
        if not matches(item["row"], rule.get("when")):
            continue
        for stated in rule["effects"]:
            effect = effect_of(stated) | {"screened": True, "reach": reach_of(rule, item)}
            key = (effect["target"], effect["criterion"])
            if key not in largest or size(effect) > size(largest[key]):
                largest[key] = effect
    return list(largest.values())


def size(effect: Row) -> tuple[float, bool]:
    """Return by what screened effects are compared: of equals the harm counts."""
    likely = effect["change"][1]
    return abs(likely), likely < 0


def reach_of(rule: Row, item: Row) -> float | None:
    reach = rule.get("reach")
    if isinstance(reach, dict):
        return min(1.0, float(item["row"][reach["column"]]) / reach["full"])
    return reach


def covered(scorecard: Row, k: str) -> list[str]:
    return scorecard["criteria"][k].get("touchpoints") or list(touchpoints(scorecard))


def full_scale(scorecard: Row, k: str) -> float:
    points = touchpoints(scorecard)
    stated = scorecard["criteria"][k].get("full_scale")
    return stated or 0.6 * max(points[t]["share"] for t in covered(scorecard, k))


def landings(effects: list[Row], scorecard: Row, k: str, t: str) -> list[Row]:
    """Return what each effect brings to one touchpoint for one criterion."""
    found = []
    for effect in effects:
        if effect["criterion"] not in ("", k):
            continue
        total = strength(scorecard, effect["target"], t)
        if total > 0:
            change = total * effect["mean"]
            part = effect["kappa"] * effect["reach"] * change
            cap = effect["kappa"] * change
            found.append({**effect, "strength": total, "arrives": change, "part": part, "cap": cap})
    return found


def touched(effects: list[Row], scorecard: Row, k: str, conditions: Row) -> dict[str, Row]:
    """Return per touchpoint the net change, the harm in it, ΔU and customers."""
    points, found = touchpoints(scorecard), {}
    for t in covered(scorecard, k):
        here = landings(effects, scorecard, k, t)
        if not here:
            continue
        gains = [one for one in here if one["mean"] > 0]
        harms = [one for one in here if one["mean"] < 0]
        gain = sum(one["part"] for one in gains)
        if gains:
            gain = min(gain, max(one["cap"] for one in gains))
        harm = sum(one["part"] for one in harms)
        c = conditions[t, k]["condition"]
        volume = points[t]["volume"]
        found[t] = {
            "condition": c,
            "net": gain + harm,
            "harm": harm,
            "delta_value": utility(c + gain + harm) - utility(c),
            "harm_value": utility(c + harm) - utility(c),
            "landings": here,
            "paths": ways(here, scorecard, t),
            "customers_helped": volume and volume * max((g["reach"] for g in gains), default=0),
            "customers_harmed": volume and volume * max((h["reach"] for h in harms), default=0),
        }
    return found


def ways(here: list[Row], scorecard: Row, t: str) -> dict[tuple[str, ...], tuple[float, list[str]]]:
    """Return the paths by which effects arrive, each with strength and the owner of each step."""
    found = {}
    for target in {one["target"] for one in here}:
        for steps, product in paths(scorecard, target, t):
            found[steps] = (product, [owner(scorecard, step) for step in steps])
    return found


# -- scores ----------------------------------------------------------------------------------------


def along(x: float, points: list[tuple[float, float]]) -> float:
    """Return the height at x of straight lines through some points, level beyond the ends."""
    points = sorted(points)
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


def level_score(criterion: Row, answer: str) -> float:
    if "scale" in criterion:
        worst, middle, best = criterion["scale"]
        points = [(worst, -1.0), (middle, 0.0)]
        points += [(best, 1.0)] if best != middle else []
        return along(float(answer), [(float(x), y) for x, y in points])
    levels = {str(level): about for level, about in criterion.get("levels", {}).items()}
    if levels and isinstance(levels[answer], dict):
        return float(levels[answer]["score"])
    return float(answer) / 3


def counting(item: Row, k: str, scorecard: Row) -> list[Row]:
    """Return the ratings of a criterion whose rater is not of the proposal's own unit."""
    own = scorecard.get("settings", {}).get("own_unit_counts", False)
    rated = [one for one in item["ratings"] if one["criterion"] == k]
    return [one for one in rated if own or not one["unit"] or one["unit"] != item["unit"]]


def rating_score(item: Row, k: str, scorecard: Row) -> float | None:
    criterion = scorecard["criteria"][k]
    answers = [level_score(criterion, one["rating"]) for one in counting(item, k, scorecard)]
    if not answers:
        return None
    reach = 1.0 if item["reach"] is None else item["reach"]
    factor = reach if criterion.get("group", "customer") == "customer" else 1.0
    return sum(answers) / len(answers) * factor


def exchange(amount: Any, source: str, target: str, rates: list[Row]) -> Any:
    if not source or source == target:
        return amount
    for one in rates:
        rate = type(amount)(str(one["rate"])) if not isinstance(amount, float) else one["rate"]
        if (one["from"], one["to"]) == (source, target):
            return amount * rate
        if (one["to"], one["from"]) == (source, target):
            return amount / rate
    raise AssertionError(f"no rate from {source} to {target}")


def quantity_score(item: Row, k: str, scorecard: Row, rates: list[Row]) -> float | None:
    criterion, found = scorecard["criteria"][k], item["quantities"].get(k)
    if found is None or found["range"] is None:
        return None
    amount = exchange(pert(*found["range"]), found["currency"], criterion.get("unit", ""), rates)
    stated = criterion["value_points"]
    if isinstance(stated, list):
        stated = {one["amount"]: one["score"] for one in stated}
    return along(amount, [(float(x), float(y)) for x, y in stated.items()])


def kinds(scorecard: Row, kind: str) -> list[str]:
    return [k for k, c in scorecard["criteria"].items() if c.get("kind", "rating") == kind]


def group_of(scorecard: Row, k: str) -> str:
    return scorecard["criteria"][k].get("group", "customer")


def journey_known(item: Row, effects: list[Row], scorecard: Row) -> bool:
    """Whether effects, a counting customer rating or `effects: none` say something."""
    customer = [k for k in kinds(scorecard, "rating") if group_of(scorecard, k) == "customer"]
    rated = any(counting(item, k, scorecard) for k in customer)
    return bool(effects) or rated or item["effects"] == "none"


# -- weights and value -----------------------------------------------------------------------------


def shares_of_groups(scorecard: Row) -> dict[str, float]:
    present = {group_of(scorecard, k) for k in scorecard["criteria"]}
    stated = scorecard.get("groups") or dict.fromkeys(present, 1)
    total = sum(stated.values())
    return {group: points / total for group, points in stated.items()}


def weights_inside(scorecard: Row, group: str) -> dict[str, float]:
    mine = {
        k: float(c["weight"])
        for k, c in scorecard["criteria"].items()
        if group_of(scorecard, k) == group
    }
    total = sum(mine.values())
    return {k: points / total for k, points in mine.items()}


def weights(scorecard: Row) -> dict[str, float]:
    shares = shares_of_groups(scorecard)
    return {
        k: share * inside
        for group, share in shares.items()
        for k, inside in weights_inside(scorecard, group).items()
    }


def score_proposal(item: Row, scorecard: Row, conditions: Row, spec: Row, as_of: date) -> Row:
    """Return scores, contributions, values and what changes along the journey."""
    effects = effects_of(item, scorecard, spec.get("screening", []), as_of)
    scores: dict[str, float | None] = {}
    journey: dict[str, dict[str, Row]] = {}
    points = touchpoints(scorecard)
    for k, criterion in scorecard["criteria"].items():
        kind = criterion.get("kind", "rating")
        if kind == "rating":
            scores[k] = rating_score(item, k, scorecard)
        elif kind == "quantity":
            scores[k] = quantity_score(item, k, scorecard, spec.get("rates", []))
        else:
            journey[k] = touched(effects, scorecard, k, conditions)
            raw = sum(points[t]["share"] * one["delta_value"] for t, one in journey[k].items())
            score = min(max(raw / full_scale(scorecard, k), -1.0), 1.0)
            scores[k] = score if journey_known(item, effects, scorecard) else None
    weight = weights(scorecard)
    result = {
        "effects": effects,
        "scores": scores,
        "journey": journey,
        "contributions": {k: weight[k] * (v or 0.0) for k, v in scores.items()},
        "coverage": sum(weight[k] for k, v in scores.items() if v is not None),
        "value": sum(weight[k] * (v or 0.0) for k, v in scores.items()),
    }
    for group in ("customer", "business"):
        inside = weights_inside(scorecard, group)
        value = sum(w * (scores[k] or 0.0) for k, w in inside.items())
        result[f"{group}_value"] = value if inside else None
    return result
