"""The five gates that every evaluation passes, as descriptors.

Their modes and limits stand in the scorecard under ``policy: gates:``, where names are written
with underscores. Each judges all proposals at once, which needs the arrays of the calculation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.model.plugin import Gate, PluginInfo
from cximpact.plugins.markers import hookimpl

if TYPE_CHECKING:
    from cximpact.model.case import Case
    from cximpact.model.decision import GateReview
    from cximpact.model.evidence import Conditions
    from cximpact.model.scores import Scores


@hookimpl
def cximpact_plugin_info() -> PluginInfo:
    """Say what these are."""
    return PluginInfo("core-gates", "The gates of the method, set in the scorecard's policy")


@hookimpl
def cximpact_gates() -> list[Gate]:
    """Offer the gates."""
    return [
        Gate(
            "customer-harm",
            "Is no customer clearly worse off, whatever is gained elsewhere?",
            review=_harm,
        ),
        Gate(
            "customer-evidence",
            "Does evidence from outside opinion support most of the claimed gain?",
            review=_evidence,
        ),
        Gate(
            "customer-voice",
            "Have customers themselves been heard where most would change?",
            review=_voice,
        ),
        Gate(
            "customer-value-floor",
            "Does it not cost customers more in all than it gives them?",
            review=_floor,
        ),
        Gate(
            "customer-statement",
            "Does it say what changes for the customer, in the customer's terms?",
            review=_statement,
        ),
    ]


# The calculation brings in numpy, so a list of plugins must not import it.


def _harm(case: Case, conditions: Conditions, scores: Scores) -> GateReview:
    from cximpact.decision.gates.harm import review_harm

    return review_harm(case, conditions, scores)


def _evidence(case: Case, conditions: Conditions, scores: Scores) -> GateReview:
    from cximpact.decision.gates.evidence import review_evidence

    return review_evidence(case, conditions, scores)


def _voice(case: Case, conditions: Conditions, scores: Scores) -> GateReview:
    from cximpact.decision.gates.voice import review_voice

    return review_voice(case, conditions, scores)


def _floor(case: Case, conditions: Conditions, scores: Scores) -> GateReview:
    from cximpact.decision.gates.floor import review_floor

    return review_floor(case, conditions, scores)


def _statement(case: Case, conditions: Conditions, scores: Scores) -> GateReview:
    from cximpact.decision.gates.statement import review_statement

    return review_statement(case, conditions, scores)
