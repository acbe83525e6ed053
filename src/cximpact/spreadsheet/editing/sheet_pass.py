"""One pass over a sheet: what every way of reading its XML has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import Factory, define, field, frozen

from cximpact.intake.files.cells import Area, cell_name
from cximpact.spreadsheet.editing.formula_watch import FormulaWatch
from cximpact.spreadsheet.editing.lanes import overlap
from cximpact.spreadsheet.editing.row_cells import RowWriter
from cximpact.spreadsheet.editing.sheet_frame import Head, Tail

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cximpact.intake.files.problems import ProblemLog
    from cximpact.spreadsheet.editing.lanes import Plan
    from cximpact.spreadsheet.editing.styles import Styles

__all__ = ["MisplacedError", "SheetJob", "SheetPass", "UnusualXmlError"]


class UnusualXmlError(Exception):
    """The XML is not written as plainly as the fast way of reading takes for granted."""


class MisplacedError(ValueError):
    """A row or cell stands where none can: twice, out of order, or inside something else.

    Attributes:
        cell: The cell, or the first one of the row.
    """

    def __init__(self, message: str, cell: str) -> None:
        super().__init__(message)
        self.cell = cell


@frozen(eq=False)
class SheetJob:
    """What is to be done to a sheet.

    Attributes:
        sheet: Its name.
        plan: The cells to write.
        validations: Gives the XML of all its validations for a prefix; None leaves them.
        widen_filter: Columns that its filter is to cover as well if it ends right beside them
            and begins in their header row; None leaves it.
        spoils: Whether something would be hidden in merged cells; None takes it for granted.
        from_1904: Whether days are counted from 1904.
        widths: Columns and the widths they get where none is stated.
        heights: Rows and how high they become, in points.
    """

    sheet: str
    plan: Plan
    validations: Callable[[str], bytes] | None = None
    widen_filter: Area | None = None
    spoils: Callable[[Area], bool] | None = None
    from_1904: bool = False
    widths: Mapping[int, float] = Factory(dict)
    heights: Mapping[int, float] = Factory(dict)


@define(eq=False)
class SheetPass:
    """One pass; another try at the same sheet takes another one.

    Attributes:
        job: What is to be done.
        styles: Where formats are added.
        log: Where problems are noted.
        notices: What the user should know.
        filtered: What the filter covers now, if it was widened.
    """

    job: SheetJob
    styles: Styles = field(repr=False)
    log: ProblemLog
    notices: list[str] = Factory(list)
    filtered: Area | None = None
    _writer: RowWriter | None = None
    _watch: FormulaWatch | None = None
    _root_tag: bytes = b""

    def begin(self, xml: bytes) -> tuple[bytes, RowWriter, FormulaWatch]:
        """Take the XML up to the rows; return it edited, and what the rows go through."""
        head, job = Head(xml), self.job
        self._root_tag = head.root_tag
        watch = self._watch = FormulaWatch(job.plan)
        self._writer = RowWriter(
            head, self.styles, self.log, job.sheet, watch, from_1904=job.from_1904
        )
        self._writer.heights = job.heights
        self._tell_hidden(head)
        return head.edited(job.plan.areas, job.widths), self._writer, watch

    def finish(self, xml: bytes) -> bytes:
        """Take the XML after the rows; return it edited."""
        tail, job = Tail(self._root_tag, xml), self.job
        self._refuse_merged(tail)
        if self._watch is not None:
            self._watch.refuse(job.sheet, self.log)
        if tail.is_protected:
            self.notices.append(f"sheet '{job.sheet}' is protected; it was written to all the same")
        self._widen_filter(tail)
        if job.validations is not None:
            prefix = Head(self._root_tag).prefix
            tail.set_validations(job.validations(prefix))
        return tail.to_bytes()

    @property
    def has_formulas(self) -> bool:
        """Whether formulas of ours were written or overwritten."""
        return self._writer is not None and self._writer.has_formulas

    def _widen_filter(self, tail: Tail) -> None:
        old, more = tail.filtered, self.job.widen_filter
        if old is None or more is None or old.first_row != more.first_row:
            return
        if more.first_column - 1 <= old.last_column < more.last_column:
            last = (max(old.last_row, more.last_row), more.last_column)
            self.filtered = Area(old.first_row, old.first_column, *last)
            tail.set_filtered(self.filtered)

    def _refuse_merged(self, tail: Tail) -> None:
        for area in tail.merged:
            if self.job.spoils is not None and not self.job.spoils(area):
                continue
            for own in self.job.plan.areas:
                if common := overlap(area, own):
                    self.log.add(
                        "results were to be written here, but the cell is merged with others",
                        sheet=self.job.sheet,
                        cell=cell_name(common.first_row, common.first_column),
                        hint="unmerge the cells",
                    )

    def _tell_hidden(self, head: Head) -> None:
        columns = {one.first_column for one in self.job.plan.areas}
        if any(head.is_hidden(column) for column in columns):
            self.notices.append(f"sheet '{self.job.sheet}': some results are in hidden columns")
