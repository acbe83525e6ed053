"""What is wrong with a file or its answers, told without showing what somebody wrote."""

from __future__ import annotations

from collections import Counter

from attrs import Factory, define

from cximpact_survey.personal import looks_personal

__all__ = ["FEWEST", "Faults", "Unreadable", "shown"]

FEWEST = 5
"""An answer in words is shown only if at least so many gave it."""

_MOST_SHOWN = 6
_MOST_COUNTED = 1000
_LONGEST = 60


class Unreadable(Exception):  # noqa: N818  (what is said of the file)
    """A file is not of the form it should be; the caller knows who is to blame."""


def shown(heading: str) -> str:
    """Return a heading as one short printable line."""
    text = " ".join(heading.split())
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return "".join(char if char.isprintable() else "?" for char in text)


@define
class Faults:
    """Answers that cannot be used, by question and answer, with the first row of each."""

    _counts: Counter[tuple[str, str, str]] = Factory(Counter)
    _first: dict[tuple[str, str, str], int] = Factory(dict)

    def add(self, row: int, question: str, answer: str, expected: str) -> None:
        """Note an answer; `expected` says what would have been right."""
        key = (question, answer, expected)
        if key not in self._counts and len(self._counts) >= _MOST_COUNTED:
            key = (question, "", expected)
        self._counts[key] += 1
        self._first.setdefault(key, row)

    def __bool__(self) -> bool:
        return bool(self._counts)

    def told(self) -> str:
        """Return all of them in one text."""
        in_order = sorted(self._first, key=lambda key: (self._first[key], key))
        parts = [self._one(key) for key in in_order[:_MOST_SHOWN]]
        rest = len(in_order) - _MOST_SHOWN
        more = f"; and {rest} more" if rest > 0 else ""
        return f"{sum(self._counts.values())} answers cannot be used: {'; '.join(parts)}{more}"

    def _one(self, key: tuple[str, str, str]) -> str:
        question, answer, expected = key
        times = self._counts[key]
        often = f" ({times} times, first there)" if times > 1 else ""
        found = self._showable(answer, times)
        return f"row {self._first[key]}, {shown(question)}: {found}{often}; expected {expected}"

    def _showable(self, answer: str, times: int) -> str:
        """A code is shown; words are shown only if several gave the same."""
        is_code = len(answer) <= 6 and any(char.isdigit() for char in answer)
        if answer and not looks_personal(answer) and (is_code or times >= FEWEST):
            return f"found '{shown(answer)}'"
        return f"found a text of {len(answer)} characters" if answer else "found other texts"
