"""What the text of a cell means: numbers, shares, money, days, yes or no.

Every reader takes one cell and returns its value, or None where the cell is blank; what is
neither raises `UnfitCellError` with words for the person who has to mend it.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from math import isfinite

from cximpact.intake.files.cells import Cell, ErrorCell, UncachedFormula, text_of
from cximpact.intake.lists.matching import number_of
from cximpact.model.source import Reading

__all__ = [
    "SAY_NUMBERS",
    "UnfitCellError",
    "currency_in",
    "day_in",
    "money_in",
    "number_in",
    "share_in",
    "stated_money",
    "text_in",
    "truth_in",
]

SAY_NUMBERS = "say how numbers are written: read: "
"""How the advice on decimal and thousands signs begins; it ends a hint."""

_MOST_MONEY = Decimal(10) ** 18
_MINUS = str.maketrans({"\u2212": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?", re.ASCII | re.DOTALL)
_CODE = re.compile(r"[A-Z]{3}")
_PLAIN = Reading()
_TWO_MEANINGS = re.compile(r"([+-]?[1-9][0-9]{0,2})\.([0-9]{3})")
_SIMPLE = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?")
_CONTINENTAL = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?|[+-]?[0-9]+,[0-9]+")
_SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₪": "ILS", "₺": "TRY", "zł": "PLN"}
_AMBIGUOUS_SIGNS = ("$", "¥", "kr")
_WORDS = {
    **dict.fromkeys(("yes", "y", "true", "1", "x", "ja", "oui", "si", "sí"), True),
    **dict.fromkeys(("no", "n", "false", "0", "nein", "non", "nee"), False),
}


class UnfitCellError(ValueError):
    """A cell that does not hold what it should.

    Args:
        message: What is wrong.
        expected: What would be right.
        hint: What to do.
    """

    def __init__(self, message: str, expected: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.expected = expected
        self.hint = hint


def text_in(cell: Cell) -> str:
    """Return a cell as text without outer spaces; "" where it is blank.

    Raises:
        UnfitCellError: The cell holds a failed formula, or one whose result was never stored.
    """
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, ErrorCell):
        raise UnfitCellError("the formula of the cell failed", hint="mend the formula")
    if isinstance(cell, UncachedFormula):
        hint = "open the workbook in a spreadsheet program and save it"
        raise UnfitCellError("the formula of the cell has no stored result", hint=hint)
    return text_of(cell).strip()


def number_in(cell: Cell, reading: Reading) -> float | None:
    """Return the number in a cell.

    Args:
        cell: Text, or a number that is one already.
        reading: Its decimal sign and thousands sign.

    Raises:
        UnfitCellError: The cell holds something else.

    Example:
        >>> from cximpact.model.source import Reading
        >>> number_in("1.234,5", Reading(decimal=",", thousands="."))
        1234.5
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _finite(float(cell))
    text = _plain_signs(text_in(cell))
    if not text:
        return None
    plain = None if isinstance(cell, bool | date) else _plain_number(text, reading)
    number = None if plain is None else number_of(plain)
    if number is None:
        raise UnfitCellError("not a number", *_number_advice(text, reading))
    return _finite(number)


def share_in(cell: Cell, reading: Reading) -> float | None:
    """Return a share from 0 to 1, written so or as a percentage such as ``60%``.

    Raises:
        UnfitCellError: The cell holds something else.
    """
    text = text_in(cell)
    percent = text.endswith("%")
    number = number_in(text[:-1].rstrip() if percent else cell, reading)
    if number is None:
        if percent:
            raise UnfitCellError("not a share", "a number from 0 to 1, or a percentage")
        return None
    share = number / 100 if percent else number
    if not 0 <= share <= 1:
        hint = f"write {text}%" if 1 < share <= 100 and not percent else None
        raise UnfitCellError("not a share", "a number from 0 to 1, or a percentage", hint)
    return share


