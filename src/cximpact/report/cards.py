"""A proposal as it was read, on a card of few lines: one for each kind of thing it states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from textwrap import wrap

from cximpact.decision.words import exact_percent, plain_amount, points, shown
from cximpact.exceptions import printable
from cximpact.explain.links import Links
from cximpact.model.case import Case
from cximpact.model.money import minor_digits
from cximpact.model.proposal import CostLine, Proposal, UnknownCost
from cximpact.report.words import WIDE, counted

__all__ = ["card"]

_LONGEST = 600
_SHORT = 30
_HELD = "\N{NO-BREAK SPACE}"
"""Where no line ends; from outside it never comes, for `printable` writes it as an escape."""
_NARROWEST = 40
"""Whatever a terminal says of itself, fewer columns would break every line."""


def card(case: Case, position: int, links: Links, width: int = WIDE) -> Iterator[str]:
    """Yield the lines of a card; what goes beyond the width goes on below, further in.

    Args:
        case: The case.
        position: The proposal.
        links: Of all proposals.
        width: How many columns a line may take.
    """
    proposal = case.proposals.one(position)
    yield printable(f"{proposal.id}{f': {proposal.title}' if proposal.title else ''}", _LONGEST)
    kinds = (
        ("", _about(proposal, links)),
        ("cost ", [_cost(line) for line in case.costs if line.proposal == proposal.id]),
        ("cost not known: ", _unknown(case.unknown_costs.get(proposal.id, ()))),
        ("of 100: ", _scores(case, position)),
        *_ratings(case, position),
        ("amounts: ", list(_amounts(case, position))),
        ("effect on ", _effects(case, position)),
    )
    for name, parts in kinds:
        if parts:
            yield from _wrapped(name, parts, width)


def _wrapped(name: str, parts: Sequence[str], width: int) -> list[str]:
    """Return parts as lines; one that is short stays on its line."""
    lines = wrap(
        f"{name}{', '.join(_held(printable(part, _LONGEST)) for part in parts)}",
        max(width, _NARROWEST),
        initial_indent="  ",
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_HELD, " ") for line in lines]


def _held(part: str) -> str:
    return part.replace(" ", _HELD) if len(part) <= _SHORT else part


def _about(proposal: Proposal, links: Links) -> list[str]:
    told = [f"unit {proposal.unit or 'not said'}", f"status {proposal.status}"]
    told += [] if proposal.mandate is None else [f"mandatory ({proposal.mandate.reason})"]
    told += [] if proposal.reach is None else [f"reach {exact_percent(proposal.reach)}"]
    return [*told, *filter(None, [links.words(proposal.id)])]


def _cost(line: CostLine) -> str:
    low, likely, high = (
        _figure(each, line.currency) for each in (line.low, line.likely, line.high)
    )
    amounts = likely if line.low == line.high else f"{low} to {high}"
    fund = f" from {line.fund}" if line.fund else ""
    return f"{line.currency} {amounts}{fund}".strip()


def _figure(amount: Decimal, currency: str) -> str:
    """Return an amount with all decimals it has, and those of its currency; a whole one without.

    Example:
        >>> _figure(Decimal("45000.00"), "EUR"), _figure(Decimal("1000.1"), "EUR")
        ('45,000', '1,000.10')
    """
    text = plain_amount(amount)
    digits = len(text.partition(".")[2])
    return f"{amount:,.{max(digits, minor_digits(currency))}f}" if digits else text


def _unknown(costs: Iterable[UnknownCost]) -> list[str]:
    return [f"{each.column} says '{each.said}'" for each in costs]


def _scores(case: Case, position: int) -> list[str]:
    """Return the ratings that stand in the list, on the scale from -100 to +100."""
    scores = case.ratings.grid[position].tolist()
    found = ((each.id, scores[column]) for column, each in case.scorecard.displayed)
    return [f"{key} {points(score)}" for key, score in found if score == score]


def _ratings(case: Case, position: int) -> Iterator[tuple[str, list[str]]]:
    """Yield how many ratings each criterion has, and which have so many."""
    answers, found = case.ratings, dict[int, list[str]]()
    for column, criterion in case.scorecard.displayed:
        count = int(((answers.proposal == position) & (answers.criterion == column)).sum())
        if count:
            found.setdefault(count, []).append(criterion.id)
    for count in sorted(found, reverse=True):
        yield f"{counted(count, 'rating')} of ", found[count]


def _amounts(case: Case, position: int) -> Iterator[str]:
    lows, highs = case.quantities.low[position], case.quantities.high[position]
    for column, each in case.scorecard.displayed:
        low, high = float(lows[column]), float(highs[column])
        if low == low:
            ends = f"{low:,.10g}" if low == high else f"{low:,.10g} to {high:,.10g}"
            yield f"{each.id} {each.unit} {ends}"


def _effects(case: Case, position: int) -> list[str]:
    found = case.effects
    return [
        f"{found.targets[int(found.target[row])]} {shown(float(found.likely[row]), 2):+}"
        for row in (found.proposal == position).nonzero()[0]
    ]
