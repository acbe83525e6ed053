"""Central and extreme weights of whole scorecards, and what the result tells of them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from cximpact.exceptions import InternalError
from cximpact.model.weighting import Judgement, Stakeholder, Weighting, WeightPart
from cximpact.scoring.weighting.central import with_central_weights
from cximpact.scoring.weighting.describing import weighting_result
from cximpact.scoring.weighting.spaces import weight_spaces
from cximpact.scoring.weighting.statements import (
    ahp,
    at_least,
    interval,
    order,
    points,
    ratio,
    shares,
)
from cximpact.scoring.weighting.vertices import extreme_points, extreme_weights
from cximpact.scoring.weights import criterion_weights


def weights_of(card) -> dict[str, float]:
    return {each.id: each.weight for each in card.criteria}


def test_where_nobody_speaks_the_scorecard_stays_the_same_object(say) -> None:
    card = say.card({"x": 3.0}, a=1 / 3, b=0.1)
    assert with_central_weights(card, weight_spaces(card, Weighting())) is card


def test_a_part_of_which_nobody_speaks_keeps_its_points(say) -> None:
    card = say.card({"x": 3.0, "y": 4.0}, a=7, b=2)
    said = say.weighting(order("customer", [["b"], ["a"]]))
    found = with_central_weights(card, weight_spaces(card, said))
    assert weights_of(found) == {"a": 25.0, "b": 75.0, "x": 3.0, "y": 4.0}
    assert found.groups == card.groups


def test_central_weights_are_the_mean_of_the_voices_by_their_share(say) -> None:
    """Anna (3 of 4) puts a at 0.8, Bo at 0.4: 0.7. Groups: Anna 0.5, Bo keeps 0.6: 0.525."""
    card = say.card({"x": 1.0}, a=1, b=1)
    voices = (
        Stakeholder(
            "Anna", 3, (points("customer", {"a": 4, "b": 1}), shares("groups", {"customer": 0.5}))
        ),
        Stakeholder("Bo", 1, (points("customer", {"a": 2, "b": 3}),)),
    )
    spaces = weight_spaces(card, Weighting(voices))
    found = with_central_weights(card, spaces)
    assert weights_of(found) == pytest.approx({"a": 70.0, "b": 30.0, "x": 1.0})
    assert found.groups == pytest.approx({"business": 47.5, "customer": 52.5})
    whole, _ = criterion_weights(found)
    assert whole.tolist() == pytest.approx([0.525 * 0.7, 0.525 * 0.3, 0.475])


def test_a_voice_without_a_share_is_heard_but_does_not_count(say) -> None:
    card = say.card(a=1, b=1)
    voices = (
        Stakeholder("Anna", 1, (points("customer", {"a": 3, "b": 1}),)),
        Stakeholder("Guest", 0, (points("customer", {"a": 1, "b": 3}),)),
    )
    spaces = weight_spaces(card, Weighting(voices))
    assert weights_of(with_central_weights(card, spaces)) == {"a": 75.0, "b": 25.0}


def test_extreme_points_of_an_order_are_equal_weights_of_the_first_few(say) -> None:
    part = say.part_of(say.card(a=1, b=1, c=1), order("customer", [["a"], ["b"], ["c"]]))
    third = 1 / 3
    expected = [[third, third, third], [0.5, 0.5, 0], [1, 0, 0]]
    assert extreme_points(part) == pytest.approx(np.array(expected))


def test_extreme_weights_combine_the_corners_of_all_parts(say) -> None:
    """Business share 0.3 or 0.5; b first of a and b: (1/2,1/2) or (0,1); x before y likewise."""
    card = say.card({"x": 1.0, "y": 1.0}, a=1, b=1)
    said = say.weighting(order("customer", [["b"], ["a"]]), order("business", [["x"], ["y"]]))
    found = extreme_weights(card, weight_spaces(card, said), 100)
    expected = sorted(
        [(1 - g) * a, (1 - g) * (1 - a), g * x, g * (1 - x)]
        for g, a, x in product([0.3, 0.5], [0.0, 0.5], [0.5, 1.0])
    )
    assert found == pytest.approx(np.array(expected))
    assert found.sum(axis=1) == pytest.approx(np.ones(8))
    assert extreme_weights(card, weight_spaces(card, said), 7) is None


def test_corners_that_stakeholders_share_count_once(say) -> None:
    """a at least b: (1, 0) and (1/2, 1/2); b at least a: (0, 1) and (1/2, 1/2)."""
    card = say.card(a=1, b=1)
    voices = (
        Stakeholder("Anna", statements=(at_least("customer", "a", "b"),)),
        Stakeholder("Bo", statements=(at_least("customer", "b", "a"),)),
    )
    found = extreme_weights(card, weight_spaces(card, Weighting(voices)), 3)
    assert found.tolist() == [[0.0, 1.0], [0.5, 0.5], [1.0, 0.0]]


def test_the_result_has_ranges_words_and_consistency_per_stakeholder(say) -> None:
    card = say.card(a=1, b=1, c=1)
    circle = [Judgement("a", "b", 3.0), Judgement("b", "c", 3.0), Judgement("c", "a", 3.0)]
    voices = (
        Stakeholder("Anna", statements=(at_least("customer", "a", "b"),)),
        Stakeholder("Bo", statements=(ahp("customer", circle),)),
    )
    said = Weighting(voices)
    result = weighting_result(card, said, weight_spaces(card, said))
    first = result.ranges[0]
    assert (first.stakeholder, first.member, first.low, first.high) == ("Anna", "a", 0.0, 1.0)
    assert first.center == pytest.approx(0.5)
    assert [each.stakeholder for each in result.ranges] == ["Anna"] * 3 + ["Bo"] * 3
    assert result.statements["Anna"] == ("a counts at least as much as b",)
    assert result.statements["Bo"][0].endswith("(each give or take 25%)")
    # Three times round: d = 3, eigenvalue 1 + 3 + 1/3; index (4.333 - 3)/2, over 0.58.
    (found,) = result.consistency
    assert found.ratio == pytest.approx((13 / 3 - 3) / 2 / 0.58)
    assert len(found.worst) == 3
    assert found.worst[0][1] == pytest.approx(1 / 9)


def test_what_all_agree_on_is_what_obeys_everybody(say) -> None:
    card = say.card({"x": 1.0}, a=1, b=1)
    voices = (
        Stakeholder("Anna", statements=(interval("customer", "a", 0.3, 0.7),)),
        Stakeholder("Bo", statements=(interval("customer", "a", 0.5, 0.9),)),
        Stakeholder("Cy"),
    )
    said = Weighting(voices)
    result = weighting_result(card, said, weight_spaces(card, said))
    assert result.disagreements == ()
    common = {(each.part, each.member): (each.low, each.high) for each in result.common}
    assert common["customer", "a"] == pytest.approx((0.5, 0.7))
    assert common["customer", "b"] == pytest.approx((0.3, 0.5))
    assert common["groups", "customer"] == pytest.approx((0.5, 0.7))


def test_one_voice_alone_has_nothing_in_common_with_anybody(say) -> None:
    card = say.card(a=1, b=1)
    said = say.weighting(at_least("customer", "a", "b"))
    assert weighting_result(card, said, weight_spaces(card, said)).common == ()


def test_disagreements_name_the_fewest_statements_that_clash(say) -> None:
    card = say.card({"x": 1.0}, a=1, b=1, c=1)
    voices = (
        Stakeholder(
            "Anna",
            statements=(interval("customer", "c", 0.1, 1), at_least("customer", "a", "b")),
        ),
        Stakeholder(
            "Bo", statements=(ratio("customer", "b", "a", 2, None), at_least("customer", "b", "c"))
        ),
        Stakeholder("Cy", statements=(shares("groups", {"customer": 0.9}),)),
    )
    said = Weighting(voices)
    result = weighting_result(card, said, weight_spaces(card, said))
    (found,) = result.disagreements
    assert (found.one, found.other, found.part) == ("Anna", "Bo", "customer")
    # a >= b >= 2a leaves only a = b = 0, and then b >= c leaves nothing.
    assert found.clash == (
        "Anna: a counts at least as much as b",
        "Bo: b counts at least 2 times as much as a",
        "Bo: b counts at least as much as c",
    )
    assert {each.part for each in result.common} == {"business", "groups"}


def test_three_that_agree_in_pairs_can_still_disagree(say) -> None:
    """Each of a, b, c at most 0.3: any two leave room, all three leave 0.1 to nobody."""
    card = say.card(a=1, b=1, c=1)
    voices = tuple(
        Stakeholder(name, statements=(interval("customer", member, 0, 0.3),))
        for name, member in [("Anna", "a"), ("Bo", "b"), ("Cy", "c")]
    )
    said = Weighting(voices)
    result = weighting_result(card, said, weight_spaces(card, said))
    (found,) = result.disagreements
    assert (found.one, found.other, len(found.clash)) == ("Anna", "Bo and Cy", 3)
    assert result.common == ()


def test_estimated_centers_are_told(say) -> None:
    names = [f"m{at:02}" for at in range(12)]
    card = say.card(**dict.fromkeys(names, 1.0))
    said = say.weighting(*(interval("customer", each, 0.04, 0.2) for each in names))
    result = weighting_result(card, said, weight_spaces(card, said))
    assert "the central weights of the customer part are estimated" in result.method


def test_a_part_that_nothing_obeys_is_a_fault_of_ours() -> None:
    rows = np.array([[1.0, -1.0], [-1.0, 1.0]])
    least, numbers = np.array([0.1, 0.1]), np.array([0, 1])
    part = WeightPart("customer", ("a", "b"), rows, least, numbers, np.array([0.5, 0.5]))
    with pytest.raises(InternalError, match="no weights obey"):
        extreme_points(part)
