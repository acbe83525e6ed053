"""How far each weight may move before another set is selected, and who then leaves and enters."""

from __future__ import annotations

from cximpact.decision.proof import UnprovenError
from cximpact.decision.question import Question
from cximpact.decision.reduced import TIE
from cximpact.decision.sensitivity.levers import Lever
from cximpact.decision.sensitivity.walk import Step
from cximpact.decision.sensitivity.walks import Walks, walks
from cximpact.model.arrays import BoolArray
from cximpact.model.robustness import WeightInterval

MOST_OPEN = 200
"""Beyond so many proposals of value no weight is moved: each takes several selections."""
MOST_FREE = 20_000
"""So many where nothing competes with anything."""


def weight_intervals(question: Question) -> tuple[WeightInterval, ...]:
    """Return for every weight the interval in which the selected set stays best.

    One weight moves at a time, the others of its part keep their proportions; gates and
    candidates stay as they are. Ends are where the present set and the next are worth the same.
    Nothing is said where the selection is not proven best, of lists of more than 200 proposals
    that could be selected, and of a member that is alone in its part.

    Args:
        question: The case and how it was decided.

    Returns:
        By group and criterion, then the groups.
    """
    if not movable(question):
        return ()
    every = walks(question)
    found = (_interval(every, number) for number in range(len(every.levers)))
    return tuple(each for each in found if each is not None)


def movable(question: Question) -> bool:
    """Return whether the selection can be made again with other weights at a fair price."""
    choice = question.choice
    if choice.bound - choice.value > TIE:
        return False
    if choice.reduced is None:
        return len(question.case.proposals) <= MOST_FREE
    return len(choice.reduced.columns) - len(question.who.fixed) <= MOST_OPEN


def _interval(every: Walks, number: int) -> WeightInterval | None:
    lever = every.levers[number]
    selected = lever.question.choice.selected
    try:
        down, up = every.first(number, 0.0), every.first(number, 1.0)
    except UnprovenError:
        return None
    return WeightInterval(
        part=lever.part,
        member=lever.member,
        weight=lever.weight,
        low=0.0 if down is None else down.end,
        high=1.0 if up is None else up.end,
        leaves_low=_gone(lever, down, selected),
        enters_low=_come(lever, down, selected),
        leaves_high=_gone(lever, up, selected),
        enters_high=_come(lever, up, selected),
    )


def _gone(lever: Lever, found: Step | None, selected: BoolArray) -> tuple[str, ...]:
    if found is None:
        return ()
    if found.selected is None:
        return named(lever.question, selected)
    return named(lever.question, selected & ~found.selected)


def _come(lever: Lever, found: Step | None, selected: BoolArray) -> tuple[str, ...]:
    if found is None or found.selected is None:
        return ()
    return named(lever.question, found.selected & ~selected)


def named(question: Question, flags: BoolArray) -> tuple[str, ...]:
    """Return the ids of the proposals that a flag marks."""
    ids = question.case.proposals.ids
    return tuple(key for key, flag in zip(ids, flags.tolist(), strict=True) if flag)
