"""Tells whether a workbook is open in a spreadsheet program, by the marks these leave beside it."""

from __future__ import annotations

import os
import re
import stat
import sys
from typing import TYPE_CHECKING

from cximpact.exceptions import printable
from cximpact.intake.files.problems import ProblemLog

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["refuse_if_open", "refuse_if_read_only"]

_MOST_READ = 1024
_LONGEST_SHOWN = 60
_EXCEL_WIDE_AT = 55
_OFFICE_FIELD = re.compile(r"((?:[^\\,;]|\\.){0,500}+)[,;]", re.DOTALL)
_PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


def refuse_if_open(*paths: Path) -> None:
    """Make sure that no spreadsheet program has a workbook open.

    Args:
        paths: The names of the one workbook: as given, and where links lead to.

    Raises:
        InputError: One has it open, or left a mark that says so; the error says who, if known.
    """
    for path in dict.fromkeys(paths):
        for mark, program, reader in _marks(path):
            who = _who(path.with_name(mark), reader)
            if who is not None:
                raise _is_open(path, program, who, mark)


def _marks(path: Path) -> list[tuple[str, str, Callable[[bytes], str]]]:
    name = path.name
    return [
        (f"~${name}", "Excel", _excel_user),
        (f".~lock.{name}#", "LibreOffice", _office_user),
        (f".~{name}", "WPS Office", _excel_user),
    ]


def _who(mark: Path, reader: Callable[[bytes], str]) -> str | None:
    """Return who left a mark, "" if it does not say; None if there is no mark."""
    try:
        status = mark.lstat()
    except OSError:
        # There is none, or the folder is closed to us; then so is the workbook, which is told.
        return None
    # Anything may bear this name; a pipe would wait forever.
    if not stat.S_ISREG(status.st_mode):
        return ""
    try:
        with mark.open("rb") as stream:
            return printable(reader(stream.read(_MOST_READ)).strip(), _LONGEST_SHOWN)
    except (OSError, ValueError):
        # Excel lets nobody read its mark while the workbook is open on the same machine.
        return ""


def _excel_user(content: bytes) -> str:
    """Return the name from Excel's mark: its length and itself, in bytes and then in UTF-16."""
    at = _EXCEL_WIDE_AT
    size = 2 * int.from_bytes(content[at : at + 2], "little")
    wide = content[at + 2 : at + 2 + size]
    if 0 < size == len(wide):
        return wide.decode("utf-16-le", "replace")
    return content[1 : 1 + content[0]].decode("cp1252", "replace") if content else ""


def _office_user(content: bytes) -> str:
    """Return the name (else the login) and machine from LibreOffice's mark."""
    fields = _OFFICE_FIELD.findall(content.decode("utf-8", "replace"))
    name, login, machine = [re.sub(r"\\(.)", r"\1", field) for field in (*fields, "", "", "")[:3]]
    who = name or login
    return f"{who} on {machine}" if who and machine else who or machine


def _is_open(path: Path, program: str, who: str, mark: str) -> Exception:
    log = ProblemLog(path.name)
    by = f" by {who}" if who else ""
    hint = f"close it there and run again; if nobody has it open, delete '{mark}'"
    log.add(f"the workbook is open in {program}{by}", hint=hint)
    return log.error()


def refuse_if_read_only(path: Path) -> None:
    """Make sure that a file may be written to, and that no program holds a lock on it.

    Args:
        path: A file that is there.

    Raises:
        InputError: It may not, or is locked.
    """
    log = ProblemLog(path.name)
    hint = "close it in other programs, allow changes to it, or save to another file"
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            log.add("this is not an ordinary file")
        # The system's administrator may write to any file; the mark is meant all the same.
        elif not status.st_mode & 0o222:
            log.add("the workbook may only be read", hint=hint)
        else:
            _try_to_open(path, log)
    except OSError as error:
        log.add(f"the workbook cannot be written to: {error.strerror or error}", hint=hint)
    log.raise_any()


def _try_to_open(path: Path, log: ProblemLog) -> None:
    """Open a file for writing, and write nothing."""
    handle = os.open(path, os.O_RDWR | _PLAIN)
    try:
        if sys.platform != "win32":
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        log.add("the workbook is open in another program", hint="close it there and run again")
    except OSError:
        # A folder that knows no locks.
        return
    finally:
        os.close(handle)
