"""Rows of evidence to figures, conditions and labels, one formula after the other."""

from __future__ import annotations

import calendar
import math
from datetime import date
from typing import Any

Row = dict[str, Any]
MONTH = 30.4375


def pert(low: float, likely: float, high: float) -> float:
    return (low + 4 * likely + high) / 6


def age_months(then: date, as_of: date) -> float:
    return (as_of - then).days / MONTH


def freshness(then: date, as_of: date, half_life: float = 12) -> float:
    """How much evidence still counts; what is dated after the day of decision counts nothing."""
    return 0.0 if then > as_of else 2 ** (-age_months(then, as_of) / half_life)


def window_start(as_of: date, months: float) -> date:
    """Return the day so many calendar months before `as_of`; it is outside the window itself."""
    index = as_of.year * 12 + as_of.month - 1 - int(months)
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(as_of.day, calendar.monthrange(year, month)[1]))


# -- figure and standard error by kind -------------------------------------------------------------


def share_figure(successes: float, n: float) -> tuple[float, float]:
    p = successes / n
    if successes < 5 or n - successes < 5:
        z = 1.96
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return p, half / z
    return p, math.sqrt(p * (1 - p) / n)


def nps_figure(promoters: float, detractors: float, n: float) -> tuple[float, float]:
    more = n + 3
    p, d = (promoters + 0.75) / more, (detractors + 0.75) / more
    return 100 * (promoters - detractors) / n, 100 * math.sqrt((p + d - (p - d) ** 2) / more)


def mean_figure(values: list[float], scale: list[float]) -> tuple[float, float]:
    n, width = len(values), scale[1] - scale[0]
    mean = sum(values) / n
    if n == 1:
        return mean, width / math.sqrt(12)
    sd = math.sqrt(sum((v - mean) ** 2 for v in values) / (n - 1))
    return mean, max(sd, width / 6) / math.sqrt(n)


def silent_of(measure: Row) -> tuple[float, float]:
    """Return K, the likely number of silent customers per complaint, and its variance."""
    silent = measure.get("silent")
    if silent is None or silent is False:
        return 0.0, 0.0
    if silent is True:
        silent = {"low": 1, "likely": 14, "high": 26}
    if not isinstance(silent, dict):
        return float(silent), 0.0
    low, likely, high = silent["low"], silent["likely"], silent["high"]
    mu = pert(low, likely, high)
    return likely, (mu - low) * (high - mu) / 7


def rate_figure(count: float, exposure: float, measure: Row) -> tuple[float, float]:
    k, var_k = silent_of(measure)
    figure = (1 + k) * count / exposure
    if measure.get("silent") not in (None, False):
        figure = min(1.0, figure)
    variance = (1 + k) ** 2 * max(count, 1) / exposure**2 + (count / exposure) ** 2 * var_k
    return figure, math.sqrt(variance)


def exposure_of(rows: list[Row], measure: Row, touchpoint: str, volume: float | None) -> float:
    stated = [r["exposure"] for r in rows if r["exposure"] is not None]
    if stated:
        return sum(stated)
    exposure = measure.get("exposure")
    if isinstance(exposure, dict):
        exposure = exposure.get(touchpoint)
    if exposure is not None:
        return float(exposure)
    assert volume is not None
    return volume * measure.get("window", 12) / 12


def success(value: str, test: Row) -> bool:
    if "at_least" in test:
        return float(value) >= test["at_least"]
    if "at_most" in test:
        return float(value) <= test["at_most"]
    options = test.get("one_of", [test.get("equals")])
    return any(value == str(one) for one in options)


def figure_of(
    rows: list[Row], measure: Row, volume: float | None
) -> tuple[float, float, int] | None:
    """Return figure, standard error and n of the rows of one measurement; None without any."""
    kind = measure["kind"]
    if rows[0]["kind"] == "measurements":
        return _stated(rows[0], measure, volume)
    if kind == "rate":
        count = sum(1 if r["count"] is None else r["count"] for r in rows)
        exposure = exposure_of(rows, measure, rows[0]["touchpoint"], volume)
        return *rate_figure(count, exposure, measure), len(rows)
    rows = [r for r in rows if r["value"] != ""]
    if not rows:
        return None
    n = len(rows)
    if kind == "share":
        return *share_figure(sum(success(r["value"], measure["success"]) for r in rows), n), n
    values = [float(r["value"]) for r in rows]
    if kind == "nps":
        high = sum(v >= measure.get("promoters_from", 9) for v in values)
        low = sum(v <= measure.get("detractors_to", 6) for v in values)
        return *nps_figure(high, low, n), n
    if kind == "mean":
        return *mean_figure(values, measure["scale"]), n
    last = max(rows, key=lambda r: r["date"])
    return *kpi_figure(float(last["value"]), None, measure), n


