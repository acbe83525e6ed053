"""`cximpact init` on a list of which no cost is read: that nothing is limited is told."""

from __future__ import annotations

import pytest

from cximpact.intake.starting.starter import write_starter

NO_COST = "no cost is read, so no budget can limit what is selected"
MAY_BE = (
    "may be the cost: 'cost' takes it; other amounts: a criterion with 'kind: quantity', see "
    "'Write a scorecard'"
)


def _start(tmp_path, headers, *rows):
    lines = [f"ID;Project;{headers}", *(f"P{at};Project {at};{row}" for at, row in enumerate(rows))]
    (tmp_path / "list.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return write_starter(tmp_path / "list.csv", tmp_path)


def test_columns_that_may_be_the_cost_are_named_first_of_all(tmp_path):
    report = _start(tmp_path, "Plan;Calls per month", "1200;900", "300;400")
    assert report.remarks[0] == (
        f"{NO_COST}: if 'Plan' is the cost, say so under 'columns', as 'cost: Plan'"
    )
    assert report.unread["Plan"] == MAY_BE
    assert report.unread["Calls per month"].startswith("looks like an amount: a criterion")


def test_several_are_named_and_the_first_is_shown(tmp_path):
    report = _start(tmp_path, "Plan: old;Plan: new", "1200;900", "300;400")
    assert report.remarks[0] == (
        f"{NO_COST}: if 'Plan: old' or 'Plan: new' is the cost, say so under 'columns', as "
        "'cost: \"Plan: old\"'"
    )


@pytest.mark.parametrize(
    ("headers", "rows"),
    [
        ("Calls per month", ("1200", "300")),
        ("Effort (days)", ("120", "300")),
        ("Savings", ("1200", "300")),
        ("Customers affected", ("1200", "300")),
        ("Reach", ("1200", "300")),
        ("Owner", ("A. Abebe", "B. Bauer")),
    ],
)
def test_where_no_column_can_be_it_that_is_told_without_a_name(tmp_path, headers, rows):
    report = _start(tmp_path, headers, *rows)
    told = f"{NO_COST}: if your list has costs, name their column under 'columns' as 'cost'"
    assert told in report.remarks
    assert MAY_BE not in report.unread.values()


def test_what_is_to_be_mended_first_is_not_said_to_be_mapped(tmp_path):
    report = _start(tmp_path, "Kosten", "48.500 EUR", "12 Leute")
    assert report.remarks[0] == f"{NO_COST}; of 'Kosten', see below"


def test_with_a_cost_nothing_is_told(tmp_path):
    report = _start(tmp_path, "Cost;Plan", "1200;900", "300;400")
    assert not [each for each in report.remarks if NO_COST in each]
    assert report.unread["Plan"].startswith("looks like an amount")
