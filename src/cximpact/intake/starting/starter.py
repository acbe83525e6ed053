"""A first workspace from a list that exists already."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from cximpact.intake.lists.cell_values import UnfitCellError, text_in
from cximpact.intake.lists.totals import without_rows
from cximpact.intake.spec import WORKSPACE_FILE
from cximpact.intake.starting.asked_scales import asked_headers, asked_scales
from cximpact.intake.starting.card_scales import card_scales
from cximpact.intake.starting.column_remarks import dashes_told, statement_told
from cximpact.intake.starting.doubled_rows import doubled_rows, doubles_told
from cximpact.intake.starting.draft_budgets import split_budgets, totals_told
from cximpact.intake.starting.draft_capacities import people_columns
from cximpact.intake.starting.draft_check import checked_draft, cost_sums, open_ids
from cximpact.intake.starting.draft_rules import draft_rules
from cximpact.intake.starting.draft_scorecard import draft_told
from cximpact.intake.starting.guess import guess_columns
from cximpact.intake.starting.harm_limits import gate_lines, with_harm
from cximpact.intake.starting.list_reading import read_list
from cximpact.intake.starting.odd_amounts import with_places
from cximpact.intake.starting.said_budgets import currency_of, parse_budgets
from cximpact.intake.starting.scale_remarks import scales_told
from cximpact.intake.starting.scorecard_choice import (
    SCORECARD_FILE,
    chosen_scorecard,
    relative_path,
)
from cximpact.intake.starting.starter_text import questions_text, ratings_text, workspace_text
from cximpact.intake.starting.unread_columns import unread_columns, unread_text
from cximpact.intake.starting.whole_remarks import (
    anew_told,
    formulas_told,
    limits_told,
    place_told,
    signs_told,
)
from cximpact.intake.starting.written_draft import write_draft

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from decimal import Decimal

    from cximpact.intake.files.raw_table import RawTable, ReadOptions
    from cximpact.intake.starting.card_scales import CardScale
    from cximpact.intake.starting.guess import Guess
    from cximpact.intake.starting.said_budgets import Budget
    from cximpact.model.scorecard import Criterion, Scorecard
    from cximpact.model.source import Reading

__all__ = ["StarterReport", "write_first_list", "write_starter"]

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
        unread: Headers that nothing reads, each with the reason.
        remarks: What was left to a person.
    """

    folder: Path
    written: tuple[str, ...]
    guessed: tuple[tuple[str, str], ...]
    unread: Mapping[str, str]
    remarks: tuple[str, ...]

    @property
    def not_used(self) -> tuple[str, ...]:
        """Headers that nothing reads."""
        return tuple(self.unread)

    def __str__(self) -> str:
        lines = [f"Wrote {', '.join(self.written)} to {self.folder}", "Columns found:"]
        lines += [f"  {ours}: {theirs}" for ours, theirs in self.guessed]
        if self.unread:
            lines.append(f"Not read: {unread_text(self.unread)}")
        lines += [f"Note: {remark}" for remark in self.remarks]
        drafts = [name for name in self.written if name.endswith(".yaml")]
        lines.append(f"Next: read {' and '.join(drafts)} through, then run 'cximpact validate'.")
        return "\n".join("".join(c if c.isprintable() else " " for c in line) for line in lines)


def write_starter(
    list_path: Path,
    folder: Path,
    *,
    scorecard: str | None = None,
    sheet: str | None = None,
    budgets: Sequence[str] = (),
) -> StarterReport:
    """Write a workspace for a list that exists already: all of its files, or none.

    Args:
        list_path: The list: CSV, XLSX, JSON Lines or another kind of table.
        folder: Where the workspace goes; it is made if need be.
        scorecard: A shipped name, or a path. Without one, a `scorecard.yaml` that is in the
            folder; else a draft that asks what the list rates; else the shipped `customer`.
        sheet: The sheet of a workbook; needed if several hold anything.
        budgets: Limits such as ``capex=3m``; an amount alone limits all costs.

    Returns:
        What was guessed, written and left out.

    Raises:
        InputError: The list or scorecard cannot be read, a file exists already, or the list
            holds what no workspace could take; nothing is written then.
    """
    path = relative_path(list_path, folder)
    asked_for = _Wanted(list_path, path, folder, scorecard, sheet, parse_budgets(budgets))
    report, files = _worked_out(asked_for)
    write_draft(folder, files)
    return report


def write_first_list(folder: Path, *, scorecard: str | None = None) -> StarterReport:
    """Write a workspace with a list of two examples, for those who have no list yet.

    Args:
        folder: Where the workspace goes; it is made if need be.
        scorecard: A shipped name, or a path; without one, a `scorecard.yaml` that is in the
            folder, else `customer`.

    Raises:
        InputError: A file exists already; nothing is written then.
    """
    with tempfile.TemporaryDirectory(prefix="cximpact-") as elsewhere:
        draft = Path(elsewhere, _LIST_FILE)
        draft.write_text(_FIRST_LIST, "utf-8")
        report, files = _worked_out(_Wanted(draft, _LIST_FILE, folder, scorecard))
    files[_LIST_FILE] = _FIRST_LIST
    write_draft(folder, files)
    return evolve(report, written=(_LIST_FILE, *report.written))


