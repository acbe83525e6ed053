"""Words for a status: what is under way is committed, what is over is withdrawn."""

from __future__ import annotations

import pytest
import yaml

from cximpact.intake.starting.guess_words import status_of
from cximpact.intake.starting.starter import write_starter

UNDER_WAY = [
    "Funded",
    "In flight",
    "under way",
    "Kicked-off",
    "Läuft",
    "Under construction",
    "lancé",
]
APPROVED = [
    "Approved by ExCo",
    "Approved by the board",
    "Board approved",
    "approved (Board)",
    "Approved 12/2026",
    "Steering Committee approved",
    "genehmigt durch Vorstand",
    "Approuvé par le comité",
]
STILL_OPEN = ["Not approved", "Approved by ExCo, subject to funding", "To be approved by ExCo"]
OVER = ["Delivered", "abgelehnt", "Cancelled", "annulé"]
OPEN = ["Idea", "On hold", "geplant", "prévu"]


@pytest.mark.parametrize("word", APPROVED)
def test_who_approved_it_or_when_changes_nothing(word):
    assert status_of(word) == "committed"


@pytest.mark.parametrize("word", STILL_OPEN)
def test_what_is_approved_in_part_or_not_yet_is_not_known(word):
    assert status_of(word) is None


@pytest.mark.parametrize(
    ("words", "ours"), [(UNDER_WAY, "committed"), (OVER, "withdrawn"), (OPEN, "proposed")]
)
def test_words_of_lists_are_known(tmp_path, words, ours):
    rows = "".join(f"P{at};thing {at};{word}\n" for at, word in enumerate(words))
    (tmp_path / "list.csv").write_text(f"id;title;status\n{rows}", "utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path / "w")
    draft = yaml.safe_load((tmp_path / "w" / "cximpact.yaml").read_text("utf-8"))
    assert draft["proposals"]["columns"]["status"]["values"] == dict.fromkeys(words, ours)
    assert not any("nothing is known of it" in each for each in report.remarks)


def test_what_was_put_off_is_told_to_be_decided_now_too(tmp_path):
    (tmp_path / "list.csv").write_text("id;status\nA;On hold\nB;idea\nC;zurückgestellt\n", "utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path / "w")
    told = (
        "'On hold' and 'zurückgestellt' take part in this round; to leave them out, write "
        "withdrawn for proposed"
    )
    assert f"'status': {told}" in report.remarks
    draft = (tmp_path / "w" / "cximpact.yaml").read_text("utf-8")
    line = "On hold: proposed    # takes part; withdrawn leaves it out"
    assert line in draft


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["running", "idea"],
            [
                "'running' (1 row) counts as committed: paid in any case, so let the cost be "
                "what is still to pay"
            ],
        ),
        (
            ["Already running", "idea", "approved"],
            [
                "'Already running' (1 row), 'approved' (1 row) count as committed: paid in any "
                "case, so let the cost be what is still to pay"
            ],
        ),
        (["Committed", "idea"], []),  # ours, and said
        (["idea", "done"], []),
    ],
)
def test_what_takes_money_unasked_is_told(tmp_path, words, told):
    rows = "".join(f"P{at};{word}\n" for at, word in enumerate(words))
    (tmp_path / "list.csv").write_text(f"id;status\n{rows}", "utf-8")
    remarks = write_starter(tmp_path / "list.csv", tmp_path / "w").remarks
    assert [each for each in remarks if "committed" in each] == [f"'status': {one}" for one in told]
