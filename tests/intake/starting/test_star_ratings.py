"""`cximpact init` on columns of stars, and on what is no statement."""

from __future__ import annotations

import pytest
import yaml

from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.star_ratings import star_columns
from cximpact.intake.starting.starter import write_starter


def _start(tmp_path, text):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path / "new")
    document = yaml.safe_load((tmp_path / "new" / "cximpact.yaml").read_text("utf-8"))
    return report, document["proposals"]["columns"]


def _column(header, *cells):
    """A list of ids, titles and one more column."""
    rows = (f"P{at};t{at};{cell}\n" for at, cell in enumerate(cells))
    return f"id;title;{header}\n{''.join(rows)}"


def _scale(tmp_path, criterion):
    card = yaml.safe_load((tmp_path / "new" / "scorecard.yaml").read_text("utf-8"))
    return card["criteria"][criterion]["scale"]


def _scores(tmp_path):
    return read_inputs(read_spec(tmp_path / "new")).ratings.grid[:, 0].tolist()


def test_stars_are_counted_shown_and_asked_about(tmp_path):
    """Of 1 to 5, 3 is no change, so that ** and * are worse; P4 has none."""
    report, columns = _start(tmp_path, _column("Customer impact", "***", "****", "**", "*", ""))
    assert "statement" not in columns
    assert columns["ratings"]["customer-impact"] == {
        "column": "Customer impact",
        "values": {"****": 4, "***": 3, "**": 2, "*": 1},
    }
    assert _scale(tmp_path, "customer-impact") == [1, 3, 5]
    assert "'Customer impact': took its stars for 1 to 4 of 5; see 'values'" in report.remarks
    (asked,) = [each for each in report.remarks if "does 1 mean 'no benefit'" in each]
    assert "read so, 2 proposals would be stopped as harm to customers" in asked
    scores = _scores(tmp_path)
    assert scores[:4] == [0, 0.5, -0.5, -1]
    assert scores[4] != scores[4]


@pytest.mark.parametrize(
    ("cells", "counts", "scale"),
    [
        (["★★★☆☆", "★☆☆☆☆", "★★★★★"], [3, 1, 5], (1, 3, 5)),
        (["⭐⭐", "⭐", "⭐⭐⭐⭐"], [2, 1, 4], (1, 3, 5)),
        (["⭐️⭐️", "⭐️", "★ ★ ★"], [2, 1, 3], (1, 3, 5)),
        (["★★☆", "★☆☆", "★★★"], [2, 1, 3], (1, 2, 3)),
        (["★★☆☆☆", "☆☆☆☆☆", "★★★☆☆"], [2, 0, 3], (-5, 0, 5)),  # no star: nothing changes
        (["*", "**", "***", "*", "**", "*"], [1, 2, 3], (1, 2, 3)),
        (["*", "**", "***", "*", "**"], [1, 2, 3], (1, 3, 5)),
    ],
)
def test_the_scale_goes_to_the_most_stars_that_are_drawn(tmp_path, cells, counts, scale):
    _, columns = _start(tmp_path, _column("Trust", *cells))
    found = columns["ratings"]["trust"]
    assert found["values"] == dict(zip(dict.fromkeys(cells), counts, strict=True))
    assert tuple(_scale(tmp_path, "trust")) == scale


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Note", ["*", "**", ""]),  # footnotes
        ("Trust", ["***", "***", "***"]),
        ("Trust", ["***", "good", "*"]),
        ("Trust", ["******", "**", "*"]),
        ("Starred", ["*", "", "*"]),
    ],
)
def test_other_columns_with_stars_are_not_read(tmp_path, header, cells):
    report, columns = _start(tmp_path, _column(header, *cells))
    assert "ratings" not in columns
    assert header in report.unread


def test_words_for_no_answer_among_stars_are_told(tmp_path):
    cells = ["***", "*", "tbd", *["**"] * 8]
    report, _ = _start(tmp_path, _column("Trust", *cells))
    assert any("'Trust' has no answer in 1 row ('tbd')" in each for each in report.remarks)


def test_stars_of_a_risk_wait_with_a_scale_that_runs_down(tmp_path):
    rows = "id;Trust;Risk\nA;****;*\nB;*;***\nC;**;**\n"
    _start(tmp_path, rows)
    text = (tmp_path / "new" / "cximpact.yaml").read_text("utf-8")
    assert '#risk: {column: Risk, values: {"***": 3, "**": 2, "*": 1}}' in text
    card = (tmp_path / "new" / "scorecard.yaml").read_text("utf-8")
    assert "#risk: {group: business, weight: 10, risk: true, scale: [5, 1, 1], title: Risk}" in card


@pytest.mark.parametrize(
    ("cells", "is_statement"),
    [
        (["shorter queues", "", "clear prices"], True),
        (["shorter queues", "-", "clear prices"], True),
        (["x", "", "x"], False),
        (["✔", "✘", "✔"], False),
        (["?", "!", "shorter queues"], False),
    ],
)
def test_a_statement_has_words_and_is_told(tmp_path, cells, is_statement):
    report, columns = _start(tmp_path, _column("Customer impact", *cells))
    assert ("statement" in columns) is is_statement
    told = "'Customer impact' is taken as what customers are told: 'statement'"
    assert (told in report.remarks) is is_statement


def test_a_header_that_says_statement_is_no_guess(tmp_path):
    report, columns = _start(tmp_path, _column("Statement", "shorter queues", "clear prices"))
    assert columns["statement"] == "Statement"
    assert report.remarks[1].startswith("no column of the list rates")


def test_a_list_of_many_rows_is_looked_at_no_longer_than_needed():
    class Table:
        headers = ("Title",)
        columns = (["a title"] * 1_000_000,)

    assert star_columns(Table()) == {}
