"""A draft is loaded before it is written: what a person has to mend, and what it comes to."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.exceptions import InputError, Problem, printable
from cximpact.intake.files.documents import parse_document
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.missing_words import means_nothing, missing_words
from cximpact.intake.reading import check_inputs
from cximpact.intake.spec import WORKSPACE_FILE, WorkspaceSpec
from cximpact.intake.starting.cost_words import says_unknown
from cximpact.intake.starting.draft_budgets import CostSum, budget_parts
from cximpact.intake.starting.odd_ratings import without_odd_ratings
from cximpact.intake.starting.range_rows import (
    odd_rows,
    ranges_told,
    unfit_rows,
    without_odd,
)
from cximpact.intake.starting.said_budgets import needed_rates

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.inputs import Inputs
    from cximpact.intake.starting.cost_entries import CostEntry
    from cximpact.intake.starting.draft_budgets import Where
    from cximpact.intake.starting.guess import Guess
    from cximpact.intake.starting.said_budgets import Budget
    from cximpact.model.proposal import CostLine
    from cximpact.model.scorecard import Scorecard

__all__ = ["checked_draft", "cost_sums", "open_ids"]

_MOST_TOLD = 5
_LONGEST = 30


def checked_draft(
    text: str,
    list_path: Path,
    scorecard: Scorecard,
    guess: Guess,
    table: RawTable,
    budgets: Sequence[Budget] = (),
    *,
    is_part: bool = False,
) -> tuple[Inputs, list[str]]:
    """Load the workspace before it is written, without the ratings, which are blank.

    What a person mends in the list afterwards is told and no reason to write nothing: amounts
    that cannot be read, ranges that are none, ids of proposals that are not there, rows that stand
    twice, and rates that are to be added.

    Args:
        text: The document.
        list_path: The list.
        scorecard: The scorecard.
        guess: What the columns of the list seem to mean.
        table: The list as it was read.
        budgets: Limits that were said.
        is_part: Whether rows of the list that a person is to delete are not in the table.

    Returns:
        What was read, and what is to be mended.

    Raises:
        InputError: The list holds what no workspace could take, with all of its problems.
    """
    pairs = needed_rates(guess.currency, guess.other_currencies, budgets)
    spec = _spec(text, list_path, scorecard, pairs)
    no_ranges = ranges_told(table, guess)
    is_other = is_part or bool(guess.unfit or no_ranges or guess.odd)
    whole = without_odd_ratings(without_odd(table, guess), guess.odd)
    sound = evolve(spec, tables={"proposals": whole}) if is_other else spec
    inputs, problems = check_inputs(sound)
    header = guess.columns.get("requires", "")
    unknown = [each for each in problems if each.field == header and header]
    if inputs is None or len(unknown) < len(problems):
        # With the amounts that were left out, so that nobody mends the list in layers.
        raise InputError(check_inputs(spec)[1] or problems)
    return inputs, [*no_ranges, *_unknown_told(header, unknown)]


def _spec(
    text: str, list_path: Path, scorecard: Scorecard, pairs: Sequence[tuple[str, str]]
) -> WorkspaceSpec:
    document = parse_document(text, suffix=".yaml", name=WORKSPACE_FILE)
    data = document.data if isinstance(document.data, dict) else {}
    proposals = data.get("proposals")
    said = proposals if isinstance(proposals, dict) else {}
    # The folder may not be there yet, so the list is named from the root.
    kept = {key: part for key, part in data.items() if key != "ratings"}
    kept["proposals"] = {**said, "path": str(list_path.resolve())}
    kept["rates"] = [
        {"from": base, "to": quote, "rate": 1, "date": "1970-01-01"} for base, quote in pairs
    ]
    return WorkspaceSpec(WORKSPACE_FILE, None, evolve(document, data=kept), scorecard=scorecard)


def _unknown_told(header: str, unknown: Sequence[Problem]) -> list[str]:
    if not unknown:
        return []
    named = [printable(str(each.value), _LONGEST) for each in unknown]
    some = ", ".join(f"'{name}'" for name in dict.fromkeys(named[:_MOST_TOLD]))
    more = f" and {len(unknown) - _MOST_TOLD:,} more" if len(unknown) > _MOST_TOLD else ""
    return [
        f"'{header}' names what is no id of the list: {some}{more}; 'validate' tells the cells: "
        "mend them, or take 'requires' away"
    ]


def open_ids(inputs: Inputs) -> frozenset[str]:
    """Return the proposals that take part and are not withdrawn."""
    found = zip(inputs.proposals.ids, inputs.proposals.statuses, strict=True)
    return frozenset(key for key, status in found if status != "withdrawn")


def cost_sums(
    inputs: Inputs, table: RawTable, guess: Guess, budgets: Sequence[Budget]
) -> dict[Where, CostSum]:
    """Return what all proposals to decide on cost, and how many cells are not in each sum.

    Args:
        inputs: What the draft reads.
        table: The list.
        guess: What its columns seem to mean.
        budgets: Limits that were said.
    """
    ids = open_ids(inputs)
    sums = {}
    for where in budget_parts(guess, budgets):
        pots = [(key, value) for key, value in where if guess.pots and key == guess.pots.key]
        rest = tuple(pair for pair in where if pair not in pots)
        entries = [each for each in guess.entries if _is_of(each.where(), rest)]
        paid = _paid(table, guess, ids, [word for _, word in pots])
        odd, unknown = _not_counted(table, guess, entries, paid)
        sums[where] = CostSum(_sum(inputs, guess, where, ids), odd, unknown)
    return sums


def _is_of(said: dict[str, str], where: Where) -> bool:
    return all(said.get(key) == value for key, value in where)


def _sum(inputs: Inputs, guess: Guess, where: Where, ids: Collection[str]) -> Decimal | None:
    """Return what all of them cost; None where rates are still to be added."""
    if guess.other_currencies:
        return None
    lines = (line for line in inputs.costs if line.proposal in ids and _is_of(_places(line), where))
    return sum(map(_mean, lines), Decimal(0))


def _places(line: CostLine) -> dict[str, str]:
    return {"fund": line.fund, "category": line.category, "period": line.period}


def _mean(line: CostLine) -> Decimal:
    """Return what a cost counts as: a range by its mean."""
    if line.low == line.high:
        return line.likely
    return (line.low + 4 * line.likely + line.high) / 6


def _paid(table: RawTable, guess: Guess, ids: Collection[str], words: Collection[str]) -> set[int]:
    """Return the rows of proposals, those of one pot where its word is given."""
    key = guess.columns.get("id")
    if key is None:
        return set()
    rows = {at for at, cell in enumerate(table.column(key)) if cell_text(cell).strip() in ids}
    if not words:
        return rows
    pots = table.column(guess.pots.header)
    return {at for at in rows if cell_text(pots[at]).strip() in words}


def _not_counted(
    table: RawTable, guess: Guess, entries: Sequence[CostEntry], rows: set[int]
) -> tuple[int, int]:
    """Return how many amounts are to be mended, and of how many nothing is known.

    The three cells of a range are one amount.
    """
    words = missing_words({"missing": guess.missing})
    n_odd = n_unknown = 0
    for entry in entries:
        cells = list(zip(*map(table.column, entry.headers), strict=True))
        odd = rows.intersection((*unfit_rows(table, guess, entry), *odd_rows(table, guess, entry)))
        n_odd += len(odd)
        n_unknown += sum(_is_unknown(cells[at], words) for at in rows - odd)
    return n_odd, n_unknown


def _is_unknown(cells: Sequence[Cell], words: frozenset[str]) -> bool:
    return any(means_nothing(cell, words) and says_unknown(cell) for cell in cells)
