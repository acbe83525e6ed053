"""Errors say what was wrong, where, and what to do; never more than fits on a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.exceptions import CximpactError, InputError, Problem, SourceError, printable


def test_a_problem_names_place_value_expectation_and_remedy() -> None:
    problem = Problem(
        "not a known action",
        file="list.csv",
        line=4,
        field="status",
        value="runing",
        expected="proposed, committed or withdrawn",
        hint="did you mean 'running'?",
    )
    expected = (
        "list.csv, line 4, status: not a known action (found 'runing'); "
        "expected proposed, committed or withdrawn; did you mean 'running'?"
    )
    assert expected == str(problem)


def test_a_problem_in_a_workbook_names_sheet_and_cell() -> None:
    problem = Problem("no number", file="b.xlsx", sheet="Costs", cell="C7")
    assert str(problem) == "b.xlsx, sheet Costs, cell C7: no number"


def test_an_input_error_carries_all_problems() -> None:
    error = InputError([Problem("one"), Problem("two")])
    assert [problem.message for problem in error.problems] == ["one", "two"]
    assert str(error) == "one\ntwo"


def test_a_plain_sentence_makes_one_problem() -> None:
    assert InputError("nothing to read").problems == (Problem("nothing to read"),)


@pytest.mark.parametrize("kind", [InputError, SourceError])
def test_one_root_catches_them_all(kind: type[CximpactError]) -> None:
    assert issubclass(kind, CximpactError)


@given(st.text())
def test_printable_text_has_no_control_characters_and_no_line_ends(text: str) -> None:
    shown = printable(text)
    assert len(shown.splitlines()) <= 1
    assert shown.isprintable()


@given(st.text(max_size=70).filter(str.isprintable))
def test_printable_leaves_ordinary_text_alone(text: str) -> None:
    assert printable(text) == text
