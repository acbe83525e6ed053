"""Gates and settings of a document become the policy."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from attrs import evolve, fields

from cximpact.intake.scorecards.plugin_gates import build_plugin_gates
from cximpact.model.scorecard import Gates, Policy

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["build_policy", "changed_gates"]

_PRIOR = {"mean": "prior_mean", "sd": "prior_sd"}


def build_policy(
    gates: Mapping[str, Any],
    settings: Mapping[str, Any],
    inward_phrases: Mapping[str, str] | None,
    plugin_gates: Mapping[str, Any] | None = None,
) -> Policy:
    """Return the policy of a scorecard.

    Args:
        gates: What stands under `gates:`; it fits the schema.
        settings: What stands under `settings:`; it fits the schema.
        inward_phrases: Phrases and their questions; None takes those that are shipped.
        plugin_gates: What stands under `plugin_gates:`; it fits the schema.
    """
    phrases = _shipped_phrases() if inward_phrases is None else inward_phrases
    made = changed_gates(Gates(), gates)
    statement = evolve(made.customer_statement, inward_phrases=_sorted(phrases))
    plain = {key: value for key, value in settings.items() if key != "prior"}
    prior = {_PRIOR[key]: value for key, value in settings.get("prior", {}).items()}
    numbers = {key: _number(value) for key, value in {**plain, **prior}.items()}
    return Policy(
        gates=evolve(made, customer_statement=statement),
        plugin_gates=build_plugin_gates(plugin_gates or {}),
        **numbers,
    )


def changed_gates(gates: Gates, changes: Mapping[str, Any]) -> Gates:
    """Return the gates with what a document states changed; the rest stays.

    Args:
        gates: The gates so far.
        changes: Gate to its mode, or to a mapping of settings; it fits the schema.

    Example:
        >>> changed_gates(Gates(), {"customer_voice": "warn"}).customer_voice.mode
        'warn'
    """
    known = {field.name for field in fields(Gates)}
    made = {
        name: evolve(getattr(gates, name), **_settings(said))
        for name, said in changes.items()
        if name in known
    }
    return evolve(gates, **made)


def _settings(said: Mapping[str, Any] | str) -> dict[str, Any]:
    if isinstance(said, str):
        return {"mode": said}
    return {key: _number(value) for key, value in said.items()}


def _number(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _sorted(phrases: Mapping[str, str]) -> dict[str, str]:
    return {key: phrases[key] for key in sorted(phrases)}


@cache
def _shipped_phrases() -> Mapping[str, str]:
    from cximpact.intake.files.documents import parse_document

    text = files("cximpact.scorecards").joinpath("customer.yaml").read_text("utf-8")
    data = parse_document(text, suffix=".yaml", name="customer.yaml").data
    phrases = data.get("inward_phrases", {}) if isinstance(data, dict) else {}
    return {str(key): str(value) for key, value in phrases.items()}  # type: ignore[union-attr]
