"""The lines of a new workspace that state its columns of costs, their currency and rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.intake.lists.currency_marks import likely_code
from cximpact.intake.starting.cost_headers import YEARLY, cost_part, cost_slug, header_unit
from cximpact.intake.starting.quoting import comment, quoted
from cximpact.intake.starting.said_budgets import needed_rates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from cximpact.intake.starting.cost_entries import CostEntry
    from cximpact.intake.starting.guess import Guess
    from cximpact.intake.starting.said_budgets import Budget

__all__ = ["cost_lines", "currency_lines", "means_told"]


def means_told(guess: Guess) -> list[str]:
    """Return what a range counts as, which is more than its likely amount where it is lopsided.

    Args:
        guess: What the columns of the list seem to mean.
    """
    entry = next((each for each in guess.entries if each.low), None)
    if entry is None:
        return []
    low, likely, high = (f"'{header}'" for header in entry.headers)
    return [
        f"the cost counts as ({low} + 4 x {likely} + {high}) / 6; to count {likely} alone, "
        "cximpact.yaml says what to write"
    ]


def currency_lines(guess: Guess, budgets: Sequence[Budget]) -> list[str]:
    """Return the currency of the report, and lines for the rates that only a person knows.

    Args:
        guess: What the columns of the list seem to mean.
        budgets: Limits that were said, perhaps in another currency.
    """
    if not guess.currency:
        return [_open_currency(guess)]
    rates = [
        f"#  - {{from: {base}, to: {quote}, rate: , date: , source: }}"
        for base, quote in needed_rates(guess.currency, guess.other_currencies, budgets)
    ]
    head = ["#rates:                 # needed; take the '#' away and fill in"] if rates else []
    return [f"currency: {guess.currency}", *head, *rates]


def _open_currency(guess: Guess) -> str:
    """Return a line for the currency that nothing names, with one that its sign may stand for."""
    if not guess.open_signs:
        return "#currency: EUR         # of the costs, where the cells do not name one"
    sign = guess.open_signs[0]
    why = f"'{sign}' may mean others, too; take the '#' away if it is this one"
    return f"#currency: {likely_code(sign)}         # {why}"


def cost_lines(guess: Guess) -> list[str]:
    """Return the columns of costs; those that wait for a person as comments."""
    by_row = guess.currency_column
    # Right before what they say, so that lines stand among the others without their '#'.
    waiting = [f"      #- {_waiting(each)}" for each in guess.left_out]
    if not guess.entries:
        if not waiting:
            return ["    # cost: your column of costs"]
        asked = [_asked(each) for each in guess.left_out if each.is_asked]
        if asked:
            return asked
        return ["    #costs:               # take the '#' away from what is meant", *waiting]
    if len(guess.entries) == 1 and not waiting:
        (entry,) = guess.entries
        said = entry.said(by_row)
        alone = quoted(entry.header) if len(said) == 1 else _mapping(said)
        return [
            f"    cost: {alone}{_why(entry, guess.entries)}",
            *_at_likely(guess, "    ", "cost: "),
        ]
    stated = [
        f"      - {_mapping(each.said(by_row))}{_why(each, guess.entries)}"
        for each in guess.entries
    ]
    return ["    costs:", *stated, *_at_likely(guess, "      ", "- "), *waiting]


def _asked(entry: CostEntry) -> str:
    """Return the line of a range of which nothing says that it is money."""
    by = entry.multiplier
    why = "if this is the cost; in thousands, put multiplier: 1000 into it"
    if not by:
        entry, why = evolve(entry, multiplier=1000), "if this is the cost; 1000 or 1000000?"
    elif by != 1:
        why = "if this is the cost"
    return comment(f"    #costs: [{_mapping(entry.said())}]    # take the '#' away {why}")


def _at_likely(guess: Guess, indent: str, key: str) -> list[str]:
    """Return what the first range counts as, and the line that counts its likely amount alone."""
    entry = next((each for each in guess.entries if each.low), None)
    if entry is None:
        return []
    low, likely, high = entry.headers
    alone = _mapping(evolve(entry, low="", high="").said(guess.currency_column))
    return [
        comment(
            f"{indent}# counts as ({low} + 4 x {likely} + {high}) / 6; to count {likely} alone, "
            f"write in its place {key}{alone}"
        )
    ]


def _mapping(said: Mapping[str, Any]) -> str:
    return f"{{{', '.join(f'{key}: {_value(value)}' for key, value in said.items())}}}"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return _mapping(value)
    return str(value) if isinstance(value, int) else quoted(value)


def _why(entry: CostEntry, entries: Sequence[CostEntry]) -> str:
    said, unit = [], header_unit(entry.header)
    if entry.multiplier != 1:
        says = f"the header says {unit.word}: " if unit is not None else ""
        said.append(f"{says}1 counts as {entry.multiplier:,}")
    if len(entries) > 1 and not entry.period and cost_part(entry.header)[0] == YEARLY:
        said.append(f"one year of it counts, with 'multiplier: {3 * entry.multiplier}' three")
    return comment(f"    # {'; '.join(said)}") if said else ""


def _waiting(entry: CostEntry) -> str:
    said = {**entry.said(), "fund": cost_slug(entry.named)}
    if entry.multiplier:
        return comment(
            f"{_mapping(said)}    # not counted; take the '#' away if it is no total of others"
        )
    return comment(f"{_mapping({**said, 'multiplier': 1000})}    # not counted; 1000 or 1000000?")
