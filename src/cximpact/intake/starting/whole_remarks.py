"""What to tell of a list as a whole: its sheet, headers and currencies, and what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import printable
from cximpact.intake.starting.said_budgets import budget_currencies

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cximpact.intake.files.raw_table import ReadOptions
    from cximpact.intake.starting.guess import Guess
    from cximpact.intake.starting.said_budgets import Budget

__all__ = [
    "anew_told",
    "formulas_told",
    "limits_told",
    "place_told",
    "signs_told",
    "unlimited_told",
]

_MOST = 3
_LONGEST = 40
_FOR_CELLS = ("some cells do not fit", "write yes or no")
_BEYOND = "correct one of them"


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


def unlimited_told(guess: Guess, budgets: Sequence[Budget]) -> list[str]:
    """Return that nothing limits the costs of a list, where nobody said a budget."""
    if budgets or not guess.costs:
        return []
    return ["no budget is said, so costs limit nothing: put one under 'budgets' in cximpact.yaml"]


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


def anew_told(guess: Guess, unread: Mapping[str, str], *, mends: bool) -> list[str]:
    """Return whether the list is to be read anew by `init` once a person has mended it.

    Args:
        guess: What its columns seem to mean.
        unread: The columns that are not read, each with the reason.
        mends: Whether something is told that is to be mended in the list.
    """
    left_out = [
        f"'{printable(header, _LONGEST)}'"
        for header, why in unread.items()
        if why.endswith(_BEYOND) or _is_unfit(header, guess.remarks)
    ]
    if left_out:
        more = f" and {len(left_out) - _MOST:,} more" if len(left_out) > _MOST else ""
        return [
            f"to have {', '.join(left_out[:_MOST])}{more} read, mend the cells and run init anew; "
            "what else you mend in the list is read by the next validate"
        ]
    if mends:
        return ["what you mend in the list is read by the next validate: init need not run anew"]
    return []


def _is_unfit(header: str, remarks: Sequence[str]) -> bool:
    start = f"'{header}' may be '"
    return any(each.startswith(start) and each.endswith(_FOR_CELLS) for each in remarks)
