"""The tornado: every uncertain thing at both ends, counted in proposals that change sides.

A tornado diagram (Howard 1988) tells by how much a value swings. A board selects, so what counts
here is how many proposals enter or leave the selection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from cximpact.decision.proof import UnprovenError
from cximpact.decision.question import Question
from cximpact.decision.sensitivity.again import Again, again
from cximpact.decision.sensitivity.intervals import MOST_OPEN, movable, named
from cximpact.decision.sensitivity.moved_conditions import condition_moves
from cximpact.decision.sensitivity.moved_costs import cost_moves
from cximpact.decision.sensitivity.moved_scores import effect_moves, score_moves
from cximpact.decision.sensitivity.moved_weights import weight_moves
from cximpact.decision.sensitivity.moves import End, Move, Present
from cximpact.model.robustness import TornadoBar
from cximpact.model.weighting import WeightRange

MOST_PROPOSALS = 2_000
"""Beyond so many proposals nothing is moved: each move looks at the whole list."""
MOST_MOVES = 150
"""So many effects, scores and costs are moved, those that move values most first."""
MOST_BARS = 30
"""So many bars are told."""


def tornado(question: Question, ranges: Sequence[WeightRange] = ()) -> tuple[TornadoBar, ...]:
    """Return the uncertain things that change the selection, most changes first.

    One thing moves at a time, all else as it is; gates and candidates stay. Weights move by 25 %
    of themselves and shares of groups by 0.1, or between the ends of what was stated; conditions
    and ratings between their 5th and 95th percentile; effects, quantities and costs between the
    ends that were stated. What changes nothing is left out.

    Args:
        question: The case and how it was decided.
        ranges: What statements leave open about weights.
    """
    if not is_moved(question):
        return ()
    bars = (_bar(again(question), question, move) for move in _moves(Present(question), ranges))
    found = [(size, bar) for size, bar in bars if bar is not None]
    found.sort(key=lambda pair: (*_changes(pair[1]), -pair[0], pair[1].kind, pair[1].name))
    return tuple(bar for _, bar in found[:MOST_BARS])


def is_moved(question: Question) -> bool:
    """Return whether the list is short enough, and its selection proven, for things to move."""
    return movable(question) and len(question.case.proposals) <= MOST_PROPOSALS


def sensitivity_notes(question: Question) -> tuple[str, ...]:
    """Return sentences on what was left out of intervals and tornado, and why.

    Args:
        question: The case and how it was decided.
    """
    if not movable(question):
        return (
            f"No weight was moved: the selection is not proven best, or more than {MOST_OPEN} "
            "proposals could be selected. Set other weights as scenarios to compare them.",
        )
    if not is_moved(question):
        return (f"With more than {MOST_PROPOSALS} proposals there is no tornado.",)
    return ()


def _changes(bar: TornadoBar) -> tuple[int, int]:
    """Return what bars are sorted by: changes at the worse end, then at both."""
    low, high = len(bar.changes_low), len(bar.changes_high)
    return -max(low, high), -(low + high)


def _moves(present: Present, ranges: Sequence[WeightRange]) -> Iterator[Move]:
    yield from weight_moves(present, ranges)
    yield from condition_moves(present)
    rest = [*effect_moves(present), *score_moves(present), *cost_moves(present)]
    rest = [move for move in rest if any(move.ends)]
    rest.sort(key=lambda move: (-move.size, move.kind, move.name))
    yield from rest[:MOST_MOVES]


def _bar(make: Again, question: Question, move: Move) -> tuple[float, TornadoBar | None]:
    try:
        low, high = (_changed(make, question, end) for end in move.ends)
    except UnprovenError:
        return move.size, None
    if not low and not high:
        return move.size, None
    return move.size, TornadoBar(move.kind, move.name, move.low, move.high, low, high)


def _changed(make: Again, question: Question, made: Callable[[], End] | None) -> tuple[str, ...]:
    """Return who changes sides at an end; everyone selected where the rules then allow nothing."""
    if made is None:
        return ()
    end = made()
    selected = question.choice.selected
    found = make.selected(end.aim, end.rules, end.costs)
    return named(question, selected if found is None else selected != found)
