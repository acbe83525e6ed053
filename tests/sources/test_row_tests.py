"""Tests of cells mean the same in SQL as in Python."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.intake.lists.matching import matches
from cximpact.model.source import Reading
from cximpact.model.source import Test as CellTest
from cximpact.sources.engine import open_engine
from cximpact.sources.quoting import literal
from cximpact.sources.row_tests import all_hold, holds

PIECES = ["1", "0", "7", ".", ",", "-", "+", "e5", "%", " ", "\u00a0", "a", "A", "É", "ß", "İ", "Σ",
          "'", '"', "\\", "NULL", "nan", "inf", "_", "x"]  # fmt: skip
CELLS = st.one_of(
    st.text(max_size=8).filter(lambda text: "\0" not in text),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    st.integers(-2000, 2000).map(str),
    st.floats(-1e6, 1e6).map(str),
)
TESTS = st.builds(
    CellTest,
    column=st.just("x"),
    equals=st.none() | CELLS,
    one_of=st.lists(CELLS, max_size=3).map(tuple),
    contains=st.lists(CELLS, max_size=2).map(tuple),
    at_most=st.none() | st.floats(-2000, 2000),
    at_least=st.none() | st.floats(-2000, 2000),
)
READINGS = [Reading(), Reading(decimal=",", thousands="."), Reading(thousands=" ")]


@pytest.fixture(scope="module")
def ask() -> Iterator[Any]:
    with open_engine([]) as engine:
        yield lambda sql: engine.rows(f"SELECT {sql}")[0][0]


@settings(max_examples=150, deadline=None)
@given(test=TESTS, cell=CELLS, reading=st.sampled_from(READINGS))
def test_sql_and_python_agree_on_every_cell(
    ask: Any, test: CellTest, cell: str, reading: Reading
) -> None:
    wanted = matches(test, cell, decimal=reading.decimal, thousands=reading.thousands)
    assert ask(holds(test, f"trim({literal(cell)})", reading)) is wanted


@settings(max_examples=60, deadline=None)
@given(cell=CELLS, reading=st.sampled_from(READINGS))
def test_a_cell_equals_itself_and_contains_itself(ask: Any, cell: str, reading: Reading) -> None:
    test = CellTest("x", equals=cell, contains=(cell.strip(),))
    assert ask(holds(test, f"trim({literal(cell)})", reading)) is True


def test_no_test_lets_every_row_pass(ask: Any) -> None:
    assert ask(all_hold([], str, Reading())) is True


def test_a_text_that_looks_like_sql_is_a_text(ask: Any) -> None:
    nasty = "'); DROP TABLE x; --"
    assert ask(holds(CellTest("x", equals=nasty), literal(nasty), Reading())) is True
    assert ask(holds(CellTest("x", contains=(nasty,)), literal("x"), Reading())) is False
