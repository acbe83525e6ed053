"""Which cells that do not fit are told, and what to do about each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.answers_in_words import UnknownWordError
from cximpact.intake.lists.cell_advice import advice_on, advice_on_word

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from cximpact.intake.lists.cell_values import UnfitCellError
    from cximpact.intake.lists.table_parts import TablePart

__all__ = ["unfit_cells"]


def unfit_cells(
    part: TablePart,
    header: str,
    found: Mapping[int, Hashable],
    unfit: Mapping[Hashable, UnfitCellError],
) -> Iterator[tuple[int, UnfitCellError, str | None]]:
    """Return the rows to tell of, each with what is wrong and what to do.

    A number that does not fit is mended where it stands, so that each row is told. A word among
    answers is given its meaning once for all rows, so that only the first one is, and how many
    have it.

    Args:
        part: The table.
        header: The column.
        found: The rows of such cells, each with the key of its cell.
        unfit: What is wrong, by key.
    """
    cells = part.table.column(header)
    counts = Counter(found.values())
    words = [key for key, error in unfit.items() if isinstance(error, UnknownWordError)]
    is_usual = len(words) > 1 and _is_most(sum(counts[key] for key in words), part, header)
    told: set[Hashable] = set()
    # Rows may come in the order of their ids; people look for them in that of the file.
    for row in sorted(found):
        key = found[row]
        error = unfit[key]
        if not isinstance(error, UnknownWordError):
            yield row, error, advice_on(part, cells[row], error)
        elif key not in told:
            told.add(key)
            yield row, error, advice_on_word(part, cells[row], error, counts[key], is_usual)


def _is_most(n_words: int, part: TablePart, header: str) -> bool:
    cells = part.table.column(header)
    return 2 * n_words >= sum(not is_blank(cells[row]) for row in part.rows)
