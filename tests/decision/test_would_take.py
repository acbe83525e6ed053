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

CUT = re.compile(r"Its cost must fall by EUR (-?[\d,.]+), to")
RISE = re.compile(r"rises by up to EUR (-?[\d,.]+), all")
ABOVE = re.compile(r"must rise above ([+-]?[\d.]+) ")
STAYS = re.compile(r"while its value is above ([+-]?[\d.]+) ")


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

    Above 0 it takes 0.05/0.75 = 0.0667 more on the first, or 0.2 more on the second.
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
        "Enough by itself: a above +26.67 (now +20) and b above -60 (now -80).",
    )


def test_a_missing_cost_is_asked_for(build: Any) -> None:
    decision = run(build.portfolio([0.5], [None], budgets={"b": 10}))
    assert decision.would_take[0] == ("State its cost: no budget can take what has none.",)


def test_a_stopped_one_is_told_what_the_gate_needs(build: Any) -> None:
    from cximpact.model.scorecard import Criterion

    ease = Criterion("ease", "customer", "rating", 1.0, title="Ease")
    decision = run(build.make((ease,), [[-0.8]]))
    assert decision.would_take[0] == (
        "Ease must score at least -34 (now -80).",
        "Customer value must rise from -80 to -5.",
        "Its value must rise above 0 (now -80) to be worth doing.",
        "Enough by itself: Ease above 0 (now -80).",
    )


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
        assert not taken(worth(made, position, float(above) / 100 - 2e-4), position)


def check_standing(made: Any, position: int, sentences: tuple[str, ...]) -> None:
    room = found(RISE, sentences)
    if room is not None:
        assert taken(costing(made, position, room), position)
    above = found(STAYS, sentences)
    if above is not None:
        assert taken(worth(made, position, float(above) / 100 + 1e-6), position)
        assert not taken(worth(made, position, float(above) / 100 - 2e-4), position)


@pytest.mark.parametrize("withdrawn", [("P1",), ()])
def test_the_withdrawn_and_the_mandatory_are_told_nothing_untrue(
    build: Any, withdrawn: tuple[str, ...]
) -> None:
    decision = run(build.portfolio([0.1], withdrawn=withdrawn, mandatory=["P1"]))
    assert (("Propose it again.",) if withdrawn else ()) == decision.would_take.get(0, ())
