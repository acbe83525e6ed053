"""What the gates of plugins are shown of each proposal, and their answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cximpact.decision.costs import costs
from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores
from cximpact.plugins.hosting.judging import judged_by_plugins
from cximpact.plugins.hosting.means import Means
from cximpact.plugins.hosting.offering import HostOffers
from cximpact.report.plain import plain
from cximpact.report.records import undecided
from cximpact.scoring.ripple import ripple_map

__all__ = ["asking", "proposals_to_judge"]

_OF_THE_DECISION = ("rank", "action", "rule", "gates", "reasons", "would_take", "selection_share")


def asking(
    means: Means, progress: Callable[[str], None] = lambda _: None
) -> Callable[[Case, Conditions, Scores], tuple[GateReview, ...]]:
    """Return what asks plugins about the proposals of a case.

    Args:
        means: The plugins; opened only where a case switches on a gate of theirs.
        progress: Told, in a few words, what is being done.
    """

    def judge(case: Case, conditions: Conditions, scores: Scores) -> tuple[GateReview, ...]:
        shown = proposals_to_judge(case, conditions, scores)
        gates = case.scorecard.policy.plugin_gates
        return judged_by_plugins(gates, shown, HostOffers(means), progress)

    return judge


def proposals_to_judge(
    case: Case, conditions: Conditions, scores: Scores
) -> list[dict[str, Any] | None]:
    """Return each proposal as plain data, sorted by id; None for those that were withdrawn.

    It is what a recommendation in `evaluation.json` says before anything is decided: scores,
    values, cost, and what it does along the journey.
    """
    money, ripples = costs(case), ripple_map(case.scorecard.journey)
    found: list[dict[str, Any] | None] = []
    for position, status in enumerate(case.proposals.statuses):
        if status == "withdrawn":
            found.append(None)
            continue
        cost = money.amount(position)
        data = plain(undecided(case, conditions, scores, position, cost, ripples))
        found.append({key: each for key, each in data.items() if key not in _OF_THE_DECISION})
    return found
