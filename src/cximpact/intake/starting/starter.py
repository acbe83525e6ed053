"""A first workspace from a list that exists already."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from cximpact.intake.lists.cell_values import UnfitCellError, text_in
from cximpact.intake.spec import WORKSPACE_FILE
from cximpact.intake.starting.asked_scales import asked_headers, asked_scales
from cximpact.intake.starting.doubled_rows import doubles_told
from cximpact.intake.starting.draft_budgets import totals_told
from cximpact.intake.starting.draft_check import checked_draft, cost_sums, open_ids
from cximpact.intake.starting.draft_costs import means_told
from cximpact.intake.starting.draft_rules import draft_rules
from cximpact.intake.starting.draft_scorecard import draft_told
from cximpact.intake.starting.harm_limits import gate_lines, with_harm
from cximpact.intake.starting.no_costs import no_column_told, no_costs_told
from cximpact.intake.starting.pot_columns import pots_told
from cximpact.intake.starting.said_budgets import parse_budgets
from cximpact.intake.starting.scale_remarks import scales_told
from cximpact.intake.starting.scorecard_choice import SCORECARD_FILE, relative_path
from cximpact.intake.starting.starter_text import questions_text, ratings_text, workspace_text
from cximpact.intake.starting.understanding import Wanted, understood
from cximpact.intake.starting.unread_columns import unread_columns, unread_lines
from cximpact.intake.starting.whole_remarks import (
    anew_told,
    formulas_told,
    limits_told,
    place_told,
    signs_told,
    unlimited_told,
)
from cximpact.intake.starting.written_draft import write_draft

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.inputs import Inputs
    from cximpact.intake.starting.guess import Guess
    from cximpact.intake.starting.understanding import Understood

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
        lines += unread_lines(self.unread)
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
    asked_for = Wanted(list_path, path, folder, scorecard, sheet, parse_budgets(budgets))
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
        report, files = _worked_out(Wanted(draft, _LIST_FILE, folder, scorecard))
    files[_LIST_FILE] = _FIRST_LIST
    write_draft(folder, files)
    return evolve(report, written=(_LIST_FILE, *report.written))


def _worked_out(wanted: Wanted) -> tuple[StarterReport, dict[str, str]]:
    """Return what to tell and what to write, the workspace file first."""
    seen = understood(wanted)
    guess, table, budgets = seen.guess, seen.table, seen.wanted.budgets
    unread = unread_columns(table, guess, seen.card, seen.waiting)
    inputs, to_mend = checked_draft(
        _workspace(seen, unread=unread),
        wanted.list_path,
        seen.card,
        guess,
        table,
        budgets,
        is_part=bool(seen.doubled),
    )
    to_mend += doubles_told(seen.whole, seen.doubled)
    rules = draft_rules(table, guess, inputs, unread, open_ids(inputs), seen.people)
    unread = rules.reasons(unread)
    sums = cost_sums(inputs, table, guess, budgets)
    files = {WORKSPACE_FILE: _workspace(seen, unread=unread, sums=sums, rules=rules.lines())}
    more, left_out = _beside(seen, inputs)
    files |= more
    mends = bool(guess.unfit or guess.odd or to_mend or rules.to_mend)
    remarks = (
        *_first_told(seen, inputs),
        *totals_told(guess, budgets, sums),
        *means_told(guess),
        *pots_told(guess, table),
        *unlimited_told(guess, budgets),
        *no_column_told(table, guess),
        *rules.told(),
        *to_mend,
        *formulas_told(left_out),
        *seen.choice.told(len(seen.unanswered), in_table="ratings.csv" in files),
        *_draft_told(seen),
        *anew_told(guess, unread, mends=mends),
    )
    found = (*_pairs(guess), *rules.read())
    return StarterReport(wanted.folder, tuple(files), found, unread, remarks), files


def _draft_told(seen: Understood) -> list[str]:
    """Return what a drafted scorecard waits for."""
    if not seen.choice.draft:
        return []
    return [f"{SCORECARD_FILE} is {draft_told(seen.card, len(seen.unanswered))}"]


def _workspace(seen: Understood, **parts: Any) -> str:
    """Return the text of the workspace, with what is known of it so far."""
    guess, rated = seen.guess, seen.guess.ratings or {}
    # Of scales that the scorecard has, it tells.
    scales = scales_told(guess.guessed, without=[rated[key][0] for key in seen.scales])
    return workspace_text(
        seen.wanted.path,
        evolve(guess, remarks=(*scales, *guess.remarks)),
        seen.choice.reference,
        rated=bool(seen.asked),
        budgets=seen.wanted.budgets,
        waiting=seen.waiting,
        carded=seen.scales,
        **parts,
    )


def _first_told(seen: Understood, inputs: Inputs) -> list[str]:
    """Return what to tell of the list as a whole and of its columns."""
    guess, is_drafted = seen.guess, seen.choice.draft is not None
    guessed = scales_told(guess.guessed, without=asked_headers(guess))
    return [
        *no_costs_told(seen.table, guess),
        *place_told(seen.options, sheet_said=seen.wanted.sheet is not None),
        *with_harm((*guessed, *guess.remarks), guess, inputs, is_drafted=is_drafted),
        *signs_told(guess),
        *asked_scales(inputs, guess, seen.scales),
        *limits_told(guess, seen.wanted.budgets),
    ]


def _beside(seen: Understood, inputs: Inputs) -> tuple[dict[str, str], list[str]]:
    """Return the files beside the workspace, and the ids left out of the blank ratings."""
    blank, left_out = _blank_ratings(seen, open_ids(inputs))
    draft = seen.choice.draft
    files = {
        "questions.md": questions_text(seen.card, seen.unanswered) if seen.unanswered else "",
        SCORECARD_FILE: draft.text(seen.scales) + gate_lines(seen.guess, inputs) if draft else "",
        "ratings.csv": blank,
    }
    return {name: text for name, text in files.items() if text}, left_out


def _blank_ratings(seen: Understood, open_ids: Collection[str]) -> tuple[str, list[str]]:
    """Return the blank table of ratings, asking of what is to be decided or done only."""
    if not seen.asked:
        return "", []
    ids = _ids(seen.table, seen.guess.columns["id"])
    return ratings_text([key for key in ids if key in open_ids], seen.asked)


def _ids(table: RawTable, header: str) -> list[str]:
    ids = []
    for cell in table.column(header):
        try:
            ids.append(text_in(cell))
        except UnfitCellError:
            continue  # the check of the whole workspace says what is wrong with it
    return [key for key in dict.fromkeys(ids) if key]


def _pairs(guess: Guess) -> tuple[tuple[str, str], ...]:
    costs = [("cost", header) for header in guess.costs]
    ratings = [(f"rating {key}", header) for key, (header, _) in (guess.ratings or {}).items()]
    by_row = [("currency", guess.currency_column)] if guess.currency_column else []
    pots = [(guess.pots.key, guess.pots.header)] if guess.pots and guess.entries else []
    return (*guess.columns.items(), *costs, *pots, *by_row, *ratings)
