"""The host: all plugins there are, what each offers, and who offers what is asked for.

Nothing of an installed plugin is imported here. What it offers is asked in a process of its own,
of all of them side by side, and only when something is asked for that cximpact does not have
itself; then never again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import evolve

from cximpact.model.plugin import MeasureTemplate, PluginInfo
from cximpact.plugins.builtin import BUILT_IN
from cximpact.plugins.hosting.cards import OfferCard, PluginCard, SourceCard
from cximpact.plugins.hosting.clashes import (
    claimed_names,
    claimed_offers,
    offers_called,
    with_claims,
)
from cximpact.plugins.hosting.discovery import Announced, announced
from cximpact.plugins.hosting.probing import Run, answered, plain_card, probe
from cximpact.plugins.hosting.refusing import not_active, refusal
from cximpact.plugins.hosting.selection import Selection, read_selection
from cximpact.plugins.isolation.jobs import Job, Outcome

__all__ = ["Host", "open_host", "run_apart"]


class Host:
    """Every plugin, built in or installed, asked at most once what it offers.

    A name that cximpact itself offers is answered without asking any installed plugin.

    Examples:
        >>> open_host(environ={"CXIMPACT_PLUGINS": "none"}).source("file").plugin
        'core-files'
    """

    def __init__(self, found: Sequence[Announced], selection: Selection, run: Run) -> None:
        self._found = tuple(found)
        self._selection = selection
        self._run = run

    def cards(self) -> tuple[PluginCard, ...]:
        """Return every plugin with its status: built-in ones first, then by name."""
        return (*self._built_in, *self._installed)

    def source(self, name: str) -> SourceCard:
        """Return a source of evidence by name.

        Raises:
            InputError: No plugin gives it, or more than one does.
            SourceError: The plugin that gives it, or may give it, failed or is disabled: what
                it would have told is missing.
        """
        card: SourceCard = self._offer("sources", name)
        return card

    def measure(self, name: str) -> MeasureTemplate:
        """Return a measure template by name.

        Raises:
            InputError: No plugin gives it, the one that does failed, or more than one does.
        """
        template: MeasureTemplate = self._offer("measures", name)
        return template

    def gate(self, name: str) -> OfferCard:
        """Return a gate by name; see `measure`."""
        card: OfferCard = self._offer("gates", name)
        return card

    def reporter(self, name: str) -> OfferCard:
        """Return a reporter by name; see `measure`."""
        card: OfferCard = self._offer("reporters", name)
        return card

    def command(self, name: str) -> OfferCard:
        """Return a command by name; see `measure`."""
        card: OfferCard = self._offer("commands", name)
        return card

    def observers(self) -> tuple[OfferCard, ...]:
        """Return all observers of active plugins, in the order of the plugins."""
        active = (card for card in self.cards() if card.status == "active")
        return tuple(offer for card in active for offer in card.observers)

    def _offer(self, kind: str, name: str) -> Any:
        for card in self._each():
            for offer in offers_called(card, kind, name):
                if card.status != "active":
                    raise not_active(kind, name, card)
                return offer
        raise refusal(kind, name, self.cards())

    def _each(self) -> Iterator[PluginCard]:
        """Yield the built-in plugins before any installed one is asked."""
        yield from self._built_in
        yield from self._installed

    @cached_property
    def _built_in(self) -> tuple[PluginCard, ...]:
        return tuple(_own_cards())

    @cached_property
    def _installed(self) -> tuple[PluginCard, ...]:
        """Installed plugins after they were asked: this is where processes are started."""
        early = _before_asking(self._found, self._selection)
        pairs = tuple(zip(self._found, early, strict=True))
        asked = iter(probe([each for each, card in pairs if card.status == "active"], self._run))
        cards = [next(asked) if card.status == "active" else card for card in early]
        active = [card for card in cards if card.status == "active"]
        return tuple(with_claims(cards, claimed_offers((*self._built_in, *active))))


def open_host(
    *,
    blocked: Iterable[str] = (),
    environ: Mapping[str, str] = os.environ,
    run: Run | None = None,
) -> Host:
    """Return the host; this reads package metadata and starts nothing.

    Args:
        blocked: What ``--no-plugins`` says: names of plugins or distributions, `EVERY` for all.
        environ: The environment, for `CXIMPACT_PLUGINS`.
        run: Runs jobs in processes of their own; another one for tests.

    Raises:
        InputError: An allow or block list cannot be read, or blocks what is not there.
    """
    found = announced()
    selection = read_selection(blocked, environ)
    selection.check(found)
    return Host(found, selection, run or run_apart)


def run_apart(jobs: Sequence[Job], *, folder: Path) -> Sequence[Outcome]:
    """Run jobs side by side, each in a process of its own; imports nothing before it must."""
    from cximpact.plugins.isolation.running import run_jobs

    return run_jobs(jobs, folder=folder)


def _own_cards() -> Iterator[PluginCard]:
    """Yield the built-in plugins; they are ours, so they are loaded right here."""
    from cximpact.plugins.hosting.loading import describe, load_plugin
    from cximpact.version import VERSION

    for plugin in BUILT_IN:
        card = evolve(plain_card(plugin), version=VERSION)
        yield answered(card, describe(load_plugin(plugin.name)))


def _before_asking(found: Sequence[Announced], selection: Selection) -> tuple[PluginCard, ...]:
    """Return the plugins as their metadata and the lists alone show them."""
    cards = tuple(_before_import(plugin, selection) for plugin in found)
    pairs = zip(found, cards, strict=True)
    open_ = [plugin for plugin, card in pairs if card.status == "active"]
    return tuple(with_claims(cards, claimed_names(open_, BUILT_IN)))


def _before_import(plugin: Announced, selection: Selection) -> PluginCard:
    card = plain_card(plugin)
    disabled = selection.reason(plugin)
    if disabled:
        return evolve(card, status="disabled", reason=disabled)
    fault = plugin.fault or _name_fault(plugin.name)
    return evolve(card, status="failed", reason=fault) if fault else card


def _name_fault(name: str) -> str:
    try:
        PluginInfo(name, "Only the name is looked at")
    except ValueError as error:
        return f"its entry point cannot be named in a workspace: {error}"
    return ""
