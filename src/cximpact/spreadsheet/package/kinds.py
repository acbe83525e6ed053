"""Which kinds of spreadsheet files can be written to, and what to do about the others."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from cximpact.intake.files.problems import ProblemLog

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["SUFFIXES", "refuse_binary_parts", "refuse_other_kinds", "refuse_other_suffix"]

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")
"""How the names of workbooks end that can be written to."""

_OTHERS = {
    ".xls": "this is a workbook of the format used before 2007 (.xls)",
    ".xlt": "this is a template of the format used before 2007 (.xlt)",
    ".xlsb": "this is a binary workbook (.xlsb)",
    ".xlam": "this is an add-in, not a workbook (.xlam)",
    ".ods": "this is an OpenDocument spreadsheet (.ods)",
    ".fods": "this is an OpenDocument spreadsheet (.fods)",
    ".ots": "this is an OpenDocument template (.ots)",
    ".numbers": "this is a spreadsheet of Apple Numbers",
    ".csv": "this is a text file, not a workbook",
    ".tsv": "this is a text file, not a workbook",
}
# Such files tell their kind in the first entry, uncompressed, so that it stands at a fixed place.
_OPENDOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
_FIRST_NAME_AT = 30
_HINT = "open it in a spreadsheet program and save it as .xlsx (or .xlsm, to keep its macros)"


def refuse_other_kinds(name: str, data: bytes) -> None:
    """Make sure that a file is of a kind that can be written to, by its name and its beginning.

    Args:
        name: The name of the file.
        data: Its content.

    Raises:
        InputError: It is of another kind; the error says which, and what to do.
    """
    log = ProblemLog(name)
    suffix = PurePath(name).suffix.lower()
    if data.startswith(_OPENDOCUMENT, _FIRST_NAME_AT):
        log.add(_OTHERS[".ods"], hint=_HINT)
    elif suffix in _OTHERS:
        log.add(_OTHERS[suffix], hint=_HINT)
    elif suffix not in SUFFIXES:
        log.add("the name does not end as a workbook's does", expected=", ".join(SUFFIXES))
    log.raise_any()


def refuse_binary_parts(name: str, parts: Collection[str]) -> None:
    """Make sure that a workbook is made of XML, and no binary one under another name.

    Args:
        name: The name of the file.
        parts: The names of its parts, in small letters.

    Raises:
        InputError: It is a binary workbook.
    """
    if "xl/workbook.bin" in parts and "xl/workbook.xml" not in parts:
        log = ProblemLog(name)
        log.add(_OTHERS[".xlsb"], hint=_HINT)
        raise log.error()


def refuse_other_suffix(source: str, target: str) -> None:
    """Make sure that a workbook is saved under a name that ends as its own does.

    Spreadsheet programs refuse to open a workbook whose name belies its kind.

    Raises:
        InputError: The names end differently.
    """
    suffix = PurePath(source).suffix.lower()
    if PurePath(target).suffix.lower() != suffix:
        log = ProblemLog(PurePath(target).name)
        hint = f"the workbook it is made from ends in {suffix}, and its kind stays"
        log.add("the name of the output ends otherwise", expected=suffix, hint=hint)
        raise log.error()
