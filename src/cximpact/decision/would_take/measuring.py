"""What a missing or stale measurement would have to show for an action to change.

Mending what is broken is worth more than polishing, so how much a proposal is worth hangs on the
condition of the touchpoints it changes; where nobody measured that of late, it is an assumption.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

from cximpact.decision.aim import aim_of
from cximpact.decision.cells import rows_of
from cximpact.decision.proof import UnprovenError
from cximpact.decision.question import Question
from cximpact.decision.reduced import has_value
from cximpact.decision.rules import linking_rules
from cximpact.decision.sensitivity.again import again
from cximpact.decision.sensitivity.moved_conditions import with_conditions
from cximpact.decision.words import condition, name_of_touchpoint
from cximpact.model.scores import Scores
from cximpact.scoring.utility import RELIABLE

_MOST_TOUCHPOINTS = 2
_FINE = 1_000
"""Conditions are told in tenths of a point of 100."""


class _Place(NamedTuple):
    """A touchpoint that a proposal changes and nobody measured of late."""

    row: int
    columns: tuple[int, ...]
    bends: tuple[float, ...]


def measured_worth(question: Question, position: int) -> tuple[str, ...]:
    """Return sentences on the conditions that would give a proposal value.

    Args:
        question: What was decided.
        position: The proposal.
    """

    def holds(scores: Scores) -> bool:
        return bool(has_value(scores.value[position : position + 1])[0])

    return tuple(_sentences(question, position, holds, "be worth doing"))


def measured_in(question: Question, position: int) -> tuple[str, ...]:
    """Return sentences on the conditions at which the selection would take a proposal.

    Args:
        question: What was decided.
        position: The proposal.
    """
    make = again(question)
    case = question.case

    def holds(scores: Scores) -> bool:
        rules = None
        if case.rules.no_stage_worse_off:
            rules = linking_rules(case, question.conditions, scores, question.costs)
        try:
            found = make.selected(aim_of(case, question.conditions, scores), rules)
        except UnprovenError:
            return False
        return found is not None and bool(found[position])

    return tuple(_sentences(question, position, holds, "be taken"))


def _sentences(
    question: Question, position: int, holds: Callable[[Scores], bool], purpose: str
) -> Iterator[str]:
    for place in _unmeasured(question, position)[:_MOST_TOUCHPOINTS]:
        now = float(question.conditions.mean[place.row, place.columns[0]])

        def at(to: int, place: _Place = place) -> bool:
            return holds(_with(question, place, to / _FINE))

        for goal, word in ((0, "worse"), (_FINE, "better")):
            found = _nearest(at, now * _FINE, goal, place.bends)
            if found is not None:
                to, throughout = found
                yield _told(question, place, f"{to / 10:g} of 100", throughout * word, purpose)
                break


def _told(question: Question, place: _Place, to: str, word: str, purpose: str) -> str:
    conditions = question.conditions
    key = conditions.touchpoints[place.row]
    cell = conditions.cell(key, conditions.criteria[place.columns[0]])
    or_more = f" or {word}" if word else ""
    name = name_of_touchpoint(question.case.scorecard.journey, key)
    return (
        f"If a measurement showed {name} at {to}{or_more}, it would {purpose}, gates aside "
        f"(now {condition(cell.mean, cell.label)})."
    )


def _nearest(
    at: Callable[[int], bool], now: float, goal: int, bends: tuple[float, ...]
) -> tuple[int, bool] | None:
    """Return the first condition on the way at which something holds, and whether it holds on.

    In tenths of a point. Looked at are the bends of the value, where it turns if it does, and
    then between the last one where it does not hold and the first where it does.
    """
    low, high = sorted((now, float(goal)))
    start = floor(now) if goal < now else ceil(now)
    inside = {round(bend * _FINE) for bend in bends if low < bend * _FINE < high}
    stops = sorted({start, *inside, goal}, reverse=goal < now)
    known = {stop: at(stop) for stop in stops}
    if known[start]:
        return None if start == goal else (start, all(known.values()))
    for near, far in pairwise(stops):
        if known[far]:
            beyond = [known[stop] for stop in stops[stops.index(far) :]]
            return _between(at, near, far), all(beyond)
    return None


def _between(at: Callable[[int], bool], fails: int, holds: int) -> int:
    """Return the condition nearest to one that fails at which something holds, by halving."""
    while abs(holds - fails) > 1:
        middle = (fails + holds) // 2
        fails, holds = (fails, middle) if at(middle) else (middle, holds)
    return holds


def _unmeasured(question: Question, position: int) -> list[_Place]:
    """Return where it changes what nobody measured of late, that with most at stake first."""
    cells, conditions = question.scores.cells, question.conditions
    rows = [r for r in rows_of(cells, position) if cells.net[r] != 0]
    stale = [r for r in rows if not conditions.fresh[cells.touchpoint[r], cells.criterion[r]]]
    stake = {int(cells.touchpoint[r]): 0.0 for r in stale}
    for r in stale:
        stake[int(cells.touchpoint[r])] += float(cells.share[r] * abs(cells.delta_value[r]))
    places = []
    for touchpoint in sorted(stake, key=lambda point: (-stake[point], point)):
        here = [r for r in stale if cells.touchpoint[r] == touchpoint]
        columns = tuple(int(cells.criterion[r]) for r in here)
        nets = {float(cells.net[r]) for r in here}
        bends = {bend - net for bend in (RELIABLE, 1.0) for net in (0.0, *nets)}
        places.append(_Place(touchpoint, columns, tuple(sorted(bends))))
    return places


def _with(question: Question, place: _Place, to: float) -> Scores:
    mean = question.conditions.mean.copy()
    mean[place.row, list(place.columns)] = to
    return with_conditions(question.case, question.conditions, question.scores, mean)
