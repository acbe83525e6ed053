"""Titles that are the same but for capitals, spaces and punctuation are told, never refused."""

from __future__ import annotations

import time

import pytest

from cximpact.intake.lists.twin_titles import folded_titles

WORKSPACE = "scorecard: scorecard.yaml\nproposals: list.csv\n"
HINT = "; if it is one idea handed in twice, set all but one aside"


def notes(read, rows: str, workspace: str = WORKSPACE) -> list[str]:
    found = read(workspace, list_csv="id,title,status\n" + rows).sound
    return [str(note) for note in found.notes if "same title" in str(note)]


def test_a_pair_is_told_once(read):
    rows = "A,Faster checkout,\nC,Letters,\nB,faster  checkout ,\n"
    assert notes(read, rows) == [
        f"list.csv: nearly the same title: A and B ('Faster checkout'){HINT}"
    ]


def test_the_order_of_rows_changes_nothing(read):
    rows = ["A,One idea,", "B,ONE IDEA!,", "C,Two ideas,", "D,two-ideas,"]
    told = notes(read, "\n".join(rows))
    assert told == notes(read, "\n".join(reversed(rows)))
    assert "A and B ('One idea'); C and D ('Two ideas')" in told[0]


def test_of_many_sets_three_are_shown_and_of_many_ids_three(read):
    sets = "".join(f"{name}{at},Idea {name},\n" for name in "PQRST" for at in range(2))
    assert notes(read, f"A,Sums,\nB,sums,\nC,SUMS,\nD,Sums?,\nE,sums.,\n{sets}") == [
        "list.csv: nearly the same title: A, B, C and 2 more ('Sums'); P0 and P1 ('Idea P'); "
        f"Q0 and Q1 ('Idea Q'); and 3 more{HINT}"
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "A,Phase 1.2,\nB,Phase 12,\n",
        "A,Letters,\nB,Letter,\n",
        "A,,\nB,,\n",
        "A,?,\nB,!,\n",
        "A,Letters,withdrawn\nB,Letters,\n",
    ],
)
def test_other_titles_none_and_withdrawn_ones_are_no_twins(read, rows):
    assert notes(read, rows) == []


def test_what_was_set_aside_has_no_twin(read):
    workspace = """
    scorecard: scorecard.yaml
    proposals: {path: list.csv, set_aside: [{when: {id: B}, reason: handed in twice}]}
    """
    assert notes(read, "A,Letters,\nB,Letters,\n", workspace) == []


def test_a_hostile_title_is_harmless_and_short(read):
    long = "x" * 500
    [note] = notes(read, f"A,\x1b[31m{long},\nB,\x1b[31m{long}.,\n")
    assert "\x1b" not in note and len(note) < 200


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("Caf\u00e9", "Cafe\u0301"),  # composed, and with a mark of its own
        ("Fas\u00adter checkout", "Faster\u00a0checkout"),  # a soft hyphen, a hard space
        ("Two\nlines", "two lines"),
        ("“Letters” – plain", 'letters "plain"'),
    ],
)
def test_titles_that_look_alike_fold_alike(one, other):
    assert folded_titles([one]) == folded_titles([other])


def test_no_title_folds_to_none():
    assert folded_titles([]) == []
    assert folded_titles(["", "A\n\nB"]) == ["", "a b"]


def test_marks_that_make_another_word_stay():
    """Hindi 'ki' and 'ko' differ in a vowel sign only; C++ and C in signs that say something."""
    assert len(set(folded_titles(["\u0915\u093f", "\u0915\u094b", "C++", "C"]))) == 4


def test_a_hundred_thousand_titles_take_no_time():
    titles = [f"Renew street no. {at} – Äußere Allee" for at in range(100_000)]
    start = time.perf_counter()
    assert len(set(folded_titles(titles))) == 100_000
    assert time.perf_counter() - start < 5
