"""Days and times as people and programs write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from cximpact.sources.engine import open_engine
from cximpact.sources.moments import day_of, moment_sql, only_day
from cximpact.sources.quoting import literal


@pytest.fixture(scope="module")
def ask() -> Iterator[Any]:
    with open_engine([]) as engine:
        yield lambda sql: engine.rows(f"SELECT {sql}")[0][0]


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("2021-01-05", 0, datetime(2021, 1, 5)),
        ("2021/01/05", 0, datetime(2021, 1, 5)),
        ("2021-01-05T10:20", 0, datetime(2021, 1, 5, 10, 20)),
        ("2018/05/08 07:51:45+00", 0, datetime(2018, 5, 8, 7, 51, 45)),
        ("2021-01-05 23:30:00", 120, datetime(2021, 1, 5, 23, 30)),
        ("2021-01-05 23:30:00Z", 120, datetime(2021, 1, 6, 1, 30)),
        ("2021-01-05 23:30:00 UTC", -60, datetime(2021, 1, 5, 22, 30)),
        ("2021-01-05 23:30:00-05:30", 0, datetime(2021, 1, 6, 5, 0)),
        ("2021-01-05 01:00:00+0530", 0, datetime(2021, 1, 4, 19, 30)),
        ("2021-01-05 01:00:00.25+02", 120, datetime(2021, 1, 5, 1, 0, 0, 250000)),
        ("2021-02-30", 0, None),
        ("2021-01-05 24:00:00", 0, None),
        ("2021-01-05 10:00:00 America/New_York", 0, None),
        ("2021-01-05 (BC)", 0, None),
        ("infinity", 0, None),
        ("epoch", 0, None),
        ("05.01.2021", 0, None),
        ("2021-1-5", 0, None),
        ("", 0, None),
    ],
)
def test_iso_times_are_moved_to_the_offset_of_the_source(
    ask: Any, text: str, offset: int, expected: datetime | None
) -> None:
    assert ask(moment_sql(literal(text), "", offset)) == expected


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("05.01.2021", "%d.%m.%Y", date(2021, 1, 5)),
        ("2021-01-05", "%d.%m.%Y", None),
        ("5 Jan 2021", "%d %b %Y", date(2021, 1, 5)),
        ("2018/05/08 23:51:45+00", "%Y/%m/%d %H:%M:%S%z", date(2018, 5, 9)),
    ],
)
def test_a_pattern_says_how_days_are_written(
    ask: Any, text: str, pattern: str, expected: date | None
) -> None:
    assert ask(day_of(moment_sql(literal(text), pattern, 60))) == expected


@pytest.mark.parametrize("year", ["0001", "1899", "2201", "9999"])
def test_years_no_record_is_from_are_mistakes(ask: Any, year: str) -> None:
    assert ask(day_of(moment_sql(literal(f"{year}-06-01"), "", 0))) is None


@pytest.mark.parametrize("offset", [0, 120, -300])
@pytest.mark.parametrize(
    "text",
    ["2021-01-05", "2021-01-05 23:30", "2021-01-05 23:30:59", "2021-01-05T23:30:00Z",
     "2021/01/05 02:30:00-07", "2021-01-05 10:00+02", "2021-01-05 24:00:00", "soon",
     "2021-01-05 10:00:00 Europe/Rome"],
)  # fmt: skip
def test_cutting_times_to_days_first_changes_no_day(ask: Any, text: str, offset: int) -> None:
    cut, form = only_day(literal(text), "text", "", offset)
    assert form == "text"
    whole = ask(day_of(moment_sql(literal(text), "", offset)))
    assert ask(day_of(moment_sql(f"({cut})", "", offset))) == whole
