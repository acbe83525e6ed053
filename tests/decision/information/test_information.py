"""Value of information, against closed forms and against trying every selection."""

from __future__ import annotations

from math import erf, exp, pi, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.decision.information import asking, information, worth_knowing
from cximpact.model.journey import Touchpoint
from cximpact.model.scorecard import Criterion

DRAWS = 20_000
EASE = Criterion("ease", "customer", "journey", 1.0)
POINTS = (Touchpoint("call", "only"), Touchpoint("visit", "only"))


def expected_gain(mean: float, other: float, sd: float) -> float:
    """E max(N(mean, sd), other) - max(mean, other)."""
    z = (mean - other) / sd
    below = 0.5 * (1 - erf(z / sqrt(2)))
    density = exp(-z * z / 2) / sqrt(2 * pi)
    return other * below + mean * (1 - below) + sd * density - max(mean, other)


def one_slot(build: Any, values: list[float], **more: Any) -> Any:
    ids = tuple(f"P{n}" for n in range(1, len(values) + 1))
    return build.portfolio(values, at_most_one=[ids], **more)


def touching(build: Any, values: list[float], touched: list[tuple[int, int]], **more: Any) -> Any:
    rows = [{"proposal": p, "touchpoint": t, "criterion": 0, "net": 0.1} for p, t in touched]
    return one_slot(build, values, criteria=(EASE,), touchpoints=POINTS, rows=rows, **more)


def by_name(items: tuple[Any, ...], kind: str) -> dict[str, Any]:
    return {each.name: each for each in items if each.kind == kind}


def test_one_slot_and_one_uncertain_value(build: Any, tools: Any) -> None:
    """N(0.3, 0.1) against a certain 0.25: knowing it gains 0.0198 and changes sides in 30.9%."""
    question = tools.decided(one_slot(build, [0.3, 0.25]), [0.3, 0.25])
    value = np.full((DRAWS, 2), 0.25)
    value[:, 0] = np.random.default_rng(1).normal(0.3, 0.1, DRAWS)
    (found,) = information(question, tools.draws(value))
    assert (found.kind, found.name) == ("proposal", "P1")
    assert found.gain == pytest.approx(expected_gain(0.3, 0.25, 0.1), abs=4 * found.error)
    assert found.gain == pytest.approx(0.0198, abs=0.001)
    assert found.changes == pytest.approx(0.3085, abs=0.01)
    assert found.words == (
        "Finding out what P1 is worth, as by a pilot or a trial, would be worth +2.0 points: in "
        "31% of cases another set would be selected."
    )


def test_the_one_that_is_out_may_turn_out_better(build: Any, tools: Any) -> None:
    """The same from the other side: certain 0.3 is selected, N(0.25, 0.1) may beat it."""
    question = tools.decided(one_slot(build, [0.25, 0.3]), [0.25, 0.3])
    value = np.full((DRAWS, 2), 0.3)
    value[:, 0] = np.random.default_rng(2).normal(0.25, 0.1, DRAWS)
    (found,) = information(question, tools.draws(value))
    assert found.gain == pytest.approx(expected_gain(0.25, 0.3, 0.1), abs=4 * found.error)


def test_a_condition_tells_part_of_a_value(build: Any, tools: Any) -> None:
    """Of a value's spread the condition tells 0.1; the noise beside it is as large, and no news."""
    question = tools.decided(touching(build, [0.3, 0.25], [(0, 0)]), [0.3, 0.25])
    random = np.random.default_rng(3)
    known, noise = random.standard_normal((2, DRAWS))
    value = np.full((DRAWS, 2), 0.25)
    value[:, 0] = 0.3 + 0.1 * known + 0.1 * noise
    conditions = np.full((DRAWS, 2, 1), 0.5)
    conditions[:, 0, 0] += 0.1 * known
    found = by_name(information(question, tools.draws(value, conditions=conditions)), "condition")
    assert list(found) == ["call"]
    assert found["call"].gain == pytest.approx(expected_gain(0.3, 0.25, 0.1), rel=0.08)
    assert found["call"].changes == pytest.approx(0.3085, abs=0.05)
    assert found["call"].words.startswith("Measuring the condition of call would be worth +")


@pytest.mark.parametrize("seed", range(12))
def test_pure_noise_is_not_told(build: Any, tools: Any, seed: int) -> None:
    """A condition that has nothing to do with values: whatever it seems to say is chance."""
    question = tools.decided(touching(build, [0.3, 0.29], [(0, 0), (1, 1)]), [0.3, 0.29])
    random = np.random.default_rng(seed)
    value = random.normal([0.3, 0.29], 0.2, (2_000, 2))
    conditions = random.uniform(0, 1, (2_000, 2, 1))
    found = information(question, tools.draws(value, conditions=conditions))
    assert not by_name(found, "condition")