def money_in(cell: Cell, reading: Reading, *, settled: bool = True) -> tuple[Decimal, str] | None:
    """Return an exact amount and its currency, "" where the cell names none.

    Accepts ``1200.50``, ``EUR 1,200.50``, ``1.200,50 €``, ``-5`` and ``(5)``. Thousands may be
    grouped without being announced, as long as every group has three digits.

    Args:
        cell: Text, or a number that is one already.
        reading: Its decimal sign and thousands sign.
        settled: Whether it is certain what a point means; if not, ``400.000`` is refused.

    Raises:
        UnfitCellError: The cell holds something else, or an amount too large to be meant.

    Example:
        >>> from cximpact.model.source import Reading
        >>> money_in("EUR 1,200.50", Reading())
        (Decimal('1200.50'), 'EUR')
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _amount(repr(cell) if _finite(float(cell)) is not None else ""), ""
    text = _plain_signs(text_in(cell))
    if not text:
        return None
    # Most columns hold nothing but digits and a point, which takes no looking for currencies.
    plain_signs = reading.decimal == "." and not reading.thousands
    if plain_signs and _SIMPLE.fullmatch(text) and (settled or not _TWO_MEANINGS.fullmatch(text)):
        return _amount(text), ""
    if isinstance(cell, bool | date):
        raise UnfitCellError("not an amount", "a number, perhaps with a currency")
    bare, currency = _without_currency(text)
    plain = _plain_number(_signed(bare), reading) or _grouped(_signed(bare), reading)
    if not settled and (found := _TWO_MEANINGS.fullmatch(bare)):
        whole = "".join(found.groups())
        hint = f"write {whole}, or {SAY_NUMBERS}{{decimal: '.'}}"
        hint += " or {decimal: ','}"
        # The message is the same for all amounts, so that a column of them is counted as one kind.
        clear = f"one that is clear: {found[1]} or {int(whole):,}"
        raise UnfitCellError("two amounts could be meant", clear, hint)
    if plain is None:
        expected = "a number, perhaps with a currency, such as EUR 1200.50"
        raise UnfitCellError("not an amount", expected, _number_advice(bare, reading)[1])
    return _amount(plain), currency


def stated_money(said: str | float) -> tuple[Decimal, str] | None:
    """Return an amount that a document states, where a point is the decimal sign.

    Args:
        said: As it is written there; a number where it was handed over in Python.

    Raises:
        UnfitCellError: It is none, or one that is read in two ways, such as ``EUR 400.000``.
    """
    try:
        return money_in(said, _PLAIN, settled=False)
    except UnfitCellError as unfit:
        bare, currency = _without_currency(str(said).strip())
        if not _CONTINENTAL.fullmatch(bare):
            raise UnfitCellError(unfit.message, unfit.expected) from None
        whole = bare.replace(".", "").replace(",", ".")
        code = f"{currency} " if currency else ""
        hint = f"write {code}{whole}"
        hint += f" (or {code}{whole}.00)" if "," not in bare else ""
        raise UnfitCellError(unfit.message, unfit.expected, hint) from None


def currency_in(cell: Cell) -> str:
    """Return the currency code in a cell, "" where it is blank.

    Raises:
        UnfitCellError: The cell holds something else.
    """
    text = _SIGNS.get(text_in(cell), text_in(cell))
    if text and not _CODE.fullmatch(text):
        hint = f"write {text.upper()}" if _CODE.fullmatch(text.upper()) else None
        raise UnfitCellError("not a currency", "a code of three capital letters, such as EUR", hint)
    return text


def day_in(cell: Cell, reading: Reading) -> date | None:
    """Return the day in a cell, by the pattern of the reading or as year-month-day.

    Raises:
        UnfitCellError: The cell holds something else.

    Example:
        >>> from cximpact.model.source import Reading
        >>> day_in("1.3.2026", Reading(dates="%d.%m.%Y"))
        datetime.date(2026, 3, 1)
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_in(cell)
    if not text:
        return None
    found = _day(text, reading.dates)
    if found is None:
        expected = f"a day written {reading.dates}" if reading.dates else "a day such as 2026-03-01"
        hint = None if reading.dates else "say how days are written: read: {dates: '%d.%m.%Y'}"
        raise UnfitCellError("not a day", expected, hint)
    return found


