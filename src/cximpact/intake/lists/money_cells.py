"""Amounts of money as cells write them: exact, with a currency and perhaps a doubt."""

from __future__ import annotations

import re
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from cximpact.intake.lists.cell_texts import (
    SAY_NUMBERS,
    UnfitCellError,
    finite,
    number_advice,
    plain_number,
    plain_signs,
    text_in,
)
from cximpact.intake.lists.currency_marks import without_currency
from cximpact.intake.lists.matching import number_of
from cximpact.intake.lists.money_advice import amount_alone, written_advice
from cximpact.intake.lists.multipliers import multiplier_advice, split_word, without_multiplier
from cximpact.model.source import Reading

if TYPE_CHECKING:
    from cximpact.intake.files.cells import Cell

__all__ = [
    "WrittenMoney",
    "doubt_about",
    "money_in",
    "read_money",
    "times_column",
]

_MOST_MONEY = Decimal(10) ** 18
_SIMPLE = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?")
# With any other number of digits before or after the sign, it cannot group thousands.
_TWO_MEANINGS = {
    sign: re.compile(rf"([+-]?[1-9][0-9]{{0,2}}){re.escape(sign)}([0-9]{{3}})") for sign in ".,"
}
_SPACED = {
    sign: re.compile(
        rf"[+-]?[0-9]{{1,3}}([ '’])[0-9]{{3}}(\1[0-9]{{3}})*({re.escape(sign)}[0-9]*)?"
    )
    for sign in ".,"
}
_BLANKS = str.maketrans("", "", " '’")
_NO_AMOUNT = "not an amount"


@frozen
class WrittenMoney:
    """An amount as a cell writes it.

    Attributes:
        amount: As it is read.
        currency: The code that the cell names; "" where it names none.
        sign: A sign that several currencies have, such as ``$``, in place of a code.
        doubtful: The digits before and after the decimal sign, where it may group thousands as
            well, as in ``240.000``.
        multiplier: What the amount as it is written was multiplied by.
    """

    amount: Decimal
    currency: str = ""
    sign: str = ""
    doubtful: tuple[str, str] | None = None
    multiplier: int = 1


