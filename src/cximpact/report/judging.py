"""What the gates of plugins are shown of each proposal, their answers, and how those are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cximpact.decision.costs import costs
from cximpact.explain import Shared
from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.evidence import Conditions
from cximpact.model.plugin import GateAnswer
from cximpact.model.scores import Scores
from cximpact.pipeline import Result
from cximpact.plugins.hosting.judging import judged_by_plugins
from cximpact.plugins.hosting.kept import KeptGate, kept_text, shown_sha256
from cximpact.plugins.hosting.means import Means
from cximpact.plugins.hosting.offering import HostOffers
from cximpact.plugins.settings.resolving import settings_fingerprint
from cximpact.report.plain import plain
from cximpact.report.records import undecided

__all__ = ["answers_to_keep", "asking", "proposals_to_judge"]

_OF_THE_DECISION = ("rank", "action", "rule", "gates", "reasons", "would_take", "selection_share")


def asking(
    means: Means,
    progress: Callable[[str], None] = lambda _: None,
    kept: Mapping[str, KeptGate] | None = None,
) -> Callable[[Case, Conditions, Scores], tuple[GateReview, ...]]:
    """Return what asks plugins about the proposals of a case.

    Args:
        means: The plugins; opened only where a case switches on a gate of theirs.
        progress: Told, in a few words, what is being done.
        kept: Answers that a saved workspace keeps.
    """

    def judge(case: Case, conditions: Conditions, scores: Scores) -> tuple[GateReview, ...]:
        shown = proposals_to_judge(case, conditions, scores)
        gates = case.scorecard.policy.plugin_gates
        return judged_by_plugins(gates, shown, HostOffers(means, kept or {}), progress)

    return judge


def answers_to_keep(result: Result) -> str:
    """Return the file that keeps what gates of plugins answered; "" where none was asked."""
    case, ids = result.case, result.case.proposals.ids
    reviews = {review.gate: review for review in result.decision.gates}
    on = [gate for gate in case.scorecard.policy.plugin_gates if gate.mode != "off"]
    if not on:
        return ""
    shown = proposals_to_judge(case, result.conditions, result.scores)
    places = [place for place, each in enumerate(shown) if each is not None]
    sha256 = shown_sha256(shown)
    return kept_text(
        KeptGate(
            gate=gate.name,
            origin=(review := reviews[gate.name]).origin,
            settings=settings_fingerprint(gate.settings),
            shown=sha256,
            failed=bool(review.lacking),
            answers={ids[place]: _answer(review, place) for place in places},
        )
        for gate in on
    )


def _answer(review: GateReview, place: int) -> GateAnswer:
    cure = () if review.cure is None else review.cure(place)
    return GateAnswer(review.outcomes[place], review.reason(place), " ".join(cure))


def proposals_to_judge(
    case: Case, conditions: Conditions, scores: Scores
) -> list[dict[str, Any] | None]:
    """Return each proposal as plain data, sorted by id; None for those that were withdrawn.

    It is what a recommendation in `evaluation.json` says before anything is decided: scores,
    values, cost, and what it does along the journey.
    """
    money, shared = costs(case), Shared(case, conditions)
    found: list[dict[str, Any] | None] = []
    for position, status in enumerate(case.proposals.statuses):
        if status == "withdrawn":
            found.append(None)
            continue
        cost = money.amount(position)
        data = plain(undecided(case, conditions, scores, position, cost, shared))
        found.append({key: each for key, each in data.items() if key not in _OF_THE_DECISION})
    return found
