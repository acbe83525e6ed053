"""Which columns of an existing list hold costs, and in which currency."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import printable
from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.cell_values import money_in
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.starting.guess_cells import different, misfits
from cximpact.intake.starting.guess_words import (
    CURRENCY_CODES,
    FIELD_WORDS,
    FUNDS,
    THOUSANDS_WORDS,
    fund_name,
)
from cximpact.intake.starting.stand_ins import StandIns, stand_ins

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.starting.guess_headers import Headers
    from cximpact.model.source import Reading

__all__ = ["Costs", "currency_column", "guess_costs"]

_MOST_CELLS = 3
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
    """

    headers: tuple[str, ...] = ()
    currency: str = ""
    missing: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()


@frozen
class _Column:
    """A column that may be a cost: its amounts, what stands for none, and rows below zero."""

    cells: list[Cell]
    words: StandIns
    n_below: int


def guess_costs(headers: Headers, meant: Collection[str]) -> Costs:
    """Return the columns of costs; what is to be told of them goes to the remarks.

    Args:
        headers: Those of the list.
        meant: Words that mean something, in small letters; they never stand for no amount.
    """
    columns = {each: _column(headers, each, meant) for each in headers.candidates("cost")}
    found = {header: column for header, column in columns.items() if column is not None}
    chosen = _chosen(headers, list(found))
    currencies = {
        code for header in chosen for code in _currencies(headers, header, found[header].cells)
    }
    if len(currencies) > 1:
        named = " and ".join(sorted(currencies))
        headers.remarks.append(f"costs are in {named}: add 'currency' and 'rates', then map them")
        return Costs()
    for header, column in found.items():
        headers.remarks += _told(header, column) if header in chosen else [_too(header)]
    words = dict.fromkeys(word for header in chosen for word in found[header].words.words)
    below = tuple(header for header in chosen if found[header].n_below)
    return Costs(tuple(chosen), currencies.pop() if currencies else "", tuple(words), below)


def _chosen(headers: Headers, found: Sequence[str]) -> Sequence[str]:
    """Return the funds, if each has one column, else the likeliest column."""
    exact = [header for header in found if headers.plain[header] in FUNDS]
    single = exact if len(exact) > 1 else [each for each in found if fund_name(each) in FUNDS]
    # A total beside its parts would be counted twice: parts first, else the likeliest one.
    is_whole = sorted(map(fund_name, single)) == sorted(FUNDS)
    return single if is_whole else found[:1]


def _told(header: str, column: _Column) -> list[str]:
    told = []
    if column.words.n_rows:
        said = column.words.told(header, "amount")
        told.append(f"{said}: it counts for nothing until you fill it in; see 'missing'")
    if column.n_below:
        rows = "1 row" if column.n_below == 1 else f"{column.n_below:,} rows"
        told.append(
            f"'{header}' is below zero in {rows}, taken as savings: if they are mistakes, take "
            "'negative: allowed' away"
        )
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
    reader = partial(money_in, reading=headers.reading)
    words = stand_ins(given, reader, meant)
    cells = words.without(given)
    unfit = [cell for cell in different(cells) if misfits([cell], reader)]
    if unfit:
        headers.remarks.append(
            f"'{header}' may be a cost, but these are no amounts: {_some(unfit)}"
        )
        return None
    below, above = _signs(cells, headers.reading)
    # With most amounts below zero, costs themselves may be written so: it is not for us to say.
    if below >= above and below:
        headers.remarks.append(
            f"'{header}' has amounts below zero: map it with 'negative: allowed'"
        )
        return None
    return _Column(cells, words, below)


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


def _currencies(headers: Headers, header: str, cells: Iterable[Cell]) -> set[str]:
    read = (money_in(cell, headers.reading) for cell in different(cells))
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
