"""Something uncertain at both ends of its band, as the selection sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from math import inf

import numpy as np
from attrs import frozen

from cximpact.decision.aim import Aim, aim_of
from cximpact.decision.costs import Costs
from cximpact.decision.feasible_sets import FeasibleSets, feasible_sets
from cximpact.decision.program import fixed
from cximpact.decision.question import Question
from cximpact.decision.reduced import PICO, has_value
from cximpact.decision.rules import Rule
from cximpact.decision.solver import solve
from cximpact.model.arrays import BoolArray, IntArray
from cximpact.model.draws import NANO


@frozen(eq=False)
class End:
    """What the selection is made from at one end.

    Attributes:
        aim: What is maximised.
        rules: The rules that tie proposals, where they change.
        costs: What proposals cost, where it changes.
    """

    aim: Aim
    rules: Sequence[Rule] | None = None
    costs: Costs | None = None


@frozen(eq=False)
class Move:
    """Something uncertain.

    Attributes:
        kind: `weight`, `group`, `condition`, `effect`, `score` or `cost`.
        name: Ids, joined by ``/``.
        low: Its lower end.
        high: Its upper end.
        ends: Gives what the selection is made from at the lower end, and at the upper; None where
            that end is known to change nothing.
        size: How far it moves values, to say which of many are looked at first.
    """

    kind: str
    name: str
    low: float
    high: float
    ends: tuple[Callable[[], End] | None, Callable[[], End] | None]
    size: float = 1.0


class Present:
    """The case as it was decided, and what of it moves together with the rest."""

    def __init__(self, question: Question) -> None:
        self.question = question

    @cached_property
    def aim(self) -> Aim:
        """What was maximised."""
        question = self.question
        return aim_of(question.case, question.conditions, question.scores)

    @cached_property
    def worthy(self) -> BoolArray:
        """Per proposal, whether it has value."""
        return has_value(self.question.scores.value)

    @cached_property
    def open(self) -> tuple[int, ...]:
        """Positions of proposals that may be selected and need not be."""
        who = self.question.who
        flags = who.candidate.tolist()
        return tuple(p for p, may in enumerate(flags) if may and p not in who.fixed)

    @cached_property
    def _bundled(self) -> frozenset[int]:
        """Positions of proposals that are in a bundle."""
        case = self.question.case
        members = {key for bundle in case.rules.bundles for key in bundle.proposals}
        return frozenset(p for p, key in enumerate(case.proposals.ids) if key in members)

    def valued(self, position: int, value: float) -> Callable[[], End] | None:
        """Return the end at which one proposal has another value; None if that changes nothing.

        What is in stays in when it is worth more; what is out stays out when it is worth less.
        The other way, its value may move by as much as the selection is ahead of the best one
        with that proposal on the other side.
        """
        now = float(self.question.scores.value[position])
        worthy = bool(has_value(np.array([value]))[0])
        # Whether a bundle may be selected hangs on the sum of its members' values.
        if worthy == self.worthy[position] and position not in self._bundled:
            selected = bool(self.question.choice.selected[position])
            towards = value > now if selected else value < now
            if towards or abs(value - now) < self._ahead(position) - 1 / NANO:
                return None

        def end() -> End:
            values = self.aim.value.copy()
            values[position] = value
            return End(Aim(values, self.aim.terms))

        return end

    def _ahead(self, position: int) -> float:
        """Return how much better the selection is than any with a proposal on the other side."""
        if position not in self._margins:
            self._margins[position] = self._margin(position)
        return self._margins[position]

    def _margin(self, position: int) -> float:
        choice = self.question.choice
        if choice.reduced is None or position not in choice.reduced.columns:
            return inf
        column = choice.reduced.columns.index(position)
        other = not choice.selected[position]
        if self._sets is None:
            found = solve(fixed(choice.reduced.program, column, taken=other))
            best = None if found is None else found.bound
        else:
            sets, worth = self._sets
            place = sets.open.index(column) if column in sets.open else None
            there = worth[sets.taken[:, place] == other] if place is not None else worth[:0]
            best = int(there.max()) if len(there) else None
        return inf if best is None else (choice.value - best) / PICO

    @cached_property
    def _margins(self) -> dict[int, float]:
        return {}

    @cached_property
    def _sets(self) -> tuple[FeasibleSets, IntArray] | None:
        """All selections with what they are worth, where they are few."""
        reduced = self.question.choice.reduced
        sets = None if reduced is None else feasible_sets(reduced.program)
        if reduced is None or sets is None:
            return None
        return sets, sets.worth(reduced.program.objective, reduced.program.terms)
