"""Answers in long lists, one per line, and in grids, one sheet per rater: the same answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from cximpact.intake.files.cells import Cell, is_blank, text_of
from cximpact.intake.files.raw_table import Origin
from cximpact.spreadsheet.template.exact import as_cell
from cximpact.spreadsheet.template.fields import FIELDS, field_of_headers
from cximpact.spreadsheet.template.sheet_tables import GatheredTable, Place

if TYPE_CHECKING:
    from cximpact.spreadsheet.template.content import Listed

__all__ = ["Answer", "Rater", "as_raters", "long_list"]

_NAMES = tuple(each.name for each in FIELDS["ratings"])
_MOST_RATERS = 60
_NEEDED = {"proposal", "criterion", "rating"}


@frozen
class Answer:
    """One answer, and what it rests on.

    Attributes:
        rating: The level.
        source: What it rests on.
        date: The day of that source.
        places: Where its rating, source and date stand, by our names; empty where unknown.
    """

    rating: Cell
    source: Cell = None
    date: Cell = None
    places: Mapping[str, Place] = field(factory=dict, eq=False)


@frozen
class Rater:
    """All answers of one rater.

    Attributes:
        name: Who; enters no result.
        unit: The rater's department.
        answers: Each with its proposal and criterion.
    """

    name: Cell
    unit: Cell
    answers: tuple[tuple[tuple[Cell, str], Answer], ...] = ()


def as_raters(listed: Listed) -> tuple[Rater, ...] | None:
    """Return a long list of answers rater by rater; None where that would lose something.

    Args:
        listed: The table of ratings.
    """
    table, said = listed.table, listed.said
    known = field_of_headers("ratings", said, table.headers)
    columns = said.get("columns") or {}
    is_plain = all(isinstance(each, str) for each in columns.values())
    is_plain = is_plain and said.keys().isdisjoint({"where", "missing"})
    if not is_plain or set(known) != set(table.headers):
        return None
    if not {each.name for each in known.values()} >= _NEEDED:
        return None
    read = said.get("read", {})
    cells = {
        known[h].name: [as_cell(cell, read) for cell in table.column(h)] for h in table.headers
    }
    return _grouped(cells, table.n_rows)


def _grouped(cells: Mapping[str, Sequence[Cell]], n_rows: int) -> tuple[Rater, ...] | None:
    found: dict[tuple[Cell, Cell], dict[tuple[Cell, str], Answer]] = {}
    for row in range(n_rows):
        one = {name: cells[name][row] if name in cells else None for name in _NAMES}
        key = (one["proposal"], text_of(one["criterion"]))
        answers = found.setdefault((one["rater"], one["unit"]), {})
        blank = is_blank(one["proposal"]) or is_blank(one["criterion"]) or is_blank(one["rating"])
        if key in answers or blank or not isinstance(one["criterion"], str):
            return None
        answers[key] = Answer(one["rating"], one["source"], one["date"])
    if len(found) > _MOST_RATERS:
        return None
    return tuple(Rater(*key, tuple(answers.items())) for key, answers in found.items())


def long_list(raters: Sequence[Rater], said: Mapping[str, Any], file: str) -> GatheredTable:
    """Return the answers of all raters as one list.

    Args:
        raters: Who answered, and what.
        said: What the workspace says of the table: its columns are headed accordingly.
        file: The workbook.
    """
    columns = said.get("columns") or {}
    headers = {name: str(columns.get(name, name)) for name in _NAMES}
    rows: list[tuple[Cell, ...]] = []
    places: list[Mapping[str, Place]] = []
    for rater in raters:
        for (proposal, criterion), each in rater.answers:
            rows.append(
                (proposal, criterion, each.rating, rater.name, rater.unit, each.source, each.date)
            )
            places.append({headers[name]: place for name, place in each.places.items()})
    cells = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in _NAMES]
    kept = [at for at, name in enumerate(_NAMES) if _is_needed(name, columns, cells[at])]
    return GatheredTable(
        f"{file}, Ratings",
        tuple(headers[_NAMES[at]] for at in kept),
        tuple(cells[at] for at in kept),
        list(range(len(rows))),
        origin=Origin.SHEET,
        places=places,
        file=file,
    )


def _is_needed(name: str, columns: Mapping[str, Any], cells: Sequence[Cell]) -> bool:
    return name in _NEEDED or name in columns or not all(map(is_blank, cells))
