"""Pairwise comparisons: published matrices, closed forms, missing comparisons."""

from __future__ import annotations

from itertools import combinations
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.model.weighting import Judgement
from cximpact.scoring.weighting.ahp import eigenvector, priorities, separate_groups
from cximpact.scoring.weighting.consistency import (
    ACCEPTABLE,
    consistency,
    consistency_warning,
    random_index,
)

# Relative consumption of drinks in the United States: Saaty (2008), "Decision making with the
# analytic hierarchy process", Int. J. Services Sciences 1(1), 83-98.
DRINKS = {
    "coffee": {"wine": 9, "tea": 5, "beer": 2, "sodas": 1, "milk": 1, "water": 1 / 2},
    "wine": {"tea": 1 / 3, "beer": 1 / 9, "sodas": 1 / 9, "milk": 1 / 9, "water": 1 / 9},
    "tea": {"beer": 1 / 3, "sodas": 1 / 4, "milk": 1 / 3, "water": 1 / 9},
    "beer": {"sodas": 1 / 2, "milk": 1, "water": 1 / 3},
    "sodas": {"milk": 2, "water": 1 / 2},
    "milk": {"water": 1 / 3},
}
DRUNK = {"coffee": 0.177, "wine": 0.019, "tea": 0.042, "beer": 0.116, "sodas": 0.190}
DRUNK |= {"milk": 0.129, "water": 0.327}

ratios = st.sampled_from([1 / 9, 1 / 7, 1 / 5, 1 / 3, 1 / 2, 1.0, 2.0, 3.0, 5.0, 7.0, 9.0])


def compared(table):
    return [
        Judgement(one, other, float(r)) for one, row in table.items() for other, r in row.items()
    ]


def test_saatys_drinks_come_out_as_published() -> None:
    judgements = compared(DRINKS)
    assert consistency("", "customer", judgements).ratio == pytest.approx(0.022, abs=0.0005)
    assert eigenvector(judgements) == pytest.approx(DRUNK, abs=0.0005)


def test_harkers_incomplete_matrix_comes_out_as_published() -> None:
    """Harker (1987): a is twice b, b twice c, a and c not compared: 4/7, 2/7, 1/7, eigenvalue 3."""
    found = priorities([Judgement("a", "b", 2.0), Judgement("b", "c", 2.0)])
    assert found.weights == pytest.approx((4 / 7, 2 / 7, 1 / 7), rel=1e-13)
    assert found.eigenvalue == pytest.approx(3.0, rel=1e-13)
    assert found.missing == 1


@given(ratios, ratios, ratios)
def test_three_by_three_has_a_closed_form(ab, bc, ac) -> None:
    """Weights are the geometric means of rows; the eigenvalue is 1 + d + 1/d, d^3 = ac/(ab bc)."""
    found = priorities([Judgement("a", "b", ab), Judgement("b", "c", bc), Judgement("a", "c", ac)])
    means = [(ab * ac) ** (1 / 3), (bc / ab) ** (1 / 3), (1 / (ac * bc)) ** (1 / 3)]
    assert found.weights == pytest.approx([each / sum(means) for each in means], rel=1e-9)
    d = (ac / (ab * bc)) ** (1 / 3)
    assert found.eigenvalue == pytest.approx(1 + d + 1 / d, rel=1e-9)


@given(st.lists(st.floats(0.05, 1.0), min_size=2, max_size=8), st.data())
def test_comparisons_that_agree_give_the_weights_back(weights, data) -> None:
    """However few comparisons connect the members: here a random tree and some more."""
    names = [f"m{at}" for at in range(len(weights))]
    pairs = {(data.draw(st.integers(0, at - 1)), at) for at in range(1, len(weights))}
    spare = [(a, b) for b in range(len(weights)) for a in range(b)]
    pairs |= set(data.draw(st.lists(st.sampled_from(spare), max_size=5)))
    judgements = [Judgement(names[a], names[b], weights[a] / weights[b]) for a, b in sorted(pairs)]
    found = eigenvector(judgements)
    assert [found[name] for name in names] == pytest.approx(
        [each / sum(weights) for each in weights], rel=1e-9
    )
    ratio = consistency("", "customer", judgements).ratio
    assert ratio is None if len(weights) < 3 else ratio == pytest.approx(0.0, abs=1e-9)


@given(st.permutations(compared(DRINKS)), st.sets(st.integers(0, 20)))
def test_neither_order_nor_direction_of_comparisons_matters(judgements, turned) -> None:
    asked = [
        Judgement(j.other, j.one, 1 / j.ratio) if at in turned else j
        for at, j in enumerate(judgements)
    ]
    assert priorities(asked).weights == pytest.approx(
        priorities(compared(DRINKS)).weights, rel=1e-12
    )


