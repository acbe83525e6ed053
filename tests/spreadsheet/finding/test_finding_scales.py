"""The scale of answers in a found list, where a few cells hold words such as `n/a`."""

from __future__ import annotations

from cximpact.intake.files.problems import ProblemList
from cximpact.intake.files.raw_table import ReadOptions
from cximpact.intake.files.tables import read_table
from cximpact.intake.scorecards.scorecards import load_scorecard
from cximpact.model.source import Reading
from cximpact.spreadsheet.finding.scales import with_scales


def _scale(tmp_path, cells):
    (tmp_path / "list.csv").write_text("id,Ease\n" + "".join(f"P,{cell}\n" for cell in cells))
    criteria = load_scorecard("customer", None, ProblemList()).criteria
    raw = read_table(tmp_path / "list.csv", ReadOptions())
    found, _ = with_scales(raw, {"ease": "Ease"}, criteria, Reading())
    return found["ease"]


def test_one_word_among_ten_answers_says_nothing_of_the_scale(tmp_path):
    cells = ["1", "5", "4", *["3"] * 6, "n/a"]
    assert _scale(tmp_path, cells) == {"column": "Ease", "scale": [1.0, 3.0, 5.0]}


def test_a_number_on_no_scale_leaves_the_scorecards_own(tmp_path):
    assert _scale(tmp_path, ["1", "5", "9", *["3"] * 17]) == "Ease"


def test_many_words_leave_the_scorecards_own(tmp_path):
    assert _scale(tmp_path, ["1", "5", "n/a"]) == "Ease"
