"""What to tell of a list as a whole: its sheet, headers and currencies, and what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import printable
from cximpact.intake.starting.said_budgets import budget_currencies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.intake.files.raw_table import ReadOptions
    from cximpact.intake.starting.guess import Guess
    from cximpact.intake.starting.said_budgets import Budget

__all__ = ["formulas_told", "limits_told", "place_told", "signs_told"]

_MOST = 3


def place_told(options: ReadOptions, *, sheet_said: bool) -> list[str]:
    """Return where the list was found, where that was a guess.

    Args:
        options: Sheet and row of the headers.
        sheet_said: Whether a person named the sheet.
    """
    told = []
    if options.sheet is not None and not sheet_said:
        told.append(
            f"the list is taken from sheet '{printable(options.sheet)}': no other one looks like "
            "a list"
        )
    if options.header_row is not None:
        told.append(f"the headers are taken from row {options.header_row}, below a title")
    return told


def signs_told(guess: Guess) -> list[str]:
    """Return what to say about signs that may stand for several currencies."""
    if not guess.open_signs:
        return []
    some = " and ".join(f"'{sign}'" for sign in guess.open_signs)
    verb = "is the sign" if len(guess.open_signs) == 1 else "are signs"
    return [f"{some} {verb} of several currencies: say which is meant at 'currency'"]


def limits_told(guess: Guess, budgets: Sequence[Budget]) -> list[str]:
    """Return which rates are needed where limits are in another currency than costs."""
    known = {guess.currency, *guess.other_currencies}
    new = [code for code in budget_currencies(budgets) if code not in known]
    if not new:
        return []
    return [
        f"--budget is in {' and '.join(new)}, and costs are in {guess.currency}: give the rates in "
        "the lines of 'rates' in cximpact.yaml"
    ]


def formulas_told(left_out: Sequence[str]) -> list[str]:
    """Return which ids are not in the blank table of ratings.

    Args:
        left_out: Ids that a spreadsheet would take for formulas.
    """
    if not left_out:
        return []
    some = ", ".join(left_out[:_MOST])
    return [
        f"{len(left_out)} ids are left out of ratings.csv, since a spreadsheet would take them "
        f"for formulas: {some}"
    ]
