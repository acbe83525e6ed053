"""Ranges of accounts and what they stand for: a category, a fund, a touchpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from cximpact.plugins import QueryError
from cximpact_finance.given import plain

__all__ = ["Accounts"]


@frozen
class _Range:
    first: str
    last: str
    meaning: Mapping[str, str]

    def holds(self, account: str) -> bool:
        """Whether an account is in the range; a longer one belongs to what it begins with."""
        size = len(self.first)
        return len(account) >= size and self.first <= account[:size] <= self.last


@frozen
class Accounts:
    """Says what an account stands for: the first range that holds it counts.

    Example:
        >>> accounts = Accounts.of([{"from": "6000", "to": "6999", "category": "opex"}])
        >>> accounts.meaning("60401"), accounts.meaning("7000")
        ({'category': 'opex'}, None)
    """

    ranges: tuple[_Range, ...]

    @classmethod
    def of(cls, said: Any) -> Accounts:
        """Return the ranges of some settings; none means that every account counts.

        Raises:
            QueryError: A range that cannot hold anything.
        """
        return cls(tuple(_range(each) for each in plain(said or [])))

    def meaning(self, account: str) -> Mapping[str, str] | None:
        """Return what an account stands for; None where no range holds it."""
        if not self.ranges:
            return {}
        return next((each.meaning for each in self.ranges if each.holds(account)), None)


def _range(said: Mapping[str, Any]) -> _Range:
    first = str(said["from"])
    last = str(said.get("to", first))
    if len(first) != len(last) or last < first:
        raise QueryError(
            f"settings.accounts: {first} to {last} holds no account; write both ends with the same"
            " number of characters, the lower one first"
        )
    meaning = {key: str(value) for key, value in said.items() if key not in ("from", "to")}
    return _Range(first, last, meaning)
