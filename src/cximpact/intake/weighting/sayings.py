"""What one line of text says about weights, and how it is written.

>>> Ratio("ease", "calm", 1.5, 3.0).written()
'1.5 <= ease / calm <= 3'
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import frozen

NUMBER = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d{1,3}))?\s*(%?)")
SIGNS = re.compile(r'[<>=≤≥*×/"+]')


@frozen
class Share:
    """A weight lies between two shares of its part."""

    name: str
    low: float = 0.0
    high: float = 1.0

    @property
    def names(self) -> tuple[str, ...]:
        """Who is spoken of."""
        return (self.name,)

    def written(self) -> str:
        """Return the line that says this."""
        name = quoted(self.name)
        if self.low == self.high:
            return f"{name} = {number(self.low)}"
        if self.low <= 0:
            return f"{name} <= {number(self.high)}"
        if self.high >= 1:
            return f"{name} >= {number(self.low)}"
        return f"{number(self.low)} <= {name} <= {number(self.high)}"


@frozen
class Ratio:
    """One counts `low` to `high` times as much as the other; `high` None is without limit."""

    one: str
    other: str
    low: float = 0.0
    high: float | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Who is spoken of."""
        return (self.one, self.other)

    def written(self) -> str:
        """Return the line that says this."""
        one, other = quoted(self.one), quoted(self.other)
        if self.high is None:
            return f"{one} >= {number(self.low)} * {other}"
        if self.low == self.high:
            return f"{one} = {number(self.low)} * {other}"
        if self.low <= 0:
            return f"{one} <= {number(self.high)} * {other}"
        return f"{number(self.low)} <= {one} / {other} <= {number(self.high)}"


@frozen
class AtLeast:
    """One counts at least as much as the other."""

    one: str
    other: str

    @property
    def names(self) -> tuple[str, ...]:
        """Who is spoken of."""
        return (self.one, self.other)

    def written(self) -> str:
        """Return the line that says this."""
        return f"{quoted(self.one)} >= {quoted(self.other)}"


@frozen
class Order:
    """An order of importance, the most important first; names of one rank count the same."""

    ranks: tuple[tuple[str, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Who is spoken of."""
        return tuple(name for rank in self.ranks for name in rank)

    def written(self) -> str:
        """Return the line that says this."""
        return " > ".join(" = ".join(quoted(name) for name in rank) for rank in self.ranks)


Saying = Share | Ratio | AtLeast | Order


def number(value: float) -> str:
    """Return a number as short as it can be written without losing a digit of it.

    Example:
        >>> number(3.0), number(0.1)
        ('3', '0.1')
    """
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else repr(float(value))


def quoted(name: str) -> str:
    """Return a name as it may stand in a line: in quotes where it could be taken for more.

    Example:
        >>> quoted("ease of change"), quoted("and/or"), quoted("24")
        ('ease of change', '"and/or"', '"24"')
    """
    return f'"{name}"' if SIGNS.search(name) or NUMBER.fullmatch(name) else name


def listed(names: Iterable[str]) -> str:
    """Return names in quotes and commas, as problems tell them."""
    return ", ".join(f"'{name}'" for name in names)
