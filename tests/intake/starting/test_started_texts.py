"""Which texts say that a proposal is under way, and which deny it, plan it or talk of others."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.starting.started_texts import text_started


@pytest.mark.parametrize(
    "text",
    [
        "already started",
        "Underway",
        "under way",
        "in progress",
        "in progress (60%)",
        "ongoing",
        "running since 2024",
        "already running until 2027",
        "contract signed",
        "Contract has been signed in May",
        "work has started in March",
        "Construction is under way",
        "Phase 1 started 2025",
        "we have already begun",
        "Board likes it. Already started.",
        "already started; approved by board",
        "läuft bereits",
        "Projekt läuft seit Mai",
        "Bau läuft bereits",
        "noch 3 Monate, bereits begonnen",
        "Arbeiten haben begonnen",
        "in Umsetzung",
        "beauftragt",
        "Auftrag ist erteilt",
        "Vertrag unterschrieben",
        "projet déjà lancé",
        "en cours",
        "ya iniciado",
    ],
)
def test_what_says_so_in_plain_terms(text):
    assert text_started(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not yet started",
        "not started",
        "never started",
        "has not begun",
        "to be started",
        "should be started soon",
        "can be started",
        "once started",
        "will be ongoing",
        "starts in 2027",
        "start 2027",
        "in progress 2028",
        "Started?",
        "Started? no",
        "started: no",
        "contract to be signed",
        "contract not signed",
        "contract signed by end of June",
        "signed off by legal",
        "started, then stopped",
        "under way but on hold",
        "already approved",
        "discussions in progress",
        "ongoing maintenance",
        "tender in progress",
        "study under way",
        "running costs 5k",
        "competitors have started",
        "noch nicht begonnen",
        "Projekt läuft noch nicht",
        "soll 2027 begonnen werden",
        "wird beauftragt",
        "kein Vertrag unterschrieben",
        "beauftragt mit Prüfung",
        "Ausschreibung läuft",
        "läuft aus",
        "läuft 2027 an",
        "läuft ab 2027",
    ],
)
def test_what_denies_it_plans_it_or_is_about_something_else(text):
    assert not text_started(text)


def test_only_the_beginning_of_a_long_text_is_read():
    assert text_started("in progress. " + "x" * 5_000)
    assert not text_started("x" * 5_000 + ". In progress.")


@given(st.text(max_size=300))
def test_any_text_is_answered(text):
    assert text_started(text) in (True, False)


@pytest.mark.parametrize("word", ["started ", "the ", "phase 1 ", "contract signed; ", "läuft "])
def test_a_hostile_text_takes_no_longer_than_its_beginning(word):
    start = time.process_time()
    for _ in range(20):
        text_started(word * 100_000)
    assert time.process_time() - start < 2


def test_a_signed_contract_says_so_and_letters_of_stages_do_not():
    assert text_started("Signed contract")
    for text in ("Stage C, sign-off pending", "D: contract needed", "S; running costs rise"):
        assert not text_started(text)
