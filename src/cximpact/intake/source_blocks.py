"""The parts of a workspace whose rows come from a plugin's source, as the workspace states them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.reporter import Reporter
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.model.plugin import Kind
    from cximpact.model.source import CollectedTable

__all__ = ["REFERENCE", "SourceBlock", "check_origin", "is_lost", "source_blocks"]

REFERENCE = "ref"
"""The column of a collected table that refers to the source system."""

_KINDS: Mapping[str, Kind] = {
    "proposals": "proposals",
    "costs": "costs",
    "budgets_from": "budgets",
}


@frozen
class SourceBlock:
    """One part of a workspace that names a source.

    Attributes:
        part: ``proposals``, ``costs``, ``budgets_from`` or ``evidence.NAME``.
        kind: The kind of rows it needs.
        source: Name of the source.
        settings: What stands under ``settings:``.
        path: Where it stands in the document.
        touchpoints: Touchpoints that its rows can be about; empty where that is open.
        names_criteria: Whether its rows can name a criterion.
    """

    part: str
    kind: Kind
    source: str
    settings: Mapping[str, Any] = field(repr=False)
    path: KeyPath
    touchpoints: tuple[str, ...] = ()
    names_criteria: bool = True

    @property
    def block(self) -> str:
        """What the source is told of who asks: the part, or the key under ``evidence``."""
        return str(self.path[-1])


def source_blocks(spec: WorkspaceSpec) -> tuple[SourceBlock, ...]:
    """Return the parts that name a source, in the order in which they are collected.

    What does not fit the schema of a workspace is passed over; that is told elsewhere.

    Example:
        ``[block.part for block in source_blocks(read_spec(folder))]``
    """
    return tuple(_blocks(spec))


def _blocks(spec: WorkspaceSpec) -> Iterator[SourceBlock]:
    kind: Kind
    for part, kind in _KINDS.items():
        if not spec.has_rows(part):
            yield from _block(part, kind, spec.data.get(part), (part,))
    entries = spec.data.get("evidence")
    for name in sorted(entries) if isinstance(entries, dict) else ():
        part, said = f"evidence.{name}", entries[name] if isinstance(entries, dict) else None
        if part not in spec.frames:
            stated = said.get("kind") if isinstance(said, dict) else None
            kind = "measurements" if stated == "measurements" else "observations"
            yield from _block(part, kind, said, ("evidence", name))


def _block(part: str, kind: Kind, said: Any, path: KeyPath) -> Iterator[SourceBlock]:
    if not isinstance(said, dict) or not isinstance(said.get("source"), str):
        return
    settings = said.get("settings", {})
    if isinstance(settings, dict):
        points, names = _touchpoints(said), _names_criteria(said)
        yield SourceBlock(part, kind, said["source"], settings, path, points, names)


def _touchpoints(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a block's rules name; nothing where one takes its touchpoint from the rows."""
    rules = said.get("map", [])
    named = [
        rule.get("touchpoint") if isinstance(rule, dict) else None
        for rule in (rules if isinstance(rules, list) else [])
    ]
    known = {each for each in named if isinstance(each, str)}
    return tuple(sorted(known)) if all(isinstance(each, str) for each in named) else ()


def _names_criteria(said: Mapping[str, Any]) -> bool:
    """Return whether rules or columns name a criterion; without rules, the rows may."""
    rules, columns = said.get("map"), said.get("columns")
    if not isinstance(rules, list) or (isinstance(columns, dict) and "criterion" in columns):
        return True
    return any(isinstance(rule, dict) and "criterion" in rule for rule in rules)


def check_origin(report: Reporter, path: KeyPath, said: Mapping[str, Any]) -> bool:
    """Note where a part takes its rows from two places, or tells a source that it does not name.

    Returns:
        Whether it takes its rows from a source and from nowhere else.
    """
    others = [key for key in ("path", "rows") if key in said]
    if "source" in said and others:
        message = f"both a source and {_article(others[0])} are given"
        report.add((*path, "source"), message, hint="keep one", at_key=True)
    if "settings" in said and "source" not in said:
        hint = "name the source, or take the settings away"
        report.add((*path, "settings"), "settings without a source", hint=hint, at_key=True)
    return "source" in said and not others


def _article(key: str) -> str:
    return "rows" if key == "rows" else f"a {key}"


def is_lost(collected: CollectedTable | None) -> bool:
    """Return whether a source was asked for a table and failed."""
    return collected is not None and bool(collected.reason)
