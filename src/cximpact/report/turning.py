"""The few things that would most likely change the decision, the likeliest first.

What is uncertain and changes the selection within its own range may do so any day. Weights,
budgets and capacities are set by people: the less they must move, as a share of what they are
now, the likelier is another selection. Last come the rules, by what the selection would gain
without them.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from cximpact.model.evaluation import Summary
from cximpact.model.robustness import Binding, TornadoBar, WeightInterval
from cximpact.report.moving import (
    bar_line,
    bars_told,
    moved_at,
    moving_weights,
    nearer_side,
    parted,
    weight_line,
    weight_room,
)

__all__ = ["turning_points"]


def turning_points(summary: Summary, most: int = 3) -> tuple[str, ...]:
    """Return what would most likely change what is selected, a line for each.

    Several things that let the same proposals change sides are told as one.

    Args:
        summary: Everything around the recommendations.
        most: How many lines.
    """
    told: dict[object, str] = {}
    uncertain = list(_uncertain(summary))
    # Nobody can choose what turns out; so what can be chosen is told beside it.
    first, others = uncertain[: most - 1], uncertain[most - 1 :]
    for moved, line in (*first, *_movable(summary), *others, *_rules(summary)):
        told.setdefault(moved or line, line)
    return tuple(told.values())[:most]


_Turn = tuple[frozenset[str], str]
"""Who changes sides, as far as that is known, and the line."""


def _uncertain(summary: Summary) -> Iterator[_Turn]:
    """Yield what changes the selection within its range, first where it does so most often."""
    often = {(each.kind, each.name): each.changes for each in summary.dependence.information}
    alike: dict[frozenset[str], list[TornadoBar]] = {}
    for bar in sorted(bars_told(summary), key=lambda bar: -often.get(_asked(bar, summary), 0.0)):
        alike.setdefault(frozenset((*bar.changes_low, *bar.changes_high)), []).append(bar)
    for moved, (first, *others) in alike.items():
        same = f"; so {_do(len(others))}" if others else ""
        yield moved, f"{bar_line(first, summary)}{same}"


def _do(count: int) -> str:
    return "does 1 more thing" if count == 1 else f"do {count} more things"


def _asked(bar: TornadoBar, summary: Summary) -> tuple[str, str]:
    """Return what would be found out about a bar, as the worth of information calls it."""
    kind = bar.kind if bar.kind in ("condition", "cost") else "proposal"
    return kind, parted(bar, summary)[0]


def _movable(summary: Summary) -> Iterator[_Turn]:
    """Yield weights and budgets, the one first that must move least as a share of itself."""
    found = []
    for each in moving_weights(summary):
        side = nearer_side(each)
        found.append((_far(each), weight_line(each, summary, [side]), moved_at(each, side)))
    for rule in summary.dependence.binding:
        rise = _rise(rule, summary)
        if rise is not None:
            found.append((rise, rule.words, frozenset()))
    yield from ((moved, line) for _, line, moved in sorted(found, key=lambda each: each[:2]))


def _far(each: WeightInterval) -> float:
    return weight_room(each) / each.weight if each.weight else inf


def _rise(rule: Binding, summary: Summary) -> float | None:
    """Return by what share a budget must rise for the selection to gain; None for other rules."""
    limits = {f"budgets.{each.budget}": each.limit for each in summary.budgets}
    limit = limits.get(rule.rule)
    return float(rule.next_step / limit) if rule.next_step is not None and limit else None


def _rules(summary: Summary) -> Iterator[_Turn]:
    rules = [each for each in summary.dependence.binding if _rise(each, summary) is None]
    rules.sort(key=lambda rule: (-(rule.gain or 0.0), rule.rule))
    yield from ((frozenset(), each.words) for each in rules)
