"""The draws a second time: everything uncertain, from scipy's distributions and numpy's generator.

None of the library's streams, quantile tables or weight samplers is used; what is known without
chance (conditions, effects, candidates, costs) comes from the second implementation beside.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from oracle_decision import line_cost
from oracle_scores import (
    counting,
    covered,
    exchange,
    full_scale,
    group_of,
    journey_known,
    level_score,
    shares_of_groups,
    strength,
    touchpoints,
    weights_inside,
)
from scipy import stats

Row = dict[str, Any]
Floats = NDArray[np.float64]

WITHIN = 0.25
"""By how much of itself a weight may be more or less inside its group."""
SHARE_WITHIN = 0.1
"""By how much of the whole the share of a group may be."""


def draw(case: Row, count: int, seed: int) -> Row:
    """Return scores, weights and values of every proposal that is not withdrawn, `count` times.

    Args:
        case: What `method.evaluate` returned.
        count: The number of draws.
        seed: Of numpy's generator.
    """
    random = np.random.default_rng(seed)
    inside = {
        group: among(random, weights_inside(case["scorecard"], group), WITHIN, 0.0, count)
        for group in shares_of_groups(case["scorecard"])
    }
    shares = among(random, shares_of_groups(case["scorecard"]), 0.0, SHARE_WITHIN, count)
    worlds = conditions(random, case, count)
    found: Row = {"count": count, "scores": {}, "values": {}, "customer": {}}
    found["weights"] = {k: shares[g] * w for g, some in inside.items() for k, w in some.items()}
    for name in sorted(case["items"]):
        scores = scores_of(random, case, name, worlds, count)
        found["scores"] |= {(name, k): score for k, score in scores.items()}
        found["values"][name] = total(found["weights"], scores)
        if "customer" in inside:
            found["customer"][name] = total(inside["customer"], scores)
    found["lines"] = {name: lines(random, item, count) for name, item in case["items"].items()}
    return found


def total(weights: dict[str, Floats], scores: dict[str, Floats]) -> Floats:
    return np.sum([w * scores[k] for k, w in weights.items()], axis=0)


# -- weights ---------------------------------------------------------------------------------------


def among(
    random: np.random.Generator,
    centers: dict[str, float],
    relative: float,
    absolute: float,
    count: int,
) -> dict[str, Floats]:
    """Return weights uniform on the simplex within limits around their centers, by rejection.

    All but the largest are drawn uniformly within their limits; the largest is what is left of 1,
    and the draw is kept where that lies within its own limits. On the plane where the sum is 1
    the other weights are coordinates, so that what is kept is uniform on it.
    """
    names = sorted(centers, key=lambda name: centers[name])
    middle = np.array([centers[name] for name in names])
    low = np.maximum(0.0, middle * (1 - relative) - absolute)
    high = np.minimum(1.0, middle * (1 + relative) + absolute)
    kept = np.empty((0, len(names)))
    while len(kept) < count:
        free = random.uniform(low[:-1], high[:-1], size=(4 * count, len(names) - 1))
        last = 1.0 - free.sum(axis=1)
        fits = (last >= low[-1] - 1e-12) & (last <= high[-1] + 1e-12)
        kept = np.vstack([kept, np.column_stack([free, last])[fits]])
    return dict(zip(names, kept[:count].T, strict=True))


# -- three points, one number ----------------------------------------------------------------------


def pert(random: np.random.Generator, three: Any, count: int) -> Floats:
    """Return draws of Beta with λ = 4 between low and high; of one number, that number."""
    low, likely, high = map(float, three)
    if low == high:
        return np.full(count, low)
    a, b = 1 + 4 * (likely - low) / (high - low), 1 + 4 * (high - likely) / (high - low)
    beta = stats.beta(a, b, loc=low, scale=high - low)
    return np.asarray(beta.rvs(size=count, random_state=random))


def spread(change: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return the range of a change: half to one and a half times a gain given as one number."""
    low, likely, high = change
    return (0.5 * likely, likely, 1.5 * likely) if low == high and likely > 0 else change


# -- scores ----------------------------------------------------------------------------------------


def scores_of(
    random: np.random.Generator, case: Row, name: str, worlds: Row, count: int
) -> dict[str, Floats]:
    card, item = case["scorecard"], case["items"][name]
    effects = case["scored"][name]["effects"]
    moved = changes(random, effects, count)
    found = {}
    for k, criterion in card["criteria"].items():
        kind, score = criterion.get("kind", "rating"), None
        if kind == "rating":
            score = rating(random, item, k, card, count)
        elif kind == "quantity":
            score = quantity(random, item, k, case, count)
        elif journey_known(item, effects, card):
            raw = journey(effects, moved, k, case, worlds, count)
            score = np.clip(raw / full_scale(card, k), -1, 1)
        found[k] = random.uniform(-1, 1, count) if score is None else score
    return found


def level_scores(criterion: Row) -> list[float]:
    """Return the scores of all levels of a rating, in order."""
    if "scale" in criterion:
        ends = (criterion["scale"][0], criterion["scale"][2])
        answers = [str(n) for n in range(min(ends), max(ends) + 1)]
    elif criterion.get("levels"):
        answers = [str(level) for level in criterion["levels"]]
    else:
        answers = [str(n) for n in range(-3, 1 if criterion.get("risk") else 4)]
    return sorted(level_score(criterion, answer) for answer in answers)


