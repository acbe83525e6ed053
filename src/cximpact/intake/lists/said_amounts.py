"""Amounts as people say them: ``3m``, ``EUR 1,4 Mio``, ``TEUR 400``."""

from __future__ import annotations

import re

from cximpact.intake.lists.cell_texts import UnfitCellError, plain_signs
from cximpact.intake.lists.currency_marks import without_currency
from cximpact.intake.lists.money_cells import WrittenMoney, read_money
from cximpact.intake.lists.multipliers import MULTIPLIERS, split_word
from cximpact.model.money import minor_digits
from cximpact.model.source import Reading

__all__ = ["in_full", "read_said"]

_POWER = re.compile(r"[0-9][eE]")
_MILLION = {"m": 1_000_000}
_THOUSAND = {"t": 1_000}


def read_said(written: str) -> tuple[WrittenMoney | None, str | None]:
    """Return an amount; None and what to write instead where it is none, or two.

    Words such as ``k``, ``TEUR`` and ``Mio`` mean what they do in cells; ``m`` is a million here.

    Args:
        written: As a person wrote it.

    Example:
        >>> read_said("EUR 4700k")[0].amount, read_said("1.250 Mio")[1]
        (Decimal('4700000'), 'two amounts could be meant: write 1250000 or 1250000000')
    """
    text = plain_signs(written)
    if _POWER.search(text):
        return None, None
    found = split_word(text)
    word = found[3] if found else ""
    known = _known(found)
    if word and word.casefold() not in known and any(map(str.isdigit, found[0] if found else "")):
        return None, f"'{word}' is not known here: write the amount out, or with k, Mio or bn"
    words = ((word, known[word.casefold()]),) if word.casefold() in known else ()
    meant = [each for each in (_as(text, sign, words) for sign in ".,") if each is not None]
    if any(each.sign for each in meant):
        sign = meant[0].sign
        return (
            None,
            f"'{sign}' is the sign of several currencies: write the code, such as USD 900000",
        )
    amounts = {each.amount for each in meant}
    if len(amounts) > 1 and not _is_grouped(text, word):
        clear = " or ".join(f"{each.normalize():f}" for each in sorted(amounts))
        return None, f"two amounts could be meant: write {clear}"
    read = max(meant, key=lambda each: each.amount, default=None)
    return (None, None) if read is None or read.amount < 0 else (read, None)


def in_full(written: str) -> str | None:
    """Return what to write in place of an amount with a word such as ``k``; None without one.

    Args:
        written: As a person wrote it.

    Example:
        >>> in_full("EUR 4700k"), in_full("0.5m"), in_full("a lot")
        ('write EUR 4700000', 'write 500000', None)
        >>> in_full("1,250k")
        'two amounts could be meant: write 1250 or 1250000'
    """
    found = split_word(plain_signs(written))
    if found is None or found[3].casefold() not in _known(found):
        return None
    read, hint = read_said(written)
    if read is None:
        return hint
    code = f"{read.currency} " if read.currency else ""
    return f"write {code}{read.amount.normalize():f}"


def _known(found: tuple[str, str, str, str] | None) -> dict[str, int]:
    """Return what words mean; ``T`` is a thousand beside a currency only."""
    has_currency = found is not None and bool(found[1] or found[2])
    return {**MULTIPLIERS, **_MILLION, **(_THOUSAND if has_currency else {})}


def _is_grouped(text: str, word: str) -> bool:
    """Return whether a sign before three digits groups them, as no limit is said in thousandths.

    A few currencies have thousandths, and what begins with 0 is no group.
    """
    rest, code, _ = without_currency(text)
    mixed = "." in text and "," in text
    return not (word or mixed or rest.startswith("0") or minor_digits(code) > 2)


def _as(text: str, decimal: str, words: tuple[tuple[str, int], ...]) -> WrittenMoney | None:
    """Return what a text comes to with one decimal sign; None where it is no amount so."""
    try:
        return read_money(text, Reading(decimal=decimal, multipliers=words))
    except UnfitCellError:
        return None
