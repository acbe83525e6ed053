"""`validate` says first what will stop proposals: costs no budget can take, gaps, doubts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from attrs import evolve

from cximpact.intake.spec import read_spec
from cximpact.pipeline import read
from cximpact.report.acting import to_act_on
from cximpact.report.readback import readback

LIST = """id,status,Capex,Opex,ease
P1,idea,100,10,2
P2,idea,tbd,10,2
P3,idea,,,2
P4,running,,,2
P5,idea,100,10,
"""


def case(folder: Path, budgets: str) -> Any:
    (folder / "card.yaml").write_text("criteria: {ease: {weight: 1, title: Ease}}\n")
    (folder / "list.csv").write_text(LIST)
    (folder / "cximpact.yaml").write_text(
        f"scorecard: card.yaml\nas_of: 2026-03-01\ncurrency: EUR\n{budgets}proposals:\n"
        "  path: list.csv\n  missing: [tbd]\n  columns:\n"
        "    status: {column: status, values: {idea: proposed, running: committed}}\n"
        "    costs: [{column: Capex, fund: capex}, {column: Opex, fund: opex}]\n"
    )
    return read(read_spec(folder), None, date(2026, 3, 1))[0]


def test_costs_that_no_budget_can_take_come_before_gaps(tmp_path: Path) -> None:
    """P4 is committed, so its budget is used whatever it costs."""
    told = to_act_on(case(tmp_path, "budgets: {all: EUR 500}\n")).others
    assert told[:3] == (
        "1 proposal states no cost, and no budget can take what has none: P3; fill it, or write 0 "
        "where there is none",
        "1 proposal has a cost that is not known, and no budget can take what has no figure: "
        "P2 (Capex); write an estimate; a range takes three columns (low, likely, high), which "
        "other rows may leave blank but for the likely one",
        "1 proposal has no rating on Ease, and is sent back as 'revise': P5; fill it, or give 0 "
        "if nothing changes",
    )


def test_what_is_fixed_at_an_unknown_cost_leaves_less_than_is_told(tmp_path: Path) -> None:
    case(tmp_path, "budgets: {all: EUR 500}\n")
    rows = "id,status,Capex,Opex,ease\nP6,running,tbd,5,2\nP7,running,10,tbd,2\nP8,idea,5,5,1\n"
    (tmp_path / "list.csv").write_text(rows)
    told = to_act_on(read(read_spec(tmp_path), None, date(2026, 3, 1))[0]).others
    assert (
        "P6 (Capex), P7 (Opex): selected in any case, at costs that are not known, so that less is "
        "left of the budget than is told; write an estimate"
    ) in told


def test_only_columns_that_a_budget_would_pay_are_named(tmp_path: Path) -> None:
    """Of P6 two costs are unknown, and the budget pays for one of them."""
    case(tmp_path, "budgets: {opex: {limit: EUR 500, where: {fund: opex}}}\n")
    spec = (tmp_path / "cximpact.yaml").read_text()
    fees = "{column: Fees, fund: fees}, {column: Capex"
    (tmp_path / "cximpact.yaml").write_text(spec.replace("{column: Capex", fees))
    (tmp_path / "list.csv").write_text("id,status,Capex,Opex,Fees,ease\nP6,idea,tbd,tbd,5,2\n")
    told = to_act_on(read(read_spec(tmp_path), None, date(2026, 3, 1))[0]).others
    assert any("P6 (Opex); write an estimate" in line for line in told)


def test_without_a_budget_no_cost_is_asked_for(tmp_path: Path) -> None:
    assert not [
        line for line in to_act_on(case(tmp_path, "")).others if "cost" in line.split(";")[0]
    ]


def test_a_cost_that_no_budget_would_pay_stops_nobody(tmp_path: Path) -> None:
    only = "budgets: {opex: {limit: EUR 500, where: {fund: opex}}}\n"
    assert not [line for line in to_act_on(case(tmp_path, only)).others if "P2" in line]


def test_columns_that_nothing_uses_are_told_file_by_file(tmp_path: Path) -> None:
    found = case(tmp_path, "")
    assert "not used in" not in readback(found)
    (tmp_path / "list.csv").write_text("id,Owner,ease,Note\nP1,x,2,y\n")
    (tmp_path / "cximpact.yaml").write_text(
        "scorecard: card.yaml\nas_of: 2026-03-01\nproposals: list.csv\n"
    )
    again = read(read_spec(tmp_path), None, date(2026, 3, 1))[0]
    assert readback(again).endswith("\nnot used in list.csv: Owner, Note")


def test_what_stops_evaluate_comes_first_and_changes_the_headline(tmp_path: Path) -> None:
    """P4 is committed at 300 + 20 of a budget of 250."""
    case(tmp_path, "budgets: {all: EUR 250}\n")
    (tmp_path / "list.csv").write_text("id,status,Capex,Opex,ease\nP4,running,300,20,2\n")
    found = read(read_spec(tmp_path), None, date(2026, 3, 1))[0]
    first = to_act_on(found)
    assert first.lines[0] == (
        "evaluate will find no selection: a committed proposal needs EUR 320 of budget all, which "
        "allows EUR 250 (P4 EUR 320); raise its limit, or take out what is paid already"
    )
    assert readback(found, first).startswith("Everything was read. evaluate will stop: see below.")


def test_weights_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    """Reading refuses them in a workspace; a case may yet come from elsewhere."""
    case(tmp_path, "")
    (tmp_path / "card.yaml").write_text("criteria: {ease: {weight: 1}, speed: {weight: 1}}\n")
    plain = (tmp_path / "cximpact.yaml").read_text()
    found = []
    for said in ("ease >= 80%", "speed >= 30%"):
        (tmp_path / "cximpact.yaml").write_text(f"{plain}weighting: {{statements: [{said}]}}\n")
        found.append(read(read_spec(tmp_path), None, date(2026, 3, 1))[0])
    one, other = (each.weighting.stakeholders[0] for each in found)
    voice = evolve(one, statements=(*one.statements, *other.statements))
    both = evolve(found[0].weighting, stakeholders=(voice,))
    [line] = to_act_on(evolve(found[0], weighting=both)).stops
    assert line.startswith("evaluate will stop: ")
    assert "what was said about the customer part cannot all hold: (1) ease" in line


def test_a_doubt_about_a_limit_comes_before_what_stops_a_few(tmp_path: Path) -> None:
    """All costs that are known come to 110 + 10 + 110 = 230; 23,000 is 100 times that."""
    told = to_act_on(case(tmp_path, "budgets: {all: EUR 23000}\n")).others
    assert told[0].startswith(
        "note: cximpact.yaml, line 4, budgets.all: budget all: EUR 23,000 is 100 times all costs"
    )
    assert len(set(told)) == len(told)


def test_validate_shows_what_weights_and_groups_make_of_each_criterion(tmp_path: Path) -> None:
    """Of 4 shares business has 1; of the 3 for customers ease has 3 in 4, speed 1 in 4."""
    (tmp_path / "list.csv").write_text("id,ease,speed,fit\nA,1,1,1\n")
    (tmp_path / "card.yaml").write_text(
        "groups: {customer: 3, business: 1}\ncriteria:\n  ease: {weight: 30, title: Ease}\n"
        "  speed: {weight: 10}\n  fit: {weight: 10, group: business}\n"
    )
    (tmp_path / "cximpact.yaml").write_text("scorecard: card.yaml\nproposals: list.csv\n")
    found = read(read_spec(tmp_path), None, date(2026, 3, 1))[0]
    assert readback(found, to_act_on(found)).splitlines()[3] == (
        "weights: Ease 56.3%, speed 18.8%, fit 25%"
    )
