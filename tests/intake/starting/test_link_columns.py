"""Columns of ids: read where the header says what is meant, told where it does not."""

from __future__ import annotations

import openpyxl
import pytest

from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.link_columns import header_relation
from cximpact.intake.starting.link_words import Relation
from cximpact.intake.starting.starter import write_starter


def _start(tmp_path, text):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path)
    return report, (tmp_path / "cximpact.yaml").read_text("utf-8")


def _links(tmp_path):
    proposals = read_inputs(read_spec(tmp_path)).proposals
    return proposals.requires, proposals.excludes


@pytest.mark.parametrize(
    "header",
    [
        "Needs",
        "Needs first",
        "Requires projects",
        "Depends on (ID)",
        "Depending on",
        "Prerequisite project",
        "After",
        "Only with",
        "Benötigt",
        "Setzt voraus",
        "abhängig vom Projekt",
        "Voraussetzungen",
    ],
)
def test_what_is_needed_is_read(tmp_path, header):
    report, _ = _start(tmp_path, f"id;Cost;{header}\nA-1;5;\nA-2;6;A-1\nA-3;7;A-1, A-2\n")
    assert ("requires", header) in report.guessed
    assert report.unread == {}
    assert _links(tmp_path) == ({"A-2": ("A-1",), "A-3": ("A-1", "A-2")}, {})


@pytest.mark.parametrize(
    "header",
    ["Excludes", "Not with", "Alternative to", "Conflicts with", "Conflicts", "Schließt aus"],
)
def test_what_is_ruled_out_is_read(tmp_path, header):
    report, text = _start(tmp_path, f"id;Cost;{header}\nA-1;5;A-3\nA-2;6;\nA-3;7;\n")
    assert ("excludes", header) in report.guessed
    told = "none is chosen together with what it names"
    assert report.remarks.count(f"'{header}': {told}") == 1
    assert f"    # {told}\n" in text
    assert _links(tmp_path) == ({}, {"A-1": ("A-3",)})


def test_both_stand_in_the_draft_with_what_they_do(tmp_path):
    rows = "id;Cost;Needs first;Not with\nA-1;5;;A-2\nA-2;6;;\nA-3;7;A-1 A-2;\n"
    report, text = _start(tmp_path, rows)
    assert report.guessed[-3:-1] == (("requires", "Needs first"), ("excludes", "Not with"))
    assert "'Needs first': each is chosen only together with what it names" in report.remarks
    assert (
        "    requires: Needs first    # each is chosen only together with what it names\n" in text
    )


def test_numbers_of_a_workbook_are_ids_too(tmp_path):
    book = openpyxl.Workbook()
    for row in (("Nr", "Title", "Needs first"), (1, "a", None), (2, "b", 1), (3, "c", "1; 2")):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    report = write_starter(tmp_path / "list.xlsx", tmp_path / "new")
    assert ("requires", "Needs first") in report.guessed
    assert _links(tmp_path / "new")[0] == {"2": ("1",), "3": ("1", "2")}


@pytest.mark.parametrize("header", ["Needs", "After"])
def test_numbers_below_a_word_that_heads_amounts_are_not_taken_for_ids(tmp_path, header):
    """Two people may be needed as well as project 2, and months pass as well."""
    report, _ = _start(tmp_path, f"Nr;Title;{header}\n1;a;2\n2;b;\n3;c;2\n")
    assert ("requires", header) not in report.guessed


@pytest.mark.parametrize("cell", ["A-9", "A-2 and staff", "A-3", "yes"])
def test_a_cell_that_is_no_other_proposal_leaves_it_to_a_person(tmp_path, cell):
    """A proposal that needs itself is a slip, too; what ids say is ready as lines then."""
    report, text = _start(tmp_path, f"id;Cost;Needs first\nA-1;5;\nA-2;6;A-1\nA-3;7;{cell}\n")
    assert report.unread == {"Needs first": "only searched for other proposals: see the notes"}
    assert "#    A-2: [A-1]    # A-2: A-1\n" in text


