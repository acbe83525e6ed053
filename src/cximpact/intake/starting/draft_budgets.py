"""Budgets of a new workspace: those said with `--budget`, and lines ready for the others."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import InputError, Problem, printable
from cximpact.intake.starting.cost_headers import bare_words, cost_slug
from cximpact.intake.starting.draft_capacities import named_capacity
from cximpact.intake.starting.guess_words import plain_words
from cximpact.intake.starting.quoting import comment, quoted
from cximpact.intake.starting.unknown_budgets import no_such_budget

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.cost_entries import CostEntry
    from cximpact.intake.starting.guess import Guess
    from cximpact.intake.starting.said_budgets import Budget

__all__ = [
    "CostSum",
    "Where",
    "budget_parts",
    "budgets_text",
    "split_budgets",
    "totals_told",
    "unplaced",
]

Where = tuple[tuple[str, str], ...]
"""What tells the costs of a budget: a fund, a period, or nothing for all of them."""
_ALL = ("total", "all", "budget")
_LONGEST = 40


@frozen
class CostSum:
    """What all proposals to decide on cost.

    Attributes:
        amount: The sum; None where it cannot be told yet.
        n_odd: How many cells are not in it, as they are to be mended.
        n_unknown: How many are not in it, as they say that nothing is known.
    """

    amount: Decimal | None = None
    n_odd: int = 0
    n_unknown: int = 0

    def __str__(self) -> str:
        lacks = []
        if self.n_odd:
            lacks.append(f"{self.n_odd:,} cell{'s' if self.n_odd > 1 else ''} to be mended")
        if self.n_unknown:
            lacks.append(f"{self.n_unknown:,} not known")
        without = f", without {' and '.join(lacks)}" if lacks else ""
        return f"{self.amount or 0:,.0f}{without}"


def split_budgets(
    budgets: Sequence[Budget], guess: Guess, table: RawTable, people: Iterable[str] = ()
) -> tuple[tuple[Budget, ...], dict[str, Decimal]]:
    """Return the budgets that limit costs, and limits on people by their columns.

    Args:
        budgets: Those that were said.
        guess: What the columns of the list seem to mean.
        table: The list.
        people: Columns that count people at work.

    Raises:
        InputError: One limits nothing: the list has no costs, or no column is called so; or two
            limit the same.
    """
    problems = []
    money: dict[Where, Budget] = {}
    limits: dict[str, Decimal] = {}
    counted = list(people)
    for each in budgets:
        where = _where(each, guess) if guess.entries else None
        is_money = where is not None or plain_words(each.name) in _ALL
        column = "" if is_money else named_capacity(each.name, counted)
        if where in money or column in limits:
            same = "people" if column else "costs"
            message = f"another budget limits the same {same} already"
            problems.append(Problem(message, field="--budget", value=each.name))
        elif where is not None:
            money[where] = each
        elif column and not each.currency:
            limits[column] = each.amount
        else:
            problems.append(
                _no_money(each, column) if column else no_such_budget(each, guess, table, counted)
            )
    if problems:
        raise InputError(problems)
    return tuple(money.values()), limits


def _no_money(budget: Budget, header: str) -> Problem:
    hint = (
        f"'{printable(header, _LONGEST)}' counts people: write {budget.name}="
        f"{budget.amount.normalize():f}"
    )
    message = "that is a capacity, not money"
    return Problem(message, field="--budget", value=budget.name, hint=hint)


def _name(entry: CostEntry) -> str:
    return entry.fund or entry.period or cost_slug(entry.named)


def _where(budget: Budget, guess: Guess) -> Where | None:
    """Return the costs that a budget limits; None where nothing is called so."""
    said = plain_words(budget.name)
    for entry in guess.entries:
        if said == plain_words(entry.fund):
            return (("fund", entry.fund),)
        if said in _called(entry):
            return tuple(entry.where().items())
    if word := guess.pots.named(budget.name):
        return ((guess.pots.key, word),)
    if said in _ALL:
        return ()
    # A cost without its fund is told from no other by words inside its header.
    named = [each for each in guess.entries if f" {said} " in f" {plain_words(each.named)} "]
    return tuple(named[0].where().items()) if len(named) == 1 else None


def _called(entry: CostEntry) -> set[str]:
    """Return the plain words that name costs: those of each column of a range, too."""
    names = (*entry.headers, entry.named)
    return {plain_words(_name(entry)), *map(plain_words, names), *map(bare_words, names)}


def budget_parts(guess: Guess, budgets: Sequence[Budget]) -> tuple[Where, ...]:
    """Return the costs that the draft has a limit for, said or ready; () is all of them."""
    said = [where for each in budgets if (where := _where(each, guess)) is not None]
    return tuple(dict.fromkeys([*said, *_ready(guess)]))


def unplaced(budgets: Iterable[Budget], guess: Guess) -> list[str]:
    """Return the names of budgets that no column of costs is called by.

    Args:
        budgets: Those that were said.
        guess: What the columns of the list seem to mean.
    """
    return [each.name for each in budgets if _where(each, guess) is None]


def _ready(guess: Guess) -> list[Where]:
    if guess.pots:
        return [*(((guess.pots.key, word),) for word, _ in guess.pots.words), ()]
    named = (dict(list(each.where().items())[:1]) for each in guess.entries)
    parts = [*dict.fromkeys(tuple(each.items()) for each in named if each)]
    return parts if len(parts) == 1 else [*parts, ()]


def budgets_text(
    guess: Guess, budgets: Sequence[Budget], sums: Mapping[Where, CostSum]
) -> list[str]:
    """Return the lines of the budgets, the unsaid ones as comments that need a number only.

    Args:
        guess: What the columns of the list seem to mean.
        budgets: Those that were said.
        sums: What all proposals to decide on cost.
    """
    said = {_where(each, guess) or (): each for each in budgets}
    active = [_line(guess, each.name, each, where, sums) for where, each in said.items()]
    ready = [
        f"#{_line(guess, where[0][1] if where else 'total', None, where, sums)}"
        for where in _ready(guess)
        if where not in said and (where or not budgets)
    ]
    if active:
        head = ["# What there is to spend; the other limits need a number only."] if ready else []
        return ["", *(head or ["# What there is to spend."]), "budgets:", *active, *ready]
    head = [
        "",
        "# What there is to spend: take the '#' away and put your limit in. Without one, costs",
        "# limit nothing.",
    ]
    return [*head, "#budgets:", *ready]


def _line(
    guess: Guess,
    name: str,
    budget: Budget | None,
    where: Where,
    sums: Mapping[Where, CostSum],
) -> str:
    currency = (budget.currency if budget else "") or guess.currency
    total = sums.get(where, CostSum())
    is_above = total.amount is not None and total.amount > 0
    rounded = f"{(total.amount or 0):.0f}" if is_above else "1000000"
    limit = f"{budget.amount.normalize():f}" if budget else rounded
    money = f"{currency} {limit}".strip()
    tests = ", ".join(f"{key}: {quoted(value)}" for key, value in where)
    only = f", where: {{{tests}}}" if where else ""
    told = f"    # all proposals: {_money(guess, total)}" if total.amount else ""
    return f"  {quoted(name)}: {{limit: {money}{only}}}{comment(told)}"


def _money(guess: Guess, total: CostSum) -> str:
    return f"{guess.currency} {total}".strip()


def totals_told(
    guess: Guess, budgets: Sequence[Budget], sums: Mapping[Where, CostSum]
) -> list[str]:
    """Return which budgets limit all costs, each held against what all proposals cost.

    Args:
        guess: What the columns of the list seem to mean.
        budgets: Those that were said.
        sums: What all proposals to decide on cost.
    """
    total = sums.get((), CostSum())
    costs = f", {_money(guess, total)}" if total.amount else ""
    return [
        f"budget {printable(each.name, _LONGEST)}: all costs of the list{costs}, against "
        f"{each.currency or guess.currency} {each.amount.normalize():,f}".replace("  ", " ")
        for each in budgets
        if _where(each, guess) == ()
    ]
