"""A workbook is scored again as it was scored last, unless it is asked otherwise."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

import cximpact
from cximpact import spreadsheet
from cximpact.exceptions import InputError
from cximpact.spreadsheet.asked import Asked
from cximpact.spreadsheet.finding.book import Book
from cximpact.spreadsheet.remembering import HEADING, remembered, to_remember

AS_OF = date(2026, 11, 2)
CARD = "criteria: {ease: {weight: 60}, clarity: {weight: 40}}\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "budget.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        for title in ("2026", "2027"):
            sheet = made.add_worksheet(title)
            sheet.write_row(0, 0, ["Nr", "Project", "Cost EUR", "Ease", "Clarity"])
            sheet.write_row(1, 0, ["B-1", "Letters", 45000, 2, 3])
            sheet.write_row(2, 0, ["B-2", "Form", 120000, 3, 1])
    (tmp_path / "card.yaml").write_text(CARD)
    return path


def score(path: Path, **more: Any) -> cximpact.Evaluation:
    return spreadsheet.score(path, **({"as_of": AS_OF, "quick": True, "backup": False} | more))


def limits(evaluation: cximpact.Evaluation) -> dict[str, str]:
    return {use.budget: f"{use.limit} {use.currency}" for use in evaluation.budgets}


def test_sheet_scorecard_and_budget_hold_until_they_are_said_anew(book: Path) -> None:
    score(book, sheet="2027", scorecard=book.parent / "card.yaml", budget="EUR 100000")
    again = score(book)
    assert limits(again) == {"total": "100000 EUR"}
    assert {line.criterion for line in again["B-1"].criteria} == {"ease", "clarity"}
    assert limits(score(book, budget={"a": "EUR 50000"})) == {"a": "50000 EUR"}
    assert limits(score(book)) == {"a": "50000 EUR"}


def test_a_run_afresh_forgets_them(book: Path) -> None:
    score(book, sheet="2027", budget="EUR 100000")
    with pytest.raises(InputError, match="look like the list"):
        score(book, afresh=True)
    assert limits(score(book, sheet="2027", afresh=True)) == {}


def test_a_scorecard_handed_over_in_python_has_to_be_handed_over_again(book: Path) -> None:
    card = {"criteria": {"ease": {"weight": 1}}}
    score(book, sheet="2027", scorecard=card)
    with pytest.raises(InputError, match="name it again"):
        score(book)
    assert score(book, scorecard=card)["B-2"].value.expected == pytest.approx(1.0)


def write_memory(path: Path, fields: dict[str, Any]) -> None:
    """Put fields below the heading on the sheet of ours, as somebody else might."""
    edited = openpyxl.load_workbook(path)
    sheet = edited["CX method"]
    top = next(cell.row for cell in sheet["A"] if cell.value == HEADING)
    for at, (field, value) in enumerate(fields.items(), top + 1):
        sheet.cell(at, 1, field)
        sheet.cell(at, 2, value)
    edited.save(path)


@pytest.mark.parametrize(
    "place", ["/etc/passwd.yaml", "../card.yaml", "a/../../card.yaml", "C:\\x.yaml"]
)
def test_a_workbook_cannot_name_a_scorecard_that_lies_elsewhere(book: Path, place: str) -> None:
    score(book, sheet="2027", budget="EUR 1")
    write_memory(book, {"sheet": '"2027"', "scorecard": json.dumps(place)})
    owned = Book.open(book)
    with pytest.raises(InputError, match="not beside the workbook"):
        remembered(owned, Asked())


@pytest.mark.parametrize("spoilt", ["not json", "[1]", '{"a":', 7, "true"])
def test_what_was_spoilt_is_passed_over(book: Path, spoilt: Any) -> None:
    score(book, sheet="2027", budget="EUR 1")
    write_memory(book, {"sheet": '"2027"', "budget": spoilt})
    asked, _ = remembered(Book.open(book), Asked())
    assert asked.budget is None or spoilt == "true"
    assert asked.sheet == "2027"


def test_a_sheet_that_is_gone_is_no_longer_asked_for(book: Path) -> None:
    score(book, sheet="2027")
    write_memory(book, {"sheet": '"1999"'})
    asked, _ = remembered(Book.open(book), Asked())
    assert asked.sheet == ""


def test_a_scorecard_is_remembered_by_its_place_beside_the_workbook(book: Path) -> None:
    asked = Asked(scorecard=book.parent / "card.yaml", budget={"a": "EUR 1"})
    assert dict(to_remember(asked, book, "2027")) == {
        "sheet": '"2027"',
        "budget": '{"a": "EUR 1"}',
        "scorecard": '"card.yaml"',
    }
