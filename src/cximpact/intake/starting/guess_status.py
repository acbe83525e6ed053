"""Which column of an existing list holds the status of its proposals, and what its words mean."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cximpact.exceptions import printable
from cximpact.intake.files.cells import ErrorCell, UncachedFormula
from cximpact.intake.lists.cell_values import text_in
from cximpact.intake.starting.counted_rows import counted_rows
from cximpact.intake.starting.guess_words import (
    STATUS_HEADERS,
    WAITING_WORDS,
    plain_words,
    says_mandatory,
    status_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.starting.guess_headers import Headers

__all__ = ["guess_status"]

_MOST_STATUSES = 20
_KNOWN_SHARE = 0.8
_MOST_TOLD = 5
_LONGEST = 30


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
    finder.remarks += [
        *_unknown_told(header, statuses),
        *_waiting_told(header, statuses),
        *_committed_told(finder, header, statuses),
    ]
    return header, statuses


def _unknown_told(header: str, statuses: Iterable[str]) -> list[str]:
    """Return what to tell of words whose meaning is not known; a guess would be silent else."""
    unknown = [f"'{printable(word, _LONGEST)}'" for word in statuses if not _is_known(word)]
    if not unknown:
        return []
    more = f" and {len(unknown) - _MOST_TOLD:,} more" if len(unknown) > _MOST_TOLD else ""
    said = ", ".join(unknown[:_MOST_TOLD]) + more
    return [f"'{header}': {said} taken for proposed, as nothing is known of it: check 'status'"]


def _waiting_told(header: str, statuses: Iterable[str]) -> list[str]:
    """Return what to tell of words for what was put off, which takes part all the same."""
    waiting = [word for word in statuses if plain_words(word) in WAITING_WORDS]
    said = " and ".join(f"'{printable(word, _LONGEST)}'" for word in waiting[:_MOST_TOLD])
    take, it = ("takes", "it") if len(waiting) == 1 else ("take", "them")
    told = f"{said} {take} part in this round; to leave {it} out, write withdrawn for proposed"
    return [f"'{header}': {told}"] * bool(said)


def _committed_told(finder: Headers, header: str, statuses: Mapping[str, str]) -> list[str]:
    """Return what to tell of other words for what is committed, which takes money unasked."""
    rows = Counter(cell.strip() for cell in finder.cells(header) if isinstance(cell, str))
    words = [
        f"'{printable(word, _LONGEST)}' ({counted_rows(rows[word.strip()])})"
        for word, ours in statuses.items()
        if ours == "committed" and plain_words(word) != "committed"
    ]
    if not words:
        return []
    counts = "counts" if len(words) == 1 else "count"
    more = f" and {len(words) - _MOST_TOLD:,} more" if len(words) > _MOST_TOLD else ""
    said = ", ".join(words[:_MOST_TOLD]) + more
    paid = "paid in any case, so let the cost be what is still to pay"
    return [f"'{header}': {said} {counts} as committed: {paid}"]


def _is_known(word: str) -> bool:
    return bool(status_of(word)) or says_mandatory(word)


def _by_cells(finder: Headers) -> tuple[str, dict[str, str] | None]:
    free = [header for header in finder.table.headers if header not in finder.taken]
    likely = [header for header in free if _is_status(finder.cells(header))]
    if not likely:
        likely = [header for header in free if _is_stage(finder, header)]
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
    statuses = _statuses(finder.cells(header))
    finder.remarks += _unknown_told(header, statuses or {})
    finder.remarks += _committed_told(finder, header, statuses or {})
    return header, statuses


def _is_status(cells: Iterable[Cell]) -> bool:
    """Return whether nearly all cells are words for a status, and not all the same one."""
    counts = Counter(cell for cell in cells if isinstance(cell, str) and cell.strip())
    if len(counts) > _MOST_STATUSES:
        return False
    known = {cell: n for cell, n in counts.items() if _is_known(cell)}
    # Remarks on what must be done, with no word for a status among them, are remarks.
    is_status = any(map(status_of, known))
    return is_status and len(known) > 1 and sum(known.values()) >= _KNOWN_SHARE * counts.total()


def _is_stage(finder: Headers, header: str) -> bool:
    """Return whether a column of phases says of some rows that they are decided, or must be.

    Words that are not known count as proposed, as they would if the column were not read.
    """
    if finder.plain[header] not in STATUS_HEADERS:
        return False
    words = {cell for cell in finder.cells(header) if isinstance(cell, str) and cell.strip()}
    told = ((status_of(word) or "proposed") != "proposed" for word in words)
    return len(words) <= _MOST_STATUSES and (any(told) or any(map(says_mandatory, words)))


def _statuses(cells: Iterable[Cell]) -> dict[str, str] | None:
    values: set[str] = set()
    for cell in cells:
        # A failed formula is told where the list is read.
        text = "" if isinstance(cell, ErrorCell | UncachedFormula) else text_in(cell)
        if text:
            values.add(text)
        if len(values) > _MOST_STATUSES:
            return None
    return {value: status_of(value) or "proposed" for value in sorted(values)}
