"""Names that more than one plugin claims: none of them gets it, and each is told of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from cximpact.plugins.builtin import ORIGIN
from cximpact.plugins.hosting.cards import PluginCard
from cximpact.plugins.hosting.discovery import Announced, same_name

__all__ = ["claimed_names", "claimed_offers", "is_claim", "offers_called", "with_claims"]

_KINDS = ("sources", "measures", "gates", "reporters", "commands", "observers")
_CLAIM = "one name is claimed twice: "


def claimed_names(
    plugins: Sequence[Announced], built_in: Sequence[Announced]
) -> dict[tuple[str, str], str]:
    """Return why plugins cannot be told apart by name, by name and distribution.

    Args:
        plugins: Installed plugins that may be used.
        built_in: Those of cximpact itself, which keep their names.
    """
    found: dict[tuple[str, str], str] = {}
    for name, every in same_name((*plugins, *built_in)).items():
        whose = sorted(each.distribution for each in every)
        reason = f"{_CLAIM}{_listed(whose)} announce a plugin called '{name}'; {_remedy(every)}"
        found |= {(name, each.distribution): reason for each in every if each not in built_in}
    return found


def claimed_offers(cards: Sequence[PluginCard]) -> dict[tuple[str, str], str]:
    """Return why plugins cannot be used beside each other, by name and distribution.

    Args:
        cards: Active plugins, those of cximpact itself among them; these keep their names.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for kind in _KINDS:
        for name, every in _claims(cards, kind).items():
            whose = sorted(each.distribution for each in every)
            reason = (
                f"{_CLAIM}{_listed(whose)} give a {kind[:-1]} called '{name}'; {_remedy(every)}"
            )
            for each in every:
                if each.origin != ORIGIN:
                    found.setdefault((each.name, each.distribution), []).append(reason)
    return {who: "; ".join(reasons) for who, reasons in found.items()}


def with_claims(
    cards: Sequence[PluginCard], claimed: Mapping[tuple[str, str], str]
) -> Iterator[PluginCard]:
    """Yield the cards, failed with the reason where a name is claimed by others too."""
    for card in cards:
        reason = claimed.get((card.name, card.distribution))
        yield evolve(card, status="failed", reason=reason) if reason else card


def offers_called(card: PluginCard, kind: str, name: str) -> Iterator[Any]:
    """Yield what a plugin offers of one kind under a name."""
    yield from (offer for offer in getattr(card, kind) if offer.name == name)


def is_claim(reason: str) -> bool:
    """Return whether a plugin failed because others claim the same name."""
    return reason.startswith(_CLAIM)


def _claims(cards: Sequence[PluginCard], kind: str) -> dict[str, list[PluginCard]]:
    by_name: dict[str, list[PluginCard]] = {}
    for card in cards:
        for offer in getattr(card, kind):
            by_name.setdefault(offer.name, []).append(card)
    return {name: every for name, every in by_name.items() if len(every) > 1}


def _listed(names: Sequence[str]) -> str:
    unlike = sorted({*names})
    if len(unlike) == 1:
        return f"two plugins of {unlike[0]}"
    return f"{', '.join(unlike[:-1])} and {unlike[-1]}"


def _remedy(every: Sequence[Announced | PluginCard]) -> str:
    others = [each for each in every if each.origin != ORIGIN]
    if len(others) < len(every):
        return f"cximpact itself keeps that name, so {others[0].distribution} must choose another"
    return f"block one of them, such as --no-plugins={others[-1].distribution}, or uninstall it"
