"""A workbook scored live, from end to end: recalculated, changed by its user, scored again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlsxwriter

import cximpact.spreadsheet

CARD = {
    "id": "card",
    "criteria": {
        "ease": {"weight": 30},
        "speed": {"weight": 10},
        "profit": {
            "weight": 5,
            "group": "business",
            "kind": "quantity",
            "value_points": {-10: -1, 0: 0, 5: 0.7, 20: 1},
        },
    },
    "groups": {"customer": 60, "business": 40},
}
ROWS = [
    ["p1", "Letters", 2, 1, 5, 40],
    ["P1", "Portal", 3, 0, 12, 70],
    ["P*", "Branches", 0, 3, -4, 20],
    ["P~2", "Phones", 1, 1, 1, 30],
]
OPTIONS: dict[str, Any] = {"scorecard": CARD, "budget": "EUR 100", "live": True, "quick": True}


@pytest.fixture
def budget(tmp_path: Path) -> Path:
    path = tmp_path / "budget.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Plan 2027")
    headers = ["id", "title", "ease", "speed", "profit", "cost"]
    for r, row in enumerate([headers, *ROWS], 2):
        sheet.write_row(r, 1, row)
    sheet.add_table(2, 1, 6, 6, {"columns": [{"header": name} for name in headers]})
    book.close()
    return path


def lines_of(path: Path) -> dict[str, tuple[Any, Any]]:
    """Rank and action beside each line, by its id."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    rows = book.get_sheet_by_name("Plan 2027").to_python(skip_empty_area=False)
    headers = rows[2]
    rank, action = headers.index("CX rank"), headers.index("CX action")
    return {row[1]: (row[rank], row[action]) for row in rows[3:7]}


def told(evaluation: Any) -> dict[str, tuple[Any, Any]]:
    return {item.proposal: (item.rank, item.action) for item in evaluation}


def type_into(path: Path, changes: dict[str, float]) -> None:
    """Change figures on *CX weights*, as a user does."""
    book = openpyxl.load_workbook(path)
    for row in book["CX weights"].iter_rows(max_col=5):
        if row[0].value in changes:
            row[4].value = changes[row[0].value]
    book.save(path)


def test_a_live_workbook_calculates_what_was_evaluated_and_keeps_what_its_user_changed(
    budget: Path, office: Any, tmp_path: Path
) -> None:
    evaluation = cximpact.spreadsheet.score(budget, **OPTIONS)
    assert lines_of(budget) == told(evaluation)
    (done,) = office.convert([budget], "xlsx", tmp_path / "one")
    assert lines_of(done) == told(evaluation)
    changes = {"criteria.speed.weight": 200, "budgets.total.limit": 55}
    type_into(budget, changes)
    again = cximpact.spreadsheet.score(budget, **OPTIONS)
    card = {**CARD, "criteria": {**CARD["criteria"], "speed": {"weight": 200}}}  # type: ignore[dict-item]
    fresh = tmp_path / "fresh.xlsx"
    fresh.write_bytes(budget.read_bytes())
    assert told(again) != told(evaluation)
    assert lines_of(budget) == told(again)
    sheet = openpyxl.load_workbook(budget)["CX weights"]
    kept = {row[0].value: (row[3].value, row[4].value) for row in sheet.iter_rows(max_col=5)}
    assert kept["criteria.speed.weight"] == (10, 200)
    assert kept["budgets.total.limit"] == (100, 55)
    assert kept["criteria.ease.weight"] == (30, 30)
    (done,) = office.convert([budget], "xlsx", tmp_path / "two")
    assert lines_of(done) == told(again)
    plain = cximpact.evaluate(
        proposals=[dict(zip(["id", "title", "ease", "speed", "profit", "cost"], row, strict=True))
                   for row in ROWS],
        scorecard=card,
        budgets={"total": "EUR 55"},
        draws=0,
        analyses=[],
    )  # fmt: skip
    assert told(plain) == told(again)
