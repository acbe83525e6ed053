"""Evidence on its way from rows to the condition of a touchpoint."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from attrs import Factory, frozen

from cximpact.model.arrays import BoolArray, FloatArray

Label = Literal["broken", "reliable", "differentiating", "unknown"]


@frozen
class Statistics:
    """What has to be known of many rows to get their figure: counts and sums, exact.

    One record per source, measure, touchpoint and criterion, over the measure's window. Which
    fields are set depends on the measure's kind: `share` uses n and successes; `nps` n,
    promoters and detractors; `mean` n, total and squares; `rate` count and exposure; `kpi`
    figure and perhaps error.

    Attributes:
        source: Name of the evidence source.
        measure: Measure id.
        touchpoint: Touchpoint id.
        criterion: Criterion id, or "" where none is named.
        channel: How the word reached us (survey, complaint, call, kpi ...).
        n: Number of answers (for `rate` and `kpi`: of rows).
        last: Day of the last observation; for a period figure the period's end.
        successes: Answers that count as success.
        promoters: Answers of promoters.
        detractors: Answers of detractors.
        total: Sum of answers.
        squares: Sum of squared answers.
        count: Complaints, contacts or returns.
        exposure: Customers or cases exposed; None to use the measure's or touchpoint's own.
        figure: A figure already aggregated.
        error: Its standard error, where given.
        files: Files the rows came from, or what a plugin's source is called.
        references: The first three references into the source system, in the order of their
            texts; none where the rows came from files.
    """

    source: str
    measure: str
    touchpoint: str
    n: int
    last: date
    criterion: str = ""
    channel: str = ""
    successes: float = 0.0
    promoters: float = 0.0
    detractors: float = 0.0
    total: float = 0.0
    squares: float = 0.0
    count: float = 0.0
    exposure: float | None = None
    figure: float | None = None
    error: float | None = None
    files: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@frozen
class Measurement:
    """A figure with its standard error, put through the anchors.

    Attributes:
        source: Name of the evidence source.
        measure: Measure id.
        touchpoint: Touchpoint id.
        criterion: Criterion id, or "".
        channel: How the word reached us.
        n: Number of answers or rows.
        on: Day of the last observation.
        figure: The figure m.
        error: Its standard error s.
        condition: The figure through the anchors, 0 to 1.
        condition_error: Its standard error s_c.
        age_months: Age at `as_of` in months of 30.4375 days.
        freshness: 2^(-age/half-life).
        precision: What it counts in pooling.
        files: Files the rows came from, or what a plugin's source is called.
        references: The first three references into the source system; none for files.
    """

    source: str
    measure: str
    touchpoint: str
    criterion: str
    channel: str
    n: int
    on: date
    figure: float
    error: float
    condition: float
    condition_error: float
    age_months: float
    freshness: float
    precision: float
    files: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@frozen
class Condition:
    """How good a touchpoint is for its customers today, as far as anyone knows.

    Attributes:
        touchpoint: Touchpoint id.
        criterion: The journey criterion it is for.
        mean: 0 broken, 0.5 reliable, 1 differentiating.
        sd: Its standard deviation.
        label: The nearest anchor, `unknown` without a measurement.
        probabilities: Probability of each label but `unknown`.
        measurements: What it rests on.
        lacks: Names of the sources that failed and could have told of it.
    """

    touchpoint: str
    criterion: str
    mean: float
    sd: float
    label: Label
    probabilities: Mapping[str, float] = Factory(dict)
    measurements: tuple[Measurement, ...] = ()
    lacks: tuple[str, ...] = ()


@frozen(eq=False)
class Conditions:
    """The conditions of all touchpoints for all journey criteria.

    Attributes:
        touchpoints: Ids, sorted: the rows of the arrays.
        criteria: Ids of the journey criteria, sorted: their columns.
        mean: Touchpoints x journey criteria.
        sd: Touchpoints x journey criteria.
        known: True where at least one measurement is usable.
        fresh: True where a usable measurement is fresh enough for the evidence gate.
        cells: The conditions as records, row by row (touchpoint, then criterion).
        measurements: Every measurement, also those no condition uses.
    """

    touchpoints: tuple[str, ...]
    criteria: tuple[str, ...]
    mean: FloatArray
    sd: FloatArray
    known: BoolArray
    fresh: BoolArray
    cells: tuple[Condition, ...]
    measurements: tuple[Measurement, ...]

    def cell(self, touchpoint: str, criterion: str) -> Condition:
        """Return the condition of one touchpoint for one criterion."""
        row = self.touchpoints.index(touchpoint)
        return self.cells[row * len(self.criteria) + self.criteria.index(criterion)]
