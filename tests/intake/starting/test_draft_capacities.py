"""Columns of people at work: a capacity that binds nobody stands ready for each."""

from __future__ import annotations

import pytest
import yaml

from cximpact.intake.starting.draft_capacities import named_capacity
from cximpact.intake.starting.starter import write_starter

READY = "people: 'capacity' under 'rules' stands ready"


def _start(tmp_path, header, *cells):
    rows = "".join(f"P{at};idea;{cell}\n" for at, cell in enumerate(cells))
    (tmp_path / "list.csv").write_text(f"id;Status;{header}\n{rows}", encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path / "new")
    return report, (tmp_path / "new" / "cximpact.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("FTE", "fte: {limit: 6.5, unit: FTE, column: FTE}"),
        ("FTEs needed", "ftes-needed: {limit: 6.5, unit: FTE, column: FTEs needed}"),
        ("Headcount", "headcount: {limit: 6.5, unit: people, column: Headcount}"),
        ("People", "people: {limit: 6.5, unit: people, column: People}"),
        ("Person days", "person-days: {limit: 6.5, unit: person days, column: Person days}"),
        ("Aufwand (PT)", 'aufwand: {limit: 6.5, unit: person days, column: "Aufwand (PT)"}'),
        ("Personentage", "personentage: {limit: 6.5, unit: person days, column: Personentage}"),
        ("ETP", "etp: {limit: 6.5, unit: FTE, column: ETP}"),
        ("VZÄ", 'vza: {limit: 6.5, unit: FTE, column: "VZÄ"}'),
    ],
)
def test_what_counts_people_is_drafted_with_the_sum(tmp_path, header, line):
    report, text = _start(tmp_path, header, "1.5", "2", "", "3")
    assert report.unread == {header: READY}
    assert f"#rules:\n#  capacity:\n#    {line}    # all proposals: 6.5\n" in text


@pytest.mark.parametrize(
    "header",
    [
        "FTE saved",
        "Cost per FTE",
        "FTE %",
        "People affected",
        "Team size",
        "Savings (PT)",
        "Persona",
    ],
)
def test_what_counts_something_else_is_not(tmp_path, header):
    report, text = _start(tmp_path, header, "15", "22", "", "31")
    assert READY not in report.unread.values()
    assert "capacity" not in text


def test_cells_that_are_no_numbers_are_to_be_mended_first(tmp_path):
    report, text = _start(tmp_path, "FTE", "1", "2", "3", "4", "2-3", "ca. 5")
    assert report.unread == {
        "FTE": "people: write numbers for '2-3', 'ca. 5', and 'capacity' under 'rules' limits them"
    }
    assert "capacity:" not in text


def test_savings_of_people_are_told_to_be_none_of_a_capacity(tmp_path):
    report, text = _start(tmp_path, "FTE", "1", "2", "3", "4", "-1")
    assert report.unread == {
        "FTE": "people: write numbers from 0 up (a capacity takes no savings) for '-1', and "
        "'capacity' under 'rules' limits them"
    }
    assert "capacity:" not in text


@pytest.mark.parametrize("cells", [("0", "0", ""), ("ask", "Bo", "1"), ("EUR 5", "EUR 6"), ("-1",)])
def test_nothing_is_drafted_of_no_people_or_few_numbers(tmp_path, cells):
    report, text = _start(tmp_path, "FTE", *cells)
    assert READY not in report.unread.values()
    assert "capacity:" not in text


def test_several_columns_of_one_name_have_each_its_own(tmp_path):
    (tmp_path / "list.csv").write_text("id;FTE (a);FTE (b);FTE 2027\nA;1;2;3\nB;1;2;3\n")
    report = write_starter(tmp_path / "list.csv", tmp_path)
    text = (tmp_path / "cximpact.yaml").read_text()
    block = text[text.index("#rules:") :].partition("\n\n")[0]
    said = yaml.safe_load("\n".join(line[1:] for line in block.splitlines()))
    assert said["rules"]["capacity"] == {
        "fte": {"limit": 2, "unit": "FTE", "column": "FTE (a)"},
        "fte-2": {"limit": 4, "unit": "FTE", "column": "FTE (b)"},
        "fte-2027": {"limit": 6, "unit": "FTE", "column": "FTE 2027"},
    }
    assert list(report.unread.values()) == [READY] * 3


def test_a_budget_names_a_column_whole_or_by_its_beginning():
    headers = ["FTE 2026", "Aufwand (PT)"]
    assert named_capacity("aufwand", headers) == "Aufwand (PT)"
    assert named_capacity("FTE", headers) == "FTE 2026"
    assert named_capacity("ft", headers) == ""
    assert named_capacity("", headers) == ""
