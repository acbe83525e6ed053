"""What is worth finding out, most first.

The expected value of partial perfect information (Howard 1966; Strong, Oakley and Brennan 2014,
Medical Decision Making 34(3); for portfolios Keisler 2004, Decision Analysis 1(3)): the mean, over
what might be found, of the value of the set that is then best, less the value of the set that is
best without knowing. Gates and candidates stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from cximpact.decision.feasible_sets import MOST_OPEN as MOST_WRITTEN
from cximpact.decision.information.ground import Ground
from cximpact.decision.information.of_conditions import condition_things
from cximpact.decision.information.of_costs import cost_things
from cximpact.decision.information.of_proposals import proposal_things
from cximpact.decision.information.of_weights import weight_things
from cximpact.decision.information.thing import Thing, told
from cximpact.decision.proof import UnprovenError
from cximpact.decision.question import Question
from cximpact.decision.reduced import TIE
from cximpact.model.draws import Draws
from cximpact.model.robustness import Information

MOST_OPEN = 60
"""Beyond so many proposals that could be selected nothing is asked: selections take too long."""
MOST_FREE = 500
"""So many where nothing competes with anything."""
MOST_THINGS = 200
"""So many things are looked at, those that could gain most first."""
LEAST_DRAWS = 200
"""With fewer draws, chance would say what is worth knowing."""
LEAST_GAIN = 0.0005
"""What would gain less, half a tenth of a point, is not told."""
_ERRORS = 2.5
_MOST_SELECTIONS = {True: 4_000, False: 600}
"""So many selections are made in all: of short lists, whose sets are written out, or of others."""
MOST_TOLD = 20


@frozen
class WorthKnowing:
    """What is worth finding out.

    Attributes:
        items: Most first.
        notes: What was not asked, and why.
    """

    items: tuple[Information, ...] = ()
    notes: tuple[str, ...] = ()


def information(question: Question, draws: Draws) -> tuple[Information, ...]:
    """Return what is worth finding out before the selection is made, most first.

    Args:
        question: The case and how it was decided.
        draws: Draws of everything uncertain.
    """
    return worth_knowing(question, draws).items


def worth_knowing(question: Question, draws: Draws) -> WorthKnowing:
    """Return what is worth finding out before the selection is made, with what was not asked.

    Conditions of touchpoints, values of proposals, their costs, and questions to stakeholders
    about weights, each known by itself. What gains nothing that could be told from chance (two
    and a half times its standard error) is left out.

    Args:
        question: The case and how it was decided.
        draws: Draws of everything uncertain.
    """
    ground = Ground(question, draws)
    why = _left_out(ground)
    if why:
        return WorthKnowing(notes=(why,))
    things = _most_promising(ground)
    asked = [_asked(ground, thing) for thing in things[:MOST_THINGS]]
    found = [each for each in asked if each is not None and _counts(each)]
    found.sort(key=lambda each: (-each.gain, each.kind, each.name))
    unasked = len(things) - sum(each is not None for each in asked)
    return WorthKnowing(tuple(found[:MOST_TOLD]), _notes(len(found), unasked, len(things)))


def _counts(each: Information) -> bool:
    return each.gain >= LEAST_GAIN and each.gain > _ERRORS * each.error


def _notes(told_of: int, unasked: int, things: int) -> tuple[str, ...]:
    notes = []
    if not told_of:
        notes.append(
            "No single thing is worth finding out first: knowing it would gain the selection less "
            f"than {LEAST_GAIN * 100:g} points, or less than could be told from chance."
        )
    if unasked:
        notes.append(
            f"Of {things} uncertain things that could change the selection, {unasked} that promise "
            "least were not looked at, as selections take too long."
        )
    return tuple(notes)


def _left_out(ground: Ground) -> str:
    """Return why nothing is said of what is worth finding out; "" where something is."""
    if len(ground.draws.value) < LEAST_DRAWS:
        return f"What is worth finding out takes {LEAST_DRAWS} draws or more; raise their number."
    choice = ground.question.choice
    if choice.bound - choice.value > TIE:
        return "What is worth finding out is not said: the selection is not proven best."
    free = choice.reduced is None
    most = MOST_FREE if free else MOST_OPEN
    if len(ground.columns) > most:
        return (
            f"What is worth finding out is said where up to {most} proposals could be selected; "
            "set some aside to see it."
        )
    return ""


def _most_promising(ground: Ground) -> list[Thing]:
    things = [thing for thing in _things(ground) if thing.most >= LEAST_GAIN]
    things.sort(key=lambda thing: (-thing.most, thing.kind, thing.name))
    return things


def _things(ground: Ground) -> Iterator[Thing]:
    yield from condition_things(ground)
    yield from proposal_things(ground)
    yield from cost_things(ground)
    yield from weight_things(ground)


def _asked(ground: Ground, thing: Thing) -> Information | None:
    short = ground.question.choice.reduced is None or len(ground.columns) <= MOST_WRITTEN
    if ground.selections >= _MOST_SELECTIONS[short]:
        return None
    try:
        return told(thing, thing.learn())
    except UnprovenError:
        return None