def read_money(cell: Cell, reading: Reading) -> WrittenMoney | None:
    """Return what a cell says of an amount, None where it is blank.

    Thousands may be grouped without being announced, as long as every group has three digits.
    Multipliers such as ``k`` count as the reading states them.

    Args:
        cell: Text, or a number that is one already.
        reading: Its decimal sign, thousands sign and multipliers.

    Raises:
        UnfitCellError: The cell holds something else, or an amount too large to be meant.

    Example:
        >>> read_money("1,4 m€", Reading(decimal=",", multipliers=(("m", 1_000_000),))).amount
        Decimal('1400000')
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return WrittenMoney(_exact(repr(cell) if finite(float(cell)) is not None else ""))
    text = plain_signs(text_in(cell))
    if not text:
        return None
    # Most columns hold nothing but digits and a point, which takes no looking for currencies.
    plain_point = reading.decimal == "." and not reading.thousands
    if plain_point and _SIMPLE.fullmatch(text):
        return WrittenMoney(_exact(text), doubtful=_doubtful(text, reading))
    if isinstance(cell, bool | date):
        raise UnfitCellError(_NO_AMOUNT, "a number, perhaps with a currency")
    return _from_text(text, reading)


def _from_text(text: str, reading: Reading) -> WrittenMoney:
    bare, currency, sign = without_currency(text)
    number, multiplier = _signed(bare), 1
    plain = _number(number, reading)
    if plain is None and (found := without_multiplier(_signed(text), reading)) is not None:
        number, currency, sign, multiplier = found
        number = _signed(number)
        plain = _number(number, reading)
    if plain is None:
        expected = "a number, perhaps with a currency, such as EUR 1200.50"
        hint = _written(text, reading) or _other_sign(_signed(text), reading)
        hint = hint or multiplier_advice(_signed(text), reading) or number_advice(bare, reading)[1]
        raise UnfitCellError(_NO_AMOUNT, expected, hint)
    amount = _times(_exact(plain), multiplier)
    return WrittenMoney(amount, currency, sign, _doubtful(number, reading), multiplier)


def _written(text: str, reading: Reading) -> str | None:
    """Return advice on an amount as people note it, and on the word it would be left with."""
    alone, advice = amount_alone(text), written_advice(text)
    word = multiplier_advice(_signed(alone), reading) if alone else None
    return f"{advice}, and {word}" if word else advice


def _other_sign(text: str, reading: Reading) -> str | None:
    """Return advice on a number beside a word that the other decimal sign would make readable."""
    found = split_word(text)
    if found is None or _number(found[0], reading) is not None:
        return None
    swapped = found[0].translate(str.maketrans(".,", ",."))
    if _number(swapped, reading) is None:
        return None
    return f"'{reading.decimal}' is the decimal sign here: write {text.replace(found[0], swapped)}"


def _number(text: str, reading: Reading) -> str | None:
    return plain_number(text, reading) or _grouped(text, reading) or _spaced(text, reading)


def _doubtful(number: str, reading: Reading) -> tuple[str, str] | None:
    found = _TWO_MEANINGS[reading.decimal].fullmatch(number)
    return None if found is None else (found[1], found[2])


def doubt_about(read: WrittenMoney, reading: Reading) -> UnfitCellError | None:
    """Return the refusal of an amount that may be meant a thousand times as large.

    Args:
        read: The amount.
        reading: How it was read.

    Example:
        >>> print(doubt_about(read_money("240.000", Reading()), Reading()))
        two amounts could be meant
    """
    if read.doubtful is None:
        return None
    before, after = read.doubtful
    other = {".": ",", ",": "."}[reading.decimal]
    few = after[:2] if after[2] == "0" else f"{after}0"
    plain = before if after == "000" else f"{before}{reading.decimal}{after.rstrip('0')}"
    expected = f"one that is clear: {plain} (as it would be read) or {before}{after}"
    hint = f"write {before}{after} or {before}{reading.decimal}{few}"
    hint += f"; if '{reading.decimal}' groups thousands in all amounts, {SAY_NUMBERS}"
    # The message is the same for all amounts, so that a column of them is counted as one kind.
    said = f"{{decimal: '{other}', thousands: '{reading.decimal}'}}"
    return UnfitCellError("two amounts could be meant", expected, hint + said)


def times_column(read: WrittenMoney | None, multiplier: int) -> WrittenMoney | None:
    """Return an amount multiplied by what holds for its column, such as 1000 below ``k€``.

    An amount beside a word of its own, as ``2 Mio``, is not multiplied again.

    Args:
        read: The amount; None for none.
        multiplier: What amounts of the column are multiplied by.

    Raises:
        UnfitCellError: The product is too large to be meant.

    Example:
        >>> times_column(read_money("85.5", Reading()), 1000).amount
        Decimal('85500')
    """
    if read is None or read.multiplier != 1:
        return read
    return evolve(read, amount=_times(read.amount, multiplier), multiplier=multiplier)


def money_in(cell: Cell, reading: Reading, *, settled: bool = True) -> tuple[Decimal, str] | None:
    """Return an exact amount and its currency, "" where the cell names none.

    Accepts ``1200.50``, ``EUR 1,200.50``, ``1.200,50 €``, ``-5`` and ``(5)``.

    Args:
        cell: Text, or a number that is one already.
        reading: Its decimal sign, thousands sign and multipliers.
        settled: Whether it is certain what a point means; if not, ``400.000`` is refused.

    Raises:
        UnfitCellError: The cell holds something else, or an amount too large to be meant.

    Example:
        >>> money_in("EUR 1,200.50", Reading())
        (Decimal('1200.50'), 'EUR')
    """
    read = read_money(cell, reading)
    if read is None:
        return None
    if not settled and (doubt := doubt_about(read, reading)) is not None:
        raise doubt
    return read.amount, read.currency


def _grouped(text: str, reading: Reading) -> str | None:
    """Return an amount whose thousands are grouped by a sign that was not announced."""
    if reading.thousands:
        return None
    whole, point, rest = text.partition(reading.decimal)
    for sign in ("," if reading.decimal == "." else ".", "'", "’"):
        groups = whole.lstrip("+-").split(sign)
        if len(groups) > 1 and len(groups[0]) in (1, 2, 3) and {*map(len, groups[1:])} == {3}:
            plain = whole.replace(sign, "") + ("." + rest if point else "")
            return plain if number_of(plain) is not None else None
    return None


def _spaced(text: str, reading: Reading) -> str | None:
    """Return an amount grouped by blanks or apostrophes, which mean nothing else."""
    if not _SPACED[reading.decimal].fullmatch(text):
        return None
    return text.translate(_BLANKS).replace(reading.decimal, ".")


def _signed(text: str) -> str:
    """Return an amount in parentheses, as bookkeepers write what is owed, with a minus sign."""
    return f"-{text[1:-1].strip()}" if text.startswith("(") and text.endswith(")") else text


def _exact(text: str) -> Decimal:
    try:
        return _checked(Decimal(text))
    except InvalidOperation:
        raise UnfitCellError(_NO_AMOUNT, "a number") from None


def _checked(amount: Decimal) -> Decimal:
    # Compared before anything else is done with it: writing out 1E+999999 takes minutes.
    if not abs(amount) < _MOST_MONEY:
        raise UnfitCellError("too large an amount", f"less than {_MOST_MONEY:,}")
    if amount.adjusted() < -12 and amount:
        raise UnfitCellError("too small an amount", "a number of at most 12 decimals")
    return amount if amount else Decimal(0)


def _times(amount: Decimal, multiplier: int) -> Decimal:
    """Return the exact product, a whole one without decimals."""
    if multiplier == 1:
        return amount
    digits = len(amount.as_tuple().digits) + len(str(multiplier))
    product = _checked(Context(prec=digits).multiply(amount, Decimal(multiplier)))
    whole = product.to_integral_value()
    return Decimal(int(whole)) if whole == product else product
