"""Gathering what is wrong with an input, so that one run reports all of it."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ProblemList", "ProblemLog", "did_you_mean"]

_MOST_OF_ONE_KIND = 20


def did_you_mean(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return a hint that names the known word closest to a misspelt one.

    Args:
        word: What was written.
        known: What could have been meant.
        cutoff: How alike the two must be, 0 to 1: twice the letters in common over all letters.

    Returns:
        The hint, or None when nothing comes close.

    Example:
        >>> did_you_mean("titel", ["id", "title"])
        "did you mean 'title'?"
    """
    by_fold = {candidate.casefold(): candidate for candidate in known}
    close = get_close_matches(word.casefold(), by_fold, n=1, cutoff=cutoff)
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


class ProblemList:
    """The problems of several files; of each kind in one column 20 are kept, the rest counted.

    Example:
        >>> problems = ProblemList()
        >>> problems.add("not a number", file="costs.csv", line=3, field="amount", value="12k")
        >>> [str(problem) for problem in problems.problems()]
        ["costs.csv, line 3, amount: not a number (found '12k')"]
    """

    def __init__(self) -> None:
        self._logs: dict[str, ProblemLog] = {}
        self._whole: list[Problem] = []
        self._noted = 0

    def __len__(self) -> int:
        return self._noted

    def add(
        self, message: str, *, file: str | None, column: str | None = None, **details: Any
    ) -> None:
        """Note one problem.

        Args:
            message: What is wrong, as one sentence without a final full stop.
            file: The file or frame.
            column: The column or key that problems of this kind are counted under.
            **details: Line, sheet, cell, field, value, expected and hint, as `Problem` has them.
        """
        self._noted += 1
        log = self._logs.setdefault(file or "", ProblemLog(file or ""))
        log.add(message, kind=f"{message} ({column})" if column else None, **details)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Take over problems that others gathered."""
        before = len(self._whole)
        self._whole.extend(problems)
        self._noted += len(self._whole) - before

    def problems(self) -> tuple[Problem, ...]:
        """Return all problems, file by file."""
        noted = [problem for log in self._logs.values() for problem in log.problems()]
        return tuple(dict.fromkeys([*self._whole, *noted]))

    def raise_if_any(self) -> None:
        """Raise one error with all problems if there are any.

        Raises:
            InputError: Something was noted before.
        """
        if self._noted:
            raise InputError(self.problems())
