"""Which column of an existing list means what: a guess from headers, checked against the cells."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache, partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from cximpact.exceptions import printable
from cximpact.intake.files.cells import ErrorCell, UncachedFormula, is_blank
from cximpact.intake.lists.answers import answer_reader
from cximpact.intake.lists.cell_values import UnfitCellError, money_in, share_in, text_in, truth_in
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.totals import starts_as_total, without_rows
from cximpact.intake.starting.guess_ids import (
    identifies,
    nearly_identifies,
    rows_aside,
    rows_without,
)
from cximpact.intake.starting.guess_words import (
    CURRENCY_CODES,
    FIELD_WORDS,
    FUNDS,
    LONGEST_HEADER,
    STATUS_WORDS,
    THOUSANDS_WORDS,
    fund_name,
    leading_words,
    plain_words,
)
from cximpact.model.source import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.model.scorecard import Criterion, Scorecard

__all__ = ["Guess", "guess_columns", "is_about", "unscaled"]

_MOST_STATUSES = 20
_MOST_CELLS = 3
_LONGEST = 40
_SCALE = re.compile(
    r"\(?\s{0,9}([+-]?\d{1,3})\s{0,9}(?:\.{2,3}|…|-|–|to|bis|a|à)\s{0,9}([+-]?\d{1,3})\s{0,9}\)?\s{0,9}$"
)
_CODE = re.compile(r"\b[A-Z]{3}\b")
_NUMBER = r"(?:[A-Z]{3}|[€$£])?\s?-?%s\s?(?:[A-Z]{3}|[€$£%%])?"
_COMMA = re.compile(_NUMBER % r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d{1,2})")
_GROUPED = re.compile(_NUMBER % r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POINT = re.compile(_NUMBER % r"\d+\.\d{1,2}")
_DIGIT = re.compile(r"\d")
_HEADERS_KNOWN = 1 << 15


@frozen
class Guess:
    """What the columns of a list seem to mean.

    Attributes:
        columns: Our names to headers, in the order of `FIELD_WORDS`.
        costs: Headers of amounts; several are kept apart as funds.
        statuses: Their status to ours.
        ratings: Criterion to its header and, where it has one of its own, the scale.
        currency: The currency of all costs, or of most; "" where none is named.
        currency_column: The column that names the currency of each row, "" for none.
        other_currencies: The other currencies it names; rates to `currency` are to be added.
        reading: How numbers are written.
        remarks: What was seen and left to a person.
        aside: Rows that are no proposals: a header, the values that tell them, and the reason.
    """

    columns: dict[str, str]
    costs: tuple[str, ...] = ()
    statuses: dict[str, str] | None = None
    ratings: dict[str, tuple[str, tuple[float, float, float] | None]] | None = None
    currency: str = ""
    currency_column: str = ""
    other_currencies: tuple[str, ...] = ()
    reading: Reading = Reading()
    remarks: tuple[str, ...] = ()
    aside: tuple[tuple[str, tuple[str, ...], str], ...] = ()

    def used(self) -> set[str]:
        """Return the headers that the guess uses."""
        rated = {header for header, _ in (self.ratings or {}).values()}
        return {*self.columns.values(), *self.costs, *rated, self.currency_column} - {""}


def guess_columns(table: RawTable, scorecard: Scorecard) -> Guess:
    """Return what the columns of a list seem to mean.

    A column is only taken if every cell of it fits; what does not is left to a person and said.

    Args:
        table: The list.
        scorecard: Its rating criteria may have columns, too.
    """
    whole, table = table, without_rows(table, starts_as_total(table))
    reading = _reading(table)
    finder = _Finder(table, reading)
    ratings = _ratings(table, reading, scorecard)
    finder.taken |= {header for header, _ in ratings.values()}
    columns = {"id": finder.id_column()}
    finder.drop_blank(columns["id"])
    columns |= {name: finder.first(name) for name in FIELD_WORDS if name not in ("id", "cost")}
    statuses = _statuses(finder.cells(columns["status"])) if columns["status"] else None
    if columns["status"] and statuses is None:
        finder.remarks.append(f"'{columns['status']}' has too many values to be a status")
        columns["status"] = ""
    costs, currency = finder.costs()
    by_row, codes = ("", ()) if currency or not costs else finder.currency_column(costs)
    if len(codes) > 1:
        some = " and ".join(codes[1:])
        finder.remarks.append(f"add the rates from {some} to {codes[0]}, with their dates: 'rates'")
    aside, told = rows_aside(whole, columns["id"], columns["title"])
    return Guess(
        columns={name: header for name, header in columns.items() if header},
        costs=costs,
        statuses=statuses,
        ratings=ratings,
        currency=codes[0] if codes else currency,
        currency_column=by_row,
        other_currencies=codes[1:],
        reading=reading,
        remarks=(*finder.remarks, *told),
        aside=aside,
    )


class _Finder:
    """Finds the header of each field; a header is taken once."""

    def __init__(self, table: RawTable, reading: Reading) -> None:
        self.table, self.reading = table, reading
        self._columns = dict(zip(table.headers, table.columns, strict=True))
        self.taken: set[str] = set()
        self.remarks: list[str] = []
        self._plain = {header: plain_words(header) for header in table.headers}
        self._checks: dict[str, Callable[[Cell], object]] = {
            "reach": lambda cell: share_in(cell, reading),
            "mandatory": truth_in,
        }

    def cells(self, header: str) -> list[Cell]:
        return self._columns[header]

    def candidates(self, name: str) -> list[str]:
        """Return free headers that may mean a field, the likeliest first."""
        words = FIELD_WORDS[name]
        known = {word: at for at, word in enumerate(words)}
        free = [header for header in self.table.headers if header not in self.taken]
        exact = [header for header in free if self._plain[header] in known]
        exact.sort(key=lambda header: known[self._plain[header]])
        inside = _inside(name)
        near = [
            header
            for header in free
            if self._plain[header] not in known and inside.search(self._plain[header])
        ]
        return exact + near

    def id_column(self) -> str:
        """Return the header of the ids: one that says so, else the first of unlike texts.

        One that says so may lack a few: such rows are set aside, and one id for two rows is told.
        """
        likely = self.candidates("id")
        said = [header for header in likely if self._plain[header] in FIELD_WORDS["id"]]
        # One after the other, as the first that does ends it.
        fitting = chain(
            (header for header in said if identifies(self.cells(header))),
            (header for header in said if nearly_identifies(self.cells(header))),
            (header for header in likely if identifies(self.cells(header))),
            (header for header in self.table.headers if identifies(self.cells(header))),
        )
        for header in fitting:
            self.taken.add(header)
            return header
        if likely:
            self.taken.add(likely[0])
            return likely[0]
        self.remarks.append("no column has a different value in every row: add ids to the list")
        return ""

    def drop_blank(self, header: str) -> None:
        """Leave out the rows without an id: they will be set aside."""
        self.table = without_rows(self.table, rows_without(self.table, header))
        self._columns = dict(zip(self.table.headers, self.table.columns, strict=True))

    def first(self, name: str) -> str:
        """Return the header of a field, "" where there is none that fits."""
        exact_only = name in ("title", "unit", "kind", "outcomes")
        for header in self.candidates(name):
            if exact_only and not self._is_headed(header, name):
                continue
            check = self._checks.get(name)
            if check is None or not _misfits(self.cells(header), check):
                self.taken.add(header)
                return header
            self.remarks.append(f"'{header}' may be '{name}', but some cells do not fit")
        return ""

    def _is_headed(self, header: str, name: str) -> bool:
        """Whether a header is a word for a field, perhaps with an addition, as texts have it."""
        words = FIELD_WORDS[name]
        if self._plain[header] in words:
            return True
        is_amount = partial(money_in, reading=self.reading)
        return leading_words(header) in words and _misfits(self.cells(header), is_amount)

    def costs(self) -> tuple[tuple[str, ...], str]:
        """Return the headers of costs and their currency."""
        found = [header for header in self.candidates("cost") if self._is_cost(header)]
        exact = [header for header in found if self._plain[header] in FUNDS]
        single = exact if len(exact) > 1 else [each for each in found if fund_name(each) in FUNDS]
        # A total beside its parts would be counted twice: parts first, else the likeliest one.
        is_whole = sorted(map(fund_name, single)) == sorted(FUNDS)
        chosen = single if is_whole else found[:1]
        currencies = {code for header in chosen for code in self._currencies(header)}
        if len(currencies) > 1:
            named = " and ".join(sorted(currencies))
            self.remarks.append(f"costs are in {named}: add 'currency' and 'rates', then map them")
            return (), ""
        for header in found:
            if header not in chosen:
                self.remarks.append(f"'{header}' looks like money, too")
        return tuple(chosen), currencies.pop() if currencies else ""

    def currency_column(self, costs: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        """Return the header of the currencies of rows, and its codes, the most frequent first."""
        taken = {*self.taken, *costs}
        for header in (each for each in self.table.headers if each not in taken):
            counts = _codes(self.cells(header))
            if counts:
                return header, tuple(sorted(counts, key=lambda code: (-counts[code], code)))
        return "", ()

    def _is_cost(self, header: str) -> bool:
        cells = self.cells(header)
        if all(map(is_blank, cells)):
            return False
        if THOUSANDS_WORDS.search(header):
            self.remarks.append(f"'{header}' seems to be in thousands or millions: write it out")
            return False
        cells = list(_different(cells))
        unfit = [cell for cell in cells if _misfits([cell], lambda c: money_in(c, self.reading))]
        if self._plain[header] not in FIELD_WORDS["cost"] and _are_words(cells):
            return False
        if unfit:
            names = list(dict.fromkeys(f"'{printable(cell_text(cell), 30)}'" for cell in unfit))
            more = f" and {len(names) - _MOST_CELLS} more" if len(names) > _MOST_CELLS else ""
            some = ", ".join(names[:_MOST_CELLS])
            self.remarks.append(f"'{header}' may be a cost, but these are no amounts: {some}{more}")
            return False
        amounts = [read[0] for cell in cells if (read := money_in(cell, self.reading))]
        if any(amount < 0 for amount in amounts):
            self.remarks.append(
                f"'{header}' has amounts below zero: map it with 'negative: allowed'"
            )
            return False
        return True

    def _currencies(self, header: str) -> set[str]:
        in_cells = {
            read[1]
            for cell in _different(self.cells(header))
            if (read := money_in(cell, self.reading))
        }
        in_header = {code for code in _CODE.findall(header) if code in CURRENCY_CODES}
        in_header |= {"EUR"} if "€" in header else set()
        return (in_cells | in_header) - {""}


def _are_words(cells: Iterable[Cell]) -> bool:
    """Return whether no cell holds a digit: a column of owners, say, whatever its header."""
    return not any(_DIGIT.search(cell_text(cell)) for cell in cells)


@cache
def _inside(name: str) -> re.Pattern[str]:
    """Return what finds a word for a field inside a header of plain words."""
    words = "|".join(word for word in FIELD_WORDS[name] if len(word) > 3)
    return re.compile(rf"(?<![^ ])(?:{words})(?![^ ])")


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


def _different(cells: Iterable[Cell]) -> Iterable[Cell]:
    """Return each different cell once: most columns repeat a few values."""
    return {(type(cell), cell): cell for cell in cells}.values()


def _misfits(cells: Iterable[Cell], reader: Callable[[Cell], object]) -> bool:
    """Return whether a reader refuses a cell."""
    for cell in _different(cells):
        try:
            reader(cell)
        except UnfitCellError:
            return True
    return False


def _reading(table: RawTable) -> Reading:
    """Return the decimal and thousands sign that more cells speak for."""
    votes: Counter[str] = Counter()
    for column in table.columns:
        signed = (
            cell
            for cell in column
            if isinstance(cell, str) and ("," in cell or "." in cell) and len(cell) < _LONGEST
        )
        for cell, count in Counter(signed).items():
            votes[_vote(cell)] += count
    if votes["comma"] > votes["point"]:
        return Reading(decimal=",", thousands="." if votes["comma"] else "")
    return evolve(Reading(), thousands="," if votes["point, grouped"] else "")


def _vote(cell: str) -> str:
    text = cell.strip()
    if _COMMA.fullmatch(text):
        return "comma"
    if _GROUPED.fullmatch(text):
        return "point, grouped"
    return "point" if _POINT.fullmatch(text) else ""


def _statuses(cells: Iterable[Cell]) -> dict[str, str] | None:
    values: set[str] = set()
    for cell in cells:
        # A failed formula is told where the list is read.
        text = "" if isinstance(cell, ErrorCell | UncachedFormula) else text_in(cell)
        if text:
            values.add(text)
        if len(values) > _MOST_STATUSES:
            return None
    return {value: STATUS_WORDS.get(plain_words(value), "proposed") for value in sorted(values)}


def _ratings(
    table: RawTable, reading: Reading, scorecard: Scorecard
) -> dict[str, tuple[str, tuple[float, float, float] | None]]:
    """Return columns that are headed by a rating criterion's id or title, if every cell fits."""
    found: dict[str, tuple[str, tuple[float, float, float] | None]] = {}
    for criterion in scorecard.criteria:
        for header in table.headers:
            if criterion.kind != "rating" or not is_about(header, criterion):
                continue
            scale = _scale(header, table.column(header), criterion, reading)
            reader = answer_reader(criterion, reading, scale)
            if criterion.id not in found and not _misfits(table.column(header), reader):
                found[criterion.id] = (header, scale)
    return found


