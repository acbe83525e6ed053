"""Asking installed plugins what they offer, each in a process of its own, all side by side."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from attrs import evolve

from cximpact.model.plugin import EvidenceSource, MeasureTemplate, Retry
from cximpact.plugins.hookspecs import INFO, OFFERS
from cximpact.plugins.hosting.cards import OfferCard, PluginCard, SourceCard
from cximpact.plugins.hosting.discovery import Announced
from cximpact.plugins.isolation.jobs import Job, Outcome

__all__ = ["DEADLINE", "Run", "answered", "plain_card", "probe"]

DEADLINE = 10.0
"""Seconds that a plugin has to be imported and to say what it offers."""


class Run(Protocol):
    """How jobs are run: `cximpact.plugins.isolation.running.run_jobs`, or a stand-in in tests."""

    def __call__(self, jobs: Sequence[Job], *, folder: Path) -> Sequence[Outcome]:
        """Run jobs side by side and return their outcomes in the order of the jobs."""


def probe(plugins: Sequence[Announced], run: Run) -> tuple[PluginCard, ...]:
    """Return the cards of plugins, in their order: active, or failed with the reason."""
    if not plugins:
        return ()
    jobs = [
        Job(f"plugin {each.name}", each.name, each.distribution, "probe", timeout=DEADLINE)
        for each in plugins
    ]
    with tempfile.TemporaryDirectory(prefix="cximpact-") as folder:
        outcomes = run(jobs, folder=Path(folder))
    pairs = zip(plugins, outcomes, strict=True)
    return tuple(_card(plugin, outcome) for plugin, outcome in pairs)


def _card(plugin: Announced, outcome: Outcome) -> PluginCard:
    card = plain_card(plugin)
    if not outcome.worked:
        return evolve(card, status="failed", reason=outcome.reason or outcome.family)
    try:
        return answered(card, outcome.answer)
    except (AttributeError, KeyError, TypeError, ValueError):
        # Loading checks every descriptor, so only a plugin that meddled with it gets here.
        reason = "its process answered with something other than descriptors"
        return evolve(card, status="failed", reason=reason)


def plain_card(plugin: Announced) -> PluginCard:
    """Return the card of a plugin that was not asked yet."""
    return PluginCard(
        plugin.name, plugin.distribution, plugin.version, plugin.target, origin=plugin.origin
    )


def answered(card: PluginCard, answer: Mapping[str, Any]) -> PluginCard:
    """Return a card with what the plugin said of itself (see `describing.describe`).

    The descriptors are made anew on the way, so that their own checks hold here too.

    Raises:
        AttributeError, KeyError, TypeError, ValueError: The answer is not what it should be.
    """
    return evolve(
        card,
        summary=_text(answer["summary"]),
        hooks=tuple(hook for hook in sorted({INFO, *OFFERS}) if hook in answer["hooks"]),
        sources=tuple(_source(card, each) for each in answer["sources"]),
        measures=tuple(MeasureTemplate(**each) for each in answer["measures"]),
        gates=_offers(card, answer["gates"]),
        reporters=_offers(card, answer["reporters"]),
        commands=_offers(card, answer["commands"]),
        observers=_offers(card, answer["observers"]),
    )


def _source(card: PluginCard, data: Mapping[str, Any]) -> SourceCard:
    said = {**data, "retry": Retry(**data["retry"])}
    checks = bool(said.pop("checks"))
    made = EvidenceSource(**said, collect=_elsewhere)
    return SourceCard(
        **{name: getattr(made, name) for name in said},
        **_whose(card),
        checks=checks,
    )


def _offers(card: PluginCard, found: Sequence[Mapping[str, Any]]) -> tuple[OfferCard, ...]:
    # A template has the fields that every offer has, and checks them.
    for each in found:
        MeasureTemplate(each["name"], each["summary"])
    return tuple(OfferCard(**each, **_whose(card)) for each in found)


def _whose(card: PluginCard) -> dict[str, Any]:
    return {"plugin": card.name, "distribution": card.distribution, "version": card.version}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _elsewhere(*_: object) -> Any:
    """Stand in for a function that exists in the plugin's own process only."""
    raise NotImplementedError
