"""People that a list counts, such as FTE: limits on them, ready for a person to take."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import printable
from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.capacities import capacity_in
from cximpact.intake.lists.cell_values import UnfitCellError
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.missing_words import means_nothing, missing_words
from cximpact.intake.starting.cost_headers import bare_words
from cximpact.intake.starting.guess_words import plain_words
from cximpact.intake.starting.quoting import comment, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.guess import Guess

__all__ = [
    "CAPACITIES_HEAD",
    "DraftCapacity",
    "capacity_lines",
    "draft_capacities",
    "named_capacity",
    "people_columns",
]

CAPACITIES_HEAD = (
    "# People: take the '#' away and put in how many there are; as they stand, limits bind nobody.",
)
_LONGEST = 30
_SAVING = re.compile(r"[-−][0-9]{1,9}(?:[.,][0-9]{1,9})?")
_MOST_TOLD = 3
_DAYS = "person days"
_COUNTED: dict[str, str] = {
    **dict.fromkeys(
        (
            *("fte", "ftes", "etp", "etps", "vza", "vzae", "vollzeitaquivalente"),
            *("vollzeitaquivalent", "vollzeitstellen"),
        ),
        "FTE",
    ),
    **dict.fromkeys(
        (
            *("pt", "personentage", "personentag", "persontage", "manntage", "mandays", "manday"),
            "persondays",
        ),
        _DAYS,
    ),
    "headcount": "people",
}
"""Words that name people at work, whatever stands beside them, and what is counted then."""

_PHRASES = {
    **dict.fromkeys(
        (
            *("person days", "person day", "man days", "man day", "staff days", "people days"),
            *("jours homme", "jours hommes", "jours personne", "dias persona", "dias hombre"),
        ),
        _DAYS,
    ),
    **dict.fromkeys(("person months", "man months", "staff months"), "person months"),
}
_PEOPLE = frozenset({"people", "persons", "personen", "personnes", "personas", "staff"})
_BESIDE = frozenset(
    "no nr of number num count n team internal external planned est estimated needed required "
    "anzahl benotigt intern extern geplant nombre de requises necesarias".split()
)
_NO_NEED = frozenset(
    "saved saving savings save reduction reduced freed released impact benefit benefits effect per "
    "pro par por cost costs kosten rate satz einsparung eingespart gespart freigesetzt economie "
    "economies ahorro ahorros affected".split()
)
_MOSTLY = 0.5


@frozen
class DraftCapacity:
    """A column of people at work.

    Attributes:
        header: The column.
        unit: What is counted.
        total: What all proposals take that are not withdrawn.
        odd: Cells that hold no amount, for a person to mend.
    """

    header: str
    unit: str
    total: Decimal = Decimal(0)
    odd: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Why the column is not read."""
        if not self.odd:
            return "people: 'capacity' under 'rules' stands ready"
        some = ", ".join(f"'{printable(text, _LONGEST)}'" for text in self.odd[:_MOST_TOLD])
        more = f" and {len(self.odd) - _MOST_TOLD:,} more" if len(self.odd) > _MOST_TOLD else ""
        numbers = "numbers from 0 up (a capacity takes no savings)" if self._saves else "numbers"
        return f"people: write {numbers} for {some}{more}, and 'capacity' under 'rules' limits them"

    @property
    def _saves(self) -> bool:
        """Whether a cell holds a number below zero."""
        return any(_SAVING.fullmatch(text.strip()) for text in self.odd)


def people_columns(table: RawTable, guess: Guess) -> dict[str, str]:
    """Return the columns that count people at work and are not read, and what each counts.

    Args:
        table: The list.
        guess: What its columns seem to mean.
    """
    used = guess.used()
    units = {header: _unit(header) for header in table.headers if header not in used}
    return {
        header: unit for header, unit in units.items() if unit and _counts(table, header, guess)
    }


