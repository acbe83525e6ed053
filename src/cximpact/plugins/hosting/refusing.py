"""What is said when something is asked for that no active plugin offers.

Of a plugin that failed nobody knows what it would have offered. By custom the names it offers
begin with its own, and it is believed so; else any plugin that is not active may be the one. For
a source that makes the difference between a mistake in the workspace and evidence that is missing.
"""

from __future__ import annotations

from collections.abc import Sequence

from cximpact.exceptions import CximpactError, InputError, Problem, SourceError
from cximpact.plugins.hosting.cards import PluginCard
from cximpact.plugins.hosting.clashes import is_claim

__all__ = ["not_active", "refusal"]

_INSTALL = "install the plugin that gives it; 'cximpact plugins' lists what is there"


def not_active(kind: str, name: str, card: PluginCard) -> InputError:
    """Return the error for something that a plugin offers, but may not: others claim its name.

    Args:
        kind: What was asked for, in the plural, such as ``sources``.
        name: Its name.
        card: The plugin that offers it.
    """
    return InputError([Problem(_missing(kind), value=name, hint=_state(card))])


def refusal(kind: str, name: str, cards: Sequence[PluginCard]) -> CximpactError:
    """Return the error for something that no plugin is known to offer.

    Args:
        kind: What was asked for, in the plural, such as ``sources``.
        name: Its name.
        cards: All plugins.

    Returns:
        A `SourceError` for a source that a plugin which is not active may have, else an
        `InputError`.
    """
    from cximpact.intake.files.problems import did_you_mean

    idle = [card for card in cards if card.status != "active"]
    own = [card for card in idle if f"{name}-".startswith(f"{card.name}-")]
    known = sorted({offer.name for card in cards for offer in getattr(card, kind)})
    near = None if own else did_you_mean(name, known)
    suspects = [] if near else (own or idle)
    said = "; ".join(_state(card) for card in suspects)
    if suspects and kind == "sources" and not any(is_claim(card.reason) for card in suspects):
        return SourceError(f"no active plugin gives the source '{name}': {said}")
    expected = None if near or suspects else ", ".join(known) or "a plugin that gives it"
    hint = near or said or (_INSTALL if kind == "sources" else None)
    return InputError([Problem(_missing(kind), value=name, expected=expected, hint=hint)])


def _missing(kind: str) -> str:
    return f"no active plugin gives this {kind[:-1]}"


def _state(card: PluginCard) -> str:
    whose = f"plugin '{card.name}' of {card.distribution}"
    if card.status == "disabled":
        return f"{whose} is disabled ({card.reason})"
    return f"{whose} failed: {card.reason}"
