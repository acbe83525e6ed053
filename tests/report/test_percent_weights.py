"""Weights written as percentages of the whole, beside shares of groups that say another thing."""

from __future__ import annotations

import pytest
from attrs import evolve

from cximpact.model.scorecard import Criterion, Scorecard
from cximpact.report.percent_weights import percent_line


def _card(weights, groups):
    """Two customer criteria, then business ones."""
    of = ["customer", "customer", *["business"] * (len(weights) - 2)]
    criteria = tuple(
        Criterion(f"c{at}", group, "rating", float(weight))
        for at, (weight, group) in enumerate(zip(weights, of, strict=True))
    )
    return Scorecard("card", criteria, groups)


def test_percentages_that_groups_bend_are_told_with_the_groups_that_keep_them():
    """45 and 25 are 70 together: of a third, 45 and 25 of 210; 20 and 10 share two thirds."""
    shares = [45 / 210, 25 / 210, 2 * 20 / 90, 2 * 10 / 90]
    assert percent_line(_card([45, 25, 20, 10], {"customer": 1.0, "business": 2.0}), shares) == (
        "the weights 45, 25, 20, 10 make 100, but count 21.4, 11.9, 44.4, 22.2 %, as each group "
        "has a share of its own; if they are meant as percentages: groups: {customer: 70, "
        "business: 30}"
    )


@pytest.mark.parametrize(
    ("weights", "groups", "shares"),
    [
        ([45, 25, 20, 10], {"customer": 70, "business": 30}, [0.45, 0.25, 0.2, 0.1]),
        # 90 in all: no percentages
        ([45, 25, 10, 10], {"customer": 1, "business": 1}, [45 / 140, 25 / 140, 0.25, 0.25]),
        # alike: as drafted, or counted by hand
        ([25, 25, 25, 25], {"customer": 3, "business": 1}, [0.375, 0.375, 0.125, 0.125]),
        # not what the scorecard makes of them: somebody was asked for weights
        ([45, 25, 20, 10], {"customer": 1, "business": 2}, [0.3, 0.3, 0.2, 0.2]),
    ],
)
def test_nothing_is_told_of_other_weights(weights, groups, shares):
    assert percent_line(_card(weights, groups), shares) == ""


def test_weights_stand_in_the_order_of_the_file():
    """Criteria are kept by id; their author wrote c3 and c2 first."""
    card = evolve(
        _card([45, 25, 20, 10], {"customer": 1.0, "business": 2.0}), display_order=("c3", "c2")
    )
    told = percent_line(card, [45 / 210, 25 / 210, 2 * 20 / 90, 2 * 10 / 90])
    assert told.startswith(
        "the weights 10, 20, 45, 25 make 100, but count 22.2, 44.4, 21.4, 11.9 %"
    )
