"""Which columns of costs belong together, and how a workspace states each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from cximpact.intake.starting.cost_headers import (
    ONCE,
    YEARLY,
    cost_part,
    cost_slug,
    is_cost_header,
    is_total_header,
    without_year,
)
from cximpact.intake.starting.cost_ranges import CostRange, cost_ranges

__all__ = ["CostEntry", "cost_entries", "lacking_ranges", "waiting_entries"]

_FUNDS = ("capex", "opex")


@frozen
class CostEntry:
    """A column of costs as a workspace states it, or three that state a range.

    Attributes:
        header: The column; of a range, that of the likely amounts.
        fund: What its costs are called, where there are several columns; "" for one alone.
        period: The year that its header names, where there is one column for each.
        currency: The currency of the column, where it is not that of the others.
        multiplier: What its amounts are multiplied by, as its header states it.
        negative: Whether some amounts are below zero.
        low: The column of the lowest amounts of a range; "" for none.
        high: That of the highest.
        base: What the headers of a range share; "" for the header itself.
        pot: The column that names the budget of each row; "" for none.
        is_asked: Whether nothing says that its amounts are money, so that a person is asked.
    """

    header: str
    fund: str = ""
    period: str = ""
    currency: str = ""
    multiplier: int = 1
    negative: bool = False
    low: str = ""
    high: str = ""
    base: str = ""
    pot: str = ""
    is_asked: bool = False

    @property
    def pot_key(self) -> str:
        """What a workspace calls the words of that column: the fund, unless it has another."""
        return "category" if self.fund else "fund"

    @property
    def headers(self) -> tuple[str, ...]:
        """Its column, or those of its range: low, likely and high."""
        return (self.low, self.header, self.high) if self.low else (self.header,)

    @property
    def named(self) -> str:
        """Its header, without a word such as *likely*."""
        return self.base or self.header

    def where(self) -> dict[str, str]:
        """Return what tells its costs from those of the other columns; nothing for one alone."""
        named = {"fund": self.fund, "period": self.period}
        return {key: value for key, value in named.items() if value}

    def said(self, currency_column: str = "") -> dict[str, Any]:
        """Return the entry as a column map has it.

        Args:
            currency_column: The column that names the currency of each row, "" for none.
        """
        entry: dict[str, Any] = (
            {"low": self.low, "likely": self.header, "high": self.high}
            if self.low
            else {"column": self.header}
        )
        if currency_column:
            entry["currency"] = {"column": currency_column}
        elif self.currency:
            entry["currency"] = self.currency
        entry |= {"multiplier": self.multiplier} if self.multiplier != 1 else {}
        entry |= self.where() | ({self.pot_key: {"column": self.pot}} if self.pot else {})
        return entry | ({"negative": "allowed"} if self.negative else {})


def cost_entries(
    found: Sequence[str], adds_up: Callable[[str, Sequence[str]], bool]
) -> tuple[CostEntry, ...]:
    """Return the columns that are parts of one cost, else the likeliest column alone.

    What is paid once and what is paid every year are parts, and so are the same costs of several
    years. A total beside its parts would be counted twice. Columns of low, likely and high amounts
    are one; where a range lacks one of them, it is stated by its likely or its high one alone.

    Args:
        found: Headers of columns of costs, the likeliest first.
        adds_up: Tells whether a column is the sum of others.
    """
    entry_of = {each.named: each for each in _single_entries(found)}
    names = list(entry_of)

    def are_sums(whole: str, parts: Sequence[str]) -> bool:
        return adds_up(entry_of[whole].header, [entry_of[each].header for each in parts])

    groups = _groups(names)
    parts = _once_and_yearly(groups) or _years(names, groups, are_sums)
    parts = parts or _plain_and_yearly(groups)
    if not parts:
        return tuple(entry_of.values())[:1]
    several = len(parts) > 1
    return tuple(
        evolve(entry_of[name], fund=cost_slug(base) if several else "", period=year)
        for base, members in parts.items()
        for name, year in members.items()
    )


def _single_entries(found: Sequence[str]) -> tuple[CostEntry, ...]:
    """Return how each column is stated by itself, each range where the first of its columns is.

    Args:
        found: Headers of columns of costs.
    """
    ranges = {header: each for each in cost_ranges(found) for header in each.headers}
    entries: dict[str, CostEntry] = {}
    for header in found:
        part_of = ranges.get(header)
        entry = CostEntry(header) if part_of is None else _of_range(part_of, found)
        entries.setdefault(entry.header, entry)
    return tuple(entries.values())


def _of_range(part_of: CostRange, found: Sequence[str]) -> CostEntry:
    """Return how a range is stated: by its likely or high column alone where it is not whole."""
    low, high = (part_of.low, part_of.high) if part_of.is_whole else ("", "")
    # Beside a column of that name, it keeps its own.
    base = "" if part_of.base in found else part_of.base
    return CostEntry(part_of.taken, low=low, high=high, base=base)


def waiting_entries(others: Sequence[str]) -> tuple[CostEntry, ...]:
    """Return how columns are stated that wait for a person: whole ranges, and others one by one.

    Args:
        others: Headers of columns of costs that were not taken.
    """
    ranges = {
        header: each for each in cost_ranges(others) if each.is_whole for header in each.headers
    }
    rest = [header for header in others if header not in ranges]
    return (*_single_entries(list(ranges)), *map(CostEntry, rest))


def lacking_ranges(found: Sequence[str], entries: Sequence[CostEntry]) -> tuple[CostRange, ...]:
    """Return the ranges that are not whole, and that one of their columns stands for.

    Args:
        found: Headers of columns of costs.
        entries: What was taken.
    """
    taken = {each.header for each in entries}
    return tuple(each for each in cost_ranges(found) if not each.is_whole and each.taken in taken)


def _groups(found: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return headers that differ in their year only, each with its year, by what they share.

    Any other header is a group of its own, without a year.
    """
    shared: dict[str, dict[str, str]] = {}
    for header in found:
        base, year = without_year(header)
        if year:
            shared.setdefault(base, {})[header] = year
    several = {
        base: members
        for base, members in shared.items()
        if len(members) > 1 and len({*members.values()}) == len(members)
    }
    groups: dict[str, dict[str, str]] = {}
    for header in found:
        base = without_year(header)[0]
        is_member = header in several.get(base, {})
        groups[base if is_member else header] = several[base] if is_member else {header: ""}
    return groups


