"""Budgets of a new workspace: those said with `--budget`, and lines ready for the others."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import InputError, Problem
from cximpact.intake.starting.guess_words import fund_name, plain_words
from cximpact.intake.starting.quoting import comment, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cximpact.intake.starting.guess import Guess

__all__ = ["Budget", "budgets_text", "check_budgets", "currency_of", "parse_budgets"]

_AMOUNT = re.compile(
    r"(?:([A-Z]{3})\s?)?([0-9]{1,15}(?:\.[0-9]{1,9})?|[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,2})?)"
    r"\s?(k|m|mio|mn|bn)?"
)
_TIMES = {"": 1, "k": 1000, "m": 10**6, "mio": 10**6, "mn": 10**6, "bn": 10**9}
_TWO_MEANINGS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_ALL = ("total", "all", "budget")


@frozen
class Budget:
    """A limit that was said for a new workspace.

    Attributes:
        name: As it was said: a column of costs, its fund, or `total` for all costs.
        amount: The limit.
        currency: "" where none was said.
    """

    name: str
    amount: Decimal
    currency: str = ""


def parse_budgets(said: Iterable[str]) -> tuple[Budget, ...]:
    """Return limits such as ``capex=3m``, ``opex=EUR 900000`` or ``total=1.4bn``.

    Raises:
        InputError: Some are written otherwise, or a name stands twice.

    Example:
        >>> [(each.name, int(each.amount)) for each in parse_budgets(["capex=1.4m"])]
        [('capex', 1400000)]
    """
    found: dict[str, Budget] = {}
    problems = []
    for text in said:
        name, _, amount = text.rpartition("=")
        name, written = name.strip(), _AMOUNT.fullmatch(amount.strip())
        is_clear = written is not None and not (_TWO_MEANINGS.fullmatch(written[2]))
        if not name or written is None or not (is_clear or written[3]):
            expected = "a name and an amount, such as capex=3m or opex=EUR 900000"
            problems.append(Problem("no budget", field="--budget", value=text, expected=expected))
            continue
        if name.casefold() in found:
            problems.append(_twice(text))
        times = _TIMES[written[3] or ""]
        amount_said = Decimal(written[2].replace(",", "")) * times
        found[name.casefold()] = Budget(name, amount_said, written[1] or "")
    if problems:
        raise InputError(problems)
    return tuple(found.values())


def _twice(said: str) -> Problem:
    return Problem("this budget is said twice", field="--budget", value=said)


def check_budgets(budgets: Sequence[Budget], guess: Guess) -> None:
    """Refuse budgets that no costs of the list can use.

    Raises:
        InputError: The list has no costs, or no column of them is called so; or two budgets limit
            the same costs.
    """
    problems = []
    limited = set()
    for each in budgets:
        where = _where(each, guess)
        if not guess.costs or where is None:
            problems.append(_unused(each, guess))
        elif where in limited:
            message = "another budget limits the same costs already"
            problems.append(Problem(message, field="--budget", value=each.name))
        limited.add(where)
    if problems:
        raise InputError(problems)


def _unused(budget: Budget, guess: Guess) -> Problem:
    if not guess.costs:
        hint = "no column of the list is read as costs: leave --budget out, and see the notes"
        return Problem("no costs to limit", field="--budget", value=budget.name, hint=hint)
    # No "did you mean": capex is spelled nearly like opex, and is never meant by it.
    names = ", ".join([*map(fund_name, guess.costs), "total"])
    hint = f"name one of: {names}; the notes of 'init' tell which columns are not read as costs"
    message = "no column of costs is called so"
    return Problem(message, field="--budget", value=budget.name, hint=hint)


def _where(budget: Budget, guess: Guess) -> str | None:
    """Return the fund that a budget limits, "" for all costs; None where nothing is called so."""
    said = plain_words(budget.name)
    for header in guess.costs:
        if said in (plain_words(header), plain_words(fund_name(header))):
            return fund_name(header) if len(guess.costs) > 1 else ""
    return "" if said in _ALL else None


def currency_of(budgets: Sequence[Budget]) -> str:
    """Return the one currency that budgets are said in, "" for none or several."""
    said = {each.currency for each in budgets if each.currency}
    return said.pop() if len(said) == 1 else ""


def budgets_text(guess: Guess, budgets: Sequence[Budget], sums: Mapping[str, Decimal]) -> list[str]:
    """Return the lines of the budgets, the unsaid ones as comments that need a number only.

    Args:
        guess: What the columns of the list seem to mean.
        budgets: Those that were said.
        sums: What all proposals to decide on cost, by fund, "" for one column of costs alone.
    """
    said = {_where(each, guess): each for each in budgets}
    funds = [fund_name(header) for header in guess.costs] if len(guess.costs) > 1 else []
    active = [_line(guess, each.name, each, where or "", sums) for where, each in said.items()]
    open_funds = [fund for fund in funds if fund not in said]
    ready = [f"# {_line(guess, fund, None, fund, sums)}" for fund in open_funds]
    if not funds and not budgets:
        ready = [f"# {_line(guess, 'total', None, '', sums)}"]
    if active:
        head = ["# What there is to spend; the other limits need a number only."] if ready else []
        return ["", *(head or ["# What there is to spend."]), "budgets:", *active, *ready]
    head = [
        "",
        "# What there is to spend: take the '#' away and put your limit in. Without one, all that",
        "# is worth doing is selected.",
    ]
    return [*head, "# budgets:", *ready]


def _line(
    guess: Guess, name: str, budget: Budget | None, fund: str, sums: Mapping[str, Decimal]
) -> str:
    currency = (budget.currency if budget else "") or guess.currency
    total = sums.get(fund)
    rounded = f"{total.to_integral_value():f}" if total else "1000000"
    limit = f"{budget.amount.normalize():f}" if budget else rounded
    money = f"{currency} {limit}".strip()
    where = f", where: {{fund: {quoted(fund)}}}" if fund else ""
    told = f"    # all proposals: {currency} {total:,.0f}".replace(":  ", ": ") if total else ""
    return f"  {quoted(name)}: {{limit: {money}{where}}}{comment(told)}"
