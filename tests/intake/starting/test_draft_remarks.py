"""What is told of a column stands at its line of the draft, and nowhere a second time."""

from __future__ import annotations

import yaml

from cximpact.intake.starting.draft_remarks import at_their_lines
from cximpact.intake.starting.starter import write_starter

_LIST = """\
Nr;Titel;Status;Kundennutzen;Vertrauen;Kosten (TEUR)
A;Eins;idea;1;2;640
B;Zwei;Gate 2;5;4;ca. 80
C;Drei;done;3;3;tbd
D;Vier;idea;3;1;20
E;Sechs;idea;2;1;-20
F;Acht;idea;2;1;30
Zwischensumme Netz;;;;;670
;Neun;idea;1;1;4
"""


def _start(tmp_path):
    (tmp_path / "list.csv").write_text(_LIST, encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path)
    return report, (tmp_path / "cximpact.yaml").read_text("utf-8")


def test_each_remark_stands_once_at_the_line_it_concerns(tmp_path):
    _, text = _start(tmp_path)
    (cost,) = [line for line in text.splitlines() if 'column: "Kosten (TEUR)"' in line]
    assert "# the header says TEUR: 1 counts as 1,000; " in cost
    assert "line 3 of B: 'ca. 80': write 80" in cost
    assert "has no amount in 1 row ('tbd')" in cost
    assert "is below zero in 1 row, taken as savings" in cost
    assert "    ratings:\n      kundennutzen: Kundennutzen\n" in text
    card = (tmp_path / "scorecard.yaml").read_text("utf-8")
    assert card.count("scale: [1, 3, 5]") == 2
    assert card.count("scale: [1, 1, 5]") == 1
    assert "# If 1 means no benefit: scale: [1, 1, 5].\ncriteria:\n" in card
    assert "reason: a row of totals}    # row 8\n" in text
    assert "reason: no id}    # row 9 ('Neun'): give an id if it is a proposal\n" in text
    assert "Gate 2: proposed    # not known: check\n" in text
    block = [line for line in text.splitlines() if line.startswith("  # ")]
    assert [line for line in block if line.startswith("  # '") or "set aside" in line] == []


def test_all_is_told_when_the_draft_is_written_and_the_draft_is_yaml(tmp_path):
    report, text = _start(tmp_path)
    for part in ("ca. 80", "'tbd'", "below zero", "Gate 2", "row 8", "row 9", "TEUR"):
        assert any(part in each for each in report.remarks)
    assert yaml.safe_load(text)["proposals"]["columns"]["cost"]["negative"] == "allowed"


def test_the_title_of_a_row_without_an_id_may_say_anything():
    rule = '    - {when: {ID: ""}, reason: no id}'
    title = "no 'ID'; x set aside: y"
    remark = f"row 4 ('{title}') set aside: no 'ID'; give an id if it is a proposal"
    kept, rest = at_their_lines([rule], [remark], ["ID"])
    assert kept == [f"{rule}    # row 4 ('{title}'): give an id if it is a proposal"]
    assert rest == []


def test_rows_without_an_id_are_named_by_their_titles_as_far_as_they_have_one(tmp_path):
    rows = "ID;Title;Note\nA;one;x\nB;two;x\nC;two;x\n;Kiosks # {a: b};x\nE;y;x\n;;x\nD;z;x\n"
    (tmp_path / "list.csv").write_text(rows)
    report = write_starter(tmp_path / "list.csv", tmp_path)
    told = "rows 5, 7 ('Kiosks # {a: b}')"
    assert f"{told} set aside: no 'ID'; give an id if it is a proposal" in report.remarks
    text = (tmp_path / "cximpact.yaml").read_text()
    assert f'{{when: {{ID: ""}}, reason: no id}}    # {told}: give an id' in text
    assert yaml.safe_load(text)["proposals"]["set_aside"] == [
        {"when": {"ID": ""}, "reason": "no id"}
    ]


def test_what_is_about_no_single_line_stays_apart():
    lines = ["    id: Nr", "    cost: A"]
    remarks = ["'B' looks like money", "'A' and 'B' are added up", "'A': odd", "all is well"]
    kept, rest = at_their_lines(lines, remarks, ["Nr", "A"])
    assert kept == ["    id: Nr", "    cost: A    # odd"]
    assert rest == ["'B' looks like money", "'A' and 'B' are added up", "all is well"]
