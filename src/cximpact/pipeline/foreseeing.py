"""What can be told of a decision before it is made, at little cost."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from cximpact.exceptions import InputError
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores

__all__ = ["Foreseen", "foresee"]


@frozen(eq=False)
class Foreseen:
    """What can be told of a case before it is decided.

    Attributes:
        stops: Why it cannot be decided as it is; empty where nothing of that can be told yet.
        scored: The case with its central weights, its conditions and its scores; None where
            what was stated about weights contradicts itself.
    """

    stops: tuple[str, ...] = ()
    scored: tuple[Case, Conditions, Scores] | None = None


def foresee(case: Case) -> Foreseen:
    """Return what can be told of a case before it is decided; gates of plugins are not asked.

    Args:
        case: The case, as it was read.
    """
    if not len(case.proposals):  # they are still with a source, which was not asked
        return Foreseen()
    try:
        scored = _scored(case)
    except InputError as error:
        return Foreseen(tuple(f"evaluate will stop: {each}" for each in error.problems))
    stops = tuple(f"evaluate will find no selection: {why}" for why in _obstacles(*scored))
    return Foreseen(stops, scored)


def _scored(case: Case) -> tuple[Case, Conditions, Scores]:
    from cximpact.evidence.conditions import assess
    from cximpact.scoring.score import score
    from cximpact.scoring.weighting.central import with_central_weights
    from cximpact.scoring.weighting.spaces import weight_spaces

    spaces = weight_spaces(case.scorecard, case.weighting)
    central = evolve(case, scorecard=with_central_weights(case.scorecard, spaces))
    conditions = assess(central.scorecard, case.statistics, case.as_of, case.missing)
    return central, conditions, score(central, conditions)


def _obstacles(case: Case, conditions: Conditions, scores: Scores) -> Iterator[str]:
    """Yield why there will be no selection, as far as adding up and following links tell."""
    from cximpact.decision.overdrawn import overdrawn
    from cximpact.decision.unmet_needs import may_have_unmet_needs, unmet_needs

    try:
        if may_have_unmet_needs(case):
            yield from unmet_needs(case, conditions, scores)
        yield from overdrawn(case)
    except InputError:
        return  # what contradicts itself is told, with all its parts, when it is evaluated