@frozen
class _Wanted:
    """What a workspace is to be made of.

    Attributes:
        list_path: Where the list is read from.
        path: How the workspace names it.
        folder: Where the workspace goes.
        scorecard: A shipped name, or a path.
        sheet: The sheet of a workbook.
        budgets: Limits that were said.
    """

    list_path: Path
    path: str
    folder: Path
    scorecard: str | None = None
    sheet: str | None = None
    budgets: tuple[Budget, ...] = ()


def _worked_out(wanted: _Wanted) -> tuple[StarterReport, dict[str, str]]:
    """Return what to tell and what to write, the workspace file first."""
    whole, options = read_list(wanted.list_path, wanted.sheet)
    doubled = doubled_rows(whole)
    table = without_rows(whole, doubled)
    choice = chosen_scorecard(table, wanted.scorecard, wanted.folder)
    card = choice.card
    guess, wanted, limits = _guessed(table, card, options, wanted)
    scales = card_scales(guess.ratings or {}) if choice.draft else {}
    card = choice.draft.card(scales) if choice.draft else card
    waiting = choice.draft.waiting if choice.draft else ()
    unread = unread_columns(table, guess, card, waiting)
    unanswered = _unanswered(guess, card)
    asked = unanswered if "id" in guess.columns else []
    write = partial(
        workspace_text,
        wanted.path,
        evolve(guess, remarks=(*_scales_in_list(guess, scales), *guess.remarks)),
        choice.reference,
        rated=bool(asked),
        budgets=wanted.budgets,
        waiting=waiting,
        carded=scales,
    )
    text = write(unread=unread)
    inputs, to_mend = checked_draft(
        text, wanted.list_path, card, guess, table, wanted.budgets, is_part=bool(doubled)
    )
    to_mend += doubles_told(whole, doubled)
    rules = draft_rules(table, guess, inputs, unread, open_ids(inputs), limits)
    unread = rules.reasons(unread)
    sums = cost_sums(inputs, table, guess, wanted.budgets)
    blank, left_out = _blank_ratings(table, guess, asked, open_ids(inputs))
    guessed = scales_told(guess.guessed, without=asked_headers(guess))
    remarks = [
        *place_told(options, sheet_said=wanted.sheet is not None),
        *with_harm((*guessed, *guess.remarks), guess, inputs, is_drafted=bool(choice.draft)),
        *signs_told(guess),
        *asked_scales(inputs, guess, open_ids(inputs), scales),
        *limits_told(guess, wanted.budgets),
        *totals_told(guess, wanted.budgets, sums),
        *rules.told(),
        *to_mend,
        *formulas_told(left_out),
        *choice.told(len(unanswered), in_table=bool(blank)),
    ]
    text = write(unread=unread, sums=sums, rules=rules.lines())
    files = {WORKSPACE_FILE: text}
    if unanswered:
        files["questions.md"] = questions_text(card, unanswered)
    if choice.draft:
        files[SCORECARD_FILE] = choice.draft.text(scales) + gate_lines(guess, inputs)
        remarks.append(f"{SCORECARD_FILE} is {draft_told(card)}")
    if blank:
        files["ratings.csv"] = blank
    mends = bool(guess.unfit or to_mend or rules.to_mend)
    remarks += anew_told(guess, unread, mends=mends)
    found = (*_pairs(guess), *rules.read())
    return StarterReport(wanted.folder, tuple(files), found, unread, tuple(remarks)), files


def _guessed(
    table: RawTable, card: Scorecard, options: ReadOptions, wanted: _Wanted
) -> tuple[Guess, _Wanted, dict[str, Decimal]]:
    """Return the guess, what is wanted with budgets of money only, and limits on people.

    The guess is in the currency of the budgets where the list names none.
    """
    guess = guess_columns(table, card)
    told = (*guess.remarks, *dashes_told(table, guess), *statement_told(guess))
    guess = evolve(guess, remarks=told)
    guess = with_places(evolve(guess, reading=_read_so(guess.reading, options)), table)
    money, limits = split_budgets(wanted.budgets, guess, people_columns(table, guess))
    if not guess.currency and currency_of(money):
        guess = evolve(guess, currency=currency_of(money), open_signs=())
    return guess, evolve(wanted, budgets=money), limits


def _scales_in_list(guess: Guess, carded: Mapping[str, CardScale]) -> list[str]:
    """Return what to tell of scales in the workspace: of those that the scorecard has not."""
    rated = guess.ratings or {}
    return scales_told(guess.guessed, without=[rated[key][0] for key in carded])


def _unanswered(guess: Guess, scorecard: Scorecard) -> list[Criterion]:
    """Return the criteria to rate that the list itself does not answer."""
    order = scorecard.display_order
    ordered = sorted(scorecard.criteria, key=lambda each: order.index(each.id))
    rated = guess.ratings or {}
    return [each for each in ordered if each.kind == "rating" and each.id not in rated]


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


def _pairs(guess: Guess) -> tuple[tuple[str, str], ...]:
    costs = [("cost", header) for header in guess.costs]
    ratings = [(f"rating {key}", header) for key, (header, _) in (guess.ratings or {}).items()]
    by_row = [("currency", guess.currency_column)] if guess.currency_column else []
    return (*guess.columns.items(), *costs, *by_row, *ratings)
