"""The tests of `when`, `where` and `set_aside`, cell by cell."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from cximpact.intake.lists.matching import cell_text, matches, matches_all, number_of
from cximpact.model.source import Test as CellTest


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (pd.NaT, ""),
        (pd.NA, ""),
        (" NULL ", "NULL"),
        ("\u00a0a b\u202f", "a b"),
        (3, "3"),
        (3.0, "3"),
        (0.1, "0.1"),
        (np.float64(2.5), "2.5"),
        (np.int64(7), "7"),
        (np.bool_(True), "true"),
        (False, "false"),
        (Decimal("1.50"), "1.50"),
        (dt.date(2022, 4, 1), "2022-04-01"),
    ],
)
def test_cells_of_files_and_frames_read_as_the_same_text(value: object, text: str) -> None:
    assert text == cell_text(value)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12.0),
        ("-0.5", -0.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1e400", None),
        ("nan", None),
        ("inf", None),
        ("0x10", None),
        ("1_000", None),
        ("12%", None),
        ("", None),
        ("1" * 400, None),
        ("١٢", None),
    ],
)
def test_only_plain_numbers_are_numbers(text: str, number: float | None) -> None:
    assert number == number_of(text)


def test_the_signs_of_the_file_hold_for_its_numbers() -> None:
    assert number_of("1.234,50", ",", ".") == 1234.5
    assert number_of("1.5", ",") is None
    assert matches(CellTest("a", at_most=0), "0,00", decimal=",")
    assert matches(CellTest("a", equals="1234.5"), "1.234,50", decimal=",", thousands=".")
    assert matches(CellTest("a", equals="1.5"), 1.5, decimal=",")


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        (CellTest("a", equals="2021"), 2021.0, True),
        (CellTest("a", equals="2021.0"), "2021", True),
        (CellTest("a", equals="007"), "7", True),
        (CellTest("a", equals="A7"), "a7", False),
        (CellTest("a", equals=""), None, True),
        (CellTest("a", equals=" x "), "x", True),
        (CellTest("a", one_of=("x", "7")), 7, True),
        (CellTest("a", one_of=("x", "7")), "y", False),
        (CellTest("a", contains=("ALLEY", "street")), "Alley work", True),
        (CellTest("a", contains=("ΟΔΟΣ",)), "οδοσ", True),
        (CellTest("a", contains=("alley",)), None, False),
        (CellTest("a", at_least=1, at_most=2), "1.5", True),
        (CellTest("a", at_least=1, at_most=2), "3", False),
        (CellTest("a", at_least=1), "", False),
        (CellTest("a"), "anything", True),
    ],
)
def test_every_field_that_is_set_must_hold(test: CellTest, value: object, expected: bool) -> None:
    assert matches(test, value) is expected


def test_a_row_passes_when_all_of_its_cells_do() -> None:
    tests = [CellTest("a", equals="1"), CellTest("b", contains=("x",))]
    assert matches_all(tests, {"a": 1, "b": "axe"})
    assert not matches_all(tests, {"a": 1, "b": "ape"})
    assert matches_all([], {})
    assert not matches_all(tests, {})
