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
from cximpact.intake.starting.people_headers import unit_of
from cximpact.intake.starting.quoting import comment, quoted
from cximpact.intake.starting.shared_scales import small_numbers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.guess import Guess

__all__ = [
    "CAPACITIES_HEAD",
    "DraftCapacity",
    "OddCell",
    "capacities_told",
    "capacity_lines",
    "draft_capacities",
    "named_capacity",
    "people_columns",
    "read_capacities",
]

CAPACITIES_HEAD = (
    "# People: take the '#' away and put in how many there are; as they stand, limits bind nobody.",
)
_LONGEST = 30
_SAVING = re.compile(r"[-−][0-9]{1,9}(?:[.,][0-9]{1,9})?")
_DECIMAL = re.compile(r"([0-9]{1,9})[.,]([0-9]{1,2})")
_MOST_TOLD = 3
_MOSTLY = 0.5


@frozen
class OddCell:
    """A cell below people that cannot be read as it is written.

    Attributes:
        key: The proposal.
        text: What it holds.
        meant: The amount, where one only can be meant.
        decimal: The decimal sign of the list.
    """

    key: str
    text: str
    meant: Decimal | None = None
    decimal: str = "."

    def __str__(self) -> str:
        """Return whose cell it is, and what to write."""
        said = f"{printable(self.key, _LONGEST)} '{printable(self.text, _LONGEST)}'"
        if self.meant is not None:
            return f"{said} (write {f'{self.meant:f}'.replace('.', self.decimal)})"
        if _SAVING.fullmatch(self.text):
            return f"{said} (a capacity takes no savings: write 0, or how many are needed)"
        return f"{said} (write a number)"


@frozen
class DraftCapacity:
    """A column of people at work.

    Attributes:
        header: The column.
        unit: What is counted.
        total: What all proposals take that are not withdrawn, as far as their cells tell.
        odd: Cells that cannot be read, for a person to mend.
        limit: How many there are, where a person said so.
    """

    header: str
    unit: str
    total: Decimal = Decimal(0)
    odd: tuple[OddCell, ...] = ()
    limit: Decimal | None = None

    @property
    def reason(self) -> str:
        """Why the column is not read."""
        return f"people: 'capacity' under 'rules' stands ready{self.to_mend}"

    @property
    def to_mend(self) -> str:
        """What is to be mended before it can be read, behind a semicolon; "" for nothing."""
        if not self.odd:
            return ""
        n_more = len(self.odd) - _MOST_TOLD
        more = f", and {n_more:,} more cells" if n_more > 0 else ""
        return f"; first mend {', '.join(map(str, self.odd[:_MOST_TOLD]))}{more}"

    @property
    def lacking(self) -> str:
        """What the sum lacks, as a remark says it; "" for nothing."""
        n_odd = sum(each.meant is None for each in self.odd)
        return f", without {n_odd:,} cell{'s' if n_odd > 1 else ''} to be mended" if n_odd else ""


def people_columns(table: RawTable, guess: Guess) -> dict[str, str]:
    """Return the columns that count people at work and are not read, and what each counts.

    Args:
        table: The list.
        guess: What its columns seem to mean.
    """
    used = guess.used()
    units = {header: unit_of(header) for header in table.headers if header not in used}
    return {
        header: unit
        for header, unit in units.items()
        if unit and _counts(table, header, guess) and not _rates(table, header, unit, guess)
    }


def _counts(table: RawTable, header: str, guess: Guess) -> bool:
    """Return whether most cells of a column that hold anything hold an amount."""
    given = sum(not is_blank(cell) for cell in table.column(header))
    amounts, odd = _amounts(table, header, guess, dict.fromkeys(range(table.n_rows), ""))
    return bool(amounts) and len(odd) < _MOSTLY * given


def _rates(table: RawTable, header: str, unit: str, guess: Guess) -> bool:
    """Return whether a column named after people, such as ``Staff``, rates what they feel."""
    numbers = small_numbers(table.column(header), guess.reading) if unit == "people" else []
    return min(numbers, default=0) < 0


