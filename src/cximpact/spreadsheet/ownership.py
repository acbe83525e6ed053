"""Which cells of a workbook are ours: each area of ours has a hidden name defined in it.

Spreadsheet programs keep such names right when rows, columns or sheets are moved or renamed, so
that the next run finds its own cells wherever they are by then.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import Area, area_of, column_letters
from cximpact.spreadsheet.cells import OwnedArea

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["owned_areas", "owned_name", "parse_reference", "reference"]

_PREFIX = "_cximpact."
_PLAIN_SHEET = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!([$A-Z0-9:]+)")
_CELL_LIKE = re.compile(r"(?i)[A-Z]{1,3}[0-9]+|R[0-9]*C[0-9]*")


def owned_name(key: str) -> str:
    """Return the name defined for an area of ours.

    Example:
        >>> owned_name("column.action")
        '_cximpact.column.action'
    """
    return f"{_PREFIX}{key}"


def owned_areas(names: Iterable[tuple[str, str]]) -> dict[str, OwnedArea]:
    """Return our areas by key, from the names defined in a workbook and what they refer to.

    Names whose cells were deleted refer to nothing, and are passed over.

    Example:
        >>> owned_areas([("_cximpact.column.action", "Budget!$H$4:$H$9")])["column.action"].sheet
        'Budget'
    """
    found = {}
    for name, text in names:
        area = parse_reference(text) if name.startswith(_PREFIX) else None
        if area is not None:
            found[name.removeprefix(_PREFIX)] = area
    return found


def reference(sheet: str, area: Area) -> str:
    """Return an area of a sheet as formulas and defined names write it.

    Example:
        >>> reference("Bob's list", Area(4, 8, 9, 8))
        "'Bob''s list'!$H$4:$H$9"
    """
    plain = _PLAIN_SHEET.fullmatch(sheet) and not _CELL_LIKE.fullmatch(sheet)
    shown = sheet if plain else "'" + sheet.replace("'", "''") + "'"
    first = f"${column_letters(area.first_column)}${area.first_row}"
    last = f"${column_letters(area.last_column)}${area.last_row}"
    return f"{shown}!{first}" if first == last else f"{shown}!{first}:{last}"


def parse_reference(text: str) -> OwnedArea | None:
    """Return the sheet and area a text refers to; None if it is not one area of one sheet.

    Example:
        >>> parse_reference("#REF!") is None
        True
    """
    found = _REFERENCE.fullmatch(text.strip().removeprefix("="))
    area = area_of(found[3]) if found else None
    if found is None or area is None:
        return None
    sheet = found[1].replace("''", "'") if found[1] is not None else found[2]
    return OwnedArea(sheet, area)
