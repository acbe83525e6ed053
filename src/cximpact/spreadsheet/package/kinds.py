"""Which kinds of spreadsheet files can be written to, and what to do about the others."""

from __future__ import annotations

from pathlib import PurePath

from cximpact.intake.files.problems import ProblemLog

__all__ = ["SUFFIXES", "refuse_other_kinds", "refuse_other_suffix"]

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
    if b"mimetypeapplication/vnd.oasis.opendocument" in data[:200]:
        log.add(_OTHERS[".ods"], hint=_HINT)
    elif suffix in _OTHERS:
        log.add(_OTHERS[suffix], hint=_HINT)
    elif suffix not in SUFFIXES:
        log.add("the name does not end as a workbook's does", expected=", ".join(SUFFIXES))
    log.raise_any()


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
