"""Measurements: statistics become a figure, a condition with its error, and a weight."""

from __future__ import annotations

from datetime import date

from cximpact.evidence.anchors import are_monotone, condition_error, condition_of
from cximpact.evidence.exposure import exposure_problem
from cximpact.evidence.figures import figure_of
from cximpact.evidence.freshness import age_in_months, freshness
from cximpact.evidence.pooling import precision_of
from cximpact.exceptions import InputError, InternalError, Problem
from cximpact.model.evidence import Measurement, Statistics
from cximpact.model.measure import Measure
from cximpact.model.scorecard import Policy


def measure_problems(
    statistics: Statistics, measure: Measure, exposure: float | None
) -> tuple[Problem, ...]:
    """Return what keeps the statistics from becoming a figure, as problems to mend."""
    found = [exposure_problem(statistics, measure, exposure)]
    field = f"measures.{measure.id}"
    if not are_monotone(measure.anchors):
        found.append(
            Problem(
                "the anchors do not strictly rise or strictly fall",
                field=f"{field}.anchors",
                expected="broken, reliable and differentiating in this or the reverse order",
            )
        )
    if measure.kind == "mean" and measure.scale is None:
        found.append(
            Problem("a mean needs its scale", field=f"{field}.scale", expected="[lowest, highest]")
        )
    return tuple(problem for problem in found if problem is not None)


def measure(
    statistics: Statistics,
    measure: Measure,
    exposure: float | None,
    as_of: date,
    policy: Policy | None = None,
) -> Measurement:
    """Return the measurement that some statistics amount to.

    Args:
        statistics: Counts and sums of one source, measure, touchpoint and criterion; n above 0.
        measure: How to read them.
        exposure: For a rate: customers or cases exposed in the window; elsewhere ignored.
        as_of: The day of the decision.
        policy: The least error and the disagreement between measures; the default policy if
            not given.

    Raises:
        InputError: If a rate has no exposure, a mean no scale, or anchors are not monotone.
        InternalError: If the statistics hold nothing or are later than `as_of`.
    """
    _refuse_impossible(statistics, as_of)
    problems = measure_problems(statistics, measure, exposure)
    if problems:
        raise InputError(problems)
    return _measured(statistics, measure, exposure, as_of, policy or Policy())


def _refuse_impossible(statistics: Statistics, as_of: date) -> None:
    what = f"statistics of '{statistics.measure}' at '{statistics.touchpoint}'"
    if statistics.last > as_of:
        raise InternalError(f"{what} from {statistics.last} are later than {as_of}")
    if statistics.n <= 0:
        raise InternalError(f"{what} count no observation")


def _measured(
    statistics: Statistics,
    measure: Measure,
    exposure: float | None,
    as_of: date,
    policy: Policy,
) -> Measurement:
    figure, error = figure_of(statistics, measure, exposure)
    spread = condition_error(figure, error, measure.anchors, policy.smallest_error)
    age = age_in_months(statistics.last, as_of)
    fresh = freshness(age, measure.half_life_months)
    return Measurement(
        source=statistics.source,
        measure=statistics.measure,
        touchpoint=statistics.touchpoint,
        criterion=statistics.criterion,
        channel=statistics.channel,
        n=statistics.n,
        on=statistics.last,
        figure=figure,
        error=error,
        condition=condition_of(figure, measure.anchors),
        condition_error=spread,
        age_months=age,
        freshness=fresh,
        precision=precision_of(measure.weight, fresh, spread, policy.disagreement),
        files=statistics.files,
        references=statistics.references,
    )
