"""Selections whose best answer stands in a textbook."""

from __future__ import annotations

from typing import Any

from cximpact.decision.decide import decide

# Winston, Operations Research: Applications and Algorithms (4th ed., 2004), section 9.2,
# "Stockco": net present values and cash needs of four investments, in thousands of dollars.
PRESENT_VALUE = (16, 22, 12, 8)
CASH = (5, 7, 4, 3)
AVAILABLE = 14


def test_stockco_invests_in_two_three_and_four_for_42(build: Any) -> None:
    made = build.portfolio(
        [each / 100 for each in PRESENT_VALUE], CASH, budgets={"cash": AVAILABLE}
    )
    found = decide(made.case, made.conditions, made.scores).selection
    assert found.selected.tolist() == [False, True, True, True]
    assert round(found.value * 100, 9) == 42
    assert found.gap == 0
