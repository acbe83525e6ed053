"""Whatever rows hold, a warehouse and a file of the same rows say the same, or both refuse."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from warehouse_core import AS_OF, CARD, MEASURES, core

from cximpact.exceptions import InputError
from cximpact.warehouse import aggregate

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

TYPES = {
    "day": "DATE",
    "touchpoint": "VARCHAR",
    "measure": "VARCHAR",
    "said": "VARCHAR",
    "times": "DECIMAL(9,1)",
    "group": "VARCHAR",
}
BLOCK: dict[str, Any] = {
    "columns": {"date": "day", "value": "said"},
    "missing": ["N/A", "-"],
    "where": {"group": {"contains": ["ö", "k"]}},
}
SPACES = st.sampled_from(["", " ", "\u00a0", "\u2003"])
ANSWERS = st.one_of(
    st.sampled_from(["yes", "YES", "n/a", "-", "", "1e2", "+.5", "7.", "6.999999999999", "12%"]),
    st.integers(-6, 11).map(str),
    st.decimals(-6, 8, places=9).map(str),
    st.floats(-6, 8).map(repr),
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["2026-01-01", "2025-12-31", "2026-03-02", "2024-01-01", ""]),
        st.sampled_from(["ask", "buy", " buy", "pay", "pay", ""]),
        st.sampled_from([*MEASURES, *MEASURES, " effort "]),
        st.tuples(SPACES, ANSWERS, SPACES).map("".join),
        st.sampled_from(["1", "2.0", "3", "0", ""]),
        st.sampled_from(["Ök", "\u212a", "k", "ö ", "o", ""]),
    ),
    max_size=12,
)


def _laid(connection: Any, rows: list[tuple[str, ...]]) -> Any:
    columns = ", ".join(f'"{name}" {kind}' for name, kind in TYPES.items())
    connection.raw_sql(f"CREATE OR REPLACE TABLE mixed ({columns})")
    if rows:
        texts = [[None if cell == "" else cell for cell in row] for row in rows]
        connection.con.executemany("INSERT INTO mixed VALUES (?, ?, ?, ?, ?, ?)", texts)
    return connection.table("mixed")


@settings(max_examples=15)
@given(rows=ROWS, counted=st.booleans())
def test_mixed_rows_mean_the_same_in_a_warehouse(
    duckdb: Any, rows: list[tuple[str, ...]], counted: bool
) -> None:
    block = {**BLOCK, "columns": {**BLOCK["columns"], **({"count": "times"} if counted else {})}}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        with path.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([list(TYPES), *rows])
        expected = core(str(path), block)
    try:
        told = aggregate(_laid(duckdb, rows), block, scorecard=CARD, as_of=AS_OF)
    except InputError:
        assert expected.problems
        return
    found = core(told.frame, {"kind": "measurements"})
    assert [each.message for each in found.problems] == [each.message for each in expected.problems]
    if not expected.problems:
        assert [evolve(each, files=()) for each in found.statistics] == [
            evolve(each, files=()) for each in expected.statistics
        ]
        assert {each.reason: each.count for each in told.set_aside} == {
            each.reason: each.count for each in expected.set_aside
        }
