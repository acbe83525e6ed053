"""Sums that were made elsewhere, as in a warehouse, count as the rows they were made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cximpact.model.source import EvidenceSpec
from cximpact.sources.collect import Collected

Gather = Callable[..., Collected]
ROWS = EvidenceSpec("s", paths=("s.csv",))
SUMS = EvidenceSpec("s", paths=("s.csv",), kind="measurements")
HEAD = "touchpoint,measure,date,n,sum_of_values,sum_of_squares,rows_counted,count,figure\n"


def test_a_mean_of_sums_is_the_mean_of_its_rows(gather: Gather) -> None:
    """1.1 + 2.2 + 6.7 = 10, and 1.21 + 4.84 + 44.89 = 50.94."""
    head = "touchpoint,measure,date,value\n"
    rows = "".join(f"buy,effort,2022-01-0{at},{x}\n" for at, x in enumerate((1.1, 2.2, 6.7), 1))
    sums = "buy,effort,2022-01-01,1,1.1,1.21,,,\nbuy,effort,2022-01-03,2,8.9,49.73,,,\n"
    [raw] = gather(ROWS, files={"s.csv": head + rows}).statistics
    [summed] = gather(SUMS, files={"s.csv": HEAD + sums}).statistics
    assert (summed.n, summed.total, summed.squares) == (3, 10.0, 50.94)
    assert summed == raw


def test_sums_keep_the_ninth_digit_and_a_hundred_million_rows(gather: Gather) -> None:
    sums = (
        "buy,effort,2022-01-01,1,1.123456789,1.262155156750190521,,,\n"
        "pay,effort,2022-01-01,100000000,700000000,4900000000,,,\n"
    )
    buy, pay = gather(SUMS, files={"s.csv": HEAD + sums}).statistics
    assert buy.squares == 1262155156750190521 / 10**18
    assert (pay.total, pay.squares) == (7e8, 4.9e9)


def test_rates_and_figures_say_how_many_rows_they_were_made_of(gather: Gather) -> None:
    sums = (
        "ask,complaints,2022-03-01,,,,7,12,\nask,complaints,2022-03-01,,,,,3,\n"
        "pay,speed,2022-03-01,,,,4,,0.5\n"
    )
    rate, figure = gather(SUMS, files={"s.csv": HEAD + sums}).statistics
    assert (rate.n, rate.count, figure.n, figure.figure) == (8, 15.0, 4, 0.5)


@pytest.mark.parametrize(
    ("n", "total", "squares", "field"),
    [
        ("2", "15", "113", "sum_of_values"),  # answers go up to 7
        ("2", "1", "1", "sum_of_values"),  # and down to 1
        ("2", "", "20", "sum_of_values"),
        ("2", "x", "20", "sum_of_values"),
        ("2", "6", "17.9", "sum_of_squares"),  # 3 and 3 give 18, the least
        ("2", "6", "99", "sum_of_squares"),  # 7 and 7 give 98, the most
        ("2", "6", "", "sum_of_squares"),
    ],
)
def test_sums_that_no_answers_have_are_refused(
    gather: Gather, n: str, total: str, squares: str, field: str
) -> None:
    row = f"buy,effort,2022-01-01,{n},{total},{squares},,,\n"
    [problem] = gather(SUMS, files={"s.csv": HEAD + row}).problems
    assert (problem.field, problem.line) == (field, 2)


@pytest.mark.parametrize("rows", ["0", "1.5", "-1", "many"])
def test_a_line_is_made_of_whole_rows(gather: Gather, rows: str) -> None:
    row = f"ask,complaints,2022-03-01,,,,{rows},1,\n"
    [problem] = gather(SUMS, files={"s.csv": HEAD + row}).problems
    assert problem.field == "rows_counted"


def test_other_sums_have_another_fingerprint(gather: Gather) -> None:
    first = gather(SUMS, files={"s.csv": HEAD + "buy,effort,2022-01-01,2,6,18,,,\n"})
    second = gather(SUMS, files={"s.csv": HEAD + "buy,effort,2022-01-01,2,6,20,,,\n"})
    assert first.inputs != second.inputs


def test_sums_of_observations_are_columns_like_any_other(gather: Gather) -> None:
    head = "touchpoint,measure,date,value,sum_of_values\n"
    found = gather(ROWS, files={"s.csv": head + "buy,effort,2022-01-01,2,9\n"})
    assert found.not_used == (("s.csv", "sum_of_values"),)
