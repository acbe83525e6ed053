"""Walks find the same weights as drawing at random and keeping what fits; their check is honest."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from cximpact.scoring.streams import stream
from cximpact.scoring.weighting.sampling import draw_part
from cximpact.scoring.weighting.sampling.convergence import effective_draws, split_r_hat
from cximpact.scoring.weighting.sampling.hit_and_run import walk
from cximpact.scoring.weighting.sampling.shape import shape_of

SURE = 1e-4


def kept(matrix, least, wanted, seed):
    """Draws from the whole simplex that obey the conditions: slow, and plainly right."""
    rng, found = np.random.default_rng(seed), []
    while sum(map(len, found)) < wanted:
        drawn = rng.dirichlet(np.ones(matrix.shape[1]), 50_000)
        found.append(drawn[(drawn @ matrix.T >= least).all(axis=1)])
    return np.concatenate(found)[:wanted]


@pytest.mark.parametrize("seed", range(6))
def test_walks_agree_with_keeping_what_fits(seed):
    rng = np.random.default_rng(seed)
    count = int(rng.integers(3, 7))
    point = rng.dirichlet(np.full(count, 3.0))
    matrix = rng.normal(size=(4, count))
    least = matrix @ point - np.abs(rng.normal(size=4)) * 0.1
    shape = shape_of(matrix, least, point)
    walked = walk(shape, 4_000, stream(seed, "weights"))
    drawn, right = shape.weights(walked.free), kept(matrix, least, 4_000, seed)
    assert walked.r_hat < 1.01
    for own, other in zip(drawn.T, right.T, strict=True):
        assert stats.ks_2samp(own, other).pvalue > SURE
    assert np.cov(drawn.T) == pytest.approx(np.cov(right.T), abs=0.003)


def test_walks_along_a_narrow_box_agree_with_the_exact_way(boxed):
    """Weights of very unlike size: without measuring the box first the walks would be stuck."""
    point = {"a": 0.001, "b": 0.009, "c": 0.09, "d": 0.4, "e": 0.5}
    box = boxed(point)
    shape = shape_of(box.matrix, box.least, box.center)
    drawn = shape.weights(walk(shape, 5_000, stream(0, "walk")).free)
    exact = draw_part(box, 5_000, stream(0, "exact"))
    assert exact.way == "rejection"
    for own, other in zip(drawn.T, exact.weights.T, strict=True):
        assert stats.ks_2samp(own, other).pvalue > SURE


def test_walks_stay_within_equalities(part):
    """a = 2 b cannot be met by chance; the walk is within the plane where it holds."""
    members = "abcdefghij"
    equal = [({"a": 1.0, "b": -2.0}, 0.0), ({"a": -1.0, "b": 2.0}, 0.0)]
    pairs = [("c", "d"), ("c", "e"), ("d", "f"), ("e", "f"), ("f", "g"), ("b", "h"), ("f", "h"),
             ("c", "b"), ("h", "i"), ("h", "j")]  # fmt: skip
    order = [({one: 1.0, other: -1.0}, 0.0) for one, other in pairs]
    drawn = draw_part(part(members, *equal, *order), 2_000, stream(0, "weights"))
    assert drawn.way == "walk"
    assert drawn.r_hat < 1.01
    assert drawn.worth > 0.5
    assert np.abs(drawn.weights[:, 0] - 2 * drawn.weights[:, 1]).max() < 1e-15


def test_r_hat_sees_walks_that_do_not_meet():
    rng = np.random.default_rng(0)
    agreed = rng.normal(size=(50, 8))
    assert split_r_hat(agreed) < 1.02
    assert split_r_hat(agreed + np.arange(8)) > 2
    assert split_r_hat(np.zeros((8, 3))) == 1.0
    assert split_r_hat(np.tile([0.0, 1.0, 2.0], (8, 1))) == np.inf


def test_r_hat_sees_drift_inside_walks():
    drifting = np.linspace(0, 3, 60)[:, None] + np.random.default_rng(1).normal(size=(60, 8)) * 0.5
    assert split_r_hat(drifting) > 1.5


def test_independent_draws_are_worth_themselves():
    drawn = np.random.default_rng(2).normal(size=(200, 20))
    assert effective_draws(drawn) == pytest.approx(4000, rel=0.15)


def test_correlated_draws_are_worth_less():
    """A first-order chain with correlation r is worth (1 - r) / (1 + r) of its draws."""
    rng, walks = np.random.default_rng(3), np.zeros((1000, 20))
    for at in range(1, 1000):
        walks[at] = 0.8 * walks[at - 1] + 0.6 * rng.normal(size=20)
    assert effective_draws(walks[100:]) == pytest.approx(18_000 / 9, rel=0.2)
