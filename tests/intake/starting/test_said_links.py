"""What texts say of other proposals, in four languages; what is denied is not said."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.starting.named_ids import IdFinder
from cximpact.intake.starting.said_links import links_in

IDS = ["A-1", "A-2", "A-3", "A-9", "4", "5"]
FINDER = IdFinder(IDS)


def _links(text):
    """What the text of A-9 says."""
    return links_in(text, "A-9", FINDER)


@pytest.mark.parametrize(
    "text",
    [
        "Needs portal (A-1) data",
        "requires A-1",
        "Depends on A-1.",
        "dependent on the completion of the new portal (A-1)",
        "after A-1",
        "not before A-1",
        "prerequisite: A-1",
        "A-1 required",
        "blocked by A-1",
        "setzt A-1 voraus",
        "setzen A-1 voraus",
        "benötigt A-1",
        "A-1 wird benötigt",
        "braucht zuerst A-1",
        "abhängig von A-1",
        "hängt von A-1 ab",
        "Voraussetzung: A-1",
        "erst nach A-1",
        "nécessite A-1",
        "dépend de A-1",
        "après A-1",
        "requiere A-1",
        "depende de A-1",
        "after A-1. A-2 is nice, too",
        "needs A-1, not A-2",
        "Needs A-1; A-2 is done",
        "needs A-1, same vendor as A-2",
        "A-9 needs A-1",
    ],
)
def test_what_a_proposal_needs(text):
    assert _links(text).requires == (("A-9", "A-1"),)
    assert not _links(text).excludes


@pytest.mark.parametrize(
    ("text", "requires"),
    [
        ("after A-1, A-2 and A-3", [("A-9", "A-1"), ("A-9", "A-2"), ("A-9", "A-3")]),
        ("needs A-1, requires A-2", [("A-9", "A-1"), ("A-9", "A-2")]),
        ("setzt Nr. 4 und 5 voraus", [("A-9", "4"), ("A-9", "5")]),
        ("depends on project 4 and 5 people", [("A-9", "4")]),
        ("prerequisite for A-1", [("A-1", "A-9")]),
        ("Voraussetzung für A-1", [("A-1", "A-9")]),
        ("required by A-1", [("A-1", "A-9")]),
        ("before A-1", [("A-1", "A-9")]),
        ("A-1 needs A-2", [("A-1", "A-2")]),
    ],
)
def test_several_and_what_others_need(text, requires):
    assert list(_links(text).requires) == requires


@pytest.mark.parametrize(
    ("text", "excludes"),
    [
        ("Alternative to A-1? - discuss", ("A-9", "A-1")),
        ("instead of A-1", ("A-9", "A-1")),
        ("statt A-1", ("A-9", "A-1")),
        ("alternative zu A-1", ("A-9", "A-1")),
        ("either A-1 or A-2", ("A-1", "A-2")),
        ("entweder A-1 oder A-2", ("A-1", "A-2")),
        ("either this or A-1", ("A-1", "A-9")),
        ("A-9 oder A-1", ("A-9", "A-1")),
        ("ou A-1", ("A-9", "A-1")),
        ("au lieu de A-1", ("A-9", "A-1")),
        ("en lugar de A-1", ("A-9", "A-1")),
    ],
)
def test_what_stands_in_place_of_another(text, excludes):
    assert _links(text).excludes == (excludes,)
    assert not _links(text).requires


@pytest.mark.parametrize(
    "text",
    [
        "",
        "see A-1",
        "same vendor as A-1",
        "A-1",
        "does not need A-1",
        "benötigt kein A-1",
        "unabhängig von A-1",
        "independent of No. 4",
        "no alternative to A-1",
        "A-1 not required",
        "setzt A-1 um",
        "requires A-9",
        "requires 4 people",
        "needs people. A-1 is done",
        "needs one, two, three, four, five, six, seven, eight, nine things, as A-1 did",
        "either way, A-1 goes on",
        "like A-1 or A-2",
    ],
)
def test_what_says_nothing_of_the_kind(text):
    assert not _links(text)


@pytest.mark.parametrize(
    "text", ["needs A-1 or A-2", "needs either A-1 or A-2", "setzt A-1 oder A-2 voraus"]
)
def test_one_of_several_is_a_choice_that_no_rule_says(text):
    found = _links(text)
    assert (found.requires, found.excludes, found.is_choice) == ((), (), True)


_WORDS = [
    *IDS,
    *"needs not or either alternative to before setzt voraus required and , . ; ? Nr.".split(),
]


@given(st.lists(st.sampled_from(_WORDS), max_size=14))
def test_whatever_is_said_pairs_are_of_two_ids_of_the_list(words):
    found = _links(" ".join(words))
    pairs = [*found.requires, *found.excludes]
    assert all(one in IDS and other in IDS and one != other for one, other in pairs)
    assert len({frozenset(pair) for pair in found.excludes}) == len(found.excludes)


@given(st.text(max_size=120))
def test_any_text_is_read(text):
    assert not links_in(text, "A-9", IdFinder([]))
    _links(f"{text} needs A-1 {text}")


def test_a_text_of_a_million_letters_costs_no_time():
    start = time.process_time()
    for text in ("needs A-1 or " * 80_000, "setzt " * 200_000, "A-1 " * 250_000, "-" * 1_000_000):
        _links(text)
    assert time.process_time() - start < 5
