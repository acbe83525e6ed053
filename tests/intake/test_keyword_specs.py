"""A workspace stated by keyword, alone or over one that stands in a file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from cximpact.exceptions import InputError
from cximpact.intake.keywords import plain_data
from cximpact.intake.reading import check_inputs, read_inputs
from cximpact.intake.spec import read_spec, spec_from_keywords
from cximpact.model.scorecard import Scorecard

IDEAS = pd.DataFrame({"id": ["b", "a"], "ease": [2, -1], "speed": [0, None]})


def test_three_lines_suffice():
    """A frame of ratings and weights are a whole workspace."""
    found = read_inputs(spec_from_keywords(proposals=IDEAS, weights={"ease": 60, "speed": 40}))
    assert found.proposals.ids == ("a", "b")
    np.testing.assert_allclose(found.ratings.grid, [[-1 / 3, np.nan], [2 / 3, 0]])
    assert [each.weight for each in found.scorecard.criteria] == [60, 40]
    assert found.as_of is None


def test_every_part_may_come_as_a_frame():
    card = {
        "criteria": {"j": {"weight": 1, "kind": "journey"}, "ease": {"weight": 1}},
        "journey": {"stages": {"s": {"touchpoints": {"shop": None}}}},
    }
    found = read_inputs(
        spec_from_keywords(
            proposals=[{"key": 1, "name": "x"}],
            columns={"id": "key", "title": "name"},
            scorecard=card,
            ratings=pd.DataFrame({"proposal": [1], "criterion": ["ease"], "rating": [3]}),
            effects=[{"proposal": "1", "touchpoint": "shop", "change": "improves"}],
            costs=pd.DataFrame({"proposal": [1], "amount": [Decimal("5.10")]}),
            evidence={"csat": pd.DataFrame({"value": [1]}), "nps": {"frame": IDEAS, "map": []}},
            budgets={"capex": {"limit": "EUR 20"}},
            as_of=date(2026, 3, 1),
        )
    )
    assert found.proposals.titles == ("x",)
    assert found.ratings.score.tolist() == [1]
    assert found.effects.targets == ("shop",)
    assert found.costs[0].likely == Decimal("5.1")
    assert [spec.frame for spec in found.evidence] == ["evidence.csat", "evidence.nps"]
    assert found.as_of == date(2026, 3, 1)
    assert {record.path for record in found.inputs} == {"proposals", "ratings", "effects", "costs"}


def test_problems_of_a_frame_name_the_frame_and_the_row():
    bad = pd.DataFrame({"id": ["a", "b"], "ease": [2, 9]})
    _, problems = check_inputs(spec_from_keywords(proposals=bad, weights={"ease": 1}))
    assert str(problems[0]).startswith("proposals, row 1, ease: not on the scale (found '9')")


def test_problems_of_a_keyword_have_no_line():
    _, problems = check_inputs(spec_from_keywords(proposals=IDEAS, weights={"ease": -1}))
    assert (problems[0].file, problems[0].line) == ("weights", None)
    _, problems = check_inputs(
        spec_from_keywords(proposals=IDEAS, weights={"ease": 1}, budgets={"a": []})
    )
    assert (problems[0].file, problems[0].line) == ("evaluate()", None)


def test_keywords_take_the_place_of_parts_of_a_workspace(tmp_path):
    (tmp_path / "cximpact.yaml").write_text(
        "scorecard: customer\nas_of: 2026-01-01\nproposals: {path: gone.csv, "
        "columns: {id: Nr}}\nbudgets: {a: nonsense}\n"
    )
    under = read_spec(tmp_path)
    frame = pd.DataFrame({"Nr": ["x"], "ease": [1]})
    spec = spec_from_keywords(under, proposals=frame, budgets={"a": 5}, weights={"ease": 1})
    found = read_inputs(spec)
    assert found.proposals.ids == ("x",)
    assert found.as_of == date(2026, 1, 1)
    assert found.scorecard.id == "weights"
    assert spec.document.line(("as_of",)) == 2
    _, problems = check_inputs(spec_from_keywords(spec, budgets={"a": "no"}))
    assert (problems[0].file, problems[0].line) == ("cximpact.yaml", None)


def test_a_path_given_by_keyword_counts_from_the_working_directory(tmp_path, monkeypatch):
    (tmp_path / "list.csv").write_text("id,ease\na,1\n")
    monkeypatch.chdir(tmp_path)
    found = read_inputs(spec_from_keywords(proposals="list.csv", weights={"ease": 1}))
    assert found.inputs[0].path == "list.csv"


def test_a_scorecard_may_be_a_name_a_path_data_or_a_scorecard(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("criteria: {ease: {weight: 1}}\n")
    made = read_inputs(spec_from_keywords(proposals=IDEAS, scorecard=path)).scorecard
    assert isinstance(made, Scorecard)
    for given in (made, "customer", {"criteria": {"ease": {"weight": 1}}}):
        assert read_inputs(spec_from_keywords(proposals=IDEAS, scorecard=given))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"proposal": 1}, "unknown keyword; did you mean 'proposals'?"),
        ({"weights": {"a": 1}, "scorecard": "customer"}, "both weights and scorecard"),
        ({"weights": [1]}, "not weights"),
        ({"proposals": 5}, "not a table"),
        ({"proposals": []}, "not a table"),
        ({"evidence": [1]}, "not evidence"),
        ({"budgets": {"a": float("nan")}}, "budgets.a: not a value a document can hold"),
        ({"scorecard": "custmer"}, "did you mean 'customer'?"),
    ],
)
def test_what_no_workspace_can_hold_is_refused(given, words):
    with pytest.raises(InputError) as caught:
        spec_from_keywords(**given)
    assert words in str(caught.value)


def test_plain_data_takes_numpy_days_tuples_and_decimals():
    given = {1: np.float64(0.5), "d": date(2026, 1, 2), "t": (1, 2), "x": Decimal("2.50")}
    expected = {"1": 0.5, "d": "2026-01-02", "t": [1, 2], "x": 2.5}
    assert plain_data(given) == expected


def test_a_folder_without_a_workspace_says_what_to_do(tmp_path):
    with pytest.raises(InputError, match="cximpact init"):
        read_spec(tmp_path)


OPEN = pd.DataFrame({"id": ["a", "tbd"], "title": ["A", "B"], "ease": [2, "TBD"]})


def test_words_that_mean_an_empty_cell_hold_for_all_tables():
    """An id of such a word stays an id; each table tells how many cells were read so."""
    found = read_inputs(
        spec_from_keywords(
            proposals=OPEN,
            weights={"ease": 1},
            missing=["tbd", -1],
            costs=[{"proposal": "a", "amount": "-1"}, {"proposal": "tbd", "amount": 5}],
            ratings=[{"proposal": "a", "criterion": "ease", "rating": 1, "rater": "tbd"}],
        )
    )
    assert found.proposals.ids == ("a", "tbd")
    np.testing.assert_allclose(found.ratings.grid, [[2 / 3], [np.nan]])
    assert [(line.proposal, line.likely) for line in found.costs] == [("tbd", 5)]
    told = [str(note) for note in found.notes if "read as empty" in str(note)]
    assert [note.partition(":")[0] for note in told] == ["proposals", "costs", "ratings"]


def test_such_words_take_the_place_of_those_of_the_workspace(tmp_path):
    """What else its tables say stays, and so do the lines of problems."""
    (tmp_path / "costs.csv").write_text("proposal,amount\n7,none\n")
    (tmp_path / "cximpact.yaml").write_text(
        "scorecard: customer\n"
        "proposals:\n"
        "  missing: [tbd]\n"
        "  rows:\n"
        "    - {id: 7, title: none}\n"
        "costs: costs.csv\n"
    )
    spec = spec_from_keywords(read_spec(tmp_path), missing=("none",))
    found = read_inputs(spec)
    assert (found.proposals.ids, found.proposals.titles) == (("7",), ("",))
    assert found.costs == ()
    _, problems = check_inputs(spec_from_keywords(read_spec(tmp_path), missing=["x"]))
    assert "costs.csv, line 2, amount: not an amount (found 'none')" in str(problems[0])
    (tmp_path / "cximpact.yaml").write_text(
        "scorecard: customer\nproposals:\n  path: none.csv\n  ids: x\n"
    )
    _, problems = check_inputs(spec_from_keywords(read_spec(tmp_path), missing=["x"]))
    assert [problem.line for problem in problems] == [4]


@pytest.mark.parametrize("words", ["tbd", {"tbd": 1}, [["tbd"]], [True], 5])
def test_words_that_are_none_are_told(words):
    with pytest.raises(InputError, match=r"missing: not words; expected a list of texts"):
        spec_from_keywords(proposals=OPEN, weights={"ease": 1}, missing=words)
