"""The selection: the best set of proposals under every budget and rule, with its proof."""

from __future__ import annotations

from math import fsum

import numpy as np
from attrs import frozen

from cximpact.decision.aim import aim_of
from cximpact.decision.budgets import budget_uses, cost_notes
from cximpact.decision.candidates import Candidates
from cximpact.decision.capacities import capacity_uses
from cximpact.decision.conflict import conflict
from cximpact.decision.costs import Costs
from cximpact.decision.holding import held_by_id, held_notes
from cximpact.decision.joint import joint_effects, together_notes
from cximpact.decision.program import Program, Solution
from cximpact.decision.reduced import PICO, TIE, Reduced, has_value, reduce
from cximpact.decision.rules import Rule, linking_rules, single_rules
from cximpact.decision.solver import solve
from cximpact.decision.solving.ordering import ordered
from cximpact.decision.support import required_by, worthless_bundles
from cximpact.decision.ties import MOST_COLUMNS, open_columns, settle
from cximpact.exceptions import InputError
from cximpact.model.arrays import BoolArray
from cximpact.model.case import Case
from cximpact.model.decision import Selection
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores


@frozen(eq=False)
class Choice:
    """What was chosen, and all that is needed to ask what would have changed it.

    Attributes:
        selected: Per proposal.
        bound: Proven upper bound of the value, in units of 1e-12.
        value: The value, in units of 1e-12.
        reduced: The program; None where there was nothing to weigh up.
        rules: The rules that tie proposals to each other.
        notes: Sentences about the proof.
    """

    selected: BoolArray
    value: int
    bound: int
    reduced: Reduced | None
    rules: tuple[Rule, ...] = ()
    notes: tuple[str, ...] = ()


def choose(
    case: Case, conditions: Conditions, scores: Scores, costs: Costs, who: Candidates
) -> Choice:
    """Return the best set of proposals under every budget and rule.

    Maximises the sum of V. Of sets equal at nine decimals the cheaper one is taken, then the one
    with the earlier ids.

    Args:
        case: Rules and proposals.
        conditions: Conditions of the touchpoints.
        scores: V per proposal, and what each does at touchpoints.
        costs: What proposals cost.
        who: Who may and must be selected.

    Raises:
        InputError: The rules contradict each other; the smallest such set of them is named.
    """
    linking = linking_rules(case, conditions, scores, costs)
    if any(position in who.barred for position in who.forced_in):
        raise _conflict(case, costs, scores, who, linking)
    aim = aim_of(case, conditions, scores)
    if not linking and not aim.terms:
        return _without_rules(scores, who)
    reduced = reduce(case, aim, who, linking)
    found = best_selection(reduced.program, total_costs(costs, reduced))
    if found is None:
        raise _conflict(case, costs, scores, who, linking)
    solution, notes = found
    selected = reduced.spread(solution.x, len(case.proposals))
    return Choice(selected, solution.value, solution.bound, reduced, linking, notes)


def _conflict(
    case: Case, costs: Costs, scores: Scores, who: Candidates, linking: tuple[Rule, ...]
) -> InputError:
    worthless = worthless_bundles(case, scores.value, who.fixed)
    return conflict(case, costs, scores, who, (*single_rules(case, who), *linking, *worthless))


def _without_rules(scores: Scores, who: Candidates) -> Choice:
    """Return everything of value: nothing competes with anything."""
    selected = has_value(scores.value) & who.candidate
    selected[sorted(who.forced_in)] = True
    value = round(fsum(scores.value[selected].tolist()) * PICO)
    return Choice(np.asarray(selected, dtype=np.bool_), value, value, None)


def total_costs(costs: Costs, reduced: Reduced) -> list[int]:
    """Return the total cost of every column, in minor units; 0 where it is missing."""
    return [costs.total.get(position, 0) for position in reduced.columns]


def best_selection(program: Program, cost: list[int]) -> tuple[Solution, tuple[str, ...]] | None:
    """Return the best solution with ties settled, and notes on the proof; None without any.

    Args:
        program: The program of the selection.
        cost: Total cost of each column, in minor units.
    """
    everything = everything_of_value(program)
    if not program.terms and program.feasible(everything):
        # Nothing can be worth more than all that has value, and nothing else is worth as much.
        value = program.value(everything)
        return Solution(everything, value, value, True), ()
    if any(not row.columns for row in program.rows):
        return None
    # Who stands in all rules alike is taken in order, which the one that ties leave obeys.
    narrow = ordered(program, cost, 2 * TIE)
    everything = everything_of_value(narrow)
    if not program.terms and narrow.feasible(everything):
        value = narrow.value(everything)
        return Solution(everything, value, value, True), ()
    best = solve(narrow, within=TIE // 2)
    if best is None:
        return None
    return _settled(narrow, best, cost)


def everything_of_value(program: Program) -> tuple[int, ...]:
    """Return the answers that take all that has value, and nothing else that need not be."""
    rows = zip(program.objective, program.lower, program.upper, strict=True)
    return tuple(low if value <= TIE else high for value, low, high in rows)


def _settled(program: Program, best: Solution, cost: list[int]) -> tuple[Solution, tuple[str, ...]]:
    if not best.proven:
        gap = (best.bound - best.value) / PICO
        return best, (
            f"The selection is not proven best: a better one by up to {gap:.9f} may exist.",
        )
    if open_columns(program) > MOST_COLUMNS:
        note = "Other selections may be equally good: ties are not searched in lists this long."
        return best, (note,)
    x, searched = settle(program, best, cost)
    note = "Other selections may be equally good: there are too many ties to search all of them."
    return Solution(x, program.value(x), best.bound, True), () if searched else (note,)


def describe(
    case: Case,
    conditions: Conditions,
    scores: Scores,
    costs: Costs,
    who: Candidates,
    choice: Choice,
) -> Selection:
    """Return the selection as it is told: value and bound, budgets, joint effects, notes."""
    together = worth_together(choice)
    value = fsum([*scores.value[choice.selected].tolist(), together / PICO])
    joint = joint_effects(case, conditions, scores, choice.selected)
    holding = held_by_id(case, who.held)
    open_gap = choice.bound - choice.value
    gap = open_gap / PICO if open_gap > TIE else 0.0
    return Selection(
        candidate=who.candidate,
        selected=choice.selected,
        required_by=required_by(case, scores, choice.selected),
        value=value,
        bound=value + gap,
        gap=gap,
        budgets=budget_uses(case, costs, who, choice.selected),
        joint=joint,
        notes=(
            *choice.notes,
            *together_notes(case, choice.selected, joint, together),
            *held_notes(holding),
            *cost_notes(case, costs, who),
        ),
        held=holding,
        capacities=capacity_uses(case, who, choice.selected),
    )


def worth_together(choice: Choice) -> int:
    """Return what the selected proposals are worth beyond their values, in units of 1e-12."""
    if choice.reduced is None:
        return 0
    taken = choice.selected.astype(int).tolist()
    x = [taken[position] for position in choice.reduced.columns]
    return sum(term.at(x) for term in choice.reduced.program.terms)
