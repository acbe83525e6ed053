"""A scale on which nothing is worse than no change, or nothing better: scores and their bands.

By hand: on [1, 1, 5] a 4 scores (4 - 1)/4 = 0.75; on [3, 1, 1] a 2 scores -(2 - 1)/2 = -0.5. One
rater's error is half a step: 0.125 and 0.25.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import cximpact

IDEAS = pd.DataFrame({"id": ["a", "b", "c"], "gain": [1, 4, 5], "delay": [1, 2, 3]})
CARD: dict[str, Any] = {
    "id": "card",
    "groups": {"customer": 1, "business": 1},
    "criteria": {
        "gain": {"weight": 1, "scale": [1, 1, 5]},
        "delay": {"weight": 1, "group": "business", "risk": True, "scale": [3, 1, 1]},
    },
}


@pytest.fixture(scope="module")
def criteria() -> pd.DataFrame:
    found = cximpact.evaluate(
        proposals=IDEAS, scorecard=CARD, as_of="2026-03-01", draws=4_000, analyses=[]
    )
    return found.to_frame("criteria").set_index(["proposal", "criterion"])


@pytest.mark.parametrize(
    ("proposal", "gain", "delay"), [("a", 0, 0), ("b", 0.75, -0.5), ("c", 1, -1)]
)
def test_scores_run_from_no_change_to_one_side(
    criteria: pd.DataFrame, proposal: str, gain: float, delay: float
) -> None:
    assert criteria.score[proposal, "gain"] == pytest.approx(gain)
    assert criteria.score[proposal, "delay"] == pytest.approx(delay)


def test_no_band_reaches_beyond_no_change(criteria: pd.DataFrame) -> None:
    """What nobody can answer is not drawn; half of the draws at an end lie on it."""
    assert criteria.low["a", "gain"] == 0
    assert criteria.high["a", "gain"] == pytest.approx(1.645 * 0.125, abs=0.01)
    assert criteria.high["a", "delay"] == 0
    assert criteria.low["a", "delay"] == pytest.approx(-1.645 * 0.25, abs=0.02)
    assert criteria.low["b", "gain"] == pytest.approx(0.75 - 1.645 * 0.125, abs=0.01)


def test_the_same_scale_may_stand_at_the_column_of_the_list() -> None:
    """The criterion keeps its own levels there, so half a step is a sixth."""
    columns = {"ratings": {"gain": {"column": "gain", "scale": [1, 1, 5]}}}
    found = cximpact.evaluate(
        proposals=IDEAS,
        weights={"gain": 1},
        columns=columns,
        as_of="2026-03-01",
        draws=0,
        analyses=[],
    )
    scores = found.to_frame()["score:gain"]
    assert {key: scores[key] for key in "abc"} == {"a": 0, "b": 0.75, "c": 1}
