"""What the settings give, whether it is written there or comes by reference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cximpact.plugins import Secret

__all__ = ["choice", "plain", "text"]


def plain(value: Any) -> Any:
    """Return a value as it is, its secrets revealed: for systems, never for texts.

    Args:
        value: A setting, or anything inside one.
    """
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def text(settings: Mapping[str, Any], name: str) -> str:
    """Return a setting as text, "" where it is not given."""
    value = plain(settings.get(name))
    return "" if value is None else str(value)


def choice(settings: Mapping[str, Any], name: str, otherwise: str) -> str:
    """Return a setting as text, or what holds where it is not given."""
    return text(settings, name) or otherwise
