"""Long lists: nobody is described who is not asked about, and what was made is not all kept."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from attrs import fields

import cximpact
from cximpact.decision.would_take import answers
from cximpact.demo import write_demo
from cximpact.model.evaluation import Recommendation
from cximpact.report import csv_text as texts
from cximpact.report import described
from cximpact.report.csv_text import csv_chunks, csv_text
from cximpact.report.json_text import json_chunks
from cximpact.report.listed import Line
from cximpact.report.records import Describer
from cximpact.report.tables import ROWS
from cximpact.report.terminal import render

MANY = 60


def rated(count: int) -> cximpact.Evaluation:
    """A list of proposals with one rating each, -3 to +3 in turn."""
    ideas = pd.DataFrame(
        {
            "id": [f"P{at:04}" for at in range(count)],
            "title": [f"Idea number {at}" for at in range(count)],
            "ease": [at % 7 - 3 for at in range(count)],
        }
    )
    return cximpact.evaluate(proposals=ideas, weights={"ease": 1}, draws=0, analyses=[])


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Places in the ranking of the recommendations that were made, as they are made."""
    places: list[int] = []
    describe = Describer.describe

    def counting(self: Describer, place: int) -> Recommendation:
        places.append(place)
        return describe(self, place)

    monkeypatch.setattr(Describer, "describe", counting)
    return places


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> cximpact.Evaluation:
    folder = write_demo(tmp_path_factory.mktemp("described") / "demo")
    return cximpact.evaluate(folder, draws=200, selection_draws=50)


def test_explaining_one_proposal_describes_no_other(made: list[int]) -> None:
    evaluation = rated(MANY)
    assert evaluation.explain("P0030")
    assert len(made) == 1


def test_a_proposal_is_described_once_however_often_it_is_asked_about(made: list[int]) -> None:
    evaluation = rated(MANY)
    first = evaluation["P0030"]
    assert evaluation["P0030"] is first
    assert evaluation.explain("P0030")
    assert len(made) == 1


def test_a_wrong_id_describes_nobody(made: list[int]) -> None:
    evaluation = rated(MANY)
    with pytest.raises(KeyError, match="no proposal 'P003O'"):
        evaluation.explain("P003O")
    assert not made


@pytest.mark.parametrize("name", ["recommendations", "impacts", "gates", "ranks", "cores"])
def test_tables_but_that_of_criteria_describe_nobody(made: list[int], name: str) -> None:
    rated(MANY).to_frame(name)
    assert not made


def test_the_ranked_list_on_a_terminal_describes_nobody(made: list[int]) -> None:
    evaluation = rated(MANY)
    assert "P0030" in render(evaluation.summary, evaluation.recommendations)
    assert not made


def test_a_line_says_what_the_recommendation_says(demo: cximpact.Evaluation) -> None:
    names = [each.name.lstrip("_") for each in fields(Line)]
    lines = described.lines_of(demo.recommendations)
    assert len(lines) == len(demo) > 10
    assert not any(isinstance(line, Recommendation) for line in lines)
    for line, whole in zip(lines, demo, strict=True):
        for name in names:
            assert getattr(line, name) == getattr(whole, name), (whole.proposal, name)


def test_what_was_read_from_a_file_is_its_own_line(
    demo: cximpact.Evaluation, tmp_path: Path
) -> None:
    read = cximpact.read_evaluation(demo.write_json(tmp_path / "evaluation.json"))
    assert described.lines_of(read.recommendations) is read.recommendations
    pd.testing.assert_frame_equal(read.to_frame(), demo.to_frame())


def test_json_and_csv_in_files_are_those_in_memory(
    demo: cximpact.Evaluation, tmp_path: Path
) -> None:
    assert demo.write_json(tmp_path / "a.json").read_text(encoding="utf-8") == demo.to_json()
    for name in ROWS:
        written = demo.write_csv(tmp_path / f"{name}.csv", name).read_text(encoding="utf-8")
        assert written == csv_text(demo.table(name))


def test_an_unknown_table_is_refused_before_a_file_is_touched(
    demo: cximpact.Evaluation, tmp_path: Path
) -> None:
    with pytest.raises(cximpact.InputError, match="no such table"):
        demo.write_csv(tmp_path / "a.csv", "gate")
    assert not [*tmp_path.iterdir()]


def _json(evaluation: cximpact.Evaluation) -> Iterator[str]:
    return json_chunks(evaluation.summary, evaluation.recommendations)


def _criteria(evaluation: cximpact.Evaluation) -> Iterator[str]:
    return csv_chunks(ROWS["criteria"](evaluation.summary, evaluation.recommendations))


def _peak(evaluation: cximpact.Evaluation, write: object) -> int:
    """Return the most memory that going through the pieces of a text takes."""
    assert callable(write)
    tracemalloc.start()
    try:
        for _ in write(evaluation):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("write", [_json, _criteria])
def test_writing_three_times_the_proposals_takes_no_more_memory(
    monkeypatch: pytest.MonkeyPatch, write: object
) -> None:
    monkeypatch.setattr(described, "KEPT", 8)
    monkeypatch.setattr(answers, "_KEPT", 8)
    monkeypatch.setattr(texts, "_PIECE", 4096)
    few, many = rated(150), rated(450)
    for evaluation in (few, many):
        _peak(evaluation, write)  # what is worked out once, such as names
    # 300 more recommendations, kept, would be a megabyte, and so would be their JSON. What grows
    # is the list of the selected, which stands in the summary: 130 ids, told in some 100 bytes.
    assert _peak(many, write) - _peak(few, write) < 60_000


def test_of_a_long_list_few_recommendations_are_kept() -> None:
    evaluation = rated(described.KEPT + 100)
    first = evaluation.recommendations[0]
    assert evaluation.recommendations[0] is first
    for _ in evaluation:
        pass
    again = evaluation.recommendations[0]
    assert again is not first
    assert again == first
