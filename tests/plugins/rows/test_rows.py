"""Rows become text in one way, and what could be read in two ways is refused by row and column."""

from __future__ import annotations

import enum
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.exceptions import AnswerError
from cximpact.plugins.rows.reading import Piece, RowError, RowReader, encoded_rows, iterated
from cximpact.plugins.rows.repeats import Repeats


def read(*batches: Any) -> tuple[tuple[str, ...], list[list[str | None]]]:
    reader = RowReader()
    pieces = [piece for batch in batches for piece in reader.take(batch)]
    width = len(reader.columns)
    rows = [row + [None] * (width - len(row)) for piece in pieces for row in piece.rows]
    return reader.columns, rows


def one(value: Any) -> str | None:
    (row,) = read([{"cell": value}])[1]
    return row[0]


def refused(*batches: Any) -> str:
    with pytest.raises(RowError) as error:
        for batch in iterated(batches):
            reader = RowReader()
            for piece in reader.take(batch):
                list(encoded_rows(piece))
    return str(error.value)


class Colour(enum.StrEnum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("as it is ", "as it is "),
        ("", ""),
        (None, None),
        (7, "7"),
        (-(10**30), "-1" + "0" * 30),
        (0.1, "0.1"),
        (1e22, "1e+22"),
        (-0.0, "-0.0"),
        (Decimal("1.10"), "1.10"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
        (True, "true"),
        (False, "false"),
        (date(2026, 1, 31), "2026-01-31"),
        (datetime(2026, 1, 31, 12, 5), "2026-01-31T12:05:00"),
        (datetime(2026, 1, 31, 12, 5, tzinfo=UTC), "2026-01-31T12:05:00Z"),
        (
            datetime(2026, 1, 31, 1, 0, 0, 250, tzinfo=timezone(timedelta(hours=2))),
            "2026-01-30T23:00:00.000250Z",
        ),
        (Colour.RED, "red"),
        (Level.HIGH, "3"),
        (np.int64(7), "7"),
        (np.float64(0.5), "0.5"),
        (np.float32(0.1), "0.1"),
        (np.bool_(True), "true"),
        (np.str_("a"), "a"),
        (pd.Timestamp("2026-01-31 12:05", tz="Europe/Berlin"), "2026-01-31T11:05:00Z"),
        (pd.NaT, None),
        (pd.NA, None),
    ],
)
def test_a_value_has_one_spelling(value: Any, text: str | None) -> None:
    assert one(value) == text


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (float("nan"), "not a number (NaN); a missing value is None"),
        (float("-inf"), "an infinite number; a missing value is None"),
        (Decimal("sNaN"), "not a number (NaN)"),
        (np.float32("nan"), "not a number (NaN)"),
        (Decimal("1E+999999999"), "a number of more than 1,000 digits"),
        (Decimal("1E-999999"), "a number of more than 1,000 digits"),
        (10**5000, "a number of more than 1,000 digits"),
        (b"bytes", "of type bytes"),
        ([1], "of type list"),
        ({"a": 1}, "of type dict"),
        (timedelta(1), "of type timedelta"),
        (1j, "of type complex"),
        (np.datetime64("2026-01-31"), "of type datetime64"),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-2))), "no place in the calendar"),
        ("\ud83d", "half a character"),
        ("x" * (2**20 + 1), "longer than 1 MiB"),
        ("ü" * 2**19 + "x", "longer than 1 MiB"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_that_no_cell_can_hold_is_refused_by_row_and_column(value: Any, fault: str) -> None:
    told = refused([{"id": "1", "cell": "fine"}, {"id": "2", "cell": value}])
    assert told.startswith("row 2, column 'cell': the cell is ")
    assert fault in told


def test_a_cell_of_one_mebibyte_is_taken() -> None:
    (piece,) = RowReader().take([{"cell": "x" * 2**20}])
    assert len(b"".join(encoded_rows(piece))) > 2**20


def test_columns_are_the_union_in_the_order_they_were_first_seen() -> None:
    columns, rows = read([{"b": 1}, {"a": 2, "b": 3}], [{"c": None, "a": 4}])
    assert columns == ("b", "a", "c")
    assert rows == [["1", None, None], ["3", "2", None], [None, "4", None]]


class Lazy(Mapping[str, Any]):
    def __getitem__(self, key: str) -> Any:
        return {"a": 1}[key]

    def __iter__(self) -> Any:
        return iter(["a"])

    def __len__(self) -> int:
        return 1


@pytest.mark.parametrize("row", [OrderedDict(a=1), Lazy(), {"a": 1}])
def test_any_mapping_is_a_row(row: Any) -> None:
    assert read([row]) == (("a",), [["1"]])


def test_a_batch_may_be_a_generator_or_empty() -> None:
    assert read([], ({"a": each} for each in range(3)))[1] == [["0"], ["1"], ["2"]]


def test_a_thousand_rows_come_in_pieces_with_the_numbers_of_their_first_rows() -> None:
    pieces = list(RowReader().take([{"a": 1}] * 1_200))
    assert [(piece.first, len(piece.rows)) for piece in pieces] == [
        (1, 500),
        (501, 500),
        (1001, 200),
    ]


@pytest.mark.parametrize(
    ("batch", "fault"),
    [
        ({"a": 1}, "collect must yield lists of rows or data frames, and yielded of type dict"),
        ("text", "of type str"),
        (17, "of type int"),
        (None, "nothing"),
        ([["a"]], "row 1 is of type list, not a mapping of columns"),
        ([{}], "row 1 has no columns"),
        ([{1: "a"}], "row 1: the name of a column is of type int, not text"),
        ([{None: "a"}], "the name of a column is nothing, not text"),
        ([{" ": "a"}], "row 1: ' ' cannot be the name of a column"),
        ([{"x" * 1_001: "a"}], "cannot be the name of a column"),
        ([{"\ud800": "a"}], "cannot be the name of a column"),
        ([{str(n): "a" for n in range(2_001)}], "more than 2,000 columns"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_batch_of_rows_is_refused(batch: Any, fault: str) -> None:
    assert fault in refused(batch)


@pytest.mark.parametrize("returned", [None, {"a": 1}, "text", pd.DataFrame({"a": [1]}), 17])
def test_collect_must_return_batches(returned: Any) -> None:
    with pytest.raises(RowError, match="collect returned"):
        iterated(returned)


# Frames


def test_frames_give_what_rows_give() -> None:
    frame = pd.DataFrame(
        {
            "id": [1, 2],
            "value": [0.1, 1e22],
            "small": np.array([0.1, 2.5], dtype="float32"),
            "yes": [True, False],
            "text": ["a", None],
            "kind": pd.Categorical(["x", None]),
            "count": pd.array([3, None], dtype="Int64"),
            "flag": pd.array([True, None], dtype="boolean"),
            "mixed": pd.Series([Decimal("1.10"), date(2026, 1, 31)], dtype=object),
            "at": pd.to_datetime(["2026-01-31 12:05", None]),
            "zoned": pd.to_datetime(["2026-01-31 12:05:00.5", None]).tz_localize("Europe/Berlin"),
        }
    )
    columns, rows = read(frame)
    assert columns == tuple(frame.columns)
    assert rows == [
        ["1", "0.1", "0.1", "true", "a", "x", "3", "true", "1.10", "2026-01-31T12:05:00",
         "2026-01-31T11:05:00.500000Z"],
        ["2", "1e+22", "2.5", "false", None, None, None, None, "2026-01-31", None, None],
    ]  # fmt: skip


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_moments_of_every_resolution_are_written_as_python_writes_them(unit: str) -> None:
    moments = np.array(["2026-01-31T12:05:00", "1700-01-01"], dtype=f"datetime64[{unit}]")
    texts = [row[0] for row in read(pd.DataFrame({"at": moments}))[1]]
    assert texts == ["2026-01-31T12:05:00", "1700-01-01T00:00:00"]


@given(st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1)))
def test_a_moment_is_the_same_from_a_row_and_from_a_frame(moment: datetime) -> None:
    assert read(pd.DataFrame({"at": [moment]}))[1] == [[one(moment)]]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_numbers_come_back_exactly_from_rows_and_from_frames(numbers: list[float]) -> None:
    from_rows = [row[0] for row in read([{"n": each} for each in numbers])[1]]
    from_frame = [row[0] for row in read(pd.DataFrame({"n": numbers}))[1]]
    assert from_rows == from_frame
    assert [float(text or "nan") for text in from_rows] == numbers


@pytest.mark.parametrize(
    ("column", "fault"),
    [
        ([1.0, float("nan")], "not a number (NaN)"),
        ([1.0, float("inf")], "an infinite number"),
        (np.array([1, np.nan], dtype="float32"), "not a number (NaN)"),
        (pd.Series(["a", float("nan")], dtype=object), "not a number (NaN)"),
        ([1j, 2j], "of type complex"),
        (pd.to_timedelta([1, 2]), "of type Timedelta"),
        ([["a"], ["b"]], "of type list"),
    ],
)
def test_a_frame_is_refused_by_row_and_column(column: Any, fault: str) -> None:
    told = refused(pd.DataFrame({"id": ["1", "2"], "cell": column}))
    assert "column 'cell': the cell is " in told
    assert fault in told


def test_the_row_of_a_frame_is_counted_over_all_batches() -> None:
    reader = RowReader()
    list(reader.take([{"n": 1}] * 10))
    with pytest.raises(RowError, match="row 6,013, column 'n'"):
        list(reader.take(pd.DataFrame({"n": [1.0] * 6_002 + [float("nan")]})))


@pytest.mark.parametrize(
    ("frame", "fault"),
    [
        (pd.DataFrame({"a": [1]}, index=pd.Index(["x"], name="id")), "call reset_index() before"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "two columns of one name"),
        (pd.DataFrame([[1]], columns=[0]), "the name of a column is of type int"),
        (pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")])), "of type tuple"),
    ],
)
def test_a_frame_whose_names_would_be_lost_is_refused(frame: Any, fault: str) -> None:
    assert fault in refused(frame)


def test_frames_and_rows_may_follow_each_other() -> None:
    columns, rows = read(pd.DataFrame({"b": [1]}), [{"a": "x"}], pd.DataFrame({"a": ["y"]}))
    assert columns == ("b", "a")
    assert rows == [["1", None], [None, "x"], [None, "y"]]


# Rows that come twice


def piece(*rows: tuple[str | None, ...], columns: tuple[str, ...] = ("id", "n")) -> Piece:
    return Piece(columns, [list(row) for row in rows])


def test_equal_rows_of_one_key_count_once_over_all_pieces() -> None:
    repeats = Repeats(("id",))
    assert repeats.left(piece(("a", "1"), ("b", "1"), ("a", "1"))).rows == [["a", "1"], ["b", "1"]]
    assert repeats.left(piece(("b", "1"), ("c", "1"))).rows == [["c", "1"]]
    assert repeats.count == 2


def test_a_column_that_came_later_makes_no_difference_where_it_is_empty() -> None:
    repeats = Repeats(("id",))
    repeats.left(piece(("a", "1")))
    assert repeats.left(piece(("a", "1", None), columns=("id", "n", "late"))).rows == []


def test_unequal_rows_of_one_key_are_the_systems_error() -> None:
    with pytest.raises(AnswerError, match=r"row 2 .* \(id 'a'\)"):
        Repeats(("id",)).left(piece(("a", "1"), ("a", "2")))


def test_a_key_must_be_there() -> None:
    with pytest.raises(RowError, match="there is no column 'ref', part of the key"):
        Repeats(("ref",)).left(piece(("a", "1")))
    with pytest.raises(RowError, match="row 1: nothing in its key"):
        Repeats(("id",)).left(piece((None, "1")))


def test_without_a_key_every_row_counts() -> None:
    assert Repeats().left(piece(("a", "1"), ("a", "1"))).rows == [["a", "1"], ["a", "1"]]
