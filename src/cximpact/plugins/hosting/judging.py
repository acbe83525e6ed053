"""Asking the gates of plugins about every proposal, each gate in a process of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from attrs import evolve

from cximpact.decision.gates.judged import judged_review, switched_off, unanswered
from cximpact.exceptions import CximpactError, printable
from cximpact.model.decision import GateReview, Outcome
from cximpact.model.plugin import GateAnswer
from cximpact.model.scorecard import PluginGate
from cximpact.plugins.hosting.cards import OfferCard
from cximpact.plugins.hosting.kept import KeptGate
from cximpact.plugins.hosting.offering import HostOffers
from cximpact.plugins.isolation.jobs import Job
from cximpact.plugins.isolation.jobs import Outcome as JobOutcome

__all__ = ["judged_by_plugins"]

TIMEOUT = 120.0
"""Seconds a gate has for all proposals together."""

_LONGEST = 1000
_OUTCOMES = ("pass", "fail", "undetermined", "not applicable")

Proposal = Mapping[str, Any]


def judged_by_plugins(
    gates: Sequence[PluginGate],
    proposals: Sequence[Proposal | None],
    offers: HostOffers,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[GateReview, ...]:
    """Return the answers of all gates, in the order of the gates.

    A gate whose process fails leaves every proposal undetermined, and says why. One whose answers
    are kept is not asked.

    Args:
        gates: Those that the scorecard and the workspace name.
        proposals: Plain data of each proposal, sorted by id; None for one that is not judged.
        offers: The plugins.
        progress: Told, in a few words, what is being done.

    Raises:
        InputError: Kept answers were given about something else.
    """
    on = [gate for gate in gates if gate.mode != "off" and gate.name not in offers.kept]
    cards = {gate.name: _card(gate, offers) for gate in on}
    known = {name: card for name, card in cards.items() if isinstance(card, OfferCard)}
    jobs = [
        _job(known[gate.name], offers.gate_settings(gate.name, dict(gate.settings)), proposals)
        for gate in on
        if gate.name in known
    ]
    outcomes = dict(zip(known, _run(jobs, offers, progress), strict=True))
    found = []
    for gate in gates:
        card = cards.get(gate.name)
        if gate.mode == "off":
            found.append(switched_off(gate, len(proposals)))
        elif card is None:
            found.append(_kept(gate, proposals, offers.kept[gate.name]))
        elif isinstance(card, str):
            found.append(unanswered(gate, len(proposals), card))
        else:
            found.append(_review(gate, proposals, outcomes[gate.name], _origin(card)))
    return tuple(found)


def _card(gate: PluginGate, offers: HostOffers) -> OfferCard | str:
    try:
        return offers.gate(gate.name)
    except CximpactError as error:
        return str(error)


def _origin(card: OfferCard) -> str:
    return f"{card.distribution} {card.version}".strip()


def _job(card: OfferCard, settings: Mapping[str, Any], proposals: Sequence[Proposal | None]) -> Job:
    asked = [proposal for proposal in proposals if proposal is not None]
    return Job(
        name=f"gate {card.name}",
        plugin=card.plugin,
        distribution=card.distribution,
        operation="judge",
        target=card.name,
        payload={"proposals": asked, "settings": settings},
        timeout=TIMEOUT,
    )


def _run(
    jobs: Sequence[Job], offers: HostOffers, progress: Callable[[str], None]
) -> Sequence[JobOutcome]:
    if not jobs:
        return ()
    with tempfile.TemporaryDirectory(prefix="cximpact-") as folder:
        return offers.means.run(jobs, folder=Path(folder), progress=progress)


def _review(
    gate: PluginGate, proposals: Sequence[Proposal | None], outcome: JobOutcome, origin: str
) -> GateReview:
    count = sum(proposal is not None for proposal in proposals)
    if not outcome.worked:
        reason = outcome.reason or outcome.family
        return unanswered(gate, len(proposals), printable(reason, _LONGEST), origin)
    answers = _answers(outcome.answer)
    if answers is None or len(answers) != count:
        reason = f"{origin} did not give one answer for each of {count} proposals"
        return unanswered(gate, len(proposals), reason, origin)
    left = iter(answers)
    each = [None if proposal is None else next(left) for proposal in proposals]
    return judged_review(gate, each, origin)


def _kept(gate: PluginGate, proposals: Sequence[Proposal | None], kept: KeptGate) -> GateReview:
    answers = kept.answers_to(gate, proposals)
    if not kept.failed:
        return judged_review(gate, answers, kept.origin)
    nobody = GateAnswer("undetermined", "")
    review = judged_review(gate, [each or nobody for each in answers], kept.origin)
    return evolve(review, lacking=frozenset(range(len(proposals))))


def _answers(given: Any) -> list[GateAnswer] | None:
    """Return the answers of a process; None where one of them is none."""
    if not isinstance(given, list):
        return None
    found = [_answer(each) for each in given]
    return None if None in found else cast(list[GateAnswer], found)


def _answer(given: Any) -> GateAnswer | None:
    if not isinstance(given, Mapping) or given.get("outcome") not in _OUTCOMES:
        return None
    texts = given.get("reason", ""), given.get("cure", "")
    if not all(isinstance(text, str) for text in texts):
        return None
    reason, cure = (printable(text.strip(), _LONGEST) for text in texts)
    return GateAnswer(cast(Outcome, given["outcome"]), reason, cure)
