"""The selection made again, with something other than it was.

Gates and candidates stay as they are; whoever comes to have no value is no longer selected for
its own sake, whoever comes to have some may be. Where leaving something out never breaks a rule,
and nothing is worth more together, selections of a small list are written out once for all: a
proposal without value then never pays, so that nothing need be said of who may be in.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import fsum
from typing import NamedTuple

import numpy as np
from attrs import evolve

from cximpact.decision.aim import Aim
from cximpact.decision.costs import Costs
from cximpact.decision.feasible_sets import FeasibleSets, feasible_sets
from cximpact.decision.program import Program
from cximpact.decision.proof import proven
from cximpact.decision.question import Question
from cximpact.decision.reduced import PICO, Reduced, has_value, narrowed, reduce, value_units
from cximpact.decision.rules import Rule
from cximpact.decision.rules.rule import BUNDLE, REQUIRES
from cximpact.decision.selection import best_selection, total_costs
from cximpact.decision.solver import solve
from cximpact.model.arrays import BoolArray, IntArray

_MOST_COST = 2**50


class _Written(NamedTuple):
    """All selections of a list, with what each costs."""

    columns: tuple[int, ...]
    sets: FeasibleSets
    cost: IntArray


class Again:
    """Makes the selection of one case again and again."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._count = len(question.case.proposals)

    @cached_property
    def sheds(self) -> bool:
        """Whether leaving out what nothing selected requires never breaks a rule or costs worth."""
        case, costs = self._question.case, self._question.costs
        if case.rules.synergies or case.rules.overlap == "joint":
            return False
        dear = all(amount >= 0 for amount in costs.total.values())
        return dear and all(map(_sheds, self._question.choice.rules))

    def selected(
        self, aim: Aim, rules: Sequence[Rule] | None = None, costs: Costs | None = None
    ) -> BoolArray | None:
        """Return the selection under another aim, ties settled; None where there is none.

        Args:
            aim: What is maximised.
            rules: Other rules that tie proposals to each other.
            costs: Other costs; they settle ties, and must be those of the rules.

        Raises:
            UnprovenError: It could not be proven best.
        """
        if rules is None and costs is None:
            if self._is_free(aim):
                return self._everyone(aim)
            written = self._written_for(aim)
            if written is not None:
                return self._settled(aim, written)
        kept = self._question.choice.rules if rules is None else rules
        reduced = reduce(self._question.case, aim, self._question.who, kept)
        cost = total_costs(costs or self._question.costs, reduced)
        sets = feasible_sets(reduced.program)
        if sets is not None and sum(map(abs, cost)) < _MOST_COST:
            worth = sets.worth(reduced.program.objective, reduced.program.terms)
            place = sets.settled(worth, sets.sums(cost))
            return None if place is None else reduced.spread(sets.x(place), self._count)
        found = best_selection(reduced.program, cost)
        return None if found is None else reduced.spread(proven(found[0]).x, self._count)

    def best(self, aim: Aim, like: Aim | None = None) -> BoolArray | None:
        """Return a best selection under another aim, ties as they fall.

        Args:
            aim: What is maximised.
            like: The aim by which it is said who has value; the same, if left out.

        Raises:
            UnprovenError: It could not be proven best.
        """
        if self._is_free(aim):
            return self._everyone(aim)
        written = None if like is not None else self._written_for(aim)
        if written is not None:
            columns, sets, _ = written
            place = _largest(sets.worth(value_units(aim.value[list(columns)])))
            return None if place is None else _spread(columns, sets.x(place), self._count)
        reduced = self.reduced(like or aim)
        program = _aimed(reduced, aim)
        small = feasible_sets(program)
        if small is not None:
            place = _largest(small.worth(program.objective, program.terms))
            return None if place is None else reduced.spread(small.x(place), self._count)
        found = solve(program)
        return None if found is None else reduced.spread(proven(found).x, self._count)

    def reduced(self, aim: Aim) -> Reduced:
        """Return the program under another aim."""
        question = self._question
        return reduce(question.case, aim, question.who, question.choice.rules)

    def allows(self, aim: Aim, selected: BoolArray) -> bool:
        """Return whether a selection obeys all rules under another aim."""
        reduced = self.reduced(aim)
        x = [int(taken) for taken in selected[list(reduced.columns)].tolist()]
        return sum(x) == int(selected.sum()) and reduced.program.feasible(x)

    def _is_free(self, aim: Aim) -> bool:
        """Whether nothing competes with anything."""
        return not self._question.choice.rules and not aim.terms

    def _everyone(self, aim: Aim) -> BoolArray:
        """Return everything of value: the selection where nothing competes."""
        selected = has_value(aim.value) & self._question.who.candidate
        selected[sorted(self._question.who.fixed)] = True
        return np.asarray(selected, dtype=np.bool_)

    def _written_for(self, aim: Aim) -> _Written | None:
        """Return all selections if those that could be best under an aim are among them."""
        if aim.terms or not self.sheds or self._written_out is None:
            return None
        outside = self._outside & has_value(aim.value)
        return None if outside.any() else self._written_out

    @cached_property
    def _written_out(self) -> _Written | None:
        """All selections over those who could have value under some weights."""
        question = self._question
        score = np.nan_to_num(question.scores.score, nan=0.0)
        could = (score > 0).any(axis=1) | has_value(question.scores.value)
        reduced = self.reduced(Aim(np.where(could, 1.0, 0.0)))
        sets = feasible_sets(reduced.program)
        cost = total_costs(question.costs, reduced)
        if sets is None or sum(map(abs, cost)) * (len(cost) + 1) >= _MOST_COST:
            return None
        return _Written(reduced.columns, sets, sets.sums(cost))

    @cached_property
    def _outside(self) -> BoolArray:
        """Per proposal, whether it may be selected but is in no selection written out."""
        outside = self._question.who.candidate.copy()
        if self._written_out is not None:
            outside[list(self._written_out.columns)] = False
        return np.asarray(outside, dtype=np.bool_)

    def _settled(self, aim: Aim, written: _Written) -> BoolArray | None:
        columns, sets, cost = written
        value = aim.value[list(columns)]
        idle = sets.sums([int(each) for each in (~has_value(value)).tolist()])
        # Of equals that cost the same, the one that does without what has no value.
        place = sets.settled(sets.worth(value_units(value)), cost * (len(columns) + 1) + idle)
        return None if place is None else _spread(columns, sets.x(place), self._count)