@pytest.mark.parametrize("header", ["Merged into", "Parent", "Needs approval of"])
def test_ids_below_another_header_are_told_with_what_takes_them(tmp_path, header):
    report, _ = _start(tmp_path, f"id;Cost;{header}\nA-1;5;\nA-2;6;A-1\nA-3;7;\n")
    assert report.unread == {
        header: f"its cells are ids of the list: 'requires: {header}' if they say what is needed, "
        f"'excludes: {header}' if what is ruled out"
    }


@pytest.mark.parametrize("ids", ["12345", "ABCDE"])
def test_a_rank_or_a_class_is_not_told_to_be_ids(tmp_path, ids):
    rows = "".join(f"{key};x{at};{ids[at - 1]}\n" for at, key in enumerate(ids))
    report, _ = _start(tmp_path, f"id;Title;Class\n{rows}")
    assert "ids of the list" not in str(report)


def test_a_second_column_of_needs_is_told(tmp_path):
    rows = "id;Requires;Needs first;Note\nA-1;;;\nA-2;A-1;;\nA-3;;A-1;\n"
    report, text = _start(tmp_path, rows)
    assert ("requires", "Requires") in report.guessed
    assert report.unread["Needs first"] == "only searched for other proposals: see the notes"
    assert "#    A-3: [A-1]    # A-3: A-1\n" in text


@pytest.mark.parametrize(
    ("header", "relation"),
    [
        ("Required by", Relation.NEEDED),
        ("Enables", Relation.NEEDED),
        ("Required", Relation.GIVEN),
        ("After stay", None),
        ("Customer needs", None),
        ("Either", None),
        ("Nach dem Umbau im Haus", None),
        ("", None),
        ("needs " * 5_000, None),
    ],
)
def test_a_header_says_no_more_than_how_ids_are_meant(header, relation):
    assert header_relation(header) is relation


def test_what_others_need_is_no_column_of_needs(tmp_path):
    """A-1 is required by A-2: A-2 requires A-1, and not the reverse."""
    report, text = _start(tmp_path, "id;Cost;Required by\nA-1;5;A-2\nA-2;6;\n")
    assert not [ours for ours, _ in report.guessed if ours in ("requires", "excludes")]
    assert "#    A-2: [A-1]    # A-1: A-2\n" in text


@pytest.mark.parametrize(
    ("cell", "ours"), [("yes", []), ("approval", []), ("A-1 of unit B", ["Requires approval"])]
)
def test_a_header_that_says_more_is_one_of_needs_only_with_an_id_below_it(tmp_path, cell, ours):
    rows = f"id;Cost;Requires approval\nA-1;5;\nA-2;6;{cell}\n"
    report, _ = _start(tmp_path, rows)
    assert [theirs for name, theirs in report.guessed if name == "requires"] == ours


def test_below_such_a_header_all_ids_of_a_cell_count_whatever_parts_them(tmp_path):
    """*none* is no id, so that the column is drafted line by line."""
    text = 'id;Ease;Needs first\nP1;-1;"P2; P3"\nP2;1;none\nP3;2;"P1\nP2"\n'
    _, draft = _start(tmp_path, text)
    assert "#    P1: [P2, P3]" in draft
    assert "#    P3: [P1, P2]" in draft


def test_numbers_that_may_count_conflicts_exclude_nothing(tmp_path):
    report, _ = _start(tmp_path, "id;Ease;Conflicts\n1;-1;\n2;2;3\n3;1;1\n4;1;1\n")
    assert "Conflicts" in report.not_used


def _numbered(header, *cells):
    """A list with ids from 1 on, as ids are that a spreadsheet counts."""
    rows = "".join(f"{at},x{at},{cell}\n" for at, cell in enumerate(cells, 1))
    return f'Nr,Title,"{header}"\n{rows}'


