"""The verbs of a mapping: where, when, unpivot, missing, key, format, duration, by, offset."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from cximpact.model.source import Duration, EvidenceSpec, Lookup, MapRule, Reading
from cximpact.model.source import Test as CellTest
from cximpact.sources.collect import Collected

Gather = Callable[..., Collected]
BUY = Lookup(constant="buy")


def rule(measure: str, **changes: object) -> MapRule:
    return MapRule(**{"touchpoint": BUY, "measure": Lookup(constant=measure)} | changes)  # type: ignore[arg-type]


def reasons(found: Collected) -> dict[str, int]:
    return {each.reason: each.count for each in found.set_aside}


def test_the_first_rule_that_matches_wins_and_the_rest_are_counted(gather: Gather) -> None:
    spec = EvidenceSpec(
        "s",
        paths=("s.csv",),
        columns={"date": "On", "value": "Score"},
        channel="survey",
        where=(CellTest("Kind", one_of=("a", "b")),),
        rules=(
            rule("csat", tests=(CellTest("Kind", equals="a"),), channel=Lookup(constant="call")),
            rule("csat", tests=(CellTest("Score", at_least=2),), touchpoint=Lookup("Where")),
        ),
    )
    text = (
        "Kind,Where,On,Score\na,pay,2022-01-01,5\nb,pay,2022-01-01,5\nb,pay,2022-01-01,1\n"
        "c,pay,2022-01-01,5\nb,,2022-01-01,5\nb,ask,,5\nb,ask,2022-01-01,3\n"
    )
    found = gather(spec, files={"s.csv": text})
    assert found.problems == ()
    assert [(each.touchpoint, each.n, each.channel) for each in found.statistics] == [
        ("ask", 1, "survey"),
        ("buy", 1, "call"),
        ("pay", 1, "survey"),
    ]
    assert reasons(found) == {
        "filtered out": 1,
        "no rule matched": 1,
        "touchpoint not given": 1,
        "date not given": 1,
    }
    assert found.not_used == ()


def test_unpivoted_columns_become_rows_dated_at_the_end_of_their_period(gather: Gather) -> None:
    spec = EvidenceSpec(
        "k",
        paths=("k.csv",),
        unpivot={"FY 21": date(2021, 6, 30), "FY 22": date(2022, 6, 30)},
        missing=("No data", "-"),
        rules=(rule("speed", tests=(CellTest("Id", equals="6091"),), format="percent-mixed"),),
    )
    text = "Id,FY 21,FY 22,Note\n6091,56.33%,0.9,x\n7,1,2,y\n6091,NO DATA,\u00a0-\u00a0,z\n"
    found = gather(spec, files={"k.csv": text})
    [speed] = found.statistics
    assert (speed.figure, speed.last, speed.n) == (0.5633, date(2021, 6, 30), 1)
    assert reasons(found) == {"no rule matched": 2, "after as_of": 2, "no value (missing)": 1}
    assert found.inputs[0].rows == 3
    assert found.not_used == (("k.csv", "Note"),)
    [note] = found.notes
    assert note.message.startswith("1 values of 'k'")


def test_unpivoted_counts_are_the_count_of_a_rate(gather: Gather) -> None:
    spec = EvidenceSpec(
        "k", paths=("k.csv",), unpivot={"Q4": date(2021, 12, 31)}, rules=(rule("complaints"),)
    )
    [found] = gather(spec, files={"k.csv": "Q4\n12\n30\n"}).statistics
    assert (found.count, found.n) == (42.0, 2)


def test_equal_rows_of_a_key_count_once_and_unequal_ones_are_a_problem(gather: Gather) -> None:
    spec = EvidenceSpec(
        "k",
        paths=("k.csv",),
        columns={"date": "On", "value": "V"},
        key=("Id",),
        format="percent-mixed",
        rules=(rule("on-time", touchpoint=BUY),),
    )
    text = "Id,On,V\n1,2022-01-01,100%\n1,2022-01-01,1\n2,2022-01-01,0\n2,2022-01-01,\n"
    found = gather(spec, files={"k.csv": text})
    [statistics] = found.statistics
    assert (statistics.n, statistics.successes) == (2, 1.0)
    assert reasons(found) == {"no value (missing)": 1, "repeats a row of the same key": 1}
    problems = gather(spec, files={"k.csv": text + "2,2022-01-01,1\n"}).problems
    assert [(each.line, each.value) for each in problems] == [(4, "0"), (6, "1")]
    assert "same key" in problems[0].message


def test_a_duration_is_the_time_between_two_columns(gather: Gather) -> None:
    spec = EvidenceSpec(
        "d",
        paths=("d.csv",),
        duration=Duration("From", "To", "hours"),
        rules=(rule("effort"),),
    )
    text = (
        "From,To\n2022-01-01 08:00:00,2022-01-01 09:30:00\n2022-01-01,2022-01-01T04:00Z\n"
        "2022-01-02,\n2022-01-02,2022-01-01\n2022-01-02,2022-06-01\n"
    )
    found = gather(spec, files={"d.csv": text})
    [effort] = found.statistics
    assert (effort.n, effort.total, effort.squares) == (2, 5.5, 18.25)
    assert sum(reasons(found).values()) == 3
    assert reasons(found)["ends before it starts"] == 1


def test_a_due_date_is_kept_or_missed(gather: Gather) -> None:
    spec = EvidenceSpec(
        "b",
        paths=("b.csv",),
        columns={"date": "Asked"},
        by=("Done", "Due"),
        rules=(rule("on-time"),),
    )
    text = (
        "Asked,Done,Due\n"
        "2022-01-01,2022-01-05 10:00:00,2022-01-05 10:00:00\n"  # in time, to the second
        "2022-01-01,2022-01-05 10:00:01,2022-01-05 10:00:00\n"  # late by a second
        "2022-01-01,2022-01-05 10:00:01,2022-01-05\n"  # in time: due some time that day
        "2022-01-01,2022-05-05,2022-02-01\n"  # still open on the day of the decision: late
        "2022-01-01,,2022-02-01\n"  # open: late
        "2022-01-01,,2022-06-01\n"  # open, not due yet
        "2022-01-01,2022-01-02,\n"  # nothing promised
    )
    found = gather(spec, files={"b.csv": text})
    [statistics] = found.statistics
    assert (statistics.n, statistics.successes) == (5, 2.0)
    assert reasons(found) == {"no due date": 1, "not done and not due yet": 1}


def test_open_work_without_a_date_of_its_own_is_dated_when_it_was_due(gather: Gather) -> None:
    spec = EvidenceSpec("b", paths=("b.csv",), by=("Done", "Due"), rules=(rule("on-time"),))
    text = "Done,Due\n2022-01-05,2022-01-10\n,2022-02-01\n2022-05-05,2022-03-01\n"
    [statistics] = gather(spec, files={"b.csv": text}).statistics
    assert (statistics.n, statistics.successes) == (3, 1.0)
    assert statistics.last == date(2022, 3, 1)


@pytest.mark.parametrize(("offset", "counted"), [(0, 1), (120, 0), (-300, 1)])
def test_days_are_counted_in_the_offset_of_the_source(
    gather: Gather, offset: int, counted: int
) -> None:
    spec = EvidenceSpec("s", paths=("s.csv",), offset_minutes=offset)
    text = "touchpoint,measure,date,value\nbuy,csat,2022-04-01T23:00:00Z,5\n"
    text += "buy,csat,2022-03-01,5\n"
    [statistics] = gather(spec, files={"s.csv": text}).statistics
    assert statistics.n == 1 + counted


def test_signs_and_patterns_of_the_file_are_its_own(gather: Gather) -> None:
    spec = EvidenceSpec(
        "s",
        paths=("s.csv",),
        reading=Reading(
            delimiter=";", encoding="cp1252", decimal=",", thousands=".", dates="%d.%m.%Y"
        ),
        columns={"date": "Tag", "value": "Höhe"},
        rules=(rule("speed", tests=(CellTest("Höhe", at_least=1000),)),),
    )
    text = "Tag;Höhe\n31.12.2021;1.234,5\n01.02.2022;12,5\n"
    [speed] = gather(spec, files={"s.csv": text.encode("cp1252")}).statistics
    assert (speed.figure, speed.last) == (1234.5, date(2021, 12, 31))


def test_a_rule_can_state_the_value_or_take_it_from_a_column(gather: Gather) -> None:
    spec = EvidenceSpec(
        "s",
        paths=("s.csv",),
        columns={"date": "On"},
        rules=(
            rule("on-time", tests=(CellTest("K", equals="a"),), value=Lookup(constant="1")),
            rule("on-time", value=Lookup("V", {"ja": "1", "nein": "0"})),
        ),
    )
    text = "K,On,V\na,2022-01-01,x\nb,2022-01-01,ja\nb,2022-01-01,nein\n"
    [statistics] = gather(spec, files={"s.csv": text}).statistics
    assert (statistics.n, statistics.successes) == (3, 2.0)


def test_na_and_null_are_texts_until_the_source_says_otherwise(gather: Gather) -> None:
    spec = EvidenceSpec("s", paths=("s.csv",))
    text = "touchpoint,measure,date,value\nbuy,csat,2022-01-01,NA\nbuy,csat,2022-01-01,NULL\n"
    assert [each.value for each in gather(spec, files={"s.csv": text}).problems] == ["NA", "NULL"]
    told = EvidenceSpec("s", paths=("s.csv",), missing=("na", "NULL"))
    assert reasons(gather(told, files={"s.csv": text})) == {"no value (missing)": 2}
