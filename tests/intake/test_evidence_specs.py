"""Blocks under `evidence:` become records for the sources to read by."""

from __future__ import annotations

from datetime import date

import pytest

from cximpact.model import source
from cximpact.model.source import Duration, EvidenceSpec, Lookup, MapRule, Reading

HEAD = "scorecard: scorecard.yaml\nproposals: list.csv\nevidence:\n"


def evidence(read, block):
    return read(HEAD + block, list_csv="id\nA\n").sound.evidence


def test_every_verb_of_a_block_arrives(read):
    found = evidence(
        read,
        """\
  kpis:
    path: [a.csv, "b/*.csv"]
    read: {delimiter: ";", encoding: cp1252, decimal: ",", dates: "%d.%m.%Y"}
    kind: measurements
    columns: {figure: Wert, n: N}
    channel: kpi
    where: {Year: 2026}
    missing: [No data, "-", 0]
    unpivot: {FY 21: 2021-06-30}
    key: [Measure ID]
    format: percent-mixed
    offset: "-05:30"
    map:
      - when: {Survey: Decision, Score: {at_least: 3, at_most: 5}, Text: {contains: x}}
        touchpoint: credit
        measure: {column: M, values: {a: csat}}
        criterion: journey
        channel: survey
        format: percent
        value: 1
      - {touchpoint: {column: T}, measure: m, value: Amount}
""",
    )
    assert found == (
        EvidenceSpec(
            name="kpis",
            paths=("a.csv", "b/*.csv"),
            kind="measurements",
            reading=Reading(";", "cp1252", ",", "", "%d.%m.%Y"),
            columns={"figure": "Wert", "n": "N"},
            channel="kpi",
            where=(source.Test("Year", equals="2026"),),
            missing=("No data", "-", "0"),
            unpivot={"FY 21": date(2021, 6, 30)},
            key=("Measure ID",),
            format="percent-mixed",
            offset_minutes=-330,
            rules=(
                MapRule(
                    touchpoint=Lookup(constant="credit"),
                    measure=Lookup("M", {"a": "csat"}),
                    tests=(
                        source.Test("Survey", equals="Decision"),
                        source.Test("Score", at_least=3, at_most=5),
                        source.Test("Text", contains=("x",)),
                    ),
                    criterion=Lookup(constant="journey"),
                    channel=Lookup(constant="survey"),
                    format="percent",
                    value=Lookup(constant="1"),
                    line=17,
                ),
                MapRule(
                    touchpoint=Lookup("T"),
                    measure=Lookup(constant="m"),
                    value=Lookup("Amount"),
                    line=24,
                ),
            ),
            line=5,
        ),
    )


def test_times_between_columns_and_done_by_due(read):
    block = (
        "  a: {path: a.csv, duration: {from: x, to: y, unit: hours}}\n"
        "  b: {path: b.csv, by: [done, due]}\n"
    )
    one, other = evidence(read, block)
    assert one.duration == Duration("x", "y", "hours")
    assert other.by == ("done", "due")


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("{columns: {value: x}}", "evidence.a: no table is named; expected a path, or a source"),
        ("{path: a.csv, by: [x, y], columns: {value: z}}",
         "evidence.a: the value of a row is taken from several places "
         "(found 'by, columns.value'); expected one of them"),
        ("{path: a.csv, unpivot: {X: 2021-02-30}}",
         "evidence.a.unpivot.X: no such day (found '2021-02-30'); "
         "expected a day such as 2026-03-01"),
        ("{path: a.csv, offset: 2h}", "evidence.a.offset: not as expected (found '2h'); "
         "expected offset from UTC in which days are counted, such as +02:00"),
    ],
)  # fmt: skip
def test_each_mistake_of_a_block_is_told(read, block, expected):
    found = read(f"{HEAD}  a: {block}\n", list_csv="id\nA\n")
    assert found.texts == [f"cximpact.yaml, line 4, {expected}"]