_MAY = "may count, or name ids of the list: if ids, write 'requires: {}'"


@pytest.mark.parametrize(
    ("header", "cells", "named"),
    [
        ("Dependencies", (2, 1, 2, 3), "Dependencies"),
        ("Dependencies", ("", 1, 1, 2), "Dependencies"),
        ("Dependencies", ("-", 1, 1, 2), "Dependencies"),
        # A zero is no id, but may stand for none.
        ("Dependencies", (0, 1, 1, 2), "Dependencies"),
        ("Project dependencies", (2, 1, 2, 3), "Project dependencies"),
        ("Abhängigkeiten", (2, 1, 2, 3), '"Abhängigkeiten"'),
        ("Needs", (2, 1, 2, 3), "Needs"),
    ],
)
def test_numbers_that_may_be_ids_or_counts_are_not_read_but_told(tmp_path, header, cells, named):
    report, _ = _start(tmp_path, _numbered(header, *cells))
    assert report.unread == {header: _MAY.format(named)}


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        # The third row would need itself.
        ("Dependencies", (2, 1, 3, 3)),
        # There is no ninth.
        ("Dependencies", (2, 1, 9, 3)),
        ("Number of dependencies", (2, 1, 2, 3)),
        ("# Dependencies", (2, 1, 2, 3)),
        ("Dependency count", (2, 1, 2, 3)),
    ],
)
def test_numbers_that_count_are_never_told_to_be_ids(tmp_path, header, cells):
    report, _ = _start(tmp_path, _numbered(header, *cells))
    assert [*report.unread] == [header]
    assert "ids" not in report.unread[header]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Depends on", (2, 1, 2, 3)),
        ("Requires", (2, 1, 2, 3)),
        ("Predecessors", ("", 1, 2, 3)),
        ("Depends on no.", (2, 1, 2, 3)),
        ("Dependencies (IDs)", (2, 1, 2, 3)),
        # Who writes two numbers into one cell counts nothing.
        ("Dependencies", ("", 1, '"1, 2"', 3)),
        ("Dependencies", ("", 1, "1; 2", 3)),
    ],
)
def test_numbers_that_are_clearly_ids_are_read(tmp_path, header, cells):
    report, _ = _start(tmp_path, _numbered(header, *cells))
    assert ("requires", header) in report.guessed
    assert report.unread == {}


def test_large_numbers_below_dependencies_are_ids(tmp_path):
    """No proposal depends on 101 others."""
    report, _ = _start(tmp_path, "Nr,Title,Dependencies\n101,a,\n102,b,101\n103,c,102\n")
    assert ("requires", "Dependencies") in report.guessed


def test_ids_that_are_numbers_below_needs_rate_nothing(tmp_path):
    """Beside a column of ratings, 1 to 3 would look like ratings, too."""
    rows = "1;3;;9\n2;4;3;8\n3;2;1;7\n4;5;2;7\n5;1;3;7\n6;2;1;3\n"
    report, _ = _start(tmp_path, f"Nr;Nutzen;Needs;Kosten\n{rows}")
    assert "Needs" in report.not_used


def test_a_column_that_names_titles_or_says_more_is_searched_and_not_read(tmp_path):
    rows = "1;Big Portal;;3\n2;Fraud Model;Big Portal;3\n3;Voice Bot;1 (data feed);3\n"
    (tmp_path / "list.csv").write_text(f"No;Title;Depends on;Ease 1-5\n{rows}")
    report = write_starter(tmp_path / "list.csv", tmp_path / "new")
    assert "requires" not in dict(report.guessed)
    assert report.unread == {"Depends on": "only searched for other proposals: see the notes"}
    draft = (tmp_path / "new" / "cximpact.yaml").read_text()
    assert '#    "2": ["1"]    # 2: Big Portal\n' in draft
    assert '#    "3": ["1"]    # 3: 1 (data feed)\n' in draft
