"""Tags inside a text or value of a workbook, and texts side by side, which no program writes.

Readers differ in what they take from ``<t><f>1</f>risk</t>``: nothing, or all that is no tag; and
from ``<si><t>a</t><t>b</t></si>``: the last text, or both.
"""

from __future__ import annotations

import re

from cximpact.intake.files.xlsx_calamine import UnreadableSheetError

__all__ = ["refuse_nested"]

# A text or value, and what it holds up to the next tag; that tag must be its end. Comments and
# passages of plain characters (<! ...) may stand inside.
_NESTED = re.compile(
    rb"<(?:[A-Za-z_][\w.-]{0,50}:)?[tv](?:\s[^<>]*)?(?<!/)>[^<]*<(?![/!?])", re.ASCII
)
# One text right behind another; parts of a formatted text are in runs of their own.
_TWICE = re.compile(
    rb"</(?:[A-Za-z_][\w.-]{0,50}:)?t\s{0,9}>[^<]*<(?:[A-Za-z_][\w.-]{0,50}:)?t[\s/>]", re.ASCII
)


def refuse_nested(xml: bytes) -> None:
    """Raise if a tag stands inside a text or value, or two texts in one place.

    Args:
        xml: A part of a workbook, in UTF-8.

    Raises:
        UnreadableSheetError: One does.

    Example:
        >>> refuse_nested(b"<si><t>risk</t></si>")
    """
    if _NESTED.search(xml):
        raise UnreadableSheetError("a text or value holds a tag")
    if _TWICE.search(xml):
        raise UnreadableSheetError("two texts stand in one place")
