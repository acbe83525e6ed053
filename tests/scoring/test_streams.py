"""Streams of random numbers: keyed, even, and independent of each other."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from cximpact.scoring.streams import stream


def test_a_stream_depends_on_its_key_alone():
    assert stream(0, "rating", "P1", "ease").random(5).tolist() == (
        stream(0, "rating", "P1", "ease").random(5).tolist()
    )


@pytest.mark.parametrize(
    "key",
    [(1, "rating", "P1", "ease"), (0, "cost", "P1", "ease"), (0, "rating", "P1e", "ase")],
)
def test_another_seed_kind_or_id_gives_another_stream(key):
    assert stream(*key).random() != stream(0, "rating", "P1", "ease").random()


def test_numbers_are_even_within_a_stream_and_across_streams():
    """Kolmogorov and Smirnov's test against the uniform distribution."""
    within = stream(0, "rating", "P1", "ease").random(20_000)
    across = np.array([stream(0, "rating", f"P{number}").random() for number in range(5_000)])
    assert stats.kstest(within, "uniform").pvalue > 0.001
    assert stats.kstest(across, "uniform").pvalue > 0.001


def test_neighbouring_streams_do_not_follow_each_other():
    """The correlation of 5,000 independent pairs stays within four standard errors of zero."""
    heads = np.array([stream(0, "rating", f"P{number}").random() for number in range(5_001)])
    assert abs(np.corrcoef(heads[:-1], heads[1:])[0, 1]) < 4 / np.sqrt(5_000)
