"""SMAA against a published analysis: every share within one percentage point.

Scores are drawn here, independently of the package, from the published distributions.

The figures of Lahdelma, Hokkanen and Salminen (1998) and of Lahdelma and Salminen (2001) rest on
data that their articles print and no open source repeats; `test_smaa.py` holds the same indices
against closed forms instead.
"""

from __future__ import annotations

import numpy as np
import pytest
import smaa_figures as figures

from cximpact.decision.acceptability import accept
from cximpact.decision.acceptability.confidence import confidence

DRAWS = 60_000
POINT = 0.01


def accepted(scores: np.ndarray, weights: np.ndarray):
    """Acceptability from draws x alternatives x criteria and draws x criteria."""
    value = np.einsum("dak,dk->da", scores, weights)
    whole = np.rint(value * 1e9).astype(np.int32)
    return accept(whole, weights, range(scores.shape[1]), lambda at: scores[:, at])


@pytest.fixture(scope="module")
def thrombolytics() -> np.ndarray:
    random = np.random.default_rng(7)
    found = np.empty((DRAWS, 2, 3))
    for drug, events in enumerate(figures.THROMBOLYTICS.values()):
        for criterion, (with_event, without) in enumerate(events):
            best, worst = figures.THROMBOLYTICS_RANGES[criterion]
            share = random.beta(with_event, without, DRAWS)
            found[:, drug, criterion] = (worst - share) / (worst - best)
    return found


def simplex(criteria: int) -> np.ndarray:
    return np.random.default_rng(11).dirichlet(np.ones(criteria), DRAWS)


def test_thrombolytics_as_the_r_package_smaa_prints_them(thrombolytics) -> None:
    found = accepted(thrombolytics, simplex(3))
    assert found.first == pytest.approx(figures.THROMBOLYTICS_FIRST, abs=POINT)
    assert found.central_weights == pytest.approx(
        np.array(figures.THROMBOLYTICS_CENTRAL), abs=POINT
    )
    assert found.entropy == pytest.approx([figures.THROMBOLYTICS_ENTROPY] * 2, abs=POINT)


def test_thrombolytics_confidence_under_the_published_central_weights(thrombolytics) -> None:
    """Confidence rises steeply with the weights: it is compared under the same ones."""
    central = np.array(figures.THROMBOLYTICS_CENTRAL)
    found = confidence(central, [0, 1], lambda at: thrombolytics[:, at], [0, 1])
    assert found == pytest.approx(figures.THROMBOLYTICS_CONFIDENCE, abs=POINT)


def test_thrombolytics_under_one_weight_vector(thrombolytics) -> None:
    weights, first = figures.THROMBOLYTICS_FIXED
    found = accepted(thrombolytics, np.tile(weights, (DRAWS, 1)))
    assert found.first == pytest.approx(first, abs=POINT)
