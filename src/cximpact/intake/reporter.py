"""Noting what is wrong with a document, at the path of keys where it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import printable
from cximpact.intake.files.marks import Data, KeyPath, dotted

if TYPE_CHECKING:
    from cximpact.intake.files.documents import Document
    from cximpact.intake.files.problems import ProblemList

__all__ = ["Reporter", "shown"]


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
