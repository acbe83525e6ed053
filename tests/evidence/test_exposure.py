"""Exposure: whose number a rate is held against, in which order."""

from __future__ import annotations

from cximpact.evidence.exposure import exposure_of, exposure_problem, has_stated_exposure
from cximpact.model.journey import Touchpoint

TILL = Touchpoint("till", "buy", volume=9000.0)


def test_own_exposure_comes_first(build) -> None:
    own = build.statistics(exposure=5.0)
    assert exposure_of(own, build.rate(exposure={"till": 7.0, "*": 8.0}), TILL) == 5.0


def test_then_the_measures_for_the_touchpoint_then_for_all(build) -> None:
    counted = build.statistics()
    assert exposure_of(counted, build.rate(exposure={"till": 7.0, "*": 8.0}), TILL) == 7.0
    assert exposure_of(counted, build.rate(exposure={"door": 7.0, "*": 8.0}), TILL) == 8.0


def test_then_the_volume_scaled_to_the_window(build) -> None:
    assert exposure_of(build.statistics(), build.rate(window_months=4), TILL) == 3000.0


def test_otherwise_nobody_knows(build) -> None:
    assert exposure_of(build.statistics(), build.rate(), Touchpoint("till", "buy")) is None
    assert exposure_of(build.statistics(), build.rate(), None) is None


def test_the_problem_says_what_to_add(build) -> None:
    problem = exposure_problem(build.statistics(count=3), build.rate(), None)
    assert problem is not None
    assert problem.field == "measures.complaints.exposure"
    assert "volume" in (problem.hint or "")
    assert exposure_problem(build.statistics(), build.rate(), 0.0) is not None
    assert exposure_problem(build.statistics(), build.rate(), 1.0) is None
    assert exposure_problem(build.statistics(), build.share(), None) is None


def test_an_exposure_is_stated_by_name_or_for_all(build) -> None:
    assert has_stated_exposure(build.rate(exposure={"till": 7.0}), "till")
    assert has_stated_exposure(build.rate(exposure={"*": 7.0}), "till")
    assert not has_stated_exposure(build.rate(exposure={"door": 7.0}), "till")
