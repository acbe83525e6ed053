"""Limits as people say them with `--budget`: ``capex=3m``, ``opex=EUR 1,4 Mio``."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import InputError, Problem
from cximpact.intake.lists.cell_texts import plain_signs
from cximpact.intake.lists.said_amounts import read_said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cximpact.intake.lists.money_cells import WrittenMoney

__all__ = ["Budget", "budget_currencies", "currency_of", "needed_rates", "parse_budgets"]

_EXPECTED = "an amount for all costs, such as EUR 900000, or one with a name, such as capex=3m"
_ALL = "total"
_CUT = (
    "it begins with a point: write 0.5m for half a million; in double quotes a shell takes '$2' "
    "away, so write the code of a currency, such as USD 2m"
)


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

    An amount without a name limits all costs, as ``total`` does. Words such as ``k``, ``TEUR`` and
    ``Mio`` mean what they do in cells; ``m`` is a million here.

    Raises:
        InputError: Some are written otherwise or may be meant in two ways, or a name stands twice.

    Example:
        >>> [(each.name, int(each.amount)) for each in parse_budgets(["capex=EUR 1,4 Mio"])]
        [('capex', 1400000)]
    """
    found: dict[str, Budget] = {}
    problems = []
    for text in said:
        before, sign, written = (part.strip() for part in text.rpartition("="))
        name = before if sign else _ALL
        read, hint = _read(written)
        if not name or read is None:
            problems.append(_no_budget(text, hint if name else None))
            continue
        if name.casefold() in found:
            problems.append(Problem("this budget is said twice", field="--budget", value=text))
        found[name.casefold()] = Budget(name, read.amount, read.currency)
    if problems:
        raise InputError(problems)
    return tuple(found.values())


def _no_budget(text: str, hint: str | None) -> Problem:
    return Problem("no budget", field="--budget", value=text, expected=_EXPECTED, hint=hint)


def _read(written: str) -> tuple[WrittenMoney | None, str | None]:
    """Return an amount; None and what to write instead where it is none, or two."""
    if plain_signs(written)[:1] in (".", ","):
        return None, _CUT
    return read_said(written)


def currency_of(budgets: Iterable[Budget]) -> str:
    """Return the one currency that budgets are said in, "" for none or several."""
    said = {each.currency for each in budgets if each.currency}
    return said.pop() if len(said) == 1 else ""


def budget_currencies(budgets: Iterable[Budget]) -> tuple[str, ...]:
    """Return the currencies that budgets are said in, in their order."""
    return tuple(dict.fromkeys(each.currency for each in budgets if each.currency))


def needed_rates(
    currency: str, others: Iterable[str], budgets: Iterable[Budget]
) -> tuple[tuple[str, str], ...]:
    """Return the pairs of currencies that meet; a rate leads back as well.

    Args:
        currency: That of the report.
        others: The other ones that costs are in.
        budgets: Limits that were said; costs are held against each in its own currency.

    Example:
        >>> needed_rates("EUR", ["GBP"], parse_budgets(["total=USD 5"]))
        (('GBP', 'EUR'), ('USD', 'EUR'), ('GBP', 'USD'))
    """
    costs = list(others)
    limits = [code for code in budget_currencies(budgets) if currency and code != currency]
    pairs = [(code, currency) for code in dict.fromkeys([*costs, *limits])]
    for code, limit in ((code, limit) for limit in limits for code in costs):
        if code != limit and (limit, code) not in pairs:
            pairs.append((code, limit))
    return tuple(pairs)
