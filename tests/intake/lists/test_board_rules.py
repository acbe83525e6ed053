"""The rules a board makes, as they are written: exact amounts, and every mistake told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from attrs import fields

from cximpact.decision.costs import costs
from cximpact.model.case import Case
from cximpact.model.portfolio import AtMostOne, Bundle, Capacity, MinimumShare, Synergy

HEAD = "scorecard: scorecard.yaml\nproposals: list.csv\n"
LIST = "id,cost,FTE\nA,EUR 5,0.1\nB,6,2.25\nC,7,\n"
BUDGET = "budgets: {capex: {limit: EUR 100, where: {fund: capex}}}\n"


def test_all_of_them_are_read(read):
    found = read(
        HEAD
        + "budgets: {capex: EUR 100}\n"
        + """
rules:
  at_most_one: {region: [B, A]}
  funding_levels: {letters: [C, B]}
  bundles: {one-login: [C, A]}
  synergies: {calm: {proposals: [B, A], value: -0.02}}
  overlap: joint
  capacity:
    engineers: {limit: 12.50, unit: people, column: FTE}
    rooms: {limit: 3, uses: {A: 1, B: 0.3}}
  minimum_shares:
    mend: {budget: capex, share: 33.3%, to: {labels: [broken], touchpoints: [letter, credit]}}
    south: {budget: capex, share: 0.2, of: limit, to: {where: {unit: [s, n]}, proposals: [B, A]}}
