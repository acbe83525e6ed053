"""A score said to be enough by itself frees a proposal; one enough for its value does not."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import cximpact

OPTION = re.compile(r"(trust|ease|fit) above ([+-]?[\d.]+)")
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
