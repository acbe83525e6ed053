"""Rows of totals: no proposals, so they are set aside or told, and never cost the list its ids."""

from __future__ import annotations

import pytest

from cximpact.intake.lists.totals import is_total
from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.starter import write_starter

BASE = "scorecard: scorecard.yaml\nproposals: list.csv\n"
ROWS = "1;Brief;45.000,00\n2;Portal;1.200.752,25\n"


@pytest.mark.parametrize("word", ["Summe", "TOTAL:", "Gesamt", "Total général", "Suma", "Σ"])
@pytest.mark.parametrize("row", [";{};1.245.752,25", "{};;1.245.752,25"])
@pytest.mark.parametrize("header", ["ID", "Lfd. Nr.", "Nr.", "No.", "Ref"])
def test_a_row_of_totals_leaves_the_ids_where_they_are(tmp_path, word, row, header):
    text = f"{header};Titel;Kosten\n{ROWS}{row.format(word)}\n"
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path / "new")
    assert dict(report.guessed)["id"] == header
    assert any("names a total" in remark for remark in report.remarks)
    found = read_inputs(read_spec(tmp_path / "new"))
    assert found.proposals.ids == ("1", "2")
    assert [each.reason for each in found.set_aside] == ["a row of totals"]
    assert word not in (tmp_path / "new" / "ratings.csv").read_text(encoding="utf-8")


def test_a_row_without_an_id_is_set_aside_and_told(tmp_path):
    (tmp_path / "list.csv").write_text(f"Nr.;Titel;Kosten\n{ROWS};Ohne;5\n")
    report = write_starter(tmp_path / "list.csv", tmp_path / "new")
    assert report.remarks[0] == (
        "row 4 ('Ohne') set aside: no 'Nr.'; give an id if it is a proposal"
    )
    found = read_inputs(read_spec(tmp_path / "new"))
    assert [(each.reason, each.rows) for each in found.set_aside] == [("no id", ())]


def test_a_total_among_the_proposals_is_noted(read):
    found = read(BASE, list_csv="id,title\nA,Letters\nB,Grand total\nTotal,x\n").sound
    assert [str(note) for note in found.notes] == [
        f"list.csv, line {line}: '{word}' seems to be a total, not a proposal; "
        "if it is one, set the row aside with 'set_aside'"
        for line, word in ((3, "Grand total"), (4, "Total"))
    ]


def test_the_advice_on_a_missing_id_can_be_followed(read):
    advice = 'set_aside: [{when: {"id": ""}, reason: no id}]'
    rows = "id,title\n,x\nA,y\n"
    assert read(BASE, list_csv=rows).texts[0].endswith(advice)
    found = read(f"{BASE.replace('list.csv', '')} {{path: list.csv, {advice}}}", list_csv=rows)
    assert found.sound.proposals.ids == ("A",)


def test_a_title_that_only_speaks_of_a_total_is_none():
    assert not is_total("Total rewards")
    assert not is_total(None)
