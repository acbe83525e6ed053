"""Between which weights a proposal stays in, and at which it would come in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cximpact.decision.question import Question
from cximpact.decision.sensitivity.intervals import movable
from cximpact.decision.sensitivity.levers import Lever
from cximpact.decision.sensitivity.walks import walks
from cximpact.decision.words import exact_percent, name_of_criterion, percent_to_tenths
from cximpact.decision.would_take.value import rounded_up
from cximpact.model.weighting import GROUPS
from cximpact.scoring.rounding import round9

_MOST_WEIGHTS = 2


class _Room(NamedTuple):
    """A weight and the ends between which a proposal stays where it is."""

    lever: Lever
    low: float
    high: float

    @property
    def nearest(self) -> float:
        """How far the weight must move, at least, for the proposal to change sides."""
        below = self.lever.weight - self.low if self.low > 0 else 1.0
        above = self.high - self.lever.weight if self.high < 1 else 1.0
        return min(below, above)


def weights_it_stands(question: Question, position: int) -> tuple[str, ...]:
    """Return sentences on the weights between which a selected proposal stays in.

    The two weights that have least room are told.

    Args:
        question: What was decided.
        position: The proposal.
    """
    found = _rooms(question, position)
    if found is None:
        return ()
    if not found:
        return ("It stays in whatever any one weight is, all else equal.",)
    return tuple(
        f"It stays in while {_named(question, room.lever)} is {_between(room)} "
        f"(now {_now(room.lever)}), all else equal."
        for room in found[:_MOST_WEIGHTS]
    )


def weight_that_lets_it_in(question: Question, position: int) -> tuple[str, ...]:
    """Return the sentence on the weight that must move least for the selection to take it.

    Args:
        question: What was decided.
        position: The proposal.
    """
    found = _rooms(question, position)
    return (_beyond(question, found[0], "The selection takes it"),) if found else ()


def weight_that_gives_value(question: Question, position: int) -> tuple[str, ...]:
    """Return the sentence on the weight that must move least for a proposal to have value.

    Args:
        question: What was decided.
        position: The proposal.
    """
    if not movable(question):
        return ()
    every = walks(question)
    ends = (_Room(lever, *every.sign(n, position)) for n, lever in enumerate(every.levers))
    found = _nearest_first(room for room in ends if (room.low, room.high) != (0.0, 1.0))
    return (_beyond(question, found[0], "It is worth doing"),) if found else ()


def _beyond(question: Question, room: _Room, what: str) -> str:
    """Return the sentence on what is so beyond the nearer end of a weight's room."""
    lever, low, high = room
    whole, of_all = _whole(lever), _of_all(lever)
    if low > 0 and (high == 1 or lever.weight - low <= high - lever.weight):
        moves = f"falls below {exact_percent(-rounded_up(-low * whole, below=0.0))}{of_all}"
    else:
        moves = f"rises above {exact_percent(rounded_up(high * whole, below=whole))}{of_all}"
    return f"{what} where {_named(question, lever)} {moves} (now {_now(lever)}), all else equal."


def _rooms(question: Question, position: int) -> list[_Room] | None:
    """Return the weights that can move it to the other side, that with least room first."""
    if not movable(question):
        return None
    every = walks(question)
    rooms = []
    for number, lever in enumerate(every.levers):
        ends = every.room(number, position)
        if ends is None:
            return None
        if ends != (0.0, 1.0):
            rooms.append(_Room(lever, *ends))
    return _nearest_first(rooms)


def _nearest_first(rooms: Iterable[_Room]) -> list[_Room]:
    def key(room: _Room) -> tuple[float, str, str]:
        return float(round9(room.nearest)), room.lever.part, room.lever.member

    return sorted(rooms, key=key)


def _named(question: Question, lever: Lever) -> str:
    if lever.part == GROUPS:
        return f"the share of the {lever.member} group"
    criterion = question.case.scorecard.criterion(lever.member)
    others = f" against other {lever.part} criteria" if _of_all(lever) else ""
    return f"the weight of {name_of_criterion(criterion)}{others}"


def _whole(lever: Lever) -> float:
    """Return the share of all that a lever has where it stands at 1 inside its part.

    Weights are told as shares of all, as `validate` tells them, though they move inside a group:
    the share of the group stays, so the one is a fixed part of the other.
    """
    if lever.part == GROUPS:
        return 1.0
    criteria = lever.question.case.scorecard.criteria
    column = next(at for at, each in enumerate(criteria) if each.id == lever.member)
    return float(round9(lever.at_all[column]))


def _of_all(lever: Lever) -> str:
    """Return that a weight is told as a share of all, where that differs from its group."""
    return " of all" if _whole(lever) < 1 else ""


def _now(lever: Lever) -> str:
    return percent_to_tenths(lever.weight * _whole(lever))


def _between(room: _Room) -> str:
    lever, whole = room.lever, _whole(room.lever)
    now, of_all = lever.weight * whole, _of_all(lever)
    low = exact_percent(rounded_up(room.low * whole, below=now))
    high = exact_percent(-rounded_up(-room.high * whole, below=-now))
    if room.low == 0:
        return f"below {high}{of_all}"
    return f"above {low}{of_all}" if room.high == 1 else f"between {low} and {high}{of_all}"
