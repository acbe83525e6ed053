"""Gates of plugins that a scorecard or a workspace switches on: ``plugin_gates:``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.exceptions import CximpactError, InputError
from cximpact.intake.validation import note_misfits
from cximpact.model.scorecard import PluginGate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.offers import Offers
    from cximpact.intake.reporter import Reporter

__all__ = ["PLUGIN_GATES", "build_plugin_gates", "changed_plugin_gates", "check_plugin_gates"]

PLUGIN_GATES = "plugin_gates"


def build_plugin_gates(entries: Mapping[str, Any]) -> tuple[PluginGate, ...]:
    """Return the gates of a document, sorted by name.

    Args:
        entries: Gate to its mode, or to a mapping of mode, action and settings; fits the schema.
    """
    return changed_plugin_gates((), entries)


def changed_plugin_gates(
    gates: Iterable[PluginGate], entries: Mapping[str, Any]
) -> tuple[PluginGate, ...]:
    """Return gates with what a document states changed or added; the rest stays.

    Example:
        >>> gates = build_plugin_gates({"letters": {"action": "decline"}})
        >>> changed_plugin_gates(gates, {"letters": "warn"})
        (PluginGate(name='letters', mode='warn', action='decline', settings={}),)
    """
    found: dict[str, dict[str, Any]] = {
        gate.name: {"mode": gate.mode, "action": gate.action, "settings": gate.settings}
        for gate in gates
    }
    for name, said in entries.items():
        stated = {"mode": said} if isinstance(said, str) else dict(said)
        found[name] = {**found.get(name, {}), **stated}
    return tuple(PluginGate(name, **found[name]) for name in sorted(found))


def check_plugin_gates(
    report: Reporter, entries: Mapping[str, Any], offers: Callable[[], Offers] | None
) -> None:
    """Note every gate that no plugin gives, and settings that do not suit theirs.

    Args:
        report: The document they stand in.
        entries: What stands there under `plugin_gates:`; it fits the schema.
        offers: Opens what plugins offer; called only if a gate is on.
    """
    for name, said in entries.items():
        if offers is not None and _mode(said) != "off":
            _check(report, (PLUGIN_GATES, name), {} if isinstance(said, str) else said, offers())


def _mode(said: Mapping[str, Any] | str) -> str:
    return said if isinstance(said, str) else str(said.get("mode", "block"))


def _check(report: Reporter, path: KeyPath, said: Mapping[str, Any], offers: Offers) -> None:
    name = str(path[-1])
    try:
        validator = offers.gate_validator(name, said.get("settings", {}))
    except InputError as error:
        for each in error.problems:
            report.add(
                path,
                each.message,
                value=name,
                expected=each.expected,
                hint=each.hint,
                at_key=True,
            )
    except CximpactError as error:
        report.add(path, str(error), at_key=True)
    else:
        if "settings" in said:
            errors = validator.iter_errors(said["settings"])
            note_misfits(report, errors, at=(*path, "settings"))
        elif not validator.is_valid({}):
            note_misfits(report, validator.iter_errors({}), at=path)
