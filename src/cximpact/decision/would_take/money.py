"""How much cheaper a proposal must become to be taken, and how much dearer it may become.

The cheaper it is, the more selections can hold it, and none without it gains; so there is one
amount at which the selection changes, and it is found by halving, or at once where the proposal
draws on one budget alone: there it is what the cheapest selection that wins must do without.
"""

from __future__ import annotations

from collections.abc import Callable

from cximpact.decision.question import Question
from cximpact.decision.reduced import TIE, Reduced
from cximpact.decision.would_take.priced import Priced, priced
from cximpact.decision.would_take.variants import beats, least_draw

_PROPORTION = ", every line in proportion"


def cost_cut(question: Question, reduced: Reduced, position: int) -> tuple[str, ...]:
    """Return the sentence on the cost cut at which the selection takes a proposal.

    Nothing is said where it draws on no budget.

    Args:
        question: What was decided.
        reduced: Its program.
        position: The proposal.
    """
    one = priced(question, reduced, position)
    if one is None or one.cost <= 0:
        return ()
    value = question.choice.value
    strict = _least_cut(one, beats(value))
    enough = _settled_cut(one, _least_cut(one, value - TIE), strict) if one.settles else strict
    if enough is None:
        return ("No cost is low enough for the selection to take it.",) if one.settles else ()
    how = _PROPORTION if one.in_proportion else ""
    verb = "must fall" if one.settles else "is low enough if it falls"
    cut, left = one.told(enough), one.told(one.cost - enough)
    return (
        f"Its cost{one.under} {verb} by {cut}, to {left}{how}, for the selection to take it, "
        "all else equal.",
    )


def _least_cut(one: Priced, value: int) -> int | None:
    """Return the least cut at which a selection with it is worth so much; None for no cut."""
    if one.only is not None:
        drawn = least_draw(one.only, one.column, value)
        cut = None if drawn is None else max(0, drawn - one.only.budget.limit)
        return None if cut is None or cut > one.cost else cut
    return _first(lambda cut: one.reaches(-cut, value), 0, one.cost)


def _settled_cut(one: Priced, even: int | None, strict: int | None) -> int | None:
    """Return the least cut at which it wins, be it only as the cheaper of equals."""
    if even is None or even == strict:
        return strict
    # As good as the present one from `even` on, better from `strict` on; ties decide between.
    last = one.cost if strict is None else strict
    return _first(lambda cut: one.takes(-cut), even, last)


def _first(holds: Callable[[int], bool], low: int, high: int) -> int | None:
    """Return the first amount in a range from which on something holds; None for none of them."""
    if not holds(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return high


def overrun(question: Question, reduced: Reduced, position: int, without: int) -> tuple[str, ...]:
    """Return the sentence on the cost overrun a selected proposal stands.

    Args:
        question: What was decided.
        reduced: Its program.
        position: The proposal.
        without: The best value without it, in units of 1e-12.
    """
    one = priced(question, reduced, position)
    if one is None:
        return ()
    # From here on a selection without it is better, or as good.
    even, strict = (_first_loss(one, value) for value in (without - TIE, beats(without)))
    if even != strict and one.settles:
        strict = _first(lambda rise: not one.takes(rise), max(strict, 1), even) or even
    room = strict - 1
    if room <= 0:
        return (
            (f"It is out if its cost{one.under} rises at all, all else equal.",)
            if one.settles
            else ()
        )
    how, room_told = _PROPORTION if one.in_proportion else "", one.told(room)
    return (f"It stays in if its cost{one.under} rises by up to {room_told}{how}, all else equal.",)


def _first_loss(one: Priced, value: int) -> int:
    """Return the least rise at which no selection with it is worth so much any more."""
    if one.only is not None:
        drawn = least_draw(one.only, one.column, value)
        return 0 if drawn is None else max(0, one.only.budget.limit - drawn + 1)
    found = _first(lambda rise: not one.reaches(rise, value), 0, _too_much(one))
    return 0 if found is None else found


def _too_much(one: Priced) -> int:
    """Return a rise that no budget can take, whatever else is given up."""
    rises = []
    for each in one.budgets:
        own = each.row.coefficients[each.row.columns.index(one.column)]
        income = -sum(k for k in each.row.coefficients if k < 0)
        room = each.budget.limit + income - own + 1
        rises.append(room if not one.in_proportion else room * one.cost // max(own, 1) + one.cost)
    return max(1, *rises)
