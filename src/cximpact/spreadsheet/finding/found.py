"""A table that was found in a workbook, as everything after it needs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import Factory, field, frozen

if TYPE_CHECKING:
    from cximpact.intake.files.cells import Area
    from cximpact.intake.files.raw_table import RawTable

__all__ = ["FoundTable"]


@frozen(eq=False)
class FoundTable:
    """A list of proposals inside a workbook.

    Attributes:
        sheet: The sheet it stands on.
        table: The name of the Excel table it is; "" if it is none.
        header_row: The row of its headers; of headers in several rows the last.
        area: Its cells from the first row of headers to the last line, totals excluded. Columns
            of ours at its right end are not part of it.
        raw: Its headers and lines, columns of ours left out; `lines` are rows of the sheet.
        notices: What people should know of how it was read.
        own_columns: Columns of the sheet that an earlier run wrote.
        aliases: Other names of its headers: those of headers in several rows, joined.
        currencies: By header the currencies that number formats show, each with the address of
            the first cell that does.
    """

    sheet: str
    table: str
    header_row: int
    area: Area
    raw: RawTable = field(repr=False)
    notices: tuple[str, ...] = ()
    own_columns: frozenset[int] = frozenset()
    aliases: Mapping[str, str] = Factory(dict)
    currencies: Mapping[str, Mapping[str, str]] = Factory(dict)
