"""Budgets, currencies, rates, and the rules between proposals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cximpact.model.money import Money, Rate
from cximpact.model.portfolio import AtMostOne, Budget
from cximpact.model.proposal import Mandate

HEAD = "scorecard: scorecard.yaml\nproposals: list.csv\n"
LIST = "id,cost\nA,EUR 5\nB,6\nC,\n"


@pytest.mark.parametrize(
    ("said", "limit", "where"),
    [
        ("EUR 2000000", Money(Decimal(2000000), "EUR"), {}),
        ("7.10", Money(Decimal("7.10"), "EUR"), {}),
        ("{limit: EUR 5, where: {fund: [b, a], period: 2026}}", Money(Decimal(5), "EUR"),
         {"fund": ("a", "b"), "period": ("2026",)}),
        ("{limit: {amount: 0.30, currency: EUR}}", Money(Decimal("0.30"), "EUR"), {}),
    ],
)  # fmt: skip
def test_budgets_are_exact_and_take_the_only_currency_in_use(read, said, limit, where):
    found = read(f"{HEAD}budgets: {{all: {said}}}\n", list_csv=LIST).sound
    assert found.rules.budgets == (Budget("all", limit, where),)
    assert found.currency == "EUR"
    assert {line.currency for line in found.costs} == {"EUR"}


def test_money_without_any_currency_stays_without(read):
    found = read(f"{HEAD}budgets: {{all: 10}}\n", list_csv="id,cost\nA,5\n").sound
    assert (found.currency, found.costs[0].currency) == ("", "")
    assert found.rules.budgets[0].limit == Money(Decimal(10), "")


RATE = "rates: [{from: USD, to: EUR, rate: 0.920, date: 2026-02-27, source: ECB}]\n"


def test_a_dated_rate_lets_currencies_meet(read):
    found = read(
        f"{HEAD}as_of: 2026-03-01\ncurrency: EUR\n{RATE}", list_csv="id,cost\nA,EUR 5\nB,USD 6\n"
    ).sound
    assert found.rates == (Rate("USD", "EUR", Decimal("0.920"), date(2026, 2, 27), "ECB"),)
    assert found.as_of == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("more", "rows", "expected"),
    [
        ("", "A,EUR 5\nB,USD 6\n",
         ["cximpact.yaml, line 1, currency: several currencies are in use, and none is named for "
          "the report (found 'EUR, USD'); expected one of them; add 'currency: EUR' and dated "
          "'rates' to the workspace"]),
        ("currency: EUR\nas_of: 2026-02-01\n" + RATE, "A,USD 6\nB,USD 7\n",
         ["list.csv, line 2, cost: an amount in USD meets EUR without an exchange rate dated up "
          "to 2026-02-01 (found 'USD 6'); add the rate from USD to EUR with its date under "
          "'rates'"]),
        ("currency: EUR\nbudgets: {a: {limit: CHF 5, where: {unit: x}}}\n", "A,5\n",
         []),
        ("currency: EUR\nbudgets: {a: CHF 5}\n", "A,5\n",
         ["list.csv, line 2, cost: an amount in EUR meets CHF without an exchange rate "
          "(found '5'); add the rate from EUR to CHF with its date under 'rates'"]),
        ("budgets: {a: tbd}\n", "A,5\n",
         ["cximpact.yaml, line 3, budgets.a: not an amount (found 'tbd'); expected a number, "
          "perhaps with a currency, such as EUR 1200.50"]),
        ("budgets: {a: -5}\n", "A,5\n",
         ["cximpact.yaml, line 3, budgets.a: not a limit (found '-5'); "
          "expected an amount that is not negative"]),
        ("rates: [{from: EUR, to: EUR, rate: 1, date: 2026-01-01}]\n", "A,5\n",
         ["cximpact.yaml, line 3, rates[0].to: a rate between a currency and itself "
          "(found 'EUR')"]),
        ("rates: [{from: EUR, to: USD, rate: 1, date: 2026-02-30}]\n", "A,5\n",
         ["cximpact.yaml, line 3, rates[0].date: no such day (found '2026-02-30'); "
          "expected a day such as 2026-03-01"]),
    ],
)  # fmt: skip
def test_currencies_that_do_not_meet_are_told_where(read, more, rows, expected):
    assert read(HEAD + more, list_csv=f"id,cost\n{rows}").texts == expected


def test_rules_add_to_what_proposals_say_of_themselves(read):
    found = read(
        HEAD
        + """
rules:
  at_most_one: {garage: [B, A]}
  requires: {A: [B], B: C}
  excludes: [[A, C]]
  forced_out: {C: waiting for the court}
  mandatory: {A: {reason: law, approved_by: board}, B: {reason: law}}
  no_stage_worse_off: true
""",
        list_csv="id,requires,excludes\nA,C,\nB,,\nC,,B\n",
    ).sound
    assert found.rules.at_most_one == (AtMostOne("garage", ("A", "B")),)
    assert found.rules.no_stage_worse_off
    assert found.proposals.requires == {"A": ("B", "C"), "B": ("C",)}
    assert found.proposals.excludes == {"A": ("C",), "C": ("A", "B")}
    assert found.proposals.forced_out == {"C": "waiting for the court"}
    assert found.proposals.mandates == {"A": Mandate("law", "board")}
    assert ["ordinary proposal" in str(note) for note in found.notes] == [True]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("at_most_one: {g: [A, X9]}", "rules.at_most_one.g[1]: no such proposal (found 'X9')"),
        ("at_most_one: {g: [A, A]}", "rules.at_most_one.g: a proposal is named twice "
         "(found 'A, A')"),
        ("requires: {A: A}", "rules.requires.A: a proposal names itself (found 'A')"),
        ("requires: {AA: B}", "rules.requires.AA: no such proposal (found 'AA'); "
         "did you mean 'A'?"),
        ("excludes: [[A, BB]]", "rules.excludes[0][1]: no such proposal (found 'BB'); "
         "did you mean 'B'?"),
        ("forced_out: {X9: no}", "rules.forced_out.X9: no such proposal (found 'X9')"),
        ("mandatory: {X9: {reason: a, approved_by: b}}",
         "rules.mandatory.X9: no such proposal (found 'X9')"),
    ],
)  # fmt: skip
def test_rules_that_name_nobody_are_told(read, rule, expected):
    found = read(f"{HEAD}rules: {{{rule}}}\n", list_csv=LIST)
    assert found.texts == [f"cximpact.yaml, line 3, {expected}"]


def test_a_workspace_may_change_the_gates_of_its_scorecard(read):
    found = read(f"{HEAD}gates: {{customer_voice: warn, customer_harm: {{journey: -0.1}}}}\n",
                 list_csv=LIST).sound  # fmt: skip
    gates = found.scorecard.policy.gates
    assert (gates.customer_voice.mode, gates.customer_harm.journey) == ("warn", -0.1)
    assert gates.customer_harm.touchpoint == -0.05


def test_an_earlier_evaluation_must_be_there(read):
    found = read(f"{HEAD}previous: old/evaluation.json\n", list_csv=LIST)
    assert found.texts == [
        "cximpact.yaml, line 3, previous: there is no such file (found 'old/evaluation.json')"
    ]
