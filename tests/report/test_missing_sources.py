"""A source that failed is named wherever figures it would have told of are shown."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

import cximpact
from cximpact.api.evaluation import Evaluation
from cximpact.demo import write_demo
from cximpact.exceptions import Problem
from cximpact.intake.spec import read_spec
from cximpact.model.case import MissingSource
from cximpact.model.source import LOST
from cximpact.pipeline import decide, read
from cximpact.report.footer import footer
from cximpact.report.readback import readback
from cximpact.report.terminal import render
from cximpact.schemas import validator
from cximpact.snapshots.manifest import block_of_label

NAME, REASON = "evidence.complaints", "the token of \x1b[31mmail was refused"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("missing") / "demo")


@pytest.fixture(scope="module")
def without_complaints(demo: Path) -> Evaluation:
    spec = read_spec(demo)
    case, _ = read(spec, None, date(2026, 3, 1))
    rows = tuple(each for each in case.statistics if each.source != "complaints")
    told = tuple(sorted({s.touchpoint for s in case.statistics if s.source == "complaints"}))
    assert told
    missing = MissingSource(NAME, REASON, told)
    return Evaluation.of(decide(evolve(case, statistics=rows, missing=(missing,))), spec)


def test_the_evaluation_lists_what_is_missing_and_where(without_complaints: Evaluation) -> None:
    data = json.loads(without_complaints.to_json())
    assert data["missing"] == [{"name": NAME, "reason": REASON}]
    lacking = {each["id"] for each in data["touchpoints"] if "lacks" in each}
    assert lacking
    assert lacking < {each["id"] for each in data["touchpoints"]}
    assert not list(validator("evaluation").iter_errors(data))


def test_it_is_read_back_as_it_was_written(without_complaints: Evaluation, tmp_path: Path) -> None:
    file = tmp_path / "evaluation.json"
    file.write_text(without_complaints.to_json(), encoding="utf-8")
    again = cximpact.read_evaluation(file)
    assert again.summary.missing == without_complaints.summary.missing
    assert again.to_json() == without_complaints.to_json()


def test_where_nothing_is_missing_nothing_is_said(demo: Path) -> None:
    whole = cximpact.evaluate(demo)
    data = json.loads(whole.to_json())
    assert "missing" not in data
    assert not any("lacks" in each for each in data["touchpoints"])
    assert "lacks" not in whole.table("touchpoints")
    assert "missing:" not in render(whole.summary, whole.recommendations)


def test_the_terminal_names_source_and_reason_and_says_what_to_do(
    without_complaints: Evaluation,
) -> None:
    text = render(without_complaints.summary, without_complaints.recommendations)
    assert f"missing: {NAME} (failed: the token of \\x1b[31mmail was refused)" in text
    assert "Mend what stands in its way and run again" in text
    assert "\x1b" not in text


def test_an_explanation_names_it_where_the_proposal_touches_what_it_tells_of(
    without_complaints: Evaluation,
) -> None:
    lacking = {c.touchpoint for c in without_complaints.touchpoints if c.lacks}
    for item in without_complaints:
        text = without_complaints.explain(item.proposal)
        touched = bool({line.touchpoint for line in item.touchpoints} & lacking)
        assert ("Missing evidence" in text) == touched
        assert any(NAME in reason for reason in item.reasons) == touched
        assert "\x1b" not in text


def test_the_table_of_touchpoints_marks_the_figures(without_complaints: Evaluation) -> None:
    table = without_complaints.table("touchpoints")
    assert {"", NAME} == set(table["lacks"])


def test_validate_tells_of_it(demo: Path) -> None:
    case, _ = read(read_spec(demo), None, date(2026, 3, 1))
    assert f"missing: {NAME}" in readback(evolve(case, missing=(MissingSource(NAME, "down"),)))


def test_the_note_on_a_failed_source_is_not_told_a_second_time(
    without_complaints: Evaluation,
) -> None:
    summary = without_complaints.summary
    label = "complaints (desk, acme-desk 1.2: all)"
    notes = (
        str(Problem(f"{LOST}: {REASON}", label, field=NAME)),
        str(Problem("one row repeated another", label)),
    )
    told = list(footer(evolve(summary, problems=notes), without_complaints.recommendations))
    assert len([line for line in told if "mail was refused" in line]) == 1
    assert "note: complaints (desk, acme-desk 1.2: all): one row repeated another" in told


def test_columns_of_sources_are_counted_and_those_of_files_named(
    without_complaints: Evaluation,
) -> None:
    calls = 'calls (desk, acme-desk 1.2: project in ("CALL")\nsince May)'
    unread = {
        calls: ("priority", "votes"),
        "csat (file, cximpact 0.1.0)": ("a",),
        "x.csv": ("Note",),
    }
    summary = evolve(without_complaints.summary, not_used=unread)
    told = [line for line in footer(summary, ()) if "use" in line and "budget" not in line]
    assert "not used in x.csv: Note" in told
    assert "columns that sources gave and nothing uses: 2 of calls, 1 of csat" in told
    assert not [line for line in told if "votes" in line]


@pytest.mark.parametrize("name", ["costs (final).csv", "plan (v2, new).xlsx", "list.csv", "-"])
def test_a_name_of_a_file_is_not_taken_for_a_source(name: str) -> None:
    assert block_of_label(name) is None
