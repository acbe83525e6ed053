"""Ids with short titles: whoever reads a line need not look each id up in the list above."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

__all__ = ["Named", "Naming"]

Naming = Callable[[str], str]
"""How a proposal is named in a line, by its id."""
_LONGEST = 30
_PARTS = re.compile(r", | and ")
_ADDS, _DROPS, _FOR = "would add ", " and drop ", ", for "


class Named:
    """Names proposals by id, the first time with a short title.

    Args:
        titles: The title of each proposal, by id; "" where it has none.

    Example:
        >>> name = Named({"7": "API Platform"})
        >>> name("7"), name("7"), name("8")
        ('7 (API Platform)', '7', '8')
    """

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles
        self._told: set[str] = set()

    def __call__(self, key: str) -> str:
        """Return the id, with its title where that was not told yet."""
        title = short_title(self._titles.get(key, ""))
        if not title or title == key or key in self._told:
            return key
        self._told.add(key)
        return f"{key} ({title})"

    def within(self, most: int, line: Callable[[Naming], str]) -> str:
        """Return a line with titles, or without any where it would become longer than `most`.

        Args:
            most: How many characters it may take.
            line: Makes the line from a way to name proposals.
        """
        before = set(self._told)
        told = line(self)
        if len(told) <= most:
            return told
        self._told = before
        return line(str)

    def knows(self, key: str) -> bool:
        """Return whether an id is one of a proposal."""
        return key in self._titles


def short_title(title: str) -> str:
    """Return a title, cut at the end of a word where it is long.

    Example:
        >>> short_title("Customer app: usage and leak alerts")
        'Customer app: usage and leak…'
    """
    if len(title) <= _LONGEST:
        return title
    cut = title[: _LONGEST - 1]
    return f"{(cut.rpartition(' ')[0] or cut).rstrip(' ,;:-')}…"


def with_names(words: str, name: Naming, knows: Callable[[str], bool]) -> str:
    """Return a sentence on a limit with those named whom more of it would add and drop.

    The sentence comes ready; where it does not name proposals as expected, it stays as it is.

    Args:
        words: The sentence.
        name: How a proposal is named.
        knows: Whether an id is one of a proposal.
    """
    before, adds, rest = words.partition(_ADDS)
    who, end, after = rest.partition(_FOR)
    if not (adds and end):
        return words
    enters, drops, leaves = who.partition(_DROPS)
    told = [_each(part, name, knows) for part in ((enters, leaves) if drops else (enters,))]
    return f"{before}{adds}{drops.join(told)}{end}{after}"


def _each(text: str, name: Naming, knows: Callable[[str], bool]) -> str:
    """Return a list of ids with each of them named; as it is where one of them is not known."""
    if knows(text):
        return name(text)
    ids = _PARTS.split(text)
    if not all(map(knows, ids)):
        return text
    signs = _PARTS.findall(text)
    return "".join(f"{name(key)}{sign}" for key, sign in zip(ids, [*signs, ""], strict=True))
