"""Statements: what they demand of weights, and the words they are told in."""

from __future__ import annotations

import pytest

from cximpact.model.weighting import Judgement
from cximpact.scoring.weighting.statements import (
    ahp,
    at_least,
    interval,
    order,
    points,
    ratio,
    shares,
)


def holds(statement, **weights) -> bool:
    """Say whether weights obey a statement, straight from its conditions."""
    return all(
        sum(c * weights[name] for name, c in each.coefficients) >= each.least - 1e-12
        for each in statement.halfspaces
    )


@pytest.mark.parametrize(
    ("statement", "obeying", "breaking"),
    [
        (at_least("customer", "a", "b"), {"a": 0.5, "b": 0.5}, {"a": 0.4, "b": 0.6}),
        (interval("customer", "a", 0.2, 0.4), {"a": 0.4}, {"a": 0.41}),
        (interval("customer", "a", 0.2, 1), {"a": 1.0}, {"a": 0.19}),
        (ratio("customer", "a", "b", 2, 3), {"a": 0.6, "b": 0.3}, {"a": 0.6, "b": 0.1}),
        (ratio("customer", "a", "b", 2, 3), {"a": 0.6, "b": 0.2}, {"a": 0.5, "b": 0.3}),
        (ratio("customer", "a", "b", 2, None), {"a": 1.0, "b": 0.0}, {"a": 0.3, "b": 0.2}),
        (order("customer", [["a"], ["b"]]), {"a": 0.6, "b": 0.4}, {"a": 0.3, "b": 0.7}),
        (order("customer", [["a", "b"]]), {"a": 0.5, "b": 0.5}, {"a": 0.6, "b": 0.4}),
    ],
)
def test_a_statement_tells_weights_that_obey_from_those_that_do_not(
    statement, obeying, breaking
) -> None:
    assert holds(statement, **obeying)
    assert not holds(statement, **breaking)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (interval("customer", "ease", 0, 0.4), "ease counts at most 40% of the customer part"),
        (interval("groups", "customer", 0.5, 1), "customer counts at least 50% of the whole"),
        (interval("customer", "ease", 0.25, 0.25), "ease counts 25% of the customer part"),
        (ratio("customer", "a", "b", 2, 2), "a counts 2 times as much as b"),
        (ratio("customer", "a", "b", 0, 1.5), "a counts at most 1.5 times as much as b"),
        (
            shares("customer", {"ease": 0.3, "calm": 0.2}, within=0),
            "ease counts 30% and calm 20% of the customer part, exactly",
        ),
        (
            points("groups", {"customer": 60, "business": 40}),
            "among the groups customer has 60 points and business 40",
        ),
        (
            ahp("customer", [Judgement("a", "b", 1.0), Judgement("a", "c", 1 / 3)]),
            "compared in pairs in the customer part, a counts as much as b and a counts 1/3 of c",
        ),
    ],
)
def test_a_statement_is_told_in_plain_words(statement, words) -> None:
    assert statement.words == words


def test_many_comparisons_are_told_in_short() -> None:
    judgements = [Judgement("a", f"b{at}", 2.0) for at in range(9)]
    assert ahp("customer", judgements).words.endswith("and 4 more comparisons")


def test_a_number_that_is_none_is_not_lost() -> None:
    """So that the check of statements finds it."""
    assert interval("customer", "a", float("nan"), 1).halfspaces
    assert interval("customer", "a", 0, float("nan")).halfspaces
