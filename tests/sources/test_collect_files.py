"""The same rows give the same result, in whatever file or frame and order they come."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cximpact.model.source import EvidenceSpec, Lookup, MapRule, Reading
from cximpact.model.source import Test as CellTest
from cximpact.sources.collect import Collected

Gather = Callable[..., Collected]
HEADERS = ["touchpoint", "measure", "date", "value", "comment"]
ROWS: list[tuple[str, str, str, float, str]] = [
    ("buy", "csat", "2022-01-01", 5, "fine, really"),
    ("buy", "csat", "2022-01-01", 5, 'she said "ok"'),
    ("buy", "csat", "2022-01-02", 2, "two\nlines"),
    ("pay", "effort", "2022-03-01", 6.25, "é"),
    ("pay", "speed", "2022-02-28", 0.1, ""),
    ("pay", "csat", "2023-01-01", 4, "later"),
]
SPEC = EvidenceSpec("s", paths=("s.csv",))


def quoted(cell: object) -> str:
    return '"' + str(cell).replace('"', '""') + '"'


def as_csv(rows: list[Any] = ROWS, end: str = "\n", separator: str = ",") -> str:
    lines = [separator.join(HEADERS), *(separator.join(map(quoted, row)) for row in rows)]
    return end.join(lines) + end


def told(found: Collected) -> Any:
    """What a result says, without the names of files."""
    assert found.problems == ()
    return (
        [evolve(each, files=()) for each in found.statistics],
        [(each.sha256, each.rows) for each in found.inputs],
        [(each.reason, each.count) for each in found.set_aside],
        [header for _, header in found.not_used],
    )


@pytest.fixture
def expected(gather: Gather) -> Any:
    return told(gather(SPEC, files={"s.csv": as_csv()}))


def as_frame(**kinds: Any) -> pd.DataFrame:
    return pd.DataFrame(ROWS, columns=HEADERS).astype(kinds)


def test_comments_are_not_read(expected: Any) -> None:
    assert expected[3] == ["comment"]


@pytest.mark.parametrize(
    ("name", "content", "reading"),
    [
        ("crlf.csv", as_csv(end="\r\n"), Reading()),
        ("bom.csv", "\ufeff" + as_csv(), Reading()),
        ("semicolon.csv", as_csv(separator=";"), Reading()),
        ("tabs.tsv", as_csv(separator="\t"), Reading()),
        ("sep.csv", "sep=;\n" + as_csv(separator=";"), Reading()),
        ("low.csv", "Report of\nJune\n" + as_csv(), Reading(header_row=3)),
        ("blank.csv", "\n\n" + as_csv() + "\n\n", Reading()),
        ("latin.csv", as_csv().encode("cp1252"), Reading(encoding="cp1252")),
        ("wide.csv", as_csv().encode("utf-16"), Reading(encoding="utf-16")),
        ("it's [1]*.csv", as_csv(), Reading()),
        ("mixed.csv", as_csv().replace("\n", "\r\n", 1), Reading()),
    ],
)
def test_every_way_to_write_a_text_file_gives_the_same(
    gather: Gather, expected: Any, name: str, content: str | bytes, reading: Reading
) -> None:
    spec = EvidenceSpec("s", paths=(name,), reading=reading)
    assert told(gather(spec, files={name: content})) == expected


@pytest.mark.parametrize("suffix", ["jsonl", "ndjson", "json"])
def test_json_gives_the_same(gather: Gather, expected: Any, suffix: str) -> None:
    rows = [json.dumps(dict(zip(HEADERS, row, strict=True))) for row in ROWS]
    text = f"[{', '.join(rows)}]" if suffix == "json" else "\n\n".join(rows)
    name = f"s.{suffix}"
    found = told(gather(EvidenceSpec("s", paths=(name,)), files={name: text}))
    assert found == expected


@pytest.mark.parametrize("day", ["VARCHAR", "DATE", "TIMESTAMP", "TIMESTAMPTZ"])
@pytest.mark.parametrize("number", ["DOUBLE", "DECIMAL(9,3)", "VARCHAR", "FLOAT"])
def test_parquet_gives_the_same(
    tmp_path: Path, gather: Gather, expected: Any, day: str, number: str
) -> None:
    frame = as_frame()
    assert len(frame) == len(ROWS)
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(
            f"COPY (SELECT * REPLACE (CAST(date AS {day}) AS date, CAST(value AS {number}) AS "
            f"value) FROM frame) TO '{tmp_path / 's.parquet'}'"
        )
    assert told(gather(EvidenceSpec("s", paths=("s.parquet",)))) == expected


def test_a_workbook_gives_the_same(tmp_path: Path, gather: Gather, expected: Any) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADERS)
    for touchpoint, measure, day, *rest in ROWS:
        book.active.append([touchpoint, measure, date.fromisoformat(day), *rest])
    book.save(tmp_path / "s.xlsx")
    assert told(gather(EvidenceSpec("s", paths=("s.xlsx",)))) == expected
    # Its numbers and days are what they are, whatever the signs of the texts beside them.
    reading = Reading(decimal=",", thousands=".", dates="%d.%m.%Y")
    assert told(gather(EvidenceSpec("s", paths=("s.xlsx",), reading=reading))) == expected


@pytest.mark.parametrize(
    "kinds",
    [
        {},
        {"date": "datetime64[ns]"},
        {"date": "datetime64[us, UTC]"},
        {"value": object},
        {"value": "float32"},
        {"value": "str"},
        {"touchpoint": "category", "measure": "string"},
        {"touchpoint": object, "date": object},
    ],
    ids=str,
)
def test_frames_of_every_kind_give_the_same(
    gather: Gather, expected: Any, kinds: dict[str, Any]
) -> None:
    frame = as_frame(**kinds)
    found = gather(EvidenceSpec("s", frame="answers"), frames={"answers": frame})
    assert told(found) == expected
    assert found.inputs[0].path == found.statistics[0].files[0] == "evidence['answers']"


def test_a_named_index_is_a_column_and_gaps_are_missing_values(gather: Gather) -> None:
    frame = pd.DataFrame(
        {
            "measure": ["csat", "csat", None],
            "date": [date(2022, 1, 1), date(2022, 1, 2), date(2022, 1, 3)],
            "value": [5, None, 4],
        },
        index=pd.Index(["buy", "buy", "buy"], name="touchpoint"),
    )
    found = gather(EvidenceSpec("s", frame="f"), frames={"f": frame})
    assert found.statistics[0].n == 1
    assert {each.reason: each.count for each in found.set_aside} == {
        "measure not given": 1,
        "no value (missing)": 1,
    }


def test_several_files_are_one_source_with_a_fingerprint_each(
    gather: Gather, expected: Any
) -> None:
    files = {"a1.csv": as_csv(ROWS[:2]), "a2.csv": as_csv(ROWS[2:]), "b.csv": "x\n"}
    found = gather(EvidenceSpec("s", paths=("a*.csv",)), files=files)
    assert told(found)[0] == expected[0]
    assert [(each.path, each.rows) for each in found.inputs] == [("a1.csv", 2), ("a2.csv", 4)]
    assert [each.files for each in found.statistics] == [
        ("a1.csv", "a2.csv"),
        ("a2.csv",),
        ("a2.csv",),
    ]


def test_files_of_several_kinds_are_one_source(
    tmp_path: Path, gather: Gather, expected: Any
) -> None:
    frame = as_frame(date="datetime64[us]")[2:]
    assert len(frame) == 4
    with duckdb.connect() as connection:
        connection.execute(f"COPY (FROM frame) TO '{tmp_path / 'b.parquet'}'")
    spec = EvidenceSpec("s", paths=("a.csv", "b.parquet"))
    assert told(gather(spec, files={"a.csv": as_csv(ROWS[:2])}))[0] == expected[0]


def test_a_file_that_two_sources_read_has_one_fingerprint(gather: Gather) -> None:
    csat = MapRule(Lookup("touchpoint"), Lookup(constant="csat"))
    one = EvidenceSpec("one", paths=("s.csv",), rules=(csat,))
    two = EvidenceSpec("two", paths=("s.csv",), key=("comment",))
    found = gather(one, two, files={"s.csv": as_csv(ROWS[:3])})
    assert [(each.path, each.rows) for each in found.inputs] == [("s.csv", 3)]
    assert found.not_used == ()
    other = gather(two, files={"s.csv": as_csv(ROWS[:3])})
    assert other.inputs[0].sha256 != found.inputs[0].sha256


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.permutations(ROWS))
def test_the_order_of_rows_changes_nothing(gather: Gather, expected: Any, rows: list[Any]) -> None:
    assert told(gather(SPEC, files={"s.csv": as_csv(rows)})) == expected


def test_the_fingerprint_follows_what_is_read_and_nothing_else(
    gather: Gather, expected: Any
) -> None:
    def digest(rows: list[Any]) -> str:
        return gather(SPEC, files={"s.csv": as_csv(rows)}).inputs[0].sha256

    [(same, _)] = expected[1]
    assert digest([(*row[:4], "secret") for row in ROWS]) == same
    assert digest([*ROWS, ROWS[0]]) != same
    assert digest(ROWS[:-2]) != same
    changed = [("buy", "csat", "2022-01-01", 4, ""), *ROWS[1:]]
    assert digest(changed) != same


def test_neither_folding_nor_size_changes_a_result(
    gather: Gather, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column that differs in every row keeps rows from being folded."""
    rng = random.Random(3)
    rows = [
        ("buy", rng.choice(["csat", "nps"]), f"2022-0{rng.randint(1, 3)}-11", rng.randint(0, 5), i)
        for i in range(3000)
    ]
    text = as_csv(rows)
    always = EvidenceSpec("s", paths=("s.csv",), where=(CellTest("comment", at_least=0),))
    folded = gather(SPEC, files={"s.csv": text})
    plain = gather(always, files={"s.csv": text})
    assert told(folded)[:3] == told(plain)[:3]
    monkeypatch.setattr("cximpact.sources.running._FEW", 100)
    monkeypatch.setattr("cximpact.sources.running._MOST_FOLDED", 100)
    streamed = gather(always, files={"s.csv": text})
    assert told(streamed) == told(plain)


_PROGRAM = """
import sys
from datetime import date
from pathlib import Path
sys.path.insert(0, {here!r})
import conftest
from cximpact.model.source import EvidenceSpec
from cximpact.sources.collect import collect
card = conftest.small_scorecard()
print(collect([EvidenceSpec("s", paths=("s.csv",))], scorecard=card, as_of=date(2022, 4, 1),
              base=Path({base!r}), frames={{}}))
"""


def test_hash_seeds_and_time_zones_change_nothing(tmp_path: Path) -> None:
    text = as_csv().replace("2022-01-02", "2022-01-02T23:59:00")
    (tmp_path / "s.csv").write_text(text, encoding="utf-8")
    program = _PROGRAM.format(here=str(Path(__file__).parent), base=str(tmp_path))
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"TZ": zone, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for zone, seed in (("UTC", "0"), ("Asia/Tokyo", "1"), ("America/New_York", "2"))
    }
    assert len(said) == 1
    assert "csat" in said.pop()
