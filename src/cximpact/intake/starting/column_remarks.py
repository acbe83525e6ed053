"""What to tell of columns that were taken for something their cells leave in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import printable
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.starting.guess_words import plain_words
from cximpact.intake.starting.sign_ratings import rates_with_signs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.guess import Guess

__all__ = ["dashes_told", "statement_told"]

_DASH = "-"
_LONGEST = 40


def statement_told(guess: Guess) -> list[str]:
    """Return that a column is taken for the statements, where its header does not call it so.

    Args:
        guess: What the columns of the list seem to mean.
    """
    header = guess.columns.get("statement", "")
    if not header or plain_words(header) == "statement":
        return []
    return [f"'{header}' is taken as what customers are told: 'statement'"]


def dashes_told(table: RawTable, guess: Guess) -> list[str]:
    """Return which dashes are ratings by guess, as a dash stands for nothing elsewhere in the list.

    Beside a double one a single dash says how much worse something is, and nothing is asked.

    Args:
        table: The list.
        guess: What the columns of the list seem to mean.
    """
    found = [header for header, values in guess.signs.items() if _is_open(values)]
    nothing = _dash_elsewhere(table, guess) if found else ""
    return [
        f"'{header}': '{_DASH}' is taken for worse than today, though it stands for nothing in "
        f"{nothing}: if it does here, too, give it 0 in 'values'"
        for header in found
        if nothing
    ]


def _is_open(values: Mapping[str, int]) -> bool:
    return values.get(_DASH, 0) < 0 and min(values.values()) == values[_DASH]


def _dash_elsewhere(table: RawTable, guess: Guess) -> str:
    """Return the first cell with a dash outside of ratings, as a person finds it; "" for none."""
    ids = table.column(guess.columns["id"]) if "id" in guess.columns else []
    for header, cells in zip(table.headers, table.columns, strict=True):
        if header in guess.signs or _DASH not in cells or rates_with_signs(header, cells):
            continue
        at = cells.index(_DASH)
        key = cell_text(ids[at]).strip() if ids else ""
        return f"'{header}'{key and f' of {printable(key, _LONGEST)}'}"
    return ""