def _unit(header: str) -> str:
    """Return what a header counts of people at work, "" for none."""
    plain = plain_words(header)
    words = plain.split()
    if not _NO_NEED.isdisjoint(words) or "%" in header:
        return ""
    if any(word in _PEOPLE for word in words) and _BESIDE.union(_PEOPLE).issuperset(words):
        return "people"
    phrase = next((unit for said, unit in _PHRASES.items() if f" {said} " in f" {plain} "), "")
    return phrase or next((_COUNTED[word] for word in words if word in _COUNTED), "")


def _counts(table: RawTable, header: str, guess: Guess) -> bool:
    """Return whether most cells of a column that hold anything hold an amount."""
    given = sum(not is_blank(cell) for cell in table.column(header))
    amounts, odd = _amounts(table, header, guess, range(table.n_rows))
    return bool(amounts) and len(odd) < _MOSTLY * given


def _amounts(
    table: RawTable, header: str, guess: Guess, rows: Iterable[int]
) -> tuple[list[Decimal], list[str]]:
    """Return the amounts in some rows, and the cells that hold none and are to be mended."""
    words = missing_words({"missing": guess.missing})
    cells = table.column(header)
    amounts, odd = [], []
    for cell in (cells[at] for at in rows if not means_nothing(cells[at], words)):
        try:
            amount = capacity_in(cell, guess.reading)
        except UnfitCellError:
            odd.append(cell_text(cell).strip())
        else:
            amounts += [] if amount is None else [amount]
    return amounts, odd


def draft_capacities(
    table: RawTable, guess: Guess, ids: Collection[str], open_ids: Collection[str]
) -> tuple[DraftCapacity, ...]:
    """Return the columns of people at work, with what all proposals take.

    Args:
        table: The list.
        guess: What its columns seem to mean.
        ids: The proposals that take part, withdrawn ones among them.
        open_ids: Those that are not withdrawn.
    """
    key = guess.columns.get("id")
    if key is None:
        return ()
    listed = [cell_text(cell).strip() for cell in table.column(key)]
    known, counted = set(ids), set(open_ids)
    found = []
    for header, unit in people_columns(table, guess).items():
        _, odd = _amounts(table, header, guess, _rows(listed, known))
        amounts, _ = _amounts(table, header, guess, _rows(listed, counted))
        unlike = tuple(dict.fromkeys(odd))
        found.append(DraftCapacity(header, unit, sum(amounts, Decimal(0)), unlike))
    return tuple(each for each in found if each.odd or each.total > 0)


def _rows(listed: Sequence[str], ids: Collection[str]) -> list[int]:
    return [at for at, key in enumerate(listed) if key in ids]


def capacity_lines(found: Sequence[DraftCapacity]) -> list[str]:
    """Return the lines of `capacity`, as comments; they stand under `rules`.

    The limit is what all proposals take, so that it binds nobody until a person puts in theirs.
    """
    ready = [each for each in found if not each.odd]
    if not ready:
        return []
    lines: dict[str, str] = {}
    for each in ready:
        total = f"{each.total.normalize():f}"
        said = f"{{limit: {total}, unit: {each.unit}, column: {quoted(each.header)}}}"
        told = f"    # all proposals: {total}"
        lines[_free(_name(each.header), lines)] = f"{said}{told}"
    return [
        "#  capacity:",
        *(comment(f"#    {quoted(key)}: {said}") for key, said in lines.items()),
    ]


def _name(header: str) -> str:
    return "-".join(bare_words(header).split()) or "people"


def _free(name: str, taken: Collection[str]) -> str:
    """Return a name, with a number behind it where it is taken."""
    if name not in taken:
        return name
    return next(each for at in range(2, len(taken) + 3) if (each := f"{name}-{at}") not in taken)


def named_capacity(name: str, headers: Iterable[str]) -> str:
    """Return which of some columns of people a budget is named by, "" for none.

    Example:
        >>> named_capacity("fte", ["Name", "FTE 2026"]), named_capacity("capex", ["FTE"])
        ('FTE 2026', '')
    """
    said = plain_words(name)
    for header in headers if said else ():
        plain = plain_words(header)
        if said in (plain, bare_words(header)) or plain.startswith(f"{said} "):
            return header
    return ""
