"""What is asked of installed plugins while documents are read; the layers below answer."""

from __future__ import annotations

from typing import Any, Protocol

from cximpact.model.plugin import MeasureTemplate

__all__ = ["Offers"]


class Offers(Protocol):
    """What plugins offer, by name; each raises an `InputError` for what nobody offers."""

    def measure(self, name: str) -> MeasureTemplate:
        """Return a measure template."""

    def gate_validator(self, name: str, said: Any) -> Any:
        """Return the jsonschema validator of a gate's settings, and that it can cope with those."""
