"""The customer value floor: what a proposal may cost customers in all, business gains aside."""

from __future__ import annotations

import numpy as np

from cximpact.decision.customer_effect import NO_SCORE, without_effect
from cximpact.decision.gates.answer import (
    NO_CUSTOMER_INPUT,
    OFF,
    answer,
    has_customer_input,
    not_run,
)
from cximpact.decision.words import exact_points, points
from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores
from cximpact.scoring.rounding import round9

NAME = "customer_value_floor"
_REMEDY = "Change what it does to customers, whatever the business gains."


def review_floor(case: Case, conditions: Conditions, scores: Scores) -> GateReview:  # noqa: ARG001
    """Return the floor's answers for all proposals."""
    settings = case.scorecard.policy.gates.customer_value_floor
    value = round9(scores.customer_value)
    known = ~np.isnan(value)
    if settings.mode == "off":
        return not_run(NAME, settings.mode, len(value), OFF)
    if not known.any() or not has_customer_input(case, scores):
        return not_run(NAME, settings.mode, len(value), NO_CUSTOMER_INPUT)
    below = np.asarray(known & (value < round9(settings.floor)), dtype=np.bool_)
    floor = exact_points(settings.floor)

    def sentences(position: int) -> tuple[str, ...]:
        if not known[position]:
            return ("It has no customer value.",)
        figure = points(float(value[position]), settings.floor)
        nothing = without_effect(case, scores, position) == NO_SCORE
        said = f"Customer value {'is missing, counts as' if nothing else 'is'} {figure}"
        if not below[position]:
            return (f"{said}{' and is' if nothing else ','} not below the floor of {floor}.",)
        return (f"{said}, below the floor of {floor}.", _REMEDY)

    def cure(position: int) -> tuple[str, ...]:
        now = points(float(value[position]), settings.floor)
        return (f"Customer value must rise from {now} to {floor}.",)

    return answer(
        NAME,
        settings.mode,
        settings.action,
        fails=below,
        undetermined=np.zeros(len(value), dtype=np.bool_),
        applies=np.asarray(known, dtype=np.bool_),
        sentences=sentences,
        cure=cure,
    )
