"""Cells of a column of ratings that are none: words for no answer, and a few to be mended."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from cximpact.exceptions import printable
from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.cell_values import number_in
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.starting.guess_cells import misfits
from cximpact.intake.starting.shared_scales import SURE_OPEN_SHARE, is_open_cell
from cximpact.intake.starting.stand_ins import StandIns, stand_ins

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.model.source import Reading

__all__ = ["Gaps", "gaps_among", "odd_told", "without_odd_ratings"]

_ONE_IN = 10
_ENOUGH_BESIDE = 4
_MOST_TOLD = 8
_LONGEST = 30


@frozen
class Gaps:
    """What of a column of ratings is no answer.

    Attributes:
        words: Words that stand for no answer.
        odd: Texts that a person is to mend, such as ``7-8``.
    """

    words: StandIns = StandIns()
    odd: tuple[str, ...] = ()

    def without(self, cells: Sequence[Cell]) -> list[Cell]:
        """Return the answers among cells."""
        left = self.words.without(cells)
        return [cell for cell in left if cell_text(cell) not in self.odd] if self.odd else left


def gaps_among(cells: Sequence[Cell], reading: Reading, meant: Collection[str]) -> Iterator[Gaps]:
    """Yield what may be no answer in a column of numbers, from nothing to the most.

    Args:
        cells: The column.
        reading: How numbers are written.
        meant: Words that mean something, in small letters; they never stand for no answer.
    """
    yield Gaps()
    open_ones = _open_ones(cells, meant)
    few = stand_ins(open_ones.without(cells), partial(number_in, reading=reading), meant)
    words = StandIns((*open_ones.words, *few.words), open_ones.n_rows + few.n_rows)
    yield Gaps(words)
    odd = _odd(words.without(cells), reading)
    if odd:
        yield Gaps(words, odd)


def _open_ones(cells: Sequence[Cell], meant: Collection[str]) -> StandIns:
    """Return the words that mean nothing anywhere, if half of the cells are such, at most."""
    given = [cell for cell in cells if not is_blank(cell)]
    texts = [cell_text(cell).strip() for cell in given if is_open_cell(cell)]
    texts = [text for text in texts if text.casefold() not in meant]
    if SURE_OPEN_SHARE * len(texts) > len(given):
        return StandIns()
    words = {text.casefold(): text for text in reversed(texts)}
    return StandIns(tuple(words.values())[::-1], len(texts))


def _odd(cells: Sequence[Cell], reading: Reading) -> tuple[str, ...]:
    """Return the texts that are no numbers, where they are few beside numbers."""
    counts = Counter((type(cell), cell) for cell in cells if not is_blank(cell))
    reader = partial(number_in, reading=reading)
    odd = [(cell, count) for (_, cell), count in counts.items() if misfits([cell], reader)]
    n_odd, n_rows = sum(count for _, count in odd), sum(counts.values())
    is_one = n_odd == 1 and n_rows > _ENOUGH_BESIDE
    return tuple(cell_text(cell) for cell, _ in odd) if is_one or _ONE_IN * n_odd <= n_rows else ()


def odd_told(table: RawTable, odd: Mapping[str, Collection[str]]) -> list[str]:
    """Return which cells of ratings are to be mended, a remark for each column.

    Args:
        table: The list.
        odd: The texts to be mended, by header.
    """
    return [f"'{header}': {_cells_told(table, header, texts)}" for header, texts in odd.items()]


def _cells_told(table: RawTable, header: str, texts: Collection[str]) -> str:
    cells = table.column(header)
    rows = [at for at, cell in enumerate(cells) if cell_text(cell) in texts]
    some = ", ".join(
        f"{_place(table, at, header)}: '{printable(cell_text(cells[at]).strip(), _LONGEST)}'"
        for at in rows[:_MOST_TOLD]
    )
    more = f" and {len(rows) - _MOST_TOLD:,} more" if len(rows) > _MOST_TOLD else ""
    return f"{some}{more}: write one number{' in each' if len(rows) > 1 else ''}"


def _place(table: RawTable, at: int, header: str) -> str:
    place = table.place(at, header)
    if place.get("cell"):
        return str(place["cell"])
    return f"line {place['line']}" if place.get("line") else f"row {table.lines[at]}"


def without_odd_ratings(table: RawTable, odd: Mapping[str, Collection[str]]) -> RawTable:
    """Return a list whose ratings are blank where a person is to mend them.

    Args:
        table: The list.
        odd: The texts to be mended, by header.
    """
    columns = tuple(
        [None if cell_text(cell) in odd[header] else cell for cell in cells]
        if header in odd
        else cells
        for header, cells in zip(table.headers, table.columns, strict=True)
    )
    return evolve(table, columns=columns)
