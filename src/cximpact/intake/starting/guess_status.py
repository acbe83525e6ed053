"""Which column of an existing list holds the status of its proposals, and what its words mean."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import ErrorCell, UncachedFormula
from cximpact.intake.lists.cell_values import text_in
from cximpact.intake.starting.guess_words import STATUS_WORDS, plain_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.starting.guess_headers import Headers

__all__ = ["guess_status"]

_MOST_STATUSES = 20
_KNOWN_SHARE = 0.8


def guess_status(finder: Headers) -> tuple[str, dict[str, str] | None]:
    """Return the header of the status, "" for none, and what each of its words means.

    A header that says so is believed; without one, the one column whose cells are nearly all
    words for a status is taken, and that it is a guess is told.

    Args:
        finder: The headers; takes the one that is returned, and what is to be told.
    """
    header = finder.first("status")
    if not header:
        return _by_cells(finder)
    statuses = _statuses(finder.cells(header))
    if statuses is None:
        finder.remarks.append(f"'{header}' has too many values to be a status")
        return "", None
    return header, statuses


def _by_cells(finder: Headers) -> tuple[str, dict[str, str] | None]:
    free = [header for header in finder.table.headers if header not in finder.taken]
    likely = [header for header in free if _is_status(finder.cells(header))]
    if len(likely) > 1:
        named = " and ".join(f"'{header}'" for header in likely)
        finder.remarks.append(f"{named} both hold words for a status: map one as 'status'")
    if len(likely) != 1:
        return "", None
    (header,) = likely
    finder.taken.add(header)
    finder.remarks.append(
        f"'{header}' is taken for the status: a guess from its cells; check what each counts as"
    )
    return header, _statuses(finder.cells(header))


def _is_status(cells: Iterable[Cell]) -> bool:
    """Return whether nearly all cells are words for a status, and not all the same one."""
    counts = Counter(cell for cell in cells if isinstance(cell, str) and cell.strip())
    if len(counts) > _MOST_STATUSES:
        return False
    known = {cell: n for cell, n in counts.items() if plain_words(cell) in STATUS_WORDS}
    return len(known) > 1 and sum(known.values()) >= _KNOWN_SHARE * counts.total()


def _statuses(cells: Iterable[Cell]) -> dict[str, str] | None:
    values: set[str] = set()
    for cell in cells:
        # A failed formula is told where the list is read.
        text = "" if isinstance(cell, ErrorCell | UncachedFormula) else text_in(cell)
        if text:
            values.add(text)
        if len(values) > _MOST_STATUSES:
            return None
    return {value: STATUS_WORDS.get(plain_words(value), "proposed") for value in sorted(values)}
