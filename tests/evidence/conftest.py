"""Builders with sane defaults for evidence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cximpact.model.evidence import Measurement, Statistics
from cximpact.model.journey import Journey, Stage, Touchpoint
from cximpact.model.measure import Anchors, Measure
from cximpact.model.scorecard import Criterion, Policy, Scorecard

AS_OF = date(2026, 3, 1)


class Build:
    """Builds evidence as of 1 March 2026 for a shop with a door and a till."""

    as_of = AS_OF

    def day(self, days_ago: float) -> date:
        return AS_OF - timedelta(days=days_ago)

    def statistics(self, days_ago: int = 0, **given: Any) -> Statistics:
        defaults = {"source": "survey", "measure": "csat", "touchpoint": "till", "n": 100}
        return Statistics(**{**defaults, "last": self.day(days_ago), "successes": 50, **given})

    def share(self, **given: Any) -> Measure:
        return Measure(
            **{"id": "csat", "kind": "share", "anchors": Anchors(0.0, 0.5, 1.0), **given}
        )

    def rate(self, **given: Any) -> Measure:
        anchors = Anchors(0.3, 0.1, 0.02)
        return Measure(**{"id": "complaints", "kind": "rate", "anchors": anchors, **given})

    def measurement(self, condition: float, precision: float) -> Measurement:
        return Measurement(
            source="survey",
            measure="csat",
            touchpoint="till",
            criterion="",
            channel="survey",
            n=1,
            on=AS_OF,
            figure=condition,
            error=0.1,
            condition=condition,
            condition_error=0.1,
            age_months=0.0,
            freshness=1.0,
            precision=precision,
        )

    def scorecard(
        self,
        *measures: Measure,
        criteria: tuple[str, ...] = ("ease", "trust"),
        policy: Policy | None = None,
        volume: float | None = None,
    ) -> Scorecard:
        points = (Touchpoint("till", "buy", volume=volume), Touchpoint("door", "buy"))
        return Scorecard(
            id="shop",
            criteria=tuple(Criterion(name, "customer", "journey", 1.0) for name in criteria),
            groups={"customer": 1.0},
            journey=Journey(stages=(Stage("buy", touchpoints=points),)),
            measures={each.id: each for each in measures or (self.share(),)},
            policy=policy or Policy(),
        )


@pytest.fixture(scope="session")
def build() -> Build:
    return Build()
