"""SMAA of normal scores and of rankings, against closed forms and a loop in plain Python."""

from __future__ import annotations

from math import erf, log, log2, sqrt

import numpy as np
import pytest

from cximpact.decision.acceptability import orders, ordinal_scores, smaa
from cximpact.exceptions import InputError

DRAWS = 40_000
NEAR = 0.01


def phi(z: float) -> float:
    return 0.5 * (1 + erf(z / sqrt(2)))


def test_two_alternatives_two_criteria_share_the_weights() -> None:
    """A = (1, 0) beats B = (0.25, 1) where w > 0.25 w + 1 - w, so where w > 4/7.

    Its share is 3/7, its central weight on the first criterion (4/7 + 1)/2 = 11/14; B's is 2/7.
    """
    found = smaa([[1, 0], [0.25, 1]], draws=DRAWS)
    assert found.first == pytest.approx([3 / 7, 4 / 7], abs=NEAR)
    assert found.central_weights[:, 0] == pytest.approx([11 / 14, 2 / 7], abs=NEAR)
    assert found.confidence.tolist() == [1, 1]


def test_specialists_share_the_whole_simplex() -> None:
    """Each is first where its own weight is largest.

    The largest of three uniform shares has mean (1 + 1/2 + 1/3)/3 = 11/18.
    """
    found = smaa(np.eye(3), draws=DRAWS)
    assert found.first == pytest.approx([1 / 3] * 3, abs=NEAR)
    expected = np.full((3, 3), 7 / 36) + np.eye(3) * (11 / 18 - 7 / 36)
    assert found.central_weights == pytest.approx(expected, abs=NEAR)


def test_certain_weights_leave_a_normal_difference() -> None:
    """(0.5, 0.2, 0.3): means 0.55 and 0.46; variance 0.25 (0.04 + 0.01) + 0.04 x 0.09 = 0.0161."""
    mean = [[0.6, 0.5, 0.5], [0.5, 0.3, 0.5]]
    sd = [[0.2, 0.3, 0.0], [0.1, 0.0, 0.0]]
    found = smaa(mean, sd, weights=[0.5, 0.2, 0.3], draws=DRAWS)
    assert found.first[0] == pytest.approx(phi(0.09 / sqrt(0.0161)), abs=NEAR)
    assert found.confidence == pytest.approx(found.first, abs=1e-12)
    assert found.central_weights[0] == pytest.approx([0.5, 0.2, 0.3])


def test_alike_alternatives_take_every_rank_alike() -> None:
    found = smaa(np.zeros((5, 2)), 1.0, draws=DRAWS)
    assert found.rank == pytest.approx(np.full((5, 5), 0.2), abs=NEAR)
    assert found.entropy == pytest.approx([log2(5)] * 5, abs=NEAR)
    assert found.expected_rank == pytest.approx([3] * 5, abs=0.05)


def test_where_nothing_is_uncertain_the_first_of_equals_is_first() -> None:
    found = smaa([[0.3, 0.3], [0.3, 0.3]], draws=50)
    assert found.first.tolist() == [1, 0]
    assert np.isnan(found.central_weights[1]).all() and np.isnan(found.confidence[1])


def test_no_weights_favour_what_is_dominated() -> None:
    found = smaa([[0.9, 0.8], [0.5, 0.2], [0.1, 0.9]], draws=2_000)
    assert found.first[1] == 0
    assert np.isnan(found.central_weights[1]).all()


def test_a_loop_over_draws_gives_the_same_shares() -> None:
    """The textbook: draw every score and the weights, sum, sort."""
    random = np.random.default_rng(5)
    mean, sd = random.uniform(0, 1, (6, 3)), random.uniform(0.05, 0.3, (6, 3))
    counts = np.zeros((6, 6))
    for _ in range(20_000):
        value = random.normal(mean, sd) @ random.dirichlet(np.ones(3))
        counts[np.argsort(-value), np.arange(6)] += 1
    assert smaa(mean, sd, draws=DRAWS).rank == pytest.approx(counts / 20_000, abs=0.015)


