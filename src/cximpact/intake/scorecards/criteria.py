"""The criteria of a scorecard document become records."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Any

from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.lists.matching import number_of
from cximpact.intake.scale_hints import scale_hint
from cximpact.model.scorecard import Criterion, Level, ValuePoint
from cximpact.scoring.value_functions import default_levels, scale_scores

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.reporter import Reporter
    from cximpact.model.journey import Journey

__all__ = ["build_criteria"]

_KEYS_OF_KIND = {
    "rating": ("levels", "scale", "risk"),
    "quantity": ("value_points", "unit"),
    "journey": ("touchpoints", "full_scale"),
}
_STEPS_PER_SIDE = 3
_MOST_LEVELS = 101
_FEWEST_STEPS = 3


def build_criteria(
    report: Reporter, entries: Mapping[str, Any], journey: Journey | None
) -> tuple[Criterion, ...]:
    """Return the criteria sorted by id.

    Args:
        report: The scorecard document, for problems.
        entries: What stands under `criteria:`; it fits the schema.
        journey: The journey; None where it could not be read, so that nothing is held against it.
    """
    return tuple(_criterion(report, key, entries[key], journey) for key in sorted(entries))


def _criterion(
    report: Reporter, key: str, entry: Mapping[str, Any], journey: Journey | None
) -> Criterion:
    path: KeyPath = ("criteria", key)
    kind = entry.get("kind", "rating")
    _refuse_idle_keys(report, path, entry, kind)
    return Criterion(
        id=key,
        group=entry.get("group", "customer"),
        kind=kind,
        weight=float(entry["weight"]),
        title=entry.get("title", ""),
        question=entry.get("question", ""),
        source=entry.get("source", ""),
        levels=_levels(report, path, entry) if kind == "rating" else (),
        scale=_scale(entry) if kind == "rating" else None,
        value_points=_points(report, path, entry) if kind == "quantity" else (),
        unit=entry.get("unit", ""),
        touchpoints=_touchpoints(report, path, entry, journey) if kind == "journey" else (),
        full_scale=entry.get("full_scale"),
    )


def _refuse_idle_keys(report: Reporter, path: KeyPath, entry: Mapping[str, Any], kind: str) -> None:
    for owner, keys in _KEYS_OF_KIND.items():
        for key in keys:
            if owner != kind and key in entry:
                message = f"'{key}' belongs to a {owner} criterion, and this is a {kind} criterion"
                hint = f"add 'kind: {owner}' or take '{key}' away"
                report.add((*path, key), message, hint=hint, at_key=True)


def _scale(entry: Mapping[str, Any]) -> tuple[float, float, float] | None:
    if "scale" not in entry:
        return None
    worst, same, best = map(float, entry["scale"])
    return worst, same, best


def _levels(report: Reporter, path: KeyPath, entry: Mapping[str, Any]) -> tuple[Level, ...]:
    risk = bool(entry.get("risk", False))
    scale = _scale(entry)
    if scale is not None:
        return _levels_of_scale(report, path, entry, scale, risk)
    if "levels" not in entry:
        return default_levels(risk)
    found = [
        level
        for value, said in entry["levels"].items()
        if (level := _level(report, (*path, "levels", value), value, said)) is not None
    ]
    _check_levels(report, (*path, "levels"), found, risk)
    return tuple(sorted(found, key=lambda level: level.score))


def _level(report: Reporter, path: KeyPath, value: str, said: Any) -> Level | None:
    if isinstance(said, dict):
        return Level(value, float(said["score"]), said.get("anchor", ""))
    number = number_of(value)
    if number is None or number != int(number) or abs(number) > _STEPS_PER_SIDE:
        expected = "a whole number from -3 to 3, or {score: ..., anchor: ...}"
        report.add(path, "a level without a score", value=value, expected=expected, at_key=True)
        return None
    return Level(str(int(number)), int(number) / _STEPS_PER_SIDE, said)


def _check_levels(report: Reporter, path: KeyPath, levels: Sequence[Level], risk: bool) -> None:
    scores = [level.score for level in levels]
    if len(levels) < 2:
        report.add(path, "too few levels", expected="at least 2", at_key=True)
    if risk and max(scores, default=0.0) > 0:
        report.add(path, "a risk has no levels above 0", expected="scores from -1 to 0")
    if not _strictly_monotone(_in_order(levels)):
        hint = "each step must score more than the one before it"
        report.add(path, "the levels do not run from worst to best", hint=hint, at_key=True)


def _in_order(levels: Sequence[Level]) -> list[float]:
    """Return the scores by the levels' numbers; as written where they are words."""
    numbers = [number_of(level.value) for level in levels]
    if None in numbers:
        return [level.score for level in levels]
    pairs = zip(numbers, levels, strict=True)
    return [level.score for _, level in sorted(pairs, key=lambda pair: pair[0] or 0.0)]