def truth_in(cell: Cell) -> bool | None:
    """Return whether a cell says yes or no.

    Raises:
        UnfitCellError: It says something else.
    """
    if isinstance(cell, bool):
        return cell
    word = text_in(cell).casefold()
    if word and word not in _WORDS:
        raise UnfitCellError("neither yes nor no", "yes or no", "translate it with 'values'")
    return _WORDS.get(word)


def _plain_signs(text: str) -> str:
    """Return a text with its minus signs and spaces in ASCII; all that differ are not ASCII."""
    return text if text.isascii() else text.translate(_MINUS)


def _finite(number: float) -> float:
    if not isfinite(number):
        raise UnfitCellError("not a finite number", "a number")
    return number


def _plain_number(text: str, reading: Reading) -> str | None:
    """Return a number with a decimal point and no grouping, or None if it is not written so."""
    body = text
    if reading.thousands:
        whole, sign, rest = text.partition(reading.decimal)
        if reading.thousands in rest or not _groups_well(whole, reading.thousands):
            return None
        body = whole.replace(reading.thousands, "") + sign + rest
    if reading.decimal != ".":
        body = "" if "." in body else body.replace(reading.decimal, ".")
    return body if number_of(body) is not None else None


def _groups_well(whole: str, sign: str) -> bool:
    first, *groups = whole.lstrip("+-").split(sign)
    if not groups:
        return True
    # The last group has three digits everywhere; earlier ones have two in India.
    return 1 <= len(first) <= 3 and len(groups[-1]) == 3 and all(len(g) in (2, 3) for g in groups)


def _grouped(text: str, reading: Reading) -> str | None:
    """Return an amount whose thousands are grouped by a sign that was not announced."""
    if reading.thousands:
        return None
    whole, point, rest = text.partition(reading.decimal)
    for sign in ("," if reading.decimal == "." else ".", " ", "'", "’"):
        groups = whole.lstrip("+-").split(sign)
        if len(groups) > 1 and len(groups[0]) in (1, 2, 3) and {*map(len, groups[1:])} == {3}:
            plain = whole.replace(sign, "") + ("." + rest if point else "")
            return plain if number_of(plain) is not None else None
    return None


def _number_advice(text: str, reading: Reading) -> tuple[str, str | None]:
    comma = "," in text and reading.decimal == "."
    hint = f"{SAY_NUMBERS}{{decimal: ',', thousands: '.'}}" if comma else None
    return "a number", hint


def _without_currency(text: str) -> tuple[str, str]:
    """Split a currency code or sign off either end of an amount, its sign left in place."""
    sign = "-" if text.startswith("-") else ""
    bare = text[len(sign) :].strip()
    for code, rest in ((bare[:3], bare[3:]), (bare[-3:], bare[:-3])):
        if _CODE.fullmatch(code):
            return sign + rest.strip(), code
    for mark, code in _SIGNS.items():
        if bare.startswith(mark) or bare.endswith(mark):
            return sign + bare.removeprefix(mark).removesuffix(mark).strip(), code
    for mark in _AMBIGUOUS_SIGNS:
        if bare.startswith(mark) or bare.endswith(mark):
            return sign + bare.removeprefix(mark).removesuffix(mark).strip(), ""
    return text, ""


def _signed(text: str) -> str:
    """Return an amount in parentheses, as bookkeepers write what is owed, with a minus sign."""
    return f"-{text[1:-1].strip()}" if text.startswith("(") and text.endswith(")") else text


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise UnfitCellError("not an amount", "a number") from None
    # Compared before anything else is done with it: writing out 1E+999999 takes minutes.
    if not abs(amount) < _MOST_MONEY:
        raise UnfitCellError("too large an amount", f"less than {_MOST_MONEY:,}")
    if amount.adjusted() < -12 and amount:
        raise UnfitCellError("too small an amount", "a number of at most 12 decimals")
    return amount if amount else Decimal(0)


def _day(text: str, pattern: str) -> date | None:
    try:
        if pattern:
            return datetime.strptime(text, pattern).date()
        found = _ISO_DAY.fullmatch(text)
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
