"""What proposals are worth together: lines under which synergy, overlap and U come out."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from attrs import evolve

from cximpact.decision.decide import decide
from cximpact.decision.together import synergy_term, terms_of
from cximpact.model.journey import Touchpoint
from cximpact.model.portfolio import Synergy
from cximpact.model.scorecard import Criterion

PICO = 10**12


@pytest.mark.parametrize("worth", [0.3, -0.3])
@pytest.mark.parametrize("count", [2, 3, 4])
def test_synergy_counts_when_all_are_selected(worth: float, count: int) -> None:
    term = synergy_term(range(count), Synergy("s", ("A", "B"), worth))
    for x in product((0, 1), repeat=count):
        assert term.at(x) == (round(worth * PICO) if all(x) else 0)


def mended_twice(build: Any, nets: tuple[float, ...], condition: float = 0.2) -> Any:
    """Proposals that change one touchpoint, the whole journey, each worth what it does alone."""

    def use(c: float) -> float:
        return 1.2 * c if c < 0.5 else 0.6 + 0.8 * (min(c, 1.0) - 0.5)

    gains = [use(condition + net) - use(condition) for net in nets]
    return build.portfolio(
        [gain / 0.6 for gain in gains],
        [10] * len(nets),
        budgets={"b": 100},
        criteria=(Criterion("journey", "business", "journey", 1.0),),
        touchpoints=(Touchpoint("desk", "s"),),
        rows=[
            {"proposal": i, "condition": condition, "net": net, "delta_value": gain}
            for i, (net, gain) in enumerate(zip(nets, gains, strict=True))
        ],
    )


def joint(made: Any) -> Any:
    return made.but(rules=evolve(made.case.rules, overlap="joint"))


def test_what_is_mended_once_is_not_mended_again(build: Any) -> None:
    """From 0.2, 0.6 lifts U by 0.6; another 0.6 goes beyond 1, and adds 0.16 of its 0.6."""
    made = joint(mended_twice(build, (0.6, 0.6)))
    (term,) = terms_of(made.case, made.conditions, made.scores, made.scores.weights)
    assert term.at((1, 0)) == pytest.approx(0, abs=2)
    assert term.at((0, 1)) == pytest.approx(0, abs=2)
    # U(1.4) - U(0.2) = 1 - 0.24 = 0.76; twice U(0.8) - U(0.2) is 1.2; on the scale of 0.6.
    assert term.at((1, 1)) / PICO == pytest.approx((0.76 - 1.2) / 0.6)
    decision = decide(made.case, made.conditions, made.scores)
    assert decision.selection.value == pytest.approx(0.76 / 0.6)
    assert decision.selection.notes == (
        "What meets at touchpoint desk is counted together (overlap: joint): -73 beside the sum "
        "of the values.",
    )


def test_harm_that_a_gain_makes_good_is_not_counted_twice(build: Any) -> None:
    """From 1 on, 0.3 more adds nothing; but with it 0.3 of harm does none: worth 0.24 / 0.6."""
    made = joint(mended_twice(build, (0.3, -0.3), condition=1.0))
    (term,) = terms_of(made.case, made.conditions, made.scores, made.scores.weights)
    assert term.at((1, 1)) / PICO == pytest.approx(0.24 / 0.6)


def test_where_there_is_room_for_all_nothing_is_missing(build: Any) -> None:
    made = joint(mended_twice(build, (0.1, 0.1, 0.05)))
    assert terms_of(made.case, made.conditions, made.scores, made.scores.weights) == ()


def test_added_up_is_told_where_it_makes_a_difference(build: Any) -> None:
    made = mended_twice(build, (0.6, 0.6))
    decision = decide(made.case, made.conditions, made.scores)
    assert decision.selection.value == pytest.approx(1.2 / 0.6)
    assert decision.selection.notes == (
        "What meets at touchpoint desk is added up (overlap: separate), which is more than there "
        "is room for; overlap: joint counts it together.",
    )
    roomy = mended_twice(build, (0.1, 0.1))
    assert decide(roomy.case, roomy.conditions, roomy.scores).selection.notes == ()
