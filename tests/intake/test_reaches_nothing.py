"""Notes on what reaches nothing: budgets without costs, unanswered questions, units nobody has."""

from __future__ import annotations

import pytest

PLAIN = "scorecard: scorecard.yaml\nproposals: list.csv\ncurrency: EUR\n"
COSTS = """
costs:
  rows:
    - {proposal: A, amount: 1, fund: CAPEX, period: 2026, unit: IT}
    - {proposal: B, amount: 1, fund: OPEX, period: 2027}
budgets:
  b: {limit: 5, where: {%s}}
"""
LIST = "id,unit\nA,risk\nB,sales\nC,sales\n"


def notes(found):
    return [str(note) for note in found.sound.notes]


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("fund: opex", "no cost line has fund 'opex'; funds here are CAPEX, OPEX; "
         "did you mean 'OPEX'?"),
        ("category: people", "no cost line has category 'people'; none names a category"),
        ("fund: CAPEX, period: [2027]", "no cost line has fund 'CAPEX' and period '2027'"),
        ("unit: rissk", "no cost line has unit 'rissk'; units here are IT, sales"),
    ],
)  # fmt: skip
def test_a_budget_that_no_cost_uses_is_noted(read, where, message):
    found = read(PLAIN + COSTS % where, list_csv=LIST)
    assert notes(found) == [f"cximpact.yaml, line 10, budgets.b: budget b: {message}"]


@pytest.mark.parametrize("where", ["fund: OPEX", "unit: sales", "period: [2026, 2028]"])
def test_a_budget_that_a_cost_uses_needs_no_note(read, where):
    assert notes(read(PLAIN + COSTS % where, list_csv=LIST)) == []


def test_how_many_questions_are_answered_is_told(read):
    rows = "proposal,criterion,rating\nA,speed,1\nA,speed,\nB,ease,\n"
    found = read(f"{PLAIN}ratings: ratings.csv\n", list_csv=LIST, ratings_csv=rows)
    assert notes(found) == ["no rating at all: B and C; no rating: ease of A; risk of A"]


def test_many_unanswered_proposals_are_counted(read):
    rows = "id,speed,ease,risk\nA,1,,0\n" + "".join(f"P{at},,,\n" for at in range(7))
    assert notes(read(PLAIN, list_csv=rows)) == [
        "no rating at all: P0, P1, P2, P3, P4 and 2 more; no rating: ease of A"
    ]


def test_missing_ratings_are_named_by_criterion_wherever_the_others_stand(read):
    rows = "id,speed,ease,risk\n" + "".join(
        f"{at},{'' if at in (3, 11) else 1},,0\n" for at in range(1, 13)
    )
    assert notes(read(PLAIN, list_csv=rows)) == ["no rating: ease of all 12; speed of 3 and 11"]


def test_a_blank_table_is_named_as_the_place_for_the_answers(read):
    rows = "proposal,criterion,rating\nA,speed,\n"
    found = read(f"{PLAIN}ratings: ratings.csv\n", list_csv="id\nA\n", ratings_csv=rows)
    assert notes(found) == ["ratings.csv: ratings: 0 of 3 questions answered"]


def test_withdrawn_proposals_and_full_tables_need_no_note(read):
    rows = "id,status,speed,ease,risk\nA,,1,same,0\nB,withdrawn,,,\n"
    assert notes(read(PLAIN, list_csv=rows)) == []
    assert notes(read(PLAIN, list_csv=LIST)) == []


def test_units_of_raters_that_nobody_has_are_noted(read):
    rows = "proposal,criterion,rating,rater,unit\nA,speed,1,x,Risk\nA,ease,same,x,sales\n"
    found = read(f"{PLAIN}ratings: ratings.csv\n", list_csv=LIST, ratings_csv=rows)
    assert notes(found)[0] == (
        "ratings.csv, unit: no proposal or touchpoint has these units of raters: Risk; "
        "Risk: did you mean 'risk'?"
    )


def test_an_id_that_stands_twice_is_told_once(read):
    found = read(
        f"{PLAIN}ratings: ratings.csv\nrules: {{requires: {{P2: P1}}}}\n",
        list_csv="id\nP1\nP1\nXY\n",
        ratings_csv="proposal,criterion,rating\nP1,speed,1\nP2,speed,1\nABCDE,speed,1\n",
    )
    assert found.texts == [
        "list.csv, line 3, id: the id stands twice; first in line 2 (found 'P1'); "
        "both rows hold the same: delete one",
        "ratings.csv, line 4, proposal: no such proposal (found 'ABCDE')",
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [("A,\n", "1 row names no amount, so it counts for nothing"),
     ("A,\nB,\n", "2 rows name no amount, so they count for nothing")],
)  # fmt: skip
def test_rows_without_an_amount_are_counted_in_good_english(read, rows, message):
    found = read(f"{PLAIN}costs: costs.csv\n", list_csv=LIST, costs_csv=f"proposal,amount\n{rows}")
    assert message in notes(found)[0]
