"""Which header of an existing list names which field."""

from __future__ import annotations

import re
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.cell_values import (
    UnfitCellError,
    money_in,
    number_in,
    share_in,
    text_in,
    truth_in,
)
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.totals import without_rows
from cximpact.intake.starting.amount_columns import counts_customers
from cximpact.intake.starting.cost_headers import is_cost_header
from cximpact.intake.starting.cost_ranges import range_part
from cximpact.intake.starting.guess_cells import misfits
from cximpact.intake.starting.guess_ids import identifies, nearly_identifies, rows_without
from cximpact.intake.starting.guess_words import (
    FIELD_WORDS,
    OFTEN_PERSONS,
    leading_words,
    plain_words,
)
from cximpact.intake.starting.sign_ratings import rates_with_signs
from cximpact.intake.starting.star_ratings import rates_with_stars
from cximpact.intake.starting.word_ratings import odd_words, rates_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.model.source import Reading

__all__ = ["Headers"]

_MOST_UNLIKE = 0.7
_FEWEST_LETTERS = 2
_RATED_TOO = ("benefit", "benefits", "nutzen", "benefice", "benefices", "beneficio", "beneficios")


class Headers:
    """Finds the header of each field; a header is taken once."""

    def __init__(self, table: RawTable, reading: Reading) -> None:
        self.table, self.reading = table, reading
        self._columns = dict(zip(table.headers, table.columns, strict=True))
        self.taken: set[str] = set()
        self.remarks: list[str] = []
        self.plain = {header: plain_words(header) for header in table.headers}
        self._checks: dict[str, Callable[[Cell], object]] = {
            "reach": lambda cell: share_in(cell, reading),
            "mandatory": truth_in,
            "statement": lambda cell: _words_in(cell, reading),
        }

    def cells(self, header: str) -> list[Cell]:
        """Return the cells below a header."""
        return self._columns[header]

    def candidates(self, name: str) -> list[str]:
        """Return free headers that may mean a field, the likeliest first."""
        words = FIELD_WORDS[name]
        known = {word: at for at, word in enumerate(words)}
        free = [header for header in self.table.headers if header not in self.taken]
        exact = [header for header in free if self.plain[header] in known]
        exact.sort(key=lambda header: known[self.plain[header]])
        inside = _inside(name)
        near = [
            header
            for header in free
            if self.plain[header] not in known and inside.search(self.plain[header])
        ]
        return exact + near

    def id_column(self) -> str:
        """Return the header of the ids: one that says so, else the first of unlike texts.

        One that says so may lack a few: such rows are set aside, and one id for two rows is told.
        """
        likely = self.candidates("id")
        said = [header for header in likely if self.plain[header] in FIELD_WORDS["id"]]
        # One after the other, as the first that does ends it.
        fitting = chain(
            (header for header in said if identifies(self.cells(header))),
            (header for header in said if nearly_identifies(self.cells(header))),
            (header for header in likely if identifies(self.cells(header))),
            (header for header in self._no_amounts() if identifies(self.cells(header))),
        )
        for header in fitting:
            self.taken.add(header)
            return header
        if likely:
            self.taken.add(likely[0])
            return likely[0]
        self.remarks.append("no column has a different value in every row: add ids to the list")
        return ""

    def _no_amounts(self) -> list[str]:
        """Return the headers that no column of costs has: amounts may all differ, too."""
        costs = FIELD_WORDS["cost"]
        bases = ((header, range_part(header)[0]) for header in self.table.headers)
        return [
            header
            for header, base in bases
            if plain_words(base) not in costs and not is_cost_header(base)
        ]

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
            if name == "unit" and self._names_persons(header):
                continue
            if name == "title" and self._holds_numbers(header):
                continue
            if name in ("statement", "outcomes") and self._rates(header):
                continue
            if name == "statement" and not _are_words(self.cells(header)):
                continue
            if name == "reach" and counts_customers(header, self.cells(header), self.reading):
                continue
            check = self._checks.get(name)
            if check is None or not misfits(self.cells(header), check):
                self.taken.add(header)
                return header
            self.remarks.append(f"'{header}' may be '{name}', but some cells do not fit")
        return ""

    def _is_headed(self, header: str, name: str) -> bool:
        """Whether a header is a word for a field, perhaps with an addition, as texts have it."""
        words = FIELD_WORDS[name]
        if self.plain[header] in words:
            return True
        is_amount = partial(money_in, reading=self.reading)
        return leading_words(header) in words and misfits(self.cells(header), is_amount)

    def _holds_numbers(self, header: str) -> bool:
        """Whether a column such as `Request` holds what is asked for in money, and no titles."""
        given = [cell for cell in self.cells(header) if not is_blank(cell)]
        return bool(given) and not misfits(given, partial(money_in, reading=self.reading))

    def _rates(self, header: str) -> bool:
        """Whether a column such as `Benefit` holds ratings of it, and no statements.

        The number below `Goal` may be that of a goal; what is called a benefit has no numbers.
        """
        cells = self.cells(header)
        in_marks = rates_with_signs(header, cells) or rates_with_stars(header, cells)
        if in_marks or rates_in_words(header, cells) or odd_words(cells):
            return True
        return leading_words(header) in _RATED_TOO and misfits(cells, self._checks["statement"])

    def _names_persons(self, header: str) -> bool:
        """Whether a column of sponsors or owners names ever another: persons, and no units."""
        if leading_words(header) not in OFTEN_PERSONS:
            return False
        named = [cell for cell in self.cells(header) if isinstance(cell, str) and cell.strip()]
        return len(set(named)) > _MOST_UNLIKE * len(named)


def _words_in(cell: Cell, reading: Reading) -> str:
    """Return a cell of words; numbers below `Customer impact` rate it, and say nothing of it."""
    try:
        number = number_in(cell, reading)
    except UnfitCellError:
        return text_in(cell)
    if number is None:
        return ""
    raise UnfitCellError("a number", "words")


def _are_words(cells: Sequence[Cell]) -> bool:
    """Return whether most cells say something, where any does: signs tell customers nothing."""
    given = [cell for cell in cells if not is_blank(cell)]
    said = (sum(map(str.isalpha, cell_text(cell))) >= _FEWEST_LETTERS for cell in given)
    return 2 * sum(said) >= len(given)


@cache
def _inside(name: str) -> re.Pattern[str]:
    """Return what finds a word for a field inside a header of plain words."""
    words = "|".join(word for word in FIELD_WORDS[name] if len(word) > 3)
    return re.compile(rf"(?<![^ ])(?:{words})(?![^ ])")
