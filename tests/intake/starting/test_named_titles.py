"""Titles in texts: whole, or a beginning that no other has, and nothing that only looks so."""

from __future__ import annotations

import time

import pytest

from cximpact.intake.starting.named_ids import IdFinder
from cximpact.intake.starting.said_links import links_in

TITLES = {
    "1": "Claims Portal Relaunch",
    "4": "Core Policy Migration - Motor",
    "5": "Core Policy Migration - Household",
    "7": "API Platform",
    "8": "Customer data platform",
    "9": "Website",
    "10": "The new CRM (phase 2)",
    "12": "Fraud Detection Model",
}
FINDER = IdFinder(TITLES, TITLES)


def _links(text, own="12"):
    return links_in(text, own, FINDER)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("needs API Platform", "7"),
        ('needs "API Platform"', "7"),
        ("requires Claims Portal Relaunch", "1"),
        ("depends on Claims Portal (data feed)", "1"),
        ("depends on claims portal relaunch team", "1"),  # a whole title; what follows is theirs
        ("only after core policy migration – motor", "4"),
        ("builds on the API platform, as agreed", "7"),
        ("setzt API Platform voraus", "7"),
        ("hängt von Claims Portal ab", "1"),
        ("nécessite API Platform", "7"),
        ("requiere «API Platform»", "7"),
        ("API Platform required", "7"),
        ("needs Website", "9"),
        ("depends on 1 (data feed)", "1"),
        ("Depends on: 1", "1"),
        ("blocked by 4", "4"),
        ("only after 4", "4"),
        ("abhängig von 4", "4"),
    ],
)
def test_what_is_needed_is_found_by_its_title_or_number(text, key):
    found = _links(text)
    assert found.requires == (("12", key),)
    assert not (found.excludes or found.lacks)


def test_several_numbers_and_what_stands_in_brackets_behind_them():
    assert _links("depends on 1 (data feed), 4 and 5").requires == (
        ("12", "1"),
        ("12", "4"),
        ("12", "5"),
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("alternative to 8", "8"),
        ("instead of Customer data platform", "8"),
        ("statt Claims Portal", "1"),
        ("either this or API Platform, not both", "7"),
        ("not both: alternative to API Platform", "7"),
        ("not both with API Platform", "7"),
        ("nicht beides: API Platform", "7"),
    ],
)
def test_what_stands_in_place_of_another(text, key):
    (pair,) = _links(text).excludes
    assert set(pair) == {"12", key}


@pytest.mark.parametrize(
    "text",
    [
        "needs customer data cleansing",  # goes on with something else
        "needs Core Policy Migration",  # two begin so
        "needs website texts",
        "needs Website texts",
        "needs API Platform-Team",
        "after the new CEO has come",
        "API Platform is nice",
        "needs 4 people",
        "needs 4",
        "requires 4 (FTE)",
        "after 4",
        "does not need API Platform",
        "needs Fraud Detection Model",  # its own
    ],
)
def test_what_names_nobody(text):
    found = _links(text)
    assert (found.requires, found.excludes) == ((), ())


def test_of_two_that_are_not_both_done_one_rules_out_the_other():
    assert _links("not both API Platform and Website").excludes == (("7", "9"),)
    assert _links("needs API Platform, not both with Website").requires == (("12", "7"),)


def test_a_beginning_that_is_ones_own_too_means_the_other():
    assert _links("depends on Core Policy Migration", own="5").requires == (("5", "4"),)


def test_of_two_with_the_same_title_none_is_meant():
    finder = IdFinder(["A", "B", "C"], {"A": "API Platform", "B": "API platform"})
    assert not links_in("needs API Platform", "C", finder)


def test_the_longer_name_is_meant():
    finder = IdFinder(["API", "B2", "C3"], {"B2": "API Platform"})
    assert links_in("needs API Platform", "C3", finder).requires == (("C3", "B2"),)


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("needs the billing engine", True),
        ("depends on No. 99", True),
        ("Voraussetzung: Abrechnung neu", True),
        ("needs API Platform", False),
        ("needs more people", False),
        ("needs 2 FTE", False),
        ("needs EUR 50k", False),
        ("needs to be redone", False),
        ("depends on: none", False),
        ("does not need the billing engine", False),
        ("after the summer", False),
        ("needs.", False),
    ],
)
def test_what_needs_something_that_is_not_in_the_list(text, lacks):
    assert _links(text).lacks is lacks


def test_a_text_of_a_million_letters_costs_no_time():
    start = time.process_time()
    for text in ("needs API Platform " * 50_000, "Claims Portal " * 70_000, "depends on " * 90_000):
        FINDER.named(text)
        _links(text)
    assert time.process_time() - start < 8
