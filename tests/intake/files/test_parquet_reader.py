"""Parquet files as tables."""

from __future__ import annotations

from datetime import date, datetime

import duckdb
import pytest

from cximpact.exceptions import InputError
from cximpact.intake.files.tables import read_table


def _write(path, query):
    with duckdb.connect(":memory:") as connection:
        connection.sql(query).write_parquet(str(path))
    return path


def test_values_come_with_their_types(tmp_path):
    query = (
        "SELECT 'a' AS id, 3.0::DOUBLE AS n, 12.50::DECIMAL(9,2) AS cost, DATE '2026-03-01' AS day,"
        " TIMESTAMP '2026-03-01 10:30:00' AS at, true AS ok, NULL::INTEGER AS gap,"
        " 'NaN'::DOUBLE AS nan, TIME '12:30:00' AS clock"
    )
    table = read_table(_write(tmp_path / "a.parquet", query))
    assert dict(zip(table.headers, table.columns, strict=True)) == {
        "id": ["a"],
        "n": [3],
        "cost": [12.5],
        "day": [date(2026, 3, 1)],
        "at": [datetime(2026, 3, 1, 10, 30)],
        "ok": [True],
        "gap": [None],
        "nan": [None],
        "clock": ["12:30:00"],
    }
    assert table.place(0, "id")["field"] == "row 0, id"


def test_a_file_without_rows_has_its_columns(tmp_path):
    table = read_table(_write(tmp_path / "a.parquet", "SELECT 1 AS a WHERE false"))
    assert (table.headers, table.columns, table.n_rows) == (("a",), ([],), 0)


def test_lists_and_bytes_are_refused(tmp_path):
    with pytest.raises(InputError) as caught:
        read_table(_write(tmp_path / "a.parquet", "SELECT [1] AS a, 'x'::BLOB AS b"))
    assert [problem.field for problem in caught.value.problems] == ["row 0, a", "row 0, b"]


def test_a_path_that_looks_like_a_pattern_is_not_followed(tmp_path):
    _write(tmp_path / "a.parquet", "SELECT 1 AS a")
    (tmp_path / "[a].parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError, match="cannot be read"):
        read_table(tmp_path / "[a].parquet")
    _write(tmp_path / "b.parquet", "SELECT 2 AS a").rename(tmp_path / "[a].parquet")
    assert read_table(tmp_path / "[a].parquet").columns == ([2],)
