"""From a question to its undominated portfolios, or to the reason why there are none to show."""

from __future__ import annotations

import numpy as np
from attrs import evolve, frozen

from cximpact.decision.portfolios.box import Worth, score_box, worth_of
from cximpact.decision.portfolios.dominance import compared
from cximpact.decision.portfolios.measures import (
    core_labels,
    first_best,
    in_order,
    in_units,
    regrets,
)
from cximpact.decision.portfolios.search import (
    most_kept,
    most_parts,
    undominated_portfolios,
)
from cximpact.decision.portfolios.space import Space, space_of, together_of
from cximpact.decision.would_take.question import Question
from cximpact.model.arrays import BoolArray, FloatArray
from cximpact.model.robustness import Portfolios

MOST_OPEN = 40
"""Open proposals up to which portfolios are searched."""
_WIDEST = 2**60
_JOINT = (
    "Portfolios are compared by the sum of the values of their proposals: what they do together "
    "at one touchpoint (overlap: joint) depends on the weights and is not counted here."
)

_CENTRAL = (
    "Within the bands of the scores too many portfolios are non-dominated to list them; these are "
    "the ones with scores at their central values, so that only the weights are open."
)


@frozen
class LeftOut:
    """Why the undominated portfolios were not worked out.

    Attributes:
        words: A sentence, with how to get them.
    """

    words: str


def portfolios(
    question: Question, weights: FloatArray, low: FloatArray, high: FloatArray
) -> Portfolios | None:
    """Return the portfolios that no other beats; None where they are too many, see `explore`.

    Args:
        question: The case and how it was decided.
        weights: Extreme weights x criteria, share of the group included.
        low: Proposals x criteria: the least scores; a missing one counts 0.
        high: The most.
    """
    found = explore(question, weights, low, high)
    return None if isinstance(found, LeftOut) else found


def explore(
    question: Question, weights: FloatArray, low: FloatArray, high: FloatArray
) -> Portfolios | LeftOut:
    """Return the portfolios that no other beats whatever the weights and scores turn out to be.

    A portfolio beats another if it is worth at least as much under all weights between the
    extreme ones and all scores between their ends, and more under some. Portfolios equal at nine
    decimals throughout do not beat each other, and both stay. Exact.

    Args:
        question: The case and how it was decided: candidates, rules, gates and mandates hold as
            decided centrally.
        weights: Extreme weights x criteria, share of the group included.
        low: Proposals x criteria: the least scores; a missing one counts 0.
        high: The most.

    Returns:
        The portfolios; or why they are left out, in words.
    """
    case = question.case
    ids = case.proposals.ids
    rows = [rule.row for rule in question.choice.rules]
    worth = worth_of(weights, low, high)
    space = space_of(question.who, rows, case.rules.synergies, ids, worth)
    if why := _too_much(space):
        return LeftOut(why)
    found = undominated_portfolios(space)
    if found is None:
        return LeftOut(_too_many(space))
    if not len(found[1]):
        return LeftOut("No portfolio obeys all rules.")
    notes = (_JOINT,) if case.rules.overlap == "joint" else ()
    return _told(*found, len(ids), notes)


def within_bands(question: Question, weights: FloatArray) -> Portfolios | LeftOut:
    """Return the undominated portfolios with scores open within the bands of their draws.

    Where these leave too many, scores stand at their central values and only weights are open; a
    note then says so.

    Args:
        question: The case and how it was decided, with its draws.
        weights: Extreme weights x criteria, share of the group included.
    """
    found = explore(question, weights, *score_box(question.scores, question.draws))
    if question.draws is None or not isinstance(found, LeftOut):
        return found
    central = explore(question, weights, *score_box(question.scores))
    if isinstance(central, LeftOut):
        return found
    return evolve(central, notes=(*central.notes, _CENTRAL))


def _too_much(space: Space) -> str:
    if space.width > MOST_OPEN:
        return (
            f"Non-dominated portfolios are worked out for up to {MOST_OPEN} open proposals; here "
            f"are {space.width}. Set some aside or decide parts of the list on their own."
        )
    if len(space.rows) and int(np.abs(space.rows.astype(object)).sum(axis=1).max()) > _WIDEST:
        return "Non-dominated portfolios are not worked out: amounts in the rules are too large."
    return ""


def _too_many(space: Space) -> str:
    open_ = "weights" if space.worth.exact else "weights and scores"
    return (
        "Too many portfolios are non-dominated to list them (more than "
        f"{most_kept(space):,}, or {most_parts(space):,} partial ones): what is known of the "
        f"{open_} tells too few apart. State weights more tightly, such as an order of the "
        "criteria, add evidence, or leave fewer proposals open; without `portfolios` among the "
        "`analyses` they are not looked for."
    )


def _told(space: Space, taken: BoolArray, count: int, notes: tuple[str, ...]) -> Portfolios:
    sets = np.zeros((len(taken), count), dtype=np.bool_)
    sets[:, list(space.columns)] = taken
    sets[:, list(space.fixed)] = True
    sets = in_order(sets)
    return _measured(space, sets, notes)


def _measured(space: Space, sets: BoolArray, notes: tuple[str, ...]) -> Portfolios:
    taken = sets[:, list(space.columns)]
    all_ = compared(taken, space.worth, together_of(space, taken))
    regret = regrets(all_, _width(space.worth))
    least = (all_.low + space.base[:, None]).min(axis=0)
    most = (all_.high + space.base_high[:, None]).max(axis=0)
    core_index = sets.mean(axis=0)
    return Portfolios(
        sets=sets,
        core_index=core_index,
        label=core_labels(core_index),
        value_low=in_units(least),
        value_high=in_units(most),
        regret=in_units(regret),
        maximin=first_best(least, -regret),
        minimax_regret=first_best(-regret, least),
        notes=notes,
    )


def _width(worth: Worth) -> FloatArray | None:
    return None if worth.exact else worth.high - worth.low
