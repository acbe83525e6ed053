"""Budgets of a table stand beside those of the document; an id that both have is a problem."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import cximpact
from cximpact.exceptions import InputError
from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.model.money import Money
from cximpact.model.portfolio import Budget


def write(folder: Path, table: str, **parts: Any) -> Path:
    data = {
        "scorecard": "scorecard.json",
        "as_of": "2026-03-01",
        "proposals": {"rows": [{"id": "a", "ease": 1, "cost": "EUR 5"}]},
        "budgets_from": "budgets.csv",
        **parts,
    }
    (folder / "scorecard.json").write_text('{"id": "s", "criteria": {"ease": {"weight": 1}}}')
    (folder / "budgets.csv").write_text(table)
    (folder / "cximpact.yaml").write_text(json.dumps(data, indent=1))
    return folder


def budgets(folder: Path) -> tuple[Budget, ...]:
    return read_inputs(read_spec(folder)).rules.budgets


def test_each_row_is_a_budget_and_a_blank_field_leaves_it_open(tmp_path: Path) -> None:
    table = "id,limit,currency,fund,period\nb,1200.50,EUR,capex,2026\na,EUR 7,,,\n"
    found = budgets(write(tmp_path, table, budgets={"c": "EUR 9"}))
    assert found == (
        Budget("a", Money(Decimal(7), "EUR")),
        Budget("b", Money(Decimal("1200.50"), "EUR"), {"fund": ("capex",), "period": ("2026",)}),
        Budget("c", Money(Decimal(9), "EUR")),
    )


def test_headers_are_mapped_and_rows_filtered(tmp_path: Path) -> None:
    table = "Topf;Betrag;Art\nInvest;1.200,50;x\nAlt;5;y\n"
    part = {
        "path": "budgets.csv",
        "read": {"delimiter": ";", "decimal": ",", "thousands": "."},
        "where": {"Art": "x"},
        "columns": {"id": "Topf", "limit": {"column": "Betrag", "currency": "EUR"}},
    }
    found = budgets(write(tmp_path, table, budgets_from=part))
    assert found == (Budget("Invest", Money(Decimal("1200.50"), "EUR")),)
    evaluation = cximpact.evaluate(tmp_path)
    assert any("'where' of budgets_from" in each.reason for each in evaluation.set_aside)


def test_a_budget_that_is_there_twice_is_told_with_both_places(tmp_path: Path) -> None:
    table = "id,limit\na,EUR 5\nb,EUR 6\nb,EUR 7\n"
    with pytest.raises(InputError) as caught:
        budgets(write(tmp_path, table, budgets={"a": "EUR 5"}))
    told = [str(problem) for problem in caught.value.problems]
    line = (tmp_path / "cximpact.yaml").read_text().splitlines().index('  "a": "EUR 5"') + 1
    assert len(told) == 2
    assert "budgets.csv, line 2" in told[0]
    assert f"the first is in cximpact.yaml, line {line}, budgets.a" in told[0]
    assert "budgets.csv, line 4" in told[1]
    assert "the first is in budgets.csv, line 3" in told[1]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("id,limit\na,-5\n", "not a limit (found '-5')"),
        ("id,limit\na,\n", "not a limit"),
        ("id,limit\na,much\n", "not an amount (found 'much')"),
        ("id,limit\n,5\n", "no budget is named"),
        ("id,limit,currency\na,EUR 5,USD\n", "one amount in two currencies"),
        ("id,limit\na,400.000\n", "two amounts could be meant"),
        ("name,limit\na,5\n", "no column says 'id'"),
        ("id,limitt\na,5\n", "did you mean"),
    ],
)
def test_what_is_no_budget_is_told_once(tmp_path: Path, table: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        budgets(write(tmp_path, table))
    assert told in str(caught.value.problems[0])
    assert len(caught.value.problems) == 1


def test_a_budget_of_the_table_binds_and_is_part_of_the_identity(tmp_path: Path) -> None:
    free = cximpact.evaluate(write(tmp_path, "id,limit\na,EUR 5\n"))
    bound = cximpact.evaluate(write(tmp_path, "id,limit\na,EUR 4\n"))
    assert free.budgets[0].limit == Decimal(5)
    assert bound.budgets[0].limit == Decimal(4)
    assert free.id != bound.id
    saved = bound.save(tmp_path / "saved")
    assert cximpact.evaluate(saved / "inputs").to_json() == bound.to_json()


def test_columns_that_nothing_reads_are_named(tmp_path: Path) -> None:
    found = cximpact.evaluate(write(tmp_path, "id,limit,fnud,owner\na,EUR 5,x,y\n"))
    assert found.not_used["budgets.csv"] == ("fnud", "owner")
    assert any("did you mean 'fund'?" in note for note in found.problems)
