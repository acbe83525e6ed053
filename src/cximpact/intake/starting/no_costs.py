"""What to tell of a list of which no cost is read: nothing limits what is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import printable
from cximpact.intake.starting.amount_columns import holds_money
from cximpact.intake.starting.bare_ranges import names_other
from cximpact.intake.starting.quoting import comment, quoted
from cximpact.intake.starting.rows_above import over_header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.cost_entries import CostEntry
    from cximpact.intake.starting.guess import Guess

__all__ = ["money_columns", "no_column_told", "no_costs_told"]

_MOST = 4
_LONGEST = 40
_NONE = "no cost is read, so no budget can limit what is selected"


def money_columns(table: RawTable, guess: Guess) -> list[str]:
    """Return the columns of a list without costs that may hold them.

    Args:
        table: The list.
        guess: What its columns seem to mean.
    """
    if guess.entries:
        return []
    used = guess.used()
    left_out = {header for each in guess.left_out for header in each.headers}
    return [
        header
        for header in table.headers
        if header in left_out
        or (
            header not in used
            and holds_money(header, table.column(header), guess.reading)
            and not names_other(over_header(table, header))
        )
    ]


def no_costs_told(table: RawTable, guess: Guess) -> list[str]:
    """Return that no cost is read though columns may hold it; nothing where one is read.

    Args:
        table: The list.
        guess: What its columns seem to mean.
    """
    if guess.entries:
        return []
    for each in guess.left_out:
        if each.is_asked:
            return [f"{_NONE}: {_asked(each)}"]
    found = money_columns(table, guess)
    # Of what is to be mended first, another note says what and how.
    free = [each for each in found if not any(f"'{each}'" in told for told in guess.remarks)]
    if free:
        shown = (
            f"if {_either(free)} is the cost, say so under 'columns', as 'cost: {quoted(free[0])}'"
        )
        return [f"{_NONE}: {comment(shown)}"]
    return [f"{_NONE}; of {_either(found)}, see below"] if found else []


def no_column_told(table: RawTable, guess: Guess) -> list[str]:
    """Return that no column of a list can be its cost; nothing where one is read or may be.

    Args:
        table: The list.
        guess: What its columns seem to mean.
    """
    if guess.entries or money_columns(table, guess):
        return []
    return [f"{_NONE}: if your list has costs, name their column under 'columns' as 'cost'"]


def _either(headers: Sequence[str]) -> str:
    some = [f"'{printable(header, _LONGEST)}'" for header in headers[:_MOST]]
    some += [f"{len(headers) - _MOST:,} more"] if len(headers) > _MOST else []
    return f"{', '.join(some[:-1])} or {some[-1]}" if len(some) > 1 else some[0]


def _asked(entry: CostEntry) -> str:
    low, likely, high = (f"'{printable(header, _LONGEST)}'" for header in entry.headers)
    then = f"if {low}, {likely} and {high} are the cost, take the '#' away at their line"
    if not entry.multiplier:
        return f"{then}, and say whether its multiplier is 1000 or 1000000"
    if entry.multiplier == 1:
        return f"{then}, and put multiplier: 1000 into it where they are in thousands"
    return then
