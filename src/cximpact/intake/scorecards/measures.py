"""The measures of a scorecard document become records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.reporter import shown
from cximpact.model.measure import Anchors, Measure, SilentCustomers, Success

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.reporter import Reporter
    from cximpact.model.journey import Journey

__all__ = ["build_measures"]

EVERYWHERE = "*"
_KINDS_OF_KEY = {
    "success": ("share",),
    "scale": ("mean", "nps", "share"),
    "promoters_from": ("nps",),
    "detractors_to": ("nps",),
    "silent": ("rate",),
    "exposure": ("rate",),
}


def build_measures(
    report: Reporter, entries: Mapping[str, Any], journey: Journey | None
) -> dict[str, Measure]:
    """Return the measures by id, sorted.

    Args:
        report: The scorecard document, for problems.
        entries: What stands under `measures:`; it fits the schema.
        journey: The journey; None where it could not be read.
    """
    found = {}
    for key in sorted(entries):
        path: KeyPath = ("measures", key)
        _check(report, path, entries[key], journey)
        found[key] = _measure(key, entries[key])
    return found


def _measure(key: str, said: Mapping[str, Any]) -> Measure:
    anchors = said["anchors"]
    scale = said.get("scale", [0, 10] if said["kind"] == "nps" else None)
    return Measure(
        id=key,
        kind=said["kind"],
        anchors=Anchors(*(float(anchors[name]) for name in _ANCHORS)),
        title=said.get("title", ""),
        unit=said.get("unit", ""),
        success=_success(said["success"]) if "success" in said else None,
        scale=None if scale is None else (float(scale[0]), float(scale[1])),
        promoters_from=float(said.get("promoters_from", 9)),
        detractors_to=float(said.get("detractors_to", 6)),
        silent=_silent(said.get("silent", False)),
        exposure=_exposure(said.get("exposure", {})),
        weight=float(said.get("weight", 1)),
        window_months=float(said.get("window", 12)),
        half_life_months=float(said.get("half_life", 12)),
    )


_ANCHORS = ("broken", "reliable", "differentiating")


def _success(said: Mapping[str, Any]) -> Success:
    if "at_least" in said:
        return Success(at_least=float(said["at_least"]))
    if "at_most" in said:
        return Success(at_most=float(said["at_most"]))
    listed = said.get("one_of", [said.get("equals")])
    return Success(one_of=tuple(map(shown, listed)))


def _silent(said: Mapping[str, float] | float | bool) -> SilentCustomers | None:
    if isinstance(said, dict):
        return SilentCustomers(*(float(said[name]) for name in ("low", "likely", "high")))
    if isinstance(said, bool):
        return SilentCustomers() if said else None
    figure = float(said)  # type: ignore[arg-type]  # a mapping was dealt with above
    return SilentCustomers(figure, figure, figure)


def _exposure(said: Mapping[str, float] | float) -> dict[str, float]:
    if isinstance(said, dict):
        return {key: float(said[key]) for key in sorted(said)}
    return {EVERYWHERE: float(said)}  # type: ignore[arg-type]  # as above


def _check(
    report: Reporter, path: KeyPath, said: Mapping[str, Any], journey: Journey | None
) -> None:
    kind = said["kind"]
    for key, kinds in _KINDS_OF_KEY.items():
        if key in said and kind not in kinds:
            message = f"'{key}' belongs to a measure of kind {' or '.join(kinds)}"
            report.add((*path, key), message, value=f"kind {kind}", at_key=True)
    _check_anchors(report, (*path, "anchors"), said)
    _check_scale(report, path, said)
    _check_silent(report, (*path, "silent"), said.get("silent"))
    _check_exposure(report, (*path, "exposure"), said.get("exposure"), journey)


def _check_anchors(report: Reporter, path: KeyPath, said: Mapping[str, Any]) -> None:
    broken, reliable, best = (said["anchors"][name] for name in _ANCHORS)
    if not (broken < reliable < best or broken > reliable > best):
        found = f"{broken:g}, {reliable:g}, {best:g}"
        expected = "broken, reliable and differentiating all rising, or all falling"
        report.add(path, "the anchors are not in order", value=found, expected=expected)
    if said["kind"] == "share" and not all(0 <= each <= 1 for each in (broken, reliable, best)):
        found = f"{broken:g}, {reliable:g}, {best:g}"
        hint = "write 0.8 for 80 %"
        report.add(path, "not shares", value=found, expected="numbers from 0 to 1", hint=hint)


def _check_scale(report: Reporter, path: KeyPath, said: Mapping[str, Any]) -> None:
    kind, scale = said["kind"], said.get("scale")
    if kind == "mean" and scale is None:
        expected = "the lowest and highest possible answer, such as [1, 7]"
        report.add((*path, "scale"), "a mean needs its scale", expected=expected)
    if scale is not None and not scale[0] < scale[1]:
        expected = "the lowest answer, then the highest"
        report.add((*path, "scale"), "not a scale", value=str(scale), expected=expected)
    if kind == "share" and scale is not None:
        _check_share(report, path, said.get("success", {}), scale)
    if kind == "nps" and not said.get("detractors_to", 6) < said.get("promoters_from", 9):
        message = "detractors and promoters overlap"
        report.add(path, message, expected="detractors_to below promoters_from", at_key=True)


def _check_share(
    report: Reporter, path: KeyPath, success: Mapping[str, Any], scale: Sequence[float]
) -> None:
    """A success that no answer of the scale can miss, or reach, is a slip of one of the two."""
    limit = success.get("at_least", success.get("at_most"))
    if limit is None:
        message = "the scale of a share goes with a success that is a number"
        expected = "success: {at_least: 4}, or at_most"
        report.add((*path, "scale"), message, expected=expected, at_key=True)
    elif scale[0] < scale[1] and not scale[0] <= limit <= scale[1]:
        expected = f"a number from {scale[0]:g} to {scale[1]:g}"
        report.add((*path, "success"), "beyond the scale", value=f"{limit:g}", expected=expected)


def _check_silent(report: Reporter, path: KeyPath, silent: Any) -> None:
    if isinstance(silent, dict) and not silent["low"] <= silent["likely"] <= silent["high"]:
        found = ", ".join(f"{silent[name]:g}" for name in ("low", "likely", "high"))
        report.add(path, "not a range", value=found, expected="low ≤ likely ≤ high")


def _check_exposure(
    report: Reporter, path: KeyPath, exposure: Any, journey: Journey | None
) -> None:
    if not isinstance(exposure, dict) or journey is None:
        return
    known = [point.id for point in journey.touchpoints]
    for name in exposure:
        if name not in known and name != EVERYWHERE:
            hint = did_you_mean(name, known)
            report.add((*path, name), "no such touchpoint", value=name, hint=hint, at_key=True)
