"""The result says how weights were drawn, and whether the walks can be relied on."""

from __future__ import annotations

import numpy as np

from cximpact.scoring.weighting.sampling import PartDraws, sampling_words


def drawn(way, r_hat=1.0, worth=1.0):
    return PartDraws("customer", np.ones((1, 1)), way, r_hat, worth)


def test_fixed_weights_need_no_draws():
    assert sampling_words([drawn("fixed")]) == "weights are fixed"


def test_exact_ways_are_told_as_one():
    words = sampling_words([drawn("simplex"), drawn("rejection"), drawn("fixed")])
    assert words.endswith("drawn exactly and independently")


def test_the_worst_of_several_walks_is_told():
    words = sampling_words([drawn("walk", 1.001, 0.9), drawn("walk", 1.012, 0.95)])
    assert "R-hat 1.012" in words
    assert "100 of its draws are worth 90 independent ones" in words
    assert "not enough" not in words


def test_beside_walks_what_is_exact_stays_told():
    assert "partly drawn exactly" in sampling_words([drawn("simplex"), drawn("walk")])


def test_walks_that_do_not_agree_are_a_warning():
    assert "not enough to rely on the bands" in sampling_words([drawn("walk", 1.3, 0.1)])
