"""What can be told of a decision before it is made, at little cost."""

from __future__ import annotations

from attrs import evolve

from cximpact.exceptions import InputError
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores

__all__ = ["foreseen", "scored"]


def foreseen(case: Case) -> tuple[str, ...]:
    """Return why no selection will be possible, as far as that can be told at little cost.

    Args:
        case: The case, as it was read.
    """
    from cximpact.decision.unmet_needs import may_have_unmet_needs, unmet_needs

    if not may_have_unmet_needs(case):
        return ()
    found = scored(case)
    try:
        return () if found is None else unmet_needs(*found)
    except InputError:
        return ()  # what contradicts itself is told, with all its parts, when it is evaluated


def scored(case: Case) -> tuple[Case, Conditions, Scores] | None:
    """Return a case with its central weights, its conditions and its scores; decides nothing.

    Args:
        case: The case, as it was read.

    Returns:
        The three; None where what was stated about weights contradicts itself.
    """
    from cximpact.evidence.conditions import assess
    from cximpact.scoring.score import score
    from cximpact.scoring.weighting.central import with_central_weights
    from cximpact.scoring.weighting.spaces import weight_spaces

    try:
        spaces = weight_spaces(case.scorecard, case.weighting)
        central = evolve(case, scorecard=with_central_weights(case.scorecard, spaces))
        conditions = assess(central.scorecard, case.statistics, case.as_of, case.missing)
        return central, conditions, score(central, conditions)
    except InputError:
        return None
