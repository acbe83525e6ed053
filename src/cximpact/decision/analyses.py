"""What a decision depends on, analysis by analysis; each can be left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from attrs import evolve, frozen

from cximpact.decision.acceptability import accept
from cximpact.decision.binding import binding
from cximpact.decision.frontier import frontiers
from cximpact.decision.information import worth_knowing
from cximpact.decision.portfolios import LeftOut, within_bands
from cximpact.decision.question import Question
from cximpact.decision.sensitivity import sensitivity_notes, tornado, weight_intervals
from cximpact.model.robustness import Acceptability, Robustness
from cximpact.model.weighting import WeightRange, WeightSpace
from cximpact.scoring.drawing import score_draws
from cximpact.scoring.weighting.ranges import weight_ranges
from cximpact.scoring.weighting.vertices import extreme_weights

MOST_EXTREME = 2_000
"""Portfolios are compared under the extreme weights; with more of them they are left out."""

Tell = Callable[[str], None]


@frozen(eq=False)
class Analyses:
    """What is worked out, and how.

    Attributes:
        question: The case and how it was decided.
        ranked: Positions of the proposals that are ranked.
        spaces: All weights that agree with what was stated.
        wanted: Which analyses are made, of `model.case.ANALYSES`.
        tell: Told, in a few words, what is being done.
    """

    question: Question
    ranked: Sequence[int]
    spaces: Sequence[WeightSpace]
    wanted: Collection[str]
    tell: Tell


def analyse(asked: Analyses) -> Robustness:
    """Return what the decision depends on.

    Args:
        asked: What is worked out.
    """
    found = Robustness(shares=asked.question.shares)
    for name, add in _STEPS.items():
        if name in asked.wanted:
            found = add(asked, found)
    return found


def _with_ranks(asked: Analyses, found: Robustness) -> Robustness:
    draws = asked.question.draws
    if draws is None or not asked.ranked:
        return found
    asked.tell("ranking in every draw")
    return evolve(found, acceptability=_acceptability(asked))


def _acceptability(asked: Analyses) -> Acceptability | None:
    question = asked.question
    if question.draws is None:
        return None
    again = score_draws(question.case, question.conditions, question.scores)
    return accept(question.draws.value, question.draws.weights.whole, asked.ranked, again.of)


def _with_portfolios(asked: Analyses, found: Robustness) -> Robustness:
    question = asked.question
    if not asked.spaces:
        return found
    asked.tell("comparing portfolios")
    weights = extreme_weights(question.case.scorecard, asked.spaces, MOST_EXTREME)
    if weights is None:
        note = (
            "Portfolios are not compared: what was stated about weights has more than "
            f"{MOST_EXTREME:,} extreme points. State fewer bounds, or an order."
        )
        return evolve(found, notes=(*found.notes, note))
    told = within_bands(question, weights)
    if isinstance(told, LeftOut):
        return evolve(found, notes=(*found.notes, told.words))
    return evolve(found, portfolios=told)


def _with_binding(asked: Analyses, found: Robustness) -> Robustness:
    asked.tell("asking which rules bind")
    return evolve(found, binding=binding(asked.question))


def _with_sensitivity(asked: Analyses, found: Robustness) -> Robustness:
    asked.tell("moving weights and evidence")
    question = asked.question
    return evolve(
        found,
        weights=weight_intervals(question),
        tornado=tornado(question, _ranges(asked.spaces)),
        notes=(*found.notes, *sensitivity_notes(question)),
    )


def _ranges(spaces: Sequence[WeightSpace]) -> tuple[WeightRange, ...]:
    """Return what the statements leave open about every weight."""
    return tuple(
        each
        for space in spaces
        for part in space.parts
        for each in weight_ranges(part, space.stakeholder)
    )


def _with_frontiers(asked: Analyses, found: Robustness) -> Robustness:
    asked.tell("following value along the budgets")
    return evolve(found, frontiers=frontiers(asked.question))


def _with_information(asked: Analyses, found: Robustness) -> Robustness:
    draws = asked.question.draws
    if draws is None:
        return found
    asked.tell("asking what is worth finding out")
    worth = worth_knowing(asked.question, draws)
    return evolve(found, information=worth.items, notes=(*found.notes, *worth.notes))


_STEPS: dict[str, Callable[[Analyses, Robustness], Robustness]] = {
    "ranks": _with_ranks,
    "portfolios": _with_portfolios,
    "binding": _with_binding,
    "sensitivity": _with_sensitivity,
    "frontier": _with_frontiers,
    "information": _with_information,
}
