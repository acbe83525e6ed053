"""Spaces of weights: what each kind of statement leaves open, defaults, and what is refused."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.exceptions import InputError
from cximpact.model.weighting import Judgement, Stakeholder, Weighting
from cximpact.scoring.weighting.conflicts import smallest_conflict
from cximpact.scoring.weighting.ranges import weight_ranges
from cximpact.scoring.weighting.spaces import met, weight_spaces
from cximpact.scoring.weighting.statements import (
    ahp,
    at_least,
    interval,
    order,
    points,
    ratio,
    shares,
)

MEMBERS = ("a", "b", "c", "d")


def open_range(part) -> dict[str, tuple[float, float]]:
    """Return the least and the most of each weight."""
    return {each.member: (each.low, each.high) for each in weight_ranges(part)}


def near(low, high):
    return (pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9))


def centers(part) -> dict[str, float]:
    return dict(zip(part.members, part.center.tolist(), strict=True))


@st.composite
def statements(draw, members=MEMBERS):
    """Draw a statement of one condition or more about the customer part."""
    one, other = draw(st.permutations(members))[:2]
    low = draw(st.sampled_from([0.0, 0.1, 0.2, 0.3, 0.5]))
    kind = draw(st.sampled_from(["at least", "interval", "ratio", "order", "some points"]))
    if kind == "at least":
        return at_least("customer", one, other)
    if kind == "interval":
        return interval(
            "customer", one, low, min(1.0, low + draw(st.sampled_from([0.0, 0.2, 0.6])))
        )
    if kind == "ratio":
        return ratio("customer", one, other, 1 + low, draw(st.sampled_from([None, 2.0, 4.0])))
    if kind == "order":
        ranked = draw(st.permutations(members))[: draw(st.integers(2, len(members)))]
        return order("customer", [[each] for each in ranked])
    return points(
        "customer", {one: 50 * (1 + low), other: 50}, within=draw(st.sampled_from([0, 0.2]))
    )


def test_nobody_says_anything(say) -> None:
    """Points 30, 50, 20 give or take a quarter; groups 60 and 40 give or take 10 of 100."""
    card = say.card({"cost": 1.0}, calm=30, ease=50, trust=20)
    (space,) = weight_spaces(card, Weighting())
    assert (space.stakeholder, space.share) == ("", 1.0)
    assert [part.name for part in space.parts] == ["business", "customer", "groups"]
    business, customer, groups = space.parts
    assert open_range(business) == {"cost": near(1, 1)}
    assert open_range(customer) == {
        "calm": near(0.225, 0.375),
        "ease": near(0.375, 0.625),
        "trust": near(0.15, 0.25),
    }
    assert open_range(groups) == {"business": near(0.3, 0.5), "customer": near(0.5, 0.7)}
    assert centers(customer) == {"calm": 0.3, "ease": 0.5, "trust": 0.2}
    assert set(customer.statement.tolist()) == {-1}


def test_one_group_has_no_part_of_groups(say) -> None:
    (space,) = weight_spaces(say.card(a=1, b=1), Weighting())
    assert [part.name for part in space.parts] == ["customer"]


def test_points_of_all_members_replace_the_scorecards(say) -> None:
    part = say.part_of(say.card(a=1, b=1), points("customer", {"a": 80, "b": 20}, within=0.1))
    # b at most 0.22, so a at least 0.78, which is more than 0.8 less a tenth.
    assert open_range(part) == {"a": near(0.78, 0.82), "b": near(0.18, 0.22)}
    assert centers(part) == {"a": 0.8, "b": 0.2}


def test_points_taken_at_their_word_leave_nothing_open(say) -> None:
    part = say.part_of(
        say.card(a=1, b=1, c=1), points("customer", {"a": 1, "b": 2, "c": 4}, within=0)
    )
    assert open_range(part) == {
        "a": near(1 / 7, 1 / 7),
        "b": near(2 / 7, 2 / 7),
        "c": near(4 / 7, 4 / 7),
    }


def test_points_of_some_members_fix_the_proportions_among_them(say) -> None:
    """a to b as 3 to 1, each give or take a fifth: from 3 x 0.8/1.2 = 2 to 3 x 1.2/0.8 = 4.5."""
    part = say.part_of(say.card(a=1, b=1, c=1), points("customer", {"a": 30, "b": 10}, within=0.2))
    assert open_range(part) == {"a": near(0, 9 / 11), "b": near(0, 1 / 3), "c": near(0, 1)}


def test_shares_of_some_members_leave_the_rest_to_the_others(say) -> None:
    part = say.part_of(say.card(a=1, b=1, c=1), shares("customer", {"a": 0.4}))
    assert open_range(part) == {"a": near(0.3, 0.5), "b": near(0, 0.7), "c": near(0, 0.7)}


def test_shares_of_groups_move_by_an_absolute_step(say) -> None:
    card = say.card({"x": 1.0}, a=1)
    part = say.part_of(card, shares("groups", {"customer": 0.8}), name="groups")
    assert open_range(part) == {"business": near(0.1, 0.3), "customer": near(0.7, 0.9)}


def test_pairwise_comparisons_give_a_point_and_a_box_around_it(say) -> None:
    judgements = [Judgement("a", "b", 2.0), Judgement("b", "c", 2.0)]
    part = say.part_of(say.card(a=1, b=1, c=1), ahp("customer", judgements))
    assert centers(part) == pytest.approx({"a": 4 / 7, "b": 2 / 7, "c": 1 / 7})
    assert open_range(part)["c"] == near(0.75 / 7, 1.25 / 7)


def test_other_statements_leave_all_else_open(say) -> None:
    part = say.part_of(say.card(a=1, b=1, c=1), at_least("customer", "a", "b"))
    assert open_range(part) == {"a": near(0, 1), "b": near(0, 0.5), "c": near(0, 1)}
    # Corners (1,0,0), (0,0,1), (1/2,1/2,0): a triangle, whose centroid is their mean.
    assert centers(part) == pytest.approx({"a": 0.5, "b": 1 / 6, "c": 1 / 3})


def test_a_full_order_is_centered_on_its_rank_order_centroid(say) -> None:
    part = say.part_of(say.card(a=1, b=1, c=1), order("customer", [["c"], ["a"], ["b"]]))
    assert centers(part) == pytest.approx({"c": 11 / 18, "a": 5 / 18, "b": 2 / 18})


def test_a_tie_counts_the_same(say) -> None:
    part = say.part_of(say.card(a=1, b=1, c=1), order("customer", [["a", "b"], ["c"]]))
    assert open_range(part) == {"a": near(1 / 3, 0.5), "b": near(1 / 3, 0.5), "c": near(0, 1 / 3)}


def test_a_stated_point_that_breaks_another_statement_is_not_the_center(say) -> None:
    """a is 0.5 +- 0.25 of itself and at least 0.6; so between 0.6 and 0.625."""
    part = say.part_of(
        say.card(a=1, b=1), points("customer", {"a": 5, "b": 5}), interval("customer", "a", 0.6, 1)
    )
    assert centers(part) == pytest.approx({"a": 0.6125, "b": 0.3875})


def test_each_condition_knows_its_statement(say) -> None:
    part = say.part_of(
        say.card(a=1, b=1, c=0),
        at_least("customer", "a", "b"),
        interval("customer", "a", 0.2, 0.8),
    )
    assert part.statement.tolist() == [-1, 0, 1, 1]


def test_what_has_no_weight_stays_off_unless_it_is_spoken_of(say) -> None:
    card = say.card(a=1, b=1, off=0)
    assert open_range(say.part_of(card))["off"] == near(0, 0)
    assert open_range(say.part_of(card, at_least("customer", "a", "b")))["off"] == near(0, 0)
    assert open_range(say.part_of(card, points("customer", {"a": 1, "b": 1})))["off"] == near(0, 0)
    spoken = say.part_of(card, at_least("customer", "a", "off"))
    assert open_range(spoken)["off"] == near(0, 0.5)


def test_stakeholders_are_kept_apart_and_share_their_voice(say) -> None:
    voices = (
        Stakeholder("Anna", 3, (interval("customer", "a", 0.5, 1),)),
        Stakeholder("Bo", 1, (interval("customer", "a", 0, 0.5),)),
    )
    anna, bo = weight_spaces(say.card(a=1, b=1), Weighting(voices))
    assert (anna.share, bo.share) == (0.75, 0.25)
    assert open_range(anna.parts[0])["a"] == near(0.5, 1)
    assert open_range(bo.parts[0])["a"] == near(0, 0.5)


def test_ratios_that_only_rounding_keeps_apart_do_not_clash(say) -> None:
    part = say.part_of(
        say.card(a=1, b=1, c=1),
        ratio("customer", "a", "b", 1.1, 1.1),
        ratio("customer", "b", "c", 0.3, 0.3),
        ratio("customer", "a", "c", 0.33, 0.33),
    )
    assert open_range(part)["c"] == near(1 / 1.63, 1 / 1.63)


def refusal(say, card, *statements, **given):
    with pytest.raises(InputError) as caught:
        weight_spaces(card, say.weighting(*statements, **given))
    return caught.value.problems


def test_the_fewest_statements_that_clash_are_told_in_words_with_their_fields(say) -> None:
    (problem,) = refusal(
        say,
        say.card(calm=1, ease=1, trust=1),
        interval("customer", "calm", 0.1, 0.9, field="w.1"),
        at_least("customer", "ease", "calm", field="w.2"),
        at_least("customer", "calm", "trust", field="w.3"),
        ratio("customer", "trust", "ease", 1.5, None, field="w.4"),
    )
    assert problem.field == "w.2, w.3, w.4"
    assert "ease counts at least as much as calm" in problem.message
    assert "trust counts at least 1.5 times as much as ease" in problem.message
    assert "10%" not in problem.message


def test_a_statement_that_clashes_with_itself_stands_alone(say) -> None:
    (problem,) = refusal(say, say.card(a=1, b=1), interval("customer", "a", 0.6, 0.4, field="x"))
    assert problem.field == "x"
    assert "cannot hold: a counts 60% to 40%" in problem.message


def test_clashes_of_all_stakeholders_and_parts_come_at_once(say) -> None:
    wrong = (interval("customer", "a", 0.6, 0.4), interval("groups", "customer", 0.6, 0.4))
    voices = (Stakeholder("Anna", statements=wrong), Stakeholder("Bo", statements=wrong))
    with pytest.raises(InputError) as caught:
        weight_spaces(say.card({"x": 1.0}, a=1, b=1), Weighting(voices))
    assert len(caught.value.problems) == 4
    assert "what Bo said about the groups" in caught.value.problems[3].message


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (at_least("business", "a", "b"), "no such part"),
        (at_least("groups", "customer", "business"), "only one group"),
        (at_least("customer", "a", "bb"), "did you mean 'b'"),
        (at_least("customer", "a", "a"), "with itself"),
        (order("customer", [["a"], ["b"], ["a"]]), "with itself"),
        (ratio("customer", "a", "b", 3, 2), "the most is below the least"),
        (ratio("customer", "a", "b", 0, -2), "the most is below the least"),
        (interval("customer", "a", float("nan"), 1), "not a finite number"),
        (points("customer", {"a": -1, "b": 2}), "not a weight of a"),
        (points("customer", {"a": 0, "b": 0}), "sum to nothing"),
        (points("customer", {"a": 5}), "alone say nothing"),
        (points("customer", {"a": 5, "b": 1}, within=-0.1), "not a tolerance"),
        (shares("customer", {"a": 60}), "sum to more than 1"),
        (ahp("customer", [Judgement("a", "b", 3.0)]), "compare also, for instance, a with c"),
        (ahp("customer", [Judgement("a", "b", 0.0), Judgement("b", "c", 1.0)]), "not a comparison"),
        (ahp("customer", [Judgement("a", "a", 1.0)]), "with itself"),
        (
            ahp("customer", [Judgement("a", "b", 2.0), Judgement("b", "a", 2.0)]),
            "a and b are compared 2 times",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(say, statement, told) -> None:
    problems = refusal(say, say.card(a=1, b=1, c=1), statement)
    assert any(told in str(problem) for problem in problems)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"within": -1.0}, "not a tolerance"),
        ({"stakeholders": (Stakeholder("A", 0.0),)}, "sum to nothing"),
        ({"stakeholders": (Stakeholder("A", -1.0),)}, "not a share"),
        ({"stakeholders": (Stakeholder("A"), Stakeholder("A"))}, "two stakeholders"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(say, given, told) -> None:
    with pytest.raises(InputError, match=told):
        weight_spaces(say.card(a=1, b=1), Weighting(**given))


def test_a_share_of_nothing_for_one_member_is_a_statement(say) -> None:
    part = say.part_of(say.card(a=1, b=1), shares("customer", {"a": 0.0}))
    assert open_range(part) == {"a": near(0, 0), "b": near(1, 1)}


@given(st.lists(statements(), max_size=7))
@settings(max_examples=150)
def test_the_smallest_conflict_is_the_first_that_enumeration_finds(say, said) -> None:
    rows = [say.rows_of(each.halfspaces, MEMBERS) for each in said]
    rows = [each for each, s in zip(rows, said, strict=True) if s.kind != "points"]
    nothing = (np.zeros((0, 4)), np.zeros(0))
    found = smallest_conflict(nothing, rows)
    for size in range(1, len(rows) + 1):
        for chosen in combinations(range(len(rows)), size):
            matrix = np.vstack([rows[each][0] for each in chosen])
            least = np.concatenate([rows[each][1] for each in chosen])
            if not say.obeyed(matrix, least):
                assert found == chosen
                return
    assert found is None


def test_beyond_the_limit_no_statement_of_the_conflict_can_be_spared(say) -> None:
    said = [
        *(interval("customer", each, 0.0, 0.2) for each in MEMBERS),
        at_least("customer", "a", "b"),
    ]
    rows = [say.rows_of(each.halfspaces, MEMBERS) for each in said]
    nothing = (np.zeros((0, 4)), np.zeros(0))
    assert smallest_conflict(nothing, rows, most_tried=3) == (0, 1, 2, 3)


@given(st.lists(statements(), min_size=1, max_size=4), statements())
@settings(max_examples=150)
def test_saying_more_never_opens_a_range(say, said, more) -> None:
    card = say.card(a=1, b=1, c=1, d=1)
    try:
        before = open_range(say.part_of(card, *said))
        after = open_range(say.part_of(card, *said, more))
    except InputError:
        return
    for member, (low, high) in after.items():
        assert low >= before[member][0] - 1e-8
        assert high <= before[member][1] + 1e-8


@given(
    st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.lists(st.floats(0.5, 9), min_size=4, max_size=4)
)
def test_trusting_points_more_never_opens_a_range(say, one, other, given_points) -> None:
    card = say.card(a=1, b=1, c=1, d=1)
    stated = dict(zip(MEMBERS, given_points, strict=True))
    tight, wide = sorted((one, other))
    narrow = open_range(say.part_of(card, points("customer", stated, within=tight)))
    broad = open_range(say.part_of(card, points("customer", stated, within=wide)))
    for member, (low, high) in narrow.items():
        assert low >= broad[member][0] - 1e-8
        assert high <= broad[member][1] + 1e-8


@given(st.lists(statements(), min_size=1, max_size=4), st.permutations(MEMBERS))
@settings(max_examples=100)
def test_names_and_their_order_change_nothing(say, said, renamed) -> None:
    """Renaming members (which reorders them) renames the result."""
    from attrs import evolve

    name = dict(zip(MEMBERS, renamed, strict=True))

    def rename(statement):
        halfspaces = tuple(
            evolve(h, coefficients=tuple((name[m], c) for m, c in h.coefficients))
            for h in statement.halfspaces
        )
        point = {name[m]: value for m, value in statement.point.items()}
        return evolve(statement, halfspaces=halfspaces, point=point)

    card = say.card(a=1, b=1, c=1, d=1)
    try:
        part = say.part_of(card, *said)
    except InputError:
        with pytest.raises(InputError):
            say.part_of(card, *map(rename, said))
        return
    other = say.part_of(card, *map(rename, said))
    for each in weight_ranges(part):
        low, high = open_range(other)[name[each.member]]
        assert (each.low, each.high) == near(low, high)
    assert {name[m]: value for m, value in centers(part).items()} == pytest.approx(
        centers(other), abs=1e-8
    )


def test_many_members_without_a_point_are_centered_by_draws(say) -> None:
    """Twelve members, each 4% to 20%: all alike, so each has a twelfth in the middle."""
    names = [f"m{at:02}" for at in range(12)]
    card = say.card(**dict.fromkeys(names, 1.0))
    part = say.part_of(card, *(interval("customer", each, 0.04, 0.2) for each in names))
    assert 0 < part.center_error < 0.002
    assert part.center == pytest.approx(np.full(12, 1 / 12), abs=3 * part.center_error)


def test_what_misses_by_less_than_the_tolerance_is_loosened_until_it_can_be_met() -> None:
    """a and b both at least 0.5 and 2.5e-10: 5e-10 more than there is."""
    rows = np.eye(2), np.full(2, 0.5 + 2.5e-10)
    matrix, least = met(rows)
    assert (matrix @ np.array([0.5, 0.5]) >= least).all()
    assert least == pytest.approx(rows[1], abs=1e-9)


def test_ranges_of_very_many_corners_come_from_linear_programs(say) -> None:
    """Fourteen members, each a fourteenth give or take a quarter of that."""
    card = say.card(**{f"m{at:02}": 1.0 for at in range(14)})
    assert open_range(say.part_of(card))["m07"] == near(0.75 / 14, 1.25 / 14)
