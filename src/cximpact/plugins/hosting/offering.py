"""What plugins offer to the reading of documents, and to whoever asks their gates.

The host is opened, and installed plugins are asked, only when something is named that cximpact
does not have itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import Factory, evolve, frozen

from cximpact.exceptions import InputError, Problem
from cximpact.model.plugin import MeasureTemplate
from cximpact.plugins.builtin import BUILT_IN
from cximpact.plugins.hosting.cards import OfferCard
from cximpact.plugins.hosting.kept import KeptGate, kept_gates
from cximpact.plugins.hosting.means import Means
from cximpact.plugins.settings.rehearsal import rehearse
from cximpact.plugins.settings.schemas import Place, settings_validator

if TYPE_CHECKING:
    from cximpact.intake.spec import WorkspaceSpec

__all__ = ["HostOffers", "with_offers"]

_OWN = {plugin.name for plugin in BUILT_IN}


@frozen(eq=False)
class HostOffers:
    """Measure templates and gates of a host; an `Offers` for the reading of documents.

    Attributes:
        means: The plugins, and how their processes are run.
        kept: Answers of gates that a saved workspace keeps, by name; their plugins are not needed.
    """

    means: Means
    kept: Mapping[str, KeptGate] = Factory(dict)

    def measure(self, name: str) -> MeasureTemplate:
        """Return a measure template; see `Host.measure`."""
        return self.means.host.measure(name)

    def gate(self, name: str) -> OfferCard:
        """Return a gate of an installed plugin; see `Host.gate`.

        Raises:
            InputError: No plugin gives it, or it is one of the method's own.
        """
        card = self.means.host.gate(name)
        if card.plugin in _OWN:
            hint = f"set it under gates: as {name.replace('-', '_')}"
            raise InputError([Problem("this gate is part of cximpact", value=name, hint=hint)])
        return card

    def gate_validator(self, name: str, said: Any) -> Any:
        """Return the validator of a gate's settings, which can be held against those; see `gate`.

        Of a gate whose answers are kept, settings were checked when it was asked.

        Raises:
            SourceError: The schema that its plugin gives is wrong, or comes to no end.
        """
        if name in self.kept:
            return _anything()
        card = self.gate(name)
        validator = settings_validator(card)
        rehearse(card, said)
        return validator

    def gate_settings(self, name: str, said: dict[str, Any]) -> dict[str, Any]:
        """Return the settings of a gate with the defaults of keys that were left out."""
        schema = dict(self.gate(name).settings)
        return {**Place([schema], schema).defaults(), **said}


def with_offers(spec: WorkspaceSpec, means: Means) -> WorkspaceSpec:
    """Return a workspace whose documents may name measure templates and gates of plugins.

    Raises:
        InputError: Answers of gates that it keeps were changed or lost.
    """
    kept = kept_gates(spec)
    return evolve(spec, offers=lambda: HostOffers(means, kept))


def _anything() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(True)
