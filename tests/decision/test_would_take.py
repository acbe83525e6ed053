"""What would it take: every figure that is told is checked by deciding again at the figure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.decision.decide import decide
from cximpact.model.proposal import Mandate

CUT = re.compile(r"Its cost must fall by EUR (-?[\d,.]+), to")
RISE = re.compile(r"rises by up to EUR (-?[\d,.]+), all")
RAISE = re.compile(r"Budget (\w+) must rise by EUR ([\d,.]+), to EUR ([\d,.]+),")
ABOVE = re.compile(r"must rise above ([+-]?[\d.]+) ")
STAYS = re.compile(r"while its value is above ([+-]?[\d.]+) ")


TENTH = 1.0001e-3  # of a point: figures are told to a tenth


def run(made: Any) -> Any:
    return decide(made.case, made.conditions, made.scores)


def costing(made: Any, position: int, change: Decimal) -> Any:
    """The same with one proposal dearer by an amount."""
    lines = list(made.case.costs)
    line = lines[position]
    amount = line.likely + change
    lines[position] = evolve(line, low=amount, likely=amount, high=amount)
    return made.but(costs=tuple(lines))


def worth(made: Any, position: int, value: float) -> Any:
    values = made.scores.value.copy()
    values[position] = value
    return evolve(made, scores=evolve(made.scores, value=values))


def found(pattern: re.Pattern[str], sentences: tuple[str, ...]) -> Decimal | None:
    hits = [match for each in sentences if (match := pattern.search(each))]
    return Decimal(hits[0].group(1).replace(",", "")) if hits else None


def test_a_declined_one_is_told_how_far_its_value_must_rise(build: Any) -> None:
    """Two business criteria of weight 0.75 and 0.25 at 0.2 and -0.8: value -0.05.

    Above 0 it takes 0.05/0.75 = 0.0667 more on the first, or 0.2 more on the second; or a weight
    t of the first with 0.2 t > 0.8 (1 - t).
    """
    from cximpact.model.scorecard import Criterion

    criteria = (
        Criterion("a", "business", "rating", 75.0),
        Criterion("b", "business", "rating", 25.0),
    )
    decision = run(build.make(criteria, [[0.2, -0.8]]))
    assert decision.actions == ("decline",)
    assert decision.would_take[0] == (
        "Its value must rise above 0 (now -5) to be worth doing.",
        "Enough by itself: a above +26.7 (now +20) and b above -60 (now -80).",
        "It is worth doing where the weight of a rises above 80% (now 75%), all else equal.",
    )


def test_a_missing_cost_is_asked_for(build: Any) -> None:
    decision = run(build.portfolio([0.5], [None], budgets={"b": 10}))
    assert decision.would_take[0] == ("State its cost: no budget can take what has none.",)


def test_a_stopped_one_is_told_what_the_gate_needs(build: Any) -> None:
    from cximpact.model.scorecard import Criterion

    ease = Criterion("ease", "customer", "rating", 1.0, title="Ease")
    decision = run(build.make((ease,), [[-0.8]]))
    assert decision.would_take[0] == (
        "The score of Ease must rise from -80 to -34.",
        "Customer value must rise from -80 to -5.",
        "Its value must rise above 0 (now -80) to be worth doing.",
        "Enough by itself: Ease above 0 (now -80).",
    )


def test_a_stopped_one_of_worth_is_told_what_it_would_compete_for(build: Any) -> None:
    """Of 10 the other takes 7; 4 would not fit in what is left, and 3 would."""
    from cximpact.model.money import Money
    from cximpact.model.portfolio import Budget, Rules
    from cximpact.model.proposal import CostLine
    from cximpact.model.scorecard import Criterion

    ease = Criterion("ease", "customer", "rating", 1.0, title="Ease")
    cost = {"P1": 4, "P2": 7, "P3": 3}
    made = build.make(
        (ease,),
        [[-0.8], [0.5], [-0.8]],
        value=[0.5, 0.5, 0.5],
        customer_value=[0.5, 0.5, 0.5],
        currency="EUR",
        costs=tuple(CostLine(key, *[Decimal(each)] * 3, "EUR") for key, each in cost.items()),
        rules=Rules(budgets=(Budget("b", Money(Decimal(10), "EUR"), {}),)),
    )
    decision = run(made)
    assert (decision.actions[0], decision.actions[2]) == ("decline", "decline")
    rise = "The score of Ease must rise from -80 to -34."
    competes = "It would then compete for budget b (EUR 3 is left, and it needs EUR 4)."
    assert decision.would_take[0] == (rise, competes)
    assert decision.would_take[2] == (rise,)


def test_winston_investment_one_is_told_its_price(build: Any) -> None:
    """With 1, the best that 14 buys is 1 and 2 and 4's cost of 15 less the cut: 16 + 22 + 8 = 46.

    1 + 2 + 4 costs 15, so a cut of 1 suffices and nothing less does.
    """
    made = build.portfolio([0.16, 0.22, 0.12, 0.08], [5, 7, 4, 3], budgets={"capital": 14})
    sentences = run(made).would_take[0]
    assert (
        "Its cost must fall by EUR 1, to EUR 4, for the selection to take it, all else equal."
        in sentences
    )


@st.composite
def small(draw: st.DrawFn) -> tuple[list[int], list[int], int]:
    n = draw(st.integers(2, 6))
    values = draw(st.lists(st.integers(1, 12), min_size=n, max_size=n))
    costs = draw(st.lists(st.integers(1, 9), min_size=n, max_size=n))
    return values, costs, draw(st.integers(1, sum(costs)))


@settings(max_examples=25, deadline=None)
@given(problem=small())
def test_every_figure_holds_when_decided_again(build: Any, problem: Any) -> None:
    """At the cut it is taken and a cent short of it is not; the same for values and overruns."""
    values, costs, limit = problem
    made = build.portfolio([v / 20 for v in values], costs, budgets={"b": limit})
    decision = run(made)
    for position, sentences in decision.would_take.items():
        if decision.selection.selected[position]:
            check_standing(made, position, sentences)
        else:
            check_taking(made, position, sentences)


def taken(made: Any, position: int) -> bool:
    return bool(run(made).selection.selected[position])


def check_taking(made: Any, position: int, sentences: tuple[str, ...]) -> None:
    cut = found(CUT, sentences)
    cent = Decimal("0.01")
    if cut is not None:
        assert taken(costing(made, position, -cut), position)
        assert not taken(costing(made, position, cent - cut), position)
    above = found(ABOVE, sentences)
    if above is not None:
        assert taken(worth(made, position, float(above) / 100 + 1e-6), position)
        assert not taken(worth(made, position, float(above) / 100 - TENTH), position)


def check_standing(made: Any, position: int, sentences: tuple[str, ...]) -> None:
    room = found(RISE, sentences)
    if room is not None:
        assert taken(costing(made, position, room), position)
    above = found(STAYS, sentences)
    if above is not None:
        assert taken(worth(made, position, float(above) / 100 + 1e-6), position)
        assert not taken(worth(made, position, float(above) / 100 - TENTH), position)


@pytest.mark.parametrize("withdrawn", [("P1",), ()])
def test_the_withdrawn_and_the_mandatory_are_told_nothing_untrue(
    build: Any, withdrawn: tuple[str, ...]
) -> None:
    decision = run(build.portfolio([0.1], withdrawn=withdrawn, mandatory=["P1"]))
    assert (("Propose it again.",) if withdrawn else ()) == decision.would_take.get(0, ())


def limited(made: Any, key: str, limit: Decimal) -> Any:
    """The same with another limit of one budget."""
    budgets = tuple(
        evolve(each, limit=evolve(each.limit, amount=limit)) if each.id == key else each
        for each in made.case.rules.budgets
    )
    return made.but(rules=evolve(made.case.rules, budgets=budgets))


def raises(sentences: tuple[str, ...]) -> dict[str, Decimal]:
    hits = [match for each in sentences if (match := RAISE.search(each))]
    return {hit.group(1): Decimal(hit.group(3).replace(",", "")) for hit in hits}


def test_winston_investment_one_is_told_the_budget_that_takes_it(build: Any) -> None:
    """Values 16, 22, 12, 8 at 5, 7, 4, 3 from 14: 2, 3 and 4 bring 42. With 15, 1, 2 and 4: 46."""
    made = build.portfolio([0.16, 0.22, 0.12, 0.08], [5, 7, 4, 3], budgets={"capital": 14})
    assert (
        "Budget capital must rise by EUR 1, to EUR 15, for the selection to take it, all else "
        "equal; P3 then drops out."
    ) in run(made).would_take[0]


def test_nobody_is_said_to_drop_out_where_all_stay(build: Any) -> None:
    """The first at 5 fills 5; with 8 the second at 3 fits beside it."""
    made = build.portfolio([0.3, 0.1], [5, 3], budgets={"b": 5})
    assert (
        "Budget b must rise by EUR 3, to EUR 8, for the selection to take it, all else equal."
    ) in run(made).would_take[1]


def test_several_that_drop_out_are_named(build: Any) -> None:
    """9 holds three of 10 points at 3 each; 28 points at 10 need 10, and then nothing else fits.

    At 10 the three are worth 30, above 28; from 13 on the big one with one of them is worth 38,
    and 19 would hold all.
    """
    made = build.portfolio([0.28, 0.1, 0.1, 0.1], [10, 3, 3, 3], budgets={"b": 9})
    assert (
        "Budget b must rise by EUR 4, to EUR 13, for the selection to take it, all else equal; "
        "P3 and P4 then drop out."
    ) in run(made).would_take[0]


def test_more_money_is_not_always_enough(build: Any) -> None:
    """At 5 the first wins with 3; at 4 it is 2 with 2; at 6 both others bring 4, above the first.

    Values 3 at 5, 2 at 3, 2 at 3: at 5 the best is 3 (the first), at 6 it is 4 (the two others),
    at 8 it is 5 (the first and another).
    """
    made = build.portfolio([0.3, 0.2, 0.2], [5, 3, 3], budgets={"b": 4})
    assert raises(run(made).would_take[0]) == {"b": Decimal(5)}
    later = build.portfolio([0.3, 0.2, 0.2], [5, 3, 3], budgets={"b": 6})
    assert raises(run(later).would_take[0]) == {"b": Decimal(8)}


@st.composite
def two_funds(draw: st.DrawFn) -> tuple[list[int], list[dict[str, int]], dict[str, Any]]:
    n = draw(st.integers(2, 5))
    values = draw(st.lists(st.integers(1, 6), min_size=n, max_size=n))
    part = st.integers(0, 5)
    costs = [{"x": draw(part), "y": draw(part)} for _ in range(n)]
    return values, costs, {"x": (draw(st.integers(0, 9)), "x"), "y": (draw(st.integers(0, 9)), "y")}


@settings(max_examples=20, deadline=None)
@given(problem=two_funds())
def test_the_smallest_raise_is_that_of_trying_every_limit(build: Any, problem: Any) -> None:
    """Whole euros: every limit up to all that is asked for is decided anew."""
    values, costs, budgets = problem
    made = build.portfolio([v / 20 for v in values], costs, budgets=budgets)
    decision = run(made)
    for position, rule in enumerate(decision.rules):
        if rule != "not selected":
            continue
        told = raises(decision.would_take[position])
        for key, (limit, fund) in budgets.items():
            tried = range(limit + 1, sum(each[fund] for each in costs) + 1)
            takes = (at for at in tried if taken(limited(made, key, Decimal(at)), position))
            first = next(takes, None)
            if first is None or key in told:
                assert told.get(key) == first
            else:  # nothing is said only where the ids alone decide between equals, or it is free
                beside = [limited(made, key, Decimal(at)) for at in (first - 1, first)]
                assert any(tied(each, position) for each in beside) or not costs[position][fund]


def tied(made: Any, position: int) -> bool:
    """Whether the best selection with the proposal is worth as much as the best of all."""
    best = run(made).selection.value
    key = made.case.proposals.ids[position]
    mandated = evolve(made.case.proposals, mandates={key: Mandate("to see", "the test")})
    return bool(abs(run(made.but(proposals=mandated)).selection.value - best) < 1e-9)


def test_what_no_selection_allows_names_the_rules(build: Any) -> None:
    """The committed one leaves 6 of 10; 8 cannot be paid even alone."""
    made = build.portfolio([0.1, 0.5], [4, 8], budgets={"b": 10}, committed=["P1"])
    said = run(made).would_take[1]
    assert said[-1] == (
        "No selection with it obeys the rules: budget b allows EUR 10, it is taken: draws EUR 8 "
        "from b and P1 is committed: draws EUR 4 from b."
    )


def test_a_risk_is_not_asked_to_score_above_its_best_level(build: Any) -> None:
    """Risk 0 at best, return 1: the value -0.2 can only be mended by the return."""
    from cximpact.model.scorecard import Criterion, Level

    levels = tuple(Level(str(n), n / 3) for n in range(-3, 1))
    criteria = (
        Criterion("return", "business", "rating", 50.0),
        Criterion("risk", "business", "rating", 50.0, levels=levels),
    )
    said = run(build.make(criteria, [[-0.2, -0.2]])).would_take[0]
    assert said[1] == "Enough by itself: return above +20 (now -20)."


def test_a_rating_is_asked_for_no_more_than_its_reach_gives(build: Any) -> None:
    """With a reach of 0.1 ease brings at most 0.1, and -0.2 of the return takes more than that."""
    import numpy as np

    from cximpact.model.scorecard import Criterion

    criteria = (
        Criterion("ease", "customer", "rating", 50.0),
        Criterion("return", "business", "rating", 50.0),
    )
    made = build.make(criteria, [[0.0, -0.2]], proposals={"reach": np.array([0.1])})
    assert run(made).would_take[0][1] == "Enough by itself: return above 0 (now -20)."


def test_a_quantity_is_asked_for_no_more_than_its_highest_point(build: Any) -> None:
    from cximpact.model.scorecard import Criterion, ValuePoint

    points = (ValuePoint(0, 0.0), ValuePoint(100, 0.1))
    criteria = (
        Criterion("profit", "business", "quantity", 50.0, value_points=points),
        Criterion("return", "business", "rating", 50.0),
    )
    said = run(build.make(criteria, [[0.0, -0.2]])).would_take[0]
    assert said[1] == "Enough by itself: return above 0 (now -20)."


def test_where_nothing_it_can_reach_is_enough_that_is_said(build: Any) -> None:
    from cximpact.model.scorecard import Criterion, Level

    levels = (Level("bad", -1.0), Level("none", 0.0))
    risk = (Criterion("risk", "business", "rating", 1.0, levels=levels),)
    assert run(build.make(risk, [[-0.5]])).would_take[0] == (
        "No value it can reach is high enough to be worth doing, whatever its scores.",
    )
