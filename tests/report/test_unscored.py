"""Where nothing is scored yet, `validate` says so first, and what evaluate will make of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import cximpact
from cximpact.intake.spec import read_spec
from cximpact.pipeline import read
from cximpact.report.acting import to_act_on
from cximpact.report.readback import readback

LIST = """id,status,Capex
P1,idea,100
P2,idea,10
P3,idea,1
"""
WORKSPACE = """scorecard: card.yaml
as_of: 2026-03-01
currency: EUR
draws: 0
proposals:
  path: list.csv
  columns:
    status: {column: status, values: {idea: proposed, running: committed, gone: withdrawn}}
    costs: [{column: Capex, fund: capex}]
"""
RATED = "criteria: {ease: {weight: 1}, trust: {weight: 1}}\n"
HEADERS = "proposal,criterion,rater,rating\n"
ANSWER = "answer the questions in ratings.csv"


def case(
    folder: Path, *, rows: str = LIST, more: str = "", card: str = RATED, ratings: str = HEADERS
) -> Any:
    (folder / "list.csv").write_text(rows, encoding="utf-8")
    (folder / "card.yaml").write_text(card, encoding="utf-8")
    if ratings:
        (folder / "ratings.csv").write_text(ratings, encoding="utf-8")
        more += "ratings: ratings.csv\n"
    (folder / "cximpact.yaml").write_text(WORKSPACE + more, encoding="utf-8")
    return read(read_spec(folder), None, date(2026, 3, 1))[0]


def test_it_stands_first_and_no_gap_is_told_beside_it(tmp_path: Path) -> None:
    found = case(tmp_path)
    first = to_act_on(found)
    assert first.others == (f"nothing is scored yet, so evaluate will decline all 3: {ANSWER}",)
    lines = readback(found, first).splitlines()
    assert lines[0] == "Everything was read."
    assert lines[2] == "no budget is set, so costs limit nothing"
    assert lines[3].startswith("weights: ")
    assert lines[5:7] == ["Look at this first:", f"  {first.others[0]}"]


def test_evaluate_does_what_is_foreseen(tmp_path: Path) -> None:
    case(tmp_path)
    assert {item.action for item in cximpact.evaluate(tmp_path)} == {"decline"}


@pytest.mark.parametrize(
    ("rows", "more", "told"),
    [
        # P4 is committed and P5 withdrawn: of four that are ranked, three are declined.
        (f"{LIST}P4,running,5\nP5,gone,5\n", "", "3 of 4"),
        # Without a cost no budget can take P4: it is to be revised.
        (f"{LIST}P4,idea,\n", "budgets: {all: EUR 500}\n", "3 of 4"),
        # Without a budget nobody asks for its cost.
        (f"{LIST}P4,idea,\n", "", "all 4"),
        # P4 is committed and cannot go without P3, and P3 not without P2.
        (f"{LIST}P4,running,5\n", "rules: {requires: {P4: [P3], P3: [P2]}}\n", "1 of 4"),
        (f"{LIST}P4,idea,5\n", "rules: {forced_out: {P4: too early}}\n", "3 of 4"),
        ("id,status,Capex\nP1,idea,1\nP2,idea,1\n", "", "both"),
        ("id,status,Capex\nP1,idea,1\n", "", "it"),
    ],
)
def test_who_is_declined_is_who_evaluate_declines(
    tmp_path: Path, rows: str, more: str, told: str
) -> None:
    lines = to_act_on(case(tmp_path, rows=rows, more=more)).others
    assert f"nothing is scored yet, so evaluate will decline {told}: {ANSWER}" == lines[0]
    actions = [item.action for item in cximpact.evaluate(tmp_path)]
    declined, count = actions.count("decline"), len(actions)
    assert told in (f"{declined} of {count}", f"all {count}", "both", "it")
    assert (declined == count) == (" of " not in told)


def test_where_everything_is_fixed_nobody_is_declined(tmp_path: Path) -> None:
    rows = "id,status,Capex\nP1,running,1\n"
    assert to_act_on(case(tmp_path, rows=rows)).others[0] == f"nothing is scored yet: {ANSWER}"


@pytest.mark.parametrize(
    ("card", "todo"),
    [
        (RATED, "rate them in the list or in a table of ratings"),
        (
            "criteria: {npv: {kind: quantity, group: business, weight: 1, unit: EUR, "
            "value_points: {0: 0, 100: 1}}}\n",
            "state the amounts",
        ),
        (
            "criteria: {way: {kind: journey, weight: 1}, ease: {weight: 1}}\n"
            "journey: {stages: {buy: {touchpoints: {pay: {}}}}}\n",
            "rate them in the list or in a table of ratings and state their effects",
        ),
    ],
)
def test_what_to_do_depends_on_what_is_asked(tmp_path: Path, card: str, todo: str) -> None:
    told = to_act_on(case(tmp_path, card=card, ratings="")).others
    assert told[0] == f"nothing is scored yet, so evaluate will decline all 3: {todo}"


def test_columns_of_ratings_in_the_list_are_named_by_its_file(tmp_path: Path) -> None:
    rows = "id,status,Capex,ease\nP1,idea,1,\nP2,idea,1,\nP3,idea,1,\n"
    told = to_act_on(case(tmp_path, rows=rows, ratings="")).others
    assert told[0].endswith(": answer the questions in list.csv")


def test_one_answer_is_enough_for_gaps_to_be_told_again(tmp_path: Path) -> None:
    told = to_act_on(case(tmp_path, ratings=f"{HEADERS}P1,ease,R1,2\n")).others
    assert not any("nothing is scored" in line for line in told)
    assert any("sent back as 'revise'" in line for line in told)


@pytest.mark.parametrize(
    ("capacity", "told"),
    [
        ("staff: {limit: 9, uses: {P1: 1}}", "1 budget, 1 capacity, as of"),
        ("a: {limit: 9, uses: {P1: 1}}, b: {limit: 9, uses: {P1: 1}}", "1 budget, 2 capacities, "),
    ],
)
def test_capacities_are_counted_with_the_budgets(tmp_path: Path, capacity: str, told: str) -> None:
    more = f"budgets: {{all: EUR 500}}\nrules: {{capacity: {{{capacity}}}}}\n"
    assert told in readback(case(tmp_path, more=more)).splitlines()[1]


def test_no_capacity_is_no_word(tmp_path: Path) -> None:
    assert "capacit" not in readback(case(tmp_path)).splitlines()[1]
