"""Acceptability of drawn values, against ranking and counting draw by draw."""

from __future__ import annotations

from math import log2
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.decision.acceptability import accept, orders, pairs, share_error, tally
from cximpact.model.robustness import Acceptability


def ranks_by_hand(value: np.ndarray, ranked: list[int]) -> np.ndarray:
    """Draws x ranked: 1 for the highest value, of equals for the lower position."""
    found = np.empty((len(value), len(ranked)), dtype=np.int64)
    for row, values in enumerate(value.tolist()):
        best_first = sorted(ranked, key=lambda at: (-values[at], at))
        found[row] = [best_first.index(at) + 1 for at in ranked]
    return found


@st.composite
def problems(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """Few different values, so that many are equal; some at the ends of what 32 bits hold."""
    proposals = draw(st.integers(1, 7))
    draws = draw(st.integers(1, 40))
    numbers = st.sampled_from([-(2**31), -3, -1, 0, 1, 2, 2**31 - 1])
    rows = st.lists(numbers, min_size=proposals, max_size=proposals)
    value = np.array(draw(st.lists(rows, min_size=draws, max_size=draws)), dtype=np.int32)
    weights = np.random.default_rng(draw(st.integers(0, 9))).dirichlet(np.ones(3), draws)
    kept = draw(st.sets(st.integers(0, proposals - 1), min_size=1))
    return value, weights, sorted(kept)


@settings(max_examples=60, deadline=None)
@given(problem=problems())
def test_every_figure_is_what_counting_gives(problem: Any) -> None:
    value, weights, ranked = problem
    ranks = ranks_by_hand(value, ranked)
    found = accept(value, weights, ranked)
    count = len(ranked)
    shares = np.array([[np.mean(ranks[:, i] == r + 1) for r in range(count)] for i in range(count)])
    assert found.proposals == tuple(ranked)
    assert found.rank == pytest.approx(shares)
    assert found.first == pytest.approx(shares[:, 0])
    assert found.expected_rank == pytest.approx(ranks.mean(axis=0))
    assert found.rank_low == pytest.approx(np.percentile(ranks, 5, axis=0))
    assert found.rank_high == pytest.approx(np.percentile(ranks, 95, axis=0))
    bits = [-sum(p * log2(p) for p in row if p) for row in shares.tolist()]
    assert found.entropy == pytest.approx(bits, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(problem=problems())
def test_central_weights_and_pairs_are_what_counting_gives(problem: Any) -> None:
    value, weights, ranked = problem
    ranks = ranks_by_hand(value, ranked)
    found = accept(value, weights, ranked)
    for row in range(len(ranked)):
        first = ranks[:, row] == 1
        if first.any():
            assert found.central_weights[row] == pytest.approx(weights[first].mean(axis=0))
        else:
            assert np.isnan(found.central_weights[row]).all()
        for other in range(len(ranked)):
            wins = np.mean(ranks[:, row] < ranks[:, other])
            assert found.pairwise[row, other] == pytest.approx(wins)


@settings(max_examples=40, deadline=None)
@given(problem=problems())
def test_shares_sum_as_they_must(problem: Any) -> None:
    value, weights, ranked = problem
    found = accept(value, weights, ranked)
    assert found.rank.sum(axis=0) == pytest.approx(np.ones(len(ranked)))
    assert found.rank.sum(axis=1) == pytest.approx(np.ones(len(ranked)))
    together = found.pairwise + found.pairwise.T + np.eye(len(ranked))
    assert together == pytest.approx(np.ones_like(together))


@settings(max_examples=40, deadline=None)
@given(problem=problems())
def test_a_long_list_gets_the_same_figures_without_the_matrices(problem: Any) -> None:
    value, weights, ranked = problem
    short = accept(value, weights, ranked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tally, "MOST_COUNTED", 0)
        patch.setattr(pairs, "MOST_PAIRED", 0)
        long = accept(value, weights, ranked)
    assert long.rank is None and long.pairwise is None
    for name in ("expected_rank", "rank_low", "rank_high", "first", "entropy"):
        assert getattr(long, name) == pytest.approx(getattr(short, name), abs=1e-12)


def test_a_list_too_long_says_what_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from cximpact.decision.acceptability import accepting

    monkeypatch.setattr(accepting, "MOST_PAIRED", 1)
    monkeypatch.setattr(accepting, "MOST_COUNTED", 1)
    notes = accept(np.array([[1, 2]], dtype=np.int32), np.ones((1, 1)), [0, 1]).notes
    assert notes == (
        "Shares of every single rank are given for up to 1 proposals; set some aside to see them.",
        "Proposals are compared in pairs up to 1 of them; set some aside to see that.",
    )


def same(one: Acceptability, other: Acceptability) -> bool:
    names = ("rank", "expected_rank", "rank_low", "rank_high", "first", "entropy")
    more = ("central_weights", "confidence", "pairwise")
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)
        for name in (*names, *more)
    )


