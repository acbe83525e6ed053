"""Gathering what is wrong with an input, so that one run reports all of it."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING

from cximpact.exceptions import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ProblemLog", "did_you_mean"]

_MOST_OF_ONE_KIND = 20


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return a hint that names the known word closest to a misspelt one.

    Args:
        word: What was written.
        known: What could have been meant.

    Returns:
        The hint, or None when nothing comes close.

    Example:
        >>> did_you_mean("titel", ["id", "title"])
        "did you mean 'title'?"
    """
    by_fold = {candidate.casefold(): candidate for candidate in known}
    close = get_close_matches(word.casefold(), by_fold, n=1)
    return f"did you mean '{by_fold[close[0]]}'?" if close else None


class ProblemLog:
    """Problems found so far in one file; of each kind the first 20 are kept and the rest counted.

    Example:
        >>> log = ProblemLog("list.csv")
        >>> log.add("two columns have one name", line=1, value="cost")
        >>> len(log.problems())
        1
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._kept: list[Problem] = []
        self._counts: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self._kept)

    def add(
        self,
        message: str,
        *,
        kind: str | None = None,
        line: int | None = None,
        sheet: str | None = None,
        cell: str | None = None,
        field: str | None = None,
        value: str | None = None,
        expected: str | None = None,
        hint: str | None = None,
    ) -> None:
        """Note one problem of this file.

        Args:
            message: What is wrong, as one sentence without a final full stop.
            kind: What it is counted under; the message, unless that differs from place to place.
            line: Its line in a text file, counted from 1.
            sheet: The sheet of a workbook.
            cell: The cell of a workbook.
            field: The column or the path of keys.
            value: What was found there.
            expected: What would have been right.
            hint: What to do.
        """
        name = kind or message
        self._counts[name] += 1
        if self._counts[name] <= _MOST_OF_ONE_KIND:
            self._kept.append(
                Problem(message, self.file, line, sheet, cell, field, value, expected, hint)
            )

    def problems(self) -> list[Problem]:
        """Return what was kept, and for each kind that was cut how many more there are."""
        cut = (
            Problem(f"and {count - _MOST_OF_ONE_KIND:,} more of this kind: {kind}", self.file)
            for kind, count in self._counts.items()
            if count > _MOST_OF_ONE_KIND
        )
        return [*self._kept, *cut]

    def error(self) -> InputError:
        """Return the error that carries all problems."""
        return InputError(self.problems())

    def raise_any(self) -> None:
        """Raise the error if there is any problem.

        Raises:
            InputError: Something was noted before.
        """
        if self._kept:
            raise self.error()
