"""Who is taken for another's sake: what the other is, and what both come to, added up by hand."""

from __future__ import annotations

from typing import Any

import cximpact

# A level of three scores a third. Base alone is worth -1/3; App needs it and scores 1; Site needs
# it and scores 2/3. With App: 1 - 1/3 = +67; with both: 1 + 2/3 - 1/3 = +133.
BASE = {"id": "base", "title": "Platform", "ease": 0, "fit": -2, "cost": "EUR 30"}
APP = {"id": "app", "title": "Booking app", "ease": 3, "fit": 3, "cost": "EUR 70"}
SITE = {"id": "site", "ease": 2, "fit": 2, "cost": "EUR 20"}


def reason(rows: list[dict[str, Any]], **more: Any) -> str:
    found = cximpact.evaluate(
        proposals=rows,
        scorecard={
            "groups": {"customer": 50, "business": 50},
            "criteria": {"ease": {"weight": 1}, "fit": {"weight": 1, "group": "business"}},
        },
        as_of="2026-03-01",
        draws=0,
        analyses=[],
        **more,
    )
    assert found["base"].action == "approve"
    return found["base"].reason


def test_one_that_is_enabled_is_named_with_what_both_come_to() -> None:
    assert reason([BASE, {**APP, "requires": "base"}], budgets={"all": "EUR 200"}) == (
        "It enables app (Booking app), which is selected: together value +67 at EUR 100."
    )


def test_several_are_named_together() -> None:
    rows = [BASE, {**APP, "requires": "base"}, {**SITE, "requires": "base"}]
    assert reason(rows, budgets={"all": "EUR 200"}) == (
        "It enables app (Booking app) and site, which are selected: together value +133 at EUR 120."
    )


def test_one_that_is_committed_is_called_so() -> None:
    rows = [BASE, {**APP, "requires": "base", "status": "committed"}]
    assert reason(rows, budgets={"all": "EUR 200"}) == (
        "It enables app (Booking app), which is committed: together value +67 at EUR 100."
    )


def test_costs_are_left_out_where_one_is_not_stated() -> None:
    rows = [{**BASE, "cost": ""}, {**APP, "requires": "base"}]
    assert reason(rows) == ("It enables app (Booking app), which is selected: together value +67.")
