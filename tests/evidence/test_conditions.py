"""Conditions: which measurements count for which touchpoint and criterion."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.evidence import assess
from cximpact.exceptions import InputError, InternalError
from cximpact.model.evidence import Conditions
from cximpact.model.measure import Anchors, Measure, SilentCustomers


def sources(conditions: Conditions, touchpoint: str, criterion: str) -> list[str]:
    return [each.source for each in conditions.cell(touchpoint, criterion).measurements]


def test_arrays_are_sorted_touchpoints_by_journey_criteria(build) -> None:
    found = assess(build.scorecard(), [], build.as_of)
    assert found.touchpoints == ("door", "till")
    assert found.criteria == ("ease", "trust")
    assert found.mean.tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert found.sd.tolist() == [[0.25, 0.25], [0.25, 0.25]]
    assert not found.known.any()
    assert not found.fresh.any()
    assert {cell.label for cell in found.cells} == {"unknown"}


def test_without_journey_criteria_measurements_are_still_there(build) -> None:
    found = assess(build.scorecard(criteria=()), [build.statistics()], build.as_of)
    assert found.mean.shape == (2, 0)
    assert len(found.measurements) == 1


def test_naming_a_criterion_comes_before_naming_none(build) -> None:
    both = [build.statistics(source="general"), build.statistics(source="own", criterion="ease")]
    found = assess(build.scorecard(), both, build.as_of)
    assert sources(found, "till", "ease") == ["own"]
    assert sources(found, "till", "trust") == ["general"]
    assert sources(found, "door", "ease") == []


def test_another_criterion_never_counts(build) -> None:
    found = assess(build.scorecard(), [build.statistics(criterion="ease")], build.as_of)
    assert found.known.tolist() == [[False, False], [True, False]]
    assert found.cell("till", "trust").mean == 0.5


def test_old_evidence_is_known_but_not_fresh(build) -> None:
    old = [build.statistics(days_ago=366), build.statistics(days_ago=365, touchpoint="door")]
    found = assess(build.scorecard(criteria=("ease",)), old, build.as_of)
    assert found.known.tolist() == [[True], [True]]
    assert found.fresh.tolist() == [[True], [False]]


def test_no_observation_is_no_measurement(build) -> None:
    found = assess(build.scorecard(), [build.statistics(n=0)], build.as_of)
    assert found.measurements == ()


def test_the_worked_example(build) -> None:
    """Half-lives are chosen so that the ages are exactly 1/2 and 1/12 of them."""
    month = 30.4375
    csat = build.share(anchors=Anchors(0.50, 0.80, 0.95), half_life_months=366 / month)
    complaints = build.rate(
        silent=SilentCustomers(), exposure={"*": 12_000.0}, half_life_months=360 / month
    )
    evidence = [
        build.statistics(days_ago=183, n=400, successes=248),
        build.statistics(days_ago=30, measure="complaints", n=180, count=180),
    ]
    card = build.scorecard(csat, complaints, criteria=("experience",))
    cell = assess(card, evidence, build.as_of).cell("till", "experience")
    rate, share = cell.measurements
    assert (share.figure, rate.figure) == (0.62, pytest.approx(0.225))
    assert share.error == pytest.approx(0.024269, abs=5e-7)
    assert share.condition == pytest.approx(0.2, abs=5e-7)
    assert share.condition_error == pytest.approx(0.040449, abs=5e-7)
    assert rate.error == pytest.approx(0.072801, abs=5e-7)
    assert rate.condition == pytest.approx(0.1875, abs=5e-7)
    assert rate.condition_error == pytest.approx(0.182003, abs=5e-7)
    assert cell.mean == pytest.approx(0.245881, abs=5e-7)
    assert cell.sd == pytest.approx(0.100679, abs=5e-7)
    assert cell.label == "broken"


def test_volume_serves_as_exposure(build) -> None:
    counted = build.statistics(measure="complaints", count=10)
    found = assess(build.scorecard(build.rate(), volume=1000.0), [counted], build.as_of)
    assert found.measurements[0].figure == 0.01


def test_problems_of_all_statistics_come_at_once(build) -> None:
    silent = [build.statistics(measure="complaints", touchpoint=at) for at in ("till", "door")]
    with pytest.raises(InputError) as caught:
        assess(build.scorecard(build.rate()), silent, build.as_of)
    assert len(caught.value.problems) == 2


def test_unknown_names_are_told_with_a_guess(build) -> None:
    wrong = [
        build.statistics(touchpoint="tilt"),
        build.statistics(measure="csta"),
        build.statistics(criterion="eases"),
    ]
    with pytest.raises(InputError) as caught:
        assess(build.scorecard(), wrong, build.as_of)
    hints = {problem.field: problem.hint for problem in caught.value.problems}
    assert hints == {
        "touchpoint": "did you mean 'till'?",
        "measure": "did you mean 'csat'?",
        "criterion": "did you mean 'ease'?",
    }


def test_the_future_is_a_bug(build) -> None:
    with pytest.raises(InternalError):
        tomorrow = build.as_of + timedelta(days=1)
        assess(build.scorecard(), [build.statistics(last=tomorrow)], build.as_of)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c"]),
            st.sampled_from(["csat", "kpi"]),
            st.sampled_from(["till", "door"]),
            st.sampled_from(["", "ease", "trust"]),
            st.integers(1, 100),
            st.integers(0, 800),
        ),
        max_size=15,
    ),
    st.randoms(),
)
def test_order_of_statistics_changes_no_byte(build, rows, random) -> None:
    card = build.scorecard(build.share(), Measure("kpi", "kpi", Anchors(100, 50, 0)))
    evidence = [
        build.statistics(
            source=source,
            measure=measure,
            touchpoint=touchpoint,
            criterion=criterion,
            successes=count,
            figure=float(count),
            days_ago=age,
        )
        for source, measure, touchpoint, criterion, count, age in rows
    ]
    first = assess(card, evidence, build.as_of)
    second = assess(card, random.sample(evidence, len(evidence)), build.as_of)
    assert first.mean.tobytes() == second.mean.tobytes()
    assert first.sd.tobytes() == second.sd.tobytes()
    assert (first.cells, first.measurements) == (second.cells, second.measurements)
    assert np.array_equal(first.fresh, second.fresh)
