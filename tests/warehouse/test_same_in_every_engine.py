"""The same rows in DuckDB, PostgreSQL, Spark and a file: the same statistics, to the last digit."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from warehouse_core import AS_OF, CARD, core

from cximpact.sources.collect import Collected
from cximpact.warehouse import aggregate

# What the engines' own Python parts do at these versions is not for us to mend.
pytestmark = [
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
    pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ENGINES = pytest.mark.parametrize("engine", ["duckdb", "postgres", "pyspark"])

COLUMNS = {
    "what": "text",
    "place": "text",
    "about": "text",
    "way": "text",
    "day": "DATE",
    "score": "INTEGER",
    "effort": "DECIMAL(10,4)",
    "speed": "float",
    "said": "text",
    "times": "BIGINT",
    "served": "DECIMAL(12,2)",
    "urgent": "BOOLEAN",
}
NOT_ASKED = [None] * 7
"""Cells after the day that a row leaves empty."""


def row(what: str | None, place: str | None, day: str | None, **cells: str) -> list[str | None]:
    given = {"what": what, "place": place, "day": day, **cells}
    return [given.get(name) for name in COLUMNS]


ROWS = [
    *(row("Score", "Buy", f"2026-01-{at:02}", score=str(at % 6)) for at in range(1, 29)),
    row("Score", " \u00a0buy\u3000", "2026-02-01", score="5", way="call"),
    row("Score", "BUY", "2026-02-02", score="5", way=" survey "),
    row("Score", "ÉCLAIR İ", "2026-02-02", score="4", about="trust"),
    row("Score", "éclair i", "2026-02-03", score="3", about=" trust "),
    row("Score", "pay", "2026-02-02"),
    row("Score", "pay", "2026-02-02", score="-1"),
    row("Score", "pay", None, score="4"),
    row("Score", "pay", "2026-03-01", score="4"),
    row("Score", "pay", "2026-03-02", score="4"),
    row("Score", "pay", "2025-03-01", score="4"),
    row("Score", "pay", "2025-03-02", score="4"),
    row("Score", "nowhere", "2026-02-02", score="4"),
    row("Other", "buy", "2026-02-02", score="4"),
    row(None, "buy", "2026-02-02", score="4"),
    row("Effort", "buy", "2026-02-02", effort="0.1"),
    row("Effort", "buy", "2026-02-03", effort="0.2"),
    row("Effort", "buy", "2026-02-04", effort="-4.9999", times="3"),
    row("Effort", "pay", "2026-02-04", effort="7", times="12345"),
    row("Speed", "pay", "2025-12-31", speed="0.1"),
    row("Speed", "pay", "2026-01-31", speed="0.3333333333333333"),
    row("Speed", "pay", "2026-01-31", speed="0.3333333333333333"),
    row("Speed", "buy", "2026-01-31", speed="1e-7"),
    row("Speed", "buy", "2026-02-01", speed="2.5e15"),
    row("Said", "pay", "2026-02-01", said=" yes "),
    row("Said", "pay", "2026-02-01", said="1.0"),
    row("Said", "pay", "2026-02-01", said="n/A"),
    row("Said", "pay", "2026-02-02", said="Yes"),
    row("Said", "pay", "2026-02-02", said="it's \\ no"),
    row("Letter", "ask", "2026-02-02", times="3", served="1000.50"),
    row("Letter", "ask", "2026-02-09", times="0", served="999.25", way="web"),
    row("Letter", "pay", "2026-02-09", times="7"),
    row("Letter", "pay", "2025-09-01", times="7"),
    row("Urgent", "pay", "2026-02-09", urgent="true"),
    row("Urgent", "pay", "2026-02-10", urgent="false"),
]
HERE = {"column": "place", "values": {"Buy": "buy", "BUY": "buy"}}
BLOCK: dict[str, Any] = {
    "columns": {"date": "day", "criterion": "about", "channel": "way"},
    "channel": "survey",
    "missing": ["N/A", "-1"],
    "where": {"place": {"one_of": ["Buy", "buy", "BUY", "éclair i", "ÉCLAIR İ", "pay", "ask"]}},
    "map": [
        {
            "when": {"what": "Score", "place": {"contains": "éclair I"}},
            "touchpoint": "ask",
            "measure": "csat",
            "value": "score",
        },
        {"when": {"what": "Score"}, "touchpoint": HERE, "measure": "csat", "value": "score"},
        {"when": {"what": "Effort"}, "touchpoint": HERE, "measure": "effort", "value": "effort"},
        {"when": {"what": "Speed"}, "touchpoint": HERE, "measure": "speed", "value": "speed"},
        {
            "when": {"what": "Said"},
            "touchpoint": "pay",
            "measure": "solved",
            "value": "said",
            "channel": "call",
        },
        {
            "when": {"what": "Urgent"},
            "touchpoint": "pay",
            "measure": "on-time",
            "value": {"column": "urgent", "values": {"true": 0, "false": 1}},
        },
    ],
}
LETTERS: dict[str, Any] = {
    "columns": {"date": "day", "count": "times", "exposure": "served", "channel": "way"},
    "where": {"what": "Letter"},
    "map": [{"touchpoint": {"column": "place"}, "measure": "complaints"}],
}
WEIGHTED: dict[str, Any] = {
    "columns": {"date": "day", "count": "times", "value": "effort"},
    "where": {"what": "Effort", "times": {"at_least": 1}},
    "map": [{"touchpoint": HERE, "measure": "effort"}],
}
PERCENT: dict[str, Any] = {
    "columns": {"date": "day", "value": "score"},
    "where": {"what": "Score", "score": {"at_most": 30, "at_least": 0}},
    "format": "percent",
    "map": [{"when": {"place": "Buy"}, "touchpoint": "buy", "measure": "quick"}],
}
RECOMMENDED: dict[str, Any] = {
    "columns": {"date": "day", "value": "score", "channel": "way"},
    "where": {"what": "Score", "place": {"contains": "BUY"}},
    "map": [{"touchpoint": "buy", "measure": "nps"}],
}
BLOCKS = {
    "many kinds": BLOCK,
    "letters": LETTERS,
    "weighted": WEIGHTED,
    "percent": PERCENT,
    "recommended": RECOMMENDED,
}


def _from_file(block: dict[str, Any], folder: Path) -> Collected:
    with (folder / "rows.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([list(COLUMNS), *ROWS])
    return core(str(folder / "rows.csv"), block, folder)


@ENGINES
@pytest.mark.parametrize("name", BLOCKS)
def test_sums_of_a_warehouse_give_the_statistics_of_a_file(
    engine: str, name: str, lay: Callable[..., Any], tmp_path: Path
) -> None:
    block = BLOCKS[name]
    told = aggregate(lay(engine, COLUMNS, ROWS), block, scorecard=CARD, as_of=AS_OF, name="s")
    expected, found = _from_file(block, tmp_path), core(told.frame, {"kind": "measurements"})
    assert expected.problems == found.problems == ()
    assert [evolve(each, files=()) for each in found.statistics] == [
        evolve(each, files=()) for each in expected.statistics
    ]
    assert expected.statistics
    assert {each.reason: each.count for each in told.set_aside} == {
        each.reason: each.count for each in expected.set_aside
    }


@ENGINES
def test_what_travels_is_the_same_text_from_every_engine(
    engine: str, lay: Callable[..., Any]
) -> None:
    """By hand: effort at buy is 0.1 + 0.2 - 4.9999, its squares 0.01 + 0.04 + 24.99900001."""
    told = aggregate(lay(engine, COLUMNS, ROWS), BLOCK, scorecard=CARD, as_of=AS_OF)
    frame = told.frame.set_index(["measure", "touchpoint", "date"])
    effort = frame.loc[("effort", "buy", "2026-02-04")]
    assert (effort.n, effort.sum_of_values, effort.sum_of_squares) == (3, "-4.6999", "25.04900001")
    assert frame.loc[("speed", "buy", "2026-02-01")].figure == "2500000000000000"
    assert frame.loc[("speed", "pay", "2026-01-31")].rows_counted == 2
    assert frame.loc[("solved", "pay", "2026-02-02")].tolist()[2:4] == [4, 2]


ZONED = {"moment": "zoned", "score": "INTEGER"}
MOMENTS = [
    ["2026-02-28 21:59:59.999999+00:00", "1"],
    ["2026-02-28 22:00:00+00:00", "2"],
    ["2026-03-01 21:59:59.9+00:00", "4"],
    ["2026-03-01 22:00:00+00:00", "5"],
    ["2025-03-01 21:59:59.7+00:00", "5"],
    ["2025-03-01 22:00:00+00:00", "5"],
]


@pytest.mark.parametrize("engine", ["duckdb", "postgres"])
def test_days_are_counted_in_the_offset_whatever_zone_a_session_is_in(
    engine: str, lay: Callable[..., Any]
) -> None:
    """At +02:00 the day of the decision begins at 22:00 and ends with it; so does the window."""
    block = {
        "columns": {"date": "moment", "value": "score"},
        "offset": "+02:00",
        "map": [{"touchpoint": "buy", "measure": "effort"}],
    }
    told = aggregate(lay(engine, ZONED, MOMENTS), block, scorecard=CARD, as_of=AS_OF)
    [line] = told.frame.to_dict("records")
    assert (line["date"], line["n"], line["sum_of_values"]) == ("2026-03-01", 4, "12")
    assert {each.reason: each.count for each in told.set_aside} == {
        "after as_of": 1,
        "outside the window": 1,
    }


@ENGINES
def test_days_of_moments_are_those_of_utc_without_an_offset(
    engine: str, lay: Callable[..., Any]
) -> None:
    block = {
        "columns": {"date": "moment", "value": "score"},
        "map": [{"touchpoint": "buy", "measure": "effort"}],
    }
    told = aggregate(lay(engine, ZONED, MOMENTS), block, scorecard=CARD, as_of="2026-02-28")
    [line] = told.frame.to_dict("records")
    assert (line["date"], line["n"], line["sum_of_values"]) == ("2026-02-28", 4, "13")
