"""What is told of a dash that rates in one column, by what it means in others."""

from __future__ import annotations

from cximpact.intake.starting.starter import write_starter


def _dashes(tmp_path, third):
    rows = "A;++;{};5\nB;-;{};6\nC;+;{};3\nD;0;{};4\n".format(*third)
    (tmp_path / "list.csv").write_text(f"id;Ease;Mood;cost\n{rows}")
    report = write_starter(tmp_path / "list.csv", tmp_path, scorecard="customer")
    return [each for each in report.remarks if "stands for nothing" in each]


def test_a_dash_in_another_column_of_signs_stands_for_something(tmp_path):
    assert _dashes(tmp_path, ["+", "--", "-", "0"]) == []


def test_a_dash_among_words_is_told_with_its_place(tmp_path):
    assert _dashes(tmp_path, ["sunny", "grey", "-", "fine"]) == [
        "'Ease': '-' is taken for worse than today, though it stands for nothing in 'Mood' of C: "
        "if it does here, too, give it 0 in 'values'"
    ]
