"""A blank workbook: filled by a person, read as a workspace, and helpful while it is filled."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import cximpact
from cximpact.api.workspace import Workspace
from cximpact.exceptions import InputError
from cximpact.intake.reading import read_inputs
from cximpact.spreadsheet.template.exporting import export
from cximpact.spreadsheet.template.new import new
from cximpact.spreadsheet.template.reading import proposals_table, workspace_in


@pytest.fixture(scope="module")
def balanced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a blank workbook with criteria of both sides."""
    path = tmp_path_factory.mktemp("blank") / "balanced.xlsx"
    return new(path, scorecard="balanced", raters=["Ana Weber", "Bo"])


def test_a_blank_workbook_has_a_sheet_for_everything(balanced: Path) -> None:
    book = openpyxl.load_workbook(balanced)
    shown = [each.title for each in book.worksheets if each.sheet_state == "visible"]
    assert shown == [
        *("Instructions", "Proposals", "Ratings 1", "Ratings 2", "Costs", "Budgets", "Weights"),
        "Settings",
    ]
    assert [each.title for each in book.worksheets if each.sheet_state != "visible"]


def test_a_journey_gets_effects_and_evidence(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(new(tmp_path / "journey.xlsx", scorecard="journey"))
    wanted = {"Effects", "Evidence answers", "Evidence counts", "Evidence figures"}
    assert wanted <= set(book.sheetnames)
    assert not any(name.startswith("Ratings") for name in book.sheetnames)


def test_headers_say_in_notes_what_belongs_there(balanced: Path) -> None:
    book = openpyxl.load_workbook(balanced)
    for name in ("Proposals", "Costs"):
        assert all(cell.comment for cell in book[name][4] if cell.value), name
    sheet = book["Ratings 1"]
    note = next(cell.comment.text for cell in sheet[8] if cell.value == "ease")
    assert "How much easier or harder will it be" in note
    assert "-3  Customers give up because of what we ask of them" in note
    assert "+3  Nothing left to do; it happens for the customer" in note


def test_what_can_be_chosen_is_offered(balanced: Path) -> None:
    book = openpyxl.load_workbook(balanced)
    offered = {
        (sheet.title, each.formula1): each
        for sheet in book.worksheets
        for each in sheet.data_validations.dataValidation
    }
    assert ("Proposals", '"proposed,committed,withdrawn"') in offered
    assert ("Ratings 1", '"-3,-2,-1,0,1,2,3"') in offered
    assert ("Ratings 1", "Proposals!$A$5:$A$2004") in offered
    assert offered["Ratings 1", '"-3,-2,-1,0,1,2,3"'].errorStyle in (None, "stop")
    assert offered["Weights", "0"].type == "decimal"
    assert any(sheet == "Costs" and "EUR" in text for sheet, text in offered)


def test_headers_stay_in_sight_and_on_every_printed_page(balanced: Path) -> None:
    book = openpyxl.load_workbook(balanced)
    assert book["Proposals"].freeze_panes == "C5"
    assert book["Ratings 1"].freeze_panes == "C9"
    assert book["Proposals"].print_title_rows == "$4:$4"
    assert book["Proposals"].sheet_properties.pageSetUpPr.fitToPage


def test_the_example_line_does_not_count(balanced: Path) -> None:
    book = openpyxl.load_workbook(balanced)
    assert book["Proposals"]["A5"].value == "(example)"
    assert book["Ratings 1"]["A9"].value == "(example)"
    spec = workspace_in(balanced)
    assert spec is not None
    assert spec.tables["proposals"].n_rows == 0
    assert list(spec.tables) == ["proposals"]
    assert proposals_table(balanced).raw.n_rows == 0


def test_nothing_filled_in_is_told_as_a_list_without_proposals(balanced: Path) -> None:
    spec = workspace_in(balanced)
    assert spec is not None
    with pytest.raises(InputError, match=r"balanced.xlsx"):
        read_inputs(spec)


def _fill(path: Path, scorecard: Path | str = "customer") -> Path:
    new(path, scorecard=scorecard, raters=["Ana Weber", "Bo"], lines=3)
    book = openpyxl.load_workbook(path)
    settings, proposals = book["Settings"], book["Proposals"]
    settings["C6"], settings["C7"], settings["C8"] = 2026, datetime.date(2026, 3, 1), "EUR"
    rows: list[tuple[Any, ...]] = [("P1", "Letters", 46000), ("P2", "Fees", 10), (3, "Third", None)]
    for at, (key, title, cost) in enumerate(rows, 6):
        proposals.cell(at, 1).value, proposals.cell(at, 2).value = key, title
        proposals.cell(at, 6).value, proposals.cell(at, 7).value = cost, "40%"
    for number in (1, 2):
        sheet = book[f"Ratings {number}"]
        columns = [cell.column for cell in sheet[8] if cell.value and ":" not in cell.value][2:]
        for at, (key, level) in enumerate((("P1", 2), ("P2", -3), (3, 1)), 10):
            sheet.cell(at, 1).value = key
            for column in columns:
                sheet.cell(at, column).value = level
    book["Budgets"]["A5"], book["Budgets"]["B5"] = "total", 40000
    book.save(path)
    return path


def _evaluated(path: Path) -> cximpact.Evaluation:
    spec = workspace_in(path)
    assert spec is not None
    return cximpact.evaluate(Workspace(spec, read_inputs(spec)))


def test_a_filled_workbook_evaluates(tmp_path: Path) -> None:
    evaluation = _evaluated(_fill(tmp_path / "filled.xlsx"))
    frame = evaluation.to_frame()
    assert frame.loc["P2", "action"] == "decline"
    assert frame.loc["P1", "value"] == pytest.approx(2 / 3 * 0.4)
    assert frame.loc["3", "value"] == pytest.approx(1 / 3 * 0.4)
    assert str(evaluation.as_of) == "2026-03-01"
    assert [str(each.limit) for each in evaluation.budgets] == ["40000"]


def test_a_filled_workbook_and_its_files_say_the_same(tmp_path: Path) -> None:
    path = _fill(tmp_path / "filled.xlsx")
    home = export(path, tmp_path / "files").parent
    assert sorted(each.name for each in home.iterdir()) == [
        *("cximpact.yaml", "proposals.csv", "ratings.csv"),
    ]
    again = cximpact.evaluate(cximpact.load(home))
    frames = [each.to_frame() for each in (again, _evaluated(path))]
    assert frames[0].equals(frames[1])


def test_names_of_raters_enter_no_result_and_no_message(tmp_path: Path) -> None:
    path = _fill(tmp_path / "filled.xlsx")
    assert "Weber" not in _evaluated(path).to_json()
    book = openpyxl.load_workbook(path)
    book["Ratings 1"]["C10"] = 7
    book["Ratings 1"]["A12"] = "P1"
    book.save(path)
    spec = workspace_in(path)
    assert spec is not None
    with pytest.raises(InputError) as told:
        read_inputs(spec)
    assert "sheet Ratings 1, cell C10" in str(told.value)
    assert "Weber" not in str(told.value)


def test_a_scorecard_of_ones_own_comes_along(tmp_path: Path) -> None:
    card = tmp_path / "ours.yaml"
    card.write_text("# ours\nid: ours\ncriteria:\n  calm: {weight: 3, title: =1+1}\n")
    path = _fill(tmp_path / "filled.xlsx", card)
    assert _evaluated(path).to_frame().loc["P1", "score:calm"] == pytest.approx(2 / 3 * 0.4)
    home = export(path, tmp_path / "files").parent
    assert (home / "scorecard.yaml").read_text() == card.read_text()


def test_an_own_criterion_is_added_and_one_taken_out(tmp_path: Path) -> None:
    path = _fill(tmp_path / "filled.xlsx")
    book = openpyxl.load_workbook(path)
    weights = book["Weights"]
    rows = {weights.cell(at, 1).value: at for at in range(9, 30)}
    for column in range(1, 14):
        weights.cell(rows["ease"], column).value = None
    weights.cell(25, 1).value, weights.cell(25, 5).value = "calm", 7
    book.save(path)
    spec = workspace_in(path)
    assert spec is not None
    data = spec.scorecard.data  # type: ignore[union-attr]
    assert "ease" not in data["criteria"]
    assert data["criteria"]["calm"] == {"weight": 7}
    assert list(data["criteria"])[:2] == ["effectiveness", "speed"]


def test_every_sheet_says_what_it_is_for(balanced: Path) -> None:
    book = openpyxl.load_workbook(balanced)
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            assert sheet["A1"].value, sheet.title
    words = " ".join(str(row[2].value or row[0].value) for row in book["Instructions"].iter_rows())
    assert "cximpact sheet score balanced.xlsx" in words
