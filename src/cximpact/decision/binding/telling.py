"""The sentences on rules that bind."""

from __future__ import annotations

from collections.abc import Sequence, Set
from decimal import Decimal

from attrs import frozen

from cximpact.decision.binding.limits import Limit
from cximpact.decision.reduced import PICO
from cximpact.decision.rules import Rule
from cximpact.decision.rules.rule import BUNDLE, EXCLUDES, REQUIRES
from cximpact.decision.words import hundredths, listed, points

_MOST_NAMES = 4
_SEEN = 0.0005
_NAMES_FIRST = (REQUIRES, EXCLUDES, BUNDLE)


def gained(worth: int) -> str:
    """Return a gain in units of 1e-12 as points: tenths, or what first counts below them.

    Example:
        >>> gained(12_300_000_000), gained(2_000_000_000_000), gained(123_000_000)
        ('+1.2 points', '+200 points', '+0.01 points')
    """
    value = worth / PICO
    text = f"{hundredths(value, 1):+}".removesuffix(".0") if value >= _SEEN else points(value)
    return f"{text} {'point' if text == '+1' else 'points'}"


@frozen
class Moves:
    """Who comes into the selection and who goes, by id.

    Attributes:
        enter: Who comes in.
        leave: Who drops out.
    """

    enter: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()

    @classmethod
    def between(cls, ids: Sequence[str], before: Set[int], after: Set[int]) -> Moves:
        """Return what moves from one selection to another, both as positions."""
        enter, leave = sorted(after - before), sorted(before - after)
        return cls(tuple(ids[place] for place in enter), tuple(ids[place] for place in leave))

    def told(self, add: str, drop: str) -> str:
        """Return them with a verb each; "" where nobody moves.

        Example:
            >>> Moves(("a",), ("b", "c")).told("add", "drop")
            'add a and drop b and c'
        """
        both = ((add, self.enter), (drop, self.leave))
        return " and ".join(
            f"{verb} {listed(keys, most=_MOST_NAMES)}" for verb, keys in both if keys
        )


def told_step(limit: Limit, most: int, gain: int, moves: Moves) -> str:
    """Return what the least raise of a limit that helps would bring."""
    total = limit.amount(most)
    more, there = limit.told(total - limit.stated), limit.told(total)
    raised = f"{more} more in {limit.rule.kind} {limit.id} ({there} in all) would"
    who = moves.told("add", "drop")
    return f"{raised} {who}, for {gained(gain)}." if who else f"{raised} bring {gained(gain)}."


def told_joint(most: Sequence[tuple[Limit, int]], gain: int, moves: Moves) -> str:
    """Return what several limits bring that are raised together."""
    raised = [
        f"{limit.told(limit.amount(parts) - limit.stated)} more in {limit.rule.kind} {limit.id}"
        for limit, parts in most
    ]
    return f"{listed(raised)}, together, would {moves.told('add', 'drop')}, for {gained(gain)}."


def told_margin(limit: Limit, price: float) -> str:
    """Return what more of a limit brings at the margin, for a round amount."""
    amount = Decimal(1)
    while price * float(amount) < _SEEN * 10 and amount * 100 <= limit.stated:
        amount *= 10
    bought = gained(round(price * float(amount) * PICO))
    return (
        f"{limit.told(amount)} more in {limit.rule.kind} {limit.id} would bring {bought} at the "
        "margin, where a proposal can be taken in part."
    )


def told_rule(rule: Rule, gain: int, moves: Moves) -> str:
    """Return what the selection would gain without a rule."""
    single = not rule.field.startswith(("rules.", "budgets.")) or rule.kind in _NAMES_FIRST
    words = rule.words if single else f"{rule.words[:1].upper()}{rule.words[1:]}"
    who = moves.told("adding", "dropping")
    by = f" by {who}" if who else ""
    return f"{words}: without this rule the selection would gain {gained(gain)}{by}."
