"""The errors of cximpact, sorted by what you can do about them.

* `CximpactError`
    * `InputError`: fix your input, then run again
    * `SourceError`: a source of evidence did not answer
        * `AuthenticationError`: it refuses the credentials; renew them
        * `QueryError`: it refuses what it was asked; mend the source's settings
        * `TemporaryError`: it is busy or out of reach; try again later
        * `AnswerError`: it answers otherwise than its contract says; the plugin must be mended
    * `InternalError`: a bug in cximpact; report it

The module imports nothing of the package, so that every layer can raise from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "AnswerError",
    "AuthenticationError",
    "CximpactError",
    "InputError",
    "InternalError",
    "Problem",
    "QueryError",
    "SourceError",
    "TemporaryError",
    "printable",
]

_LONGEST_VALUE = 80


def printable(value: object, longest: int = _LONGEST_VALUE) -> str:
    r"""Return a value as one line of text that is safe to print anywhere.

    Control characters (line ends and terminal escapes among them) and the marks that reverse
    reading direction are written as escapes, and long text is cut.

    Args:
        value: Anything; its `str` is used.
        longest: How many characters are kept.

    Example:
        >>> printable("red\x1b[31m")
        'red\\x1b[31m'
    """
    text = value if isinstance(value, str) else str(value)
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in cut
    )


@frozen
class Problem:
    """One thing that is wrong with the input, with all that is needed to mend it.

    Attributes:
        message: What is wrong, as one sentence without a final full stop.
        file: The file (or the name of the frame) it was found in.
        line: Its line in a text file, counted from 1.
        sheet: The sheet of a workbook.
        cell: The cell of a workbook, such as ``C7``.
        field: The column, or the path of keys, such as ``criteria.ease.weight``.
        value: What was found there, as text.
        expected: What would have been right.
        hint: What to do, such as ``did you mean 'ease'?``.

    Example:
        >>> str(Problem("not a number", file="costs.csv", line=3, field="amount", value="12k"))
        "costs.csv, line 3, amount: not a number (found '12k')"
    """

    message: str
    file: str | None = None
    line: int | None = None
    sheet: str | None = None
    cell: str | None = None
    field: str | None = None
    value: str | None = None
    expected: str | None = None
    hint: str | None = None

    @property
    def place(self) -> str:
        """Where the problem is: file, line or sheet and cell, field."""
        parts = [
            self.file,
            None if self.line is None else f"line {self.line}",
            None if self.sheet is None else f"sheet {self.sheet}",
            None if self.cell is None else f"cell {self.cell}",
            self.field,
        ]
        return ", ".join(printable(part, 200) for part in parts if part)

    def __str__(self) -> str:
        found = "" if self.value is None else f" (found '{printable(self.value)}')"
        expected = "" if self.expected is None else f"; expected {printable(self.expected, 300)}"
        hint = "" if self.hint is None else f"; {printable(self.hint, 300)}"
        place = f"{self.place}: " if self.place else ""
        return f"{place}{printable(self.message, 400)}{found}{expected}{hint}"


class CximpactError(Exception):
    """Any error that cximpact raises on purpose; catch this one to catch them all."""


class InputError(CximpactError):
    """The input is wrong; `problems` names every mistake of every file at once.

    Example:
        >>> try:
        ...     raise InputError([Problem("no proposals", file="list.csv")])
        ... except InputError as error:
        ...     print(error.problems[0].file)
        list.csv
    """

    def __init__(self, problems: Iterable[Problem] | str) -> None:
        found = (Problem(problems),) if isinstance(problems, str) else tuple(problems)
        self.problems: tuple[Problem, ...] = found
        super().__init__("\n".join(str(problem) for problem in found))


class SourceError(CximpactError):
    """A source of evidence could not be read just now; what it holds counts as missing."""


class AuthenticationError(SourceError):
    """A system refuses the credentials: renew the token or password, or ask for the right."""


class QueryError(SourceError):
    """A system refuses what it was asked: mend the settings of the source."""


class TemporaryError(SourceError):
    """A system is busy, broken or out of reach, and stayed so over all tries: try again later.

    Attributes:
        tried: Whether the request was tried again already, so that nobody else need do so.
    """

    def __init__(self, message: str, *, tried: bool = False) -> None:
        self.tried = tried
        super().__init__(message)


class AnswerError(SourceError):
    """A system answers otherwise than its contract says: nothing is guessed from such an answer."""


class InternalError(CximpactError):
    """cximpact contradicted itself; nothing in your input can mend that, so please report it."""
