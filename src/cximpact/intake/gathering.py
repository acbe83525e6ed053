"""One list for the problems of all files, so that a single report tells everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from cximpact.exceptions import Problem, printable
from cximpact.intake.marks import Data, KeyPath, dotted
from cximpact.intake.problems import ProblemLog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cximpact.intake.documents import Document

__all__ = ["ProblemList", "Reporter", "shown"]


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


@frozen(eq=False)
class Reporter:
    """Notes problems of one document at paths of keys.

    Attributes:
        document: The document.
        problems: Takes the problems.
    """

    document: Document
    problems: ProblemList

    def add(
        self,
        path: KeyPath,
        message: str,
        *,
        value: object = None,
        expected: str | None = None,
        hint: str | None = None,
        at_key: bool = False,
    ) -> None:
        """Note one problem at a path; `at_key` takes the line of the key, not of its value."""
        line = self.document.key_line(path) if at_key else self.document.line(path)
        self.problems.add(
            message,
            file=self.document.name,
            line=line or None,
            field=dotted(path) or None,
            value=None if value is None else shown(value),
            expected=expected,
            hint=hint,
        )

    def written(self, path: KeyPath, value: Data) -> str:
        """Return a number as it stands in the document, so that not a digit of it is lost."""
        return self.document.written(path) or shown(value)


def shown(value: object) -> str:
    """Return a value of a document as it may be quoted in a problem."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else printable(value)