def kpi_figure(value: float, error: float | None, measure: Row) -> tuple[float, float]:
    anchors = measure["anchors"]
    spread = abs(anchors["differentiating"] - anchors["broken"])
    return value, 0.05 * spread if error is None else error


def _stated(row: Row, measure: Row, volume: float | None) -> tuple[float, float, int] | None:
    kind = measure["kind"]
    if row["n"] == 0:
        return None
    n = 0 if row["n"] is None else int(row["n"])
    if kind == "share":
        return *share_figure(row["successes"], n), n
    if kind == "nps":
        return *nps_figure(row["promoters"], row["detractors"], n), n
    if kind == "rate":
        exposure = exposure_of([row], measure, row["touchpoint"], volume)
        return *rate_figure(row["count"], exposure, measure), n
    if kind == "kpi":
        return *kpi_figure(row["figure"], row["error"], measure), n
    low, high = measure["scale"]
    if n == 1:
        return row["figure"], (high - low) / math.sqrt(12), n
    return row["figure"], max(row["error"], (high - low) / 6 / math.sqrt(n)), n


# -- through the anchors, pooled, labelled ---------------------------------------------------------


def through_anchors(m: float, anchors: Row) -> float:
    broken, reliable, best = (anchors[a] for a in ("broken", "reliable", "differentiating"))
    first = min(max((m - broken) / (reliable - broken), 0.0), 1.0)
    second = min(max((m - reliable) / (best - reliable), 0.0), 1.0)
    return 0.5 * first + 0.5 * second


def measurements(rows: list[Row], scorecard: Row, volumes: Row, as_of: date) -> list[Row]:
    """Return one measurement per source, measure, touchpoint and criterion."""
    settings = scorecard.get("settings", {})
    grouped: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        measure = scorecard["measures"][row["measure"]]
        start = window_start(as_of, measure.get("window", 12))
        counts = row["value"] != "" or row["kind"] == "measurements" or measure["kind"] == "rate"
        if start < row["date"] <= as_of and counts:
            key = (row["source"], row["measure"], row["touchpoint"], row["criterion"])
            grouped.setdefault(key, []).append(row)
    found = []
    for (source, name, touchpoint, criterion), group in sorted(grouped.items()):
        measure = scorecard["measures"][name]
        figure = figure_of(group, measure, volumes.get(touchpoint))
        if figure is None:
            continue
        m, s, n = figure
        c = through_anchors(m, measure["anchors"])
        up, down = (through_anchors(m + sign * s, measure["anchors"]) for sign in (1, -1))
        error = max(abs(up - c), abs(c - down), settings.get("smallest_error", 0.02))
        on = max(row["date"] for row in group)
        f = freshness(on, as_of, measure.get("half_life", 12))
        between = settings.get("disagreement", 0.10)
        found.append(
            {
                "source": source,
                "measure": name,
                "touchpoint": touchpoint,
                "criterion": criterion,
                "rate": measure["kind"] == "rate",
                "channel": group[0]["channel"],
                "n": n,
                "on": on,
                "figure": m,
                "error": s,
                "condition": c,
                "condition_error": error,
                "age_months": age_months(on, as_of),
                "freshness": f,
                "precision": measure.get("weight", 1) * f / (error**2 + between**2),
            }
        )
    return found


def usable(found: list[Row], touchpoint: str, criterion: str) -> list[Row]:
    here = [m for m in found if m["touchpoint"] == touchpoint]
    named = [m for m in here if m["criterion"] == criterion]
    return named or [m for m in here if m["criterion"] == ""]


def condition(found: list[Row], scorecard: Row) -> Row:
    """Pool some measurements with the prior."""
    prior = scorecard.get("settings", {}).get("prior", {})
    total = 1 / prior.get("sd", 0.25) ** 2
    weighted = total * prior.get("mean", 0.5)
    for one in found:
        total += one["precision"]
        weighted += one["precision"] * one["condition"]
    mean, sd = weighted / total, 1 / math.sqrt(total)
    below = normal_below((0.25 - mean) / sd)
    above = 1 - normal_below((0.75 - mean) / sd)
    label = "broken" if mean < 0.25 else "reliable" if mean < 0.75 else "differentiating"
    return {
        "condition": mean,
        "sd": sd,
        "label": label if found else "unknown",
        "probabilities": {
            "broken": below,
            "reliable": 1 - below - above,
            "differentiating": above,
        },
        "measurements": found,
    }


def normal_below(z: float) -> float:
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))
