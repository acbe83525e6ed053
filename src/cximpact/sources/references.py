"""References into a source system, carried beside rows: of many, the first three by their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.lists.origins import FIRST
from cximpact.intake.source_blocks import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cximpact.model.source import EvidenceSpec
    from cximpact.sources.table import Table

__all__ = ["NO_REFERENCES", "first_references", "has_references", "own_reference"]

NO_REFERENCES = "CAST([] AS VARCHAR[])"
"""SQL of the references of rows that have none."""

_LONGEST = 200


def has_references(spec: EvidenceSpec, tables: Iterable[Table]) -> bool:
    """Return whether a plugin's source gave the rows, each with its reference."""
    return spec.collected is not None and all(REFERENCE in table.columns for table in tables)


def own_reference(table: Table) -> str:
    """Return SQL of the list that holds a row's own reference."""
    text = f"left(trim(CAST({table.columns[REFERENCE].sql} AS VARCHAR)), {_LONGEST})"
    return f"[nullif({text}, '')]"


def first_references(condition: str = "true") -> str:
    """Return SQL that aggregates lists of references, as `refs`, to the first of all of them.

    The first three of a union are among the first three of each of its parts, so no list of all
    references is ever made.

    Args:
        condition: SQL of the rows that count.
    """
    parts = ", ".join(
        f"coalesce(min(DISTINCT CASE WHEN {condition} THEN refs[{at}] END, {FIRST}), [])"
        for at in range(1, FIRST + 1)
    )
    return f"list_sort(list_distinct(list_concat({parts})))[1:{FIRST}]"