def test_nothing_uncertain_nothing_to_know(build: Any, tools: Any) -> None:
    question = tools.decided(one_slot(build, [0.3, 0.25]), [0.3, 0.25])
    found = worth_knowing(question, tools.draws(np.tile([0.3, 0.25], (500, 1))))
    assert found.items == ()
    assert found.notes == (
        "No single thing is worth finding out first: knowing it would gain the selection less than "
        "0.05 points, or less than could be told from chance.",
    )


def test_nothing_competes_and_all_is_well_nothing_to_know(build: Any, tools: Any) -> None:
    question = tools.decided(build.portfolio([0.3, 0.25]), [0.3, 0.25])
    value = np.random.default_rng(4).uniform(0.1, 0.5, (500, 2))
    assert information(question, tools.draws(value)) == ()


def test_what_may_be_worth_nothing_is_worth_looking_at(build: Any, tools: Any) -> None:
    """Half the time +0.5, half -0.3: knowing saves the 0.3 in half of all cases."""
    question = tools.decided(build.portfolio([0.1, 0.25]), [0.1, 0.25])
    value = np.tile([[0.5, 0.25], [-0.3, 0.25]], (200, 1))
    (found,) = information(question, tools.draws(value))
    assert (found.name, found.gain, found.changes) == ("P1", pytest.approx(0.15), 0.5)


@pytest.mark.parametrize(("alike", "name"), [(True, "call"), (False, "call/ease")])
def test_criteria_that_see_a_touchpoint_alike_are_known_together(
    build: Any, tools: Any, alike: bool, name: str
) -> None:
    calm = Criterion("calm", "customer", "journey", 1.0)
    rows = [{"proposal": 0, "touchpoint": 0, "criterion": c, "net": 0.1} for c in (0, 1)]
    made = one_slot(build, [0.3, 0.25], criteria=(calm, EASE), touchpoints=POINTS, rows=rows)
    random = np.random.default_rng(3)
    known, other = random.standard_normal((2, 2_000))
    conditions = np.full((2_000, 2, 2), 0.5)
    conditions[:, 0, 1] = known
    conditions[:, 0, 0] = known if alike else other
    value = np.full((2_000, 2), 0.25)
    value[:, 0] = 0.3 + 0.1 * known
    question = tools.decided(made, [0.3, 0.25])
    draws = tools.draws(value, conditions=conditions, inside=np.full((2_000, 2), 0.5))
    assert list(by_name(information(question, draws), "condition")) == [name]


def test_a_touchpoint_that_tells_more_comes_first(build: Any, tools: Any) -> None:
    question = tools.decided(touching(build, [0.3, 0.28], [(0, 0), (1, 1)]), [0.3, 0.28])
    random = np.random.default_rng(5)
    known = random.standard_normal((DRAWS, 2))
    value = [0.3, 0.28] + known * [0.03, 0.15]
    conditions = (0.5 + 0.1 * known)[:, :, None]
    items = information(question, tools.draws(value, conditions=conditions))
    assert [each.name for each in items if each.kind == "condition"] == ["visit", "call"]
    assert [each.gain for each in items] == sorted((each.gain for each in items), reverse=True)


def test_a_condition_shared_by_all_cannot_change_sides(build: Any, tools: Any) -> None:
    """Both values rise and fall with it alike: whatever it is, the same one is better."""
    question = tools.decided(touching(build, [0.4, 0.3], [(0, 0), (1, 0)]), [0.4, 0.3])
    known = np.random.default_rng(6).uniform(-0.2, 0.2, 4_000)
    conditions = np.zeros((4_000, 2, 1))
    conditions[:, 0, 0] = 0.5 + known
    value = np.array([0.4, 0.3]) + known[:, None]
    found = information(question, tools.draws(value, conditions=conditions))
    assert not by_name(found, "condition")


