"""The least raise of a limit that lets the selection gain, and what it then gains."""

from __future__ import annotations

from attrs import frozen

from cximpact.decision.binding.limits import Limit, raised, shares_of_limit
from cximpact.decision.binding.settings import Setting
from cximpact.decision.binding.without import without
from cximpact.decision.program import full_row
from cximpact.decision.question import Question
from cximpact.decision.reduced import TIE, restricted
from cximpact.decision.solver import solve


@frozen(eq=False)
class Step:
    """A raised limit.

    Attributes:
        most: The limit in whole parts.
        setting: The decision with it.
        value: What the best selection is then worth, in units of 1e-12.
    """

    most: int
    setting: Setting
    value: int


def next_step(setting: Setting, question: Question, limit: Limit) -> Step | None:
    """Return the least raise of one limit at which the selection is worth more; None if none is.

    Args:
        setting: The decision.
        question: The case and how it was decided.
        limit: A budget or capacity of it.
    """
    most = _least_limit(setting, question, limit)
    if most is None or most <= limit.most:
        return None
    there = raised(setting, question, limit, most)
    value = there.best_value()
    if value is None or value <= question.choice.value + TIE:
        return None
    return Step(most, there, value)


def _least_limit(setting: Setting, question: Question, limit: Limit) -> int | None:
    """Return the least that a selection worth more uses of the limit, all other rules obeyed."""
    free = without(setting, question, limit.rule)
    at = {position: column for column, position in enumerate(free.reduced.columns)}
    program = free.reduced.program
    used = restricted(limit.rule.row, at)
    saving = [0] * len(program.objective)
    for column, amount in zip(used.columns, used.coefficients, strict=True):
        saving[column] = -amount
    shares = (restricted(row, at) for row in shares_of_limit(setting, question, limit))
    better = program.worth(question.choice.value + TIE + 1)
    # Below the present limit nothing is worth more; that is said to spare the search.
    beyond = full_row([-amount for amount in saving], least=limit.most + 1)
    extra = [row for row in (*shares, beyond) if row.columns]
    found = solve(program.but(better, *extra, objective=saving))
    return None if found is None or not found.proven else -found.value
