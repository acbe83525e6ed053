"""A first workspace from a list that exists already."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.documents import parse_document
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.files.raw_table import ReadOptions
from cximpact.intake.lists.cell_values import UnfitCellError, text_in
from cximpact.intake.reading import check_inputs
from cximpact.intake.scorecards.scorecards import load_scorecard, shipped_scorecards
from cximpact.intake.spec import WORKSPACE_FILE, WorkspaceSpec
from cximpact.intake.starting.guess import guess_columns
from cximpact.intake.starting.header_search import read_with_title
from cximpact.intake.starting.open_ratings import unanswered
from cximpact.intake.starting.starter_text import questions_text, ratings_text, workspace_text
from cximpact.writing.new_files import write_new_files

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.guess import Guess
    from cximpact.model.scorecard import Criterion, Scorecard
    from cximpact.model.source import Reading

__all__ = ["StarterReport", "write_first_list", "write_starter"]

_TEXT_FILES = (".csv", ".tsv", ".txt")
_FALLBACK = "cp1252"
_LIST_FILE = "proposals.csv"
_FIRST_LIST = """\
id,title,unit,status,statement,cost
P1,First proposal (replace me),Service,proposed,What changes for the customer,EUR 10000
P2,Second proposal (replace me),Sales,proposed,What changes for the customer,EUR 25000
"""


@frozen
class StarterReport:
    """What was guessed and written.

    Attributes:
        folder: The workspace.
        written: Names of the files written.
        guessed: Our names and the headers they were found under.
        not_used: Headers that nothing reads.
        remarks: What was left to a person.
    """

    folder: Path
    written: tuple[str, ...]
    guessed: tuple[tuple[str, str], ...]
    not_used: tuple[str, ...]
    remarks: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"Wrote {', '.join(self.written)} to {self.folder}", "Columns found:"]
        lines += [f"  {ours}: {theirs}" for ours, theirs in self.guessed]
        if self.not_used:
            lines.append(f"Columns not used: {', '.join(self.not_used)}")
        lines += [f"Note: {remark}" for remark in self.remarks]
        lines.append("Next: read cximpact.yaml through, then run 'cximpact validate'.")
        return "\n".join("".join(c if c.isprintable() else " " for c in line) for line in lines)


def write_starter(
    list_path: Path, folder: Path, *, scorecard: str = "customer", sheet: str | None = None
) -> StarterReport:
    """Write a workspace for a list that exists already: all of its files, or none.

    Args:
        list_path: The list: CSV, XLSX, JSON Lines or another kind of table.
        folder: Where the workspace goes; it is made if need be.
        scorecard: A shipped name, or a path.
        sheet: The sheet of a workbook; needed if several hold anything.

    Returns:
        What was guessed, written and left out.

    Raises:
        InputError: The list or scorecard cannot be read, a file exists already, or the list
            holds what no workspace could take; nothing is written then.
    """
    path = _relative(list_path, folder)
    report, files = _worked_out(list_path, path, folder, scorecard, sheet)
    _write_all(folder, files)
    return report


def write_first_list(folder: Path, *, scorecard: str = "customer") -> StarterReport:
    """Write a workspace with a list of two examples, for those who have no list yet.

    Args:
        folder: Where the workspace goes; it is made if need be.
        scorecard: A shipped name, or a path.

    Raises:
        InputError: A file exists already; nothing is written then.
    """
    with tempfile.TemporaryDirectory(prefix="cximpact-") as elsewhere:
        draft = Path(elsewhere, _LIST_FILE)
        draft.write_text(_FIRST_LIST, "utf-8")
        report, files = _worked_out(draft, _LIST_FILE, folder, scorecard)
    files[_LIST_FILE] = _FIRST_LIST
    _write_all(folder, files)
    return evolve(report, written=(_LIST_FILE, *report.written))


def _worked_out(
    list_path: Path, path: str, folder: Path, scorecard: str, sheet: str | None = None
) -> tuple[StarterReport, dict[str, str]]:
    """Return what to tell and what to write, the workspace file first.

    Args:
        list_path: Where the list is read from.
        path: How the workspace names it.
        folder: Where the workspace goes.
        scorecard: A shipped name, or a path.
        sheet: The sheet of a workbook.
    """
    table, options = _read_list(list_path, sheet)
    card, reference = _scorecard(scorecard, folder)
    guess = guess_columns(table, card)
    guess = evolve(guess, reading=_read_so(guess.reading, options))
    guess = evolve(guess, remarks=(*guess.remarks, *unanswered(table, guess)))
    not_used = tuple(header for header in table.headers if header not in guess.used())
    asked = _asked(guess, card)
    text = workspace_text(path, guess, reference, not_used, rated=bool(asked))
    open_ids = _check(text, list_path, card, guess)
    blank, left_out = _blank_ratings(table, guess, asked, open_ids)
    remarks = [*_title_remark(options), *guess.remarks, *_formula_remark(left_out)]
    files = {WORKSPACE_FILE: text, "questions.md": questions_text(card)}
    if blank:
        files["ratings.csv"] = blank
    return StarterReport(folder, tuple(files), _pairs(guess), not_used, tuple(remarks)), files


def _read_list(path: Path, sheet: str | None) -> tuple[RawTable, ReadOptions]:
    """Read the list; one that is not UTF-8 is tried as what spreadsheets in the West export."""
    try:
        return read_with_title(path, ReadOptions(sheet=sheet))
    except InputError:
        if path.suffix.lower() not in _TEXT_FILES or _is_utf8(path):
            raise
        return read_with_title(path, ReadOptions(encoding=_FALLBACK))


def _is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    except OSError:
        return True
    return True


def _scorecard(reference: str, folder: Path) -> tuple[Scorecard, str]:
    problems = ProblemList()
    found = load_scorecard(reference, None, problems)
    if found is None:
        raise InputError(problems.problems())
    shipped = reference in shipped_scorecards()
    return found, reference if shipped else _relative(Path(reference), folder)


def _relative(path: Path, folder: Path) -> str:
    """Return a path as the workspace writes it: relative to its folder, with forward slashes."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()


