"""Each kind of measure, summed from raw rows and from figures already aggregated."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest

from cximpact.model.evidence import Statistics
from cximpact.model.source import EvidenceSpec, Lookup, MapRule
from cximpact.sources.collect import Collected
from cximpact.sources.measures_sql import window_start

Gather = Callable[..., Collected]
HEAD = "touchpoint,measure,date,value\n"
TABLE = EvidenceSpec("s", paths=("s.csv",))


def only(found: Collected) -> Statistics:
    assert found.problems == ()
    [statistics] = found.statistics
    return statistics


def test_a_share_counts_answers_and_successes(gather: Gather) -> None:
    rows = "".join(f"buy,csat,2022-01-0{day},{score}\n" for day, score in enumerate("145", 1))
    found = only(gather(TABLE, files={"s.csv": HEAD + rows}))
    assert (found.n, found.successes, found.last) == (3, 2.0, date(2022, 1, 3))
    assert (found.source, found.measure, found.touchpoint) == ("s", "csat", "buy")
    assert found.files == ("s.csv",)


def test_a_success_can_be_a_low_number_or_a_word(gather: Gather) -> None:
    rows = (
        "buy,quick,2022-01-01,2\nbuy,quick,2022-01-01,3\n"
        "pay,solved,2022-01-01, yes \npay,solved,2022-01-01,no\npay,solved,2022-01-01,1.0\n"
    )
    quick, solved = gather(TABLE, files={"s.csv": HEAD + rows}).statistics
    assert (quick.n, quick.successes) == (2, 1.0)
    assert (solved.n, solved.successes) == (3, 2.0)


def test_a_share_without_a_success_is_one_of_ones_and_zeros(gather: Gather) -> None:
    rows = "buy,on-time,2022-01-01,1\nbuy,on-time,2022-01-01,0\n"
    assert only(gather(TABLE, files={"s.csv": HEAD + rows})).successes == 1.0
    rows += "buy,on-time,2022-01-01,2\n"
    [problem] = gather(TABLE, files={"s.csv": HEAD + rows}).problems
    assert (problem.line, problem.expected) == (4, "0 to 1, the scale of 'on-time'")


def test_nps_counts_promoters_and_detractors_by_its_cut_points(gather: Gather) -> None:
    rows = "".join(f"buy,nps,2022-01-01,{score}\n" for score in (0, 6, 7, 8, 9, 10, 10))
    found = only(gather(TABLE, files={"s.csv": HEAD + rows}))
    assert (found.n, found.promoters, found.detractors) == (7, 3.0, 2.0)


def test_a_mean_sums_answers_and_squares_exactly(gather: Gather) -> None:
    rng = random.Random(1)
    answers = [f"{rng.uniform(1, 7):.3f}" for _ in range(500)]
    rows = "".join(f"buy,effort,2022-01-01,{answer}\n" for answer in answers)
    found = only(gather(TABLE, files={"s.csv": HEAD + rows}))
    exact = [Fraction(answer) for answer in answers]
    assert found.n == 500
    assert found.total == float(sum(exact))
    assert found.squares == float(sum(each * each for each in exact))


def test_a_rate_counts_rows_or_a_column_and_sums_exposure(gather: Gather) -> None:
    rows = "buy,complaints,2022-01-01,\nbuy,complaints,2022-01-02,\n"
    assert only(gather(TABLE, files={"s.csv": HEAD + rows})).count == 2.0
    head = "touchpoint,measure,date,count,exposure\n"
    rows = "buy,complaints,2022-01-01,12,1000\nbuy,complaints,2022-02-01,3.5,500.5\n"
    found = only(gather(TABLE, files={"s.csv": head + rows}))
    assert (found.n, found.count, found.exposure) == (2, 15.5, 1500.5)


def test_values_beside_a_rate_are_not_taken_for_counts_and_that_is_said(gather: Gather) -> None:
    found = gather(TABLE, files={"s.csv": HEAD + "buy,complaints,2022-01-01,12\n"})
    assert only(found).count == 1.0
    [note] = found.notes
    assert "values are not used" in note.message
    assert note.hint is not None and "'count'" in note.hint


def test_a_kpi_is_its_latest_figure_in_the_window(gather: Gather) -> None:
    head = "touchpoint,measure,date,value,error\n"
    rows = "buy,speed,2022-01-31,7.25,\nbuy,speed,2022-02-28,7.5,0.5\nbuy,speed,2022-05-01,9,\n"
    found = gather(TABLE, files={"s.csv": head + rows})
    speed = only(found)
    assert (speed.figure, speed.error, speed.last, speed.n) == (7.5, 0.5, date(2022, 2, 28), 2)
    assert [(each.reason, each.count) for each in found.set_aside] == [("after as_of", 1)]


def test_two_figures_of_one_day_are_a_problem_but_the_same_twice_is_not(gather: Gather) -> None:
    rows = "buy,speed,2022-01-31,7.25\nbuy,speed,2022-01-31,7.250\n"
    assert only(gather(TABLE, files={"s.csv": HEAD + rows})).figure == 7.25
    rows += "buy,speed,2022-01-31,8\n"
    [problem] = gather(TABLE, files={"s.csv": HEAD + rows}).problems
    assert problem.value == "7.25, 8"
    assert "'speed' at 'buy' on 2022-01-31" in problem.message


def test_a_count_column_says_how_many_answers_a_row_stands_for(gather: Gather) -> None:
    head = "touchpoint,measure,date,value,count\n"
    rows = "buy,csat,2022-01-01,5,40\nbuy,csat,2022-01-01,2,60\nbuy,csat,2022-01-01,3,0\n"
    rows += "buy,effort,2022-01-01,6.5,10\nbuy,nps,2022-01-01,9,7\n"
    csat, effort, nps = gather(TABLE, files={"s.csv": head + rows}).statistics
    assert (csat.n, csat.successes) == (100, 40.0)
    assert (effort.n, effort.total, effort.squares) == (10, 65.0, 422.5)
    assert (nps.n, nps.promoters) == (7, 7.0)


def test_several_channels_make_one_measurement_that_names_them(gather: Gather) -> None:
    head = "touchpoint,measure,date,value,channel\n"
    rows = "buy,csat,2022-01-01,5,survey\nbuy,csat,2022-01-01,2,call\nbuy,csat,2022-01-01,2,\n"
    assert only(gather(TABLE, files={"s.csv": head + rows})).channel == "call+survey"


def test_a_criterion_makes_a_measurement_of_its_own(gather: Gather) -> None:
    head = "touchpoint,measure,date,value,criterion\n"
    rows = "buy,csat,2022-01-01,5,\nbuy,csat,2022-01-01,2,trust\n"
    found = gather(TABLE, files={"s.csv": head + rows}).statistics
    assert [(each.criterion, each.n) for each in found] == [("", 1), ("trust", 1)]


@pytest.mark.parametrize(
    ("as_of", "months", "start"),
    [
        (date(2022, 4, 1), 12, date(2021, 4, 1)),
        (date(2022, 3, 31), 1, date(2022, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2022, 4, 1), 0.5, date(2022, 3, 17)),
    ],
)
def test_a_window_is_counted_in_calendar_months(as_of: date, months: float, start: date) -> None:
    assert start == window_start(as_of, months)


def test_the_window_leaves_out_its_first_day_and_holds_its_last(gather: Gather) -> None:
    days = [date(2021, 10, 1), date(2021, 10, 2), date(2022, 4, 1), date(2022, 4, 2)]
    rows = "".join(f"buy,complaints,{day},\n" for day in days)
    found = gather(TABLE, files={"s.csv": HEAD + rows})
    assert only(found).count == 2.0
    assert {each.reason: each.count for each in found.set_aside} == {
        "after as_of": 1,
        "outside the window": 1,
    }


def test_aggregated_figures_add_up(gather: Gather) -> None:
    head = "touchpoint,measure,date,n,successes,promoters,detractors,figure,error,count,exposure\n"
    rows = (
        "buy,csat,2022-01-01,400,248,,,,,,\n"
        "buy,csat,2022-02-01,100,,,,0.62,,,\n"
        "pay,nps,2022-02-01,50,,30,5,,,,\n"
        "ask,effort,2022-02-01,25,,,,5.5,0.2,,\n"
        "ask,complaints,2022-02-01,,,,,,,180,12000\n"
        "ask,speed,2022-02-01,,,,,24,2,,\n"
        "ask,csat,2022-02-01,0,0,,,,,,\n"
    )
    spec = EvidenceSpec("s", paths=("s.csv",), kind="measurements")
    found = gather(spec, files={"s.csv": head + rows})
    assert found.problems == ()
    by_measure = {each.measure: each for each in found.statistics}
    assert (by_measure["csat"].n, by_measure["csat"].successes) == (500, 310.0)
    nps = by_measure["nps"]
    assert (nps.n, nps.promoters, nps.detractors) == (50, 30.0, 5.0)
    effort = by_measure["effort"]
    # s = sd/√n, so sd² = 0.04 × 25 = 1 and Σx² = 24 × 1 + 25 × 5.5².
    assert (effort.n, effort.total, effort.squares) == (25, 137.5, 780.25)
    assert (by_measure["complaints"].count, by_measure["complaints"].exposure) == (180.0, 12000.0)
    assert (by_measure["speed"].figure, by_measure["speed"].error) == (24.0, 2.0)
    assert [(each.reason, each.count) for each in found.set_aside] == [("n is 0", 1)]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("buy,csat,2022-01-01,10,11,,,,", "successes"),
        ("buy,csat,2022-01-01,1.5,1,,,,", "n"),
        ("buy,csat,2022-01-01,10,,,,1.2,", "figure"),
        ("buy,nps,2022-01-01,10,,6,5,,", "detractors"),
        ("buy,speed,2022-01-01,,,,,x,", "figure"),
        ("buy,speed,2022-01-01,,,,,5,-1", "error"),
    ],
)
def test_impossible_figures_are_problems(gather: Gather, row: str, field: str) -> None:
    head = "touchpoint,measure,date,n,successes,promoters,detractors,figure,error\n"
    spec = EvidenceSpec("s", paths=("s.csv",), kind="measurements")
    [problem] = gather(spec, files={"s.csv": f"{head}{row}\n"}).problems
    assert (problem.line, problem.field) == (2, field)


def test_many_rows_equal_a_plain_loop(gather: Gather) -> None:
    """Folding, windows, rules and sums together, against a loop over the same rows."""
    rng = random.Random(7)
    start, points = date(2021, 2, 1), ("ask", "buy", "pay")
    rows = [
        (rng.choice(points), rng.randint(1, 5), start + timedelta(days=rng.randint(0, 500)))
        for _ in range(5000)
    ]
    text = "Where,When,Score\n" + "".join(f"at {at},{on},{score}\n" for at, score, on in rows)
    rules = tuple(
        MapRule(
            touchpoint=Lookup("Where", {"at ask": "ask", "at buy": "buy", "at pay": "pay"}),
            measure=Lookup(constant=name),
        )
        for name in ("csat",)
    )
    spec = EvidenceSpec(
        "s", paths=("s.csv",), columns={"date": "When", "value": "Score"}, rules=rules
    )
    found = gather(spec, files={"s.csv": text})
    for each in found.statistics:
        counted = [
            (score, on)
            for at, score, on in rows
            if at == each.touchpoint and date(2021, 4, 1) < on <= date(2022, 4, 1)
        ]
        assert each.n == len(counted)
        assert each.successes == sum(score >= 4 for score, _ in counted)
        assert each.last == max(on for _, on in counted)
    assert [each.touchpoint for each in found.statistics] == list(points)
    assert sum(each.n for each in found.statistics) + sum(s.count for s in found.set_aside) == 5000
