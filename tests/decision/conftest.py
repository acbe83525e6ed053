"""Small builders of cases, conditions and scores, with defaults that no gate objects to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from attrs import evolve, frozen

from cximpact.model.case import Case, Supplied
from cximpact.model.evidence import Condition, Conditions, Measurement
from cximpact.model.journey import Journey, Stage, Touchpoint
from cximpact.model.money import Money
from cximpact.model.portfolio import AtMostOne, Budget, Rules
from cximpact.model.proposal import CostLine, Effects, Mandate, Proposals, Quantities, Ratings
from cximpact.model.scorecard import Criterion, Scorecard
from cximpact.model.scores import JourneyCells, Scores

AS_OF = date(2026, 3, 1)


@frozen(eq=False)
class Build:
    """A case with its conditions and scores, ready to be decided."""

    case: Case
    conditions: Conditions
    scores: Scores

    def but(self, **changes: Any) -> Build:
        """Return the same with other fields of the case."""
        return evolve(self, case=evolve(self.case, **changes))


def _ints(values: Sequence[int]) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def empty_effects() -> Effects:
    none, no = _ints([]), np.zeros(0)
    flags = np.zeros(0, dtype=np.bool_)
    return Effects(none, none, (), none, no, no, no, flags, no, none, none, flags)


def empty_ratings(shape: tuple[int, int]) -> Ratings:
    nothing = np.full(shape, np.nan)
    none = _ints([])
    return Ratings(nothing, np.zeros(shape, np.bool_), none, none, np.zeros(0), none, ())


def empty_quantities(shape: tuple[int, int]) -> Quantities:
    nothing = np.full(shape, np.nan)
    return Quantities(nothing, nothing, nothing, np.zeros(shape, np.bool_))


def make_proposals(ids: Sequence[str], **more: Any) -> Proposals:
    count = len(ids)
    columns: dict[str, Any] = {
        "titles": tuple(f"Title {key}" for key in ids),
        "units": ("",) * count,
        "statuses": ("proposed",) * count,
        "kinds": ("project",) * count,
        "reach": np.full(count, np.nan),
    }
    return Proposals(ids=tuple(ids), **{**columns, **more})


def make_cells(rows: Sequence[Mapping[str, Any]]) -> JourneyCells:
    """Rows name proposal, touchpoint and criterion by position; the rest has quiet defaults."""
    plain: dict[str, Any] = {
        "share": 1.0,
        "condition": 0.5,
        "gain": 0.0,
        "harm": 0.0,
        "net": 0.0,
        "delta_value": 0.0,
        "harm_value": 0.0,
        "worst_change": 0.0,
        "gain_reach": 0.0,
        "harm_reach": 0.0,
        "evidenced": 0.0,
        "capped": False,
        "screened": False,
        "possible_harm": False,
    }
    columns: dict[str, Any] = {
        name: _ints([int(row.get(name, 0)) for row in rows])
        for name in ("proposal", "touchpoint", "criterion")
    }
    for name, default in plain.items():
        kind = np.bool_ if isinstance(default, bool) else np.float64
        columns[name] = np.array([row.get(name, default) for row in rows], dtype=kind)
    return JourneyCells(**columns)


def make_conditions(
    journey: Journey,
    criteria: Sequence[Criterion],
    measurements: Sequence[Measurement] = (),
    fresh: Sequence[tuple[str, str]] = (),
    mean: float = 0.5,
) -> Conditions:
    points = tuple(point.id for point in journey.touchpoints)
    keys = tuple(c.id for c in criteria if c.kind == "journey")
    shape = (len(points), len(keys))
    known = np.array([[(t, k) in fresh for k in keys] for t in points], np.bool_).reshape(shape)

    def cell(point: str, key: str) -> Condition:
        found = tuple(m for m in measurements if m.touchpoint == point)
        return Condition(point, key, mean, 0.25, "unknown", {}, found)

    return Conditions(
        touchpoints=points,
        criteria=keys,
        mean=np.full(shape, mean),
        sd=np.full(shape, 0.25),
        known=known,
        fresh=known,
        cells=tuple(cell(point, key) for point in points for key in keys),
        measurements=tuple(measurements),
    )


def make(
    criteria: Sequence[Criterion],
    score: Sequence[Sequence[float]],
    *,
    ids: Sequence[str] | None = None,
    touchpoints: Sequence[Touchpoint] = (),
    rows: Sequence[Mapping[str, Any]] = (),
    gain: Sequence[Sequence[float]] | None = None,
    value: Sequence[float] | None = None,
    customer_value: Sequence[float] | None = None,
    measurements: Sequence[Measurement] = (),
    fresh: Sequence[tuple[str, str]] = (),
    supplied: Supplied | None = None,
    scorecard: Mapping[str, Any] | None = None,
    proposals: Mapping[str, Any] | None = None,
    **case: Any,
) -> Build:
    """Build a case with criteria sorted by id, proposals P1, P2 ... and scores as given."""
    keys = tuple(ids or (f"P{n}" for n in range(1, len(score) + 1)))
    stage_ids = dict.fromkeys(point.stage for point in touchpoints)
    stages = tuple(
        Stage(s, touchpoints=tuple(p for p in touchpoints if p.stage == s)) for s in stage_ids
    )
    journey = Journey(stages=stages)
    card = Scorecard("test", tuple(criteria), {"customer": 50, "business": 50}, journey=journey)
    card = evolve(card, **(scorecard or {}))
    shape = (len(keys), len(criteria))
    grid = np.array(score, dtype=np.float64).reshape(shape)
    scores = _scores(criteria, grid, rows, gain, value, customer_value)
    built = Case(
        **{
            "scorecard": card,
            "proposals": make_proposals(keys, **(proposals or {})),
            "ratings": empty_ratings(shape),
            "quantities": empty_quantities(shape),
            "effects": empty_effects(),
            "costs": (),
            "rules": Rules(),
            "as_of": AS_OF,
            "supplied": supplied or Supplied(),
            **case,
        }
    )
    return Build(built, make_conditions(card.journey, criteria, measurements, fresh), scores)


def _scores(
    criteria: Sequence[Criterion],
    grid: np.ndarray,
    rows: Sequence[Mapping[str, Any]],
    gain: Sequence[Sequence[float]] | None,
    value: Sequence[float] | None,
    customer_value: Sequence[float] | None,
) -> Scores:
    points = np.array([c.weight for c in criteria], dtype=np.float64)
    groups = np.array([c.group for c in criteria])
    inside = np.array([p / points[groups == g].sum() for p, g in zip(points, groups, strict=True)])
    weights = inside / len(set(groups.tolist()))
    filled = np.nan_to_num(grid)
    customer = np.array([c.group == "customer" for c in criteria])
    none = np.full(len(grid), np.nan)
    felt = (filled * inside)[:, customer].sum(axis=1) if customer.any() else none
    return Scores(
        weights=weights,
        group_weights=inside,
        score=grid,
        error=np.zeros_like(grid),
        raters=np.zeros(grid.shape, np.int64),
        gain=np.maximum(filled, 0) if gain is None else np.array(gain, np.float64),
        notes=np.zeros(grid.shape, np.int64),
        cells=make_cells(rows),
        value=(filled * weights).sum(axis=1) if value is None else np.array(value, np.float64),
        customer_value=felt if customer_value is None else np.array(customer_value, np.float64),
        business_value=none,
        coverage=np.ones(len(grid)),
    )


BUSINESS = Criterion("return", "business", "rating", 1.0)


def portfolio(
    values: Sequence[float],
    costs: Sequence[Mapping[str, str | int] | str | int | None] = (),
    *,
    ids: Sequence[str] | None = None,
    budgets: Mapping[str, Any] | None = None,
    mandatory: Sequence[str] = (),
    committed: Sequence[str] = (),
    withdrawn: Sequence[str] = (),
    forced_out: Sequence[str] = (),
    requires: Mapping[str, tuple[str, ...]] | None = None,
    excludes: Mapping[str, tuple[str, ...]] | None = None,
    at_most_one: Sequence[tuple[str, ...]] = (),
    no_stage_worse_off: bool = False,
    **more: Any,
) -> Build:
    """Build proposals of given values and costs (EUR, by fund where a mapping), with rules."""
    keys = tuple(ids or (f"P{n}" for n in range(1, len(values) + 1)))
    status = {**dict.fromkeys(committed, "committed"), **dict.fromkeys(withdrawn, "withdrawn")}
    criteria = more.pop("criteria", (BUSINESS,))
    return make(
        criteria,
        [[0.0] * len(criteria)] * len(values),
        ids=keys,
        value=values,
        currency="EUR",
        costs=tuple(
            CostLine(key, *[Decimal(amount)] * 3, "EUR", fund=fund)
            for key, found in zip(keys, costs, strict=False)
            for fund, amount in _lines(found)
        ),
        rules=Rules(
            budgets=tuple(_budget(key, given) for key, given in sorted((budgets or {}).items())),
            at_most_one=tuple(
                AtMostOne(f"group{n}", group) for n, group in enumerate(at_most_one, 1)
            ),
            no_stage_worse_off=no_stage_worse_off,
        ),
        proposals={
            "statuses": tuple(status.get(key, "proposed") for key in keys),
            "mandates": {key: Mandate("the law", "the board") for key in mandatory},
            "forced_out": dict.fromkeys(forced_out, "not this year"),
            "requires": dict(requires or {}),
            "excludes": dict(excludes or {}),
        },
        **more,
    )


def _lines(found: Any) -> list[tuple[str, Any]]:
    if found is None:
        return []
    return sorted(found.items()) if isinstance(found, Mapping) else [("", found)]


def _budget(key: str, given: Any) -> Budget:
    if isinstance(given, Budget):
        return given
    limit, fund = given if isinstance(given, tuple) else (given, None)
    where = {} if fund is None else {"fund": (fund,)}
    return Budget(key, Money(Decimal(limit), "EUR"), where)


class Builders:
    """What tests build with."""

    make = staticmethod(make)
    portfolio = staticmethod(portfolio)
    as_of = AS_OF


@pytest.fixture(scope="session")
def build() -> type[Builders]:
    """The builders: `build.make` for gates, `build.portfolio` for selection."""
    return Builders