def _asked(guess: Guess, scorecard: Scorecard) -> list[Criterion]:
    """Return the criteria to rate that the list itself does not answer."""
    order = scorecard.display_order
    ordered = sorted(scorecard.criteria, key=lambda each: order.index(each.id))
    rated = guess.ratings or {}
    asked = [each for each in ordered if each.kind == "rating" and each.id not in rated]
    return asked if "id" in guess.columns else []


def _blank_ratings(
    table: RawTable, guess: Guess, asked: Sequence[Criterion], open_ids: Collection[str]
) -> tuple[str, list[str]]:
    """Return the blank table of ratings, asking of what is to be decided or done only."""
    if not asked:
        return "", []
    ids = _ids(table, guess.columns["id"])
    return ratings_text([key for key in ids if key in open_ids], asked)


def _ids(table: RawTable, header: str) -> list[str]:
    ids = []
    for cell in table.column(header):
        try:
            ids.append(text_in(cell))
        except UnfitCellError:
            continue  # the check of the whole workspace says what is wrong with it
    return [key for key in dict.fromkeys(ids) if key]


def _read_so(reading: Reading, options: ReadOptions) -> Reading:
    sheet = options.sheet or ""
    return evolve(reading, encoding=options.encoding, sheet=sheet, header_row=options.header_row)


def _title_remark(options: ReadOptions) -> list[str]:
    row = options.header_row
    return [] if row is None else [f"the headers are taken from row {row}, below a title"]


def _formula_remark(left_out: list[str]) -> list[str]:
    if not left_out:
        return []
    some = ", ".join(left_out[:3])
    return [
        f"{len(left_out)} ids are left out of ratings.csv, since a spreadsheet would take them "
        f"for formulas: {some}"
    ]


def _check(text: str, list_path: Path, scorecard: Scorecard, guess: Guess) -> frozenset[str]:
    """Load the workspace before it is written, without the ratings, which are blank.

    Exchange rates are left to a person, so that they lack is no reason to refuse the list.

    Returns:
        Ids of the proposals that take part and are not withdrawn.
    """
    document = parse_document(text, suffix=".yaml", name=WORKSPACE_FILE)
    data = document.data if isinstance(document.data, dict) else {}
    proposals = data.get("proposals")
    said = proposals if isinstance(proposals, dict) else {}
    # The folder may not be there yet, so the list is named from the root.
    kept = {key: part for key, part in data.items() if key != "ratings"}
    kept["proposals"] = {**said, "path": str(list_path.resolve())}
    kept["rates"] = [
        {"from": code, "to": guess.currency, "rate": 1, "date": "1970-01-01"}
        for code in guess.other_currencies
    ]
    spec = WorkspaceSpec(WORKSPACE_FILE, None, evolve(document, data=kept), scorecard=scorecard)
    inputs, problems = check_inputs(spec)
    if inputs is None or problems:
        raise InputError(problems)
    found = zip(inputs.proposals.ids, inputs.proposals.statuses, strict=True)
    return frozenset(key for key, status in found if status != "withdrawn")


def _pairs(guess: Guess) -> tuple[tuple[str, str], ...]:
    costs = [("cost", header) for header in guess.costs]
    ratings = [(f"rating {key}", header) for key, (header, _) in (guess.ratings or {}).items()]
    by_row = [("currency", guess.currency_column)] if guess.currency_column else []
    return (*guess.columns.items(), *costs, *by_row, *ratings)


def _write_all(folder: Path, files: Mapping[str, str]) -> None:
    """Write all files or none; one that exists is never touched."""
    there = [name for name in files if os.path.lexists(folder / name)]
    if there:
        hint = "name another folder, or move it away"
        raise InputError(
            [Problem("exists already", str(folder / name), hint=hint) for name in there]
        )
    try:
        write_new_files(folder, files)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError([Problem(f"cannot be written: {reason}", str(folder))]) from None
