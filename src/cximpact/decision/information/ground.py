"""The ground that all questions of information stand on: the selection, and what values may be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import fsum, sqrt

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from cximpact.decision.aim import Aim, aim_of
from cximpact.decision.proof import proven
from cximpact.decision.question import Question
from cximpact.decision.reduced import has_value, reduce
from cximpact.decision.rules import Rule
from cximpact.decision.sensitivity.again import Again, worth_more
from cximpact.decision.solver import solve
from cximpact.model.arrays import BoolArray, FloatArray, IntArray
from cximpact.model.draws import NANO, Draws

_EVEN = 1 / NANO


@frozen
class Learned:
    """What knowing one thing comes to.

    Attributes:
        gain: Expected gain of the selection's value.
        error: Its standard error.
        changes: Share of draws in which another set would be selected.
    """

    gain: float
    error: float
    changes: float


class Ground:
    """The case as it was decided, with the draws of its values.

    Draws are shifted so that their mean is the central value: the selection that was made is then
    the best that can be made without knowing more.
    """

    def __init__(self, question: Question, draws: Draws) -> None:
        self.question = question
        self.draws = draws
        self.selections = 0
        self._again = Again(question)

    @cached_property
    def aim(self) -> Aim:
        """What was maximised."""
        question = self.question
        return aim_of(question.case, question.conditions, question.scores)

    @property
    def selected(self) -> BoolArray:
        """The selection that was made."""
        return self.question.choice.selected

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """Positions of proposals that are open: selected if it pays, and it may well pay."""
        who = self.question.who
        hopeful = has_value(self.aim.value) | (self.draws.value_high > 0)
        return tuple(
            p for p in np.flatnonzero(who.candidate & hopeful).tolist() if p not in who.fixed
        )

    @cached_property
    def values(self) -> IntArray:
        """Draws x columns, V in units of 1e-9."""
        return self.draws.value[:, list(self.columns)].astype(np.int64)

    @cached_property
    def shift(self) -> FloatArray:
        """Per column, what brings the mean of its draws to its central value, in units of 1e-9."""
        central = self.aim.value[list(self.columns)] * NANO
        return np.asarray(central - self.values.sum(axis=0) / len(self.values), dtype=np.float64)

    def shifted(self, column: int) -> FloatArray:
        """Return the values of a column, draw by draw, around its central value."""
        return np.asarray((self.values[:, column] + self.shift[column]) / NANO, dtype=np.float64)

    def aimed(self, columns: Sequence[int], away: FloatArray) -> Aim:
        """Return the aim with the values of some columns away from their central ones.

        Args:
            columns: Which columns.
            away: How far, in units of 1e-9.
        """
        value = self.aim.value.copy()
        value[[self.columns[column] for column in columns]] += away / NANO
        return evolve(self.aim, value=value)

    def valued(self, column: int, value: float) -> Aim:
        """Return the aim with another value of one column."""
        whole = self.aim.value.copy()
        whole[self.columns[column]] = value
        return evolve(self.aim, value=whole)

    def chosen(self, aim: Aim, rules: Sequence[Rule] | None = None) -> BoolArray:
        """Return a best selection; the one that was made, where none is better or none possible.

        Args:
            aim: What is maximised.
            rules: Other rules that tie proposals to each other.

        Raises:
            UnprovenError: It could not be proven best.
        """
        self.selections += 1
        if rules is None:
            found = self._again.best(aim)
            stays = True
        else:
            found, stays = self._under(aim, rules)
        if found is None or (stays and worth_more(aim, found, self.selected) <= _EVEN):
            return self.selected
        return found

    def _under(self, aim: Aim, rules: Sequence[Rule]) -> tuple[BoolArray | None, bool]:
        """Return a best selection under other rules, and whether the one made obeys them too."""
        question = self.question
        reduced = reduce(question.case, aim, question.who, rules)
        now = tuple(int(each) for each in self.selected[list(reduced.columns)].tolist())
        stays = sum(now) == int(self.selected.sum()) and reduced.program.feasible(now)
        best = solve(reduced.program)
        count = len(question.case.proposals)
        return None if best is None else reduced.spread(proven(best).x, count), stays

    def allows(self, aim: Aim, selected: BoolArray) -> bool:
        """Return whether a selection obeys the rules under another aim."""
        return self._again.allows(aim, selected)

    def more(self, one: BoolArray, other: BoolArray, aim: Aim | None = None) -> float:
        """Return how much more one selection is worth than another."""
        return worth_more(aim or self.aim, one, other)


def learned(gains: npt.NDArray[np.float64], changed: int) -> Learned:
    """Return what gains draw by draw come to.

    Args:
        gains: One per draw.
        changed: In how many draws another set is selected.
    """
    count = len(gains)
    mean = fsum(gains.tolist()) / count
    away = gains - mean
    error = sqrt(fsum((away * away).tolist()) / count / count)
    return Learned(mean, error, changed / count)
