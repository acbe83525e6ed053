"""An answer as it stands in a cell becomes a number on the scale of its question, or nothing."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from cximpact_survey.questions import Question, plain

__all__ = ["DONT_KNOW", "read_answer"]

DONT_KNOW: Final = "don't know"

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")


def read_answer(text: str, question: Question) -> int | Decimal | str | None:
    """Return the number an answer stands for.

    Args:
        text: The answer; not empty.
        question: What was asked.

    Returns:
        The number (turned round, or held against the cut point, where the question says so),
        `DONT_KNOW`, or None where it is no answer on the scale.
    """
    said = plain(text)
    number = Decimal(said) if _NUMBER.fullmatch(said) else None
    if said in question.dont_know or (number is not None and _code(number) in question.dont_know):
        return DONT_KNOW
    if number is None:
        number = question.words.get(said)
    if number is None or not question.lowest <= number <= question.highest:
        return None
    if question.whole and number != number.to_integral_value():
        return None
    return _shortest(_counted(number, question))


def _code(number: Decimal) -> str:
    return str(_shortest(number))


def _counted(number: Decimal, question: Question) -> Decimal:
    if question.success is not None:
        test, limits = question.success
        counts = {
            "at_least": number >= limits[0],
            "at_most": number <= limits[0],
            "one_of": number in limits,
        }
        return Decimal(int(counts[test]))
    return question.lowest + question.highest - number if question.turned else number


def _shortest(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() else number.normalize()
