"""A workbook as it is read: its sheets, tables, names and values, each looked up once."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from attrs import field, frozen

from cximpact.intake.files.problems import ProblemLog, did_you_mean
from cximpact.intake.files.text_files import MIB, read_bytes
from cximpact.intake.files.xlsx_prescan import Package, open_package
from cximpact.intake.files.xlsx_reader import sheet_grid
from cximpact.intake.files.xlsx_values import Grid
from cximpact.intake.files.xlsx_workbook import (
    DefinedName,
    ListedTable,
    Workbook,
    defined_names,
    listed_tables,
    read_workbook,
)
from cximpact.spreadsheet.finding.currencies import currencies_shown, number_formats
from cximpact.spreadsheet.finding.formulas import Formulas, read_formulas
from cximpact.spreadsheet.finding.headers import HeaderRows
from cximpact.spreadsheet.finding.layout import Layout, read_layout
from cximpact.spreadsheet.finding.trusted import trusted_areas
from cximpact.spreadsheet.ownership import owned_areas, reference

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from cximpact.intake.files.cells import Area
    from cximpact.spreadsheet.cells import OwnedArea

__all__ = ["Book"]

_KINDS = (".xlsx", ".xlsm")
_LARGEST = 256 * MIB
_MOST_TOLD = 10


@frozen(eq=False)
class Book:
    """A workbook that passed all checks, for reading.

    Attributes:
        path: The file.
        package: Its checked parts.
        workbook: Which part is which.
        names: The names defined in it, ours among them.
        tables: The tables defined in it.
        named: The areas that names call ours, by key.
    """

    path: Path
    package: Package = field(repr=False)
    workbook: Workbook = field(repr=False)
    names: tuple[DefinedName, ...] = field(repr=False)
    tables: tuple[ListedTable, ...] = field(repr=False)
    named: Mapping[str, OwnedArea] = field(repr=False)
    _grids: dict[str, Grid] = field(init=False, repr=False, factory=dict)
    _rows: dict[str, HeaderRows] = field(init=False, repr=False, factory=dict)
    _layouts: dict[str, Layout] = field(init=False, repr=False, factory=dict)
    _formulas: dict[str, Formulas] = field(init=False, repr=False, factory=dict)

    @classmethod
    def open(cls, path: Path | str) -> Book:
        """Return a workbook for reading; nothing of it is parsed before its package is checked.

        Args:
            path: A file ending in .xlsx or .xlsm.

        Raises:
            InputError: There is no such file, or it is no workbook, damaged, locked or unsafe.
        """
        file = Path(path)
        _check_kind(file)
        return cls.of(open_package(read_bytes(file, most=_LARGEST), name=file.name), file)

    @classmethod
    def of(cls, package: Package, path: Path) -> Book:
        """Return a workbook whose package was opened and checked already.

        Args:
            package: Its checked parts.
            path: The file they come from.

        Raises:
            InputError: It is no workbook, or is damaged.
        """
        workbook = read_workbook(package)
        names = defined_names(package, workbook)
        named = owned_areas((each.name, each.refers_to) for each in names)
        return cls(path, package, workbook, names, listed_tables(package, workbook), named)

    @property
    def name(self) -> str:
        """The file, as shown to people."""
        return self.package.name

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its worksheets, in their order."""
        return tuple(self.workbook.sheets)

    @cached_property
    def owned(self) -> Mapping[str, OwnedArea]:
        """The areas that an earlier run wrote and that still begin with what is ours, by key."""
        sheets = {sheet.casefold(): sheet for sheet in self.sheets}
        return trusted_areas(self.named, sheets, self.grid)

    @property
    def left_alone(self) -> tuple[str, ...]:
        """What people should know of areas that are named as ours, but hold other things by now."""
        gone = [each for key, each in self.named.items() if key not in self.owned]
        return tuple(
            f"{reference(each.sheet, each.area).replace('$', '')} was written by an earlier run; "
            "its header is no longer ours, so it is left alone"
            for each in gone[:_MOST_TOLD]
        )

    @property
    def own_sheets(self) -> frozenset[str]:
        """The sheets that are ours: written by an earlier run, or part of our template."""
        return frozenset(area.sheet for key, area in self.owned.items() if key.startswith("sheet."))

    def own_columns(self, sheet: str) -> frozenset[int]:
        """Return the columns of a sheet that hold results of an earlier run."""
        areas = (
            each.area
            for key, each in self.owned.items()
            if key.startswith("column.") and each.sheet.casefold() == sheet.casefold()
        )
        return frozenset(
            column for area in areas for column in range(area.first_column, area.last_column + 1)
        )

    def grid(self, sheet: str) -> Grid:
        """Return the values of a sheet, with marks where a formula failed or was not calculated.

        Raises:
            InputError: The sheet is damaged, or its values reach too far apart.
        """
        if sheet not in self._grids:
            self._grids[sheet] = sheet_grid(self.package, self.workbook, sheet)
        return self._grids[sheet]

    def rows(self, sheet: str) -> HeaderRows:
        """Return the rows of a sheet without what an earlier run wrote beside the user's."""
        if sheet not in self._rows:
            grid = self.grid(sheet)
            for key, each in self.owned.items():
                if key.startswith("column.") and each.sheet.casefold() == sheet.casefold():
                    grid = _blanked(grid, each.area)
            self._rows[sheet] = HeaderRows(grid, self.layout(sheet))
        return self._rows[sheet]

    def layout(self, sheet: str) -> Layout:
        """Return the merged cells and the hidden rows and columns of a sheet.

        Raises:
            InputError: The sheet is damaged.
        """
        if sheet not in self._layouts:
            with self._reading(sheet):
                self._layouts[sheet] = read_layout(self.xml(sheet))
        return self._layouts[sheet]

    def formulas(self, sheet: str) -> Formulas:
        """Return which cells of a sheet add up others or are fed from other workbooks.

        Raises:
            InputError: The sheet is damaged.
        """
        if sheet not in self._formulas:
            with self._reading(sheet):
                self._formulas[sheet] = read_formulas(self.xml(sheet))
        return self._formulas[sheet]

    def currencies(
        self, sheet: str, rows: Mapping[int, Collection[int]]
    ) -> dict[int, dict[str, str]]:
        """Return per column the currencies that number formats show, each with its first cell.

        Args:
            sheet: The sheet.
            rows: Per column the rows with numbers that count.

        Raises:
            InputError: The sheet or the styles are damaged.
        """
        styles = self.workbook.styles
        if styles is None or self.package.find(styles) is None or not rows:
            return {}
        with self._reading(sheet):
            return currencies_shown(
                self.xml(sheet), number_formats(self.package.read(styles)), rows
            )

    @contextmanager
    def _reading(self, sheet: str) -> Iterator[None]:
        """Turn what is wrong with the XML of a sheet into a problem."""
        try:
            yield
        except (expat.ExpatError, ValueError) as error:
            log = ProblemLog(self.name)
            hint = "open the workbook in a spreadsheet program and save it anew"
            log.add(f"the sheet cannot be read: {error}", sheet=sheet, hint=hint)
            raise log.error() from None

    def xml(self, sheet: str) -> bytes:
        """Return the part of a sheet."""
        return self.package.read(self.workbook.sheets[sheet])

    def sheet_called(self, name: str) -> str:
        """Return a sheet by its name; letter case does not count.

        Raises:
            InputError: There is none.
        """
        for sheet in self.sheets:
            if sheet.casefold() == name.strip().casefold():
                return sheet
        log = ProblemLog(self.name)
        listed = f"the sheets are: {', '.join(self.sheets)}"
        hint = did_you_mean(name, self.sheets) or listed
        log.add("there is no such sheet", field="sheet", value=name, hint=hint)
        raise log.error()


def _blanked(grid: Grid, area: Area) -> Grid:
    """Return the values of a sheet without those in an area."""
    columns = list(grid.columns)
    top = max(area.first_row - grid.first_row, 0)
    end = max(area.last_row - grid.first_row + 1, 0)
    for column in range(area.first_column, area.last_column + 1):
        at = column - grid.first_column
        if 0 <= at < len(columns):
            cells = columns[at]
            columns[at] = [*cells[:top], *[None] * len(cells[top:end]), *cells[end:]]
    return Grid(grid.first_row, grid.first_column, columns)


def _check_kind(path: Path) -> None:
    if path.suffix.lower() not in _KINDS:
        log = ProblemLog(path.name)
        expected = "a workbook ending in .xlsx or .xlsm"
        hint = "save it as .xlsx in the program that made it"
        log.add("not such a workbook", value=path.suffix or path.name, expected=expected, hint=hint)
        raise log.error()
