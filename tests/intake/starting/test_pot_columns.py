"""`cximpact init` on a column that names the budget of each proposal: a pot, a fund."""

from __future__ import annotations

import pytest
import yaml

from cximpact.exceptions import InputError
from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.pot_columns import few_words, is_pot_column
from cximpact.intake.starting.starter import write_starter

WORDS = ("Change", "Run", "Change", "Run")
TAKEN = "is taken for the budget that pays each cost"


def _start(tmp_path, header, words=WORDS, *budgets, costs="Cost"):
    """Proposals cost 100, 200, 300 and so on, in each column of costs."""
    columns = costs.split(";")
    rows = [
        ";".join([f"P{at}", f"Project {at}", word, *[f"EUR {at}00"] * len(columns)])
        for at, word in enumerate(words, 1)
    ]
    text = "\n".join([f"ID;Project;{header};{costs}", *rows, ""])
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path, budgets=budgets)
    text = (tmp_path / "cximpact.yaml").read_text("utf-8")
    return report, text, yaml.safe_load(text)


@pytest.mark.parametrize(
    "header", ["Pot", "Fund", "Budget", "Funding", "Topf", "Budget line", "Pot (FY27)", "Fonds"]
)
def test_a_header_that_says_so_makes_each_word_a_budget_that_stands_ready(tmp_path, header):
    """100 + 300 are paid by Change, 200 + 400 by Run."""
    report, text, said = _start(tmp_path, header)
    assert said["proposals"]["columns"]["cost"] == {"column": "Cost", "fund": {"column": header}}
    assert "budgets" not in said
    for line in (
        "#  Change: {limit: EUR 400, where: {fund: Change}}    # all proposals: EUR 400",
        "#  Run: {limit: EUR 600, where: {fund: Run}}    # all proposals: EUR 600",
        "#  total: {limit: EUR 1000}    # all proposals: EUR 1,000",
    ):
        assert line in text.splitlines()
    assert f"'{header}' {TAKEN}: 'Change' (2 rows), 'Run' (2 rows)" in report.remarks
    assert ("fund", header) in report.guessed and header not in report.unread
    lines = text.splitlines()
    at = lines.index("#budgets:")
    taken = "\n".join([*lines[:at], *(each.removeprefix("#") for each in lines[at:])])
    (tmp_path / "cximpact.yaml").write_text(taken, encoding="utf-8")
    found = read_inputs(read_spec(tmp_path))
    assert [each.where for each in found.rules.budgets] == [
        {"fund": ("Change",)}, {"fund": ("Run",)}, {}
    ]  # fmt: skip
    assert {line.proposal: line.fund for line in found.costs}["P2"] == "Run"


@pytest.mark.parametrize("header", ["Pot", "Kind of work", "Type", "Department"])
def test_budgets_that_are_said_may_be_words_of_any_column(tmp_path, header):
    _, _, said = _start(tmp_path, header, WORDS, "Change=EUR 4k", "run=EUR 85k")
    assert said["proposals"]["columns"]["cost"] == {"column": "Cost", "fund": {"column": header}}
    assert said["budgets"] == {
        "Change": {"limit": "EUR 4000", "where": {"fund": "Change"}},
        "run": {"limit": "EUR 85000", "where": {"fund": "Run"}},
    }
    assert [each.limit.amount for each in read_inputs(read_spec(tmp_path)).rules.budgets] == [
        4000,
        85_000,
    ]


def test_a_budget_of_one_word_leaves_the_other_ready(tmp_path):
    _, text, said = _start(tmp_path, "Pot", WORDS, "Change=EUR 4k")
    assert [*said["budgets"]] == ["Change"]
    assert "#  Run: {limit: EUR 600, where: {fund: Run}}" in text


def test_beside_columns_with_names_of_their_own_it_is_a_category(tmp_path):
    """Of capex and opex each, Change pays 100 + 300."""
    _, text, said = _start(
        tmp_path, "Pot", WORDS, "Change=EUR 4k", "opex=EUR 1k", costs="Capex;Opex"
    )
    assert said["proposals"]["columns"]["costs"] == [
        {"column": "Capex", "fund": "capex", "category": {"column": "Pot"}},
        {"column": "Opex", "fund": "opex", "category": {"column": "Pot"}},
    ]
    assert said["budgets"] == {
        "Change": {"limit": "EUR 4000", "where": {"category": "Change"}},
        "opex": {"limit": "EUR 1000", "where": {"fund": "opex"}},
    }
    assert "where: {category: Change}}    # all proposals: EUR 800" in text
    read_inputs(read_spec(tmp_path))


def test_what_a_column_of_costs_is_called_goes_before_a_word(tmp_path):
    _, _, said = _start(tmp_path, "Kind", ("Capex", "Opex"), "capex=9", costs="Capex;Opex")
    assert said["budgets"] == {"capex": {"limit": "EUR 9", "where": {"fund": "capex"}}}


def test_a_name_that_is_no_word_is_told_what_is_known(tmp_path):
    with pytest.raises(InputError) as caught:
        _start(tmp_path, "Pot", WORDS, "Growth=EUR 4k")
    assert str(caught.value).splitlines()[-1].strip() == (
        "--budget: no column of costs is called so, nor a word that names a budget (found "
        "'Growth'); name one of: cost, total; or a word of 'Pot' (Change, Run)"
    )
    with pytest.raises(InputError, match=r"total; or a word of 'Kind of work' \(Change, Run\)$"):
        _start(tmp_path, "Kind of work", WORDS, "Growth=EUR 4k")


def test_rows_that_name_none_are_told(tmp_path):
    report, text, _ = _start(tmp_path, "Pot", ("Change", "Run", "", "tbd", "Run"))
    assert "'Pot' is open in 2 rows: their cost is in none of these budgets" in report.remarks
    # 200 + 500
    assert "#  Run: {limit: EUR 700, where: {fund: Run}}    # all proposals: EUR 700" in text


def test_two_spellings_are_told(tmp_path):
    report, _, _ = _start(tmp_path, "Pot", ("Change", "change", "Run", "Run"))
    told = "'Pot' has 'Change' and 'change': if they are one, write one of them only"
    assert told in report.remarks


@pytest.mark.parametrize(
    ("header", "cells", "is_pot"),
    [
        ("Pot", ["Change", "Run", "Change"], True),
        ("Budget", [500, 600, 500], False),
        ("Budget", ["EUR 500", "EUR 600"], False),
        ("Funding", ["yes", "no", "yes"], False),
        ("Fund", ["a", "b", "c"], False),
        ("Fund", ["", "tbd", None], False),
        ("Cost centre", ["IT", "HR", "IT"], False),
        ("Pot", ["x" * 500, "y", "y"], False),
        ("Pot", [*"abcdefghijklm"] * 2, False),
    ],
)
def test_only_few_short_words_below_such_a_header_are_budgets(header, cells, is_pot):
    assert is_pot_column(header, cells) is is_pot


def test_words_are_counted_in_their_order():
    assert few_words(["Run", " Change ", "Run", "-"]) == (("Run", 2), ("Change", 1))
