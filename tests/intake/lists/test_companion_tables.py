"""Ratings, quantities, effects and costs in tables of their own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from cximpact.model.proposal import BASES, CostLine, Source

LIST = "id,unit\nA,risk\nB,sales\n"
BASE = "scorecard: scorecard.yaml\nproposals: list.csv\n"


@pytest.fixture
def companion(read):
    """Reads a workspace with one companion table."""

    def read_one(name, text, more=""):
        workspace = f"{BASE}{name}: {name}.csv\n{more}"
        return read(workspace, list_csv=LIST, **{f"{name}_csv": text})

    return read_one


# ---------------------------------------------------------------------------------- ratings


def test_ratings_are_sorted_and_raters_are_numbers(companion):
    text = """
    proposal,criterion,rating,rater,unit,source,date
    B,speed,3,Zoe,sales,,
    A,speed,-1.5,Zoe,,Panel,2026-01-05
    A,speed,0,Ann,risk,,
    A,ease,,Ann,risk,,
    """
    found = companion("ratings", text).sound.ratings
    criteria = ["ease", "hours", "journey", "return", "risk", "speed"]
    speed = criteria.index("speed")
    assert found.proposal.tolist() == [0, 0, 1]
    assert found.criterion.tolist() == [speed] * 3
    assert found.score.tolist() == [0, -0.5, 1]
    assert found.rater.tolist() == [0, 1, 1]
    assert found.unit == ("risk", "", "sales")
    assert found.sources == {(0, speed): (Source("Panel", date(2026, 1, 5)),)}
    assert np.isnan(found.grid).all()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("C,speed,1,x", "ratings.csv, line 2, proposal: no such proposal (found 'C')"),
        ("A,sped,1,x", "ratings.csv, line 2, criterion: no such rating criterion (found 'sped'); "
         "did you mean 'speed'?"),
        ("A,journey,1,x", "ratings.csv, line 2, criterion: a journey criterion, where a rating "
         "criterion is needed (found 'journey')"),
        ("A,speed,7,x", "ratings.csv, line 2, rating: not on the scale (found '7'); expected one "
         "of -3, -2, -1, 0, 1, 2, 3; if the list has a scale of its own, name it: "
         "{column: ..., scale: [1, 3, 5]}"),
        ("A,speed,1,x\nA,speed,2,x", "ratings.csv, line 3: the same rater answers twice on one "
         "proposal and criterion; the first answer is in line 2; "
         "tell raters apart in a column 'rater'"),
        (",speed,1,x", "ratings.csv, line 2, proposal: no proposal is named; "
         "expected a proposal's id"),
    ],
)  # fmt: skip
def test_each_mistake_of_ratings_is_told_at_its_cell(companion, rows, expected):
    text = f"proposal,criterion,rating,rater\n{rows}\n"
    assert companion("ratings", text).texts == [expected]


def test_answers_in_columns_of_the_list_make_the_grid(read):
    found = read(
        """
        scorecard: scorecard.yaml
        proposals:
          path: list.csv
          columns: {ratings: {speed: {column: Speed 1-5, scale: [1, 3, 5]}}}
        """,
        list_csv="id,Speed 1-5,ease\nB,4.5,\nA,1,better\n",
    ).sound.ratings
    assert found.grid[:, [0, 5]].tolist() == [[1, -1], [pytest.approx(np.nan, nan_ok=True), 0.75]]
    assert found.between_levels[:, 5].tolist() == [False, True]


def test_a_map_for_a_criterion_that_does_not_exist_is_told(read):
    workspace = f"{BASE}".replace(
        "proposals: list.csv", "proposals: {path: list.csv, columns: {ratings: {spede: id}}}"
    )
    assert read(workspace, list_csv=LIST).texts == [
        "cximpact.yaml, line 2, proposals.columns.ratings.spede: no such rating criterion "
        "(found 'spede'); did you mean 'speed'?"
    ]


def test_names_of_raters_do_not_enter_the_fingerprint(companion):
    text = "proposal,criterion,rating,rater\nA,speed,1,{}\nB,speed,2,{}\n"
    one, other = (companion("ratings", text.format(*who)).sound.inputs for who in ("xy", "yx"))
    assert one == other


def test_a_source_without_a_day_does_not_count_and_is_noted(companion):
    found = companion("ratings", "proposal,criterion,rating,source\nA,speed,1,Panel\n").sound
    assert found.ratings.sources == {}
    assert [str(note) for note in found.notes] == [
        "ratings.csv, line 2: a source without a day does not count",
        "no rating at all: B; no rating: ease of A; risk of A",
    ]


# ------------------------------------------------------------------------------- quantities


def test_quantities_are_converted_to_the_unit_of_their_criterion(companion):
    text = """
    proposal,criterion,amount,low,likely,high,currency,source,date
    A,return,,10,20,60,USD,Plan,2026-01-05
    B,return,EUR 1,,,,,,
    B,hours,,,2.5,,,,
    """
    rates = "as_of: 2026-03-01\nrates: [{from: USD, to: EUR, rate: 0.5, date: 2026-02-01}]\n"
    found = companion("quantities", text, rates).sound.quantities
    assert (found.low[0, 3], found.likely[0, 3], found.high[0, 3]) == (5, 10, 30)
    assert found.likely[1, [1, 3]].tolist() == [2.5, 1]
    assert found.single[:, 3].tolist() == [False, True]
    assert found.sources == {(0, 3): (Source("Plan", date(2026, 1, 5)),)}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("A,return,,3,2,4,", "quantities.csv, line 2, amount: not a range (found '3, 2, 4'); "
         "expected low ≤ likely ≤ high"),
        ("A,return,,3,,4,", "quantities.csv, line 2, amount: low, likely and high belong "
         "together; expected all three, the likely one alone, or none; "
         "'likely': put a number there, or empty 'low' and 'high'"),
        ("A,return,,3,4,,", "quantities.csv, line 2, amount: low, likely and high belong "
         "together; expected all three, the likely one alone, or none; "
         "'high': put a number there, or empty 'low'"),
        ("A,return,,,,4,", "quantities.csv, line 2, amount: low, likely and high belong "
         "together; expected all three, the likely one alone, or none; "
         "'low' and 'likely': put numbers there, or empty 'high'"),
        ("A,return,5,3,4,5,", "quantities.csv, line 2, amount: both an amount and a range are "
         "given (found '5'); keep one of them"),
        ("A,return,5,,,,USD", "quantities.csv, line 2, amount: USD cannot be converted to EUR "
         "(found '5'); add a rate from USD to EUR dated up to as_of"),
        ("A,hours,EUR 5,,,,", "quantities.csv, line 2, amount: the amount names a currency, and "
         "the criterion is not about money (found 'EUR 5'); expected a number of hours"),
        ("A,return,5,,,,\nA,return,6,,,,", "quantities.csv, line 3, amount: a second amount for "
         "'return' (found '6'); the first is in quantities.csv, line 2; keep one of them"),
    ],
)  # fmt: skip
def test_each_mistake_of_quantities_is_told_at_its_cell(companion, row, expected):
    text = f"proposal,criterion,amount,low,likely,high,currency\n{row}\n"
    assert companion("quantities", text).texts == [expected]


# ---------------------------------------------------------------------------------- effects


def test_effects_are_sorted_and_weaker_without_a_source(companion):
    text = """
    proposal,touchpoint,process,criterion,change,low,likely,high,reach,basis,source,date
    B,letter,,,improves,,,,60%,,,
    A,,policy,journey,,-0.3,-0.2,-0.1,,pilot,Pilot,2026-01-05
    A,credit,,,Worsens a  little,,,,1,trial,,
    """
    found = companion("effects", text).sound
    effects = found.effects
    assert effects.targets == ("credit", "letter", "policy")
    assert effects.proposal.tolist() == [0, 0, 1]
    assert effects.target.tolist() == [0, 2, 1]
    assert effects.criterion.tolist() == [-1, 2, -1]
    assert effects.likely.tolist() == [-0.1, -0.2, 0.25]
    assert effects.low.tolist() == [-0.1, -0.3, 0.25]
    assert effects.single.tolist() == [True, False, True]
    np.testing.assert_array_equal(effects.reach, [1, np.nan, 0.6])
    names = [BASES[at] for at in effects.basis]
    assert names == ["opinion", "pilot", "opinion"]
    assert BASES[effects.claimed_basis[0]] == "trial"
    assert effects.sources == {1: Source("Pilot", date(2026, 1, 5))}
    assert found.supplied.effects


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("A,credt,improves,,,,,", "effects.csv, line 2, touchpoint: neither a touchpoint nor a "
         "process of the journey (found 'credt'); did you mean 'credit'?"),
        ("A,credit,improve,,,,,", "effects.csv, line 2, change: not a change (found 'improve'); "
         "expected a number from -1 to 1, or one of transforms, improves, improves a little, "
         "no change, worsens a little, worsens, breaks; did you mean 'improves'?"),
        ("A,credit,1.5,,,,,", "effects.csv, line 2, change: not a change (found '1.5'); "
         "expected a number from -1 to 1, or one of transforms, improves, improves a little, "
         "no change, worsens a little, worsens, breaks"),
        ("A,credit,,,,,,", "effects.csv, line 2, change: no change is stated; "
         "expected a change, or low, likely and high"),
        ("A,credit,,0.3,0.2,0.4,,", "effects.csv, line 2, change: not a range "
         "(found '0.3, 0.2, 0.4'); expected low ≤ likely ≤ high"),
        ("A,credit,improves,0.1,0.2,0.3,,", "effects.csv, line 2, change: both a change and a "
         "range are given (found 'improves'); keep one of them"),
        ("A,credit,improves,,,,1.2,", "effects.csv, line 2, reach: not a share (found '1.2'); "
         "expected a number from 0 to 1, or a percentage; write 1.2%"),
        ("A,credit,improves,,,,,pilote", "effects.csv, line 2, basis: not a basis "
         "(found 'pilote'); expected one of trial, pilot, analogue, benchmark, opinion; "
         "did you mean 'pilot'?"),
        ("A,,improves,,,,,", "effects.csv, line 2, touchpoint: no touchpoint is named; "
         "expected one touchpoint or process"),
    ],
)  # fmt: skip
def test_each_mistake_of_effects_is_told_at_its_cell(companion, row, expected):
    text = f"proposal,touchpoint,change,low,likely,high,reach,basis\n{row}\n"
    assert companion("effects", text).texts == [expected]


def test_an_effect_on_an_unknown_criterion_is_told(companion):
    text = "proposal,touchpoint,change,criterion\nA,credit,improves,speed\n"
    assert companion("effects", text).texts == [
        "effects.csv, line 2, criterion: no such journey criterion (found 'speed')"
    ]


def test_stating_no_effects_and_claiming_one_is_a_contradiction(read):
    found = read(
        f"{BASE}effects: effects.csv\n",
        list_csv="id,effects\nA,none\n",
        effects_csv="proposal,touchpoint,change\nA,credit,improves\n",
    )
    assert found.texts == [
        "effects.csv, line 2: 'A' states that it has no effects, and claims one; "
        "take away 'none' in the list, or this effect"
    ]


def test_effects_need_a_journey(read):
    found = read(
        f"{BASE}effects: effects.csv\n",
        list_csv=LIST,
        effects_csv="proposal,touchpoint,change\nA,x,improves\nB,y,improves\n",
        scorecard_yaml="criteria: {a: {weight: 1}}\n",
    )
    assert found.texts == [
        "effects.csv, line 1: effects are claimed, and the scorecard has no journey; "
        "describe stages and touchpoints under 'journey' in the scorecard"
    ]


# ------------------------------------------------------------------------------------ costs


def test_cost_lines_are_exact_sorted_and_carry_their_fields(companion):
    text = """
    proposal,amount,low,likely,high,currency,fund,category,period,unit
    B,0.10,,,,,capex,it,2026,
    A,,1,2,6,EUR,opex,,,ops
    A,0.20,,,,,capex,,,
    B,,,7,,,opex,,,
    """
    found = companion("costs", text, "currency: EUR\n").sound
    assert found.costs == (
        CostLine("A", *[Decimal("0.20")] * 3, "EUR", "capex"),
        CostLine("A", Decimal(1), Decimal(2), Decimal(6), "EUR", "opex", unit="ops"),
        CostLine("B", *[Decimal("0.10")] * 3, "EUR", "capex", "it", "2026"),
        CostLine("B", *[Decimal(7)] * 3, "EUR", "opex"),
    )
    assert found.currency == "EUR"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("A,-5,", "costs.csv, line 2, amount: a negative cost (found '-5'); expected 0 or more; "
         "if it is meant, say 'negative: allowed' for the column"),
        ("A,EUR 5,USD", "costs.csv, line 2, amount: one amount in two currencies "
         "(found 'EUR and USD')"),
        ("A,5,euro", "costs.csv, line 2, currency: not a currency (found 'euro'); "
         "expected a code of three capital letters, such as EUR"),
        ("A,1e999999,", "costs.csv, line 2, amount: not an amount (found '1e999999'); expected a "
         "number, perhaps with a currency, such as EUR 1200.50"),
        ("A,1e30,", "costs.csv, line 2, amount: too large an amount (found '1e30'); "
         "expected less than 1,000,000,000,000,000,000"),
    ],
)  # fmt: skip
def test_each_mistake_of_costs_is_told_at_its_cell(companion, row, expected):
    assert companion("costs", f"proposal,amount,currency\n{row}\n").texts == [expected]


def test_negative_costs_may_be_allowed(read):
    columns = "{path: costs.csv, columns: {amount: {column: amount, negative: allowed}}}"
    found = read(f"{BASE}costs: {columns}\n", list_csv=LIST, costs_csv="proposal,amount\nA,-5\n")
    assert found.sound.costs[0].likely == -5


def test_blank_is_no_cost_and_zero_is_one(read):
    found = read(BASE, list_csv="id,cost\nA,\nB,0\n").sound
    assert [line.proposal for line in found.costs] == ["B"]


def test_several_cost_columns_become_lines_with_their_fund(read):
    found = read(
        """
        scorecard: scorecard.yaml
        proposals:
          path: list.csv
          columns:
            costs:
              - {column: Capex, currency: EUR, fund: capex, period: 2026}
              - {low: L, likely: M, high: H, fund: opex}
        """,
        list_csv='id,Capex,L,M,H\nA,"1,200.50",1,2,3\n',
    ).sound
    assert found.costs == (
        CostLine("A", *[Decimal("1200.50")] * 3, "EUR", "capex", "", "2026"),
        CostLine("A", Decimal(1), Decimal(2), Decimal(3), "EUR", "opex"),
    )
