"""Decided cases with draws of their values, and every selection tried by hand."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from attrs import evolve

from cximpact.decision.actions import actions
from cximpact.decision.candidates import candidates
from cximpact.decision.costs import costs
from cximpact.decision.gates import review
from cximpact.decision.question import Question
from cximpact.decision.ranking import worth_keys
from cximpact.decision.selection import choose, describe
from cximpact.model.draws import Draws
from cximpact.model.weighting import WeightDraws

NANO = 10**9


def decided(made: Any, value: Sequence[float]) -> Question:
    """Decide a built case with other central values."""
    scores = evolve(made.scores, value=np.array(value, dtype=np.float64))
    case, conditions = made.case, made.conditions
    money = costs(case)
    gates = review(case, conditions, scores)
    who = candidates(case, gates, money)
    choice = choose(case, conditions, scores, money, who)
    selection = describe(case, conditions, scores, money, who, choice)
    taken = actions(case, scores, gates, who, selection, worth_keys(case, scores.value, money))
    return Question(case, conditions, scores, money, gates, who, choice, taken.rules)


def draws_of(
    value: np.ndarray,
    *,
    conditions: np.ndarray | None = None,
    inside: np.ndarray | None = None,
    priced: Sequence[Mapping[int, np.ndarray]] = (),
) -> Draws:
    """Draws with values as given (draws x proposals, in points of V) and the rest certain."""
    count, proposals = value.shape
    weights = np.ones((count, 1)) if inside is None else inside
    nothing = np.zeros((proposals, 1))
    return Draws(
        count=count,
        weights=WeightDraws(weights, weights, np.zeros(count, dtype=np.int64)),
        value=np.rint(value * NANO).astype(np.int32),
        value_low=np.percentile(value, 5, axis=0),
        value_high=np.percentile(value, 95, axis=0),
        score_low=nothing,
        score_high=nothing,
        customer_positive=np.full(proposals, np.nan),
        conditions=np.zeros((count, 0, 0)) if conditions is None else conditions,
        costs=tuple(priced),
    )


def every_set(count: int) -> Iterator[tuple[int, ...]]:
    """Yield every selection of so many proposals."""
    return itertools.product((0, 1), repeat=count)


class Tools:
    """What the tests of this folder work with."""

    decided = staticmethod(decided)
    draws = staticmethod(draws_of)
    every_set = staticmethod(every_set)


@pytest.fixture(scope="session")
def tools() -> type[Tools]:
    """Decided cases, draws, and all selections."""
    return Tools