def test_the_comparison_that_hurts_most_comes_first_with_what_the_others_imply() -> None:
    """Weights 8, 4, 2, 1 compared without error, but a to d put at 1/8 instead of 8."""
    sizes = {"a": 8.0, "b": 4.0, "c": 2.0, "d": 1.0}
    names = sorted(sizes)
    judgements = [
        Judgement(one, other, 1 / 8 if (one, other) == ("a", "d") else sizes[one] / sizes[other])
        for at, one in enumerate(names)
        for other in names[at + 1 :]
    ]
    found = consistency("Anna", "customer", judgements)
    assert found.ratio is not None and found.ratio > ACCEPTABLE
    (judgement, implied), *others = found.worst
    assert (judgement.one, judgement.other) == ("a", "d")
    assert implied == pytest.approx(8.0)
    assert len(others) == 2
    warning = consistency_warning(found)
    assert warning is not None
    assert "the comparisons of Anna" in warning
    assert "a to d was put at 1/8, the others imply 8" in warning


def test_comparisons_that_agree_well_enough_raise_no_warning() -> None:
    found = consistency("", "customer", compared(DRINKS))
    assert found.worst == ()
    assert consistency_warning(found) is None


def test_two_members_have_no_consistency_ratio() -> None:
    found = consistency("", "groups", [Judgement("customer", "business", 2.0)])
    assert found.ratio is None
    assert consistency_warning(found) is None


def test_the_random_index_is_saatys() -> None:
    assert [random_index(n) for n in (3, 4, 7, 15)] == [0.58, 0.90, 1.32, 1.59]
    assert 1.59 < random_index(16) < random_index(20) < 1.7699


@pytest.mark.parametrize(("members", "missing"), [(5, 1), (5, 3), (6, 5)])
def test_the_random_index_falls_as_comparisons_made_at_random_do(members, missing) -> None:
    """Against the mean index of 800 random matrices on Saaty's scale, by numpy's eigenvalues."""
    chance = np.random.default_rng(7)
    scale = [*(1 / each for each in range(9, 1, -1)), *range(1, 10)]
    pairs = list(combinations(range(members), 2))
    found = []
    for _ in range(800):
        left_out = chance.choice(len(pairs), missing, replace=False)
        matrix = np.eye(members)
        for at, (one, other) in enumerate(pairs):
            if at in left_out:
                matrix[one, one] += 1
                matrix[other, other] += 1
            else:
                matrix[one, other] = chance.choice(scale)
                matrix[other, one] = 1 / matrix[one, other]
        largest = np.linalg.eigvals(matrix).real.max()
        found.append((largest - members) / (members - 1))
    assert random_index(members, missing) == pytest.approx(np.mean(found), abs=0.1)


def test_comparisons_that_only_just_connect_cannot_contradict() -> None:
    assert random_index(5, 6) == pytest.approx(0.0, abs=1e-12)
    chain = [Judgement(a, b, r) for a, b, r in [("a", "b", 9.0), ("c", "b", 9.0), ("c", "d", 0.2)]]
    assert consistency("", "customer", chain).ratio == 0.0


def test_what_no_comparison_connects_is_told_apart() -> None:
    judgements = [Judgement("a", "b", 2.0), Judgement("d", "c", 2.0), Judgement("c", "e", 1.0)]
    groups = separate_groups(judgements, ["a", "b", "c", "d", "e", "f"])
    assert groups == [["a", "b"], ["c", "d", "e"], ["f"]]


def test_extreme_comparisons_do_not_overflow() -> None:
    chain = [Judgement(f"m{at:02}", f"m{at + 1:02}", 1e6) for at in range(14)]
    weights = priorities(chain).weights
    assert weights[0] == pytest.approx(1 - 1e-6, rel=1e-9)
    assert prod(w > 0 for w in weights)


def test_a_comparison_that_alone_connects_a_member_hurts_nothing() -> None:
    """a beats b beats c beats a; only one comparison tells of d, so no other implies it."""
    circle = [("a", "b", 9.0), ("b", "c", 9.0), ("c", "a", 9.0), ("a", "d", 9.0)]
    found = consistency("", "customer", [Judgement(*each) for each in circle])
    assert {frozenset((j.one, j.other)) for j, _ in found.worst} == {
        frozenset("ab"),
        frozenset("bc"),
        frozenset("ca"),
    }
    assert all(implied == pytest.approx(1 / 81) for _, implied in found.worst)
