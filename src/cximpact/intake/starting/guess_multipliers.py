"""What words such as ``k`` and ``Mio`` multiply the amounts of a column by, where it is plain."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cximpact.intake.lists.cell_texts import UnfitCellError, plain_signs
from cximpact.intake.lists.money_cells import read_money
from cximpact.intake.lists.multipliers import MULTIPLIERS, split_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.model.source import Reading

__all__ = ["guess_multipliers", "told_multipliers"]

_LONGEST = 40
_THOUSAND, _MILLION = 1_000, 1_000_000
_SMALL = 100
_MANY = 10_000
_TWICE_M = "mm"


def guess_multipliers(cells: Iterable[Cell], reading: Reading) -> dict[str, int]:
    """Return the words beside amounts whose meaning is plain, as written, and their multipliers.

    ``m`` is taken for a million if all of its amounts are below a thousand and something beside
    them speaks for it: a ``k``, an amount in full, decimals, or that all are below a hundred.
    ``T`` beside a currency is a thousand, as German lists have it.

    Args:
        cells: A column.
        reading: How its numbers are written.

    Example:
        >>> from cximpact.model.source import Reading
        >>> guess_multipliers(["120k", "1.4m", "€45 K", "5 apples"], Reading())
        {'k': 1000, 'm': 1000000, 'K': 1000}
    """
    texts = dict.fromkeys(
        plain_signs(cell.strip())
        for cell in cells
        if isinstance(cell, str) and len(cell) < _LONGEST
    )
    words: dict[str, list[Decimal]] = {}
    with_currency: set[str] = set()
    full: list[Decimal] = []
    for text in texts:
        found = split_word(text)
        amount = _amount(text if found is None else found[0], reading)
        if found is None:
            full += [] if amount is None else [amount]
        elif amount is not None:
            words.setdefault(found[3], []).append(amount)
            with_currency |= {found[3]} if found[1] or found[2] else set()
    known = {word: MULTIPLIERS.get(word.casefold(), 0) for word in words}
    for word, amounts in words.items():
        if word in ("m", "M") and _is_million(amounts, full, known):
            known[word] = _MILLION
        elif word == "T" and word in with_currency:
            known[word] = _THOUSAND
    return {word: multiplier for word, multiplier in known.items() if multiplier}


def _amount(text: str, reading: Reading) -> Decimal | None:
    try:
        read = read_money(text, reading)
    except UnfitCellError:
        return None
    return None if read is None else abs(read.amount)


def _is_million(amounts: Sequence[Decimal], full: Sequence[Decimal], known: dict[str, int]) -> bool:
    """Return whether ``m`` is a million; where ``mm`` is one, it is a thousand."""
    if max(amounts) >= _THOUSAND or any(word.casefold() == _TWICE_M for word in known):
        return False
    beside = _THOUSAND in known.values() or any(each >= _MANY for each in full)
    return beside or max(amounts) < _SMALL or any(each % 1 for each in amounts)


def told_multipliers(header: str, found: dict[str, int]) -> list[str]:
    """Return in words what the words of a column were taken for; nothing where it has none."""
    if not found:
        return []
    taken = ", ".join(f"'{word}' for {value:,}" for word, value in found.items())
    return [f"'{header}': took {taken}; see 'multipliers'"]
