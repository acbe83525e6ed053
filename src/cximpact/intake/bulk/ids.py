"""Ids of very many proposals: read as text, checked, and put into the order of a ranking."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from cximpact.intake.bulk.equal_lengths import ascend, plain_text, taken
from cximpact.intake.files.object_cells import cells_from
from cximpact.intake.files.problems import ProblemList, ProblemLog
from cximpact.intake.lists.cell_values import text_in

if TYPE_CHECKING:
    import pandas as pd

    from cximpact.model.arrays import IntArray

__all__ = ["Ids", "read_ids"]

_MOST_SHOWN = 20


class Ids:
    """Ids as text.

    Attributes:
        texts: A pandas series of text without outer spaces.
    """

    def __init__(self, texts: pd.Series[Any]) -> None:
        self.texts = texts

    @cached_property
    def ascending(self) -> bool:
        """Whether each id comes after the one before it, so that all are different, too."""
        return ascend(self.texts)

    @cached_property
    def listed(self) -> list[str]:
        """The ids as plain text."""
        found: list[str] = self.texts.tolist()
        return found

    def in_order(self, order: IntArray) -> Any:
        """Return the ids in another order, in an array of pandas."""
        return taken(self.texts, order)


def read_ids(values: pd.Series[Any], header: str, name: str, problems: ProblemList) -> Ids:
    """Return the ids of a column; those that are missing or stand twice are noted.

    Args:
        values: The column.
        header: What it is called in problems.
        name: What the frame is called in problems.
        problems: Takes the problems.
    """
    before = len(problems)
    found = Ids(_texts(values, header, name, problems))
    if len(problems) > before:
        return found
    # Where ids ascend all are different, and only the first could be the empty text.
    if not (found.ascending and found.texts.iat[0]):
        _check(found, header, name, problems)
    return found


def _texts(values: pd.Series[Any], header: str, name: str, problems: ProblemList) -> pd.Series[Any]:
    """Return values as text without outer spaces, "" where one is missing."""
    import pandas as pd

    if plain_text(values):
        return values
    if values.dtype.kind in "iu" and not values.hasnans:
        return values.astype(str)
    log = ProblemLog(name)
    missing = values.isna().tolist()
    plain = (None if gap else value for value, gap in zip(values.tolist(), missing, strict=True))
    cells = cells_from(plain, header, log)
    problems.extend(log.problems())
    return pd.Series([text_in(cell) for cell in cells], dtype="str")


def _check(ids: Ids, header: str, name: str, problems: ProblemList) -> None:
    """Note ids that are missing, and those that stand twice."""
    blank = np.flatnonzero(np.asarray(ids.texts == "", dtype=np.bool_))
    _miss(blank.tolist(), header, name, problems)
    twice = np.array(ids.texts.duplicated(), dtype=np.bool_)
    twice[blank] = False
    rows = np.flatnonzero(twice).tolist()
    for row in rows[:_MOST_SHOWN]:
        text = ids.texts.iat[row]
        first = int(np.argmax(np.asarray(ids.texts == text, dtype=np.bool_)))
        message, where = f"the id stands twice; first in row {first}", f"row {row}, {header}"
        problems.add(message, file=name, column=header, field=where, value=text)
    _count_rest(len(rows), "ids that stand twice", name, problems)


def _miss(rows: list[int], header: str, name: str, problems: ProblemList) -> None:
    expected = "text or a number that no other row has"
    for row in rows[:_MOST_SHOWN]:
        where = f"row {row}, {header}"
        problems.add("no id", file=name, column=header, field=where, expected=expected)
    _count_rest(len(rows), "rows without an id", name, problems)


def _count_rest(count: int, of_what: str, name: str, problems: ProblemList) -> None:
    if count > _MOST_SHOWN:
        problems.add(f"and {count - _MOST_SHOWN:,} more {of_what}", file=name)