def _amounts(
    table: RawTable, header: str, guess: Guess, rows: Mapping[int, str]
) -> tuple[dict[str, Decimal], list[OddCell]]:
    """Return the amounts in some rows by their ids, and the cells that cannot be read."""
    words = missing_words({"missing": guess.missing})
    cells = table.column(header)
    amounts: dict[str, Decimal] = {}
    odd = []
    for at, key in rows.items():
        if means_nothing(cells[at], words):
            continue
        try:
            amount = capacity_in(cells[at], guess.reading)
        except UnfitCellError:
            text = cell_text(cells[at]).strip()
            odd.append(OddCell(key, text, _meant(text), guess.reading.decimal))
        else:
            amounts |= {} if amount is None else {key: amount}
    return amounts, odd


def _meant(text: str) -> Decimal | None:
    """Return the amount of a text such as ``2,5`` in a list that writes points, or the reverse.

    Three digits behind the sign may be a group of a thousand: nothing is guessed of these.
    """
    found = _DECIMAL.fullmatch(text)
    return Decimal(f"{found[1]}.{found[2]}") if found else None


def draft_capacities(
    table: RawTable,
    guess: Guess,
    ids: Collection[str],
    open_ids: Collection[str],
    limits: Mapping[str, Decimal] | None = None,
) -> tuple[DraftCapacity, ...]:
    """Return the columns of people at work, with what all proposals take.

    Args:
        table: The list.
        guess: What its columns seem to mean.
        ids: The proposals that take part, withdrawn ones among them.
        open_ids: Those that are not withdrawn.
        limits: How many there are, by column, where a person said so.
    """
    key = guess.columns.get("id")
    if key is None:
        return ()
    said = limits or {}
    listed = [cell_text(cell).strip() for cell in table.column(key)]
    known, counted = frozenset(ids), frozenset(open_ids)
    rows = {at: name for at, name in enumerate(listed) if name in known}
    found = []
    for header, unit in people_columns(table, guess).items():
        amounts, odd = _amounts(table, header, guess, rows)
        amounts |= {each.key: each.meant for each in odd if each.meant is not None}
        total = sum((each for name, each in amounts.items() if name in counted), Decimal(0))
        found.append(DraftCapacity(header, unit, total, tuple(odd), said.get(header)))
    return tuple(each for each in found if each.odd or each.total > 0 or each.limit is not None)


def capacity_lines(found: Sequence[DraftCapacity], *, said: bool = False) -> list[str]:
    """Return the lines of `capacity`; they stand under `rules`.

    Those with a limit that a person said take effect. The others are comments, their limit what
    all proposals take, so that it binds nobody until a person puts in theirs.

    Args:
        found: The columns.
        said: Whether those with a limit are asked for, or the others.
    """
    named = _named(found)
    chosen = {key: each for key, each in named.items() if (each.limit is not None) == said}
    head = "  capacity:"
    lines = [comment(f"    {quoted(key)}: {_line(each)}") for key, each in chosen.items()]
    if said:
        return [head, *lines] if lines else []
    # Below a head that takes effect, a second one would stand twice once it lost its sign.
    heads = [] if any(each.limit is not None for each in found) else [head]
    return [f"#{line}" for line in (*heads, *lines)] if lines else []


def _line(each: DraftCapacity) -> str:
    total = _plain(each.total)
    limit = total if each.limit is None else _plain(each.limit)
    said = f"{{limit: {limit}, unit: {each.unit}, column: {quoted(each.header)}}}"
    return f"{said}    # all proposals: {total}{each.lacking}{each.to_mend}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def capacities_told(found: Sequence[DraftCapacity]) -> list[str]:
    """Return what is told of limits that a person said, each held against what is needed."""
    return [
        f"capacity {key}: all {each.unit} of the list, {_plain(each.total)}{each.lacking}, against "
        f"{_plain(each.limit)}{each.to_mend}"
        for key, each in _named(found).items()
        if each.limit is not None
    ]


def read_capacities(found: Sequence[DraftCapacity]) -> dict[str, str]:
    """Return the columns that limits read which a person said, by the names of these."""
    return {key: each.header for key, each in _named(found).items() if each.limit is not None}


def _named(found: Sequence[DraftCapacity]) -> dict[str, DraftCapacity]:
    """Return columns by the names of their limits."""
    named: dict[str, DraftCapacity] = {}
    for each in found:
        named[_free(_name(each.header), named)] = each
    return named


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
