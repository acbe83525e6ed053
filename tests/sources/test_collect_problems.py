"""Bad tables and cells are refused, all at once, each with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from cximpact.exceptions import Problem
from cximpact.model.source import Duration, EvidenceSpec, Lookup, MapRule, Reading
from cximpact.model.source import Test as CellTest
from cximpact.sources.collect import Collected

Gather = Callable[..., Collected]
HEAD = "touchpoint,measure,date,value\n"
GOOD = "buy,csat,2022-01-01,5\n"
SPEC = EvidenceSpec("s", paths=("s.csv",))


def only(found: Collected) -> Problem:
    assert found.statistics == ()
    [problem] = found.problems
    return problem


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (HEAD + GOOD + "buy,csat,2022-01-01\n", 3, "3 fields where the header has 4"),
        (HEAD + GOOD + "buy,csat,2022-01-01,5,6\n", 3, "5 fields where the header has 4"),
        (HEAD + GOOD + 'buy,csat,"2022-01-01,5\n' + GOOD, 3, "never closed"),
        (HEAD + 'buy,"csat"x,2022-01-01,5\n', 2, "quote"),
        (HEAD.replace("value", "date") + GOOD, 1, "two columns have one name"),
        (HEAD.encode() + b"buy,csat,2022-01-01,\x005\n", 2, "NUL"),
        (HEAD.encode() + b"buy,c\xffsat,2022-01-01,5\n", 2, "not encoded in utf-8"),
        (b"PK\x03\x04" + b"x" * 100, None, "zip"),
        (b"\x1f\x8b" + b"x" * 100, None, "gzip"),
        (b"PAR1" + b"x" * 100, None, "Parquet"),
        (b"", None, "empty"),
        (HEAD.encode("utf-16"), None, "UTF-16"),
    ],
)
def test_a_broken_text_file_is_refused_with_its_line(
    gather: Gather, content: str | bytes, line: int | None, says: str
) -> None:
    problem = only(gather(SPEC, files={"s.csv": content}))
    assert says in problem.message
    assert (problem.file, problem.line) == ("s.csv", line)


def test_a_very_large_file_is_not_read_a_second_time(
    gather: Gather, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cximpact.sources.database_errors._LARGE", 10)
    problem = only(gather(SPEC, files={"s.csv": HEAD + GOOD + "a secret,csat\n"}))
    assert (problem.file, problem.line) == ("s.csv", 3)
    assert "Expected Number of Columns: 4 Found: 2" in problem.message
    assert "secret" not in str(problem)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"touchpoint": "buy", "value": NaN}', "NaN"),
        ('{"touchpoint": "buy", "touchpoint": "pay"}', "twice"),
        ('{"touchpoint": "buy",}', ""),
        ('{"touchpoint": "buy", "value": {"a": 1}}', "holds an object"),
        ('{"touchpoint": "buy", "value": [1]}', "holds a list"),
        ("[1, 2]", "not an object"),
        ("{", ""),
        ('{"touchpoint": Infinity}', ""),
    ],
)
def test_lines_that_are_not_strict_json_are_refused(gather: Gather, line: str, says: str) -> None:
    good = '{"touchpoint": "buy", "measure": "csat", "date": "2022-01-01", "value": 5}\n'
    spec = EvidenceSpec("s", paths=("s.jsonl",))
    found = gather(spec, files={"s.jsonl": f"{good}\n{line}\n"})
    assert found.problems[0].line == 3
    assert says in found.problems[0].message + str(found.problems[0].value)


def test_a_damaged_parquet_file_is_refused(gather: Gather) -> None:
    spec = EvidenceSpec("s", paths=("s.parquet",))
    assert "cannot be read" in only(gather(spec, files={"s.parquet": b"PAR1" * 9})).message


@pytest.mark.parametrize(
    ("path", "says", "hint"),
    [
        ("t.csv", "no such file", "did you mean 's.csv'?"),
        ("u*.csv", "no file fits", None),
        (".", "folder", "name a file inside it"),
        ("https://example.org/s.csv", "an address", "download"),
        ("s3://bucket/s.csv", "an address", "download"),
        ("s.exe", "not a table", None),
        ("s\0.csv", "", None),
    ],
)
def test_what_is_no_file_is_refused(gather: Gather, path: str, says: str, hint: str | None) -> None:
    files = {"s.csv": HEAD + GOOD, "s.exe": "x"}
    problem = only(gather(EvidenceSpec("s", paths=(path,)), files=files))
    assert says in problem.message
    assert hint is None or hint in str(problem.hint)


def test_mistakes_in_cells_come_all_at_once_with_their_lines(gather: Gather) -> None:
    text = HEAD + (
        'buyy,csat,2022-01-01,"5"\n'
        'buy,csatt,2022-01-01,"multi\nline"\n'
        "\n"
        "buy,csat,01.02.2022,5\n"
        "buy,csat,2022-01-01,five\n"
        "buy,nps,2022-01-01,11\n"
        "buyy,csat,2022-01-01,5\n"
    )
    problems = gather(SPEC, files={"s.csv": text}).problems
    assert [(each.line, each.field, each.value) for each in problems] == [
        (2, "touchpoint", "buyy"),
        (3, "measure", "csatt"),
        (6, "date", "01.02.2022"),
        (7, "value", "five"),
        (8, "value", "11"),
    ]
    assert problems[0].message == "unknown touchpoint (in 2 rows)"
    assert problems[0].hint == "did you mean 'buy'?"
    assert problems[4].expected == "0 to 10, the scale of 'nps'"


def test_of_each_kind_twenty_are_shown_and_the_rest_counted(gather: Gather) -> None:
    text = HEAD + "".join(f"buy,csat,2022-01-01,x{at}\n" for at in range(50))
    problems = gather(SPEC, files={"s.csv": text}).problems
    assert [each.line for each in problems[:20]] == list(range(2, 22))
    assert problems[20].message == "and 30 more of this kind: not a number"


def test_rows_that_do_not_count_need_not_be_readable(gather: Gather) -> None:
    text = HEAD + GOOD + "buy,csat,2023-01-01,soon\nbuy,csat,2020-01-01,?\n"
    found = gather(SPEC, files={"s.csv": text})
    assert found.problems == ()
    assert found.statistics[0].n == 1


def test_rows_of_frames_and_json_are_named_too(gather: Gather) -> None:
    frame = pd.DataFrame(
        {"touchpoint": ["buy"] * 2, "measure": "csat", "date": "2022-01-01", "value": ["5", "x"]}
    )
    problem = only(gather(EvidenceSpec("s", frame="f"), frames={"f": frame}))
    assert (problem.file, problem.field) == ("evidence['f']", "row 1, value")
    line = '{"touchpoint": "buy", "measure": "csat", "date": "2022-01-01", "value": "x"}'
    problem = only(gather(EvidenceSpec("s", paths=("s.jsonl",)), files={"s.jsonl": f"\n{line}\n"}))
    assert (problem.line, problem.field) == (2, "value")


def test_columns_that_are_not_there_are_named_with_what_was_meant(gather: Gather) -> None:
    spec = EvidenceSpec(
        "s",
        paths=("s.csv",),
        columns={"value": "Value", "datum": "x"},
        where=(CellTest("Survey"),),
        key=("touchpont",),
        rules=(MapRule(Lookup("Place"), Lookup(constant="csat"), tests=(CellTest("dat"),)),),
    )
    found = {each.field: each for each in gather(spec, files={"s.csv": HEAD + GOOD}).problems}
    assert set(found) == {
        "evidence.s.columns.value",
        "evidence.s.columns.datum",
        "evidence.s.where",
        "evidence.s.key",
        "evidence.s.map[0].touchpoint",
        "evidence.s.map[0].when",
    }
    assert found["evidence.s.columns.value"].hint == "did you mean 'value'?"
    assert found["evidence.s.columns.datum"].hint == "did you mean 'date'?"


def test_names_in_rules_are_checked_before_any_file_is_read(gather: Gather) -> None:
    spec = EvidenceSpec(
        "s",
        paths=("missing.csv",),
        rules=(
            MapRule(Lookup(constant="bay"), Lookup("x", {"a": "csatt"}), line=7),
            MapRule(
                Lookup(constant="buy"), Lookup(constant="csat"), criterion=Lookup(constant="ease")
            ),
        ),
    )
    problems = gather(spec).problems
    assert [(each.field, each.value, each.line) for each in problems] == [
        ("evidence.s.map[0].touchpoint", "bay", 7),
        ("evidence.s.map[0].measure", "csatt", 7),
        ("evidence.s.map[1].criterion", "ease", None),
    ]


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        (EvidenceSpec("s", paths=("n.csv",)), {"evidence.s.columns.date",
                                               "evidence.s.columns.touchpoint",
                                               "evidence.s.columns.measure"}),
        (EvidenceSpec("s", paths=("v.csv",)), {"evidence.s.columns.value"}),
        (EvidenceSpec("s", paths=("s.csv",), reading=Reading(dates="%Q")),
         {"evidence.s.read.dates"}),
    ],
)  # fmt: skip
def test_a_source_that_cannot_work_is_a_mistake_of_its_mapping(
    gather: Gather, spec: EvidenceSpec, field: set[str]
) -> None:
    files = {
        "n.csv": "a,b\n1,2\n",
        "v.csv": "touchpoint,measure,date\nbuy,csat,2022-01-01\n",
        "s.csv": HEAD + GOOD,
    }
    assert {each.field for each in gather(spec, files=files).problems} == field


def test_the_problems_of_all_sources_come_together(gather: Gather) -> None:
    good = EvidenceSpec("good", paths=("good.csv",))
    bad = EvidenceSpec("bad", paths=("bad.csv",))
    lost = EvidenceSpec("lost", paths=("lost.csv",))
    gone = EvidenceSpec("gone", frame="frame")
    files = {"good.csv": HEAD + GOOD, "bad.csv": HEAD + "buy,csat,x,5\n"}
    found = gather(good, bad, lost, gone, files=files)
    assert [each.source for each in found.statistics] == ["good"]
    assert [each.file for each in found.problems] == ["bad.csv", None, "lost.csv"]


@pytest.mark.parametrize(
    ("spec", "field", "value"),
    [
        (EvidenceSpec("s", paths=("s.csv",), by=("a", "b")), "a", "soon"),
        (EvidenceSpec("s", paths=("s.csv",), duration=Duration("b", "a")), "a", "soon"),
        (EvidenceSpec("s", paths=("s.csv",), columns={"count": "b"}), "b", "2022-01-02"),
    ],
)
def test_unreadable_times_and_counts_are_named(
    gather: Gather, spec: EvidenceSpec, field: str, value: str
) -> None:
    text = "touchpoint,measure,date,value,a,b\nbuy,csat,2022-01-01,5,soon,2022-01-02\n"
    problem = only(gather(spec, files={"s.csv": text}))
    assert (problem.line, problem.field, problem.value) == (2, field, value)


def test_headers_and_values_that_look_like_sql_are_data(gather: Gather) -> None:
    header = "x\"'; DROP TABLE grouped; --"
    spec = EvidenceSpec(
        "s'; --",
        paths=("s.csv",),
        columns={"value": header},
        channel="a'b",
        where=(CellTest(header, one_of=("5", "');")),),
        missing=("'",),
    )
    quoted = header.replace('"', '""')
    text = f'touchpoint,measure,date,"{quoted}"\n{GOOD}'
    [found] = gather(spec, files={"s.csv": text}).statistics
    assert (found.n, found.channel, found.source) == (1, "a'b", "s'; --")


def test_odd_frames_are_refused(gather: Gather) -> None:
    spec = EvidenceSpec("s", frame="f")
    doubled = pd.DataFrame([[1, 2]], columns=["a", "a"])
    assert "one name" in only(gather(spec, frames={"f": doubled})).message
    assert "not a DataFrame" in only(gather(spec, frames={"f": [1]})).message
    nested = pd.DataFrame(
        {"touchpoint": [["buy"]], "measure": "csat", "date": "2022-01-01", "value": 5}
    )
    assert only(gather(spec, frames={"f": nested})).field == "row 0, touchpoint"


def test_no_copy_is_left_behind(
    tmp_path: Path, gather: Gather, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    spec = EvidenceSpec("s", paths=("s.csv",), reading=Reading(encoding="cp1252"))
    assert gather(spec, files={"s.csv": HEAD + GOOD}).statistics
    assert list(folder.iterdir()) == []
