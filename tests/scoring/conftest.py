"""Builders with sane defaults for scoring, and a slow, plain second opinion on journey scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest

from cximpact.evidence import assess
from cximpact.model.case import Case
from cximpact.model.evidence import Condition, Conditions
from cximpact.model.journey import Journey, Process, Ripple, Stage, Touchpoint
from cximpact.model.portfolio import Rules
from cximpact.model.proposal import BASES, Effects, Proposals, Quantities, Ratings, Source
from cximpact.model.scorecard import Criterion, Scorecard, ValuePoint
from cximpact.model.scores import Scores
from cximpact.scoring import score
from cximpact.scoring.value_functions import default_levels

AS_OF = date(2026, 3, 1)

Effect = Mapping[str, Any]


class Build:
    """Builds cases as of 1 March 2026, keeping rows in the order they are given."""

    as_of = AS_OF

    def journey(
        self,
        *touchpoints: str | Touchpoint,
        ripples: Sequence[tuple[str, str, float]] = (),
        **given: Any,
    ) -> Journey:
        points = tuple(
            Touchpoint(each, "only") if isinstance(each, str) else each for each in touchpoints
        )
        names = {point.id for point in points}
        inside = {end for origin, target, _ in ripples for end in (origin, target)} - names
        defaults = {
            "stages": (Stage("only", touchpoints=points),),
            "processes": tuple(Process(name, unit=f"{name}-unit") for name in sorted(inside)),
            "ripples": tuple(Ripple(*each) for each in ripples),
        }
        return Journey(**{**defaults, **given})

    def criterion(self, name: str, kind: str = "rating", **given: Any) -> Criterion:
        defaults: dict[str, Any] = {"id": name, "group": "customer", "weight": 1.0, "kind": kind}
        if kind == "rating":
            defaults["levels"] = default_levels()
        if kind == "quantity":
            defaults["value_points"] = (ValuePoint(0.0, 0.0), ValuePoint(100.0, 1.0))
        return Criterion(**{**defaults, **given})

    def scorecard(self, *criteria: Criterion, **given: Any) -> Scorecard:
        ordered = tuple(sorted(criteria, key=lambda each: each.id))
        groups = dict.fromkeys((each.group for each in ordered), 50.0)
        return Scorecard(**{"id": "card", "criteria": ordered, "groups": groups, **given})

    def case(
        self,
        scorecard: Scorecard,
        proposals: Sequence[str] = ("P1",),
        *,
        units: Mapping[str, str] = {},
        reach: Mapping[str, float] = {},
        statuses: Mapping[str, str] = {},
        grid: Mapping[tuple[str, str], float] = {},
        between: Sequence[tuple[str, str]] = (),
        ratings: Sequence[tuple[str, str, float, str]] = (),
        quantities: Mapping[tuple[str, str], tuple[float, ...]] = {},
        effects: Sequence[Effect] = (),
        stating_no_effects: Sequence[str] = (),
    ) -> Case:
        ids = tuple(sorted(proposals))
        row = {each: position for position, each in enumerate(ids)}
        column = {each.id: position for position, each in enumerate(scorecard.criteria)}
        return Case(
            scorecard=scorecard,
            proposals=Proposals(
                ids=ids,
                titles=("",) * len(ids),
                units=tuple(units.get(each, "") for each in ids),
                statuses=tuple(statuses.get(each, "proposed") for each in ids),
                kinds=("",) * len(ids),
                reach=np.array([reach.get(each, np.nan) for each in ids], dtype=float),
                stating_no_effects=frozenset(stating_no_effects),
            ),
            ratings=_ratings(row, column, grid, between, ratings),
            quantities=_quantities(row, column, quantities),
            effects=_effects(row, column, effects),
            costs=(),
            rules=Rules(),
            as_of=AS_OF,
        )

    def conditions(self, scorecard: Scorecard, **means: float) -> Conditions:
        """Return prior conditions, with the means of touchpoints set (- written as _)."""
        found = assess(scorecard, (), AS_OF)
        for name, mean in means.items():
            found.mean[found.touchpoints.index(name.replace("_", "-"))] = mean
        cells = tuple(
            Condition(touchpoint, criterion, float(found.mean[t, k]), 0.25, "unknown")
            for t, touchpoint in enumerate(found.touchpoints)
            for k, criterion in enumerate(found.criteria)
        )
        return Conditions(
            found.touchpoints,
            found.criteria,
            found.mean,
            found.sd,
            found.known,
            found.fresh,
            cells,
            (),
        )

    def score(self, case: Case, **means: float) -> Scores:
        return score(case, self.conditions(case.scorecard, **means))

    def bytes_of(self, scores: Scores) -> list[object]:
        """Return every byte of the scores that do not depend on other proposals, and of cells."""
        found: list[object] = [scores.spread]
        names = ("weights", "score", "error", "raters", "gain", "notes", "value", "coverage")
        found += [getattr(scores, name).tobytes() for name in (*names, "customer_value")]
        for name in scores.cells.__attrs_attrs__:
            found.append(getattr(scores.cells, name.name).tobytes())
        return found


def _ratings(row, column, grid, between, rows) -> Ratings:
    answers = np.full((len(row), len(column)), np.nan)
    for (proposal, criterion), answer in grid.items():
        answers[row[proposal], column[criterion]] = answer
    half = np.zeros(answers.shape, dtype=bool)
    for proposal, criterion in between:
        half[row[proposal], column[criterion]] = True
    return Ratings(
        grid=answers,
        between_levels=half,
        proposal=np.array([row[each[0]] for each in rows], dtype=np.int64),
        criterion=np.array([column[each[1]] for each in rows], dtype=np.int64),
        score=np.array([each[2] for each in rows], dtype=float),
        rater=np.arange(len(rows), dtype=np.int64),
        unit=tuple(each[3] for each in rows),
    )


def _quantities(row, column, given) -> Quantities:
    arrays = [np.full((len(row), len(column)), np.nan) for _ in range(3)]
    single = np.zeros((len(row), len(column)), dtype=bool)
    for (proposal, criterion), amounts in given.items():
        place = row[proposal], column[criterion]
        three = amounts * 3 if len(amounts) == 1 else amounts
        for array, amount in zip(arrays, three, strict=True):
            array[place] = amount
        single[place] = len(amounts) == 1
    return Quantities(*arrays, single)


def _effects(row, column, given) -> Effects:
    """Read effects such as {at: "till", change: 0.3, reach: 0.5, basis: "pilot", on: date}."""
    targets = tuple(sorted({each["at"] for each in given}))
    changes = [each["change"] for each in given]
    three = [(each,) * 3 if isinstance(each, float | int) else tuple(each) for each in changes]
    bases = [BASES.index(each.get("basis", "opinion")) for each in given]
    claimed = [BASES.index(each.get("claimed", each.get("basis", "opinion"))) for each in given]
    low, likely, high = np.array(three, dtype=float).reshape(-1, 3).T.copy()
    return Effects(
        proposal=np.array([row[each["of"]] for each in given], dtype=np.int64),
        target=np.array([targets.index(each["at"]) for each in given], dtype=np.int64),
        targets=targets,
        criterion=np.array([column.get(each.get("criterion"), -1) for each in given], np.int64),
        low=low,
        likely=likely,
        high=high,
        single=np.array([isinstance(each, float | int) for each in changes], dtype=bool),
        reach=np.array([each.get("reach", np.nan) for each in given], dtype=float),
        basis=np.array(bases, dtype=np.int64),
        claimed_basis=np.array(claimed, dtype=np.int64),
        screened=np.array([each.get("screened", False) for each in given], dtype=bool),
        sources={i: Source("x", each["on"]) for i, each in enumerate(given) if "on" in each},
    )


@pytest.fixture(scope="session")
def build() -> Build:
    return Build()
