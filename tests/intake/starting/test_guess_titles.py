"""The column of the titles: by its header, else by its cells; what else holds texts is none."""

from __future__ import annotations

import pytest

from cximpact.intake.starting.starter import write_starter

TITLES = ["Smart meter roll-out", "Customer app", "Social tariff", "Bill redesign, plain language"]
NAMES = ["A. Abebe", "B. Bauer", "C. Costa", "D. Dahl"]


def _report(tmp_path, **columns):
    """Start from a list of four rows with ids, the columns and a rating."""
    cells = {"ID": ["P1", "P2", "P3", "P4"], **columns, "Ease 1-5": ["3", "4", "5", "2"]}
    rows = [cells, *zip(*cells.values(), strict=True)]
    text = "".join(";".join(row) + "\n" for row in rows)
    (tmp_path / "list.csv").write_text(text, "utf-8")
    return write_starter(tmp_path / "list.csv", tmp_path / "new")


def _title(report):
    return dict(report.guessed).get("title")


def _told(report):
    return [each for each in report.remarks if "title" in each]


@pytest.mark.parametrize(
    "header",
    [
        "Programme",
        "Program name",
        "Scheme",
        "Workstream title",
        "Description",
        "Measure",
        "Request",
        "Item",
        "What",
        "Name of the scheme",
        "Project short title",
        "Title / programme",
        "Maßnahme",
        "Thema",
        "Projektbezeichnung",
        "Mesure",
        "Medida",
    ],
)
def test_words_for_what_is_proposed_head_titles(tmp_path, header):
    report = _report(tmp_path, **{header: TITLES})
    assert _title(report) == header
    assert _told(report) == ([] if header != "Projektbezeichnung" else [_guess(header)])


def _guess(header):
    return f"'{header}' is taken for the titles: a guess from its cells"


def test_a_title_goes_before_a_description_and_a_group(tmp_path):
    groups = ["Meters", "Digital", "Tariffs", "Digital"]
    report = _report(tmp_path, Programme=groups, Description=TITLES[::-1], Title=TITLES)
    assert _title(report) == "Title"


def test_a_group_of_several_rows_is_no_title(tmp_path):
    groups = ["Meters", "Digital", "Tariffs", "Digital"]
    report = _report(tmp_path, Programme=groups, Description=TITLES)
    assert _title(report) == "Description"


def test_what_stands_before_the_description_is_likelier(tmp_path):
    long = [f"{each}, for all who pay by the month" for each in TITLES]
    report = _report(tmp_path, Zeta=TITLES, Description=long)
    assert _title(report) == "Zeta"
    assert _told(report) == [_guess("Zeta")]


def test_without_a_word_for_it_the_first_texts_that_differ_are_taken_and_told(tmp_path):
    report = _report(tmp_path, Owner=NAMES, Zeta=TITLES, Eta=TITLES[::-1])
    assert _title(report) == "Zeta"
    assert _told(report) == [_guess("Zeta")]
    draft = (tmp_path / "new" / "cximpact.yaml").read_text("utf-8")
    assert "    title: Zeta    # is taken for the titles: a guess from its cells\n" in draft


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Owner", NAMES),
        ("Zeta", NAMES),
        ("Zeta", ["Ada Abebe", "Ben Bauer", "Cleo Costa", "Dan Dahl"]),
        ("Remarks", TITLES),
        ("Depends on", TITLES),
        ("Zeta", [f"see https://example.org/{at} for more" for at in "abcd"]),
        ("Zeta", ["120 TEUR", "85 TEUR", "90 TEUR", "30 TEUR"]),
        ("Zeta", ["1 March 2027", "2 March 2027", "3 April 2027", "4 May 2027"]),
        ("Zeta", ["big one", "big one", "big one", "small one"]),
        ("Zeta", [TITLES[0], "", "", ""]),
        ("Zeta", ["Alpha", "Beta", "Gamma", "Delta"]),
        ("Zeta", [each * 12 for each in TITLES]),
    ],
)
def test_what_else_holds_texts_is_no_title(tmp_path, header, cells):
    assert _title(_report(tmp_path, **{header: cells})) is None


def test_where_texts_are_there_and_none_is_taken_that_is_told(tmp_path):
    told = (
        "no column of titles was found: write 'title:' and its header under 'columns' in "
        "cximpact.yaml"
    )
    assert _told(_report(tmp_path, Owner=NAMES)) == [told]


def test_where_no_column_could_be_meant_nothing_is_told(tmp_path):
    assert _told(_report(tmp_path, Owner=["A", "B", "A", "B"])) == []


def test_where_titles_serve_as_ids_no_other_column_is_looked_for(tmp_path):
    text = "".join(f"{title};{title[::-1]};3\n" for title in TITLES)
    (tmp_path / "list.csv").write_text(f"Zeta;Eta;Ease 1-5\n{text}", "utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path / "new")
    assert dict(report.guessed)["id"] == "Zeta"
    assert _told(report) == []


def test_amounts_below_a_word_for_titles_are_none(tmp_path):
    report = _report(tmp_path, Request=["300000", "120000", "9000", "500"], Zeta=TITLES)
    assert _title(report) == "Zeta"
