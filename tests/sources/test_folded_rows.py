"""Rows folded by numbers, and judged once for days that are alike, against a plain loop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.model.scorecard import Scorecard
from cximpact.model.source import EvidenceSpec, Lookup, MapRule
from cximpact.model.source import Test as CellTest
from cximpact.sources import days, running
from cximpact.sources.collect import Collected, collect

AS_OF = date(2022, 4, 1)
NAMES = ("touchpoint", "measure", "date", "value")
KINDS = ("VARCHAR", "VARCHAR", "DATE", "INTEGER")
Row = tuple[Any, ...]


Read = Callable[..., Collected]


@pytest.fixture(autouse=True, scope="module")
def _as_if_large() -> Iterator[None]:
    """A handful of rows goes the way of millions, and a sample of three misses some texts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "_FEW", 3)
        patch.setattr(days, "_LEAST", 0)
        yield


@pytest.fixture(scope="module")
def read(scorecard: Scorecard) -> Read:
    """Collect one file."""

    def _read(path: Path, **more: Any) -> Collected:
        spec = EvidenceSpec("s", paths=(path.name,), **more)
        return collect([spec], scorecard=scorecard, as_of=AS_OF, base=path.parent, frames={})

    return _read


def write(rows: list[Row], path: Path, kinds: tuple[str, ...] = KINDS) -> None:
    """Write rows as Parquet with types, or as CSV."""
    with duckdb.connect() as connection:
        columns = ", ".join(f"{name} {kind}" for name, kind in zip(NAMES, kinds, strict=True))
        connection.execute(f"CREATE TABLE rows ({columns})")
        if rows:
            connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?)", rows)
        options = "FORMAT parquet" if path.suffix == ".parquet" else "FORMAT csv, HEADER"
        connection.execute(f"COPY rows TO '{path}' ({options})")


def told(found: Collected) -> tuple[Any, ...]:
    """Return all but the names of files."""
    statistics = [
        (each.measure, each.touchpoint, each.n, each.last, each.successes, each.promoters,
         each.detractors, each.total, each.squares)
        for each in found.statistics
    ]  # fmt: skip
    prints = [(record.sha256, record.rows) for record in found.inputs]
    aside = [(each.reason, each.count) for each in found.set_aside]
    return statistics, prints, aside, [(each.message, each.value) for each in found.problems]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "buy", "pay", " buy", "", None]),
        st.sampled_from(["csat", "nps", "effort", "csat"]),
        st.integers(-30, 800).map(lambda back: AS_OF - timedelta(days=back)) | st.none(),
        st.integers(1, 7) | st.none(),
    ),
    max_size=40,
)


def expected(rows: list[Row]) -> dict[tuple[str, str], Row]:
    """Count the rows of the year to `AS_OF` one by one, with fractions."""
    kept: dict[tuple[str, str], list[tuple[date, int]]] = {}
    for touchpoint, measure, on, value in rows:
        name = (touchpoint or "").strip()
        in_window = on is not None and date(2021, 4, 1) < on <= AS_OF
        if name and in_window and value is not None:
            kept.setdefault((measure, name), []).append((on, value))
    return {cell: (len(each), max(on for on, _ in each), *_sums(cell[0], [v for _, v in each]))
            for cell, each in kept.items()}  # fmt: skip


def _sums(measure: str, values: list[int]) -> tuple[float, ...]:
    if measure == "csat":
        return sum(v >= 4 for v in values), 0, 0, 0, 0
    if measure == "nps":
        return 0, sum(v >= 9 for v in values), sum(v <= 6 for v in values), 0, 0
    return 0, 0, 0, sum(values), float(sum(Fraction(v) ** 2 for v in values))


