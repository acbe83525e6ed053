"""DataFrames as tables: index, missing values, types, and odd columns."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from cximpact.exceptions import InputError
from cximpact.intake.files.tables import Origin, frame_table


def problems_of(frame):
    with pytest.raises(InputError) as caught:
        frame_table(frame, "proposals")
    return caught.value.problems


def columns_of(frame):
    table = frame_table(frame, "proposals")
    return dict(zip(table.headers, table.columns, strict=True))


def test_an_index_that_just_counts_is_no_column():
    table = frame_table(pd.DataFrame({"id": ["a", "b"], "n": [1, 2]}), "proposals")
    assert (table.name, table.origin, table.headers) == ("proposals", Origin.FRAME, ("id", "n"))
    assert list(table.lines) == [0, 1]
    assert table.place(1, "n") == {"file": "proposals", "sheet": None, "field": "row 1, n"}


def test_an_index_that_says_something_becomes_a_column():
    named = pd.DataFrame({"n": [1]}, index=pd.Index(["a"], name="proposal"))
    assert columns_of(named) == {"proposal": ["a"], "n": [1]}
    assert columns_of(pd.DataFrame({"n": [1]}, index=["a"])) == {"id": ["a"], "n": [1]}
    levels = pd.MultiIndex.from_tuples([("a", "x")], names=["proposal", "criterion"])
    found = columns_of(pd.DataFrame({"n": [1]}, index=levels))
    assert found == {"proposal": ["a"], "criterion": ["x"], "n": [1]}


def test_what_filtering_leaves_in_the_index_does_not_rival_an_id_column():
    frame = pd.DataFrame({"id": ["a", "b"], "n": [1, 2]})
    assert columns_of(frame[frame["n"] > 1]) == {"id": ["b"], "n": [2]}


def test_all_ways_of_saying_missing_become_none():
    frame = pd.DataFrame(
        {
            "f": [1.0, np.nan],
            "o": pd.Series([None, pd.NA], dtype=object),
            "t": [pd.Timestamp("2026-03-01"), pd.NaT],
            "i": pd.array([7, pd.NA], dtype="Int64"),
            "b": pd.array([True, pd.NA], dtype="boolean"),
            "s": pd.array(["x", pd.NA], dtype="string"),
            "c": pd.Categorical(["x", None]),
        }
    )
    assert columns_of(frame) == {
        "f": [1, None],
        "o": [None, None],
        "t": [date(2026, 3, 1), None],
        "i": [7, None],
        "b": [True, None],
        "s": ["x", None],
        "c": ["x", None],
    }


def test_values_become_plain_python_ones():
    moment = datetime(2026, 3, 1, 10, 30, tzinfo=UTC)
    values = [
        (np.float64(2.5), 2.5),
        (np.int8(3), 3),
        (np.bool_(True), True),
        (np.str_("x"), "x"),
        (Decimal("12.50"), 12.5),
        (Decimal("1E+3"), 1000),
        (Decimal("NaN"), None),
        (pd.Timestamp("2026-03-01 10:30:00.000000001"), datetime(2026, 3, 1, 10, 30)),
        (pd.Timestamp(moment), moment),
        (pd.Timedelta(hours=36), "36:00:00"),
        (float("inf"), float("inf")),
        ("NA", "NA"),
    ]
    series = pd.Series([value for value, _ in values], dtype=object)
    found = columns_of(pd.DataFrame({"x": series}))["x"]
    assert found == [plain for _, plain in values]
    assert [type(cell) for cell in found] == [type(plain) for _, plain in values]


def test_a_huge_decimal_takes_no_time():
    assert columns_of(pd.DataFrame({"x": [Decimal("1e999999")]}))["x"] == [float("inf")]


def test_labels_that_are_no_text_become_text():
    assert list(columns_of(pd.DataFrame({2024: [1], " a ": [2]}))) == ["2024", "a"]


def test_odd_columns_are_problems():
    assert "one name" in problems_of(pd.DataFrame([[1, 2]], columns=["a", "a"]))[0].message
    assert "one name" in problems_of(pd.DataFrame([[1, 2]], columns=["1", 1]))[0].message
    assert "no name" in problems_of(pd.DataFrame([[1, 2]], columns=["a", None]))[0].message
    assert "levels" in problems_of(pd.DataFrame({("a", "b"): [1]}))[0].message
    assert "no columns" in problems_of(pd.DataFrame())[0].message


def test_values_that_fit_no_cell_are_problems_of_their_row():
    frame = pd.DataFrame({"a": ["x", ["y"]], "b": [b"x", "y"]})
    assert [problem.field for problem in problems_of(frame)] == ["row 1, a", "row 0, b"]


def test_the_frame_is_left_as_it_was():
    frame = pd.DataFrame({"a": [1.0, np.nan]}, index=["x", "y"])
    before = frame.copy(deep=True)
    frame_table(frame, "proposals")
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("kind", ["bool", "int8", "uint64", "int64", "float32", "float64"])
def test_a_column_of_numbers_is_read_as_its_cells_are(kind):
    """As objects they go cell by cell; both ways give the same values of the same types."""
    some = [0.0, -0.0, 1.0, 2.5, 100.0, 3.0]
    if kind.startswith("float"):
        some += [-7.25, float("nan"), float("inf"), 2.0**60, 1e-30]
    values = np.array(some).astype(kind)
    found = columns_of(pd.DataFrame({"n": values}))["n"]
    one_by_one = columns_of(pd.DataFrame({"n": pd.Series(values.tolist(), dtype=object)}))["n"]
    assert [(type(cell), cell) for cell in found] == [(type(cell), cell) for cell in one_by_one]
