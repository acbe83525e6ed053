"""Edits a sheet, the fast way if its XML allows and the exact way if not."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from attrs import frozen

from cximpact.intake.files.problems import ProblemLog
from cximpact.spreadsheet.editing.exact_sheet import exact_pass
from cximpact.spreadsheet.editing.plain_sheet import plain_pass
from cximpact.spreadsheet.editing.sheet_pass import (
    MisplacedError,
    SheetJob,
    SheetPass,
    UnusualXmlError,
)
from cximpact.spreadsheet.editing.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cximpact.intake.files.cells import Area
    from cximpact.spreadsheet.editing.styles import Styles

__all__ = ["Edited", "edit_sheet"]


@frozen(eq=False)
class Edited:
    """A sheet that was edited.

    Attributes:
        content: Its XML.
        has_formulas: Whether formulas of ours were written or overwritten.
        notices: What the user should know.
        filtered: What the sheet's filter covers now, if it was widened.
    """

    content: Spool
    has_formulas: bool
    notices: tuple[str, ...]
    filtered: Area | None


def edit_sheet(
    chunks: Callable[[], Iterator[bytes]], job: SheetJob, styles: Styles, file: str
) -> Edited:
    """Return a sheet with cells written into it.

    Args:
        chunks: Gives its XML piece by piece, from the beginning at each call.
        job: What is to be written.
        styles: Where formats are added.
        file: How the workbook is called in problems.

    Raises:
        InputError: Cells are in the way, or the XML is damaged; all problems at once.
    """
    try:
        work = SheetPass(job, styles, ProblemLog(file))
        content = Spool(plain_pass(chunks(), work))
    except (UnusualXmlError, expat.ExpatError):
        work = SheetPass(job, styles, ProblemLog(file))
        content = _exactly(chunks, work)
    work.log.raise_any()
    return Edited(content, work.has_formulas, tuple(work.notices), work.filtered)


def _exactly(chunks: Callable[[], Iterator[bytes]], work: SheetPass) -> Spool:
    try:
        return Spool(exact_pass(chunks(), work))
    except (expat.ExpatError, ValueError) as error:
        log = ProblemLog(work.log.file)
        hint = "open the workbook in a spreadsheet program and save it anew"
        cell = error.cell if isinstance(error, MisplacedError) else None
        log.add(f"the sheet is damaged: {error}", sheet=work.job.sheet, cell=cell, hint=hint)
        raise log.error() from None
