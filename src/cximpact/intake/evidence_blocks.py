"""The blocks under `evidence:` become records for the sources to read by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.intake.lists.currencies import day_said
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.readings import build_reading
from cximpact.intake.lists.row_tests import build_tests
from cximpact.intake.reporter import shown
from cximpact.intake.source_blocks import check_origin
from cximpact.model.source import CollectedTable, Duration, EvidenceSpec, Lookup, MapRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.reporter import Reporter
    from cximpact.intake.spec import WorkspaceSpec

__all__ = ["build_evidence"]


def build_evidence(
    spec: WorkspaceSpec, report: Reporter, entries: Mapping[str, Any]
) -> tuple[EvidenceSpec, ...]:
    """Return the evidence blocks, sorted by name; the sources check the names that rules use.

    Args:
        spec: The workspace, for its frames.
        report: Its document.
        entries: What stands under `evidence:`; it fits the schema.
    """
    return tuple(_block(spec, report, name, entries[name]) for name in sorted(entries))


def _block(
    spec: WorkspaceSpec,
    report: Reporter,
    name: str,
    said: Mapping[str, Any],
) -> EvidenceSpec:
    path: KeyPath = ("evidence", name)
    frame = f"evidence.{name}" if f"evidence.{name}" in spec.frames else ""
    is_source = check_origin(report, path, said)
    if frame and "source" in said:
        report.add(path, "both a frame and a source are given", hint="keep one", at_key=True)
    if not frame and "path" not in said and not is_source:
        report.add(path, "no table is named", expected="a path, or a source", at_key=True)
    _check_value(report, path, said)
    return EvidenceSpec(
        name=name,
        paths=() if frame else _listed(said.get("path", [])),
        frame=frame,
        kind=said.get("kind", "observations"),
        reading=build_reading(report, path, said.get("read", {}), days=False),
        columns=dict(said.get("columns", {})),
        channel=said.get("channel", ""),
        where=build_tests(said.get("where", {})),
        missing=tuple(cell_text(each) for each in said.get("missing", [])),
        unpivot=_unpivot(report, (*path, "unpivot"), said.get("unpivot", {})),
        key=tuple(said.get("key", [])),
        format=said.get("format", "number"),
        duration=_duration(said.get("duration")),
        by=(said["by"][0], said["by"][1]) if "by" in said else None,
        offset_minutes=_offset(said.get("offset", "Z")),
        rules=tuple(
            _rule(report, (*path, "map", at), each) for at, each in enumerate(said.get("map", []))
        ),
        line=report.document.line(path) or None,
        collected=_collected(spec, name, said) if is_source and not frame else None,
    )


def _collected(spec: WorkspaceSpec, name: str, said: Mapping[str, Any]) -> CollectedTable:
    part = f"evidence.{name}"
    label = f"{name} ({said['source']})"
    return spec.collected.get(part) or CollectedTable(part, label, reason="not collected yet")


def _listed(said: str | list[str]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def _check_value(report: Reporter, path: KeyPath, said: Mapping[str, Any]) -> None:
    """The value of a row comes from one place; two would leave open which one counts."""
    stated = [key for key in ("unpivot", "duration", "by") if key in said]
    if "value" in said.get("columns", {}) and stated:
        stated.append("columns.value")
    if len(stated) > 1:
        message = "the value of a row is taken from several places"
        report.add(path, message, value=", ".join(stated), expected="one of them", at_key=True)


def _unpivot(report: Reporter, path: KeyPath, said: Mapping[str, str]) -> dict[str, Any]:
    days = {header: day_said(report, (*path, header), day) for header, day in said.items()}
    return {header: day for header, day in days.items() if day is not None}


def _duration(said: Mapping[str, Any] | None) -> Duration | None:
    return None if said is None else Duration(said["from"], said["to"], said.get("unit", "days"))


def _offset(said: str) -> int:
    """Return minutes east of UTC.

    Example:
        >>> _offset("-05:30")
        -330
    """
    if said == "Z":
        return 0
    minutes = int(said[1:3]) * 60 + int(said[4:6])
    return -minutes if said.startswith("-") else minutes


def _rule(report: Reporter, path: KeyPath, said: Mapping[str, Any]) -> MapRule:
    value = said.get("value")
    return MapRule(
        touchpoint=_lookup(said.get("touchpoint")),
        measure=_lookup(said.get("measure")),
        tests=build_tests(said.get("when", {})),
        criterion=_lookup(said.get("criterion")),
        channel=_lookup(said.get("channel")),
        format=said.get("format"),
        value=None if value is None else _value(value),
        line=report.document.line(path) or None,
    )


def _value(said: Any) -> Lookup:
    if isinstance(said, int | float):
        return Lookup(constant=shown(said))
    # Text under `value` is a header: a constant value is a number.
    return Lookup(column=said) if isinstance(said, str) else _column(said)


def _column(said: Mapping[str, Any]) -> Lookup:
    values = said.get("values", {})
    return Lookup(said["column"], {key: shown(values[key]) for key in values})


def _lookup(said: Any) -> Lookup:
    """Return a constant name, or the column to take it from."""
    if said is None:
        return Lookup()
    return Lookup(constant=said) if isinstance(said, str) else _column(said)