def is_about(header: str, criterion: Criterion) -> bool:
    """Return whether a header is a criterion's id or title, perhaps with a scale behind it.

    Example:
        >>> from cximpact.model.scorecard import Criterion
        >>> is_about("EASE (1-5)", Criterion("ease", "customer", "rating", 1.0))
        True
    """
    named = unscaled(header)
    return bool(named) and named in (_plain(criterion.id), _plain(criterion.title))


def unscaled(header: str) -> str:
    """Return a header as plain words, without a scale behind it; "" for a text far too long.

    Example:
        >>> unscaled("EASE (1-5)")
        'ease'
    """
    return _unscaled(header) if len(header) <= LONGEST_HEADER else ""


@lru_cache(maxsize=_HEADERS_KNOWN)
def _unscaled(header: str) -> str:
    # A scale has digits; most cells and headers have none.
    return plain_words(_SCALE.sub("", header)) if _DIGIT.search(header) else plain_words(header)


@lru_cache(maxsize=_HEADERS_KNOWN)
def _plain(name: str) -> str:
    return plain_words(name)


def _scale(
    header: str, cells: Sequence[Cell], criterion: Criterion, reading: Reading
) -> tuple[float, float, float] | None:
    """Return the scale that a header such as ``Ease 1-5`` names, or that all cells speak for."""
    is_stated, scale = stated_scale(header)
    if is_stated:
        return scale
    outside = _misfits(cells, answer_reader(criterion, reading))
    fits_five = not _misfits(cells, answer_reader(criterion, reading, (1.0, 3.0, 5.0)))
    return (1.0, 3.0, 5.0) if outside and fits_five else None


def stated_scale(header: str) -> tuple[bool, tuple[float, float, float] | None]:
    """Return whether a header names a scale, and which; None for that from -3 to +3.

    Example:
        >>> stated_scale("Ease 1-5"), stated_scale("Ease (-3..+3)"), stated_scale("Ease")
        ((True, (1.0, 3.0, 5.0)), (True, None), (False, None))
    """
    named = _SCALE.search(header) if len(header) <= LONGEST_HEADER else None
    if named is None or int(named[1]) >= int(named[2]):
        return False, None
    low, high = float(named[1]), float(named[2])
    return True, None if (low, high) == (-3.0, 3.0) else (low, (low + high) / 2, high)


def plain_settings(reading: Reading) -> dict[str, Any]:
    """Return what of a reading differs from the default, as it stands under `read:`."""
    stated: dict[str, Any] = {"encoding": reading.encoding, "decimal": reading.decimal}
    stated |= {"thousands": reading.thousands, "sheet": reading.sheet}
    stated |= {"header_row": reading.header_row}
    default = Reading()
    return {key: value for key, value in stated.items() if value != getattr(default, key)}
