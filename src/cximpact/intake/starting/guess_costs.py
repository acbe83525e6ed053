"""Which columns of an existing list hold costs, and in which currency."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from cximpact.exceptions import printable
from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.amounts import decimals_shown, means_decimals
from cximpact.intake.lists.currency_marks import sign_fits
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.money_cells import doubt_about, money_in, read_money
from cximpact.intake.starting.cost_words import cost_words
from cximpact.intake.starting.guess_cells import different, misfits
from cximpact.intake.starting.guess_multipliers import guess_multipliers, told_multipliers
from cximpact.intake.starting.guess_words import (
    CURRENCY_CODES,
    FIELD_WORDS,
    FUNDS,
    THOUSANDS_WORDS,
    fund_name,
)
from cximpact.intake.starting.stand_ins import StandIns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.guess_headers import Headers
    from cximpact.model.source import Reading

__all__ = ["Costs", "currency_column", "guess_costs", "without_texts"]

_MOST_CELLS = 5
_MOSTLY = 2 / 3
_CODE = re.compile(r"\b[A-Z]{3}\b")
_DIGIT = re.compile(r"\d")


@frozen
class Costs:
    """The columns of costs.

    Attributes:
        headers: Their headers; several are kept apart as funds.
        currency: The one that is named; "" where none is.
        missing: Words that stand for no amount.
        negative: Those of the headers that have some amounts below zero.
        unfit: Cells of the headers that hold no amount, as they are written; a person mends them.
        multipliers: Words beside amounts, such as ``k``, and what they were taken for.
    """

    headers: tuple[str, ...] = ()
    currency: str = ""
    missing: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()
    multipliers: tuple[tuple[str, int], ...] = ()


@frozen
class _Column:
    """A column that may be a cost.

    Attributes:
        cells: Its amounts.
        words: What stands for none.
        n_below: How many are below zero.
        unfit: Cells that are no amounts, or in doubt.
        reading: How its amounts are written.
        multipliers: Words beside them and what they were taken for.
    """

    cells: list[Cell]
    words: StandIns
    n_below: int
    unfit: list[Cell]
    reading: Reading
    multipliers: dict[str, int]


def guess_costs(headers: Headers, meant: Collection[str]) -> Costs:
    """Return the columns of costs; what is to be told of them goes to the remarks.

    Args:
        headers: Those of the list.
        meant: Words that mean something, in small letters; they never stand for no amount.
    """
    columns = {each: _column(headers, each, meant) for each in headers.candidates("cost")}
    found = {header: column for header, column in columns.items() if column is not None}
    chosen = {header: found[header] for header in _chosen(headers, list(found))}
    currencies = {code for header, column in chosen.items() for code in _currencies(header, column)}
    if len(currencies) > 1:
        named = " and ".join(sorted(currencies))
        headers.remarks.append(f"costs are in {named}: add 'currency' and 'rates', then map them")
        return Costs()
    currency = currencies.pop() if currencies else ""
    chosen = {header: _in_currency(column, currency) for header, column in chosen.items()}
    for header in found:
        kept = chosen.get(header)
        headers.remarks += [_too(header)] if kept is None else _told(header, kept, currency)
    return Costs(
        headers=tuple(chosen),
        currency=currency,
        missing=_in_order(word for column in chosen.values() for word in column.words.words),
        negative=tuple(header for header, column in chosen.items() if column.n_below),
        unfit=_in_order(cell_text(cell) for column in chosen.values() for cell in column.unfit),
        multipliers=tuple(
            {word: by for each in chosen.values() for word, by in each.multipliers.items()}.items()
        ),
    )


def _in_order(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _in_currency(column: _Column, currency: str) -> _Column:
    """Return a column without amounts whose sign stands for another currency, such as ``$``."""
    if not currency:
        return column
    fits = {
        key: sign_fits(_sign(cell, column.reading), currency)
        for key, cell in ((_key(each), each) for each in different(column.cells))
    }
    against = [cell for cell in column.cells if not fits[_key(cell)]]
    if not against:
        return column
    kept = [cell for cell in column.cells if fits[_key(cell)]]
    return evolve(column, cells=kept, unfit=[*column.unfit, *against])


def _key(cell: Cell) -> tuple[type, Cell]:
    return type(cell), cell


def _sign(cell: Cell, reading: Reading) -> str:
    read = read_money(cell, reading)
    return "" if read is None else read.sign


def without_texts(table: RawTable, headers: Collection[str], texts: Collection[str]) -> RawTable:
    """Return a list whose columns of costs are blank where they hold one of some texts."""
    columns = tuple(
        [None if header in headers and cell_text(cell) in texts else cell for cell in cells]
        for header, cells in zip(table.headers, table.columns, strict=True)
    )
    return evolve(table, columns=columns)


def _chosen(headers: Headers, found: Sequence[str]) -> Sequence[str]:
    """Return the funds, if each has one column, else the likeliest column."""
    exact = [header for header in found if headers.plain[header] in FUNDS]
    single = exact if len(exact) > 1 else [each for each in found if fund_name(each) in FUNDS]
    # A total beside its parts would be counted twice: parts first, else the likeliest one.
    is_whole = sorted(map(fund_name, single)) == sorted(FUNDS)
    return single if is_whole else found[:1]


def _told(header: str, column: _Column, currency: str) -> list[str]:
    told = told_multipliers(header, column.multipliers)
    if column.unfit:
        some = _some(different(column.unfit))
        told.append(f"'{header}' has cells to be mended, or named under 'missing', first: {some}")
    if column.words.n_rows:
        said = column.words.told(header, "amount")
        told.append(f"{said}: it counts for nothing until you fill it in; see 'missing'")
    if column.n_below:
        rows = "1 row" if column.n_below == 1 else f"{column.n_below:,} rows"
        told.append(
            f"'{header}' is below zero in {rows}, taken as savings: if they are mistakes, take "
            "'negative: allowed' away"
        )
    signs = {_sign(cell, column.reading) for cell in different(column.cells)} - {""}
    if signs and not currency:
        some = " and ".join(f"'{sign}'" for sign in sorted(signs))
        told.append(f"'{header}' has {some}, the sign of several currencies: say which, 'currency'")
    return told


def _too(header: str) -> str:
    return f"'{header}' looks like money, too"


def currency_column(headers: Headers, costs: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the header of the currencies of rows, and its codes, the most frequent first."""
    taken = {*headers.taken, *costs}
    for header in (each for each in headers.table.headers if each not in taken):
        counts = _codes(headers.cells(header))
        if counts:
            return header, tuple(sorted(counts, key=lambda code: (-counts[code], code)))
    return "", ()


