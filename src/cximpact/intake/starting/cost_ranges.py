"""Columns of one cost that differ in a word only: the low, the likely and the high amount."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.intake.starting.cost_headers import says_unit_only
from cximpact.intake.starting.guess_words import LONGEST_HEADER

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CostRange", "cost_ranges", "is_bare_part", "range_part"]

LOW, LIKELY, HIGH = "low", "likely", "high"

_LOW = (
    r"low(?:er|est)?(?![ -]?level)|min(?:imum|imal[er]?)?|optimisti(?:c|sch)|best|"
    r"niedrig(?:e[rs]?|ste[rs]?)?|von|from|m[ií]nimo|optimiste"
)
_LIKELY = (
    r"(?:most[ _-])?likely|expected|plan(?:ned)?|base|realisti(?:c|sch)|best[ _-]guess|"
    r"best(?=[ _-]estimate)|(?:h[oö]chst)?wahrscheinlich(?:e[rs]?|ste[rs]?)?|erwartet|probable|"
    r"r[eé]aliste"
)
_HIGH = (
    r"high(?:er|est)?(?![ -]?level)|max(?:imum|imal[er]?)?|pessimisti(?:c|sch)|worst|"
    r"hoch|h[oö]chste[rs]?|bis|to|m[aá]ximo|pessimiste"
)
# The likely one comes first: a best estimate is not the lowest one.
_PART = re.compile(
    rf"(?<![^\W_])(?:(?P<likely>{_LIKELY})|(?P<low>{_LOW})|(?P<high>{_HIGH}))"
    r"(?:[ _-]case)?(?![^\W_])",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"[(\[][\W_]?[)\]]")
_OPENED = re.compile(r"([(\[])[,;/ -]{1,3}")
_CLOSED = re.compile(r"[,;/ -]{1,3}([)\]])")
_SIGNS = " -–—_/:,;|"
_WORDS = re.compile(r"[^\W_]+|[€$£'’]")


@frozen
class CostRange:
    """Columns that state one cost as a range, or a part of it.

    Attributes:
        base: What their headers share.
        low: The column of the lowest amounts, "" for none.
        likely: That of the likely ones.
        high: That of the highest.

    Example:
        >>> CostRange("Cost", "Cost min", "", "Cost max").taken
        'Cost max'
    """

    base: str
    low: str = ""
    likely: str = ""
    high: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether all three are there."""
        return bool(self.low and self.likely and self.high)

    @property
    def taken(self) -> str:
        """The column that stands for the others: the likely one, else the high one.

        A budget that holds for the highest amounts is not overrun.
        """
        return self.likely or self.high

    @property
    def headers(self) -> tuple[str, ...]:
        """The columns, from low to high."""
        return tuple(filter(None, (self.low, self.likely, self.high)))


def range_part(header: str) -> tuple[str, str]:
    """Return a header without its word for a part of a range, and which part that is.

    Returns:
        The header and "" where it names no part, or several.

    Example:
        >>> range_part("Estimate (low)"), range_part("Capex max k€"), range_part("High-level cost")
        (('Estimate', 'low'), ('Capex k€', 'high'), ('High-level cost', ''))
        >>> range_part("Best case cost"), range_part("Best estimate"), range_part("Cost")
        (('cost', 'low'), ('estimate', 'likely'), ('Cost', ''))
    """
    text = unicodedata.normalize("NFC", header[:LONGEST_HEADER])
    found = list(_PART.finditer(text))
    if len(found) != 1 or found[0].lastgroup is None:
        return header, ""
    rest = f"{text[: found[0].start()]} {text[found[0].end() :]}"
    for around, kept in ((_OPENED, r"\1"), (_CLOSED, r"\1"), (_EMPTY, " ")):
        rest = around.sub(kept, rest)
    return " ".join(rest.split()).lstrip(f".{_SIGNS}").rstrip(_SIGNS), found[0].lastgroup


def is_bare_part(header: str) -> bool:
    """Return whether a header names a part of a range, and not of what.

    Example:
        >>> is_bare_part("Min (kEUR)"), is_bare_part("Worst case"), is_bare_part("Cost min")
        (True, True, False)
    """
    base, part = range_part(header)
    return bool(part) and says_unit_only(base)


def cost_ranges(headers: Sequence[str]) -> tuple[CostRange, ...]:
    """Return the columns that differ in a word such as low or high only, in their order.

    A column without such a word states the likely amounts, where no other of its group does.

    Args:
        headers: Headers of columns of costs.

    Example:
        >>> [found.headers for found in cost_ranges(["Cost", "Cost min", "Cost max", "Opex low"])]
        [('Cost min', 'Cost', 'Cost max')]
    """
    groups: dict[tuple[str, ...], list[tuple[str, str, str]]] = {}
    for header in headers:
        base, part = range_part(header)
        groups.setdefault(_key(base), []).append((header, base, part))
    found = (_range(members) for members in groups.values())
    return tuple(each for each in found if each is not None)


def _key(base: str) -> tuple[str, ...]:
    """Return the words of a header, so that ``Max cost`` and ``Cost (min)`` share them."""
    return tuple(sorted(_WORDS.findall(base.casefold())))


def _range(members: Sequence[tuple[str, str, str]]) -> CostRange | None:
    """Return the range that headers of one base state; None if it is none, or not clear which."""
    named = [each for each in members if each[2]]
    plain = [each for each in members if not each[2]]
    if LIKELY not in {part for _, _, part in named} and len(plain) == 1:
        named += [(header, base, LIKELY) for header, base, _ in plain]
    parts = {part: header for header, _, part in named}
    if len(parts) < 2 or len(parts) < len(named):
        return None
    return CostRange(named[0][1], **parts)
