"""Which cells that do not fit are told, and what to do about each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import is_blank, text_of
from cximpact.intake.lists.answers_in_words import UnknownWordError
from cximpact.intake.lists.cell_advice import advice_on, advice_on_word

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from cximpact.intake.lists.cell_values import UnfitCellError
    from cximpact.intake.lists.table_parts import TablePart
    from cximpact.model.source import Lookup

__all__ = ["unfit_cells"]


def unfit_cells(
    part: TablePart,
    lookup: Lookup,
    found: Mapping[int, Hashable],
    unfit: Mapping[Hashable, UnfitCellError],
) -> Iterator[tuple[int, UnfitCellError, str | None]]:
    """Return the rows to tell of, each with what is wrong and what to do.

    A number that does not fit is mended where it stands, so that each row is told. A word among
    answers is given its meaning once for all rows, so that only the first one is, and how many
    have it; so is one that `values` translates into what does not fit.

    Args:
        part: The table.
        lookup: The column, and the words that are translated in it.
        found: The rows of such cells, each with the key of its cell.
        unfit: What is wrong, by key.
    """
    cells = part.table.column(lookup.column)
    counts = Counter(found.values())
    words = [key for key, error in unfit.items() if isinstance(error, UnknownWordError)]
    is_usual = _are_usual(len(words), sum(counts[key] for key in words), part, lookup)
    told: set[Hashable] = set()
    # Rows may come in the order of their ids; people look for them in that of the file.
    for row in sorted(found):
        key = found[row]
        error, meant = unfit[key], lookup.values.get(text_of(cells[row]).strip())
        if meant is not None:
            if key not in told:
                told.add(key)
                yield row, error, _advice_on_translated(meant, counts[key])
        elif not isinstance(error, UnknownWordError):
            yield row, error, advice_on(part, cells[row], error)
        elif key not in told:
            told.add(key)
            yield row, error, advice_on_word(part, cells[row], error, counts[key], is_usual)


def _advice_on_translated(meant: str, count: int) -> str:
    rows = f", as in {count - 1} more row{'s' if count > 2 else ''}" if count > 1 else ""
    return f"'values' takes it for '{meant}'{rows}: write another one there"


def _are_usual(n_words: int, n_rows: int, part: TablePart, lookup: Lookup) -> bool:
    """Return whether a column mostly holds words, those among them that are translated in it."""
    cells = part.table.column(lookup.column)
    given = [text_of(cells[row]).strip() for row in part.rows if not is_blank(cells[row])]
    n_known = sum(text in lookup.values for text in given) if lookup.values else 0
    return (n_words > 1 or n_known > 0) and 2 * (n_rows + n_known) >= len(given)
