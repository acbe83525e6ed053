"""`cximpact init --from LIST`: cells that stand for no value, and amounts below zero."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.files.documents import parse_document
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.files.raw_table import ReadOptions
from cximpact.intake.files.tables import read_table
from cximpact.intake.reading import check_inputs, read_inputs
from cximpact.intake.scorecards.scorecards import load_scorecard
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.guess import Guess, guess_columns
from cximpact.intake.starting.starter import write_starter
from cximpact.intake.starting.starter_text import workspace_text

CUSTOMER = load_scorecard("customer", None, ProblemList())


def _list(tmp_path, header, cells):
    """Write a list with ids of its own and one more column."""
    rows = (f"P{at};{cell}\n" for at, cell in enumerate(cells, 1))
    (tmp_path / "list.csv").write_text(f"id;{header}\n{''.join(rows)}", encoding="utf-8")
    return tmp_path / "list.csv"


def _guess(tmp_path, header, cells):
    table = read_table(_list(tmp_path, header, cells), ReadOptions())
    return guess_columns(table, CUSTOMER)


def _document(text):
    return parse_document(text, suffix=".yaml", name="w.yaml").data


@pytest.mark.parametrize("word", ["tbd", "n/a", "-", "open", "to be decided", "–"])
def test_one_word_among_ten_cells_leaves_a_column_a_cost(tmp_path, word):
    guess = _guess(tmp_path, "Cost", [*["EUR 5"] * 9, word])
    assert guess.costs == ("Cost",)
    assert guess.missing == (word,)
    assert guess.currency == "EUR"


def test_two_words_among_eleven_filled_cells_are_too_many(tmp_path):
    guess = _guess(tmp_path, "Cost", [*["5"] * 9, *[""] * 30, "ask IT", "ask IT"])
    assert (guess.costs, guess.missing, guess.unfit) == (("Cost",), (), ("ask IT",))
    assert "'Cost' has cells to be mended, or named under 'missing', first: 'ask IT'" in (
        guess.remarks
    )


def test_words_that_mean_nothing_anywhere_may_stand_in_half_of_the_cells(tmp_path):
    guess = _guess(tmp_path, "Cost", [*["5"] * 4, "tbd", "n/a", "TBD", "tbd"])
    assert (guess.costs, guess.missing) == (("Cost",), ("tbd", "n/a"))
    guess = _guess(tmp_path, "Cost", ["5", "tbd", "n/a"])
    assert (guess.costs, guess.missing) == ((), ())


@pytest.mark.parametrize("count", [5, 6])
def test_at_most_five_different_words_stand_for_no_value(tmp_path, count):
    words = ["soon", "see note", "open", "none yet", "ask IT", "later"][:count]
    guess = _guess(tmp_path, "Cost", [*["5"] * 90, *words])
    assert guess.costs == ("Cost",)
    assert set(guess.unfit) == (set() if count == 5 else set(words))
    assert set(guess.missing) == (set(words) if count == 5 else set())


@pytest.mark.parametrize("cell", ["12 people", "5-10", "½ of last year", "tbd 2027"])
def test_a_text_with_a_number_is_never_taken_for_no_value(tmp_path, cell):
    guess = _guess(tmp_path, "Cost", [*["5"] * 30, cell])
    assert (guess.costs, guess.missing, guess.unfit) == (("Cost",), (), (cell,))


def test_words_that_stand_for_no_cost_are_told(tmp_path):
    guess = _guess(tmp_path, "Cost", [*["5"] * 30, "tbd", "n/a", "tbd"])
    assert guess.missing == ("tbd", "n/a")
    (remark,) = guess.remarks
    assert remark.startswith("'Cost' has no amount in 3 rows ('tbd', 'n/a')")


def test_a_dash_is_no_cost_and_a_word_is_one_that_nobody_knows(tmp_path):
    guess = _guess(tmp_path, "Cost", [*["5"] * 30, "tbd", "-", "-"])
    assert guess.remarks == (
        "'Cost' has no amount in 1 row ('tbd'): not known, and no budget can take that until you "
        "fill it in",
        "'Cost' has no amount in 2 rows ('-'): taken for no cost; see 'missing'",
    )


def test_words_of_columns_that_are_not_used_are_not_written(tmp_path):
    rows = "".join(f"P{at};5;{'later' if at == 9 else 7}\n" for at in range(20))
    (tmp_path / "list.csv").write_text(f"id;Cost;Estimate\n{rows}")
    table = read_table(tmp_path / "list.csv", ReadOptions())
    guess = guess_columns(table, CUSTOMER)
    assert (guess.costs, guess.missing) == (("Cost",), ())


def test_a_column_with_a_few_savings_is_a_cost_with_negative_allowed(tmp_path):
    report = write_starter(_list(tmp_path, "Cost", ["100", "-5", "20", "(7)", "3"]), tmp_path)
    assert ("cost", "Cost") in report.guessed
    assert any("is below zero in 2 rows" in each for each in report.remarks)
    text = (tmp_path / "cximpact.yaml").read_text()
    said = _document(text)["proposals"]["columns"]["cost"]
    assert said == {"column": "Cost", "negative": "allowed"}
    assert "# is below zero in 2 rows" in text
    costs = read_inputs(read_spec(tmp_path)).costs
    assert [line.likely for line in costs] == [100, -5, 20, -7, 3]


def test_savings_in_one_of_two_funds_are_allowed_there_only(tmp_path):
    (tmp_path / "list.csv").write_text("id,Capex,Opex\nA,5,3\nB,6,-1\nC,7,2\n")
    write_starter(tmp_path / "list.csv", tmp_path)
    columns = _document((tmp_path / "cximpact.yaml").read_text())["proposals"]["columns"]
    assert columns["costs"] == [
        {"column": "Capex", "fund": "capex"},
        {"column": "Opex", "fund": "opex", "negative": "allowed"},
    ]
    likely = [line.likely for line in read_inputs(read_spec(tmp_path)).costs]
    assert sorted(likely) == [Decimal(each) for each in (-1, 2, 3, 5, 6, 7)]


def test_where_as_many_amounts_are_below_zero_as_above_their_sign_is_left_to_a_person(tmp_path):
    guess = _guess(tmp_path, "Cost", ["-5", "-6", "0", "3", "4"])
    assert (guess.costs, guess.negative) == ((), ())
    assert "'Cost' has amounts below zero: map it with 'negative: allowed'" in guess.remarks


@pytest.mark.parametrize("header", ["Ease", "Ease (1-5)"])
def test_a_word_in_a_column_of_ratings_does_not_hide_its_scale(tmp_path, header):
    guess = _guess(tmp_path, header, ["1", "5", "4", *["3"] * 6, "n/a"])
    assert guess.ratings == {"ease": (header, (1.0, 3.0, 5.0))}
    assert guess.missing == ("n/a",)
    assert guess.remarks[0] == f"'{header}' has no answer in 1 row ('n/a'): see 'missing'"


@pytest.mark.parametrize("word", ["n/a", "tbd", "-", "?", "–"])
def test_half_of_the_ratings_may_say_that_nothing_is_known(tmp_path, word):
    guess = _guess(tmp_path, "Ease (1-5)", ["1", "5", "4", word, word, word])
    assert guess.ratings == {"ease": ("Ease (1-5)", (1.0, 3.0, 5.0))}
    assert guess.missing == (word,)
    guess = _guess(tmp_path, "Ease (1-5)", ["1", "5", word, word, word])
    assert (guess.ratings, guess.missing) == ({}, ())


@pytest.mark.parametrize(
    ("header", "cells", "is_read"),
    [
        ("Customer", ["n/a", "4", "-", "2", "tbd", "5"], True),  # a word for what people rate
        ("Calm", ["n/a", "4", "5", "2", "tbd", "1"], True),  # a third, beside ratings
        ("Calm", ["n/a", "4", "-", "2", "tbd", "5"], False),
    ],
)
def test_where_no_header_says_that_it_rates_a_third_may(tmp_path, header, cells, is_read):
    rows = "".join(f"P{at};{at + 3};{cell}\n" for at, cell in enumerate(cells))
    (tmp_path / "list.csv").write_text(f"id;Fit (1-10);{header}\n{rows}")
    report = write_starter(tmp_path / "list.csv", tmp_path)
    assert ((f"rating {header.lower()}", header) in report.guessed) is is_read


def test_a_column_with_a_few_open_cells_is_one_of_ratings_beside_others(tmp_path):
    """No scorecard has such a criterion yet: the column makes it."""
    rows = "".join(f"P{at};{at % 10 + 1};{'n/a' if at < 3 else at}\n" for at in range(10))
    (tmp_path / "list.csv").write_text(f"id;Fit (1-10);Customer\n{rows}")
    report = write_starter(tmp_path / "list.csv", tmp_path)
    assert ("rating customer", "Customer") in report.guessed
    assert "'Customer' has no answer in 3 rows ('n/a'): see 'missing'" in report.remarks


@pytest.mark.parametrize("cell", ["7-8", "4?", "3/4", "see note 2"])
def test_a_single_odd_cell_is_told_and_leaves_the_column_of_ratings_read(tmp_path, cell):
    guess = _guess(tmp_path, "Ease (1-10)", ["1", "5", "4", "8", cell, "2"])
    assert guess.ratings == {"ease": ("Ease (1-10)", (1.0, 5.5, 10.0))}
    assert (guess.missing, guess.odd) == ((), {"Ease (1-10)": (cell,)})
    assert f"'Ease (1-10)': line 6: '{cell}': write one number" in guess.remarks


def test_a_draft_with_an_odd_cell_is_written_and_validate_tells_the_cell(tmp_path):
    report = write_starter(_list(tmp_path, "Ease", [1, 5, 4, "7-8", 9, 2, 3]), tmp_path)
    assert ("rating ease", "Ease") in report.guessed
    assert any("init need not run anew" in each for each in report.remarks)
    _, problems = check_inputs(read_spec(tmp_path))
    assert [(each.line, each.field, each.value) for each in problems] == [(5, "Ease", "7-8")]
    path = tmp_path / "list.csv"
    path.write_text(path.read_text().replace("7-8", "8"))
    assert read_inputs(read_spec(tmp_path)).ratings.grid.shape == (7, 1)


@pytest.mark.parametrize("cells", [["1", "5", "4-5", "2-3", "3"], ["1", "5", "7-8", "2"]])
def test_odd_cells_among_few_numbers_leave_a_column_out(tmp_path, cells):
    guess = _guess(tmp_path, "Ease", cells)
    assert (guess.ratings, guess.odd) == ({}, {})


def test_a_number_off_the_scale_leaves_a_column_of_ratings_out_whatever_words_it_has(tmp_path):
    guess = _guess(tmp_path, "Ease", ["1", "5", "12", *["3"] * 17, "n/a"])
    assert (guess.ratings, guess.missing) == ({}, ())


def test_a_mistyped_level_is_not_taken_for_no_value(tmp_path):
    (tmp_path / "card.yaml").write_text(
        "criteria:\n  ease:\n    weight: 1\n"
        "    levels: {worse: {score: -1}, same: {score: 0}, better: {score: 1}}\n"
    )
    path = _list(tmp_path, "Ease", [*["better"] * 10, *["same"] * 9, "beter"])
    report = write_starter(path, tmp_path / "w", scorecard=str(tmp_path / "card.yaml"))
    assert "Ease" in report.not_used


@pytest.mark.parametrize("word", ["approved", "Cancelled", "läuft", "yes", "x"])
def test_a_word_that_means_something_elsewhere_never_stands_for_no_value(tmp_path, word):
    """Read as nothing in the whole list, it would turn a status or a yes into nothing, too."""
    guess = _guess(tmp_path, "Cost", [*["5"] * 30, word])
    assert (guess.costs, guess.missing, guess.unfit) == (("Cost",), (), (word,))


def test_a_level_of_the_scorecard_never_stands_for_no_cost(tmp_path):
    (tmp_path / "card.yaml").write_text(
        "criteria:\n  ease:\n    weight: 1\n    levels: {none: {score: 0}, much: {score: 1}}\n"
    )
    card = load_scorecard(str(tmp_path / "card.yaml"), None, ProblemList())
    table = read_table(_list(tmp_path, "Cost", [*["5"] * 30, "None"]), ReadOptions())
    assert guess_columns(table, card).missing == ()


def test_letter_case_makes_no_other_word(tmp_path):
    assert _guess(tmp_path, "Cost", [*["5"] * 30, "TBD", "tbd", " Tbd"]).missing == ("TBD",)


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Nd"]), min_size=1, max_size=20),
        min_size=1,
        max_size=5,
    )
)
def test_any_words_are_written_so_that_they_read_back(words):
    text = workspace_text("list.csv", Guess({}, missing=tuple(words)), "customer", {}, False)
    assert _document(text)["proposals"]["missing"] == words


def test_a_list_without_such_words_says_nothing_of_them():
    assert "missing" not in workspace_text("list.csv", Guess({}), "customer", {}, False)


def test_a_list_with_words_becomes_a_workspace_that_loads(tmp_path):
    rows = "".join(
        f"P{at};{'tbd' if at == 3 else 100 + at};{'n/a' if at == 4 else at % 5 + 1}\n"
        for at in range(12)
    )
    (tmp_path / "list.csv").write_text(f"id;Cost;Ease\n{rows}")
    write_starter(tmp_path / "list.csv", tmp_path)
    proposals = _document((tmp_path / "cximpact.yaml").read_text())["proposals"]
    assert sorted(proposals["missing"]) == ["n/a", "tbd"]
    found = read_inputs(read_spec(tmp_path))
    assert sorted(line.likely for line in found.costs) == [100 + at for at in range(12) if at != 3]
