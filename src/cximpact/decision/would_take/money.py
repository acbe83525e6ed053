"""How much cheaper a proposal must become to be taken, and how much dearer it may become."""

from __future__ import annotations

from attrs import evolve

from cximpact.decision.program import Program, Row
from cximpact.decision.question import Question
from cximpact.decision.reduced import TIE, Reduced
from cximpact.decision.solver import solve
from cximpact.decision.ties import settle
from cximpact.decision.would_take.variants import (
    Held,
    beats,
    covers_everything,
    least_cost,
    one_budget,
)


def cost_cut(question: Question, reduced: Reduced, position: int) -> tuple[str, ...]:
    """Return the sentence on the cost cut at which the selection takes a proposal.

    Nothing is said where its cost falls under several budgets, or under none.
    """
    held = one_budget(question.costs, reduced, position)
    if held is None or held.cost <= 0:
        return ()
    column = reduced.columns.index(position)
    enough = _strict_cut(question, held, column)
    total = [question.costs.total.get(place, 0) for place in reduced.columns]
    exact = covers_everything(held, total)
    if exact:
        enough = _with_ties(question, held, reduced, column, enough)
    if enough is None or enough > held.cost:
        return ("No cost is low enough for the selection to take it.",) if exact else ()
    cut = held.told(enough)
    left = held.told(held.cost - enough)
    verb = "must fall" if exact else "is low enough if it falls"
    return (f"Its cost {verb} by {cut}, to {left}, for the selection to take it, all else equal.",)


def _strict_cut(question: Question, held: Held, column: int) -> int | None:
    """Return the least cut that makes a selection with it worth more than the present one."""
    drawn = least_cost(held, column, beats(question.choice.value))
    return None if drawn is None else max(0, drawn - held.budget.limit)


def _with_ties(
    question: Question, held: Held, reduced: Reduced, column: int, strict: int | None
) -> int | None:
    """Return the least cut at which it wins, be it only as the cheaper of equals."""
    drawn = least_cost(held, column, question.choice.value - TIE)
    if drawn is None:
        return strict
    x = [int(question.choice.selected[place]) for place in reduced.columns]
    even = max(0, drawn - held.row.activity(x))
    if strict is not None and strict <= even:
        return strict
    return even if _wins_at(held, column, even) else even + 1


def _wins_at(held: Held, column: int, cut: int) -> bool:
    """Solve the selection again with its cost cut: does it take the proposal?"""
    coefficients = tuple(
        cost - cut if c == column else cost
        for c, cost in zip(held.row.columns, held.row.coefficients, strict=True)
    )
    cheaper: Row = evolve(held.row, coefficients=coefficients)
    program: Program = held.rest.but(cheaper)
    best = solve(program)
    if best is None:
        return False
    cost = [0] * len(program.objective)
    for c, amount in zip(cheaper.columns, cheaper.coefficients, strict=True):
        cost[c] = amount
    return bool(settle(program, best, cost)[column])


def overrun(question: Question, reduced: Reduced, position: int, without: int) -> tuple[str, ...]:
    """Return the sentence on the cost overrun a selected proposal stands.

    Args:
        question: What was decided.
        reduced: Its program.
        position: The proposal.
        without: The best value without it, in units of 1e-12.
    """
    held = one_budget(question.costs, reduced, position)
    if held is None:
        return ()
    drawn = least_cost(held, reduced.columns.index(position), beats(without))
    if drawn is None or drawn >= held.budget.limit:
        return ()
    room = held.told(held.budget.limit - drawn)
    return (f"It stays in if its cost rises by up to {room}, all else equal.",)