""",
        list_csv=LIST,
    ).sound
    rules = found.rules
    assert rules.at_most_one == (
        AtMostOne("letters", ("B", "C"), levels=True),
        AtMostOne("region", ("A", "B")),
    )
    assert rules.bundles == (Bundle("one-login", ("A", "C")),)
    assert rules.synergies == (Synergy("calm", ("A", "B"), -0.02),)
    assert rules.overlap == "joint"
    used = {"A": Decimal("0.1"), "B": Decimal("2.25")}
    assert rules.capacities == (
        Capacity("engineers", Decimal("12.50"), used, "people"),
        Capacity("rooms", Decimal(3), {"A": Decimal(1), "B": Decimal("0.3")}),
    )
    assert rules.minimum_shares == (
        MinimumShare("mend", "capex", 0.333, touchpoints=("credit", "letter"), labels=("broken",)),
        MinimumShare("south", "capex", 0.2, "limit", ("A", "B"), {"unit": ("n", "s")}),
    )
    assert [str(note) for note in found.notes] == [
        "list.csv, FTE: no amount is stated for C, so capacity engineers counts 0 for them; write "
        "0 if that is meant"
    ]
    assert found.not_used == ()


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("funding_levels: {l: [A, X]}", "rules.funding_levels.l[1]: no such proposal (found 'X')"),
        ("bundles: {b: [A, A]}", "rules.bundles.b: a proposal is named twice (found 'A, A')"),
        ("bundles: {b: [A]}", "rules.bundles.b: "),
        ("bundles: {b: [A, BB]}", "rules.bundles.b[1]: no such proposal (found 'BB'); did you "
         "mean 'B'?"),
        ("synergies: {s: {proposals: [A, X9], value: 0.1}}",
         "rules.synergies.s.proposals[1]: no such proposal (found 'X9')"),
        ("synergies: {s: {proposals: [A, B], value: 2}}", "rules.synergies.s.value: "),
        ("synergies: {s: {proposals: [A, B]}}", "rules.synergies.s"),
        ("overlap: both", "rules.overlap: "),
        ("capacity: {c: {limit: 3}}", "rules.capacity.c: not clear what each proposal uses; "
         "expected either column or uses"),
        ("capacity: {c: {limit: 3, column: FTE, uses: {A: 1}}}", "rules.capacity.c: not clear "),
        ("capacity: {c: {limit: -3, column: FTE}}", "rules.capacity.c.limit: not an amount of a "
         "capacity (found '-3'); expected a number from 0 up"),
        ("capacity: {c: {limit: 3.0000000001, column: FTE}}", "rules.capacity.c.limit: not an "),
        ("capacity: {c: {limit: EUR 3, column: FTE}}", "rules.capacity.c.limit: not an amount "),
        ("capacity: {c: {limit: many, column: FTE}}", "rules.capacity.c.limit: not a number "
         "(found 'many')"),
        ("capacity: {c: {limit: 3, column: FT}}", "rules.capacity.c.column: no such column in "
         "list.csv (found 'FT'); did you mean 'FTE'?"),
        ("capacity: {c: {limit: 3, uses: {X9: 1}}}", "rules.capacity.c.uses.X9: no such proposal"),
        ("capacity: {c: {limit: 3, uses: {A: -1}}}", "rules.capacity.c.uses.A: not an amount "),
        ("minimum_shares: {m: {budget: capx, share: 20%, to: {proposals: [A]}}}",
         "rules.minimum_shares.m.budget: no such budget (found 'capx'); did you mean 'capex'?"),
        ("minimum_shares: {m: {budget: capex, share: 20, to: {proposals: [A]}}}",
         "rules.minimum_shares.m.share: not a share (found '20'); expected a number from 0 to 1, "
         "or a percentage; write 20%"),
        ("minimum_shares: {m: {budget: capex, share: 20%, to: {proposals: [X9]}}}",
         "rules.minimum_shares.m.to.proposals[0]: no such proposal (found 'X9')"),
        ("minimum_shares: {m: {budget: capex, share: 20%, to: {touchpoints: [lettr]}}}",
         "rules.minimum_shares.m.to.touchpoints[0]: no such touchpoint (found 'lettr'); did you "
         "mean 'letter'?"),
        ("minimum_shares: {m: {budget: capex, share: 20%, to: {moments_of_truth: true}}}",
         "rules.minimum_shares.m.to.moments_of_truth: none in the journey is a moment of truth; "
         "mark them in the scorecard"),
        ("minimum_shares: {m: {budget: capex, share: 20%, to: {labels: [bad]}}}",
         "rules.minimum_shares.m.to.labels[0]: "),
        ("minimum_shares: {m: {budget: capex, share: 20%, to: {}}}", "rules.minimum_shares.m.to"),
    ],
)  # fmt: skip
def test_mistakes_are_told_at_their_line(read, rule, expected):
    found = read(f"{HEAD}{BUDGET}rules: {{{rule}}}\n", list_csv=LIST)
    (told,) = found.texts
    assert told.startswith(f"cximpact.yaml, line 4, {expected}")


def test_a_column_of_amounts_refuses_what_is_none(read):
    rule = "rules: {capacity: {c: {limit: 3, column: FTE}}}\n"
    found = read(HEAD + rule, list_csv="id,FTE\nA,-1\nB,some\nC,EUR 2\n")
    where = "list.csv, line {}, FTE: not an amount of a capacity (found '{}'); "
    expected = "expected a number from 0 up"
    hint = "; if it means that nothing is known: missing: [some]"
    assert found.texts == [
        where.format(line, cell) + expected + more
        for line, cell, more in ((2, "-1", ""), (3, "some", hint), (4, "EUR 2", ""))
    ]


def test_a_bundle_with_a_part_that_was_set_aside_is_a_problem(read):
    aside = HEAD.replace("list.csv", "{path: list.csv, set_aside: [{when: {id: C}, reason: no}]}")
    found = read(f"{aside}rules: {{bundles: {{b: [A, C]}}}}\n", list_csv=LIST)
    assert found.texts == [
        "cximpact.yaml, line 3, rules.bundles.b[1]: a bundle holds a proposal that was set aside "
        "(found 'C'); let it take part, or take it out of the bundle"
    ]
    synergy = "rules: {synergies: {s: {proposals: [A, C], value: 0.1}}}\n"
    assert read(aside + synergy, list_csv=LIST).sound.rules.synergies == ()


def test_what_a_column_says_is_part_of_the_fingerprint(read):
    rule = "rules: {capacity: {c: {limit: 3, column: FTE}}}\n"
    one = read(HEAD + rule, list_csv=LIST).sound.inputs
    same = read(HEAD + rule, list_csv="id,cost,FTE\nC,7,\nB,6,2.250\nA,EUR 5,0.1\n").sound.inputs
    other = read(HEAD + rule, list_csv=LIST.replace("2.25", "2.26")).sound.inputs
    assert one[-1].sha256 == same[-1].sha256
    assert one[-1].sha256 != other[-1].sha256


def test_budgets_by_two_periods_and_two_units(read):
    """A line that names no unit is of its proposal's; one that names no period is in none."""
    budgets = """
budgets:
  north-26: {limit: EUR 10, where: {period: 2026, unit: north}}
  north-27: {limit: EUR 10, where: {period: 2027, unit: north}}
  south-26: {limit: EUR 10, where: {period: 2026, unit: south}}
  south-27: {limit: EUR 10, where: {period: 2027, unit: south}}
costs: costs.csv
"""
    found = read(
        HEAD + budgets,
        list_csv="id,unit\nA,north\nB,south\n",
        costs_csv="proposal,amount,currency,period,unit\n"
        "A,1,EUR,2026,\nA,2,EUR,2027,\nA,4,EUR,2026,south\nB,8,EUR,2027,\nB,16,EUR,,\n",
    ).sound
    names = {each.name for each in fields(Case)}
    shared = {n: getattr(found, n) for n in names if hasattr(found, n) and n != "as_of"}
    money = costs(Case(**{**shared, "as_of": date(2026, 3, 1)}))
    assert {each.budget.id: dict(each.cost) for each in money.budgets} == {
        "north-26": {0: 100},
        "north-27": {0: 200},
        "south-26": {0: 400},
        "south-27": {1: 800},
    }
    assert dict(money.total) == {0: 700, 1: 2400}
