"""Which texts say that something must be done, and which say that it need not, or may."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.starting.guess_words import says_mandatory
from cximpact.intake.starting.must_texts import (
    holds_reasons,
    is_bare_must,
    is_reason,
    names_must,
    text_musts,
)
from cximpact.model.source import Reading


@pytest.mark.parametrize(
    "text",
    [
        "Pflicht – Auflage Bundesnetzagentur bis 30.09.",
        "mandatory",
        "MANDATORY (DORA)",
        "Compliance with DORA",
        "Regulatory: NIS-2",
        "statutory",
        "legal/regulatory",
        "Important. Required by the regulator.",
        "We will do it; legal obligation of the bank",
        "legally required from 2027",
        "This is mandatory from July.",
        "gesetzl. Pflicht",
        "EU-Pflicht",
        "Gesetzlich vorgeschrieben ab 1.1.",
        "Umsetzung ist gesetzlich vorgeschrieben",
        "behördliche Auflage",
        "Pflicht, nicht verschiebbar",
        "obligatoire depuis 2025",
        "Réglementaire (RGPD)",
        "exigence réglementaire",
        "imposé par la loi",
        "obligatorio",
        "exigido por ley",
        "Must-do: fire code",
        "- Pflicht",
    ],
)
def test_what_says_so_at_its_beginning_or_in_plain_terms(text):
    assert text_musts(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not mandatory",
        "keine Pflicht",
        "nicht verpflichtend",
        "non obligatoire",
        "no obligatorio",
        "optional",
        "regulatory (optional)",
        "Pflicht?",
        "Mandatory? no",
        "Pflicht: nein",
        "Mandatory - not mandatory any more",
        "Pflicht entfällt",
        "no legal requirement",
        "may become a legal requirement",
        "Please check whether this is mandatory",
        "ask compliance",
        "Compliance team to review",
        "Legal to check",
        "mandatory fields too long",
        "must be quick",
        "Pflichtenheft fehlt noch",
        "2. Auflage der Broschüre",
        "Auflage 5000 Stück",
        "gesetzliche Krankenkassen fragen nach",
        "Regulatory affairs want a draft",
        "Regulatory questions from the bank are what this idea would answer some day",
        "Law firm engaged",
    ],
)
def test_what_denies_asks_supposes_or_speaks_of_something_else(text):
    assert not text_musts(text)


@pytest.mark.parametrize("text", ["not mandatory", "non-mandatory", "keine Pflicht", "non oblig."])
def test_a_status_that_denies_it_is_not_mandatory(text):
    assert not says_mandatory(text)


def test_what_stands_far_down_in_a_text_is_not_looked_at():
    assert text_musts("x. " * 100 + "Required by law.")
    assert not text_musts("x. " * 1000 + "Required by law.")


@pytest.mark.parametrize(
    ("header", "is_named"),
    [
        ("Compliance", True),
        ("Legal basis", True),
        ("Regulatory requirement?", True),
        ("Pflicht / Grund", True),
        ("gesetzliche Vorgabe", True),
        ("Mandatory", True),
        ("Compliance officer", False),
        ("Legal entity", False),
        ("Basis", False),
        ("", False),
    ],
)
def test_a_header_names_it_and_nothing_else(header, is_named):
    assert names_must(header) is is_named


@pytest.mark.parametrize(
    ("cells", "are_reasons"),
    [
        (["ADA", "ADA", "", ""], True),
        (["ADA", None, " ", ""], True),
        (["x", "", ""], True),
        (["ADA", "ADA", ""], False),  # in most rows, so that it tells nothing apart
        (["ok", "", ""], False),
        (["no", "", ""], False),
        (["EUR 500", "", ""], False),
        ([500, "", ""], False),
        (["ADA", 500, "", ""], False),
        (
            ["A long account of what somebody thinks of the legal side of it, and why", "", ""],
            False,
        ),
        (["", ""], False),
        ([], False),
    ],
)
def test_a_few_short_texts_below_such_a_header_are_reasons(cells, are_reasons):
    assert holds_reasons("Compliance", cells, Reading()) is are_reasons
    assert not holds_reasons("Notes", cells, Reading())


def test_a_reason_says_more_than_that_it_must_be_done():
    assert is_bare_must("gesetzl. Pflicht")
    assert not is_bare_must("Auflage Bundesnetzagentur")
    assert [is_reason(text) for text in ("NIS-2", "ja", "n/a", "not applicable", "-", "?")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip


@given(st.text(max_size=200))
def test_any_text_is_answered(text):
    assert text_musts(text) in (True, False)
    assert is_reason(text) in (True, False)
    assert names_must(text) in (True, False)


@given(
    st.sampled_from(["no", "nicht", "keine", "not", "non"]),
    st.sampled_from(["pflicht", "mandatory"]),
)
def test_a_denial_before_the_word_is_heard(denial, word):
    assert text_musts(word)
    assert not text_musts(f"{denial} {word}")


@pytest.mark.parametrize("text", ["pflicht? " * 200_000, "law " * 400_000, "law" + "(" * 1_000_000])
def test_a_text_of_a_million_letters_costs_no_time(text):
    start = time.process_time()
    text_musts(text)
    assert time.process_time() - start < 2
