"""Which columns of costs belong together, and how a workspace states each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import frozen

from cximpact.intake.starting.cost_headers import (
    ONCE,
    YEARLY,
    cost_part,
    cost_slug,
    is_cost_header,
    is_total_header,
    without_year,
)

__all__ = ["CostEntry", "cost_entries"]

_FUNDS = ("capex", "opex")


@frozen
class CostEntry:
    """A column of costs as a workspace states it.

    Attributes:
        header: The column.
        fund: What its costs are called, where there are several columns; "" for one alone.
        period: The year that its header names, where there is one column for each.
        currency: The currency of the column, where it is not that of the others.
        multiplier: What its amounts are multiplied by, as its header states it.
        negative: Whether some amounts are below zero.
    """

    header: str
    fund: str = ""
    period: str = ""
    currency: str = ""
    multiplier: int = 1
    negative: bool = False

    def where(self) -> dict[str, str]:
        """Return what tells its costs from those of the other columns; nothing for one alone."""
        named = {"fund": self.fund, "period": self.period}
        return {key: value for key, value in named.items() if value}

    def said(self, currency_column: str = "") -> dict[str, Any]:
        """Return the entry as a column map has it.

        Args:
            currency_column: The column that names the currency of each row, "" for none.
        """
        entry: dict[str, Any] = {"column": self.header}
        if currency_column:
            entry["currency"] = {"column": currency_column}
        elif self.currency:
            entry["currency"] = self.currency
        entry |= {"multiplier": self.multiplier} if self.multiplier != 1 else {}
        return entry | self.where() | ({"negative": "allowed"} if self.negative else {})


def cost_entries(
    found: Sequence[str], adds_up: Callable[[str, Sequence[str]], bool]
) -> tuple[CostEntry, ...]:
    """Return the columns that are parts of one cost, else the likeliest column alone.

    What is paid once and what is paid every year are parts, and so are the same costs of several
    years. A total beside its parts would be counted twice.

    Args:
        found: Headers of columns of costs, the likeliest first.
        adds_up: Tells whether a column is the sum of others.
    """
    groups = _groups(found)
    parts = _once_and_yearly(groups) or _years(found, groups, adds_up)
    parts = parts or _plain_and_yearly(groups)
    if not parts:
        return tuple(CostEntry(header) for header in found[:1])
    several = len(parts) > 1
    return tuple(
        CostEntry(header, cost_slug(base) if several else "", year)
        for base, members in parts.items()
        for header, year in members.items()
    )


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
