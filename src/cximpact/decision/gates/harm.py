"""The customer harm gate: harm that no gain elsewhere may hide.

Fails where the harm alone takes too much value from customers at a touchpoint or over the
journey, where a condition worsens sharply whatever its reach, or where a customer criterion is
scored clearly worse than today. Harm within the limits is still told.
"""

from __future__ import annotations

import numpy as np

from cximpact.decision.gates.answer import (
    NO_CUSTOMER_INPUT,
    OFF,
    answer,
    has_customer_input,
    not_run,
)
from cximpact.decision.gates.harm_found import Harm
from cximpact.decision.gates.harm_told import HarmTold
from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores

NAME = "customer_harm"


def review_harm(case: Case, conditions: Conditions, scores: Scores) -> GateReview:
    """Return the harm gate's answers for all proposals."""
    settings = case.scorecard.policy.gates.customer_harm
    count = len(case.proposals)
    if settings.mode == "off":
        return not_run(NAME, settings.mode, count, OFF)
    if not has_customer_input(case, scores):
        return not_run(NAME, settings.mode, count, NO_CUSTOMER_INPUT)
    harm = Harm(case, conditions, scores)
    told = HarmTold(case, conditions, scores, harm)
    return answer(
        NAME,
        settings.mode,
        settings.action,
        fails=harm.fails,
        undetermined=harm.missing.any(axis=1) | harm.unconfirmed,
        applies=np.ones(count, dtype=np.bool_),
        sentences=told.sentences,
        cure=told.cure,
        softened=harm.mitigated,
    )
