"""Values read from several sheets, each with its path, until the documents are put together."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from attrs import frozen

from cximpact.exceptions import Problem
from cximpact.intake.files.documents import Document
from cximpact.intake.files.marks import Data, KeyPath, Mark
from cximpact.spreadsheet.template.leaves import BLOCKED, joined
from cximpact.spreadsheet.template.paths import path_text

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ROUND", "SCORECARD", "Found", "Value"]

ROUND, SCORECARD = "round", "scorecard"
"""The two documents that a workbook holds."""

At = tuple[str, KeyPath]


@frozen
class Value:
    """One value of a document, and where it stands.

    Attributes:
        data: The value.
        row: Its row, counted from 1.
        sheet: Its sheet.
        written: How it was written, where that says more than the value.
    """

    data: Data
    row: int
    sheet: str
    written: str | None = None


class Found:
    """What the sheets say, in the order in which the documents have it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._values: dict[At, Value | None] = {}
        self._announced: set[At] = set()

    def problem(self, message: str, place: Mapping[str, Any], **details: Any) -> None:
        """Note a problem of a cell."""
        self.problems.append(Problem(message, file=self.file, **{**place, **details}))

    def expect(self, at: At) -> None:
        """Note that a value belongs here which stands on another sheet."""
        self._announced.add(at)
        self._values.setdefault(at, None)

    def add(self, at: At, value: Value, place: Mapping[str, Any]) -> None:
        """Take a value; one that is stated twice is a problem."""
        if self._values.get(at) is not None:
            hint = "keep one of the lines"
            text = path_text(at[1])
            self.problem("stated twice", place, value=text, hint=hint)
            return
        self._values[at] = value

    def has(self, part: str, path: KeyPath) -> bool:
        """Return whether anything is expected or stated at a path, or below it."""
        return any(key == part and at[: len(path)] == path for key, at in self._values)

    def expects(self, at: At) -> bool:
        """Return whether a value was announced that has not been found so far."""
        return at in self._values and self._values[at] is None

    def keep_only(self, part: str, path: KeyPath, keys: Collection[str]) -> None:
        """Drop what stands below a path for keys that another sheet should have, and has not."""
        depth = len(path)
        below = [at for key, at in self._announced if key == part and at[:depth] == path]
        gone = {at[depth] for at in below if len(at) > depth} - set(keys)
        for key, at in list(self._values):
            if key == part and at[:depth] == path and len(at) > depth and at[depth] in gone:
                del self._values[key, at]

    def document(self, part: str, name: str) -> Document:
        """Return one of the documents, whose lines are rows of sheets."""
        values = {
            path: value
            for (key, path), value in self._values.items()
            if key == part and value is not None
        }
        data, unfit = joined({path: value.data for path, value in values.items()})
        for path in unfit:
            value = values[path]
            where = {"sheet": value.sheet, "field": path_text(path), "cell": f"A{value.row}"}
            self.problem(f"this {BLOCKED}", where)
        return Document(name, data, _marked(data, dict(self._closed_up(values))))

    @staticmethod
    def _closed_up(values: Mapping[KeyPath, Value]) -> Iterator[tuple[KeyPath, Value]]:
        """Yield values by the paths they have once lists are closed up."""
        positions: dict[KeyPath, list[int]] = {}
        for path in values:
            for depth, step in enumerate(path):
                if isinstance(step, int) and step not in positions.setdefault(path[:depth], []):
                    positions[path[:depth]].append(step)
        order = {
            path: {n: at for at, n in enumerate(sorted(found))} for path, found in positions.items()
        }
        for path, value in values.items():
            yield (
                tuple(order[path[:d]][s] if isinstance(s, int) else s for d, s in enumerate(path)),
                value,
            )


def _marked(data: Data, values: Mapping[KeyPath, Value], path: KeyPath = ()) -> Mark:
    """Return the marks of a document: the row of each value, or of the first one inside it."""
    steps = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data if isinstance(data, list) else ())
    )
    inside: dict[str | int, Mark] = {
        step: _marked(part, values, (*path, step)) for step, part in steps
    }
    value = values.get(path)
    line = value.row if value else min((mark.line for mark in inside.values()), default=1)
    return Mark(line, line, value.written if value else None, inside)
