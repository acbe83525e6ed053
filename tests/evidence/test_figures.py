"""Figures and their errors, against fractions worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.evidence.figures import (
    figure_of,
    kpi_figure,
    mean_figure,
    nps_figure,
    rate_figure,
    share_figure,
)
from cximpact.exceptions import InternalError
from cximpact.model.measure import Anchors, Measure, SilentCustomers


def test_share_of_many_has_the_plain_standard_error() -> None:
    figure = share_figure(248, 400)
    assert figure.value == 0.62
    assert figure.error == pytest.approx(sqrt(Fraction(62 * 38, 10_000 * 400)), rel=1e-14)
    assert figure.error == pytest.approx(0.024269, abs=5e-7)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        # 95 % Wilson intervals, tabulated in many places.
        (2, 10, 0.0567, 0.5098),
        (0, 10, 0.0000, 0.2775),
        (10, 10, 0.7225, 1.0000),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_share_of_few_uses_wilsons_half_width(
    successes: int, n: int, low: float, high: float
) -> None:
    assert share_figure(successes, n).error == pytest.approx((high - low) / 2 / 1.96, abs=5e-5)


def test_wilson_by_hand() -> None:
    """p = 0.2, n = 10, z² = 3.8416: √(0.016 + 0.009604) / 1.38416."""
    assert share_figure(2, 10).error == pytest.approx(sqrt(0.025604) / 1.38416, rel=1e-12)


def test_five_successes_and_five_failures_are_enough() -> None:
    assert share_figure(5, 10).error == pytest.approx(sqrt(0.025), rel=1e-12)
    assert share_figure(5, 9).error != pytest.approx(sqrt(5 / 9 * 4 / 9 / 9), rel=1e-3)


def test_nps_is_of_raw_counts_and_its_error_of_adjusted_ones() -> None:
    """P 60, D 20, n 100: p + d = 81.5/103, p - d = 40/103."""
    figure = nps_figure(60, 20, 100)
    variance = (Fraction(163, 2 * 103) - Fraction(40, 103) ** 2) / 103
    assert figure.value == 40.0
    assert figure.error == pytest.approx(100 * sqrt(variance), rel=1e-14)
    assert figure.error == pytest.approx(7.885385, abs=1e-6)


def test_a_single_promoter_is_not_certainty() -> None:
    """P 1, n 1: p = 1.75/4, d = 0.75/4, variance (2.5/4 - 1/16)/4 = 9/64."""
    assert nps_figure(1, 0, 1) == (100.0, 37.5)


def test_mean_of_spread_answers_uses_their_sample_deviation() -> None:
    """2 4 4 4 5 5 7 9: mean 5, sum of squares 232, variance 32/7."""
    figure = mean_figure(40, 232, 8, (1, 10))
    assert figure.value == 5.0
    assert figure.error == pytest.approx(sqrt(Fraction(4, 7)), rel=1e-14)


def test_mean_of_equal_answers_still_has_a_sixth_of_the_scale() -> None:
    assert mean_figure(45, 225, 9, (1, 10)) == (5.0, 0.5)


def test_mean_of_one_answer_has_the_error_of_a_uniform_one() -> None:
    assert mean_figure(3, 9, 1, (1, 7)) == (3.0, pytest.approx(sqrt(3), rel=1e-14))


@given(st.lists(st.sampled_from([0.1, 0.2, 0.3]), min_size=2, max_size=50))
def test_mean_never_fails_on_rounding(answers: list[float]) -> None:
    figure = mean_figure(sum(answers), sum(a * a for a in answers), len(answers), (0.1, 0.3))
    assert figure.error >= 0.2 / 6 / sqrt(len(answers)) * (1 - 1e-12)


def test_rate_with_silent_customers(build) -> None:
    """c 180, E 12,000, K 1/14/26: figure 15 x 0.015; var K = (77/6)(73/6)/7 = 5621/252."""
    figure = rate_figure(180, 12_000, build.rate(silent=SilentCustomers()))
    counted = Fraction(225 * 180, 12_000**2)
    variance = counted + Fraction(180, 12_000) ** 2 * Fraction(5621, 252)
    assert figure.value == pytest.approx(0.225, rel=1e-14)
    assert figure.error == pytest.approx(sqrt(variance), rel=1e-14)
    assert figure.error == pytest.approx(0.072801, abs=5e-7)


def test_rate_without_silent_customers_counts_those_who_spoke(build) -> None:
    assert rate_figure(100, 10_000, build.rate()) == (0.01, 0.001)


def test_a_single_silent_factor_adds_no_variance(build) -> None:
    silent = SilentCustomers(9, 9, 9)
    figure = rate_figure(100, 10_000, build.rate(silent=silent))
    assert figure == (pytest.approx(0.1), pytest.approx(0.01))


def test_no_complaint_has_the_error_of_one(build) -> None:
    assert rate_figure(0, 1000, build.rate()) == (0.0, 0.001)


def test_no_more_than_all_can_be_affected(build) -> None:
    assert rate_figure(100, 1000, build.rate(silent=SilentCustomers())).value == 1.0
    assert rate_figure(1500, 1000, build.rate()).value == 1.5


def test_kpi_comes_with_its_error_or_five_percent_of_the_anchors() -> None:
    late = Measure("late", "kpi", Anchors(40.0, 20.0, 0.0))
    assert kpi_figure(30.0, 1.25, late) == (30.0, 1.25)
    assert kpi_figure(30.0, None, late) == (30.0, 2.0)


@pytest.mark.parametrize(
    ("kind", "given_fields", "expected"),
    [
        ("share", {"successes": 50}, 0.5),
        ("nps", {"promoters": 60, "detractors": 20}, 40.0),
        ("mean", {"total": 400, "squares": 1700}, 4.0),
        ("rate", {"count": 10}, 0.01),
        ("kpi", {"figure": 77.0}, 77.0),
    ],
)
def test_each_kind_reads_its_own_fields(build, kind, given_fields, expected) -> None:
    how = build.share(kind=kind, scale=(1.0, 5.0))
    assert figure_of(build.statistics(**given_fields), how, 1000.0).value == expected


def test_what_intake_should_have_refused_is_a_bug(build) -> None:
    with pytest.raises(InternalError):
        figure_of(build.statistics(), build.share(kind="kpi"), None)