def _once_and_yearly(groups: Mapping[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return the two groups that are capex and opex, or paid once and yearly; {} for none."""
    exact = {base: each for base, each in groups.items() if base.strip().lower() in _FUNDS}
    for kept in (
        exact,
        {base: each for base, each in groups.items() if cost_part(base)[1]},
        groups,
    ):
        found = {base: each for base, each in kept.items() if cost_part(base)[0]}
        if sorted(cost_part(base)[0] for base in found) == sorted((ONCE, YEARLY)):
            return found
    return {}


def _plain_and_yearly(groups: Mapping[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return the one cost that is named plainly, and the one that is paid yearly; {} for none.

    Nobody states a total beside one of its parts only, unless it is called a total.
    """
    yearly = [base for base in groups if cost_part(base)[0] == YEARLY]
    plain = [
        base
        for base in groups
        if not cost_part(base)[0] and is_cost_header(base) and not is_total_header(base)
    ]
    if len(yearly) != 1 or len(plain) != 1:
        return {}
    return {base: members for base, members in groups.items() if base in (*plain, *yearly)}


def _years(
    found: Sequence[str],
    groups: Mapping[str, dict[str, str]],
    adds_up: Callable[[str, Sequence[str]], bool],
) -> dict[str, dict[str, str]]:
    """Return the one group of years, if the likeliest column is of it, or its sum."""
    several = {base: members for base, members in groups.items() if len(members) > 1}
    if len(several) != 1:
        return {}
    (members,) = several.values()
    return several if found[0] in members or adds_up(found[0], list(members)) else {}
