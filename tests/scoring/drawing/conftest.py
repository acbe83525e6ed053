"""A case with every kind of uncertainty, and draws of it under weights drawn in the test."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest
from attrs import evolve

from cximpact.evidence import assess
from cximpact.model.case import Case
from cximpact.model.draws import Draws, DrawSettings
from cximpact.model.evidence import Conditions
from cximpact.model.journey import Process, Stage, Touchpoint
from cximpact.model.scores import Scores
from cximpact.model.weighting import WeightDraws
from cximpact.scoring import score
from cximpact.scoring.drawing import ScoreDraws, draw, score_draws

FRESH = date(2026, 1, 1)


class Drawing:
    """Draws cases; conditions are the prior where nothing else is said."""

    fresh = FRESH

    def conditions(self, case: Case, sd: float | None = None, **means: float) -> Conditions:
        found = assess(case.scorecard, (), case.as_of)
        for name, mean in means.items():
            found.mean[found.touchpoints.index(name.replace("_", "-"))] = mean
        return found if sd is None else evolve(found, sd=np.full(found.sd.shape, sd))

    def weights(self, scores: Scores, count: int) -> WeightDraws:
        """Return the central weights as often as asked for."""
        whole = np.tile(scores.weights, (count, 1))
        inside = np.tile(scores.group_weights, (count, 1))
        return WeightDraws(whole, inside, np.zeros(count, dtype=np.int64))

    def scores(
        self, case: Case, count: int = 2_000, conditions: Conditions | None = None, seed: int = 0
    ) -> ScoreDraws:
        ready = evolve(case, drawing=DrawSettings(count, seed, min(count, 100)))
        found = conditions or self.conditions(case)
        return score_draws(ready, found, score(ready, found))

    def draws(
        self,
        case: Case,
        count: int = 2_000,
        conditions: Conditions | None = None,
        weights: WeightDraws | None = None,
        **more: Any,
    ) -> Draws:
        ready = evolve(case, drawing=DrawSettings(count, 0, min(count, 100)))
        found = conditions or self.conditions(case)
        scores = score(ready, found)
        return draw(ready, found, scores, weights or self.weights(scores, count), **more)


@pytest.fixture(scope="session")
def drawing() -> Drawing:
    return Drawing()


def _effect_rows(proposal: str) -> list[dict[str, Any]]:
    """Gains that meet at a touchpoint, a harm behind the scenes, and a gain that may harm."""
    return [
        {"of": proposal, "at": "till", "change": (0.1, 0.3, 0.4), "reach": 0.6, "basis": "pilot"}
        | {"on": FRESH},
        {"of": proposal, "at": "till", "change": 0.5, "basis": "trial", "on": FRESH},
        {"of": proposal, "at": "vetting", "change": (-0.3, -0.2, -0.1)},
        {"of": proposal, "at": "shop", "change": (-0.2, 0.2, 0.4), "basis": "analogue"}
        | {"on": FRESH},
        {"of": proposal, "at": "shop", "change": 0.1, "criterion": "trust", "reach": 0.9},
        {"of": proposal, "at": "desk", "change": -0.1, "reach": 0.5},
        {"of": proposal, "at": "desk", "change": 0.2, "reach": 1.0, "basis": "benchmark"}
        | {"on": FRESH},
    ]


def _full_case(build: Any, ids: Sequence[str]) -> Case:
    """P1 has everything, P2 a rating only, the others only effects."""
    stage = Stage(
        "only",
        touchpoints=(
            Touchpoint("desk", "only"),
            Touchpoint("shop", "only", importance=2.0),
            Touchpoint("till", "only", moment_of_truth=True),
        ),
    )
    ripples = [("vetting", "till", 0.8), ("vetting", "desk", 0.5)]
    criteria = (
        build.criterion("calm"),
        build.criterion("cost", "quantity", group="business"),
        build.criterion("feel", "journey", weight=2.0),
        build.criterion("risk", group="business"),
        build.criterion("trust", "journey", touchpoints=("shop", "till")),
    )
    journey = build.journey(
        ripples=ripples, stages=(stage,), processes=(Process("vetting", unit="vetting-unit"),)
    )
    card = build.scorecard(*criteria, journey=journey)
    claiming = [each for each in ids if each != "P2"]
    given: dict[str, Any] = {
        "reach": {"P1": 0.7},
        "ratings": [("P1", "calm", 1 / 3, ""), ("P1", "calm", 1.0, ""), ("P1", "risk", -1.0, "")],
        "grid": {("P2", "calm"): 2 / 3},
        "quantities": {("P1", "cost"): (10.0, 40.0, 130.0)},
    }
    if "P1" not in ids:
        given |= {"ratings": [], "quantities": {}}
    if "P2" not in ids:
        given |= {"grid": {}}
    rows = [row for each in claiming for row in _effect_rows(each)]
    return build.case(card, ids, effects=sorted(rows, key=lambda row: row["of"]), **given)


@pytest.fixture(scope="session")
def effect_rows() -> Any:
    """Give the effects of a proposal as rows."""
    return _effect_rows


@pytest.fixture(scope="session")
def full_case(build: Any) -> Any:
    """Give the case for some ids."""
    return lambda *ids: _full_case(build, ids or ("P1", "P2", "P3"))
