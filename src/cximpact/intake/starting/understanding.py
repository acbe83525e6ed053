"""What a list and the wishes of a person mean, before anything of a draft is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from cximpact.intake.lists.totals import without_rows
from cximpact.intake.starting.card_scales import card_scales
from cximpact.intake.starting.column_remarks import dashes_told, statement_told
from cximpact.intake.starting.doubled_rows import doubled_rows
from cximpact.intake.starting.draft_budgets import split_budgets, unplaced
from cximpact.intake.starting.draft_capacities import people_columns
from cximpact.intake.starting.guess import guess_columns
from cximpact.intake.starting.list_reading import read_list
from cximpact.intake.starting.odd_amounts import with_places
from cximpact.intake.starting.pot_columns import with_pots
from cximpact.intake.starting.said_budgets import currency_of
from cximpact.intake.starting.scorecard_choice import chosen_scorecard

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from pathlib import Path

    from cximpact.intake.files.raw_table import RawTable, ReadOptions
    from cximpact.intake.starting.card_scales import CardScale
    from cximpact.intake.starting.guess import Guess
    from cximpact.intake.starting.said_budgets import Budget
    from cximpact.intake.starting.scorecard_choice import Choice
    from cximpact.intake.starting.waiting_ratings import Waiting
    from cximpact.model.scorecard import Criterion, Scorecard
    from cximpact.model.source import Reading

__all__ = ["Understood", "Wanted", "understood"]


@frozen
class Wanted:
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


@frozen(eq=False)
class Understood:
    """What a list means.

    Attributes:
        wanted: What a workspace is made of; its budgets are of money only.
        whole: The list.
        doubled: The rows of it that hold the same as one before, and which one.
        table: The list without these.
        options: How it was read.
        choice: The scorecard, and whence it is.
        guess: What its columns seem to mean.
        people: Limits on people that were said, by column.
        scales: The scales that a drafted scorecard states, by criterion.
        card: The scorecard, with these.
    """

    wanted: Wanted
    whole: RawTable
    doubled: Mapping[int, int]
    table: RawTable
    options: ReadOptions
    choice: Choice
    guess: Guess
    people: Mapping[str, Decimal]
    scales: Mapping[str, CardScale]
    card: Scorecard

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """Columns of ratings that a draft has as comments."""
        return self.choice.draft.waiting if self.choice.draft else ()

    @property
    def unanswered(self) -> list[Criterion]:
        """The criteria to rate that the list itself does not answer, in the order to ask in."""
        order = self.card.display_order
        ordered = sorted(self.card.criteria, key=lambda each: order.index(each.id))
        rated = self.guess.ratings or {}
        return [each for each in ordered if each.kind == "rating" and each.id not in rated]

    @property
    def asked(self) -> list[Criterion]:
        """Those of them that a table can be made for: of a list with ids."""
        return self.unanswered if "id" in self.guess.columns else []


def understood(wanted: Wanted) -> Understood:
    """Return what a list means.

    Args:
        wanted: What a workspace is to be made of.

    Raises:
        InputError: The list or the scorecard cannot be read, or a budget limits nothing.
    """
    whole, options = read_list(wanted.list_path, wanted.sheet)
    doubled = doubled_rows(whole)
    table = without_rows(whole, doubled)
    choice = chosen_scorecard(table, wanted.scorecard, wanted.folder)
    guess, wanted, people = _guessed(table, choice.card, options, wanted)
    scales = card_scales(guess.ratings or {}) if choice.draft else {}
    card = choice.draft.card(scales) if choice.draft else choice.card
    return Understood(wanted, whole, doubled, table, options, choice, guess, people, scales, card)


def _guessed(
    table: RawTable, card: Scorecard, options: ReadOptions, wanted: Wanted
) -> tuple[Guess, Wanted, dict[str, Decimal]]:
    """Return the guess, what is wanted with budgets of money only, and limits on people.

    The guess is in the currency of the budgets where the list names none.
    """
    guess = guess_columns(table, card)
    told = (*guess.remarks, *dashes_told(table, guess), *statement_told(guess))
    guess = evolve(guess, remarks=told)
    guess = with_places(evolve(guess, reading=_read_so(guess.reading, options)), table)
    guess = with_pots(guess, table, unplaced(wanted.budgets, guess))
    money, limits = split_budgets(wanted.budgets, guess, table, people_columns(table, guess))
    if not guess.currency and currency_of(money):
        guess = evolve(guess, currency=currency_of(money), open_signs=())
    return guess, evolve(wanted, budgets=money), limits


def _read_so(reading: Reading, options: ReadOptions) -> Reading:
    sheet = options.sheet or ""
    return evolve(reading, encoding=options.encoding, sheet=sheet, header_row=options.header_row)
