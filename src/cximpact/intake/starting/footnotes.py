"""Remarks below a list, such as ``* costs gross``: rows with one text, and no proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.totals import is_total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable

__all__ = ["footnote_rows"]

_FEWEST_COLUMNS = 3
_FEWEST_WORDS = 3
_MOST_ROWS = 20


def footnote_rows(table: RawTable) -> list[int]:
    """Return the last rows that hold nothing but a text of some words in their first column.

    A proposal is never taken for one: whoever hands in a proposal writes at least a title beside
    its id. So the list needs an id and a title; this is only known once its columns are, and
    whoever sets such rows aside asks whether the column is that of the ids, and no titles.

    Args:
        table: The list.
    """
    if len(table.headers) < _FEWEST_COLUMNS:
        return []
    found: list[int] = []
    for at in range(table.n_rows - 1, -1, -1):
        row = [column[at] for column in table.columns]
        if not _is_footnote(row):
            break
        found.append(at)
    # A list of nothing but such rows is a list of texts.
    few = len(found) <= min(_MOST_ROWS, table.n_rows // 2)
    longest = max((_length(table, at) for at in range(table.n_rows - len(found))), default=0)
    return [at for at in reversed(found) if _length(table, at) > longest] if few else []


def _is_footnote(row: Sequence[Cell]) -> bool:
    first, *others = row
    if not isinstance(first, str) or is_total(first) or not all(map(is_blank, others)):
        return False
    return len(first.split()) >= _FEWEST_WORDS


def _length(table: RawTable, at: int) -> int:
    return len(cell_text(table.columns[0][at]).strip())
