"""Writing into a workbook: columns beside the user's tables, and sheets of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.spreadsheet.cells import OwnedArea
from cximpact.spreadsheet.editing.book_parts import BookParts
from cximpact.spreadsheet.editing.column_plan import area_of_block
from cximpact.spreadsheet.editing.lanes import overlap
from cximpact.spreadsheet.editing.own_sheets import area_of_sheet, free_title
from cximpact.spreadsheet.editing.write_columns import ColumnTask, write_columns
from cximpact.spreadsheet.editing.write_sheets import clear_sheet, drop_sheet, write_sheet
from cximpact.spreadsheet.ownership import owned_areas, owned_name, reference
from cximpact.spreadsheet.package.changes import Changes
from cximpact.spreadsheet.package.parts import Parts
from cximpact.spreadsheet.package.saving import save

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from cximpact.intake.files.cells import Area
    from cximpact.spreadsheet.cells import ColumnBlock, SheetBlock
    from cximpact.spreadsheet.package.saving import Saved

__all__ = ["WorkbookEdit"]


class WorkbookEdit:
    """A workbook that is being written into; the file stays as it is until `save`.

    Whatever could be refused is refused by the calls before: cells in the way, merged cells,
    formulas that would lose a part of their cells.

    Example:
        >>> edit = WorkbookEdit.open("budget.xlsx")  # doctest: +SKIP
        >>> edit.put_columns([block], table="Requests")  # doctest: +SKIP
        >>> edit.save("budget.xlsx")  # doctest: +SKIP
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._changes = Changes(parts)
        self._book = BookParts.of(self._changes)
        names = [(one.name, one.text) for one in self._book.workbook.names if one.sheet is None]
        sheets = {one.name.casefold() for one in self._book.sheets}
        found = owned_areas(names).items()
        self._owned = {key: one for key, one in found if one.sheet.casefold() in sheets}
        self._notices: list[str] = []

    @classmethod
    def open(cls, path: Path | str) -> WorkbookEdit:
        """Return a workbook to write into.

        Args:
            path: The file.

        Raises:
            InputError: There is no such file, it is no workbook, damaged, or not a safe one.
        """
        return cls(Parts.open(path))

    @property
    def owned(self) -> Mapping[str, OwnedArea]:
        """The areas that are ours, by key: those found, and those written since."""
        return dict(self._owned)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should know about what was written, each as one sentence."""
        return tuple(dict.fromkeys(self._notices))

    def restrict(self, owned: Mapping[str, OwnedArea]) -> None:
        """Take only some areas for ours; what others hold is left alone like any other cell.

        Args:
            owned: The areas that are ours, by key.
        """
        self._owned = {key: owned[key] for key in self._owned if key in owned}

    def title_of(self, key: str, title: str) -> str:
        """Return the name of a sheet of ours, which the user may have renamed.

        Args:
            key: What its area is owned as.
            title: What it is to be called if it is new; a number is added where that is taken.
        """
        if key in self._owned:
            return self._owned[key].sheet
        return free_title(title, [one.name for one in self._book.workbook.sheets])

    def put_columns(self, blocks: Sequence[ColumnBlock], table: str = "") -> None:
        """Write columns of results beside a table.

        Cells an earlier run wrote under the same key are written anew or emptied, wherever they
        are by now. An Excel table is extended over columns right beside it.

        Args:
            blocks: The columns.
            table: The name of the Excel table they belong to; "" if it is none.

        Raises:
            InputError: Cells are in the way; all of them are named. Nothing was changed.
        """
        keys = {block.key for block in blocks}
        old = [self._owned[key].sheet for key in keys if key in self._owned]
        by_fold = {name.casefold(): name for name in [*old, *(block.sheet for block in blocks)]}
        for sheet in by_fold.values():
            here = [block for block in blocks if block.sheet.casefold() == sheet.casefold()]
            self._write(sheet, here, keys, table)
        for block in blocks:
            self._own(block.key, self._book.sheet(block.sheet).name, area_of_block(block), keys)

    def put_sheet(self, block: SheetBlock) -> None:
        """Write a sheet of ours: a new one, or the one an earlier run wrote.

        Args:
            block: The sheet. The user's own cells on it, formats and widths stay.

        Raises:
            InputError: Cells are in the way; all of them are named. Nothing was changed.
        """
        name, notices = write_sheet(self._book, block, self._owned.get(block.key))
        self._notices += notices
        self._own(block.key, name, area_of_sheet(block), {block.key})

    def remove(self, *keys: str) -> None:
        """Empty areas of ours that are no longer wanted; nothing happens where there is none.

        Sheets of ours that hold nothing else are dropped, also if they mention each other, and a
        table ends before columns that are emptied at its right end.

        Args:
            *keys: What the areas are owned as.
        """
        old = {key: self._owned[key] for key in keys if key in self._owned}
        sheets = [area for key, area in old.items() if not key.startswith("column.")]
        for key, area in old.items():
            if area not in sheets:
                self._write(area.sheet, [], {key}, "")
        for area in sheets:
            self._notices += clear_sheet(self._book, area)
        for area in sheets:
            self._notices += drop_sheet(self._book, area)
        for key in old:
            self._disown(key)

    def save(self, target: Path | str, *, backup: bool = True) -> Saved:
        """Save the workbook; the old or the new one is there at every moment.

        Args:
            target: The file: the one that was opened, or another one.
            backup: Whether the file that is replaced is kept under a name of its own.

        Raises:
            InputError: The file is open in a program, may not be written to, was changed since it
                was read, or the disk is full.
        """
        self._book.store()
        return save(self.parts, self._changes, target, backup=backup)

    def _write(
        self, sheet: str, blocks: Sequence[ColumnBlock], keys: Collection[str], table: str
    ) -> None:
        """Write columns into one sheet, and empty what areas of their keys held there before."""
        here = {
            key: one for key, one in self._owned.items() if one.sheet.casefold() == sheet.casefold()
        }
        emptied = [one.area for key, one in here.items() if key in keys]
        task = ColumnTask(self._book.sheet(sheet), blocks, here, emptied, table)
        self._notices += write_columns(self._book, task)

    def _own(self, key: str, sheet: str, area: Area, together: Collection[str]) -> None:
        """Note an area as ours; one of an earlier run that it overlaps is none any more."""
        for other, one in list(self._owned.items()):
            if other not in together and one.sheet == sheet and overlap(one.area, area):
                self._disown(other)
        self._owned[key] = OwnedArea(sheet, area)
        self._book.workbook.set_name(owned_name(key), reference(sheet, area), hidden=True)

    def _disown(self, key: str) -> None:
        del self._owned[key]
        self._book.workbook.drop_name(owned_name(key))