def again(question: Question) -> Again:
    """Return what makes the selection of a case again; the same for everyone who asks.

    Args:
        question: The case and how it was decided.
    """
    if "again" not in question.memo:
        question.memo["again"] = Again(question)
    found: Again = question.memo["again"]
    return found


def worth_more(aim: Aim, one: BoolArray, other: BoolArray) -> float:
    """Return how much more one selection is worth than another under an aim."""
    gained, lost = aim.value[one & ~other], aim.value[other & ~one]
    own = fsum([*gained.tolist(), *(-lost).tolist()])
    if not aim.terms:
        return own
    x, y = one.tolist(), other.tolist()
    return own + sum(term.at(x) - term.at(y) for term in aim.terms) / PICO


def _sheds(rule: Rule) -> bool:
    row = rule.row
    falling = row.least is None and all(k >= 0 for k in row.coefficients)
    return falling or rule.kind in (REQUIRES, BUNDLE)


def _aimed(reduced: Reduced, aim: Aim) -> Program:
    """Return the program with the worths of another aim."""
    at = {position: column for column, position in enumerate(reduced.columns)}
    units = value_units(aim.value[list(reduced.columns)])
    terms = tuple(narrowed(term, at) for term in aim.terms)
    return evolve(reduced.program, objective=tuple(units), terms=terms)


def _largest(worth: IntArray) -> int | None:
    return int(np.argmax(worth)) if len(worth) else None


def _spread(columns: Sequence[int], x: Sequence[int], count: int) -> BoolArray:
    return Reduced(tuple(columns), Program((), (), (), ())).spread(x, count)
