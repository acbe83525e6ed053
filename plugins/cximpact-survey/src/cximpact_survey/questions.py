"""The questions that settings name: what they feed, on which scale, and what is no answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from attrs import frozen

from cximpact.plugins import QueryError
from cximpact_survey.faults import shown

__all__ = ["Comment", "Question", "Touchpoint", "comments_of", "plain", "questions_of"]

_SCALES: dict[str, tuple[int, int]] = {
    "nps": (0, 10),
    "csat": (1, 5),
    "ces": (1, 7),
    "share": (0, 1),
}
_YES_AND_NO = {
    **dict.fromkeys(("yes", "true", "y", "up", "thumbs up", "thumbs_up", "👍"), Decimal(1)),
    **dict.fromkeys(("no", "false", "n", "down", "thumbs down", "thumbs_down", "👎"), Decimal(0)),
}


@frozen
class Touchpoint:
    """Where the customer was: always the same place, or told by a column.

    Attributes:
        always: The touchpoint; "" where a column tells it.
        column: The column; "" where it is always the same, or unknown.
        values: Their words, in small letters: our touchpoints; empty where they are ours.
    """

    always: str = ""
    column: str = ""
    values: Mapping[str, str] = {}


@frozen
class Question:
    """A question that is evidence.

    Attributes:
        name: Its ImportId, code or heading.
        measure: The measure it feeds.
        lowest: The lowest answer.
        highest: The highest answer.
        whole: Whether answers are whole numbers.
        turned: Whether low answers are the good ones, so that answers are turned round.
        success: The cut point as kind of test and numbers; None keeps the answer as it is.
        touchpoint: Where it was asked about.
        dont_know: Answers that are none, as `plain` texts.
        words: Answers in words, as `plain` texts, and their numbers.
        spread: Whether one answer is spread over several columns.
    """

    name: str
    measure: str
    lowest: Decimal
    highest: Decimal
    whole: bool
    turned: bool
    success: tuple[str, tuple[Decimal, ...]] | None
    touchpoint: Touchpoint
    dont_know: frozenset[str]
    words: Mapping[str, Decimal]
    spread: bool

    @property
    def scale(self) -> str:
        """Return the scale in words, for messages."""
        numbers = "whole numbers " if self.whole else ""
        return f"{numbers}{self.lowest} to {self.highest}"


@frozen
class Comment:
    """A question answered in words."""

    name: str
    touchpoint: Touchpoint


def plain(text: object) -> str:
    """Return an answer as it is compared: small letters, single spaces, numbers shortest.

    Example:
        >>> plain(" Don't  KNOW "), plain(98.0)
        ("don't know", '98')
    """
    if isinstance(text, float) and text.is_integer():
        text = int(text)
    return " ".join(str(text).split()).replace("’", "'").casefold()


def questions_of(settings: Mapping[str, Any]) -> tuple[Question, ...]:
    """Return the questions that settings name.

    Raises:
        QueryError: A scale runs backwards, a word lies outside it, or a question stands twice.
    """
    entries = settings.get("questions", ())
    _once(f"{each['question']} (measure {each['measure']})" for each in entries)
    return tuple(_question(each, settings) for each in entries)


def comments_of(settings: Mapping[str, Any]) -> tuple[Comment, ...]:
    """Return the questions whose answers are kept as text."""
    entries = settings.get("comments", ())
    _once(each["question"] for each in entries)
    return tuple(Comment(each["question"], _touchpoint(each, settings)) for each in entries)


def _once(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise QueryError(f"{shown(name)} is named twice; each answer would count twice")
        seen.add(name)


def _question(said: Mapping[str, Any], settings: Mapping[str, Any]) -> Question:
    kind = said.get("kind", "")
    lowest, highest = _scale(said, kind)
    question = Question(
        name=said["question"],
        measure=said["measure"],
        lowest=lowest,
        highest=highest,
        whole=kind == "nps",
        turned=said.get("polarity") == "lower_is_better",
        success=_success(said.get("success")),
        touchpoint=_touchpoint(said, settings),
        dont_know=frozenset(
            plain(each) for each in said.get("dont_know", settings.get("dont_know", ()))
        ),
        words=_words(said, kind),
        spread=said.get("spread", False),
    )
    _check_words(question)
    return question


def _scale(said: Mapping[str, Any], kind: str) -> tuple[Decimal, Decimal]:
    stated = said.get("scale") or _SCALES.get(kind)
    if stated is None:
        raise QueryError(
            f"{shown(said['question'])} has no scale: say its kind (nps, csat, ces, share) or its"
            " scale, such as [1, 5]"
        )
    lowest, highest = (Decimal(str(each)) for each in stated)
    if not lowest < highest:
        raise QueryError(f"the scale of {shown(said['question'])} does not rise")
    return lowest, highest


def _success(said: Mapping[str, Any] | None) -> tuple[str, tuple[Decimal, ...]] | None:
    if said is None:
        return None
    ((test, told),) = said.items()
    numbers = told if isinstance(told, list | tuple) else [told]
    return test, tuple(Decimal(str(each)) for each in numbers)


def _words(said: Mapping[str, Any], kind: str) -> dict[str, Decimal]:
    usual = _YES_AND_NO if kind == "share" and "scale" not in said else {}
    stated = {plain(word): Decimal(str(told)) for word, told in said.get("words", {}).items()}
    return {**usual, **stated}


def _check_words(question: Question) -> None:
    outside = [
        word
        for word, number in question.words.items()
        if not question.lowest <= number <= question.highest
    ]
    if outside:
        raise QueryError(
            f"{shown(question.name)}: the number for {shown(outside[0])!r} lies outside the scale"
            f" {question.scale}"
        )


def _touchpoint(said: Mapping[str, Any], settings: Mapping[str, Any]) -> Touchpoint:
    told = said.get("touchpoint", settings.get("touchpoint"))
    if told is None:
        return Touchpoint()
    if isinstance(told, str):
        return Touchpoint(always=told)
    values = {plain(theirs): ours for theirs, ours in told.get("values", {}).items()}
    return Touchpoint(column=told["column"], values=values)
