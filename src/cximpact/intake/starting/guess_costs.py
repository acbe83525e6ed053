"""Which columns of an existing list hold costs, and in which currency."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.starting.guess_headers import Headers

__all__ = ["currency_column", "guess_costs"]

_MOST_CELLS = 3
_CODE = re.compile(r"\b[A-Z]{3}\b")
_DIGIT = re.compile(r"\d")


def guess_costs(headers: Headers) -> tuple[tuple[str, ...], str]:
    """Return the headers of costs and their currency."""
    found = [header for header in headers.candidates("cost") if _is_cost(headers, header)]
    exact = [header for header in found if headers.plain[header] in FUNDS]
    single = exact if len(exact) > 1 else [each for each in found if fund_name(each) in FUNDS]
    # A total beside its parts would be counted twice: parts first, else the likeliest one.
    is_whole = sorted(map(fund_name, single)) == sorted(FUNDS)
    chosen = single if is_whole else found[:1]
    currencies = {code for header in chosen for code in _currencies(headers, header)}
    if len(currencies) > 1:
        named = " and ".join(sorted(currencies))
        headers.remarks.append(f"costs are in {named}: add 'currency' and 'rates', then map them")
        return (), ""
    for header in found:
        if header not in chosen:
            headers.remarks.append(f"'{header}' looks like money, too")
    return tuple(chosen), currencies.pop() if currencies else ""


def currency_column(headers: Headers, costs: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the header of the currencies of rows, and its codes, the most frequent first."""
    taken = {*headers.taken, *costs}
    for header in (each for each in headers.table.headers if each not in taken):
        counts = _codes(headers.cells(header))
        if counts:
            return header, tuple(sorted(counts, key=lambda code: (-counts[code], code)))
    return "", ()


def _is_cost(headers: Headers, header: str) -> bool:
    cells = headers.cells(header)
    if all(map(is_blank, cells)):
        return False
    if THOUSANDS_WORDS.search(header):
        headers.remarks.append(f"'{header}' seems to be in thousands or millions: write it out")
        return False
    cells = list(different(cells))
    unfit = [cell for cell in cells if misfits([cell], lambda c: money_in(c, headers.reading))]
    if headers.plain[header] not in FIELD_WORDS["cost"] and _are_words(cells):
        return False
    if unfit:
        names = list(dict.fromkeys(f"'{printable(cell_text(cell), 30)}'" for cell in unfit))
        more = f" and {len(names) - _MOST_CELLS} more" if len(names) > _MOST_CELLS else ""
        some = ", ".join(names[:_MOST_CELLS])
        headers.remarks.append(f"'{header}' may be a cost, but these are no amounts: {some}{more}")
        return False
    amounts = [read[0] for cell in cells if (read := money_in(cell, headers.reading))]
    if any(amount < 0 for amount in amounts):
        headers.remarks.append(
            f"'{header}' has amounts below zero: map it with 'negative: allowed'"
        )
        return False
    return True


def _currencies(headers: Headers, header: str) -> set[str]:
    in_cells = {
        read[1]
        for cell in different(headers.cells(header))
        if (read := money_in(cell, headers.reading))
    }
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
