"""Which shipped scorecard goes with the headers of a table."""

from __future__ import annotations

import pytest

from cximpact.exceptions import InputError
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.scorecards.scorecards import load_scorecard
from cximpact.spreadsheet.finding.choosing import matching_scorecard
from cximpact.spreadsheet.finding.find import shipped


def test_the_scorecard_with_the_most_criteria_among_the_headers_is_taken(books):
    cards = shipped()
    for name in ("customer", "balanced"):
        titles = [each.title for each in cards[name].criteria if each.kind == "rating"]
        rows = [["ID", "Cost", *titles], ["P1", 5, *[1 for _ in titles]]]
        assert matching_scorecard(books.find(rows)) == name


def test_letter_case_scales_and_ids_do_not_matter(books):
    rows = [["ID", "Cost", "EASE (1-5)", "clarity"], ["P1", 5, 1, 2]]
    assert matching_scorecard(books.find(rows)) == "customer"


def test_without_any_criterion_the_refusal_says_which_headers_would_do(books):
    found = books.find([["ID", "Project", "Cost"], ["P1", "Letters", 5]])
    with pytest.raises(InputError) as caught:
        matching_scorecard(found)
    (problem,) = caught.value.problems
    assert (problem.file, problem.sheet) == ("budget.xlsx", "Budget")
    assert "Ease" in problem.expected
    assert "--scorecard" in problem.hint


def test_every_shipped_scorecard_can_be_looked_for():
    for name, card in shipped().items():
        assert card == load_scorecard(name, None, ProblemList())
