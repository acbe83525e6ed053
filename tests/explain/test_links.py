"""How proposals are tied to others by name: told once, in the cards of validate and in explain."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import cximpact
from cximpact.intake.spec import read_spec
from cximpact.pipeline import read
from cximpact.report.readback import readback

# A needs B and C, D needs B; A and E exclude each other, and so do E and D, which D does not say.
ROWS = """id,ease,requires,excludes,cost
A,2,"B,C",E,10
B,0,,,10
C,1,,,10
D,1,B,,10
E,1,,D,10
F,1,,,10
"""


def workspace(folder: Path, rows: str = ROWS, more: str = "") -> Any:
    (folder / "card.yaml").write_text("criteria: {ease: {weight: 1}}\n")
    (folder / "list.csv").write_text(rows)
    (folder / "cximpact.yaml").write_text(
        "scorecard: card.yaml\nas_of: 2026-03-01\ncurrency: EUR\nproposals: list.csv\n"
        f"analyses: []\ndraws: 0\n{more}"
    )
    return folder


def test_cards_say_what_a_proposal_is_tied_to(tmp_path: Path) -> None:
    case = read(read_spec(workspace(tmp_path)), None, date(2026, 3, 1))[0]
    cards = readback(case).split("\n\n")[2:5]
    about = "  unit not said, status proposed, "
    assert [card.splitlines()[1] for card in cards] == [
        f"{about}requires B and C; not together with E",
        f"{about}required by A and D",
        f"{about}required by A",
    ]


def test_a_card_of_one_that_is_tied_to_nobody_has_no_such_line(tmp_path: Path) -> None:
    case = read(read_spec(workspace(tmp_path, "id,ease\nF,1\n")), None, date(2026, 3, 1))[0]
    assert not {"requires", "required", "together"} & {*readback(case).split()}


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("A", "It requires B and C; not together with E."),
        # B is worth nothing, and taken for A and D, whom the first sentence names.
        ("B", ""),
        ("D", "It requires B; not together with E."),
        ("F", ""),
    ],
)
def test_reasons_say_it_in_one_sentence(tmp_path: Path, key: str, sentence: str) -> None:
    found = cximpact.evaluate(workspace(tmp_path))[key].reasons
    told = [each for each in found[1:] if "equire" in each or "together with" in each]
    assert told == [sentence][: bool(sentence)]


def test_whom_the_first_sentence_names_is_not_named_again(tmp_path: Path) -> None:
    """A (67) and G (33) exclude each other, as G and H (0, which counts for nothing) do."""
    rows = "id,ease,excludes\nA,2,G\nG,1,\nH,0,G\n"
    reasons = cximpact.evaluate(workspace(tmp_path, rows))["G"].reasons
    assert reasons[0].endswith("but A is selected, and they exclude each other.")
    assert reasons[1] == "Also not together with H."


def test_what_it_requires_is_not_named_again_where_that_cannot_be_selected(tmp_path: Path) -> None:
    rows = "id,ease,requires,forced_out\nA,2,B,\nB,1,,too early\n"
    reasons = cximpact.evaluate(workspace(tmp_path, rows))["A"].reasons
    assert "it requires B, which cannot be selected" in reasons[0]
    assert not [each for each in reasons[1:] if "requires B" in each]


def test_others_who_require_it_but_are_not_selected_are_named_too(tmp_path: Path) -> None:
    """B is worth nothing: it is taken for A. D needs it, too, but costs too much."""
    rows = "id,ease,requires,cost\nA,2,B,10\nB,0,,10\nD,1,B,90\n"
    found = cximpact.evaluate(workspace(tmp_path, rows, "budgets: {all: EUR 50}\n"))["B"].reasons
    assert found[0] == "It enables A, which is selected: together value +67 at EUR 20."
    assert found[1] == "Also required by D."
