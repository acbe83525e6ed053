"""The sentences that say what would change an action, rule by rule.

Everything said is exact for the central figures, all else equal; where nothing exact can be said
at a fair price, nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial

from cximpact.decision.actions import NO_GAIN, NOT_SELECTED, REQUIRED_BY, SELECTED
from cximpact.decision.candidates import FORCED_OUT, GATE, MISSING_COST, UNKNOWN_COST, WITHDRAWN
from cximpact.decision.gates.opened import REMEDY
from cximpact.decision.question import Question
from cximpact.decision.reduced import PICO, TIE, has_value
from cximpact.decision.unknown_costs import stating
from cximpact.decision.would_take.budget import budget_raises
from cximpact.decision.would_take.competing import competing
from cximpact.decision.would_take.draws import surer
from cximpact.decision.would_take.impossible import no_selection
from cximpact.decision.would_take.loss import loss, stays_above
from cximpact.decision.would_take.measuring import measured_in, measured_worth
from cximpact.decision.would_take.money import cost_cut, overrun
from cximpact.decision.would_take.stopping import is_enough, still_stops
from cximpact.decision.would_take.value import value_needed
from cximpact.decision.would_take.variants import best_value
from cximpact.decision.would_take.weights import (
    weight_that_gives_value,
    weight_that_lets_it_in,
    weights_it_stands,
)

WORTH_DOING = "to be worth doing"
_KEPT = 512
"""Answers kept for who asks again: all of a list that people read, few of a long one."""

LEVEL = "Any rise of its value is enough, all else equal: a set with it is worth as much already."
TO_BE_TAKEN = "for the selection to take it, all else equal"


class WouldTake(Mapping[int, tuple[str, ...]]):
    """The sentences by position of the proposal, worked out when they are asked for."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._known = lru_cache(maxsize=_KEPT)(self._worked_out)

    def __getitem__(self, position: int) -> tuple[str, ...]:
        if position not in range(len(self)):
            raise KeyError(position)
        return self._known(position)

    def _worked_out(self, position: int) -> tuple[str, ...]:
        return _answer(self._question, position, self._question.rules[position])

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self)))

    def __len__(self) -> int:
        return len(self._question.rules)


def would_take(question: Question) -> Mapping[int, tuple[str, ...]]:
    """Return per proposal the sentences that say what would change its action.

    They are worked out one by one when asked for: a list of a million proposals costs nothing
    until someone reads about one of them.

    Args:
        question: The case and how it was decided.
    """
    return WouldTake(question)


def _answer(question: Question, position: int, rule: str) -> tuple[str, ...]:
    if rule == WITHDRAWN:
        return ("Propose it again.",)
    if rule == FORCED_OUT:
        return ("It was kept out by decision: let it in to have it weighed up.",)
    if rule.startswith(GATE) or rule in (MISSING_COST, UNKNOWN_COST, NO_GAIN):
        return _mended(question, position)
    if rule == NOT_SELECTED:
        return _taken(question, position)
    if rule == SELECTED:
        return (*surer(question, position), *_standing(question, position))
    return _standing(question, position) if rule == REQUIRED_BY else ()


def _mended(question: Question, position: int) -> tuple[str, ...]:
    """Return all that keeps it from being weighed up at all: gates, cost, value."""
    found: list[str] = []
    free: Callable[[int, float], bool] = partial(is_enough, question, position)
    for gate in question.gates:
        if gate.actions[position] and gate.cure is not None:
            found += gate.cure(position)
    if question.case.rules.budgets and position not in question.costs.total:
        lost = any(source.name == "costs" for source in question.case.missing)
        todo = REMEDY if lost else "State its cost: no budget can take what has none."
        found.append(todo)
        free = _never
    elif todo := stating(question.case, position):
        found.append(todo)
        free = _never
    if not has_value(question.scores.value[position : position + 1])[0]:
        end = still_stops(question, position, named=bool(found))
        found += value_needed(question, position, 0.0, WORTH_DOING, alone=free, otherwise=end)
        found += measured_worth(question, position)
        found += weight_that_gives_value(question, position)
    elif found:
        found += competing(question, position)
    return tuple(dict.fromkeys(found))


def _never(column: int, goal: float) -> bool:  # noqa: ARG001
    """Say that no score is enough: what a proposal costs is asked for, too."""
    return False


def _taken(question: Question, position: int) -> tuple[str, ...]:
    reduced = question.to_ask
    if reduced is None:
        return ()
    best = best_value(reduced, reduced.columns.index(position), taken=True)
    money = (
        *cost_cut(question, reduced, position),
        *budget_raises(question, reduced, position),
    )
    if best is None:
        return (*money, no_selection(question, position))
    rise = (question.choice.value - best) / PICO
    if question.choice.value - best <= TIE:
        return (*money, LEVEL)
    goal = question.value(position) + rise
    return (
        *money,
        *value_needed(question, position, goal, TO_BE_TAKEN),
        *measured_in(question, position),
        *weight_that_lets_it_in(question, position),
    )


def _standing(question: Question, position: int) -> tuple[str, ...]:
    if question.choice.reduced is None:
        said = stays_above(0.0, question.value(position))
        return (said, *weights_it_stands(question, position))
    reduced = question.to_ask
    if reduced is None:
        return ()
    other = best_value(reduced, reduced.columns.index(position), taken=False)
    if other is None:
        return ("No selection without it obeys the rules.",)
    return (
        *loss(question, position, other),
        *overrun(question, reduced, position, other),
        *weights_it_stands(question, position),
    )