def rating(random: np.random.Generator, item: Row, k: str, card: Row, count: int) -> Floats | None:
    criterion = card["criteria"][k]
    answers = [level_score(criterion, one["rating"]) for one in counting(item, k, card)]
    if not answers:
        return None
    levels = level_scores(criterion)
    gap = min(high - low for low, high in pairwise(levels))
    sd = float(np.std(answers, ddof=1)) if len(answers) > 1 else 0.0
    error = max(sd, gap / 2) / np.sqrt(len(answers))
    mean = stats.norm(np.mean(answers), error).rvs(size=count, random_state=random)
    reach = 1.0 if item["reach"] is None else item["reach"]
    factor = reach if group_of(card, k) == "customer" else 1.0
    return np.asarray(np.clip(mean, levels[0], levels[-1]) * factor)


def quantity(
    random: np.random.Generator, item: Row, k: str, case: Row, count: int
) -> Floats | None:
    criterion, stated = case["scorecard"]["criteria"][k], item["quantities"].get(k)
    if stated is None or stated["range"] is None:
        return None
    rate = exchange(1.0, stated["currency"], criterion.get("unit", ""), case["spec"].get("rates"))
    points = criterion["value_points"]
    if isinstance(points, list):
        points = {one["amount"]: one["score"] for one in points}
    amounts = pert(random, stated["range"], count) * rate
    return np.interp(amounts, sorted(points), [points[x] for x in sorted(points)])


# -- the journey -----------------------------------------------------------------------------------


def conditions(random: np.random.Generator, case: Row, count: int) -> Row:
    """Return what each touchpoint is like for each criterion, in each draw the same for all.

    Two journey criteria that look at one touchpoint see two conditions, drawn apart, also where
    they rest on the same measurements: the method pools a condition per criterion and says no
    more. (Drawn together, values would vary a little more.)
    """
    return {
        place: np.clip(random.normal(one["condition"], one["sd"], count), 0, 1)
        for place, one in sorted(case["conditions"].items())
    }


def changes(random: np.random.Generator, effects: list[Row], count: int) -> list[Row]:
    """Return per effect the change of each draw and by what it counts where it is a gain.

    One uniform per proposal says how far its weak evidence carries. An effect that is on average
    no gain is not discounted in the draws where it is one.
    """
    uniform = random.uniform(size=count)
    found = []
    for effect in effects:
        kappa = effect["kappa"] if effect["mean"] > 0 else 1.0
        change = pert(random, spread(effect["change"]), count)
        found.append({"change": change, "r": carries(kappa, uniform)})
    return found


def carries(kappa: float, uniform: Floats) -> Floats:
    """Return by what gains are multiplied: quantiles of Beta(4κ, 4(1 − κ)); 1 at κ = 1."""
    if kappa == 1:
        return np.ones(len(uniform))
    return np.asarray(stats.beta(4 * kappa, 4 * (1 - kappa)).ppf(uniform))


def journey(
    effects: list[Row], moved: list[Row], k: str, case: Row, worlds: Row, count: int
) -> Floats:
    """Return Σ share × ΔU of one proposal and criterion."""
    card, points = case["scorecard"], touchpoints(case["scorecard"])
    mine = [n for n, effect in enumerate(effects) if effect["criterion"] in ("", k)]
    raw = np.zeros(count)
    for t in covered(card, k):
        gains, cap, harm = np.zeros(count), np.zeros(count), np.zeros(count)
        for n in mine:
            change = strength(card, effects[n]["target"], t) * moved[n]["change"]
            gain = np.where(change > 0, moved[n]["r"] * change, 0.0)
            gains += effects[n]["reach"] * gain
            cap = np.maximum(cap, gain)
            harm += effects[n]["reach"] * np.minimum(change, 0.0)
        before = worlds[t, k]
        after = before + np.minimum(gains, cap) + harm
        raw += points[t]["share"] * (utility(after) - utility(before))
    return raw


def utility(c: Floats) -> Floats:
    return np.where(c < 0.5, 1.2 * c, 0.6 + 0.8 * (np.minimum(c, 1.0) - 0.5))


# -- money -----------------------------------------------------------------------------------------


def lines(random: np.random.Generator, item: Row, count: int) -> list[Row]:
    """Return the cost lines of a proposal, each with its amounts in its own currency."""
    return [{**line, "drawn": pert(random, line["range"], count)} for line in item["costs"]]


def spending(case: Row, drawn: Row, name: str, budget: Row, currency: str) -> Floats:
    """Return what a proposal takes from a budget in each draw; sure costs to the cent."""
    where = budget.get("where", {}) if isinstance(budget, dict) else {}
    spent = np.zeros(drawn["count"])
    for line in drawn["lines"][name]:
        own = {**line, "unit": line.get("unit") or case["items"][name]["unit"]}
        wanted = {field: v if isinstance(v, list) else [v] for field, v in where.items()}
        if not all(own.get(field, "") in map(str, v) for field, v in wanted.items()):
            continue
        if line["range"][0] == line["range"][2]:
            spent += float(line_cost(line, currency, case))
        else:
            stated = line.get("currency") or case["currency"]
            spent += line["drawn"] * exchange(1.0, stated, currency, case["spec"].get("rates"))
    return spent
