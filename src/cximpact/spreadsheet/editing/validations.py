"""What may be typed into cells of ours, as the XML of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import InternalError
from cximpact.spreadsheet.editing.cell_xml import escaped_text
from cximpact.spreadsheet.editing.markup import attribute
from cximpact.spreadsheet.editing.sheet_frame import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.spreadsheet.cells import Validation

__all__ = ["validations_xml"]

# Excel's own limits; a workbook that exceeds them counts as damaged.
_LONGEST_TITLE = 32
_LONGEST_TEXT = 255
_LONGEST_LIST = 255


def validations_xml(validations: Sequence[Validation], prefix: str = "") -> bytes:
    """Return the validations of a sheet; nothing if there are none.

    Args:
        validations: What may be typed where.
        prefix: Of the sheet's vocabulary, with its colon.

    Raises:
        InternalError: A list of choices is longer than sheets can hold, or has a comma.
    """
    if not validations:
        return b""
    each = b"".join(_validation(one, prefix) for one in validations)
    name = f"{prefix}dataValidations".encode()
    return (
        b"<" + name + attribute("count", str(len(validations))) + b">" + each + b"</" + name + b">"
    )


def _validation(one: Validation, prefix: str) -> bytes:
    stated: dict[str, str] = {"type": one.kind}
    if one.kind == "decimal" and one.most is None:
        stated["operator"] = "greaterThanOrEqual"
    stated |= {"allowBlank": "1", "showInputMessage": "1", "showErrorMessage": "1"}
    if one.title:
        title = one.title[:_LONGEST_TITLE]
        stated |= {"errorTitle": title, "promptTitle": title}
    if one.prompt:
        prompt = one.prompt[:_LONGEST_TEXT]
        stated |= {"error": prompt, "prompt": prompt}
    stated["sqref"] = shown(one.area)
    name = f"{prefix}dataValidation".encode()
    tag = b"<" + name + b"".join(attribute(*pair) for pair in stated.items()) + b">"
    inside = "".join(
        f"<{prefix}formula{at}>{escaped_text(text)}</{prefix}formula{at}>"
        for at, text in enumerate(_limits(one), 1)
    )
    return tag + inside.encode() + b"</" + name + b">"


def _limits(one: Validation) -> list[str]:
    if one.kind == "decimal":
        return [repr(float(end)) for end in (one.least, one.most) if end is not None]
    if len(one.choices) == 1 and one.choices[0].startswith("="):
        return [one.choices[0][1:]]
    text = ",".join(one.choices)
    if len(text) > _LONGEST_LIST or any("," in choice for choice in one.choices):
        raise InternalError(f"no validation can list {one.choices[:3]!r} and the others")
    return ['"' + text.replace('"', '""') + '"']