@pytest.mark.parametrize("block", [1, 7, 1_000])
@pytest.mark.parametrize("threads", [1, 2])
def test_neither_threads_nor_blocks_change_anything(
    monkeypatch: pytest.MonkeyPatch, block: int, threads: int
) -> None:
    random = np.random.default_rng(1)
    value = random.integers(-50, 50, (300, 70)).astype(np.int32)
    weights = random.dirichlet(np.ones(4), 300)
    scores = random.uniform(-1, 1, (70, 300, 4))
    expected = accept(value, weights, range(70), scores.__getitem__, threads=1)
    monkeypatch.setattr(orders, "BLOCK", block)
    assert same(accept(value, weights, range(70), scores.__getitem__, threads=threads), expected)


def test_the_order_in_which_proposals_are_named_does_not_matter() -> None:
    value = np.random.default_rng(2).integers(0, 9, (50, 4)).astype(np.int32)
    weights = np.full((50, 2), 0.5)
    assert same(accept(value, weights, [0, 1, 3]), accept(value, weights, [3, 1, 0, 1]))


def test_values_equal_at_nine_decimals_go_by_id() -> None:
    found = accept(np.array([[7, 7, 7]] * 4, dtype=np.int32), np.ones((4, 1)), [0, 1, 2])
    assert found.expected_rank.tolist() == [1, 2, 3]
    assert found.entropy.tolist() == [0, 0, 0]


def test_what_differs_by_one_unit_of_the_ninth_decimal_differs() -> None:
    """Two values next to each other at the end of the range, where a float of 32 bits is blind."""
    value = np.array([[999_999_999, 1_000_000_000]], dtype=np.int32)
    assert accept(value, np.ones((1, 1)), [0, 1]).first.tolist() == [0, 1]


def test_nobody_ranked_is_nobody_told_of() -> None:
    found = accept(np.zeros((3, 2), dtype=np.int32), np.ones((3, 2)), [])
    assert found.proposals == () and found.rank.shape == (0, 0)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), proposals=st.integers(1, 6))
def test_confidence_is_what_counting_under_the_central_weights_gives(
    seed: int, proposals: int
) -> None:
    """Scores on a coarse grid and halves as weights, so that values are often equal."""
    random = np.random.default_rng(seed)
    scores = random.integers(-2, 3, (30, proposals, 2)) / 2
    weights = random.choice([[1.0, 0.0], [0.0, 1.0]], 30)
    value = np.rint((scores * weights[:, None]).sum(axis=2) * 1e9).astype(np.int32)
    found = accept(value, weights, range(proposals), lambda at: scores[:, at])
    for at in range(proposals):
        central = found.central_weights[at]
        if np.isnan(central).any():
            assert np.isnan(found.confidence[at])
            continue
        under = np.rint((scores * central).sum(axis=2) * 1e9)
        ranks = ranks_by_hand(under, list(range(proposals)))
        assert found.confidence[at] == pytest.approx(np.mean(ranks[:, at] == 1))


def test_only_so_many_confidence_factors_are_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those most often first get one; the note says how many others there are."""
    from cximpact.decision.acceptability import confidence

    monkeypatch.setattr(confidence, "MOST_ASKED", 1)
    value = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 0]], dtype=np.int32)
    scores = value / 1e9
    found = accept(value, np.ones((3, 1)), range(3), lambda at: scores[:, [at]])
    assert np.isnan(found.confidence).tolist() == [True, False, True]
    assert found.notes == (
        "Confidence factors are worked out for 1 of the 2 proposals that are ever first, those "
        "most often first.",
    )


def test_more_weights_than_kept_values_are_left_unread() -> None:
    value = np.array([[1, 0]], dtype=np.int32)
    found = accept(value, np.array([[0.3, 0.7], [1.0, 0.0]]), [0, 1])
    assert found.central_weights[0].tolist() == [0.3, 0.7]


def test_the_standard_error_of_a_share() -> None:
    """sqrt(0.2 x 0.8 / 100) = 0.04."""
    assert share_error([0.2, 0.0], 100) == pytest.approx([0.04, 0.0])


@settings(max_examples=30, deadline=None)
@given(problem=problems(), gain=st.integers(1, 5))
def test_a_better_value_never_lowers_the_share_of_first_ranks(problem: Any, gain: int) -> None:
    value, weights, ranked = problem
    before = accept(value, weights, ranked)
    better = value.copy()
    better[:, ranked[0]] = np.minimum(better[:, ranked[0]].astype(np.int64) + gain, 2**31 - 1)
    after = accept(better, weights, ranked)
    assert after.first[0] >= before.first[0]
    assert after.expected_rank[0] <= before.expected_rank[0]
