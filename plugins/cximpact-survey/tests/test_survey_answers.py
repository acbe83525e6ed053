"""Answers: on their scale or refused, turned or cut as said, and never made of "don't know"."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.plugins import QueryError
from cximpact.testing import Run
from cximpact_survey.answers import DONT_KNOW, read_answer
from cximpact_survey.questions import Question, questions_of

Read = Callable[..., Run]


def question(**said: Any) -> Question:
    (found,) = questions_of({"questions": [{"question": "Q", "measure": "m", **said}]})
    return found


@pytest.mark.parametrize(
    ("said", "text", "value"),
    [
        ({"kind": "csat"}, "4", 4),
        ({"kind": "csat"}, " 4.0 ", 4),
        ({"kind": "csat"}, "4.5", Decimal("4.5")),
        ({"kind": "csat"}, "6", None),
        ({"kind": "csat"}, "0", None),
        ({"kind": "csat"}, "vier", None),
        ({"kind": "csat"}, "4,5", None),
        ({"kind": "csat"}, "1e0", None),
        ({"kind": "csat"}, "NaN", None),
        ({"kind": "csat"}, "٤", None),
        ({"kind": "csat"}, "9" * 400, None),
        ({"kind": "nps"}, "0", 0),
        ({"kind": "nps"}, "9.5", None),
        ({"kind": "ces", "polarity": "lower_is_better"}, "1", 7),
        ({"kind": "ces", "polarity": "lower_is_better"}, "4", 4),
        ({"scale": [-3, 3], "polarity": "lower_is_better"}, "-2", 2),
        ({"kind": "csat", "success": {"at_least": 4}}, "4", 1),
        ({"kind": "csat", "success": {"at_least": 4}}, "3", 0),
        ({"kind": "csat", "success": {"at_most": 2}}, "2", 1),
        ({"kind": "csat", "success": {"one_of": [3]}}, "4", 0),
        ({"kind": "csat", "dont_know": [99]}, "99", DONT_KNOW),
        ({"kind": "csat", "dont_know": [99]}, "99.0", DONT_KNOW),
        ({"kind": "csat", "dont_know": ["99"]}, "99", DONT_KNOW),
        ({"kind": "csat", "dont_know": [3]}, "3", DONT_KNOW),
        ({"kind": "csat", "dont_know": ["Don't know"]}, "don’t  KNOW", DONT_KNOW),
        ({"kind": "csat", "words": {"Sehr gut": 5}}, "sehr  gut", 5),
        ({"kind": "share"}, "Yes", 1),
        ({"kind": "share"}, "👎", 0),
        ({"scale": [0, 1]}, "Yes", None),
    ],
)
def test_an_answer_becomes_its_number(said: dict[str, Any], text: str, value: object) -> None:
    assert read_answer(text, question(**said)) == value


@given(st.integers(-1000, 1000), st.integers(-20, 20), st.integers(1, 20))
def test_what_is_read_lies_on_the_scale(answer: int, lowest: int, width: int) -> None:
    """Answers on the scale are kept, all others refused; turned twice they are as before."""
    scale = [lowest, lowest + width]
    kept = read_answer(str(answer), question(scale=scale))
    turned = question(scale=scale, polarity="lower_is_better")
    if lowest <= answer <= lowest + width:
        assert kept == answer
        assert read_answer(str(read_answer(str(answer), turned)), turned) == answer
    else:
        assert kept is None


@given(st.text(max_size=30))
def test_no_text_becomes_a_number_by_chance(text: str) -> None:
    """Only plain decimal numbers are numbers."""
    value = read_answer(text.strip() or "-", question(scale=[0, 10]))
    if value is not None:
        assert Decimal(text.strip()) == value


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"scale": [5, 1]},
        {"scale": [1, 1]},
        {"kind": "csat", "words": {"great": 6}},
    ],
    ids=["no scale", "backwards", "no width", "word outside"],
)
def test_a_question_that_cannot_be_read_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(QueryError):
        question(**said)


def test_a_question_that_stands_twice_for_one_measure_would_count_twice() -> None:
    entry = {"question": "Q", "measure": "m", "kind": "csat"}
    with pytest.raises(QueryError, match="twice"):
        questions_of({"questions": [entry, entry]})
    assert len(questions_of({"questions": [entry, {**entry, "measure": "n"}]})) == 2


def test_answers_outside_the_scale_are_all_named_with_their_rows(read: Read) -> None:
    """One run tells everything that is to be mended."""
    rows = "".join(f"2026-01-{day:02d},{value}\n" for day, value in enumerate([4, 98, 6, 98], 1))
    run = read(
        "date,Q\n" + rows + "soon,4\n",
        questions=[{"question": "Q", "measure": "csat", "kind": "csat"}],
    )
    assert run.rows == []
    assert str(run.error) == (
        "4 answers cannot be used: row 3, Q: found '98' (2 times, first there); expected 1 to 5;"
        " row 4, Q: found '6'; expected 1 to 5; row 6, date: found a text of 4 characters;"
        " expected a day such as 2026-01-31, or as said under dates. If a code means no opinion,"
        " list it under dont_know; numbers for words go under words"
    )


def test_words_are_shown_only_if_several_people_gave_them(read: Read) -> None:
    """What one person wrote could tell who it was."""
    said = ["Very satisfied"] * 5 + ["My name is Jane Doe"]
    rows = "".join(f"2026-01-01,{text}\n" for text in said)
    question = {"question": "Q", "measure": "csat", "kind": "csat"}
    told = read("date,Q\n" + rows, questions=[question]).told
    assert "found 'Very satisfied' (5 times, first there)" in told
    assert "Jane" not in told
    assert "a text of 19 characters" in told
