"""The journey of a scorecard document becomes records, its ripple map checked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from cximpact.intake.files.problems import did_you_mean
from cximpact.model.journey import Journey, Process, Ripple, Stage, Touchpoint, Unit
from cximpact.scoring.ripple_check import cycles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.reporter import Reporter

__all__ = ["build_journey"]

_TOP: KeyPath = ("journey",)


def build_journey(report: Reporter, entry: Mapping[str, Any]) -> Journey:
    """Return the journey.

    Args:
        report: The scorecard document, for problems.
        entry: What stands under `journey:`; it fits the schema.
    """
    stages = tuple(_stage(key, said) for key, said in entry["stages"].items())
    processes = entry.get("processes", {})
    journey = Journey(
        stages=stages,
        processes=tuple(_process(key, processes[key]) for key in sorted(processes)),
        ripples=_ripples(entry.get("ripples", [])),
        units=_units(entry, stages),
        moment_of_truth_factor=float(entry.get("moment_of_truth_factor", 2)),
    )
    _check_touchpoints(report, entry)
    _check_importances(report, journey)
    _check_owners(report, entry)
    _check_ripples(report, entry, journey)
    return journey


def _stage(key: str, said: Mapping[str, Any]) -> Stage:
    points = said.get("touchpoints", {})
    return Stage(
        id=key,
        title=said.get("title", ""),
        importance=float(said.get("importance", 1)),
        touchpoints=tuple(_touchpoint(name, key, points[name] or {}) for name in points),
    )


def _touchpoint(key: str, stage: str, said: Mapping[str, Any]) -> Touchpoint:
    volume = said.get("volume")
    return Touchpoint(
        id=key,
        stage=stage,
        title=said.get("title", ""),
        importance=float(said.get("importance", 1)),
        moment_of_truth=said.get("moment_of_truth", False),
        volume=None if volume is None else float(volume),
        unit=said.get("unit", ""),
    )


def _process(key: str, said: Mapping[str, Any] | None) -> Process:
    known = said or {}
    return Process(key, known.get("title", ""), known.get("unit", ""))


def _ripples(entries: Iterable[Mapping[str, Any]]) -> tuple[Ripple, ...]:
    found = (Ripple(each["from"], each["to"], float(each["strength"])) for each in entries)
    return tuple(sorted(found, key=lambda each: (each.origin, each.target)))


def _units(entry: Mapping[str, Any], stages: Sequence[Stage]) -> tuple[Unit, ...]:
    """Return the units as listed; where none are, those that own something."""
    listed = entry.get("units")
    if listed is None:
        named = {point.unit for stage in stages for point in stage.touchpoints}
        named |= {(said or {}).get("unit", "") for said in entry.get("processes", {}).values()}
        return tuple(Unit(key) for key in sorted(named - {""}))
    return tuple(Unit(key, _title(listed[key])) for key in sorted(listed))


def _title(said: Mapping[str, str] | str | None) -> str:
    return said if isinstance(said, str) else (said or {}).get("title", "")


def _check_touchpoints(report: Reporter, entry: Mapping[str, Any]) -> None:
    seen: dict[str, str] = dict.fromkeys(entry.get("processes", {}), "a process")
    for stage, said in entry["stages"].items():
        for name in said.get("touchpoints", {}):
            if name in seen:
                path = (*_TOP, "stages", stage, "touchpoints", name)
                message = f"the id is taken by {seen[name]}"
                report.add(path, message, value=name, hint="give each its own id", at_key=True)
            seen.setdefault(name, f"a touchpoint of '{stage}'")


def _check_importances(report: Reporter, journey: Journey) -> None:
    if not journey.touchpoints:
        report.add((*_TOP, "stages"), "the journey has no touchpoint", at_key=True)
        return
    weight = sum(
        stage.importance * point.importance
        for stage in journey.stages
        for point in stage.touchpoints
    )
    if weight <= 0:
        hint = "give at least one stage and touchpoint an importance above zero"
        report.add((*_TOP, "stages"), "the importances sum to nothing", hint=hint, at_key=True)


def _check_owners(report: Reporter, entry: Mapping[str, Any]) -> None:
    listed = entry.get("units")
    if listed is None:
        return
    owned: list[tuple[KeyPath, Mapping[str, Any]]] = [
        ((*_TOP, "processes", key), said or {}) for key, said in entry.get("processes", {}).items()
    ]
    for stage, said in entry["stages"].items():
        for name, point in said.get("touchpoints", {}).items():
            owned.append(((*_TOP, "stages", stage, "touchpoints", name), point or {}))
    for path, said in owned:
        unit = said.get("unit")
        if unit is not None and unit not in listed:
            hint = did_you_mean(unit, listed) or "list it under 'units'"
            report.add((*path, "unit"), "no such unit", value=unit, hint=hint)


def _check_ripples(report: Reporter, entry: Mapping[str, Any], journey: Journey) -> None:
    points = [point.id for point in journey.touchpoints]
    places = {*points, *(process.id for process in journey.processes)}
    edges = [(each["from"], each["to"]) for each in entry.get("ripples", [])]
    for at, edge in enumerate(edges):
        for end, name in zip(("from", "to"), edge, strict=True):
            if name not in places:
                message = "neither a touchpoint nor a process of the journey"
                path = (*_TOP, "ripples", at, end)
                report.add(path, message, value=name, hint=did_you_mean(name, sorted(places)))
    _check_doubles(report, edges)
    _check_cycles(report, edges, places)
    _check_reach(report, edges, points, journey.processes)


def _check_doubles(report: Reporter, edges: Sequence[tuple[str, str]]) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for at, edge in enumerate(edges):
        counts[edge] += 1
        if counts[edge] > 1:
            message = f"the ripple from '{edge[0]}' to '{edge[1]}' is stated more than once"
            report.add((*_TOP, "ripples", at), message, hint="keep one of them")


def _check_cycles(report: Reporter, edges: Sequence[tuple[str, str]], places: set[str]) -> None:
    for cycle in cycles(edge for edge in edges if set(edge) <= places):
        message = f"the ripples run in a circle: {' → '.join(cycle)}"
        path = (*_TOP, "ripples", edges.index((cycle[0], cycle[1])))
        report.add(path, message, hint="take one of these ripples away")


def _check_reach(
    report: Reporter,
    edges: Sequence[tuple[str, str]],
    touchpoints: Sequence[str],
    processes: Sequence[Process],
) -> None:
    sources: dict[str, list[str]] = {}
    for origin, target in edges:
        sources.setdefault(target, []).append(origin)
    reaching = list(touchpoints)
    seen = set(reaching)
    for place in reaching:  # grows while it is walked
        fresh = [origin for origin in sources.get(place, ()) if origin not in seen]
        seen.update(fresh)
        reaching.extend(dict.fromkeys(fresh))
    for process in processes:
        if process.id not in seen:
            path = (*_TOP, "processes", process.id)
            hint = "add a ripple from it, or take it away"
            report.add(path, "reaches no touchpoint", value=process.id, hint=hint, at_key=True)
