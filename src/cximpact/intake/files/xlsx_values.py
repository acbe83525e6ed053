"""The values of one checked sheet, read by a fast reader that never sees an unchecked byte.

A package of at most six parts is written anew in memory, and only that is handed to the reader:
what one zip or XML reader takes for the sheet and another does not cannot matter then.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import time, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from attrs import frozen

from cximpact.intake.files.cells import (
    Area,
    Cell,
    ErrorCell,
    is_blank,
    span_text,
    whole_if_integral,
)

if TYPE_CHECKING:
    from cximpact.intake.files.xlsx_prescan import Package
    from cximpact.intake.files.xlsx_scan import SheetScan
    from cximpact.intake.files.xlsx_workbook import Workbook

__all__ = ["Grid", "UnreadableSheetError", "read_grid"]

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHARED_STRINGS_TAG = re.compile(rb"""<(?:[\w.-]+:)?sst\b(?:[^<>"']|"[^"<]*"|'[^'<]*')*>""")


class UnreadableSheetError(ValueError):
    """The reader gave up on a sheet; its text says why."""


@frozen(eq=False)
class Grid:
    """A rectangle of cells.

    Attributes:
        first_row: The sheet row of the first row, counted from 1.
        first_column: The sheet column of the first column, counted from 1.
        rows: The cells, all rows of one width.
    """

    first_row: int
    first_column: int
    rows: list[list[Cell]]

    def crop(self, area: Area) -> Grid:
        """Return the part inside an area, widened with empty cells where the area is larger."""
        left = area.first_column - self.first_column
        width = area.last_column - area.first_column + 1
        above: list[Cell] = [None] * max(-left, 0)
        kept = self.rows[
            max(area.first_row - self.first_row, 0) : max(area.last_row - self.first_row + 1, 0)
        ]
        cut = [[*above, *row[max(left, 0) : max(left + width, 0)]][:width] for row in kept]
        padded = [row + [None] * (width - len(row)) for row in cut]
        return Grid(max(area.first_row, self.first_row), area.first_column, padded)

    def first_filled(self) -> int | None:
        """Return the sheet row of the first row that is not blank."""
        for number, row in enumerate(self.rows, self.first_row):
            if not all(map(is_blank, row)):
                return number
        return None


def read_grid(package: Package, workbook: Workbook, xml: bytes, scan: SheetScan) -> Grid:
    """Return the values of a sheet, with marks in the place of failed formulas.

    Args:
        package: The checked package.
        workbook: Its parts.
        xml: The part of the sheet.
        scan: What the pass over it found.

    Raises:
        UnreadableSheetError: The reader finds the sheet damaged.
        xml.parsers.expat.ExpatError: The part with the shared texts is damaged.
        InputError: A part that it needs is missing.
    """
    if not scan.values:
        return Grid(1, 1, [])
    row, column, found = _calamine_rows(_lean_package(package, workbook, xml))
    above, left = row - scan.first_row, column - scan.first_column
    width = scan.last_column - scan.first_column + 1
    height = scan.last_row - scan.first_row + 1
    if found and (min(above, left) < 0 or above + len(found) > height):
        raise UnreadableSheetError("its cells are not where their addresses say")
    rows: list[list[Cell]] = [[None] * width for _ in range(height)]
    for number, values in enumerate(found, above):
        try:
            rows[number][left : left + len(values)] = map(_cell, values)
        except ValueError as error:
            raise UnreadableSheetError(f"row {number + scan.first_row} {error}") from None
    for (at_row, at_column), mark in scan.marks.items():
        rows[at_row - scan.first_row][at_column - scan.first_column] = mark
    return Grid(scan.first_row, scan.first_column, rows)


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("holds a NUL character")
        return value or None
    if isinstance(value, float):
        return whole_if_integral(value) if isfinite(value) else ErrorCell("#NUM!")
    if isinstance(value, time | timedelta):
        return span_text(value)
    cell: Cell = value
    return cell


def _calamine_rows(data: bytes) -> tuple[int, int, list[list[Any]]]:
    """Return row and column of the first value, counted from 1, and all values."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        row, column = sheet.start or (0, 0)
        return row + 1, column + 1, sheet.to_python() if sheet.start else []
    except (CalamineError, ValueError, OverflowError, OSError) as error:
        raise UnreadableSheetError(str(error)) from None
    except BaseException as error:
        # A panic inside the reader arrives as an exception that is no Exception.
        if type(error).__name__ == "PanicException":
            raise UnreadableSheetError("its XML is not what a sheet should hold") from None
        raise


def _lean_package(package: Package, workbook: Workbook, xml: bytes) -> bytes:
    """Return a workbook that holds one sheet and what its values need, and nothing else."""
    optional = {
        kind: package.read(part)
        for kind, part in (("sharedStrings", workbook.shared_strings), ("styles", workbook.styles))
        if part is not None and package.find(part) is not None
    }
    if "sharedStrings" in optional:
        optional["sharedStrings"] = _without_stated_count(optional["sharedStrings"])
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(list(optional)),
        "_rels/.rels": _links([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _main_part(from_1904=workbook.from_1904),
        "xl/_rels/workbook.xml.rels": _links(
            [("worksheet", "sheet.xml"), *((kind, f"{kind}.xml") for kind in optional)]
        ),
        "xl/sheet.xml": xml,
        **{f"xl/{kind}.xml": content for kind, content in optional.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            # An entry made from its name alone bears a fixed date: no clock is asked.
            archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def _without_stated_count(xml: bytes) -> bytes:
    """Hide how many texts the shared ones say they are; the reader would reserve room for all."""
    expat.ParserCreate().Parse(xml, True)  # in sound XML no attribute can hide a tag
    return _SHARED_STRINGS_TAG.sub(
        lambda found: found[0].replace(b"uniqueCount", b"statedCount"), xml
    )


def _content_types(kinds: list[str]) -> str:
    overrides = [("/xl/workbook.xml", "sheet.main"), ("/xl/sheet.xml", "worksheet")]
    overrides += [(f"/xl/{kind}.xml", kind) for kind in kinds]
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f'<Override PartName="{part}" ContentType="{_MEDIA}.{kind}+xml"/>'
            for part, kind in overrides
        )
        + "</Types>"
    )


def _links(targets: list[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _main_part(*, from_1904: bool) -> str:
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<workbookPr date1904="{int(from_1904)}"/>'
        '<sheets><sheet name="sheet" sheetId="1" r:id="r0"/></sheets></workbook>'
    )
