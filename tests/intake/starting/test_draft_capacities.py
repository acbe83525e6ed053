"""Columns of people at work: a capacity that binds nobody stands ready for each."""

from __future__ import annotations

from decimal import Decimal

import pytest
import yaml

from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.draft_capacities import named_capacity
from cximpact.intake.starting.starter import write_starter

READY = "people: 'capacity' under 'rules' stands ready"
AGAIN = "what you mend in the list is read by the next validate: init need not run anew"


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
    """The four that can be read come to 10; of the others nothing is guessed."""
    report, text = _start(tmp_path, "FTE", "1", "2", "3", "4", "2-3", "ca. 5")
    mend = "; first mend P4 '2-3' (write a number), P5 'ca. 5' (write a number)"
    assert report.unread == {"FTE": f"{READY}{mend}"}
    told = f"    # all proposals: 10, without 2 cells to be mended{mend}"
    assert f"#    fte: {{limit: 10, unit: FTE, column: FTE}}{told}\n" in text
    assert AGAIN in report.remarks


def test_savings_of_people_are_told_to_be_none_of_a_capacity(tmp_path):
    report, text = _start(tmp_path, "FTE", "1", "2", "3", "4", "-1")
    mend = "P4 '-1' (a capacity takes no savings: write 0, or how many are needed)"
    assert report.unread == {"FTE": f"{READY}; first mend {mend}"}
    assert "# all proposals: 10, without 1 cell to be mended; first mend" in text


@pytest.mark.parametrize(
    ("cells", "total", "mend"),
    [
        (("4", "2,5", "1.5", "0.5"), "8.5", "P1 '2,5' (write 2.5)"),
        (
            ("4", "2,5", "1.5", "0.5", "1,25"),
            "9.75",
            "P1 '2,5' (write 2.5), P4 '1,25' (write 1.25)",
        ),
        (("4", "1,5", "2.5", "3,5", "7"), "18.5", "P2 '2.5' (write 2,5)"),
    ],
)
def test_the_other_decimal_sign_can_mean_one_amount_only(tmp_path, cells, total, mend):
    report, text = _start(tmp_path, "FTE", *cells)
    assert report.unread == {"FTE": f"{READY}; first mend {mend}"}
    assert (
        f"#    fte: {{limit: {total}, unit: FTE, column: FTE}}    # all proposals: {total};" in text
    )


def test_of_many_odd_cells_three_are_named(tmp_path):
    report, _ = _start(tmp_path, "FTE", *"123456", *["a", "b", "c", "d", "e"])
    assert report.unread["FTE"].endswith("P8 'c' (write a number), and 2 more cells")


def test_a_limit_that_was_said_takes_effect_and_the_others_wait(tmp_path):
    rows = "id;FTE;Headcount;Note;Cost\nA-1;1,5;3;;5\nA-2;2;1;needs A-1;6\n"
    (tmp_path / "list.csv").write_text(rows)
    report = write_starter(tmp_path / "list.csv", tmp_path, budgets=["fte=2"])
    text = (tmp_path / "cximpact.yaml").read_text()
    assert yaml.safe_load(text)["rules"] == {
        "capacity": {"fte": {"limit": 2, "unit": "FTE", "column": "FTE"}}
    }
    assert ("capacity fte", "FTE") in report.guessed
    assert "FTE" not in report.unread
    assert "capacity fte: all FTE of the list, 3.5, against 2" in report.remarks
    block = text[text.index("rules:") :].partition("\n\n")[0]
    bare = "\n".join(line.removeprefix("#") for line in block.splitlines())
    assert yaml.safe_load(bare)["rules"] == {
        "capacity": {
            "fte": {"limit": 2, "unit": "FTE", "column": "FTE"},
            "headcount": {"limit": 4, "unit": "people", "column": "Headcount"},
        },
        "requires": {"A-2": ["A-1"]},
    }
    (limit,) = read_inputs(read_spec(tmp_path)).rules.capacities
    assert (limit.limit, limit.uses) == (2, {"A-1": Decimal("1.5"), "A-2": 2})


def test_a_limit_is_kept_where_nobody_is_needed_or_a_cell_is_to_be_mended(tmp_path):
    (tmp_path / "list.csv").write_text("id;FTE;People\nA;0;x\nB;0;1\nC;0;4\n")
    report = write_starter(tmp_path / "list.csv", tmp_path, budgets=["FTE=2", "people=7"])
    assert "capacity fte: all FTE of the list, 0, against 2" in report.remarks
    assert (
        "capacity people: all people of the list, 5, without 1 cell to be mended, against 7; first "
        "mend A 'x' (write a number)"
    ) in report.remarks


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


def test_staff_rated_with_numbers_below_zero_are_no_people_at_work(tmp_path):
    rows = "A;-1;1;2\nB;1;2;-1\nC;2;-2;1\nD;0;0;0\n"
    (tmp_path / "list.csv").write_text(f"id;Ease;Trust;Staff\n{rows}")
    write_starter(tmp_path / "list.csv", tmp_path)
    text = (tmp_path / "cximpact.yaml").read_text()
    assert "#staff: {column: Staff}" in text
    card = (tmp_path / "scorecard.yaml").read_text()
    assert "#staff: {group: business, weight: 10, scale: [-2, 0, 2], title: Staff}" in card
    assert "capacity" not in text