def test_the_next_best_question_to_stakeholders(build: Any, tools: Any) -> None:
    """Who counts a more gets P1 at 0.5 against 0.3, who counts b more 0.1: half of them each.

    P2 is worth 0.25 either way, so asking gains 0.15 where b counts more: 0.075 on average.
    """
    criteria = (
        Criterion("a", "business", "rating", 50.0),
        Criterion("b", "business", "rating", 50.0, title="Speed"),
    )
    made = one_slot(build, [0.3, 0.25], criteria=criteria)
    question = tools.decided(made, [0.3, 0.25])
    inside = np.tile([[0.6, 0.4], [0.3, 0.7]], (200, 1))
    value = np.tile([[0.5, 0.25], [0.1, 0.25]], (200, 1))
    found = by_name(information(question, tools.draws(value, inside=inside)), "weights")
    (asked,) = found.values()
    assert asked.name == "whether a counts at least as much as Speed"
    assert asked.gain == pytest.approx(0.075)
    assert asked.changes == 0.5
    assert asked.words.startswith(
        "Asking stakeholders whether a counts at least as much as Speed would be worth +7.5 points"
    )


def test_the_share_of_a_group_is_asked_for(build: Any, tools: Any) -> None:
    criteria = (
        Criterion("a", "business", "rating", 50.0),
        Criterion("b", "customer", "rating", 50.0),
    )
    question = tools.decided(one_slot(build, [0.3, 0.25], criteria=criteria), [0.3, 0.25])
    whole = np.tile([[0.6, 0.4], [0.4, 0.6]], (200, 1))
    value = np.tile([[0.5, 0.25], [0.1, 0.25]], (200, 1))
    found = by_name(information(question, tools.draws(value, inside=whole)), "weights")
    assert list(found) == ["whether customer criteria together count at least 50%"]


LEVELS = 4
EACH = 60  # draws per level: an even number, so that both halves see all levels alike


@st.composite
def small(draw: st.DrawFn) -> tuple[np.ndarray, list[int], int]:
    """Values of a few proposals at each level of what may be known, costs, and a budget."""
    count = draw(st.integers(2, 5))
    value = st.integers(1, 30)
    rows = st.lists(value, min_size=count, max_size=count)
    levels = np.array(draw(st.lists(rows, min_size=LEVELS, max_size=LEVELS))) / 40
    costs = draw(st.lists(st.integers(1, 9), min_size=count, max_size=count))
    return levels, costs, draw(st.integers(1, sum(costs)))


def best(tools: Any, values: Any, costs: Any, limit: float, within: Any = None) -> float:
    """The most any selection within the budget is worth, by trying all."""
    worths = [
        sum(v for v, taken in zip(values, x, strict=True) if taken)
        for x in tools.every_set(len(values))
        if sum(c for c, taken in zip(costs, x, strict=True) if taken) <= limit
        and (
            within is None
            or all(not taken or inside for taken, inside in zip(x, within, strict=True))
        )
    ]
    return max(worths)


@settings(max_examples=40, deadline=None)
@given(problem=small())
def test_conditions_and_values_are_what_trying_every_selection_gives(
    build: Any, tools: Any, problem: Any
) -> None:
    """Every proposal hangs on the one touchpoint; each level of it is as likely as any other."""
    levels, costs, limit = problem
    central = levels.mean(axis=0)
    count = len(central)
    rows = [{"proposal": p, "touchpoint": 0, "criterion": 0, "net": 0.1} for p in range(count)]
    more = {"criteria": (EASE,), "touchpoints": POINTS[:1], "rows": rows}
    made = build.portfolio(central.tolist(), costs, budgets={"b": limit}, **more)
    question = tools.decided(made, central)
    value = np.repeat(levels, EACH, axis=0)
    conditions = np.repeat(np.arange(LEVELS) / LEVELS, EACH)[:, None, None]
    told = gains(question, tools.draws(value, conditions=conditions))
    now = best(tools, central, costs, limit)
    expected = np.mean([best(tools, level, costs, limit) for level in levels]) - now
    assert told.get(("condition", "call"), 0.0) == pytest.approx(expected, abs=1e-6)
    for at in range(count):
        known = [np.where(np.arange(count) == at, level, central) for level in levels]
        gain = np.mean([best(tools, each, costs, limit) for each in known]) - now
        assert told.get(("proposal", f"P{at + 1}"), 0.0) == pytest.approx(gain, abs=1e-6)


def everything() -> pytest.MonkeyPatch:
    """Tell also what gains little, or what chance could explain."""
    patch = pytest.MonkeyPatch()
    patch.setattr(asking, "LEAST_GAIN", 0.0)
    patch.setattr(asking, "_ERRORS", -1.0)
    return patch


def gains(question: Any, draws: Any) -> dict[tuple[str, str], float]:
    """Return all gains above zero, by kind and name."""
    patch = everything()
    try:
        items = information(question, draws)
    finally:
        patch.undo()
    return {(each.kind, each.name): each.gain for each in items}


