"""Columns that look like ratings, and answer no criterion of the scorecard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.lists.cell_values import UnfitCellError, number_in
from cximpact.intake.starting.guess_scales import stated_scale

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.guess import Guess
    from cximpact.model.source import Reading

__all__ = ["unanswered"]

_OURS = (-3.0, 0.0, 3.0)


def unanswered(table: RawTable, guess: Guess) -> tuple[str, ...]:
    """Return what to tell of columns that are rated on a scale, but that the guess leaves out.

    Args:
        table: The list.
        guess: What its columns seem to mean.
    """
    free = [header for header in table.headers if header not in guess.used()]
    rated = [each for each in free if _is_rated(each, table.column(each), guess.reading)]
    return tuple(
        f"'{header}' looks like ratings, but no criterion of the scorecard is called so: write a "
        "criterion for it, or map it under 'ratings'"
        for header in rated
    )


def _is_rated(header: str, cells: Iterable[Cell], reading: Reading) -> bool:
    """Return whether a header states a scale, as ``Benefit (1-5)``, and numbers keep to it."""
    is_stated, scale = stated_scale(header)
    low, _, high = scale or _OURS
    numbers = list(_numbers(cells, reading)) if is_stated else []
    return bool(numbers) and all(low <= number <= high for number in numbers)


def _numbers(cells: Iterable[Cell], reading: Reading) -> Iterator[float]:
    for cell in cells:
        try:
            number = number_in(cell, reading)
        except UnfitCellError:
            continue  # such as n/a
        if number is not None:
            yield number
