"""Tables on sheets of one workbook: problems name the file, records name the sheet, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field, fields, frozen

from cximpact.intake.files.raw_table import RawTable

__all__ = ["GatheredTable", "Place", "SheetTable", "on_sheet"]

Place = Mapping[str, str | int | None]


@frozen(eq=False)
class SheetTable(RawTable):
    """A table of a workbook that holds several, so that its name is that of its sheet, too.

    Attributes:
        file: The workbook, as problems name it.
    """

    file: str = ""

    def place(self, row: int, header: str | None = None) -> dict[str, str | int | None]:
        """Return where a cell stands, as keywords of `Problem`."""
        return {**super().place(row, header), "file": self.file}

    def header_place(self, header: str | None = None) -> dict[str, str | int | None]:
        """Return where a header stands, as keywords of `Problem`."""
        return {**super().header_place(header), "file": self.file}


@frozen(eq=False)
class GatheredTable(SheetTable):
    """A table put together from cells of several sheets.

    Attributes:
        places: Per row, where its cells stand, by header.
    """

    places: Sequence[Mapping[str, Place]] = field(repr=False, default=())

    def place(self, row: int, header: str | None = None) -> dict[str, str | int | None]:
        """Return where a cell stands, as keywords of `Problem`."""
        found = self.places[row]
        place = found.get(header or "") or next(iter(found.values()), {})
        return {"file": self.file, "field": header, **place}

    def header_place(self, header: str | None = None) -> dict[str, str | int | None]:
        """Return where a header stands: on the sheets of all raters, so only the file is told."""
        return {"file": self.file, "field": header}


def on_sheet(raw: RawTable, file: str, positions: Sequence[int]) -> SheetTable:
    """Return a table as one of several in a workbook.

    Args:
        raw: The table.
        file: The workbook.
        positions: Per column its place in the sheet, counted from 1.
    """
    known = {each.name: getattr(raw, each.name) for each in fields(RawTable)}
    changed = {"name": f"{file}, {raw.sheet}", "positions": tuple(positions)}
    return SheetTable(**{**known, **changed}, file=file)
