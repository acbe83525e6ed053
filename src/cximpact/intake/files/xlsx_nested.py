"""Tags inside a text or value of a workbook, which no program writes.

Readers differ in what they take from ``<t><f>1</f>risk</t>``: nothing, or all that is no tag.
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


def refuse_nested(xml: bytes) -> None:
    """Raise if a tag stands inside a text or value.

    Args:
        xml: A part of a workbook, in UTF-8.

    Raises:
        UnreadableSheetError: One does.

    Example:
        >>> refuse_nested(b"<si><t>risk</t></si>")
    """
    if _NESTED.search(xml):
        raise UnreadableSheetError("a text or value holds a tag")
