"""Who must go and requires who cannot: told without looking for a selection."""

from __future__ import annotations

from typing import Any

import pytest

from cximpact.decision.decide import decide
from cximpact.decision.unmet_needs import may_have_unmet_needs, unmet_needs
from cximpact.exceptions import InputError


def told(made: Any) -> tuple[str, ...]:
    assert may_have_unmet_needs(made.case)
    return unmet_needs(made.case, made.conditions, made.scores)


def test_a_need_behind_another_that_is_kept_out(build: Any) -> None:
    made = build.portfolio(
        [0.1, 0.1, 0.1],
        committed=["P1"],
        forced_out=["P3"],
        requires={"P1": ("P2",), "P2": ("P3",)},
    )
    assert told(made) == (
        "P1 is committed and cannot go without another: P3 is kept out (not this year); let it in",
    )
    with pytest.raises(InputError):
        decide(made.case, made.conditions, made.scores)


def test_a_need_without_a_cost_under_a_budget(build: Any) -> None:
    made = build.portfolio(
        [0.1, 0.1], [5, None], budgets={"b": 10}, mandatory=["P1"], requires={"P1": ("P2",)}
    )
    (sentence,) = told(made)
    assert sentence.startswith("P1 is mandatory and cannot go without another: P2 has no cost")


def test_a_need_that_can_be_met_is_not_told(build: Any) -> None:
    made = build.portfolio([0.1, 0.1], committed=["P1"], requires={"P1": ("P2",)})
    assert told(made) == ()
    assert decide(made.case, made.conditions, made.scores).actions == ("approve", "approve")


@pytest.mark.parametrize("requires", [{}, {"P2": ("P1",)}])
def test_nothing_is_worked_out_where_nobody_must_go_with_another(
    build: Any, requires: dict[str, tuple[str, ...]]
) -> None:
    made = build.portfolio([0.1, 0.1], committed=["P1"], requires=requires)
    assert not may_have_unmet_needs(made.case)
