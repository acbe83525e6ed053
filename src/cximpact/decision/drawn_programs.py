"""The program of the selection in every draw: gates and candidates as they are, the rest drawn.

Values, what proposals are worth together, and what they draw from budgets differ from draw to
draw. Who has no value in a draw is not selected for its own sake there. Most who come to have no
value are required by nobody, and are simply shut; where somebody could require them, the draws in
which the same ones do not stand share a program.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from attrs import evolve, frozen

from cximpact.decision.aim import Aim
from cximpact.decision.candidates import Candidates
from cximpact.decision.costs import Costs
from cximpact.decision.links import reachable
from cximpact.decision.program import Term
from cximpact.decision.reduced import Reduced, narrowed, reduce
from cximpact.decision.rules import Rule
from cximpact.decision.rules.rule import BUDGET
from cximpact.decision.solving.form import Exact, Form, form_of
from cximpact.decision.solving.many import Drawn, DrawnRow, form_in
from cximpact.decision.support import required_positions
from cximpact.decision.together import terms_of
from cximpact.model.arrays import BoolArray, FloatArray, IntArray
from cximpact.model.case import Case
from cximpact.model.draws import Draws
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores
from cximpact.scoring.utility import utility

_PICO_PER_NANO = 1_000
_ROOM = 2**60


@frozen(eq=False)
class Alike:
    """Draws that share a program but for numbers.

    Attributes:
        draws: Their numbers.
        reduced: The program, with its columns.
        form: The same as arrays.
        drawn: What differs between them.
    """

    draws: IntArray
    reduced: Reduced
    form: Form
    drawn: Drawn


@frozen(eq=False, slots=False)
class DrawnPrograms:
    """The programs of the first draws.

    Attributes:
        case: The case.
        conditions: Conditions of the touchpoints, central.
        scores: Scores and values, central.
        who: Who may and must be selected.
        linking: The rules that tie proposals to each other.
        costs: What proposals cost, central.
        draws: The draws.
        count: How many of them, from the first on.
    """

    case: Case
    conditions: Conditions
    scores: Scores
    who: Candidates
    linking: Sequence[Rule]
    costs: Costs
    draws: Draws
    count: int

    @cached_property
    def needs(self) -> dict[int, tuple[int, ...]]:
        """What each proposal cannot be selected without."""
        return required_positions(self.case)

    @cached_property
    def nano(self) -> IntArray:
        """Draws x proposals, values in units of 1e-9."""
        return self.draws.value[: self.count].astype(np.int64)

    @cached_property
    def stands(self) -> BoolArray:
        """Draws x proposals: whether it has value, by itself or with its bundle; or is fixed."""
        found = self.nano > 0
        for members in self._bundles:
            together = self.nano[:, members].sum(axis=1) > 0
            found[:, members] = together[:, None]
        found[:, sorted(self.who.fixed)] = True
        return np.asarray(found)

    @cached_property
    def _bundles(self) -> list[list[int]]:
        places = {key: position for position, key in enumerate(self.case.proposals.ids)}
        found: list[set[int]] = []
        for bundle in self.case.rules.bundles:
            members = {places[key] for key in bundle.proposals if key in places}
            touching = [each for each in found if each & members]
            found = [each for each in found if not each & members]
            found.append(members.union(*touching))
        return [sorted(each) for each in found]

    @cached_property
    def overdrawn(self) -> dict[str, IntArray]:
        """Per budget that what is fixed overdraws in some draw, the excess per draw."""
        found = {}
        forced = sorted(self.who.fixed | reachable(self.needs, self.who.fixed))
        for number, each in enumerate(self.costs.budgets):
            need = sum(
                (self._paid(number, place) for place in forced), np.zeros(self.count, object)
            )
            excess = np.maximum(need - each.limit, 0)
            if excess.any():
                found[each.budget.id] = excess
        return found

    def _paid(self, budget: int, place: int) -> Exact:
        """Return what a proposal draws from a budget in each draw; exact."""
        uncertain = self.draws.costs[budget] if self.draws.costs else {}
        central = self.costs.budgets[budget].cost.get(place, 0)
        drawn = uncertain.get(place)
        if drawn is None:
            return np.full(self.count, central, dtype=np.object_)
        return drawn[: self.count].astype(np.object_)

    @cached_property
    def terms_differ(self) -> bool:
        """Whether what proposals are worth together differs from draw to draw."""
        return self.case.rules.overlap == "joint"

    def alike(self, some: range) -> Iterator[Alike]:
        """Yield some draws by the proposals that do not stand though somebody could require them.

        Args:
            some: The draws' numbers.
        """
        needed = sorted({place for others in self.needs.values() for place in others})
        patterns: dict[tuple[int, ...], list[int]] = {}
        fallen = ~self.stands[some.start : some.stop, needed]
        for number, flags in zip(some, fallen, strict=True):
            key = tuple(needed[at] for at in np.flatnonzero(flags).tolist())
            patterns.setdefault(key, []).append(number)
        for key, numbers in sorted(patterns.items()):
            yield self._alike(key, np.array(numbers, dtype=np.int64), needed)

    def _alike(self, fallen: Sequence[int], numbers: IntArray, needed: Sequence[int]) -> Alike:
        value = np.ones(len(self.case.proposals))
        value[list(fallen)] = -1.0
        reduced = reduce(self.case, Aim(value, self._central_terms), self.who, self.linking)
        form = form_of(reduced.program)
        columns = list(reduced.columns)
        free = np.array([p not in set(needed) for p in columns], dtype=np.bool_)
        shut = ~self.stands[numbers][:, columns] & free[None, :]
        objective = self.nano[numbers][:, columns] * _PICO_PER_NANO
        return Alike(numbers, reduced, form, Drawn(objective, shut, self._rows(reduced, numbers)))

    @cached_property
    def _central_terms(self) -> tuple[Term, ...]:
        return terms_of(self.case, self.conditions, self.scores, self.scores.weights)

    def _rows(self, reduced: Reduced, numbers: IntArray) -> tuple[DrawnRow, ...]:
        """Return the budgets' rows that differ from draw to draw."""
        at = {place: column for column, place in enumerate(reduced.columns)}
        found = []
        for budget, rule in enumerate(rule for rule in self.linking if rule.kind == BUDGET):
            each = self.costs.budgets[budget]
            uncertain = self.draws.costs[budget] if self.draws.costs else {}
            inside = [place for place in each.cost if place in at]
            differs = each.budget.id in self.overdrawn or any(p in uncertain for p in inside)
            if inside and differs and rule.row.most is not None:
                found.append(self._row(budget, self._number(reduced, budget), inside, at, numbers))
        return tuple(found)

    def _number(self, reduced: Reduced, budget: int) -> int:
        """Return the number of a budget's row: budgets come first, those of nobody are left out."""
        kept = 0
        at = set(reduced.columns)
        for each in self.costs.budgets[:budget]:
            held = any(place in at for place in each.cost) or each.limit < 0
            kept += int(held)
        return kept

    def _row(
        self, budget: int, row: int, inside: Sequence[int], at: dict[int, int], numbers: IntArray
    ) -> DrawnRow:
        limit = self.costs.budgets[budget].limit
        excess = self.overdrawn.get(self.costs.budgets[budget].budget.id)
        most = np.full(len(numbers), limit, dtype=np.object_)
        if excess is not None:
            most = most + excess[numbers]
        whole = np.zeros((len(numbers), len(at)), dtype=np.object_)
        for place in inside:
            whole[:, at[place]] = self._paid(budget, place)[numbers]
        size = max([int(sum(map(abs, line))) for line in whole.tolist()] + [abs(limit)])
        kind = np.int64 if size < _ROOM else np.object_
        return DrawnRow(row, whole.astype(kind), most.astype(kind))

    def with_terms(self, alike: Alike, number: int) -> Form:
        """Return the program of one of the draws, where terms differ, too."""
        draw = int(alike.draws[number])
        at = {position: column for column, position in enumerate(alike.reduced.columns)}
        terms = tuple(narrowed(term, at) for term in self._terms(draw))
        objective = tuple(alike.drawn.objective[number].tolist())
        program = evolve(alike.reduced.program, objective=objective, terms=terms)
        return form_in(form_of(program), alike.drawn, number)

    def _terms(self, draw: int) -> tuple[Term, ...]:
        """Return the terms under a draw's weights, conditions and net changes."""
        cells = self.scores.cells
        if self.draws.nets is not None and len(cells):
            before = self.draws.conditions[draw][cells.touchpoint, cells.criterion]
            net = self.draws.nets[draw]
            alone = _difference(before, net)
            cells = evolve(cells, condition=before, net=net, delta_value=alone)
        scores = evolve(self.scores, cells=cells)
        return terms_of(self.case, self.conditions, scores, self.draws.weights.whole[draw])


def _difference(before: FloatArray, net: FloatArray) -> FloatArray:
    return np.asarray(utility(before + net) - utility(before), dtype=np.float64)
