"""When no selection can obey all rules: the smallest set of them that clash, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cximpact.decision.aim import Aim
from cximpact.decision.candidates import Candidates
from cximpact.decision.costs import Costs, to_decimal
from cximpact.decision.derivation import FORCING, is_monotone, shortest_conflict
from cximpact.decision.hitting import smallest_conflict
from cximpact.decision.program import Program
from cximpact.decision.reduced import has_value, reduce, restricted
from cximpact.decision.rules import Rule
from cximpact.decision.rules.rule import BUDGET, REQUIRES
from cximpact.decision.solver import solve
from cximpact.decision.support import required_positions, support_rows
from cximpact.decision.words import money
from cximpact.exceptions import InputError, Problem
from cximpact.model.arrays import FloatArray
from cximpact.model.case import Case
from cximpact.model.scores import Scores


def conflict(
    case: Case, costs: Costs, scores: Scores, who: Candidates, rules: Sequence[Rule]
) -> InputError:
    """Return the error that names the fewest rules no selection can obey together.

    Args:
        case: The case.
        costs: What proposals cost.
        scores: For their value: what has none is no way out.
        who: Who may and must be selected.
        rules: All rules, about single proposals and about several.
    """
    numbers, smallest = clashing(case, scores, who, rules)
    if not numbers:
        return InputError("no selection obeys all rules")
    clash = [rules[number] for number in numbers]
    kind = "smallest set of such rules" if smallest else "none of them can be left out"
    head = Problem(
        f"no selection can obey these {len(clash)} rules together ({kind})"
        if len(clash) > 1
        else "no selection can obey this rule",
        field="selection",
        hint="change at least one of them" if len(clash) > 1 else "change it",
    )
    return InputError([head, *(_problem(case, costs, rule, clash) for rule in clash)])


def clashing(
    case: Case, scores: Scores, who: Candidates, rules: Sequence[Rule]
) -> tuple[tuple[int, ...], bool]:
    """Return the numbers of the fewest rules no selection can obey together; proven fewest?"""
    if is_monotone(rules):
        return shortest_conflict(rules), True
    return _by_hitting_sets(case, scores.value, who, rules)


def _by_hitting_sets(
    case: Case, value: FloatArray, who: Candidates, rules: Sequence[Rule]
) -> tuple[tuple[int, ...], bool]:
    """Ask the solver about sets of rules; who has no value stays out in all of them."""
    everyone = Candidates(np.ones_like(who.candidate), who.forced_in, {})
    columns = reduce(case, Aim(value), everyone, []).columns
    at = {position: column for column, position in enumerate(columns)}
    rows = [restricted(rule.row, at) for rule in rules]
    # That a bundle is worth nothing in all is told among the rules: see `worthless_bundles`.
    worthy = set(np.flatnonzero(has_value(value)).tolist())
    behind = tuple(support_rows(required_positions(case), at, worthy | everyone.fixed))
    width = len(columns)
    free = Program((0,) * width, behind, (0,) * width, (1,) * width)

    def feasible(numbers: Sequence[int]) -> Sequence[int] | None:
        wanted = [rows[n] for n in numbers]
        if any(not row.columns and not row.holds(()) for row in wanted):
            return None
        found = solve(free.but(*(row for row in wanted if row.columns)))
        return None if found is None else found.x

    return smallest_conflict(len(rules), feasible, lambda n, x: rows[n].holds(x))


def _problem(case: Case, costs: Costs, rule: Rule, clash: Sequence[Rule]) -> Problem:
    return Problem(told(case, costs, rule, clash), field=rule.field, hint=rule.remedy)


def told(case: Case, costs: Costs, rule: Rule, clash: Sequence[Rule]) -> str:
    """Return a rule of a clash in words, with what a proposal draws from the clash's budgets."""
    return f"{rule.words}{_amounts(case, costs, rule, clash)}"


def _amounts(case: Case, costs: Costs, rule: Rule, clash: Sequence[Rule]) -> str:
    """Return what a forced proposal draws from the budgets of the clash."""
    named = {each.field for each in clash if each.kind == BUDGET}
    drawn = []
    for each in costs.budgets:
        if f"budgets.{each.budget.id}" in named and rule.kind in (*FORCING, REQUIRES):
            position = rule.row.columns[-1]
            amount = to_decimal(each.cost.get(position, 0), each.budget.limit.currency)
            who = "" if rule.kind in FORCING else f"{case.proposals.ids[position]} "
            told = money(amount, each.budget.limit.currency)
            drawn.append(f"{who}draws {told} from {each.budget.id}")
    return f": {'; '.join(drawn)}" if drawn else ""
