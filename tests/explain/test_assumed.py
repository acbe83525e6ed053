"""What is assumed of all proposals alike is told once; what distinguishes them, with each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import cximpact
from cximpact.explain.assumed import is_told_of_all
from cximpact.report.brief import brief
from cximpact.report.footer import footer

UNNAMED = "nobody rates a proposal of their own unit (no rater is named)"
REACH = "each proposal reaches all customers (no reach is stated)"
LINE = f"assumed: {UNNAMED}; {REACH}"


def evaluate(**more: Any) -> cximpact.Evaluation:
    ideas = pd.DataFrame({"id": ["a", "b"], "unit": ["shop", "web"], "ease": [2, 1]})
    given = {"proposals": ideas, "weights": {"ease": 1}, "draws": 0, "as_of": "2026-03-01"}
    return cximpact.evaluate(**{**given, **more})


def reasons(found: cximpact.Evaluation) -> str:
    return " ".join(sentence for item in found for sentence in item.reasons)


def test_of_a_plain_list_it_is_told_once() -> None:
    found = evaluate()
    assert found.summary.assumed == (UNNAMED, REACH)
    assert "answers count" not in reasons(found)
    assert "reach not stated" not in reasons(found)
    for told in (brief, footer):
        assert list(told(found.summary, found.recommendations)).count(LINE) == 1


def test_nor_is_it_told_in_the_long_explanation(tmp_path: Path) -> None:
    """Fresh and read back from its file, which keeps the note beside each score."""
    found = evaluate()
    assert "reach not stated, all customers assumed" in found["a"].criteria[0].notes
    again = cximpact.read_evaluation(found.save(tmp_path / "saved"))
    for each in (found, again):
        text = each.explain("a")
        assert "answers count" not in text
        assert "reach" not in text


def test_where_some_raters_have_a_unit_it_is_told_with_those_that_have_none() -> None:
    plain = pd.DataFrame({"id": ["a", "b"], "unit": ["shop", "web"]})
    ratings = pd.DataFrame(
        {
            "proposal": ["a", "b"],
            "criterion": ["ease", "ease"],
            "rater": ["r1", "r2"],
            "unit": ["web", ""],
            "rating": [2, 1],
        }
    )
    found = evaluate(proposals=plain, ratings=ratings)
    assert found.summary.assumed == (REACH,)
    assert "answers count although" not in " ".join(found["a"].reasons)
    assert "ease: answers count although they do not name the unit" in " ".join(found["b"].reasons)


def test_where_no_rater_has_a_unit_it_is_told_once() -> None:
    plain = pd.DataFrame({"id": ["a", "b"], "unit": ["shop", "web"]})
    ratings = pd.DataFrame(
        {"proposal": ["a", "b"], "criterion": "ease", "rater": ["r1", "r2"], "rating": [2, 1]}
    )
    found = evaluate(proposals=plain, ratings=ratings)
    assert found.summary.assumed == (UNNAMED, REACH)
    assert "answers count" not in reasons(found)


def test_where_some_state_their_reach_it_is_told_with_those_that_do_not() -> None:
    ideas = pd.DataFrame({"id": ["a", "b"], "ease": [2, 1], "reach": [0.5, None]})
    found = evaluate(proposals=ideas)
    assert found.summary.assumed == (UNNAMED,)
    assert "reach not stated" not in " ".join(found["a"].reasons)
    assert "ease: reach not stated, all customers assumed." in found["b"].reasons


@pytest.mark.parametrize(
    ("card", "assumed"),
    [
        # Reach does not count for the business.
        ({"criteria": {"ease": {"weight": 1, "group": "business"}}}, [UNNAMED]),
        ({"criteria": {"ease": {"weight": 1}, "calm": {"weight": 1}}}, [UNNAMED, REACH]),
    ],
)
def test_it_stands_in_the_file(card: Any, assumed: list[str]) -> None:
    found = evaluate(scorecard=card, weights=None)
    assert json.loads(found.to_json())["assumed"] == assumed


def test_nothing_is_assumed_where_nothing_is_rated() -> None:
    found = evaluate(proposals=pd.DataFrame({"id": ["a", "b"]}))
    assert "assumed" not in json.loads(found.to_json())
    assert not any(
        line.startswith("assumed") for line in brief(found.summary, found.recommendations)
    )


def test_other_notes_are_never_taken_for_it() -> None:
    assert not is_told_of_all("beyond the scale, so its end counts", [UNNAMED, REACH])
    assert not is_told_of_all("reach not stated, all customers assumed", [UNNAMED])
