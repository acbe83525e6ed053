"""Conditions: how good every touchpoint is today, for every journey criterion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches

import numpy as np

from cximpact.evidence.exposure import exposure_of
from cximpact.evidence.freshness import is_fresh
from cximpact.evidence.labels import label_of, label_probabilities
from cximpact.evidence.measurements import measure, measure_problems
from cximpact.evidence.pooling import pool
from cximpact.exceptions import InputError, Problem
from cximpact.model.arrays import BoolArray
from cximpact.model.case import MissingSource
from cximpact.model.evidence import Condition, Conditions, Measurement, Statistics
from cximpact.model.scorecard import Policy, Scorecard

_At = tuple[str, str]
"""A touchpoint and the criterion a measurement names, "" for none."""


def assess(
    scorecard: Scorecard,
    statistics: Sequence[Statistics],
    as_of: date,
    missing: Sequence[MissingSource] = (),
) -> Conditions:
    """Return the conditions of all touchpoints for all journey criteria.

    A criterion uses the measurements that name it; if there are none, those that name no
    criterion; if there are none either, the prior. The order of the statistics changes nothing.

    Args:
        scorecard: Journey, measures, criteria and policy.
        statistics: The evidence, none of it later than `as_of`; records with n = 0 say nothing.
        as_of: The day of the decision.
        missing: Sources that failed; conditions they could have told of say so.

    Raises:
        InputError: If statistics name an unknown touchpoint or measure, or a rate has nothing
            to be held against; all problems at once.
        InternalError: If statistics are later than `as_of`.
    """
    measurements = _measurements(scorecard, statistics, as_of)
    touchpoints = tuple(point.id for point in scorecard.journey.touchpoints)
    criteria = tuple(each.id for each in scorecard.criteria if each.kind == "journey")
    by_place = _grouped(measurements)
    cells = tuple(
        _condition(touchpoint, criterion, by_place, scorecard.policy, missing)
        for touchpoint in touchpoints
        for criterion in criteria
    )
    shape = (len(touchpoints), len(criteria))
    return Conditions(
        touchpoints=touchpoints,
        criteria=criteria,
        mean=np.array([cell.mean for cell in cells], dtype=np.float64).reshape(shape),
        sd=np.array([cell.sd for cell in cells], dtype=np.float64).reshape(shape),
        known=np.array([bool(cell.measurements) for cell in cells], dtype=bool).reshape(shape),
        fresh=_fresh(cells, scorecard.policy).reshape(shape),
        cells=cells,
        measurements=measurements,
    )


def usable(
    touchpoint: str, criterion: str, by_place: dict[_At, tuple[Measurement, ...]]
) -> tuple[Measurement, ...]:
    """Return the measurements that count for a touchpoint and criterion.

    Those naming another criterion never do: a word on ease says nothing about trust.
    """
    return by_place.get((touchpoint, criterion)) or by_place.get((touchpoint, ""), ())


def _measurements(
    scorecard: Scorecard, statistics: Iterable[Statistics], as_of: date
) -> tuple[Measurement, ...]:
    points = {point.id: point for point in scorecard.journey.touchpoints}
    counted = [each for each in statistics if each.n > 0 or each.last > as_of]
    problems = _unknown_names(scorecard, counted, points)
    if problems:
        raise InputError(problems)
    ready = [
        (
            each,
            (how := scorecard.measures[each.measure]),
            exposure_of(each, how, points[each.touchpoint]),
        )
        for each in counted
    ]
    problems = [problem for one in ready for problem in measure_problems(*one)]
    if problems:
        raise InputError(_in_order(problems))
    found = (measure(*one, as_of, scorecard.policy) for one in ready)
    return tuple(sorted(found, key=_sort_key))


def _unknown_names(
    scorecard: Scorecard, statistics: Iterable[Statistics], touchpoints: Iterable[str]
) -> list[Problem]:
    criteria = ["", *(each.id for each in scorecard.criteria)]
    problems = []
    for each in statistics:
        for field, value, known in (
            ("touchpoint", each.touchpoint, list(touchpoints)),
            ("measure", each.measure, list(scorecard.measures)),
            ("criterion", each.criterion, criteria),
        ):
            if value not in known:
                problems.append(_unknown_name(each.source, field, value, known))
    return _in_order(problems)


def _unknown_name(source: str, field: str, value: str, known: Sequence[str]) -> Problem:
    close = get_close_matches(value, [name for name in known if name], n=1)
    return Problem(
        f"evidence source '{source}' names a {field} that the scorecard does not have",
        field=field,
        value=value,
        hint=f"did you mean '{close[0]}'?" if close else None,
    )


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(set(problems), key=str)


def _sort_key(found: Measurement) -> tuple[object, ...]:
    return (
        found.touchpoint,
        found.criterion,
        found.measure,
        found.source,
        found.channel,
        found.on,
        found.n,
        found.figure,
        found.error,
        found.files,
    )


def _grouped(measurements: Iterable[Measurement]) -> dict[_At, tuple[Measurement, ...]]:
    groups: dict[_At, list[Measurement]] = {}
    for each in measurements:
        groups.setdefault((each.touchpoint, each.criterion), []).append(each)
    return {place: tuple(found) for place, found in groups.items()}


def _condition(
    touchpoint: str,
    criterion: str,
    by_place: dict[_At, tuple[Measurement, ...]],
    policy: Policy,
    missing: Sequence[MissingSource],
) -> Condition:
    found = usable(touchpoint, criterion, by_place)
    mean, sd = pool(found, policy)
    return Condition(
        touchpoint=touchpoint,
        criterion=criterion,
        mean=mean,
        sd=sd,
        label=label_of(mean, known=bool(found)),
        probabilities=label_probabilities(mean, sd),
        measurements=found,
        lacks=tuple(source.name for source in missing if source.could_tell_of(touchpoint)),
    )


def _fresh(cells: Iterable[Condition], policy: Policy) -> BoolArray:
    threshold = policy.gates.customer_evidence.freshness
    return np.array(
        [any(is_fresh(one.freshness, threshold) for one in cell.measurements) for cell in cells],
        dtype=bool,
    )
