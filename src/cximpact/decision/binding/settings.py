"""The same decision under other rules: what is selected then, and what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from attrs import evolve, frozen

from cximpact.decision.aim import Aim
from cximpact.decision.candidates import Candidates, candidates
from cximpact.decision.costs import Costs, costs
from cximpact.decision.holding import held
from cximpact.decision.question import MOST_OPEN, Question
from cximpact.decision.reduced import Reduced, reduce
from cximpact.decision.rules import Rule
from cximpact.decision.selection import best_selection, everything_of_value, total_costs
from cximpact.decision.solver import solve
from cximpact.decision.ties import open_columns
from cximpact.model.case import Case


@frozen(eq=False, slots=False)
class Setting:
    """A decision under some rules, to be solved.

    Attributes:
        case: The case, with its bundles and requirements.
        aim: What is maximised.
        costs: What proposals cost.
        who: Who may and must be selected.
        rules: The rules that tie proposals to each other.
    """

    case: Case
    aim: Aim
    costs: Costs
    who: Candidates
    rules: tuple[Rule, ...]

    @cached_property
    def reduced(self) -> Reduced:
        """Its program."""
        return reduce(self.case, self.aim, self.who, self.rules)

    @property
    def is_small(self) -> bool:
        """Whether it is solved in no time; always if all of value can be taken."""
        program = self.reduced.program
        return open_columns(program) <= MOST_OPEN or (
            not program.terms and program.feasible(everything_of_value(program))
        )

    def best_value(self) -> int | None:
        """Return what the best selection is worth, in units of 1e-12; None without any."""
        program = self.reduced.program
        everything = everything_of_value(program)
        if not program.terms and program.feasible(everything):
            return program.value(everything)
        if any(not row.columns for row in program.rows):
            return None
        found = solve(program)
        return None if found is None or not found.proven else found.value

    def best_set(self) -> frozenset[int]:
        """Return the positions of the best selection, ties settled."""
        found = best_selection(self.reduced.program, total_costs(self.costs, self.reduced))
        x: Sequence[int] = () if found is None else found[0].x
        return frozenset(p for p, taken in zip(self.reduced.columns, x, strict=False) if taken)


def with_case(setting: Setting, question: Question, case: Case) -> Setting:
    """Return a setting in which proposals say other things of themselves: who may go is new."""
    money = costs(case)
    who = candidates(case, question.gates, money)
    who = evolve(who, held=held(case, question.gates, money, who))
    return evolve(setting, case=case, costs=money, who=who)
