"""Measures: how observations become a figure, and what figure is broken or differentiating."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import Factory, frozen

MeasureKind = Literal["share", "nps", "mean", "rate", "kpi"]


@frozen
class Anchors:
    """The figures that mean condition 0, 0.5 and 1; descending where lower is better."""

    broken: float
    reliable: float
    differentiating: float


@frozen
class SilentCustomers:
    """How many customers stay silent for each one who complains (low, likely, high).

    The default of 1, 14 and 26 spans the published estimates; set your own where you know it.
    """

    low: float = 1.0
    likely: float = 14.0
    high: float = 26.0


@frozen
class Success:
    """What counts as a success for a `share` measure; exactly one of the fields is set."""

    at_least: float | None = None
    at_most: float | None = None
    one_of: tuple[str, ...] = ()


@frozen
class Measure:
    """How the observations of one kind become a figure with a standard error.

    Attributes:
        id: The measure's name.
        kind: `share`, `nps`, `mean`, `rate` or `kpi`.
        anchors: The figures that mean broken, reliable and differentiating.
        title: Its name for people.
        unit: The unit of the figure, shown beside it.
        success: For `share`: which answers count as a success.
        scale: For `mean`, `nps` and `share`: the lowest and highest possible answer; for `share`
            only where `success` is a number.
        promoters_from: For `nps`: the lowest answer of a promoter.
        detractors_to: For `nps`: the highest answer of a detractor.
        silent: For `rate`: the silent-customer factor; None counts only those who spoke.
        exposure: For `rate`: customers (or cases) exposed in the window, by touchpoint; the key
            ``"*"`` stands for every touchpoint not named. Without one, the touchpoint's yearly
            volume scaled to the window.
        weight: How much a measurement counts in pooling.
        window_months: Length of the window of observations that ends at `as_of`.
        half_life_months: Age at which a measurement counts half.
    """

    id: str
    kind: MeasureKind
    anchors: Anchors
    title: str = ""
    unit: str = ""
    success: Success | None = None
    scale: tuple[float, float] | None = None
    promoters_from: float = 9.0
    detractors_to: float = 6.0
    silent: SilentCustomers | None = None
    exposure: Mapping[str, float] = Factory(dict)
    weight: float = 1.0
    window_months: float = 12.0
    half_life_months: float = 12.0
