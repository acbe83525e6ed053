"""How much cheaper a proposal must become to be taken, and how much dearer it may become.

The cheaper it is, the more selections can hold it, and none without it gains; so there is one
amount at which the selection changes. Where the proposal draws on one budget alone, it is what the
cheapest selection that wins must do without. Else it is found by halving, helped by the selections
found on the way: each of them says itself how dear the proposal may be in it.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

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
    enough = _settled_cut(one, value - TIE, strict) if one.settles else strict
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
    return _least(_Probe(one, value, 0), 0, one.cost)


def _settled_cut(one: Priced, value: int, strict: int | None) -> int | None:
    """Return the least cut at which it wins, be it only as the cheaper of equals.

    Args:
        one: The proposal's price.
        value: What is as good as the present selection.
        strict: The least cut at which it is in a better one.
    """
    if strict is not None and (not strict or one.reached(1 - strict, value) is None):
        return strict
    even = _least_cut(one, value)
    if even is None:
        return strict
    # As good as the present one from `even` on, better from `strict` on; ties decide between.
    last = one.cost if strict is None else strict
    return _first(lambda cut: one.takes(-cut), even, last)


@frozen(eq=False)
class _Probe:
    """Asks whether a selection with the proposal is worth so much at a price.

    Prices are counted downwards from `top`, so that more of an amount is always easier.

    Attributes:
        one: The proposal's price.
        value: What the selection must be worth.
        top: The rise in cost that an amount of 0 stands for.
    """

    one: Priced
    value: int
    top: int

    def __call__(self, amount: int) -> int | None:
        """Return the least amount that the selection found there needs; None for no selection."""
        x = self.one.reached(self.top - amount, self.value)
        if x is None:
            return None
        return _first(lambda less: self.one.bears(x, self.top - less), 0, amount)


def _least(probe: _Probe, low: int, high: int) -> int | None:
    """Return the least amount in a range at which a probe finds a selection; None without any."""
    found = probe(high)
    while found is not None and low < found:
        high = found
        found = probe(high - 1)
        if found is None:
            return high
        middle = (low + found) // 2
        nearer = probe(middle) if low < found else found
        low, found = (middle + 1, found) if nearer is None else (low, nearer)
    return found


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
    strict = _first_loss(one, beats(without))
    if one.settles and one.reached(strict, without - TIE) is not None:
        # As good as the best without it up to `even`; ties decide between.
        even = _first_loss(one, without - TIE)
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
    top = _too_much(one)
    found = _least(_Probe(one, value, top), 0, top)
    return 0 if found is None else top - found + 1


def _too_much(one: Priced) -> int:
    """Return a rise that no budget can take, whatever else is given up."""
    rises = []
    for each in one.budgets:
        own = each.row.coefficients[each.row.columns.index(one.column)]
        income = -sum(k for k in each.row.coefficients if k < 0)
        room = each.budget.limit + income - own + 1
        rises.append(room if not one.in_proportion else room * one.cost // max(own, 1) + one.cost)
    return max(1, *rises)
