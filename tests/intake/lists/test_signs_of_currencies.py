"""Signs such as ``$`` beside amounts: none is taken for a currency that it does not stand for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cximpact.intake.lists.currency_marks import sign_fits, without_currency

HEAD = "scorecard: scorecard.yaml\n%s\nproposals: {path: list.csv, %s}\n"
IN_EUR = HEAD % ("currency: EUR", "")
RATE = "rates: [{from: USD, to: EUR, rate: 0.5, date: 2026-01-01}]"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("US$ 5", ("5", "USD", "")),
        ("-A$5", ("-5", "AUD", "")),
        ("5 CHF", ("5", "CHF", "")),
        ("$5", ("5", "", "$")),
        ("5 kr", ("5", "", "kr")),
        ("TEUR 5", ("TEUR 5", "", "")),
        ("5 MIO", ("5 MIO", "", "")),
        ("5", ("5", "", "")),
    ],
)
def test_a_currency_is_split_off_either_end(text, rest):
    assert without_currency(text) == rest


def test_a_sign_stands_for_its_own_currencies_only():
    assert [sign_fits("$", code) for code in ("USD", "CAD", "AUD", "EUR")] == [True] * 3 + [False]
    assert [sign_fits(sign, "SEK") for sign in ("kr", "¥", "")] == [True, False, True]


def test_dollars_in_a_list_in_euros_are_refused(read):
    assert read(IN_EUR, list_csv="id,cost\nA,EUR 5\nB,$ 310000\n").texts == [
        "list.csv, line 3, cost: an amount in '$' where EUR is stated (found '$ 310000'); expected "
        "an amount in EUR; write its code, as USD 1200; or name the currency of the column, "
        "{column: cost, currency: USD}, or of each row, currency: {column: ...}; with the rate to "
        "EUR under 'rates'"
    ]


@pytest.mark.parametrize("code", ["USD", "CAD", "AUD", "NZD"])
def test_dollars_in_a_list_in_dollars_are_those(read, code):
    found = read(HEAD % (f"currency: {code}", ""), list_csv="id,cost\nA,$ 310000\nB,5\n").sound
    assert [(line.likely, line.currency) for line in found.costs] == [(310000, code), (5, code)]


def test_dollars_are_converted_where_their_column_or_row_names_them(read):
    column = HEAD % (f"currency: EUR\n{RATE}", "columns: {cost: {column: cost, currency: USD}}")
    found = read(column, list_csv="id,cost\nA,$ 5\n").sound
    assert [(line.likely, line.currency) for line in found.costs] == [(Decimal(5), "USD")]
    said = "columns: {cost: {column: cost, currency: {column: Cur}}}"
    rows = "id,cost,Cur\nA,$ 5,USD\nB,$ 5,EUR\n"
    (told,) = read(HEAD % (f"currency: EUR\n{RATE}", said), list_csv=rows).texts
    assert told.startswith("list.csv, line 3, cost: an amount in '$' where EUR is stated")


def test_a_code_against_that_of_its_column_is_refused(read):
    said = HEAD % ("currency: EUR", "columns: {cost: {column: cost, currency: EUR}}")
    (told,) = read(said, list_csv="id,cost\nA,USD 5\n").texts
    assert told == (
        "list.csv, line 2, cost: one amount in two currencies (found 'EUR and USD'); for rows of "
        "several, 'currency: {column: ...}' names a column of codes, and 'rates' convert them"
    )


def test_a_sign_is_held_against_the_only_currency_in_use(read):
    (told,) = read(HEAD % ("", ""), list_csv="id,cost\nA,EUR 5\nB,$ 6\n").texts
    assert told.startswith("list.csv, line 3, cost: an amount in '$' where EUR is stated")
    (told,) = read(HEAD % ("", ""), list_csv="id,cost\nA,¥ 5\nB,$ 6\n").texts
    assert told.startswith("list.csv, line 3, cost: an amount in '$' beside amounts in '¥'")
    found = read(HEAD % ("", ""), list_csv="id,cost\nA,$ 5\nB,6\n").sound
    assert [line.currency for line in found.costs] == ["", ""]


def test_limits_and_benefits_in_another_sign_are_refused(read):
    (told,) = read(f"{IN_EUR}budgets: {{b: {{limit: $ 300}}}}\n", list_csv="id\nA\n").texts
    assert "budgets.b.limit: a limit in a sign that does not stand for" in told
    fits = HEAD % ("currency: USD", "") + "budgets: {b: {limit: $ 300}}\n"
    assert read(fits, list_csv="id\nA\n").sound.rules.budgets[0].limit.amount == 300
    rows = "id,return\nA,$ 5\n"
    (told,) = read(IN_EUR, list_csv=rows).texts
    assert told.startswith("list.csv, line 2, return: an amount in '$' where EUR is stated")
    listed = f"{IN_EUR}budgets_from: b.csv\n"
    (told,) = read(listed, list_csv="id\nA\n", b_csv="id,limit\nall,$ 5\n").texts
    assert told.startswith("b.csv, line 2, limit: an amount in '$' where EUR is stated")
    listed = HEAD % ("", "") + "budgets_from: b.csv\n"
    (told,) = read(listed, list_csv="id\nA\n", b_csv="id,limit\nall,$ 5\n").texts
    assert "a limit in a sign that several currencies have" in told