@settings(max_examples=20, deadline=None)
@given(rows=ROWS)
def test_typed_rows_equal_a_plain_loop_and_the_same_rows_as_text(
    read: Read, tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    write(rows, folder / "s.parquet")
    write(rows, folder / "s.csv")
    typed, text = read(folder / "s.parquet"), read(folder / "s.csv")
    assert told(typed) == told(text)
    found = {(each[0], each[1]): tuple(each[2:]) for each in told(typed)[0]}
    assert found == expected(rows)


@settings(max_examples=12, deadline=None)
@given(rows=ROWS)
def test_neither_folding_by_numbers_nor_alike_days_change_a_result(
    read: Read, tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    """The plain way, which small sources take, is the measure of both; so is the fingerprint."""
    path = tmp_path_factory.mktemp("rows") / "s.parquet"
    write(rows, path)
    rules = (
        MapRule(
            tests=(CellTest("touchpoint", contains=("b",)), CellTest("value", at_most=5)),
            touchpoint=Lookup(constant="buy"),
            measure=Lookup(constant="solved"),
        ),
        MapRule(touchpoint=Lookup("touchpoint"), measure=Lookup("measure")),
    )
    where = (CellTest("value", at_least=2),)
    fast = read(path, rules=rules, where=where)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(days, "_LEAST", 10**9)
        patch.setattr(running, "row_codes", lambda *_: None)
        assert read(path, rules=rules, where=where) == fast


def test_a_text_that_no_sample_holds_still_counts(read: Read, tmp_path: Path) -> None:
    """The sample is of three rows: "pay" is first seen when all rows are counted."""
    rows: list[Row] = [("buy", "csat", AS_OF, 5)] * 50 + [("pay", "csat", AS_OF, 1)] * 7
    write(rows, tmp_path / "s.parquet")
    found = read(tmp_path / "s.parquet")
    assert Counter({each.touchpoint: each.n for each in found.statistics}) == {"buy": 50, "pay": 7}


def test_empty_cells_that_no_sample_holds_are_set_aside_by_their_reason(
    read: Read, tmp_path: Path
) -> None:
    """Columns have room for empty cells only where some are known of when rows are counted."""
    rows: list[Row] = [("buy", "csat", AS_OF, 5)] * 50 + [
        (None, "csat", AS_OF, 5),
        ("buy", None, AS_OF, 5),
        ("buy", "csat", None, 5),
        ("buy", "csat", AS_OF, None),
        ("buy", "csat", AS_OF, 1),
    ]
    write(rows, tmp_path / "s.parquet")
    found = read(tmp_path / "s.parquet")
    assert [(each.n, each.successes) for each in found.statistics] == [(51, 50)]
    assert {each.reason: each.count for each in found.set_aside} == {
        "touchpoint not given": 1,
        "measure not given": 1,
        "date not given": 1,
        "no value (missing)": 1,
    }


def test_wide_numbers_and_endless_days_are_folded_as_they_are(read: Read, tmp_path: Path) -> None:
    far: list[Row] = [("buy", "effort", "infinity", 2), ("buy", "effort", "2022-01-01", 2**40)]
    rows = [("buy", "effort", "2022-01-01", 7)] * 9 + far
    write(rows, tmp_path / "s.parquet", ("VARCHAR", "VARCHAR", "TIMESTAMP", "BIGINT"))
    found = read(tmp_path / "s.parquet")
    assert [(each.message, each.value) for each in found.problems] == [
        ("not a date", "infinity"),
        ("outside the measure's scale", str(2**40)),
    ]


def test_figures_of_a_kpi_keep_their_days(read: Read, tmp_path: Path) -> None:
    rows: list[Row] = [("buy", "speed", AS_OF - timedelta(days=d), 100 - d) for d in range(9)]
    write(rows, tmp_path / "s.parquet")
    [speed] = read(tmp_path / "s.parquet").statistics
    assert (speed.figure, speed.last, speed.n) == (100.0, AS_OF, 9)


@pytest.mark.parametrize("kind", ["TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "VARCHAR"])
def test_times_of_day_fold_into_days(read: Read, tmp_path: Path, kind: str) -> None:
    rows: list[Row] = [
        ("buy", "csat", f"2022-03-{day:02} {hour:02}:30:00", 5)
        for day in range(1, 11)
        for hour in range(24)
    ]
    write(rows, tmp_path / "s.parquet", ("VARCHAR", "VARCHAR", kind, "TINYINT"))
    [found] = read(tmp_path / "s.parquet").statistics
    assert (found.n, found.last) == (240, date(2022, 3, 10))
