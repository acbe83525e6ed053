"""The few things that would most likely change the decision, the likeliest first.

What is uncertain and changes the selection within its own range may do so any day. Weights,
budgets and capacities are set by people: the less they must move, as a share of what they are
now, the likelier is another selection. Last come the rules, by what the selection would gain
without them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from math import inf

from cximpact.model.evaluation import Summary
from cximpact.model.robustness import Binding, TornadoBar, WeightInterval
from cximpact.report.listed import Listed
from cximpact.report.moving import (
    Side,
    bar_line,
    bar_name,
    bars_told,
    kinds_told,
    moved_at,
    moving_weights,
    nearer_side,
    parted,
    weight_line,
    weight_room,
)
from cximpact.report.named import Named, Naming, with_names
from cximpact.report.tied import ties
from cximpact.report.words import WIDE

__all__ = ["turning_points"]


_Line = Callable[[Naming], str]
_Turn = tuple[frozenset[str], _Line]
"""Who changes sides, as far as that is known, and the line once it is known how to name them."""
_LONGEST = 2 * WIDE
"""Titles stand beside ids in a line as long as it takes no more than this."""


def turning_points(
    summary: Summary, recommendations: Iterable[Listed] = (), most: int = 3
) -> tuple[str, ...]:
    """Return what would most likely change what is selected, a line for each.

    A tie comes first, for anything decides it. Several things that let the same proposals change
    sides are told as one.

    Args:
        summary: Everything around the recommendations.
        recommendations: They give the titles, and their reasons tell of ties.
        most: How many lines.
    """
    items = list(recommendations)
    named = Named({item.proposal: item.title for item in items})
    told: dict[object, _Line] = {}
    tied = list(_tied(items))
    uncertain = [turn for turn in _uncertain(summary) if turn[0] not in {who for who, _ in tied}]
    # Nobody can choose what turns out; so what can be chosen is told beside it.
    room = max(most - 1 - len(tied[:1]), 1)
    first, others = uncertain[:room], uncertain[room:]
    found = (*tied[:1], *first, *_movable(summary, named), *others, *_rules(summary), *tied[1:])
    for moved, line in found:
        told.setdefault(moved or line(str), line)
    return tuple(named.within(_LONGEST, line) for line in list(told.values())[:most])


def _tied(items: Iterable[Listed]) -> Iterator[_Turn]:
    yield from ((tie.moved, tie.line) for tie in ties(items))


def _uncertain(summary: Summary) -> Iterator[_Turn]:
    """Yield what changes the selection within its range, first where it does so most often."""
    often = {(each.kind, each.name): each.changes for each in summary.dependence.information}
    alike: dict[frozenset[str], list[TornadoBar]] = {}
    for bar in sorted(bars_told(summary), key=lambda bar: -often.get(_asked(bar, summary), 0.0)):
        alike.setdefault(frozenset((*bar.changes_low, *bar.changes_high)), []).append(bar)
    for moved, bars in alike.items():
        yield moved, partial(_alike, summary, bars)


def _alike(summary: Summary, bars: Sequence[TornadoBar], name: Naming) -> str:
    """Return what one uncertain thing changes, and what else changes the same."""
    first, *others = bars
    line = bar_line(first, summary, name)
    if not others:
        return line
    if len(others) == 1:
        return f"{line}; so does the {bar_name(others[0], summary, name)}"
    return f"{line}; so do {kinds_told(others)}"


def _asked(bar: TornadoBar, summary: Summary) -> tuple[str, str]:
    """Return what would be found out about a bar, as the worth of information calls it."""
    kind = bar.kind if bar.kind in ("condition", "cost") else "proposal"
    return kind, parted(bar, summary)[0]


def _movable(summary: Summary, named: Named) -> Iterator[_Turn]:
    """Yield weights and budgets, the one first that must move least as a share of itself."""
    found: list[tuple[float, str, _Turn]] = []
    for each in moving_weights(summary):
        side = nearer_side(each)
        line = partial(_weight, summary, each, side)
        found.append((_far(each), line(str), (moved_at(each, side), line)))
    for rule in summary.dependence.binding:
        rise = _rise(rule, summary)
        if rise is not None:
            words = partial(_ready, named, rule.words)
            found.append((rise, rule.words, (frozenset(), words)))
    yield from (turn for _, _, turn in sorted(found, key=lambda each: each[:2]))


def _weight(summary: Summary, each: WeightInterval, side: Side, name: Naming) -> str:
    return weight_line(each, summary, [side], name)


def _ready(named: Named, words: str, name: Naming) -> str:
    """Return a sentence that comes ready, with titles beside the ids that it adds and drops."""
    return with_names(words, name, named.knows)


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
    yield from ((frozenset(), partial(_as_it_is, each.words)) for each in rules)


def _as_it_is(words: str, name: Naming) -> str:  # noqa: ARG001
    return words
