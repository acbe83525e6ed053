"""`cximpact init --from LIST`: a workspace that loads, from a list that exists already."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.exceptions import InputError
from cximpact.intake.files.documents import parse_document
from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.quoting import quoted
from cximpact.intake.starting.starter import write_starter

GERMAN = """Projekt-Nr;Projektname;Abteilung;Status;Capex;Opex;Ease 1-5;Bemerkung
P1;Klare Briefe;Betrieb;Läuft;1.200,50;0;4;x
P2;Größere Schrift;IT;Idee;2.000.000,00;5,25;;y
"""


def test_a_german_list_becomes_a_workspace_that_loads(tmp_path):
    (tmp_path / "liste.csv").write_bytes(GERMAN.encode("cp1252"))
    report = write_starter(tmp_path / "liste.csv", tmp_path / "new", scorecard="customer")
    assert report.written == ("cximpact.yaml", "questions.md", "ratings.csv")
    assert report.not_used == ("Bemerkung",)
    found = read_inputs(read_spec(tmp_path / "new"))
    assert found.proposals.titles == ("Klare Briefe", "Größere Schrift")
    assert found.proposals.statuses == ("committed", "proposed")
    assert [line.likely for line in found.costs][:2] == [Decimal("1200.50"), Decimal(0)]
    assert found.costs[0].fund == "capex"
    assert found.ratings.grid[0].tolist().count(0.5) == 1


def test_the_blank_ratings_ask_every_question_about_every_proposal_once(tmp_path):
    (tmp_path / "list.csv").write_text("id,name\nA,x\nB,y\n")
    write_starter(tmp_path / "list.csv", tmp_path)
    rows = pd.read_csv(tmp_path / "ratings.csv")
    assert list(rows) == ["proposal", "criterion", "rating", "rater", "unit", "source", "date"]
    assert len(rows) == 2 * 11
    assert rows.rating.isna().all()
    questions = (tmp_path / "questions.md").read_text()
    for criterion in rows.criterion.unique():
        assert f"(`{criterion}`)" in questions


@pytest.mark.parametrize(
    ("headers", "title", "unit"),
    [
        ("ID,Project name,Department,Total cost", "Project name", "Department"),
        ("Numéro,Intitulé,Direction,Coût total", "Intitulé", "Direction"),
        ("Código,Título,Departamento,Presupuesto", "Título", "Departamento"),
        ("cip_number,project_title,bureau_name,agency_amt", "project_title", "bureau_name"),
        ("Ref,Proposal title,Business unit,Budget", "Proposal title", "Business unit"),
        ("Lfd. Nr.,Maßnahme,Abteilung,Kosten", "Maßnahme", "Abteilung"),
    ],
)
def test_headers_are_understood_in_four_languages(tmp_path, headers, title, unit):
    (tmp_path / "list.csv").write_text(f"{headers}\n1,x,u,EUR 5\n2,y,u,EUR 6\n")
    guessed = dict(write_starter(tmp_path / "list.csv", tmp_path / "w").guessed)
    assert (guessed["title"], guessed["unit"]) == (title, unit)
    assert guessed["cost"] == headers.split(",")[3]
    assert read_inputs(read_spec(tmp_path / "w")).currency == "EUR"


def test_a_list_without_an_id_header_takes_the_first_column_of_unlike_values(tmp_path):
    (tmp_path / "list.csv").write_text("Bureau,Vorgang,Wert\na,V1,3\na,V2,3\n")
    assert dict(write_starter(tmp_path / "list.csv", tmp_path).guessed)["id"] == "Vorgang"


@pytest.mark.parametrize(
    ("rows", "remark"),
    [
        ("id,Cost (T)\nA,5\n",
         "'Cost (T)': 'T' may stand for a thousand or a million, so that it is not read: say "
         "which; see 'costs'"),
        ("id,Cost\nA,tbd\n", "'Cost' may be a cost, but these are no amounts: 'tbd'"),
        ("id,Cost\nA,-5\n",
         "'Cost' has amounts below zero: map it with 'negative: allowed'"),
        ("id,Reach\nA,all\n", "'Reach' may be 'reach', but some cells do not fit"),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_left_to_a_person_and_said(tmp_path, rows, remark):
    (tmp_path / "list.csv").write_text(rows)
    report = write_starter(tmp_path / "list.csv", tmp_path)
    assert remark in report.remarks
    assert remark in str(report)
    assert read_inputs(read_spec(tmp_path)).costs == ()


@pytest.mark.parametrize("name", ["cximpact.yaml", "questions.md", "ratings.csv"])
def test_nothing_that_exists_is_overwritten_and_then_nothing_is_written(tmp_path, name):
    (tmp_path / "list.csv").write_text("id\nA\n")
    (tmp_path / name).write_text("mine")
    with pytest.raises(InputError, match="exists already"):
        write_starter(tmp_path / "list.csv", tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"list.csv", name}
    assert (tmp_path / name).read_text() == "mine"


def test_a_list_that_no_workspace_could_take_is_reported_and_nothing_written(tmp_path):
    (tmp_path / "list.csv").write_text("id,title\nA,x\nA,y\n")
    with pytest.raises(InputError, match="the id stands twice"):
        write_starter(tmp_path / "list.csv", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_an_id_that_a_spreadsheet_would_run_is_left_out_of_the_ratings(tmp_path):
    (tmp_path / "list.csv").write_text('id,title\n"=1+1",x\nB,y\n')
    report = write_starter(tmp_path / "list.csv", tmp_path)
    assert "=1+1" not in (tmp_path / "ratings.csv").read_text()
    assert "1 ids are left out" in report.remarks[1]


def test_hostile_headers_stay_data(tmp_path):
    header = '"\x1b[31mred", {a: &b *c}: # !!python\u2028x'
    frame = pd.DataFrame({"id": ["A"], header: ["x"], "title: [": ["y"]})
    frame.to_json(tmp_path / "list.jsonl", orient="records", lines=True)
    report = write_starter(tmp_path / "list.jsonl", tmp_path)
    assert "\x1b" not in str(report)
    assert read_inputs(read_spec(tmp_path)).not_used


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_header_is_quoted_so_that_it_reads_back(header):
    text = f"columns: {{id: {quoted(header)}}}    # comment\n"
    document = parse_document(text, suffix=".yaml", name="w.yaml")
    assert document.data == {"columns": {"id": header}}


def test_a_workbook_may_be_the_list(tmp_path):
    frame = pd.DataFrame({"Key": ["A", "B"], "Name": ["x", "y"], "Budget": [5.5, 7]})
    frame.to_excel(tmp_path / "list.xlsx", index=False)
    write_starter(tmp_path / "list.xlsx", tmp_path, scorecard="balanced")
    assert [line.likely for line in read_inputs(read_spec(tmp_path)).costs] == [
        Decimal("5.5"), Decimal(7),
    ]  # fmt: skip


@pytest.mark.parametrize("title", ["Projektliste 2027;;\nStand: 1.3.2026;;\n\n", "Projektliste\n"])
def test_headers_below_a_title_are_found(tmp_path, title):
    rows = "ID;Titel;Kosten\n1;a;48.500 EUR\n2;b;€ 1.120.000\n"
    (tmp_path / "list.csv").write_text(title + rows, encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path)
    row = title.count("\n") + 1
    assert report.remarks[0] == f"the headers are taken from row {row}, below a title"
    found = read_inputs(read_spec(tmp_path))
    assert [line.likely for line in found.costs] == [48_500, 1_120_000]


def test_cells_that_keep_a_column_from_being_costs_are_named(tmp_path):
    (tmp_path / "list.csv").write_text("ID;Titel;Kosten\n1;a;48.500 EUR\n2;b;12 Leute\n")
    report = write_starter(tmp_path / "list.csv", tmp_path)
    assert report.remarks[:2] == (
        "no cost is read, so no budget can limit what is selected; of 'Kosten', see below",
        "'Kosten' may be a cost, but these are no amounts: '12 Leute'",
    )


def test_withdrawn_proposals_are_not_asked_about(tmp_path):
    (tmp_path / "list.csv").write_text("id,title,status\nA,x,open\nB,y,cancelled\n")
    write_starter(tmp_path / "list.csv", tmp_path)
    assert set(pd.read_csv(tmp_path / "ratings.csv").proposal) == {"A"}


def test_levels_that_a_scorecard_does_not_describe_get_words(tmp_path):
    (tmp_path / "card.yaml").write_text("criteria: {ease: {weight: 1}}\n")
    (tmp_path / "list.csv").write_text("id,title\nA,x\n")
    write_starter(tmp_path / "list.csv", tmp_path, scorecard=str(tmp_path / "card.yaml"))
    lines = (tmp_path / "questions.md").read_text().splitlines()
    assert [line for line in lines if line.startswith("- `")] == [
        "- `-3` much worse",
        "- `-2` worse",
        "- `-1` a little worse",
        "- `0` no change",
        "- `1` a little better",
        "- `2` better",
        "- `3` much better",
    ]


EXPORT = """\
Ref;Project / line of spend;Dept;CapEx (EUR);OpEx p.a. (EUR);Patient benefit (1-5);Spend by
P1;Booking;Outpatients;180.000;24.000;5;K. Lindner
P2;Letters;Records;45.000;;4;A. Boateng
"""


def _from_export(tmp_path, text=EXPORT):
    (tmp_path / "list.csv").write_text(text)
    return write_starter(tmp_path / "list.csv", tmp_path / "new")


def test_a_title_with_an_addition_is_a_title_and_no_cost(tmp_path):
    guessed = dict(_from_export(tmp_path).guessed)
    assert guessed["title"] == "Project / line of spend"
    assert guessed["unit"] == "Dept"


def test_a_column_of_words_is_not_told_to_lack_amounts(tmp_path):
    assert not any("Spend by" in remark for remark in _from_export(tmp_path).remarks)


def test_one_column_each_of_capex_and_opex_are_two_funds_whatever_stands_behind(tmp_path):
    report = _from_export(tmp_path)
    costs = [header for ours, header in report.guessed if ours == "cost"]
    assert costs == ["CapEx (EUR)", "OpEx p.a. (EUR)"]
    found = read_inputs(read_spec(tmp_path / "new"))
    assert [(line.fund, line.likely) for line in found.costs] == [
        ("capex", 180_000), ("opex", 24_000), ("capex", 45_000),
    ]  # fmt: skip


def test_two_columns_of_capex_are_not_added_up(tmp_path):
    report = _from_export(tmp_path, EXPORT.replace("OpEx p.a.", "Capex 2026"))
    assert [header for ours, header in report.guessed if ours == "cost"] == ["CapEx (EUR)"]


def test_ratings_that_answer_no_criterion_of_a_scorecard_that_is_named_are_pointed_out(tmp_path):
    (tmp_path / "list.csv").write_text(EXPORT)
    report = write_starter(tmp_path / "list.csv", tmp_path / "new", scorecard="customer")
    why = "looks like ratings, but no criterion is called so: write one, or map it in 'ratings'"
    assert report.unread["Patient benefit (1-5)"] == why
    brief = "Patient benefit (1-5): looks like ratings, but no criterion is called so"
    assert f"  {brief}\n" in str(report)
    assert f"  #   Patient benefit (1-5): {why}\n" in (tmp_path / "new/cximpact.yaml").read_text()


def test_a_sheet_of_notes_beside_the_list_is_no_reason_to_ask(tmp_path):
    with pd.ExcelWriter(tmp_path / "list.xlsx") as book:
        pd.DataFrame({"Key": ["A"], "Name": ["x"]}).to_excel(book, sheet_name="Alt", index=False)
        pd.DataFrame({"ask Petra": []}).to_excel(book, sheet_name="Notes", index=False)
    report = write_starter(tmp_path / "list.xlsx", tmp_path / "new")
    assert report.remarks[0] == "the list is taken from sheet 'Alt': no other one looks like a list"
    assert read_inputs(read_spec(tmp_path / "new")).proposals.ids == ("A",)


def test_the_sheet_of_a_workbook_may_be_named_and_is_written_down(tmp_path):
    with pd.ExcelWriter(tmp_path / "list.xlsx") as book:
        pd.DataFrame({"Key": ["A"], "Name": ["x"]}).to_excel(book, sheet_name="Alt", index=False)
        pd.DataFrame({"Key": ["B"], "Name": ["y"]}).to_excel(book, sheet_name="Neu", index=False)
    with pytest.raises(InputError, match='rerun with --sheet "Alt", say; the sheets are: Alt, Neu'):
        write_starter(tmp_path / "list.xlsx", tmp_path / "new")
    write_starter(tmp_path / "list.xlsx", tmp_path / "new", sheet="Neu")
    assert read_inputs(read_spec(tmp_path / "new")).proposals.ids == ("B",)
