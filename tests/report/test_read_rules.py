"""Rules and scales are told as they were read."""

from __future__ import annotations

from datetime import date

import pytest

from cximpact.intake.spec import read_spec
from cximpact.pipeline import read
from cximpact.report.read_rules import rule_line, scale_line

CARD = """groups: {customer: 80, business: 20}
criteria:
  calm: {weight: 75, title: Calm, scale: [-2, 0, 2]}
  ease: {weight: 25, scale: [-2, 0, 2]}
  trust: {weight: 25}
  fit: {weight: 1, group: business, title: Fit, scale: [-3, 1, 5]}
"""
LIST = 'id,calm,requires,excludes\nA,2,,B\nB,1,,A\nC,0,"A,D",\nD,0,,\n'


@pytest.fixture
def case(tmp_path):
    def made(rules="", card=CARD):
        (tmp_path / "card.yaml").write_text(card)
        (tmp_path / "list.csv").write_text(LIST)
        text = f"scorecard: card.yaml\nas_of: 2026-03-01\nproposals: list.csv\n{rules}"
        (tmp_path / "cximpact.yaml").write_text(text)
        return read(read_spec(tmp_path), None, date(2026, 3, 1))[0]

    return made


def test_what_excludes_each_other_is_told_once(case):
    assert [*rule_line(case())] == ["rules: C requires A and D; not both A and B"]


def test_groups_and_bundles_are_told(case):
    rules = "rules: {at_most_one: {x: [A, D]}, bundles: {y: [C, D]}}\n"
    [told] = rule_line(case(rules))
    assert told.endswith("; at most one of A and D; all or none of C and D")


def test_scales_are_told_once_with_their_criteria(case):
    assert [*scale_line(case())] == [
        "scales (worst, no change, best): -2, 0, 2 of Calm and ease; -3, 1, 5 of Fit"
    ]


def test_usual_levels_are_no_scale(case):
    assert [*scale_line(case(card="criteria: {calm: {weight: 1}}\n"))] == []
