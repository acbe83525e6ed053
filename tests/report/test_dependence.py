"""How sure a decision is and what it depends on: in JSON, in tables and in words."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import cximpact
from cximpact.decision.words import share_words
from cximpact.model.evaluation import Band
from cximpact.report.assurance import assurance, band_words, sureness
from cximpact.report.tables import ROWS

DEMO = Path(str(files("cximpact") / "demo" / "workspace"))
WEIGHTING = {
    "stakeholders": {
        "service": {"statements": [{"order": ["journey", "clarity", "ease"]}]},
        "finance": {"statements": ["financial-return >= 2 * strategic-fit"]},
    }
}


@pytest.fixture(scope="module")
def demo() -> cximpact.Evaluation:
    return cximpact.evaluate(
        DEMO,
        draws=500,
        selection_draws=100,
        weighting=WEIGHTING,
        scenarios={"tight": {"budgets": {"opex": "EUR 900000"}}},
    )


def test_what_is_written_is_read_back_and_written_alike(demo: Any, tmp_path: Path) -> None:
    """The file follows its schema with every part of it filled."""
    file = tmp_path / "evaluation.json"
    file.write_text(demo.to_json(), encoding="utf-8")
    again = cximpact.read_evaluation(file)
    assert again.to_json() == demo.to_json()
    depends = again.summary.dependence
    parts = (depends.portfolios, depends.binding, depends.weights, depends.frontiers, depends.pairs)
    assert all(parts)
    assert again.summary.weighting.statements
    assert again.summary.scenarios


@pytest.mark.parametrize("name", ROWS)
def test_every_table_can_be_made_and_is_a_frame(demo: Any, name: str) -> None:
    frame = demo.to_frame(name)
    assert len(frame.columns)
    if name != "information":  # there may be nothing worth finding out
        assert len(frame)


def test_shares_of_ranks_sum_to_one_per_proposal_and_per_rank(demo: Any) -> None:
    table = demo.to_frame("acceptability")
    assert table.groupby("proposal")["share"].sum().to_numpy() == pytest.approx(1)
    assert table.groupby("rank")["share"].sum().to_numpy() == pytest.approx(1)


def test_of_a_pair_one_beats_the_other(demo: Any) -> None:
    table = demo.to_frame("pairs").set_index(["proposal", "other"])["share"]
    both = [table[one, other] + table[other, one] for one, other in table.index]
    assert both == pytest.approx([1.0] * len(table))


def test_a_band_holds_its_value_for_scores_without_much_skew(demo: Any) -> None:
    for item in demo:
        assert item.value.low <= item.value.high
        assert item.value.low >= -1
        assert item.value.high <= 1


def test_prioritize_goes_to_what_is_selected_surely_and_helps_surely(demo: Any) -> None:
    selected = set(demo.summary.selection.selected)
    for item in demo:
        free = item.rule == "selected"
        is_sure = item.selection_share >= 0.9 and item.customer_positive >= 0.9
        assert (item.action == "prioritize") == (free and is_sure)
        assert not free or item.proposal in selected


def test_without_draws_it_says_so(tmp_path: Path) -> None:
    found = cximpact.evaluate(DEMO, draws=0, analyses=[])
    lines = list(assurance(found.summary, found.recommendations))
    assert lines[0].startswith("no draws were made")
    assert list(sureness(found.recommendations[0], found.summary)) == []
    assert found.recommendations[0].selection_share is None
    assert {item.action for item in found} == {"approve", "defer", "revise", "decline"}


def test_shares_next_to_all_and_none_are_not_called_so() -> None:
    assert [share_words(share) for share in (0, 0.004, 0.01, 0.99, 0.994, 1)] == [
        *("0%", "under 1%", "1%", "99%", "over 99%", "100%")
    ]
    assert band_words(Band(0.1, None, None)) == ""
