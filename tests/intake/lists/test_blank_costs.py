"""A blank in one of several columns of costs counts as 0, and that is said."""

from __future__ import annotations

import pytest

WORKSPACE = """
scorecard: scorecard.yaml
currency: EUR
proposals:
  path: list.csv
  missing: [tbd]
  columns:
    costs: [{column: Capex, fund: capex}, {column: Opex, fund: opex}]
"""
HEAD = "id,Capex,Opex\n"


def notes(read, rows: str, workspace: str = WORKSPACE) -> list[str]:
    found = read(workspace, list_csv=HEAD + rows).sound
    return [str(note) for note in found.notes if "amount" in str(note)]


def test_one_blank_is_told_at_its_cell(read):
    assert notes(read, "A,5,7\nB,5,\n") == [
        "list.csv, line 3, Opex: 'B' names no amount here, but one beside it; the blank counts as "
        "0; write 0 where there is no cost"
    ]


def test_several_are_one_note_that_names_three(read):
    """In the order of ids, as everything is; a word for an unknown cost is told elsewhere."""
    assert notes(read, "F,5,tbd\nE,5,\nD,,7\nC,5,\nB,,7\nA,1,1\n") == [
        "list.csv: 4 blanks in columns of costs, beside an amount, count as 0: 'B' (Capex), "
        "'C' (Opex), 'D' (Capex) and 1 more; write 0 where there is no cost"
    ]


@pytest.mark.parametrize("rows", ["A,5,7\nB,,\n", "A,0,7\nB,5,0\n"])
def test_no_cost_at_all_and_a_stated_zero_are_no_such_blank(read, rows):
    assert notes(read, rows) == []


def test_a_single_column_may_have_blanks(read):
    single = WORKSPACE.replace(", {column: Opex, fund: opex}", "")
    assert notes(read, "A,5,7\nB,,7\n", single) == []


def test_a_range_is_told_at_its_likely_amount(read):
    ranges = """
scorecard: scorecard.yaml
currency: EUR
proposals:
  path: list.csv
  columns:
    costs: [{low: Min, likely: Plan, high: Max}, {column: Extra}]
"""
    found = read(ranges, list_csv="id,Min,Plan,Max,Extra\nA,,,,9\nB,1,2,3,4\n").sound
    assert "list.csv, line 2, Plan: 'A' names no amount here" in str(found.notes[0])


def test_an_amount_of_zero_beside_a_blank_is_an_amount(read):
    """Whoever writes 0 in one column and nothing in the other may have forgotten the other."""
    assert len(notes(read, "A,0,\nB,1,1\n")) == 1