def _strictly_monotone(values: Sequence[float]) -> bool:
    steps = [after - before for before, after in pairwise(values)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def _levels_of_scale(
    report: Reporter,
    path: KeyPath,
    entry: Mapping[str, Any],
    scale: tuple[float, float, float],
    risk: bool,
) -> tuple[Level, ...]:
    if not _fits(scale, risk):
        expected = "worst, no change, " + ("no change again" if risk else "best")
        hint = scale_hint(scale, risk)
        told = _bracketed(scale)
        report.add((*path, "scale"), "not a scale", value=told, expected=expected, hint=hint)
        return ()
    said = entry.get("levels", {})
    texts = {_plain(answer): answer for answer in _answers(scale, said)}
    anchors = _scale_anchors(report, (*path, "levels"), said, texts)
    scores = scale_scores(list(texts.values()), scale).score.tolist()
    levels = (
        Level(text, score + 0.0, anchors.get(text, ""))
        for text, score in zip(texts, scores, strict=True)
    )
    return tuple(sorted(levels, key=lambda level: level.score))


def _answers(scale: tuple[float, float, float], anchored: Collection[str]) -> list[float]:
    """Return the answers of a scale that are levels, from the lowest number to the highest.

    They are the whole numbers where both ends are some and enough lie between them: the middle of
    1 to 10 is answered by nobody, unless it has an anchor. Else they are the three marks.
    """
    worst, same, best = scale
    low, high = sorted((worst, best))
    is_whole = low.is_integer() and high.is_integer() and high - low < _MOST_LEVELS
    if not is_whole or (not same.is_integer() and high - low < _FEWEST_STEPS):
        return sorted({*scale})
    steps = {float(step) for step in range(int(low), int(high) + 1)}
    return sorted(steps | ({same} if _plain(same) in map(_numbered, anchored) else set()))


def _numbered(value: str) -> str:
    """Return the key of a level as the number it is, if it is one."""
    number = number_of(value)
    return value if number is None else _plain(number)


def _fits(scale: tuple[float, float, float], risk: bool) -> bool:
    worst, same, best = scale
    if risk:
        return worst != same == best
    return worst == same != best or _strictly_monotone(scale)


def _scale_anchors(
    report: Reporter, path: KeyPath, levels: Mapping[str, Any], texts: Collection[str]
) -> dict[str, str]:
    anchors = {}
    for value, said in levels.items():
        text = _numbered(value)
        if text not in texts:
            expected = f"one of {', '.join(texts)}"
            report.add((*path, value), "not on the scale", value=value, expected=expected)
        anchors[text] = said if isinstance(said, str) else said.get("anchor", "")
    return anchors


def _plain(number: float) -> str:
    return f"{number:.15g}"


def _bracketed(numbers: Sequence[float]) -> str:
    return f"[{', '.join(map(_plain, numbers))}]"


def _points(report: Reporter, path: KeyPath, entry: Mapping[str, Any]) -> tuple[ValuePoint, ...]:
    path = (*path, "value_points")
    if "value_points" not in entry:
        expected = "amounts with their scores, such as {-100: -1, 0: 0, 200: 1}"
        report.add(path, "a quantity criterion without value points", expected=expected)
        return ()
    before = len(report.problems)
    stated = entry["value_points"]
    points = _listed(stated) if isinstance(stated, list) else _keyed(report, path, stated)
    if len(report.problems) > before:
        return ()
    steps = [after.amount - first.amount for first, after in pairwise(points)]
    if any(step <= 0 for step in steps):
        report.add(path, "the amounts do not increase", expected="each amount above the one before")
    if not any(point.score == 0 for point in points):
        expected = "an amount with score 0: what happens if we do nothing"
        report.add(path, "no amount scores 0", expected=expected, at_key=True)
    return tuple(points)


def _listed(stated: Sequence[Mapping[str, Any]]) -> list[ValuePoint]:
    return [ValuePoint(float(each["amount"]), float(each["score"])) for each in stated]


def _keyed(report: Reporter, path: KeyPath, stated: Mapping[str, Any]) -> list[ValuePoint]:
    points = []
    for key, score in stated.items():
        amount = number_of(key)
        if amount is None or not isfinite(amount):
            report.add((*path, key), "not an amount", value=key, expected="a number", at_key=True)
        else:
            points.append(ValuePoint(amount, float(score)))
    # A mapping has no order of its own: JSON writers sort keys as text.
    return sorted(points, key=lambda point: point.amount)


def _touchpoints(
    report: Reporter, path: KeyPath, entry: Mapping[str, Any], journey: Journey | None
) -> tuple[str, ...]:
    named = entry.get("touchpoints", [])
    if journey is None:
        return tuple(sorted(set(named)))
    known = [point.id for point in journey.touchpoints]
    if not known:
        hint = "describe the stages and touchpoints under 'journey'"
        report.add(path, "a journey criterion, but the scorecard has no journey", hint=hint)
        return ()
    for place, name in enumerate(named):
        if name not in known:
            at = (*path, "touchpoints", place)
            report.add(at, "no such touchpoint", value=name, hint=did_you_mean(name, known))
    return tuple(sorted(set(named)))
