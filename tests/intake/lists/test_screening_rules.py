"""Screening: first effects by category, replaced by whatever a proposal claims itself."""

from __future__ import annotations

import numpy as np
import pytest

HEAD = "scorecard: scorecard.yaml\nproposals: list.csv\n"


def screened(found):
    effects = found.effects
    return [
        (found.proposals.ids[effects.proposal[at]], effects.targets[effects.target[at]],
         effects.likely[at], bool(effects.screened[at]))
        for at in range(len(effects))
    ]  # fmt: skip


def test_of_all_matching_rules_the_largest_change_counts_and_a_harm_before_an_equal_gain(read):
    found = read(
        HEAD
        + """
screening:
  - {effects: [{touchpoint: credit, change: improves a little}, {process: policy, change: 0.2}]}
  - when: {kind: shop}
    effects: [{touchpoint: credit, change: improves}, {touchpoint: letter, change: -0.2}]
  - when: {kind: shop}
    effects: [{touchpoint: credit, change: worsens}, {touchpoint: letter, change: 0.1}]
""",
        list_csv="id,kind\nA,shop\nB,\n",
    ).sound
    assert screened(found) == [
        ("A", "credit", -0.25, True),
        ("A", "letter", -0.2, True),
        ("A", "policy", 0.2, True),
        ("B", "credit", 0.1, True),
        ("B", "policy", 0.2, True),
    ]


def test_a_claim_on_the_same_target_replaces_screening_and_so_does_a_stated_none(read):
    found = read(
        HEAD
        + "effects: effects.csv\nscreening: [{effects: [{touchpoint: credit, change: improves}, "
        "{touchpoint: letter, change: improves}]}]\n",
        list_csv="id,effects\nA,\nB,none\n",
        effects_csv="proposal,touchpoint,criterion,change\nA,credit,journey,0.1\n",
    ).sound
    assert screened(found) == [("A", "credit", 0.1, False), ("A", "letter", 0.25, True)]


def test_reach_may_come_from_an_amount(read):
    found = read(
        HEAD + "screening: [{effects: [{touchpoint: credit, change: improves}], "
        "reach: {column: asked, full: 200}}]\n",
        list_csv="id,asked\nA,50\nB,900\nC,-5\nD,\n",
    ).sound
    np.testing.assert_array_equal(found.effects.reach, [0.25, 1, 0, np.nan])
    assert [str(note) for note in found.notes] == [
        "list.csv, line 4, asked: a negative amount: its reach counts as 0",
        "list.csv, line 5, asked: no amount: its reach counts as not stated",
    ]
    assert found.not_used == ()


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("{when: {kid: a}, effects: [{touchpoint: credit, change: improves}]}",
         "cximpact.yaml, line 3, screening[0].when.kid: no such column in list.csv "
         "(found 'kid'); did you mean 'kind'?"),
        ("{effects: [{touchpoint: crdit, change: improves}]}",
         "cximpact.yaml, line 3, screening[0].effects[0].touchpoint: neither a touchpoint nor a "
         "process of the journey (found 'crdit'); did you mean 'credit'?"),
        ("{effects: [{change: improves}]}",
         "cximpact.yaml, line 3, screening[0].effects[0]: not clear what changes; "
         "expected one touchpoint or process"),
        ("{effects: [{touchpoint: credit}]}",
         "cximpact.yaml, line 3, screening[0].effects[0]: not clear how much changes; "
         "expected change, or low, likely and high"),
        ("{effects: [{touchpoint: credit, low: 0.2, likely: 0.1, high: 0.3}]}",
         "cximpact.yaml, line 3, screening[0].effects[0]: not a range "
         "(found '0.2, 0.1, 0.3'); expected low ≤ likely ≤ high"),
        ("{effects: [{touchpoint: credit, change: improves, criterion: ease}]}",
         "cximpact.yaml, line 3, screening[0].effects[0].criterion: no such journey criterion "
         "(found 'ease')"),
        ("{effects: [{touchpoint: credit, change: improves}], reach: {column: x, full: 5}}",
         "cximpact.yaml, line 3, screening[0].reach.column: no such column in list.csv "
         "(found 'x')"),
    ],
)  # fmt: skip
def test_each_mistake_of_a_rule_is_told_at_its_line(read, rule, expected):
    assert read(f"{HEAD}screening: [{rule}]\n", list_csv="id,kind\nA,b\n").texts == [expected]