@settings(max_examples=40, deadline=None)
@given(problem=small(), spread=st.integers(1, 4))
def test_costs_are_what_trying_every_selection_gives(
    build: Any, tools: Any, problem: Any, spread: int
) -> None:
    """Known, the best set is selected; unknown, part of the selection is left out if it must be."""
    levels, costs, limit = problem
    central = levels[0]
    question = tools.decided(
        build.portfolio(central.tolist(), costs, budgets={"b": limit}), central
    )
    drawn = np.array([costs[0] - min(spread, costs[0]), costs[0], costs[0] + min(spread, costs[0])])
    priced = ({0: np.repeat(drawn * 100, 80)},)
    value = np.tile(central, (len(priced[0][0]), 1))
    told = gains(question, tools.draws(value, priced=priced))
    selected = question.choice.selected.tolist()
    by_cost = []
    for cost in drawn.tolist():
        now = [cost, *costs[1:]]
        kept = best(tools, central, now, limit, selected)
        by_cost.append(best(tools, central, now, limit) - kept)
    assert told.get(("cost", "P1"), 0.0) == pytest.approx(np.mean(by_cost), abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_knowing_never_costs_anything(build: Any, tools: Any, seed: int) -> None:
    random = np.random.default_rng(seed)
    central = random.uniform(-0.1, 0.5, 5).round(3)
    costs = random.integers(1, 9, 5).tolist()
    touched = [{"proposal": p, "touchpoint": 0, "criterion": 0, "net": 0.1} for p in range(3)]
    made = build.portfolio(
        central.tolist(),
        costs,
        budgets={"b": 12},
        criteria=(EASE,),
        touchpoints=POINTS[:1],
        rows=touched,
    )
    known = random.uniform(0, 1, 400)
    value = central + random.normal(0, 0.2, (400, 5))
    value[:, :3] += (known[:, None] - 0.5) * random.uniform(-0.5, 0.5, 3)
    draws = tools.draws(value.clip(-1, 1), conditions=known[:, None, None])
    for each in information(tools.decided(made, central), draws):
        assert each.gain > 0 and each.error >= 0 and 0 < each.changes <= 1


def test_the_same_draws_tell_the_same(build: Any, tools: Any) -> None:
    random = np.random.default_rng(9)
    question = tools.decided(one_slot(build, [0.3, 0.25]), [0.3, 0.25])
    value = random.normal([0.3, 0.25], 0.2, (500, 2))
    assert information(question, tools.draws(value)) == information(question, tools.draws(value))


def test_too_few_draws_say_so(build: Any, tools: Any) -> None:
    question = tools.decided(one_slot(build, [0.3, 0.25]), [0.3, 0.25])
    found = worth_knowing(question, tools.draws(np.zeros((50, 2))))
    assert found.notes == (
        "What is worth finding out takes 200 draws or more; raise their number.",
    )


def test_a_long_list_says_so(build: Any, tools: Any) -> None:
    values = [0.1 + n / 1_000 for n in range(61)]
    question = tools.decided(one_slot(build, values), values)
    found = worth_knowing(question, tools.draws(np.tile(values, (200, 1))))
    assert found.notes == (
        "What is worth finding out is said where up to 60 proposals could be selected; set some "
        "aside to see it.",
    )


def test_what_was_not_looked_at_is_counted(
    build: Any, tools: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_THINGS", 1)
    question = tools.decided(one_slot(build, [0.3, 0.25]), [0.3, 0.25])
    value = np.random.default_rng(1).normal([0.3, 0.25], [0.2, 0.1], (500, 2))
    found = worth_knowing(question, tools.draws(value))
    assert [each.name for each in found.items] == ["P1"]
    assert found.notes == (
        "Of 2 uncertain things that could change the selection, 1 that promise least were not "
        "looked at, as selections take too long.",
    )


def test_more_than_can_be_written_out_is_solved(build: Any, tools: Any) -> None:
    """Twenty proposals of one cost and ten places: the eleventh at 0.25 may beat the tenth at 0.3.

    The others are far from the border, so it is the case of one slot again.
    """
    central = [0.9] * 9 + [0.3, 0.25] + [0.01] * 9
    made = build.portfolio(central, [1] * 20, budgets={"b": 10})
    question = tools.decided(made, central)
    value = np.tile(central, (DRAWS, 1))
    value[:, 9] = np.random.default_rng(1).normal(0.3, 0.08, DRAWS)
    (found,) = information(question, tools.draws(value))
    assert found.name == question.case.proposals.ids[9]
    assert found.gain == pytest.approx(expected_gain(0.3, 0.25, 0.08), abs=4 * found.error)
