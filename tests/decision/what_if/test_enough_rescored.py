"""A score said to be enough by itself frees a proposal; one enough for its value does not."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import cximpact

OPTION = re.compile(r"(trust|ease|fit) above ([+-]?[\d.]+)")
MISSING = re.compile(r"(trust|ease|fit) answered with (-?\d+) or better \(missing\)")
CRITERIA = ("trust", "ease", "fit")
ANSWERS = st.one_of(st.none(), st.integers(-10, 10).map(lambda tenth: tenth * 10.0))


def decided(answers: dict[str, Any]) -> Any:
    """Trust and Ease, of 1 and 3, are the customer's half; Fit is the other. -100 to 100."""
    rows = [{"id": "A", **answers}, {"id": "B", **dict.fromkeys(CRITERIA, 50.0)}]
    return cximpact.evaluate(
        proposals=rows,
        columns={"ratings": {each: {"column": each, "scale": [-100, 0, 100]} for each in CRITERIA}},
        scorecard={
            "groups": {"customer": 50, "business": 50},
            "criteria": {
                "trust": {"weight": 1},
                "ease": {"weight": 3},
                "fit": {"weight": 1, "group": "business"},
            },
            "gates": {"customer_evidence": "warn"},
        },
        as_of="2026-03-01",
        draws=0,
        analyses=[],
    )["A"]


@settings(max_examples=60, deadline=None)
@given(st.tuples(ANSWERS, ANSWERS, ANSWERS))
def test_what_is_said_of_a_score_holds_when_it_is_rescored(given_: tuple[Any, Any, Any]) -> None:
    answers = dict(zip(CRITERIA, given_, strict=True))
    for said in decided(answers).would_take:
        for criterion, goal in OPTION.findall(said) if said.startswith("Enough") else ():
            again = decided({**answers, criterion: float(goal) + 0.001})
            assert again.value.expected > 0
            is_free = again.rule == "selected"
            assert is_free == said.startswith("Enough by itself"), (answers, said, again.rule)


@settings(max_examples=60, deadline=None)
@given(st.tuples(ANSWERS, ANSWERS), st.sampled_from(CRITERIA))
def test_a_missing_answer_is_told_on_the_scale_of_the_list(
    given_: tuple[Any, Any], lacking: str
) -> None:
    """The answer is enough for a value above 0, and the next worse one is not."""
    others = [each for each in CRITERIA if each != lacking]
    answers = dict(zip(others, given_, strict=True))
    for said in decided({**answers, lacking: None}).would_take:
        for criterion, answer in MISSING.findall(said) if said.startswith("Enough") else ():
            full = {**dict.fromkeys(CRITERIA), **answers}
            assert decided({**full, criterion: float(answer)}).value.expected > 0
            assert not decided({**full, criterion: float(answer) - 1}).value.expected > 1e-9


def test_of_one_to_five_the_answer_above_no_change_is_asked_for() -> None:
    """Ease -0.5 of two criteria that count the same: Fit must score above 0.5, which 5 does."""
    rows = [{"id": "A", "ease": 2, "fit": None}, {"id": "B", "ease": 4, "fit": 4}]
    found = cximpact.evaluate(
        proposals=rows,
        columns={
            "ratings": {each: {"column": each, "scale": [1, 3, 5]} for each in ("ease", "fit")}
        },
        scorecard={
            "groups": {"customer": 50, "business": 50},
            "criteria": {"ease": {"weight": 1}, "fit": {"weight": 1, "group": "business"}},
        },
        as_of="2026-03-01",
        draws=0,
        analyses=[],
    )
    said = " ".join(found["A"].would_take)
    assert "fit answered with 5 or better (missing)" in said.lower(), said
