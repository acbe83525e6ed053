"""The City of Baltimore's own files, against plain loops over their rows."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from cximpact.model.source import EvidenceSpec, Lookup, MapRule, Reading
from cximpact.model.source import Test as CellTest
from cximpact.sources.collect import Collected

Gather = Callable[..., Collected]
REQUESTS = "service_requests_311_2018_sample.csv"
MEASURES = "performance_measures.csv"
AGENCIES = {"Solid Waste": "ask", "Transportation": "buy", "Water Wastewater": "pay"}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y/%m/%d %H:%M:%S+00")


@pytest.mark.parametrize("pattern", ["", "%Y/%m/%d %H:%M:%S%z"])
def test_requests_kept_on_time_by_agency(baltimore: Path, gather: Gather, pattern: str) -> None:
    as_of = date(2018, 12, 15)
    contacts = CellTest("methodreceived", one_of=("Phone", "API", "Mail", "Email"))
    spec = EvidenceSpec(
        "requests",
        paths=(str(baltimore / REQUESTS),),
        reading=Reading(dates=pattern),
        columns={"date": "createddate"},
        channel="call",
        where=(contacts,),
        by=("closedate", "duedate"),
        rules=tuple(
            MapRule(
                Lookup(constant=point),
                Lookup(constant="on-time"),
                tests=(CellTest("agency", equals=agency),),
            )
            for agency, point in AGENCIES.items()
        ),
    )
    found = gather(spec, as_of=as_of)
    assert found.problems == ()

    counted: dict[str, list[bool]] = defaultdict(list)
    for row in rows_of(baltimore / REQUESTS):
        if row["methodreceived"] not in {"Phone", "API", "Mail", "Email"}:
            continue
        point, due = AGENCIES.get(row["agency"]), row["duedate"]
        created = moment(row["createddate"]).date()
        if point is None or not due or not date(2017, 12, 15) < created <= as_of:
            continue
        done = moment(row["closedate"]) if row["closedate"] else None
        if done is not None and done.date() <= as_of:
            counted[point].append(done <= moment(due))
        elif moment(due).date() <= as_of:
            counted[point].append(False)
    assert {each.touchpoint: (each.n, each.successes) for each in found.statistics} == {
        point: (len(kept), float(sum(kept))) for point, kept in counted.items()
    }
    assert sum(s.count for s in found.set_aside) + sum(s.n for s in found.statistics) == 500


def test_requests_counted_by_agency(baltimore: Path, gather: Gather) -> None:
    spec = EvidenceSpec(
        "volume",
        paths=(str(baltimore / REQUESTS),),
        columns={"date": "createddate"},
        rules=(MapRule(Lookup("agency", AGENCIES), Lookup(constant="complaints"),
                       tests=(CellTest("agency", one_of=tuple(AGENCIES)),)),),
    )  # fmt: skip
    found = gather(spec, as_of=date(2018, 12, 31))
    expected = Counter(
        AGENCIES[row["agency"]]
        for row in rows_of(baltimore / REQUESTS)
        if row["agency"] in AGENCIES and row["createddate"] >= "2018/07/01"
    )
    assert {each.touchpoint: each.count for each in found.statistics} == expected


def test_measures_with_mixed_units_repeated_by_form(baltimore: Path, gather: Gather) -> None:
    """Each measure that is a percentage, its latest actual, with 61%, 0.61 and 61 as one."""
    rows = [
        row
        for row in rows_of(baltimore / MEASURES)
        if row["Percent or Count"].lower() == "percent" and row["Fiscal Year"] == "FY26"
    ]
    chosen = [row["Measure ID"] for row in rows if _share(row["FY 22 Actual"]) is not None][:3]
    assert len(chosen) == 3
    spec = EvidenceSpec(
        "kpis",
        paths=(str(baltimore / MEASURES),),
        unpivot={"FY 21 Actual": date(2021, 6, 30), "FY 22 Actual": date(2022, 6, 30)},
        missing=("No data", "N/a", "-", "N\\A", "New"),
        format="percent-mixed",
        where=(CellTest("Fiscal Year", equals="FY26"),),
        rules=tuple(
            MapRule(Lookup(constant=point), Lookup(constant="speed"),
                    tests=(CellTest("Measure ID", equals=name),))
            for name, point in zip(chosen, ("ask", "buy", "pay"), strict=True)
        ),
    )  # fmt: skip
    found = gather(spec, as_of=date(2022, 12, 31))
    assert found.problems == ()
    by_id = {row["Measure ID"]: row for row in rows}
    assert [each.figure for each in found.statistics] == [
        pytest.approx(_share(by_id[name]["FY 22 Actual"]), abs=1e-12) for name in chosen
    ]
    assert {each.last for each in found.statistics} == {date(2022, 6, 30)}
    assert found.inputs[0].rows == len(rows_of(baltimore / MEASURES))


def _share(text: str) -> float | None:
    text = text.replace("\u00a0", "").strip()
    try:
        number = float(text.rstrip("%"))
    except ValueError:
        return None
    return number / 100 if text.endswith("%") or 1 < number <= 100 else number


def test_rows_repeated_by_form_collapse_where_they_agree(baltimore: Path, gather: Gather) -> None:
    rule = MapRule(Lookup(constant="ask"), Lookup(constant="speed"),
                   tests=(CellTest("Measure ID", equals="6091"),))  # fmt: skip
    spec = EvidenceSpec(
        "kpis",
        paths=(str(baltimore / MEASURES),),
        unpivot={"FY 21 Actual": date(2021, 6, 30)},
        format="percent-mixed",
        key=("Measure ID",),
        rules=(rule,),
    )
    found = gather(spec)
    [figure] = found.statistics
    assert (figure.figure, figure.n) == (0.5633, 1)
    assert Counter({each.reason: each.count for each in found.set_aside}) == {
        "no rule matched": len(rows_of(baltimore / MEASURES)) - 2,
        "repeats a row of the same key": 1,
    }
