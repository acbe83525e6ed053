"""Words for a thousand or a million beside an amount, such as ``k`` and ``Mio``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cximpact.intake.lists.currency_marks import without_currency

if TYPE_CHECKING:
    from cximpact.model.source import Reading

__all__ = [
    "MULTIPLIERS",
    "SAY_MULTIPLIERS",
    "multiplier_advice",
    "multiplier_of",
    "split_word",
    "without_multiplier",
]

SAY_MULTIPLIERS = "say what it stands for: read: "
"""How the advice on words such as ``k`` begins; it ends a hint."""

MULTIPLIERS = {
    **dict.fromkeys(("k", "tsd", "tsd.", "tds", "tds.", "thousand", "tausend"), 1_000),
    **dict.fromkeys(("mio", "mio.", "mn", "mn.", "mln", "mln.", "million", "millions"), 1_000_000),
    **dict.fromkeys(("millionen", "mill.", "mm"), 1_000_000),
    **dict.fromkeys(("bn", "bn.", "mrd", "mrd.", "milliarden"), 1_000_000_000),
}
"""What words mean in lists of amounts, in small letters; what ``m`` is, its cells tell."""

_WORD = r"[^\W\d_]{1,12}\.?"
_LAST = re.compile(rf"(.*[\d.,]) ?({_WORD})", re.DOTALL)
_FIRST = re.compile(
    r"(-?)([^\W\d_]{1,12}?\.?) ?([A-Z]{3}|[^\w\s.,'’()+-]|) ?([+-]?\d.*)", re.DOTALL
)


def split_word(text: str) -> tuple[str, str, str, str] | None:
    """Split an amount at a word beside it; None where there is none.

    Returns:
        The number, the code and the sign of its currency, and the word.

    Example:
        >>> split_word("€45k"), split_word("TEUR 45"), split_word("1,2 Mio. €")
        (('45', 'EUR', '', 'k'), ('45', 'EUR', '', 'T'), ('1,2', 'EUR', '', 'Mio.'))
    """
    bare, code, sign = without_currency(text)
    if (found := _LAST.fullmatch(bare)) is not None:
        return found[1], code, sign, found[2]
    # Such as '45 €k', with the currency between.
    if not code and not sign and (found := re.fullmatch(rf"(.*\D)({_WORD})", text, re.DOTALL)):
        number, code, sign = without_currency(found[1].strip())
        if (code or sign) and number[-1:].isdigit():
            return number, code, sign, found[2]
    if code or sign or (found := _FIRST.fullmatch(text)) is None:
        return None
    minus, word, mark, number = found.groups()
    rest, code, sign = without_currency(f"{mark} {number}")
    return minus + rest, code, sign, word


def multiplier_of(word: str, reading: Reading) -> int | None:
    """Return what a word multiplies an amount by, as the reading states it."""
    return dict(reading.multipliers).get(word)


def without_multiplier(text: str, reading: Reading) -> tuple[str, str, str, int] | None:
    """Return an amount's number, code, sign and multiplier; None where none is stated for it."""
    found = split_word(text) if reading.multipliers else None
    if found is None:
        return None
    number, code, sign, word = found
    multiplier = multiplier_of(word, reading)
    return None if multiplier is None else (number, code, sign, multiplier)


def multiplier_advice(text: str, reading: Reading) -> str | None:
    """Return what to do about an amount beside a word that nothing states; None without a word."""
    found = split_word(text)
    if found is None or not any(map(str.isdigit, found[0])):
        return None
    word = found[3]
    if multiplier_of(word, reading) is not None or not _is_short(word):
        return None
    value = MULTIPLIERS.get(word.casefold(), 1_000_000 if word in "mM" else 1_000)
    sure = word.casefold() in MULTIPLIERS
    return f"{SAY_MULTIPLIERS}{{multipliers: {{{word}: {value}}}}}" + (
        "" if sure else f", if '{word}' means that"
    )


def _is_short(word: str) -> bool:
    return word.casefold() in MULTIPLIERS or len(word.rstrip(".")) == 1
