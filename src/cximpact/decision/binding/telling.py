"""The sentences on rules that bind."""

from __future__ import annotations

from collections.abc import Sequence, Set
from decimal import Decimal

from cximpact.decision.binding.limits import Limit
from cximpact.decision.reduced import PICO
from cximpact.decision.rules import Rule
from cximpact.decision.rules.rule import BUNDLE, EXCLUDES, REQUIRES
from cximpact.decision.words import listed, points

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
    text = f"{value * 100:+.1f}".removesuffix(".0") if value >= _SEEN else points(value)
    return f"{text} {'point' if text == '+1' else 'points'}"


def by_whom(ids: Sequence[str], before: Set[int], after: Set[int]) -> str:
    """Return who comes in and who goes, as a clause; "" where nobody does."""
    parts = [
        f"{verb} {listed([ids[place] for place in sorted(places)], most=_MOST_NAMES)}"
        for verb, places in (("adding", after - before), ("dropping", before - after))
        if places
    ]
    return f" by {' and '.join(parts)}" if parts else ""


def told_step(limit: Limit, most: int, gain: int, by: str) -> str:
    """Return what the least raise of a limit that helps would buy."""
    total = limit.amount(most)
    more, there = limit.told(total - limit.stated), limit.told(total)
    kind = limit.rule.kind.capitalize()
    return f"{kind} {limit.id} binds: {more} more (to {there}) would buy {gained(gain)}{by}."


def told_margin(limit: Limit, price: float) -> str:
    """Return what more of a limit buys at the margin, for a round amount."""
    amount = Decimal(1)
    while price * float(amount) < _SEEN * 10 and amount * 100 <= limit.stated:
        amount *= 10
    bought = gained(round(price * float(amount) * PICO))
    kind = limit.rule.kind.capitalize()
    return f"{kind} {limit.id} binds: at the margin {limit.told(amount)} more would buy {bought}."


def told_rule(rule: Rule, gain: int, by: str) -> str:
    """Return what the selection would gain without a rule."""
    single = not rule.field.startswith(("rules.", "budgets.")) or rule.kind in _NAMES_FIRST
    words = rule.words if single else f"{rule.words[:1].upper()}{rule.words[1:]}"
    return f"{words}: without this rule the selection would gain {gained(gain)}{by}."
