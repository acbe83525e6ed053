"""Columns that nothing reads: which ones they are, and which of them look like an oversight."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import Problem
from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.starting.guess_words import CURRENCY_CODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cximpact.intake.lists.table_parts import TablePart

__all__ = ["misspelt_columns", "unread_columns", "unread_currencies"]

_MOST = 0.8
# A list has columns of its own: `Comments` is no slip for `outcomes`, and `unti` is one for `unit`.
_CLOSE = 0.75
_OURS: Mapping[str, tuple[str, ...]] = {
    "costs": (
        *("proposal", "amount", "low", "likely", "high", "currency", "fund", "category"),
        *("period", "unit"),
    ),
    "ratings": ("proposal", "criterion", "rating", "rater", "unit", "source", "date"),
    "effects": (
        *("proposal", "touchpoint", "process", "criterion", "change", "low", "likely", "high"),
        *("reach", "basis", "source", "date"),
    ),
    "quantities": (
        *("proposal", "criterion", "amount", "low", "likely", "high", "currency"),
        *("source", "date"),
    ),
    "budgets_from": ("id", "limit", "currency", "fund", "category", "period", "unit"),
    "proposals": (
        *("id", "title", "unit", "status", "kind", "reach", "statement", "outcomes", "cost"),
        *("mitigation", "confirmed_by", "mandatory", "mandatory_reason", "mandatory_approved_by"),
        *("forced_out", "requires", "excludes", "effects"),
    ),
}


def unread_columns(parts: Sequence[TablePart]) -> tuple[tuple[str, str], ...]:
    """Return each table's headers that none of the parts reading it uses, each once."""
    used: dict[str, set[str]] = {}
    for part in parts:
        used.setdefault(part.table.name, set()).update(part.used)
    pairs = (
        (part.table.name, header)
        for part in parts
        for header in part.table.headers
        if header not in used[part.table.name]
    )
    return tuple(dict.fromkeys(pairs))


def misspelt_columns(
    parts: Iterable[TablePart], unread: Iterable[tuple[str, str]]
) -> list[Problem]:
    """Return a note for each unread header that comes close to one of our names.

    The columns of a table that a source gave are named by its plugin, so none is a slip.
    """
    left = set(unread)
    found = []
    for part in (part for part in parts if not part.is_collected):
        ours = [name for name in _OURS[part.name] if name not in part.table.headers]
        free = [name for name in ours if name not in part.columns]
        for header in part.table.headers:
            is_left = (part.table.name, header) in left
            hint = did_you_mean(header, free, _CLOSE) if is_left else None
            if hint:
                place: dict[str, Any] = part.table.header_place(header)
                found.append(Problem("nothing reads this column", **{**place, "hint": hint}))
    return found


def unread_currencies(
    parts: Iterable[TablePart], unread: Iterable[tuple[str, str]], assumed: str
) -> list[Problem]:
    """Return a note for each unread column of currencies that are not the one assumed.

    Args:
        parts: The tables with amounts.
        unread: Tables and headers that nothing reads.
        assumed: The currency of amounts that name none, "" where that is open.
    """
    left = set(unread)
    return [
        _note(part, header, codes, assumed)
        for part in parts
        for header in part.table.headers
        if (part.table.name, header) in left
        if len((codes := _codes(part, header)) | {assumed} - {""}) > 1 and codes
    ]


def _codes(part: TablePart, header: str) -> set[str]:
    """Return the codes in a column if it holds mostly such."""
    cells = part.table.column(header)
    counts = Counter(text.upper() for row in part.rows if (text := cell_text(cells[row])))
    known = {code for code in counts if code in CURRENCY_CODES}
    if sum(counts[code] for code in known) < _MOST * sum(counts.values()):
        return set()
    return known


def _note(part: TablePart, header: str, codes: set[str], assumed: str) -> Problem:
    place: dict[str, Any] = part.table.header_place(header)
    counted_as = f", and amounts count as {assumed}" if assumed else ""
    message = f"holds currencies ({', '.join(sorted(codes))}) that nothing reads{counted_as}"
    own = part.name == "proposals"
    hint = (
        f"map it: costs: [{{column: ..., currency: {{column: {header}}}}}]"
        if own
        else f"map it: columns: {{currency: {header}}}"
    )
    return Problem(message, **{**place, "hint": hint})
