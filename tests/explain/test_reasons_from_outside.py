"""Reasons that people wrote stand in our sentences, and none of them ends twice."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import cximpact
from cximpact.report.strengths import Strengths
from cximpact.report.whys import short_why

DUE = "Frist bis 30.09."
"""A reason that ends with a stop of its own, as German dates do."""


def evaluate(**more: Any) -> cximpact.Evaluation:
    ideas = pd.DataFrame({"id": ["a", "b"], "ease": [2, 1]})
    card = {"criteria": {"ease": {"weight": 1, "title": "Ease etc."}}}
    given = {"proposals": ideas, "scorecard": card, "draws": 0, "as_of": "2026-03-01"}
    return cximpact.evaluate(**{**given, **more})


def test_what_is_kept_out_says_why_once() -> None:
    found = evaluate(rules={"forced_out": {"b": DUE}})
    told = f"It was kept out by decision: {DUE}"
    assert (found["b"].reason, short_why(found["b"])) == (told, told)


def test_what_is_mandatory_says_why_in_full_and_in_short() -> None:
    mandate = {"a": {"reason": DUE, "approved_by": "the board"}}
    found = evaluate(rules={"mandatory": mandate})
    assert found["a"].reason == f"It is mandatory: {DUE} (approved by the board)."
    assert short_why(found["a"]) == f"It is mandatory: {DUE}"


def test_a_title_that_ends_with_a_stop_ends_the_sentence() -> None:
    found = evaluate()
    assert short_why(found["a"], Strengths(found.summary).of(found["a"])) == "Mostly for Ease etc."


@pytest.mark.parametrize("reason", [DUE, "next year"])
def test_a_scenario_says_why_once(reason: str) -> None:
    found = evaluate(scenarios={"later": {"forced_out": {"b": reason}}})
    assert found.summary.scenarios[0].changes == (f"b is kept out: {reason.rstrip('.')}.",)


def test_no_line_ends_twice() -> None:
    mandate = {"a": {"reason": DUE, "approved_by": "Dr. X."}}
    found = evaluate(rules={"mandatory": mandate, "forced_out": {"b": DUE}})
    for key in ("a", "b"):
        assert ".." not in found.explain(key)
