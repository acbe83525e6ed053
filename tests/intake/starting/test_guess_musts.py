"""`cximpact init` on columns that say yes or no in words of their own."""

from __future__ import annotations

import pytest

from cximpact.intake.lists.cell_values import truth_in
from cximpact.intake.reading import check_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.starter import write_starter


def _start(tmp_path, header, *cells):
    """The ids that are told to be mandatory, and the report."""
    rows = "".join(f"{'ABCDEFGH'[at]};Idea {at};{cell}\n" for at, cell in enumerate(cells))
    (tmp_path / "list.csv").write_text(f"id;title;{header}\n{rows}", encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path / "new")
    told = [each for each in report.remarks if "rules: mandatory" in each]
    return [each.partition(" of ")[2].partition(":")[0] for each in told], report


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Pflicht", ["J", "N", "N"]),
        ("Pflicht", ["ja", "nein", ""]),
        ("Obligatoire", ["oui", "non", "non"]),
        ("Obligatoire", ["O", "N", "N"]),
        ("Obligatorio", ["S", "N", "N"]),
        ("Must do?", ["x", "", ""]),
        ("Must do?", ["✓", "", ""]),
        ("Legal duty", ["yes (fire code)", "no", "no"]),
    ],
)
def test_yes_and_no_in_the_words_of_a_list_are_read(tmp_path, header, cells):
    ids, report = _start(tmp_path, header, *cells)
    assert ("mandatory", header) in report.guessed
    assert ids == ["A"]
    inputs, problems = check_inputs(read_spec(tmp_path / "new"))
    assert inputs is not None
    assert not problems


def test_a_word_that_is_neither_counts_as_no_and_is_told(tmp_path):
    ids, report = _start(tmp_path, "Legal duty", "yes", "no", "partly", "no")
    assert ids == ["A"]
    assert "'Legal duty': 'partly' taken for no: check 'mandatory'" in report.remarks


@pytest.mark.parametrize(
    "cells",
    [
        ["O", "O", "O"],  # a circle, or oui?
        ["fire code", "yes", "water act", "data act"],
        ["1 of 3", "2 of 3", "3 of 3"],
    ],
)
def test_what_is_not_certain_is_not_read(tmp_path, cells):
    _, report = _start(tmp_path, "Mandatory", *cells)
    assert "mandatory" not in dict(report.guessed)


def _remark(report, header):
    (told,) = [each for each in report.remarks if each.startswith(f"'{header}' may be 'mandatory'")]
    return told


def test_cells_that_are_no_yes_or_no_are_named_with_what_to_do(tmp_path):
    _, report = _start(tmp_path, "Mandatory", *(f"rule {at}" for at in range(7)), "yes")
    assert _remark(report, "Mandatory") == (
        "'Mandatory' may be 'mandatory', but 'rule 0', 'rule 1', 'rule 2', 'rule 3', 'rule 4' and "
        "2 more say neither yes nor no: write yes or no"
    )
    assert report.unread["Mandatory"] == "see the notes"


def test_a_few_texts_below_such_a_header_are_reasons(tmp_path):
    ids, report = _start(tmp_path, "Mandatory", "fire code", "", "", "")
    assert ids == ["A"]
    assert _remark(report, "Mandatory") == (
        "'Mandatory' may be 'mandatory', but 'fire code' says neither yes nor no: taken for reasons"
    )


def test_a_long_or_odd_text_is_cut_and_keeps_to_its_line(tmp_path):
    _, report = _start(tmp_path, "Mandatory", "x" * 500, "\x1b[31m", "yes", "no")
    assert _remark(report, "Mandatory") == (
        f"'Mandatory' may be 'mandatory', but '{'x' * 29}…', '\\x1b[31m' say neither yes nor no: "
        "write yes or no"
    )


def test_letters_and_marks_say_yes_and_no():
    assert [truth_in(cell) for cell in ("J", "j", "✔", "☑")] == [True] * 4
    assert [truth_in(cell) for cell in ("N", "☐", "✗")] == [False] * 3
