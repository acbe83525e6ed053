"""Proposals that name an amount in one column of costs, and none in another.

An empty cell is no cost. Beside an amount it may as well be a cost that somebody still looks for,
and what the proposal costs then looks complete where it is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.exceptions import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cximpact.intake.lists.amounts import Amount
    from cximpact.intake.lists.table_parts import TablePart

__all__ = ["blank_beside_amounts"]

_MOST_NAMED = 3
_HINT = "write 0 where there is no cost"


def blank_beside_amounts(
    part: TablePart,
    ids: Sequence[str],
    rows: Sequence[int],
    columns: Sequence[tuple[str, Sequence[Amount | None]]],
    words: Collection[tuple[str, str]] = (),
) -> list[Problem]:
    """Return one note on the blanks beside amounts, or none.

    Args:
        part: The list.
        ids: Ids of the proposals.
        rows: Their rows.
        columns: The header of each column of costs, with its amounts in the order of `rows`.
        words: Ids and headers of cells with a word for an unknown cost, told elsewhere: no blanks.
    """
    if len(columns) < 2:
        return []
    blank: list[tuple[int, str]] = []
    for at, amounts in enumerate(zip(*(each for _, each in columns), strict=True)):
        if any(amounts):
            found = zip(columns, amounts, strict=True)
            blank += [(at, header) for (header, _), amount in found if amount is None]
    blank = [(at, header) for at, header in blank if (ids[at], header) not in words]
    if not blank:
        return []
    if len(blank) == 1:
        [(at, header)] = blank
        place: dict[str, Any] = part.table.place(rows[at], header)
        message = f"'{ids[at]}' names no amount here, but one beside it; the blank counts as 0"
        return [Problem(message, **place, hint=_HINT)]
    named = [f"'{ids[at]}' ({header})" for at, header in blank[:_MOST_NAMED]]
    if len(blank) > _MOST_NAMED:
        named.append(f"{len(blank) - _MOST_NAMED:,} more")
    told = f"{', '.join(named[:-1])} and {named[-1]}"
    message = f"{len(blank):,} blanks in columns of costs, beside an amount, count as 0: {told}"
    return [Problem(message, part.table.name, hint=_HINT)]