def _column(headers: Headers, header: str, meant: Collection[str]) -> _Column | None:
    """Return a column that may be a cost, or None; why it is none may go to the remarks."""
    given = headers.cells(header)
    if all(map(is_blank, given)):
        return None
    if THOUSANDS_WORDS.search(header):
        headers.remarks.append(f"'{header}' seems to be in thousands or millions: write it out")
        return None
    if headers.plain[header] not in FIELD_WORDS["cost"] and _are_words(different(given)):
        return None
    multipliers = guess_multipliers(given, headers.reading)
    reading = evolve(headers.reading, multipliers=tuple(multipliers.items()))
    reader = partial(_sure_amount, reading=reading, shown=decimals_shown(given))
    words = cost_words(given, reader, meant)
    rest = words.without(given)
    unfit = [cell for cell in different(rest) if misfits([cell], reader)]
    odd = set(map(_key, unfit))
    cells = [cell for cell in rest if _key(cell) not in odd]
    amounts = sum(not is_blank(cell) for cell in cells)
    if unfit and amounts < _MOSTLY * sum(not is_blank(cell) for cell in rest):
        headers.remarks.append(
            f"'{header}' may be a cost, but these are no amounts: {_some(unfit)}"
        )
        return None
    below, above = _signs(cells, reading)
    # With most amounts below zero, costs themselves may be written so: it is not for us to say.
    if below >= above and below:
        headers.remarks.append(
            f"'{header}' has amounts below zero: map it with 'negative: allowed'"
        )
        return None
    return _Column(cells, words, below, unfit, reading, multipliers)


def _sure_amount(cell: Cell, *, reading: Reading, shown: tuple[bool, bool]) -> None:
    """Refuse a cell that is no amount, or in doubt between two."""
    read = read_money(cell, reading)
    if read is None or (doubt := doubt_about(read, reading)) is None:
        return
    if not means_decimals(shown, read, read.currency):
        raise doubt


def _some(unfit: Iterable[Cell]) -> str:
    names = list(dict.fromkeys(f"'{printable(cell_text(cell), 30)}'" for cell in unfit))
    more = f" and {len(names) - _MOST_CELLS} more" if len(names) > _MOST_CELLS else ""
    return f"{', '.join(names[:_MOST_CELLS])}{more}"


def _signs(cells: Sequence[Cell], reading: Reading) -> tuple[int, int]:
    """Return how many amounts are below zero, and how many above."""
    below = above = 0
    for (_, cell), count in Counter((type(cell), cell) for cell in cells).items():
        read = money_in(cell, reading)
        if read is not None and read[0]:
            below, above = below + count * (read[0] < 0), above + count * (read[0] > 0)
    return below, above


def _currencies(header: str, column: _Column) -> set[str]:
    read = (money_in(cell, column.reading) for cell in different(column.cells))
    in_cells = {each[1] for each in read if each}
    in_header = {code for code in _CODE.findall(header) if code in CURRENCY_CODES}
    in_header |= {"EUR"} if "€" in header else set()
    return (in_cells | in_header) - {""}


def _are_words(cells: Iterable[Cell]) -> bool:
    """Return whether no cell holds a digit: a column of owners, say, whatever its header."""
    return not any(_DIGIT.search(cell_text(cell)) for cell in cells)


def _codes(cells: Iterable[Cell]) -> Counter[str]:
    """Return how often each currency stands in cells; nothing if they hold something else, too."""
    counts: Counter[str] = Counter()
    for cell in cells:
        text = cell_text(cell)
        if text and text not in CURRENCY_CODES:
            return Counter()
        if text:
            counts[text] += 1
    return counts