def test_a_shift_that_all_share_changes_nothing() -> None:
    random = np.random.default_rng(6)
    mean = random.uniform(0, 1, (5, 3))
    shift = np.array([1e3, -1e3, 0.0])
    one, other = smaa(mean, 0.1, draws=3_000), smaa(mean + shift, 0.1, draws=3_000)
    assert one.rank == pytest.approx(other.rank, abs=0.002)


@pytest.mark.parametrize("block", [1, 9])
def test_threads_do_not_change_anything_and_a_seed_does(
    monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    random = np.random.default_rng(8)
    mean, sd = random.uniform(0, 1, (9, 3)), random.uniform(0, 0.4, (9, 3))
    monkeypatch.setattr(orders, "BLOCK", block)
    one, two = (smaa(mean, sd, draws=500, threads=count) for count in (1, 2))
    other = smaa(mean, sd, draws=500, seed=1)
    for name in ("rank", "central_weights", "confidence", "pairwise"):
        assert np.array_equal(getattr(one, name), getattr(two, name), equal_nan=True)
    assert not np.array_equal(one.rank, other.rank)


def test_weights_that_were_drawn_elsewhere_are_taken_row_by_row() -> None:
    found = smaa([[1, 0], [0, 1]], weights=[[0.9, 0.1], [0.2, 0.8], [3, 1]])
    assert found.draws == 3
    assert found.first == pytest.approx([2 / 3, 1 / 3])
    assert found.central_weights[0] == pytest.approx([0.825, 0.175])


def test_ordinal_scores_are_spaced_like_sorted_uniform_numbers() -> None:
    """Of four in a row the inner two have means 2/3 and 1/3 and variance 1/18."""
    found = ordinal_scores([2, 4, 1, 3], DRAWS)
    assert found.mean(axis=0) == pytest.approx([2 / 3, 0, 1, 1 / 3], abs=NEAR)
    assert found.var(axis=0) == pytest.approx([1 / 18, 0, 0, 1 / 18], abs=NEAR)
    assert (found[:, 2] >= found[:, 0]).all() and (found[:, 0] >= found[:, 3]).all()


def test_equal_ranks_have_equal_scores() -> None:
    found = ordinal_scores([1, 2, 2, 3], 100)
    assert np.array_equal(found[:, 1], found[:, 2])
    assert ordinal_scores([5, 5], 2).tolist() == [[1, 1], [1, 1]]


def test_a_compromise_between_two_opposite_rankings() -> None:
    """A is best and C worst on the first criterion, the other way round on the second, B between.

    B wins where w u + (1 - w) v > max(w, 1 - w), u and v uniform. For t = (1 - w)/w <= 1 that has
    probability t/2; over w uniform on [1/2, 1] the mean of t/2 is ln 2 - 1/2.
    """
    nothing = np.zeros((3, 2))
    found = smaa(nothing, ordinal={0: [1, 2, 3], 1: [3, 2, 1]}, draws=DRAWS)
    middle = log(2) - 0.5
    assert found.first == pytest.approx([(1 - middle) / 2, middle, (1 - middle) / 2], abs=NEAR)
    assert found.confidence[1] == pytest.approx(0.5, abs=0.02)


def test_rankings_stand_beside_measurements() -> None:
    """B is best by rank, A by 1: B = 1 - w, A = w and 0 by rank. Half the weights favour each."""
    found = smaa([[1.0, 77.0], [0.0, -5.0]], 0.0, ordinal={1: [2, 1]}, draws=DRAWS)
    assert found.first == pytest.approx([0.5, 0.5], abs=NEAR)


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        smaa([[1.0, np.nan]], [[-1.0, 0.0]], ordinal={4: [1, 2]})
    assert [problem.field for problem in caught.value.problems] == [
        "mean",
        "sd",
        "ordinal.4",
        "ordinal.4",
    ]


@pytest.mark.parametrize("weights", [[1.0], [[0.0, 0.0]], [[-1.0, 2.0]], [[np.nan, 1.0]]])
def test_weights_that_cannot_be_are_refused(weights: list[object]) -> None:
    with pytest.raises(InputError, match="weights"):
        smaa([[1.0, 2.0]], weights=weights)
