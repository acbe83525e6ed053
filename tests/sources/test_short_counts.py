"""Counts of part of a window, held against the customers of all of it, are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from attrs import evolve

from cximpact.model.journey import Journey, Stage, Touchpoint
from cximpact.model.scorecard import Scorecard
from cximpact.model.source import EvidenceSpec
from cximpact.sources import days, running
from cximpact.sources.collect import Collected, collect

Gather = Callable[..., Collected]
HEAD = "touchpoint,measure,date,count\n"
TABLE = EvidenceSpec("crm", paths=("crm.csv",))
# The window of 'complaints' is of six months: from 2021-10-02 to 2022-04-01.


def weeks(first: date, count: int, touchpoint: str = "buy", each: int = 5) -> str:
    """Return rows of one week after the other."""
    on = [first + timedelta(days=7 * at) for at in range(count)]
    return "".join(f"{touchpoint},complaints,{day},{each}\n" for day in on)


def told(found: Collected) -> Sequence[str]:
    assert found.problems == ()
    return [str(note) for note in found.notes]


def test_two_of_six_months_are_told_with_their_days(gather: Gather) -> None:
    """The first of nine weeks ends on 2022-01-02, the last on 2022-02-27."""
    found = gather(TABLE, files={"crm.csv": HEAD + weeks(date(2022, 1, 2), 9)})
    assert told(found) == [
        "crm.csv: 'complaints' at 'buy' covers 2 of 6 months (2022-01-02 to 2022-02-27), and is "
        "held against the customers of all 6: that looks calmer than it is; state the 'exposure' "
        "of those months, or narrow the measure's window"
    ]


def test_half_of_the_window_is_not_told(gather: Gather) -> None:
    """Ten weeks from 2022-01-02 end on 2022-03-06: January to March is half of six months."""
    assert not told(gather(TABLE, files={"crm.csv": HEAD + weeks(date(2022, 1, 2), 10)}))


def test_a_touchpoint_with_few_complaints_is_not_suspected(gather: Gather) -> None:
    """All rows of the source count: others complain elsewhere from October to March."""
    rows = weeks(date(2021, 10, 3), 24, "pay") + weeks(date(2022, 1, 2), 9)
    assert not told(gather(TABLE, files={"crm.csv": HEAD + rows}))


def test_rows_outside_the_window_fill_nothing(gather: Gather) -> None:
    rows = weeks(date(2022, 1, 2), 9) + weeks(date(2021, 5, 2), 9) + weeks(date(2022, 5, 1), 9)
    assert len(told(gather(TABLE, files={"crm.csv": HEAD + rows}))) == 1


def test_a_stated_exposure_is_believed(scorecard: Scorecard, tmp_path: Path) -> None:
    (tmp_path / "crm.csv").write_text(
        HEAD + weeks(date(2022, 1, 2), 9) + weeks(date(2022, 1, 2), 9, "pay")
    )

    def notes(exposure: dict[str, float]) -> Sequence[str]:
        measure = evolve(scorecard.measures["complaints"], exposure=exposure)
        card = evolve(scorecard, measures={**scorecard.measures, "complaints": measure})
        day = date(2022, 4, 1)
        return told(collect([TABLE], scorecard=card, as_of=day, base=tmp_path, frames={}))

    assert "at 'buy' and 'pay' covers" in notes({})[0]
    assert "at 'pay' covers" in notes({"buy": 900.0})[0]
    assert not notes({"*": 900.0})


def test_a_column_of_exposure_is_believed(gather: Gather) -> None:
    rows = "".join(f"{row},400\n" for row in weeks(date(2022, 1, 2), 9).splitlines())
    text = HEAD.replace("count", "count,exposure") + rows
    assert not told(gather(TABLE, files={"crm.csv": text}))


def test_rows_of_one_day_may_be_the_total_of_a_year(gather: Gather) -> None:
    rows = "buy,complaints,2021-12-31,400\npay,complaints,2021-12-31,90\n"
    assert not told(gather(TABLE, files={"crm.csv": HEAD + rows}))


@pytest.mark.parametrize(("each", "notes"), [(4.5, 0), (5, 1)])
def test_fewer_than_ten_cases_may_lie_close_by_chance(
    gather: Gather, each: float, notes: int
) -> None:
    rows = f"buy,complaints,2022-01-10,{each}\nbuy,complaints,2022-02-10,{each}\n"
    assert len(told(gather(TABLE, files={"crm.csv": HEAD + rows}))) == notes


def test_sums_dated_at_their_end_are_no_span(gather: Gather) -> None:
    given = evolve(TABLE, kind="measurements")
    assert not told(gather(given, files={"crm.csv": HEAD + weeks(date(2022, 1, 2), 9)}))


def test_of_many_touchpoints_three_are_named(scorecard: Scorecard, tmp_path: Path) -> None:
    """Rows of several files are one source, and have one note."""
    names = ("ask", "buy", "pay", "return", "renew")
    points = tuple(Touchpoint(name, "all") for name in names)
    card = evolve(scorecard, journey=Journey((Stage("all", touchpoints=points),)))
    for name in names:
        (tmp_path / f"{name}.csv").write_text(HEAD + weeks(date(2022, 1, 2), 9, name))
    spec = evolve(TABLE, paths=tuple(f"{name}.csv" for name in names))
    found = collect([spec], scorecard=card, as_of=date(2022, 4, 1), base=tmp_path, frames={})
    [note] = told(found)
    assert note.startswith("'complaints' at 'ask', 'buy', 'pay' and 2 more covers 2 of 6 months")


@pytest.mark.parametrize("least", [0, 10**9])
def test_many_rows_are_told_alike(
    least: int, scorecard: Scorecard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows judged once for days that are alike give their first day back, too."""
    monkeypatch.setattr(running, "_FEW", 3)
    monkeypatch.setattr(days, "_LEAST", least)
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'buy' AS touchpoint, 'complaints' AS measure, "
            "DATE '2022-01-05' + CAST(range % 40 AS INTEGER) AS date FROM range(400)) "
            f"TO '{tmp_path / 'crm.parquet'}' (FORMAT parquet)"
        )
    spec = evolve(TABLE, paths=("crm.parquet",))
    found = collect([spec], scorecard=scorecard, as_of=date(2022, 4, 1), base=tmp_path, frames={})
    assert "covers 2 of 6 months (2022-01-05 to 2022-02-13)" in told(found)[0]
