"""Evidence and effects that nothing uses are told, for what was brought seems to count."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest

from cximpact.intake.spec import read_spec
from cximpact.pipeline import read

JOURNEY = """
journey: {stages: {apply: {touchpoints: {credit: , letter: }}}}
measures:
  csat:
    kind: share
    success: {at_least: 4}
    anchors: {broken: 0.5, reliable: 0.8, differentiating: 0.95}
"""
RATED = "criteria: {ease: {weight: 1}}\n" + JOURNEY
ALONG = "criteria: {felt: {weight: 1, kind: journey}}\n" + JOURNEY
PART = "criteria: {felt: {weight: 1, kind: journey, touchpoints: [letter]}}\n" + JOURNEY
EVIDENCE = "evidence: {survey: {path: survey.csv, channel: survey}}\n"
SURVEY = """\
date,touchpoint,measure,value
2026-01-02,credit,csat,4
2026-01-03,letter,csat,2
"""
EFFECTS = "effects: {rows: [{proposal: A, touchpoint: letter, change: improves}]}\n"
NO_CRITERION = "add a criterion of 'kind: journey' to the scorecard"


@pytest.fixture
def told(tmp_path):
    """Returns the notes of a workspace, of a scorecard and the parts beside one proposal."""

    def notes(card, *parts):
        (tmp_path / "card.yaml").write_text(dedent(card), "utf-8")
        (tmp_path / "survey.csv").write_text(SURVEY, "utf-8")
        head = "scorecard: card.yaml\nas_of: 2026-03-01\nproposals: {rows: [{id: A}]}\n"
        (tmp_path / "cximpact.yaml").write_text(head + "".join(parts), "utf-8")
        case, _ = read(read_spec(tmp_path), None, date(2026, 3, 1))
        return [str(note) for note in case.notes]

    return notes


def test_measurements_without_a_criterion_that_uses_them(told):
    assert told(RATED, EVIDENCE) == [
        f"evidence: 2 measurements are read, but no criterion uses them; {NO_CRITERION}"
    ]


def test_effects_without_a_criterion_that_uses_them(told):
    assert told(RATED, EFFECTS)[-1:] == [
        f"effects: 1 effect is read, but no criterion uses it; {NO_CRITERION}"
    ]


def test_both_are_told_at_once(told):
    assert told(RATED, EVIDENCE, EFFECTS)[-1:] == [
        "evidence: 2 measurements and 1 effect are read, but no criterion uses them; "
        + NO_CRITERION
    ]


def test_measurements_where_no_proposal_changes_anything(told):
    (note,) = told(ALONG, EVIDENCE)
    assert note.startswith(
        "evidence: 2 measurements are read, but no proposal has effects on a touchpoint; "
    )
    assert "effects: effects.csv" in note


def test_measurements_outside_what_criteria_cover(told):
    (note,) = told(PART, EVIDENCE, EFFECTS)
    assert note.startswith(
        "evidence: 1 measurement is read, but no criterion covers where: credit; "
    )


@pytest.mark.parametrize("parts", [(), (EVIDENCE, EFFECTS), (EFFECTS,)])
def test_what_counts_needs_no_note(told, parts):
    assert told(ALONG, *parts) == []
