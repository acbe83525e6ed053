"""Which ids a text names: as they are written, as whole words, numbers behind a mark only."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.starting.named_ids import IdFinder

IDS = ["SS-01", "SS-02", "SS", "4", "5", "12", "2024-01", "portal", "A 1", "Ä-7", "P9"]


def _named(text, ids=IDS):
    return [each.key for each in IdFinder(ids).named(text)]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Needs portal (SS-01) data", ["portal", "SS-01"]),
        ("SS-01/SS-02,SS-01", ["SS-01", "SS-02", "SS-01"]),
        ("die SS-01-Daten", ["SS-01"]),
        ("SS-011 XSS-01 SS-01.5 SS-01-2 SS-01_x SS_01", []),
        ("ss-01", []),
        ("Portal, portal-based", []),
        ("SS.", ["SS"]),
        ("A 1, A1", ["A 1"]),
        ("Ä-7.", ["Ä-7"]),
        ("P9 is an id itself", ["P9"]),
    ],
)
def test_ids_with_letters_count_as_whole_words(text, keys):
    assert _named(text) == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("4", []),
        ("4 people, 5 days, on 12.4.", []),
        ("Nr. 4", ["4"]),
        ("Nr.4 No 5 no. 12 n° 4 Nº 5", ["4", "5", "12", "4", "5"]),
        ("#4 project 5 Projekt 12 P 4 P5", ["4", "5", "12", "4", "5"]),
        ("Nr. 4, 5 und 12 voraus", ["4", "5", "12"]),
        ("No. 4 and 5 people", ["4"]),
        ("No. 4 and 5.", ["4", "5"]),
        ("Nr. 4/5", ["4", "5"]),
        ("Nr. 4-6, Nr. 4.5", []),
        ("casino 4", []),
        ("2024-01", []),
        ("Nr. 2024-01", ["2024-01"]),
    ],
)
def test_numbers_count_behind_a_mark_only(text, keys):
    assert _named(text) == keys


def test_an_id_of_signs_only_is_never_found():
    assert _named("--- *** #", ["---", "***", "#"]) == []


@given(st.lists(st.text(min_size=1, max_size=8), max_size=5), st.text(max_size=60))
def test_what_is_found_stands_there_and_is_an_id(ids, text):
    found = IdFinder(ids).named(text)
    assert all(each.key in ids for each in found)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_the_number_of_ids_does_not_count():
    finder = IdFinder(f"SS-{at}" for at in range(200_000))
    start = time.process_time()
    assert len(finder.named("see SS-5 and SS-199999; " * 5_000)) == 10_000
    assert time.process_time() - start < 10
