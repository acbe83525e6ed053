"""Score a workbook in place: find its table, evaluate it, and write the results beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from cximpact.api import evaluate
from cximpact.api.workspace import Workspace, path_of
from cximpact.exceptions import InputError, InternalError, Problem
from cximpact.intake.reading import check_inputs
from cximpact.spreadsheet.asked import Asked
from cximpact.spreadsheet.editing.workbook_edit import WorkbookEdit
from cximpact.spreadsheet.finding.book import Book
from cximpact.spreadsheet.live.live_sheets import TITLES, LiveParts
from cximpact.spreadsheet.live.live_sheets import live as live_parts
from cximpact.spreadsheet.live.overrides import (
    Overrides,
    override_notes,
    read_overrides,
    stated_figures,
    with_overrides,
)
from cximpact.spreadsheet.package.saving import refuse_unsavable
from cximpact.spreadsheet.placing import Placed, place_columns, result_columns
from cximpact.spreadsheet.remembering import remembered, to_remember
from cximpact.spreadsheet.setting import Setting, find_setting
from cximpact.spreadsheet.sheets.evidence import evidence_sheet
from cximpact.spreadsheet.sheets.method import method_sheet
from cximpact.spreadsheet.sheets.recommendations import recommendations_sheet

if TYPE_CHECKING:
    from cximpact.api import Evaluation
    from cximpact.intake.spec import WorkspaceSpec

__all__ = ["Scored", "score", "score_workbook"]

Progress = Callable[[str], None]

_SIGNED = "the workbook was signed; like any change, this one ends its signature"


def _silent(_: str) -> None:
    """Report progress to nobody."""


@frozen(eq=False)
class Scored:
    """What scoring a workbook did.

    Attributes:
        evaluation: The evaluation.
        path: The workbook that was written.
        backup: The copy of what was there before; None where none was wanted or needed.
        sheet: The sheet of the table.
        headers: The headers of the columns written.
        lines: How many lines were scored.
        notices: What was seen that a reader must know.
    """

    evaluation: Evaluation
    path: Path
    backup: Path | None
    sheet: str
    headers: tuple[str, ...]
    lines: int
    notices: tuple[str, ...]


def score(
    path: str | PathLike[str],
    *,
    sheet: str | None = None,
    table: str | None = None,
    columns: Mapping[str, Any] | None = None,
    scorecard: Any = None,
    output: str | PathLike[str] | None = None,
    live: bool | None = None,
    backup: bool = True,
    write: Sequence[str] | None = None,
    at: str | None = None,
    budget: Any = None,
    as_of: date | str | None = None,
    quick: bool = False,
    plugins: bool = False,
    afresh: bool = False,
    progress: Progress | None = None,
) -> Evaluation:
    """Score the lines of spend in a workbook, and write the results beside them.

    Everything else in the workbook stays as it is, to the byte. Results of an earlier run are
    updated in place; a cell that is not ours is never written over. What an earlier run was asked
    for (table, columns, scorecard, budget) holds until it is said anew.

    Args:
        path: The workbook, ending in .xlsx or .xlsm.
        sheet: The sheet of the table; needed if several could be meant.
        table: An Excel table, or a defined name, that is the table.
        columns: Our names to the table's headers, as in `cximpact.evaluate`; what is left out is
            guessed from headers and cells.
        scorecard: A shipped name, the path of a scorecard, plain data, or a `Scorecard`. Left
            out: that of ``cximpact.yaml`` beside the workbook; else the shipped one whose
            criteria the headers name.
        output: Another file to write to; the workbook itself is then left as it is.
        live: Whether scores, values, ranks and actions are written as formulas that follow the
            weights on the sheet *CX weights*; by default if they are so already. Beyond 2,000
            lines values are written, with a notice.
        backup: Whether a copy of the workbook as it was is kept beside it.
        write: Which results: some of ``customer_impact``, ``value``, ``rank``, ``action``,
            ``why``, ``would_take``, ``value_low``, ``value_high``, ``business_value``,
            ``selection_share``, ``coverage``, ``failed_gates``. By default those that are there;
            in a new workbook the first six.
        at: The letters of the column that results begin in; right of the table by default.
        budget: A limit such as ``EUR 2000000``, or limits by name.
        as_of: The day of the decision; by default the workspace's, else today.
        quick: Whether nothing is drawn, so that nobody is prioritized.
        plugins: Whether a workbook made from our template may ask the plugins it names.
        afresh: Whether what an earlier run was asked for is forgotten.
        progress: Told, in a few words, what is being done.

    Returns:
        The evaluation.

    Raises:
        InputError: The workbook is unsafe, open elsewhere, or holds no table that can be read;
            a cell where a result should go is not ours; with every problem at once. Nothing is
            written then.

    Example:
        >>> score("budget.xlsx", sheet="2027", budget="EUR 2000000")  # doctest: +SKIP
    """
    asked = Asked(
        sheet or "", table or "", columns, scorecard, budget, as_of, quick, plugins, afresh
    )
    return score_workbook(
        path_of(path),
        asked,
        write=write,
        at=at,
        live=live,
        output=None if output is None else path_of(output),
        backup=backup,
        progress=progress,
    ).evaluation


def score_workbook(
    path: Path,
    asked: Asked,
    *,
    write: Sequence[str] | None = None,
    at: str | None = None,
    live: bool | None = None,
    output: Path | None = None,
    backup: bool = True,
    progress: Progress | None = None,
) -> Scored:
    """Score a workbook and say what was done; `score` is the shorter way.

    Args:
        path: The workbook.
        asked: What is to be scored, against what.
        write: Names of the results to be written.
        at: The letters of the column that results begin in.
        live: Whether formulas are written.
        output: Another file to write to.
        backup: Whether a copy of the workbook as it was is kept.
        progress: Told, in a few words, what is being done.

    Raises:
        InputError: As for `score`.
    """
    tell = progress or _silent
    tell("reading the workbook")
    edit = WorkbookEdit.open(path)
    book = Book.of(edit.parts.package, path)
    edit.restrict(book.owned)
    refuse_unsavable(edit.parts, output or path)
    asked, said = (asked, ()) if asked.afresh else remembered(book, asked)
    setting = find_setting(book, path, asked)
    _refuse_second_table(book, setting, asked)
    is_live = "sheet.weights" in book.owned if live is None else live
    figures = read_overrides(book) if is_live else Overrides()
    card = setting.scorecard
    evaluation = _evaluated(with_overrides(setting.spec, card, figures), tell)
    placed = place_columns(setting.found, edit.owned, write, at)
    notices = [*said, *setting.notices, *setting.found.notices, *book.left_alone]
    notices += [_SIGNED] if edit.parts.is_signed else []
    notices += override_notes(setting.spec, card, figures)
    tell("writing the results")
    parts = _live_parts(evaluation, setting, figures, edit) if is_live else LiveParts(())
    settings = tuple(to_remember(asked, path, setting.found.sheet))
    _write(edit, setting, placed, evaluation, parts, (notices, settings))
    saved = edit.save(output or path, backup=backup)
    return Scored(
        evaluation,
        saved.path,
        saved.backup,
        setting.found.sheet,
        tuple(each.result.header for each in placed),
        setting.found.raw.n_rows,
        (*notices, *edit.notices),
    )


def _refuse_second_table(book: Book, setting: Setting, asked: Asked) -> None:
    """Refuse to take the results away from another sheet, unless the user starts afresh."""
    others = {
        each.sheet
        for key, each in book.owned.items()
        if key.startswith("column.") and each.sheet != setting.found.sheet
    }
    if others and not asked.afresh:
        hint = "score into a copy (--output) to keep both, or say --afresh to move the results here"
        raise InputError(
            [
                Problem(
                    "the results of the last run stand on another sheet",
                    book.name,
                    sheet=sheet,
                    hint=hint,
                )
                for sheet in sorted(others)
            ]
        )


def _evaluated(spec: WorkspaceSpec, tell: Progress) -> Evaluation:
    inputs, problems = check_inputs(spec)
    if problems or inputs is None:
        raise InputError(problems)
    return evaluate(Workspace(spec, inputs), progress=tell)


def _live_parts(
    evaluation: Evaluation,
    setting: Setting,
    figures: Overrides,
    edit: WorkbookEdit,
) -> LiveParts:
    result = evaluation._result
    if result is None:
        raise InternalError("an evaluation that was just made has its result")
    stated = stated_figures(setting.spec, setting.scorecard, figures)
    titles = {key: edit.title_of(key, title) for key, title in TITLES.items()}
    return live_parts(result, setting.found, setting.spec, titles=titles, stated=stated)


def _write(
    edit: WorkbookEdit,
    setting: Setting,
    placed: Sequence[Placed],
    evaluation: Evaluation,
    parts: LiveParts,
    said: tuple[Sequence[str], Sequence[tuple[str, str]]],
) -> None:
    """Write columns and sheets; the sheets of formulas go where there are none any more."""
    edit.put_columns(
        result_columns(setting.found, setting.key_header, placed, evaluation, parts.columns),
        table=setting.found.table,
    )
    edit.put_sheet(recommendations_sheet(evaluation))
    edit.put_sheet(evidence_sheet(evaluation))
    results = [each.result for each in placed]
    edit.put_sheet(method_sheet(evaluation, results, *said, live=parts.notes))
    for block in parts.blocks:
        edit.put_sheet(block)
    if not parts.blocks:
        edit.remove("sheet.weights", "sheet.live")
