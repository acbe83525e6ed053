"""JSON text becomes plain data, with the line of every value.

The standard parser keeps the last of two equal keys, accepts NaN and overflows to infinity, and
tells no positions; this one refuses all that and remembers lines.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from typing import NoReturn

from cximpact.intake.files.marks import Data, KeyPath, Mark, dotted
from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.files.scalars import UnfitNumberError, decimal_number

__all__ = ["MOST_DEPTH", "MOST_NODES", "parse_json"]

MOST_DEPTH = 64
MOST_NODES = 100_000

_SPACE = re.compile(r"[ \t\r\n]*+")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?(?![0-9a-zA-Z_.])")
_WORD = re.compile(r"true|false|null")
_NOT_FINITE = re.compile(r"-?(?:NaN|Infinity)")
_UNFIT_TEXT = re.compile("[\0\ud800-\udfff]")
_WORDS = {"true": True, "false": False, "null": None}
_FOUND = re.compile(r"[\w.+-]{1,40}|.?", re.DOTALL)


class _StopReadingError(Exception):
    """The rest of the text cannot be made sense of; the reason is in the log."""


def parse_json(
    text: str, *, name: str, most_nodes: int = MOST_NODES, first_line: int = 1
) -> tuple[Data, Mark]:
    """Return the data of a JSON text and the marks of its values.

    Args:
        text: The whole text.
        name: How the file is called in problems.
        most_nodes: How many values and keys are accepted.
        first_line: The line of the file the text starts on.

    Raises:
        InputError: The text is not JSON, or holds what is not accepted: a key twice in one
            object, NaN or infinities, numbers that are too large, more than 64 levels or more
            values than allowed.
    """
    reader = _Reader(text, ProblemLog(name), most_nodes, first_line)
    try:
        found = reader.document()
    except _StopReadingError:
        raise reader.log.error() from None
    reader.log.raise_any()
    return found


class _Reader:
    """Reads one text from front to back; recursion is safe because depth is bounded."""

    def __init__(self, text: str, log: ProblemLog, most_nodes: int, first_line: int) -> None:
        self.log = log
        self._text = text
        self._at = 0
        self._left = self._most_nodes = most_nodes
        self._first_line = first_line
        self._line_ends = [found.start() for found in re.finditer("\n", text)]
        self._path: list[str | int] = []

    def document(self) -> tuple[Data, Mark]:
        self._skip_space()
        found = self._value()
        self._skip_space()
        if self._at < len(self._text):
            self._fail("the end of the text")
        return found

    def _value(self) -> tuple[Data, Mark]:
        self._count()
        mark = Mark(self._line())
        sign = self._text[self._at : self._at + 1]
        if sign == "{":
            return self._object(mark), mark
        if sign == "[":
            return self._array(mark), mark
        if sign == '"':
            return self._string("a text"), mark
        start = self._at
        value = self._number_or_word()
        mark.written = self._text[start : self._at]
        return value, mark

    def _object(self, mark: Mark) -> dict[str, Data]:
        data: dict[str, Data] = {}
        self._enter("{")
        while not self._take("}"):
            if data or mark.inside:
                self._expect(",", "',' or '}'")
            key_line = self._line()
            self._count()
            key = self._string("a key in double quotes")
            is_new = self._note_key(key, key_line, mark)
            self._skip_space()
            self._expect(":", "':' after the key")
            self._path[-1] = key
            value, inner = self._value()
            self._skip_space()
            if is_new:
                inner.key_line = key_line
                data[key], mark.inside[key] = value, inner
        self._path.pop()
        return data

    def _note_key(self, key: str, line: int, mark: Mark) -> bool:
        if key not in mark.inside:
            return True
        hint = f"on line {mark.inside[key].key_line} already"
        field = dotted((*self._path[:-1], key))
        message = "a key stands twice in one object"
        self.log.add(message, line=line, field=field, value=key, hint=hint)
        return False

    def _array(self, mark: Mark) -> list[Data]:
        data: list[Data] = []
        self._enter("[")
        while not self._take("]"):
            if data:
                self._expect(",", "',' or ']'")
            self._path[-1] = len(data)
            value, inner = self._value()
            self._skip_space()
            mark.inside[len(data)] = inner
            data.append(value)
        self._path.pop()
        return data

    def _string(self, expected: str) -> str:
        found = _STRING.match(self._text, self._at)
        if found is None:
            self._fail(expected)
        token = found[0]
        text: str = json.loads(token) if "\\" in token else token[1:-1]
        unfit = _UNFIT_TEXT.search(text) if "\\u" in token else None
        if unfit:
            message = "a text holds a character that cannot be written"
            self.log.add(message, line=self._line(), field=self._field(), value=unfit[0])
        self._at = found.end()
        return text

    def _number_or_word(self) -> int | float | bool | None:
        if found := _NUMBER.match(self._text, self._at):
            return self._number(found[0])
        if found := _WORD.match(self._text, self._at):
            self._at = found.end()
            return _WORDS[found[0]]
        if found := _NOT_FINITE.match(self._text, self._at):
            self._refuse_number("not a finite number", found[0])
            self._at = found.end()
            return None
        return self._fail("a value")

    def _number(self, token: str) -> int | float | None:
        try:
            value = decimal_number(token)
        except UnfitNumberError as error:
            self._refuse_number(str(error), token)
            value = 0
        self._at += len(token)
        return value

    def _refuse_number(self, message: str, token: str) -> None:
        self.log.add(message, line=self._line(), field=self._field(), value=token)

    def _enter(self, bracket: str) -> None:
        self._path.append("?")
        if len(self._path) > MOST_DEPTH:
            expected = f"at most {MOST_DEPTH} levels"
            self.log.add("nested too deeply", line=self._line(), expected=expected)
            raise _StopReadingError
        self._expect(bracket, bracket)

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            expected = f"at most {self._most_nodes:,}"
            self.log.add("the document has too many values", expected=expected)
            raise _StopReadingError

    def _take(self, sign: str) -> bool:
        if self._text[self._at : self._at + 1] != sign:
            return False
        self._at += 1
        return True

    def _expect(self, sign: str, expected: str) -> None:
        if not self._take(sign):
            self._fail(expected)
        self._skip_space()

    def _skip_space(self) -> None:
        found = _SPACE.match(self._text, self._at)
        if found:
            self._at = found.end()

    def _line(self) -> int:
        return bisect_left(self._line_ends, self._at) + self._first_line

    def _field(self) -> str | None:
        path: KeyPath = tuple(self._path)
        return dotted(path) or None

    def _fail(self, expected: str) -> NoReturn:
        found = _FOUND.match(self._text, self._at)
        value = found[0] if found and found[0] else "the end of the text"
        hint = _syntax_hint(self._text, self._at, value)
        message = "not valid JSON"
        self.log.add(message, line=self._line(), value=value, expected=expected, hint=hint)
        raise _StopReadingError


def _syntax_hint(text: str, at: int, found: str) -> str | None:
    """Guess which habit of another language led to a mistake."""
    if found in "'`":
        return "JSON puts text in double quotes"
    if text.startswith(("//", "#", "/*"), at):
        return "JSON has no comments"
    if found in "]}" and text[:at].rstrip().endswith(","):
        return "remove the ',' before it"
    if found in ("None", "True", "False"):
        return "JSON writes null, true and false"
    if found == '"':
        return "check for a quote or an end of line inside the text, or one that is never closed"
    return None
