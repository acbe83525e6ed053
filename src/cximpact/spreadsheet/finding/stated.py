"""A column map held against the headers that are there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import evolve

from cximpact.intake.lists.cell_values import UnfitCellError, money_in
from cximpact.intake.starting.guess_scales import is_about
from cximpact.intake.starting.guess_words import FIELD_WORDS
from cximpact.model.source import Reading
from cximpact.spreadsheet.finding.words import folded, mapped_headers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.model.scorecard import Scorecard
    from cximpact.spreadsheet.finding.found import FoundTable
    from cximpact.spreadsheet.finding.words import Words

__all__ = ["as_headed", "is_amount", "named_header", "table_to_guess"]

_NAMES = ("column", "low", "likely", "high")
_READINGS = (Reading(), Reading(decimal=",", thousands="."))
_MOSTLY = 0.5


def as_headed(columns: Mapping[str, Any], found: FoundTable) -> dict[str, Any]:
    """Return a column map with its headers written as they stand in the table.

    Letter case and spaces do not count, and headers in several rows may be named in full. What
    is not there stays as it is, and is reported where the table is read.

    Args:
        columns: Ours to theirs.
        found: The table.
    """
    known = {folded(full): header for full, header in found.aliases.items()}
    known |= {folded(header): header for header in found.raw.headers}
    names = {name: known.get(folded(name), name) for name in mapped_headers(columns)}
    return {ours: _renamed(said, names, ours) for ours, said in columns.items()}


def _renamed(said: Any, names: Mapping[str, str], key: str) -> Any:
    if isinstance(said, str):
        return names.get(said, said)
    if isinstance(said, list | tuple):
        return [_renamed(each, names, key) for each in said]
    if not isinstance(said, Mapping):
        return said
    if key in ("ratings", "quantities"):
        return {name: _renamed(each, names, "") for name, each in said.items()}
    # Beside the columns an entry names a currency or a fund, which are no headers.
    return {
        name: _renamed(each, names, "")
        if name in _NAMES or (name != "values" and isinstance(each, Mapping))
        else each
        for name, each in said.items()
    }


def named_header(said: Any) -> str:
    """Return the header that an entry of a column map names, of a range the likely one; "" if none.

    Example:
        >>> named_header({"column": "Capex"}), named_header({"low": "Min", "likely": "Plan"})
        ('Capex', 'Plan')
    """
    named = said.get("column", said.get("likely")) if isinstance(said, Mapping) else said
    return named if isinstance(named, str) else ""


def table_to_guess(
    raw: RawTable, stated: Mapping[str, Any], scorecard: Scorecard, words: Words
) -> RawTable:
    """Return the table from which the meaning of the other columns is guessed.

    Columns that are mapped bear our names, or are left out. In columns of costs and answers the
    cells that do not fit are blank: one wrong cell is to be reported where it stands, and not to
    leave its column unread.

    Args:
        raw: The table.
        stated: The column map, its headers as they stand.
        scorecard: The scorecard.
        words: What is looked for among headers.
    """
    ours = {
        header: name
        for name, said in stated.items()
        if name in FIELD_WORDS and name != "cost"
        for header in [named_header(said)]
        if header
    }
    gone = {*mapped_headers(stated)} - {*ours}
    kept = [
        at
        for at, header in enumerate(raw.headers)
        if header in ours or (header not in gone and folded(header) not in ours.values())
    ]
    headers = tuple(ours.get(raw.headers[at], raw.headers[at]) for at in kept)
    return evolve(
        raw,
        headers=headers,
        columns=tuple(_fitting(raw.columns[at], raw.headers[at], scorecard, words) for at in kept),
        positions=tuple(raw.positions[at] for at in kept),
    )


def _fitting(cells: list[Cell], header: str, scorecard: Scorecard, words: Words) -> list[Cell]:
    from cximpact.intake.lists.answers import answer_reader

    criterion = next((each for each in scorecard.criteria if is_about(header, each)), None)
    if criterion is not None and criterion.kind == "rating":
        readers = [
            answer_reader(criterion, reading, scale)
            for reading in _READINGS
            for scale in (None, (1.0, 3.0, 5.0))
        ]
        return _without(cells, lambda cell: _reads(cell, readers))
    if words.meaning(header) != "cost":
        return cells
    fitting = _without(cells, is_amount)
    given = sum(cell is not None for cell in cells)
    fits = sum(cell is not None for cell in fitting)
    return fitting if fits and fits >= _MOSTLY * given else cells


def _without(cells: list[Cell], fits: Callable[[Cell], bool]) -> list[Cell]:
    # Most columns repeat a few values, so each different one is read once.
    known: dict[tuple[type, Cell], bool] = {}
    for cell in cells:
        if cell is not None and (type(cell), cell) not in known:
            known[type(cell), cell] = fits(cell)
    return [cell if cell is not None and known[type(cell), cell] else None for cell in cells]


def _reads(cell: Cell, readers: Sequence[Callable[[Cell], object]]) -> bool:
    for reader in readers:
        try:
            reader(cell)
        except UnfitCellError:
            continue
        return True
    return False


def is_amount(cell: Cell) -> bool:
    """Return whether a cell holds an amount of 0 or more, however it is written."""
    for reading in _READINGS:
        try:
            read = money_in(cell, reading)
        except UnfitCellError:
            continue
        return read is not None and read[0] >= 0
    return False
