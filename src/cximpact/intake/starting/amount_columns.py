"""Columns that nothing takes as they are, but that look like amounts or shares of customers."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.cell_values import UnfitCellError, money_in, share_in
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.missing_words import OPEN_WORDS
from cximpact.intake.starting.cost_headers import is_no_cost
from cximpact.intake.starting.guess_cells import different, misfits
from cximpact.intake.starting.guess_words import FIELD_WORDS, THOUSANDS_WORDS, plain_words
from cximpact.intake.starting.people_headers import unit_of
from cximpact.intake.starting.rating_words import (
    is_low_better,
    is_order,
    is_quantity,
    is_sureness,
    names_customers,
)
from cximpact.intake.starting.scale_headers import stated_scale

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.model.source import Reading

__all__ = [
    "all_numbers",
    "are_percents",
    "counts_customers",
    "counts_in_words",
    "holds_amounts",
    "holds_money",
    "holds_numbers",
    "is_open",
    "is_reach",
    "percent_of_customers",
    "share_of_customers",
]

_NUMBERS_SHARE = 0.9
_FIRST = 200
"""Different cells that are looked at: a column of numbers holds mostly numbers there."""

_MOST_RATED = 10
_LEAST_MONEY = 100
_YEARS = range(1990, 2101)

_PER = re.compile(r"/|\b(?:per|pro|par|por|je|each)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"^\s{0,9}#|\b(?:number|no|nr|numbers|nombre|numero)\.? (?:of|de|der|des|von)\b|\bcount\b|"
    r"\banzahl\b|\bhow many\b",
    re.IGNORECASE,
)
_NAMING = frozenset(
    "no nr nrs num number numbers nummer numero code codes id ids key ref refs reference account "
    "konto compte cuenta centre center kostenstelle phone telephone tel telefon fax zip plz "
    "postcode postal order auftrag po contract vertrag invoice year jahr annee ano quarter quartal "
    "trimestre kw phase stage wave welle version level gate floor building gebaude room raum lot "
    "zone ward district bezirk region class klasse category kategorie cluster group gruppe page "
    "seite line zeile row position pos size age duration dauer duree duracion effort aufwand "
    "latitude longitude lat lon x y".split()
)
"""Numbers below such a word name something, or say how large or long a proposal is."""

_SCORES = frozenset(
    "score scores rating ratings index grade grades points punkte note noten bewertung".split()
)
_MEASURED = (
    *("hour", "minute", "saved", "saving", "affected", "avoided", "gained", "reduc", "volume"),
    *("call", "complaint", "contact", "visit", "ticket", "trip", "transaction", "customer"),
    *("client", "user", "passenger", "patient", "student", "member", "resident", "kwh", "km"),
    *("tonne", "co2", "percent", "stunden", "minuten", "kunde", "fahrgast", "anrufe"),
    *("beschwerden", "einsparung", "eingespart", "heures", "appels", "clients", "plaintes"),
    *("economi", "horas", "llamadas", "ahorro", "quejas"),
)
_SHARES = frozenset(
    "share percent percentage pct proportion anteil prozent prozentsatz part pourcentage "
    "porcentaje proporcion".split()
)


def holds_amounts(header: str, cells: Sequence[Cell], reading: Reading) -> bool:
    """Return whether a column seems to hold amounts, of money or of anything else.

    Small numbers may be ratings as well, so that the header must name what is measured. Numbers
    of phases, accounts and years are none.

    Args:
        header: Its header.
        cells: Its cells.
        reading: How numbers are written.

    Example:
        >>> from cximpact.model.source import Reading
        >>> holds_amounts("Calls per month", [1200, 90], Reading())
        True
        >>> holds_amounts("Cost centre", [4711, 4712], Reading())
        False
    """
    if _names(header) or stated_scale(header)[0] or is_order(header) or is_sureness(header):
        return False
    numbers = _numbers(cells, reading)
    if not numbers or all(number in _YEARS for number in numbers):
        return False
    is_small = all(abs(number) <= _MOST_RATED for number in numbers)
    if not (is_small or is_low_better(header)):
        return True
    plain = f" {plain_words(header)}"
    is_counted = is_quantity(header) or counts_in_words(header)
    return is_counted or any(f" {word}" in plain for word in _MEASURED)


def holds_money(header: str, cells: Sequence[Cell], reading: Reading) -> bool:
    """Return whether a column of amounts may be one of money, as nothing says otherwise.

    Args:
        header: Its header.
        cells: Its cells.
        reading: How numbers are written.

    Example:
        >>> from cximpact.model.source import Reading
        >>> [holds_money(each, [1200, 90], Reading()) for each in ("Plan", "Calls", "Days")]
        [True, False, False]
    """
    if not holds_amounts(header, cells, reading) or is_no_cost(header):
        return False
    plain = f" {plain_words(header)}"
    counts = is_quantity(header) or counts_in_words(header) or bool(unit_of(header))
    is_of_customers = names_customers(header) or is_reach(header)
    if counts or is_of_customers or any(f" {word}" in plain for word in _MEASURED):
        return False
    return max(map(abs, _numbers(cells, reading)), default=0) >= _LEAST_MONEY


def _names(header: str) -> bool:
    """Return whether numbers below a header are no amounts of what changes."""
    # Of what is counted per year, the year does not say what it is.
    words = plain_words(_PER.split(header, maxsplit=1)[0]).split()
    if not _SCORES.isdisjoint(words):
        return True
    return not (_NAMING.isdisjoint(words) or counts_in_words(header))


def is_open(cell: Cell) -> bool:
    """Return whether a cell is blank, or holds a word such as `tbd` or a dash."""
    return is_blank(cell) or cell_text(cell).strip().casefold() in OPEN_WORDS


def holds_numbers(cells: Sequence[Cell], reading: Reading) -> bool:
    """Return whether a column seems to hold numbers, or shares such as ``20%``.

    Args:
        cells: Its cells.
        reading: How numbers are written.
    """
    return bool(_numbers(cells, reading)) or _are_shares(cells, reading)


def counts_in_words(header: str) -> bool:
    """Return whether a header says that its column counts something.

    Example:
        >>> counts_in_words("# Dependencies"), counts_in_words("Depends on no.")
        (True, False)
    """
    return _COUNTED.search(header) is not None


def all_numbers(cells: Iterable[Cell], reading: Reading) -> list[float]:
    """Return the numbers of a column, each once; none if a cell holds something else.

    What is open, as `tbd`, says nothing else.

    Args:
        cells: Its cells.
        reading: How numbers are written.
    """
    found = []
    for cell in different(cells):
        if not is_open(cell):
            number = _number(cell, reading)
            if number is None:
                return []
            found.append(number)
    return found


def _numbers(cells: Sequence[Cell], reading: Reading) -> list[float]:
    """Return some different numbers of a column; none if many cells hold something else."""
    some = list(islice((cell for cell in different(cells) if not is_open(cell)), _FIRST))
    numbers = [number for cell in some if (number := _number(cell, reading)) is not None]
    return numbers if len(numbers) >= _NUMBERS_SHARE * len(some) else []


def _number(cell: Cell, reading: Reading) -> float | None:
    try:
        found = money_in(cell, reading)
    except UnfitCellError:
        return None
    return None if found is None else float(found[0])


def is_reach(header: str) -> bool:
    """Return whether a header names how many customers are affected, in number or as a share."""
    plain = f" {plain_words(header)} "
    return any(f" {words} " in plain for words in FIELD_WORDS["reach"])


def counts_customers(header: str, cells: Sequence[Cell], reading: Reading) -> bool:
    """Return whether a column counts the customers affected, so that it holds no shares of them.

    Args:
        header: Its header, which may say that it is in millions.
        cells: Its cells.
        reading: How numbers are written.
    """
    if not is_reach(header):
        return False
    numbers = all_numbers(cells, reading)
    is_scaled = THOUSANDS_WORDS.search(header) is not None
    return bool(numbers) and (is_scaled or any(number > 1 for number in numbers))


def share_of_customers(header: str, cells: Sequence[Cell], reading: Reading) -> bool:
    """Return whether a column holds shares, and its header says that they are of customers.

    Args:
        header: Its header.
        cells: Its cells.
        reading: How numbers are written.
    """
    return _says_share(header) and _are_shares(cells, reading)


def percent_of_customers(header: str, cells: Sequence[Cell], reading: Reading) -> bool:
    """Return whether a column holds shares of customers from 0 to 100, without a sign.

    Args:
        header: Its header.
        cells: Its cells.
        reading: How numbers are written.
    """
    numbers = all_numbers(cells, reading) if _says_share(header) else []
    return bool(numbers) and all(0 <= number <= 100 for number in numbers)


def _says_share(header: str) -> bool:
    is_share = "%" in header or not _SHARES.isdisjoint(plain_words(header).split())
    return is_share and names_customers(header)


def are_percents(cells: Sequence[Cell], reading: Reading) -> bool:
    """Return whether all cells are shares and one is written with its sign, as ``20%`` is.

    Args:
        cells: A column.
        reading: How numbers are written.
    """
    return _are_shares(cells, reading) and any("%" in cell_text(cell) for cell in different(cells))


def _are_shares(cells: Sequence[Cell], reading: Reading) -> bool:
    given = [cell for cell in different(cells) if not is_open(cell)]
    return bool(given) and not misfits(given, lambda cell: share_in(cell, reading))
