"""Whether the headers of a table were looked for in the right row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cximpact.intake.files.raw_table import Origin

if TYPE_CHECKING:
    from cximpact.intake.files.raw_table import RawTable

__all__ = ["header_row_hint"]

_IDS = ("id", "proposal")
_NAMES_A_COLUMN = ("column", "low", "likely", "high")


def header_row_hint(table: RawTable, columns: Mapping[str, Any]) -> str | None:
    """Return the hint to look at `header_row` where not one mapped column is in the table.

    Args:
        table: The table as found.
        columns: The column map: ours to theirs.
    """
    has_row = table.origin is not Origin.FRAME and table.header_line is not None
    mapped = set(_headers(columns))
    if not has_row or not mapped or not mapped.union(_IDS).isdisjoint(table.headers):
        return None
    return "is header_row right?"


def _headers(said: Any) -> Iterator[str]:
    """Return the headers that a column map names, or one of its entries."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, list | tuple):
        for each in said:
            yield from _headers(each)
    elif isinstance(said, Mapping):
        named = [name for name in _NAMES_A_COLUMN if isinstance(said.get(name), str)]
        # Beside what names a column stand other texts, such as the currency of its amounts.
        for each in (said[name] for name in named) if named else said.values():
            yield from _headers(each)
