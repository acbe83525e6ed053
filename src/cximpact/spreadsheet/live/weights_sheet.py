"""The sheet *CX weights*: figures that can be changed, and the weights that follow from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from attrs import define, field, frozen

from cximpact.intake.files.cells import Area, cell_name
from cximpact.spreadsheet.cells import CellValue, Formula, Look, Put, SheetBlock, Validation
from cximpact.spreadsheet.live.figures import Figure
from cximpact.spreadsheet.live.table import NAME, grid_of
from cximpact.spreadsheet.ownership import reference
from cximpact.spreadsheet.sheets.looks import NOTE, PART, TEXT, TITLE

__all__ = [
    "FIELD_HEADER",
    "LIST_COLUMN",
    "LIST_ROW",
    "STATED_HEADER",
    "YOURS_HEADER",
    "WeightCells",
    "WeightsSheet",
]

FIELD_HEADER, STATED_HEADER, YOURS_HEADER = "Field", "Stated", "Yours"
LIST_COLUMN, LIST_ROW = 9, 6
"""Where the ranked list begins, with its headers."""

_FIELD, _WHAT, _GROUP, _STATED, _YOURS, _COUNTS, _WEIGHT = range(1, 8)
_FIRST_ROW = 7
_GAP = 3
_STATUS_ROW = 4
_EDITABLE = "FFF7D6"
_SHARE = Look(number="0.0%", align="right")
_WIDTHS = (30, 42, 11, 14, 14, 14, 10, 5, 6, 14, 34, 10, 17, 12, 14, 17)
_LINE = 105
_PARTS = {
    "criteria.": ("Criteria", "In its group", "Weight"),
    "groups.": ("Shares of the groups", "Share", ""),
    "gates.": ("Limits of gates", "Counts", ""),
    "budgets.": ("Budget", "Counts", ""),
}
_HEAD = (
    "Change a figure in the column Yours: values, ranks and actions follow at once, here and "
    "beside your lines.",
    "A figure that differs from the stated one also counts when the workbook is scored again; "
    "one that does not follows the scorecard.",
)

Cell = tuple[int, int, Put]


@frozen(eq=False)
class WeightCells:
    """Where the figures stand that formulas count with.

    Attributes:
        sheet: The name of the sheet.
        rows: The row of each figure, by its field.
    """

    sheet: str
    rows: Mapping[str, int]

    def weight(self, criterion: str) -> str:
        """Return the weight of a criterion."""
        return self._cell(f"criteria.{criterion}.weight", _WEIGHT)

    def inside(self, criterion: str) -> str:
        """Return the weight of a criterion inside its group."""
        return self._cell(f"criteria.{criterion}.weight", _COUNTS)

    def limit(self, key: str) -> str:
        """Return a limit that counts: yours, or what is stated where yours is no number."""
        return self._cell(key, _COUNTS)

    def _cell(self, key: str, column: int) -> str:
        row = self.rows[key]
        return reference(self.sheet, Area(row, column, row, column))


@define(eq=False)
class WeightsSheet:
    """Lays out the figures.

    Attributes:
        title: The name of the sheet.
        figures: Points of criteria, shares of groups, limits and budget, in this order.
        weights: By field, the weights in the evaluation: inside the group, and of the whole.
    """

    title: str
    figures: Sequence[Figure]
    weights: Mapping[str, tuple[float, float]]
    _rows: dict[str, int] = field(init=False)

    @_rows.default
    def _place(self) -> dict[str, int]:
        rows, row = {}, _FIRST_ROW
        for _, part in self._parts():
            for figure in part:
                rows[figure.field] = row
                row += 1
            row += _GAP
        return rows

    def _parts(self) -> list[tuple[str, list[Figure]]]:
        """Return the figures by what they are, leaving out what there is none of."""
        found = [(key, [e for e in self.figures if e.field.startswith(key)]) for key in _PARTS]
        return [(key, part) for key, part in found if part]

    @property
    def cells(self) -> WeightCells:
        """Where the figures stand."""
        return WeightCells(self.title, self._rows)

    def block(self, ranked: Sequence[Cell], notes: Sequence[str]) -> SheetBlock:
        """Return the sheet.

        Args:
            ranked: The cells of the ranked list.
            notes: What the formulas do and leave out.
        """
        cells = [*self._head(), *self._figures(), *self._notes(notes), *ranked]
        return SheetBlock(
            key="sheet.weights",
            title=self.title,
            rows=grid_of(cells),
            widths=_WIDTHS,
            freeze=(LIST_ROW, 0),
            validations=tuple(map(self._validation, self.figures)),
        )

    def _head(self) -> Iterator[Cell]:
        yield 1, 1, Put("CX weights", TITLE)
        for row, text in enumerate(_HEAD, 2):
            yield row, 1, Put(text, NOTE)
        yield _STATUS_ROW, 1, Put(self._status(), Look(bold=True))

    def _status(self) -> Formula:
        pairs = (
            f"SUMPRODUCT(--({self._span(part, _STATED)}<>{self._span(part, _YOURS)}))"
            for _, part in self._parts()
        )
        changed = sum(each.used != each.stated for each in self.figures)
        text = f'({"+".join(pairs)})&" of {len(self.figures)} figures differ from the stated ones"'
        said = f"{changed} of {len(self.figures)} figures differ from the stated ones"
        return Formula(text, said)

    def _figures(self) -> Iterator[Cell]:
        for key, part in self._parts():
            first = self._rows[part[0].field]
            title, counts, weight = _PARTS[key]
            names = (FIELD_HEADER, title, "Group" if weight else "", STATED_HEADER, YOURS_HEADER)
            for column, name in enumerate((*names, counts, weight), 1):
                if name:
                    yield first - 1, column, Put(name, NAME)
            for figure in part:
                yield from self._figure(key, part, figure)

    def _figure(self, key: str, part: Sequence[Figure], figure: Figure) -> Iterator[Cell]:
        row = self._rows[figure.field]
        number = Look(number=figure.number, align="right")
        yours = Look(
            number=figure.number, align="right", fill=_EDITABLE, border=True, unlocked=True
        )
        texts = {_FIELD: figure.field, _WHAT: figure.title, _GROUP: figure.group}
        for column, text in texts.items():
            if text:
                yield row, column, Put(text, NOTE if column == _FIELD else TEXT)
        yield row, _STATED, Put(figure.stated, number)
        yield row, _YOURS, Put(figure.used, yours)
        for column, value in self._following(key, part, figure).items():
            yield row, column, Put(value, number if key in ("gates.", "budgets.") else _SHARE)

    def _following(self, key: str, part: Sequence[Figure], figure: Figure) -> dict[int, CellValue]:
        """Return what follows from a figure: weights, shares, or the limit that counts."""
        row = self._rows[figure.field]
        stated, yours = cell_name(row, _STATED), cell_name(row, _YOURS)
        if key in ("gates.", "budgets."):
            taken = yours if key == "gates." else f"MAX(0,{yours})"
            return {_COUNTS: Formula(f"IF(ISNUMBER({yours}),{taken},{stated})", figure.used)}
        points = self._span(part, _YOURS)
        whole = f'SUMIFS({points},{points},">0")'
        if key == "criteria.":
            group = cell_name(row, _GROUP)
            whole = f'SUMIFS({points},{self._span(part, _GROUP)},{group},{points},">0")'
        share = f"IF({whole}=0,0,IF(ISNUMBER({yours}),MAX(0,{yours}),0)/{whole})"
        inside, weight = self.weights[figure.field]
        found: dict[int, CellValue] = {_COUNTS: Formula(share, inside)}
        if key == "criteria.":
            of_group = self._rows.get(f"groups.{figure.group}")
            times = f"*{cell_name(of_group, _COUNTS)}" if of_group else ""
            found[_WEIGHT] = Formula(f"{cell_name(row, _COUNTS)}{times}", weight)
        return found

    def _span(self, part: Sequence[Figure], column: int) -> str:
        first, last = self._rows[part[0].field], self._rows[part[-1].field]
        area = Area(first, column, last, column)
        return reference("x", area).removeprefix("x!")

    def _notes(self, notes: Sequence[str]) -> Iterator[Cell]:
        row = max(self._rows.values(), default=_FIRST_ROW) + _GAP
        yield row, 1, Put("What the formulas do, and leave out", PART)
        lines = (line for note in notes for line in wrap(note, _LINE))
        for number, line in enumerate(lines, row + 1):
            yield number, 1, Put(line, NOTE)

    def _validation(self, figure: Figure) -> Validation:
        row = self._rows[figure.field]
        words = "points, from 0 up" if figure.number == "General" else "a share"
        if figure.least < 0 or figure.most <= 1:
            words = f"a number from {figure.least:g} to {figure.most:g}"
        if figure.field.startswith("budgets."):
            words = "an amount, from 0 up"
        return Validation(
            Area(row, _YOURS, row, _YOURS),
            "decimal",
            figure.least,
            figure.most,
            title="Yours",
            prompt=f"{figure.title}: {words}. Stated: {figure.stated:g}."[:250],
        )
