"""Words for a status: what is under way is committed, what is over is withdrawn."""

from __future__ import annotations

import pytest
import yaml

from cximpact.intake.starting.starter import write_starter

UNDER_WAY = ["In flight", "under way", "Kicked-off", "Läuft", "Under construction", "lancé"]
OVER = ["Delivered", "abgelehnt", "Cancelled", "annulé"]
OPEN = ["Idea", "On hold", "geplant", "prévu"]


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
