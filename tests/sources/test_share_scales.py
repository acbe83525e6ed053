"""An answer beyond the stated scale of a share is refused; without one, nothing tells it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from cximpact.model.measure import Anchors, Measure, Success
from cximpact.model.scorecard import Scorecard
from cximpact.model.source import EvidenceSpec
from cximpact.sources.collect import Collected, collect

HEAD = "touchpoint,measure,date,value\n"
TABLE = EvidenceSpec("s", paths=("s.csv",))
ANCHORS = Anchors(0.0, 0.5, 1.0)
TOP = Measure("top", "share", ANCHORS, success=Success(at_least=4), scale=(1.0, 5.0))


def read(card: Scorecard, folder: Path, text: str, spec: EvidenceSpec = TABLE) -> Collected:
    (folder / "s.csv").write_text(text)
    return collect([spec], scorecard=card, as_of=date(2022, 4, 1), base=folder, frames={})


@pytest.fixture
def card(scorecard: Scorecard) -> Scorecard:
    return evolve(scorecard, measures={**scorecard.measures, "top": TOP})


def test_answers_beyond_the_scale_are_told_at_their_lines(card: Scorecard, tmp_path: Path) -> None:
    """1 and 5 are on the scale, 0 and 7 are not; 7 is no success of at_least 4."""
    rows = "".join(f"buy,top,2022-01-01,{score}\n" for score in (1, 5, 7, 0))
    problems = read(card, tmp_path, HEAD + rows).problems
    assert [str(problem) for problem in problems] == [
        "s.csv, line 4, value: outside the measure's scale (found '7'); expected 1 to 5, the scale "
        "of 'top'",
        "s.csv, line 5, value: outside the measure's scale (found '0'); expected 1 to 5, the scale "
        "of 'top'",
    ]


def test_without_a_scale_any_number_is_an_answer(scorecard: Scorecard, tmp_path: Path) -> None:
    [found] = read(scorecard, tmp_path, HEAD + "buy,csat,2022-01-01,7\n").statistics
    assert (found.n, found.successes) == (1, 1)


def test_a_share_already_worked_out_is_on_no_scale_of_answers(
    card: Scorecard, tmp_path: Path
) -> None:
    """0.62 of 100 answers is 62 successes; 1.3 is no share."""
    given = evolve(TABLE, kind="measurements")
    text = "touchpoint,measure,date,n,figure\nbuy,top,2022-01-01,100,"
    [found] = read(card, tmp_path, text + "0.62\n", given).statistics
    assert (found.n, found.successes) == (100, 62)
    [problem] = read(card, tmp_path, text + "1.3\n", given).problems
    assert problem.expected == "0 to 1, a share of the answers"


def test_done_in_time_is_on_no_scale_of_answers(card: Scorecard, tmp_path: Path) -> None:
    given = evolve(TABLE, by=("done", "due"))
    text = "touchpoint,measure,done,due\nbuy,top,2022-01-01,2022-01-02\n"
    late = "buy,top,2022-01-05,2022-01-02\n"
    [found] = read(card, tmp_path, text + late, given).statistics
    assert (found.n, found.successes) == (2, 1)
