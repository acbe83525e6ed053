"""Hands checked XML to the fast reader calamine, in a package that holds nothing else.

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

from cximpact.intake.files.cells import Cell, ErrorCell, span_text, whole_if_integral

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "BEYOND_ALL_DAYS",
    "UnreadableSheetError",
    "calamine_cells",
    "calamine_rows",
    "cell_of",
    "day_of",
]

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHARED_STRINGS_TAG = re.compile(rb"""<(?:[\w.-]+:)?sst\b(?:[^<>"']|"[^"<]*"|'[^'<]*')*>""")


BEYOND_ALL_DAYS = 1e11
"""Numbers from here on that are shown as dates make the reader panic, below zero as well."""


class UnreadableSheetError(ValueError):
    """The reader gave up on a sheet; its text says why."""


def calamine_rows(
    sheet: bytes, *, strings: bytes | None, styles: bytes | None, from_1904: bool
) -> tuple[int, int, list[list[Any]]]:
    """Return row and column of the first value, counted from 1, and all values.

    Args:
        sheet: The part of a sheet; its extent is known to be harmless.
        strings: The part with the texts that cells refer to.
        styles: The part that tells dates from numbers.
        from_1904: Whether days are counted from 1904.

    Raises:
        UnreadableSheetError: The reader finds a part damaged.
        xml.parsers.expat.ExpatError: The part with the shared texts is damaged.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    stream = _lean_package(sheet, strings, styles, from_1904=from_1904)
    try:
        found = CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0)
        row, column = found.start or (0, 0)
        return row + 1, column + 1, found.to_python() if found.start else []
    except (CalamineError, ValueError, OverflowError, OSError) as error:
        raise UnreadableSheetError(str(error)) from None
    except BaseException as error:
        # A panic inside the reader arrives as an exception that is no Exception.
        if type(error).__name__ == "PanicException":
            raise UnreadableSheetError("its XML is not what a sheet should hold") from None
        raise


def calamine_cells(
    cells: Sequence[bytes], *, strings: bytes | None, styles: bytes | None, from_1904: bool
) -> list[Any]:
    """Return the values of single cells, each None if it has none.

    Args:
        cells: Per cell what stands after its address, such as ``s="4"><v>45000</v></c>``.
        strings: The part with the texts that they refer to.
        styles: The part that tells dates from numbers.
        from_1904: Whether days are counted from 1904.

    Raises:
        UnreadableSheetError: The reader finds a cell or part damaged.
        xml.parsers.expat.ExpatError: A cell, or the part with the shared texts, is damaged.
    """
    # The first cell of each row holds a number, so that no row and no column is left out.
    rows = (
        b'<row r="%d"><c r="A%d"><v>1</v></c><c r="B%d" %b</row>' % (row, row, row, cell)
        for row, cell in enumerate(cells, 1)
    )
    sheet = b'<worksheet xmlns="%b"><sheetData>%b</sheetData></worksheet>'
    xml = sheet % (_MAIN.encode(), b"".join(rows))
    expat.ParserCreate().Parse(xml, True)
    _, _, found = calamine_rows(xml, strings=strings, styles=styles, from_1904=from_1904)
    return [row[1] if len(row) > 1 else None for row in found]


def cell_of(value: Any) -> Cell:
    """Return a value as calamine gives it as a cell of a table.

    Raises:
        ValueError: It is a text with a NUL character.
    """
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


def day_of(value: Any, number: float) -> Cell:
    """Return a number that is shown as a date as a cell, from what calamine makes of it.

    A number below zero is no day and no time of day; calamine would take its fraction for one.
    """
    if number < 0 and isinstance(value, time):
        return whole_if_integral(number)
    return cell_of(value)


def _lean_package(
    sheet: bytes, strings: bytes | None, styles: bytes | None, *, from_1904: bool
) -> io.BytesIO:
    """Return a workbook that holds one sheet and what its values need, and nothing else."""
    optional: dict[str, bytes] = {}
    if strings is not None:
        optional["sharedStrings"] = _without_stated_count(strings)
    if styles is not None:
        optional["styles"] = styles
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(list(optional)),
        "_rels/.rels": _links([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _main_part(from_1904=from_1904),
        "xl/_rels/workbook.xml.rels": _links(
            [("worksheet", "sheet.xml"), *((kind, f"{kind}.xml") for kind in optional)]
        ),
        "xl/sheet.xml": sheet,
        **{f"xl/{kind}.xml": content for kind, content in optional.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            # An entry made from its name alone bears a fixed date: no clock is asked.
            archive.writestr(zipfile.ZipInfo(name), content)
    stream.seek(0)
    return stream


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
