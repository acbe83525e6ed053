"""The figures on *CX weights* as the user left them, read wherever they were moved to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any, Protocol

from attrs import Factory, frozen

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.cells import Cell, cell_name, is_blank, text_of
from cximpact.spreadsheet.live.figures import COVERAGE_FIELD, FLOOR_FIELD, MOST_POINTS
from cximpact.spreadsheet.live.weights_sheet import FIELD_HEADER, STATED_HEADER, YOURS_HEADER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.intake.files.xlsx_values import Grid
    from cximpact.spreadsheet.cells import OwnedArea

__all__ = ["Overrides", "ReadFigure", "read_overrides"]

_KEY = "sheet.weights"
_MOST_MONEY = 1e15
_RANGES = {FLOOR_FIELD: (-1.0, 1.0), COVERAGE_FIELD: (0.0, 1.0)}


class _Sheets(Protocol):
    """What is needed of a workbook: its name, our areas in it, and the values of its sheets."""

    @property
    def name(self) -> str: ...
    @property
    def owned(self) -> Mapping[str, OwnedArea]: ...
    def grid(self, sheet: str) -> Grid: ...


@frozen
class ReadFigure:
    """One figure as it stands on *CX weights*.

    Attributes:
        yours: What the user has there.
        stated: What was stated when the sheet was written.
        cell: Where it stands.
    """

    yours: float
    stated: float
    cell: str

    @property
    def is_changed(self) -> bool:
        """Whether the user changed it."""
        return self.yours != self.stated


@frozen
class Overrides:
    """The figures on *CX weights*, by field; those that were changed count.

    Attributes:
        figures: All of them, by field such as ``criteria.ease.weight``.
        file: The workbook.
        sheet: The sheet; "" where there is none.
    """

    figures: Mapping[str, ReadFigure] = Factory(dict)
    file: str = ""
    sheet: str = ""

    @property
    def changed(self) -> Mapping[str, ReadFigure]:
        """The figures that the user changed."""
        return {key: each for key, each in self.figures.items() if each.is_changed}


def read_overrides(book: _Sheets) -> Overrides:
    """Return the figures on *CX weights*; none where there is no such sheet.

    Args:
        book: The workbook.

    Raises:
        InputError: A figure is blank, no number or out of range, or all points of a group are 0;
            each is named by sheet and cell.
    """
    area = book.owned.get(_KEY)
    if area is None:
        return Overrides()
    found = _Reader(book, area.sheet)
    figures = found.figures()
    problems = [*found.problems, *_all_zero(found, figures)]
    if problems:
        raise InputError(problems)
    return Overrides(figures, book.name, area.sheet)


class _Reader:
    """Reads the rows of the sheet, wherever the user moved them."""

    def __init__(self, book: _Sheets, sheet: str) -> None:
        self.name, self.sheet = book.name, sheet
        self._grid = book.grid(sheet)
        self.problems: list[Problem] = []
        self.groups: dict[str, list[str]] = {}

    def figures(self) -> dict[str, ReadFigure]:
        found: dict[str, ReadFigure] = {}
        columns: dict[str, int] = {}
        for row, cells in enumerate(self._grid.rows, self._grid.first_row):
            texts = [each.strip() if isinstance(each, str) else "" for each in cells]
            if {FIELD_HEADER, STATED_HEADER, YOURS_HEADER} <= set(texts):
                columns = {text: at for at, text in reversed(list(enumerate(texts))) if text}
            elif columns and _is_field(texts[columns[FIELD_HEADER]]):
                key = texts[columns[FIELD_HEADER]]
                figure = self._figure(key, row, cells, columns)
                if figure is not None:
                    found.setdefault(key, figure)
                at = columns.get("Group")
                if key.startswith("criteria.") and at is not None:
                    self.groups.setdefault(texts[at], []).append(key)
        return found

    def _figure(
        self, key: str, row: int, cells: Sequence[Cell], columns: Mapping[str, int]
    ) -> ReadFigure | None:
        at = columns[YOURS_HEADER]
        where = cell_name(row, self._grid.first_column + at)
        stated, cell = _number(cells[columns[STATED_HEADER]]), cells[at]
        yours = _number(cell)
        least, most = _range(key)
        if yours is not None and least <= yours <= most:
            return ReadFigure(yours, yours if stated is None else stated, where)
        hint = "" if stated is None else f"the stated figure is {stated:g}"
        self.add(
            where,
            "no figure" if is_blank(cell) else "not a figure that can count",
            field=key,
            value=None if is_blank(cell) else text_of(cell),
            expected=_expected(key),
            hint=hint or None,
        )
        return None

    def add(self, cell: str, message: str, **details: Any) -> None:
        """Note a problem of one cell."""
        self.problems.append(Problem(message, self.name, sheet=self.sheet, cell=cell, **details))


def _all_zero(found: _Reader, figures: Mapping[str, ReadFigure]) -> Iterator[Problem]:
    """Yield a problem for each group whose points, and for groups whose shares, are all 0."""
    shares = [key for key in figures if key.startswith("groups.")]
    parts = {**found.groups, "": shares} if shares else found.groups
    for group, keys in parts.items():
        known = [figures[key] for key in keys if key in figures]
        if known and len(known) == len(keys) and not any(each.yours > 0 for each in known):
            what = f"the points of the {group} criteria" if group else "the shares of the groups"
            first = known[0]
            yield Problem(
                f"{what} are all 0",
                found.name,
                sheet=found.sheet,
                cell=first.cell,
                field=keys[0],
                expected="at least one above 0",
            )


def _is_field(text: str) -> bool:
    return text.startswith(("criteria.", "groups.", "gates.", "budgets."))


def _number(cell: Cell) -> float | None:
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not isfinite(cell):
        return None
    return float(cell)


def _range(key: str) -> tuple[float, float]:
    if key.startswith("budgets."):
        return 0.0, _MOST_MONEY
    return _RANGES.get(key, (0.0, MOST_POINTS))


def _expected(key: str) -> str:
    least, most = _range(key)
    if most > 1:
        return "an amount from 0 up" if key.startswith("budgets.") else "points from 0 up"
    return f"a number from {least:g} to {most:g}"
