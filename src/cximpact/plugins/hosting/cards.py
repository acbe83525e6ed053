"""What is known of a plugin without importing it here: the plain data of its descriptors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from attrs import Factory, frozen

from cximpact.model.plugin import Kind, MeasureTemplate, Retry

__all__ = ["OfferCard", "PluginCard", "SourceCard", "Status"]

Status = Literal["active", "disabled", "failed"]


@frozen
class SourceCard:
    """A source of evidence as its descriptor states it; see `EvidenceSource` for the fields.

    Attributes:
        plugin: Name of the plugin it comes from.
        distribution: The distribution of that plugin.
        version: That distribution's version.
        checks: Whether it can try its connection.
    """

    name: str
    summary: str
    provides: tuple[Kind, ...]
    settings: Mapping[str, Any]
    plugin: str
    distribution: str
    version: str
    timeout: float = 300.0
    memory: int = 1024
    needs_network: bool = False
    retry: Retry = Retry()
    key: tuple[str, ...] = ()
    incremental: bool = False
    checks: bool = False


@frozen
class OfferCard:
    """A gate, reporter, command or observer by its name.

    Attributes:
        settings: For a gate, the JSON Schema of its settings.
        suffix: For a reporter, the ending of its files.
    """

    name: str
    summary: str
    plugin: str
    distribution: str
    version: str
    settings: Mapping[str, Any] = Factory(dict)
    suffix: str = ""


@frozen
class PluginCard:
    """A plugin, its status, and what it offers.

    Attributes:
        name: Name of the entry point.
        distribution: The distribution it comes with.
        version: That distribution's version.
        target: What would be imported, such as ``cximpact_jira.plugin``.
        status: Active, disabled (by an allow or block list) or failed.
        reason: Why it is not active.
        summary: What it says it is for.
        hooks: The hooks it answers, sorted.
        origin: Where it comes from: ``built in``, or the folder it is installed in.
    """

    name: str
    distribution: str
    version: str
    target: str
    status: Status = "active"
    reason: str = ""
    summary: str = ""
    hooks: tuple[str, ...] = ()
    origin: str = ""
    sources: tuple[SourceCard, ...] = ()
    measures: tuple[MeasureTemplate, ...] = ()
    gates: tuple[OfferCard, ...] = ()
    reporters: tuple[OfferCard, ...] = ()
    commands: tuple[OfferCard, ...] = ()
    observers: tuple[OfferCard, ...] = ()
