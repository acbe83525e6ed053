"""Remarks below a list are set aside; no proposal ever is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.files.raw_table import RawTable
from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.footnotes import footnote_rows
from cximpact.intake.starting.starter import write_starter


def _table(*rows):
    columns = tuple(list(column) for column in zip(*rows, strict=True))
    return RawTable("list", ("id", "title", "cost"), columns, range(2, 2 + len(rows)))


def _ids(tmp_path, *last):
    """The ids that count, and the report, of a list with rows at its end."""
    rows = ["id;title;cost", "A;x;5", "B;y;6", "C;z;7", *last]
    (tmp_path / "list.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path / "new")
    return read_inputs(read_spec(tmp_path / "new")).proposals.ids, report


def test_a_remark_below_the_list_is_set_aside_and_told(tmp_path):
    ids, report = _ids(tmp_path, "* costs gross; without grant".replace(";", ",") + ";;")
    assert ids == ("A", "B", "C")
    told = "row 5 set aside: a remark below the list, '* costs gross, without grant'"
    assert told in report.remarks
    text = (tmp_path / "new" / "cximpact.yaml").read_text()
    line = '- {when: {id: "* costs gross, without grant"}, reason: a remark below the list}'
    assert line in text


@pytest.mark.parametrize(
    ("last", "n_ids"),
    [
        # Below a blank row it is a remark, right below the others perhaps a proposal.
        (["", "Stars: 1 is the worst of five;;"], 3),
        (["Stars: 1 is the worst of five;;"], 4),
        # What looks like a gap is a cell of two lines.
        (['"Second\nline";;8', "Stars: 1 is the worst of five;;"], 5),
    ],
)
def test_below_titles_that_serve_as_ids_a_remark_stands_apart(tmp_path, last, n_ids):
    rows = ["Project;Unit;cost", "Portal;x;5", "Depot;y;6", "Card;z;7", *last]
    (tmp_path / "list.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    write_starter(tmp_path / "list.csv", tmp_path / "new")
    assert len(read_inputs(read_spec(tmp_path / "new")).proposals.ids) == n_ids


def test_several_remarks_are_set_aside(tmp_path):
    ids, _ = _ids(tmp_path, "1) all costs gross;;", "2) as of March, not agreed;;")
    assert ids == ("A", "B", "C")


@pytest.mark.parametrize(
    "row",
    [
        "D;;",  # an id alone: a proposal that is still to be described
        "P 17;;",
        "a remark of words;with a title;",
        "a remark of words;;8",
    ],
)
def test_what_may_be_a_proposal_is_none(tmp_path, row):
    ids, _ = _ids(tmp_path, row)
    assert len(ids) == 4


def test_a_remark_above_the_last_proposal_may_be_one(tmp_path):
    ids, _ = _ids(tmp_path, "a remark of words;;", "E;v;9")
    assert len(ids) == 5


def test_a_title_that_is_the_only_name_of_a_proposal_is_none(tmp_path):
    """The first column is that of the titles, which tell the proposals apart."""
    rows = "title;cost;note\nEase;5;a\nTrust;6;b\nA new park for everyone;;\n"
    (tmp_path / "list.csv").write_text(rows)
    write_starter(tmp_path / "list.csv", tmp_path / "new")
    assert len(read_inputs(read_spec(tmp_path / "new")).proposals.ids) == 3


_CELLS = st.one_of(st.none(), st.text("ab *", max_size=12))


@given(st.lists(st.tuples(_CELLS, _CELLS, _CELLS), min_size=1, max_size=8))
def test_only_last_rows_with_one_text_of_words_are_remarks(rows):
    found = footnote_rows(_table(*rows))
    for at in found:
        first, *others = rows[at]
        assert len(first.split()) >= 3
        assert not any(other and other.strip() for other in others)
    if found:
        assert 2 * len(found) <= len(rows)
        assert found[-1] == len(rows) - 1
