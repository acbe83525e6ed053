"""Criteria may be named like any column; a table without any is refused, not declined."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

import cximpact
from cximpact import spreadsheet
from cximpact.exceptions import InputError

CARD = {"criteria": {"ease": {"weight": 60}, "clarity": {"weight": 40}}}
COSTS = ["Cost EUR"]


def book(path: Path, headers: list[str], *lines: list[Any]) -> Path:
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("Budget")
        for row, cells in enumerate([["Nr", "Project", *headers], *lines]):
            sheet.write_row(row, 0, cells)
    return path


def score(path: Path, **more: Any) -> cximpact.Evaluation:
    given = {"scorecard": CARD, "as_of": "2026-11-02", "quick": True, "backup": False}
    return spreadsheet.score(path, **(given | more))


def told(path: Path, **more: Any) -> str:
    with pytest.raises(InputError) as caught:
        score(path, **more)
    return " ".join(map(str, caught.value.problems))


def notices(path: Path) -> str:
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("CX method").to_python()
    return "\n".join(str(row[0]) for row in rows)


def test_a_criterion_is_named_like_any_column(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", ["Einfachheit", "Clarity"], ["B-1", "x", 3, 0])
    found = score(path, columns={"ease": "Einfachheit"})
    assert [line.score for line in found["B-1"].criteria] == [1.0, 0.0]


def test_a_table_that_says_nothing_of_any_criterion_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", ["Einfachheit", *COSTS], ["B-1", "x", 3, 5])
    assert "--column ease=" in told(path)


@pytest.mark.parametrize("header", ["Ease (-3..+3)", "Ease -3 to 3", "EASE (−3 … 3)"[:4]])
def test_headers_may_state_the_scale(tmp_path: Path, header: str) -> None:
    path = book(tmp_path / "b.xlsx", [header], ["B-1", "x", 3], ["B-2", "y", 1])
    assert score(path)["B-2"].value.expected == pytest.approx(0.6 / 3)


def test_one_mistyped_answer_is_reported_and_turns_no_column(tmp_path: Path) -> None:
    lines = [["B-1", "x", -1, 3], ["B-2", "y", 0, 4], ["B-3", "z", 2, 1]]
    message = told(book(tmp_path / "b.xlsx", ["Ease", "Clarity"], *lines))
    assert "D3" in message
    assert "4" in message


def test_answers_from_one_to_five_throughout_are_read_so_and_it_is_told(tmp_path: Path) -> None:
    lines = [["B-1", "x", 1, 3], ["B-2", "y", 3, 5], ["B-3", "z", 2, 1]]
    path = book(tmp_path / "b.xlsx", ["Ease", "Clarity"], *lines)
    found = score(path)
    assert [line.score for line in found["B-1"].criteria] == [-1.0, 0.0]
    assert [line.score for line in found["B-2"].criteria] == [0.0, 1.0]
    assert "from 1 (worst)" in notices(path)


def test_a_choice_between_columns_of_costs_is_the_users(tmp_path: Path) -> None:
    path = book(
        tmp_path / "b.xlsx", ["Budget 2026 EUR", "Budget 2027 EUR", "Ease"], ["B-1", "x", 1, 9, 2]
    )
    assert "several columns could be the cost" in told(path)
    assert "or map several in a cximpact.yaml beside the workbook" in told(path)
    found = score(path, columns={"cost": "Budget 2027 EUR"}, budget="EUR 20")
    assert found["B-1"].cost is not None
    assert found["B-1"].cost.amount == 9


@pytest.mark.parametrize("header", ["Cost (EUR '000)", "Cost EUR 000s", "Cost in 1,000 EUR"])
def test_thousands_are_seen_in_more_words(tmp_path: Path, header: str) -> None:
    path = book(tmp_path / "b.xlsx", [header, "Ease"], ["B-1", "x", 45, 2])
    assert "thousands" in told(path)


def test_wrong_amounts_are_reported_each_even_if_most_are_wrong(tmp_path: Path) -> None:
    lines = [["B-1", "x", "tbd", 2], ["B-2", "y", "?", 1], ["B-3", "z", 5, 1], ["B-4", "w", "a", 1]]
    message = told(book(tmp_path / "b.xlsx", ["Cost EUR", "Ease"], *lines))
    assert all(cell in message for cell in ("C2", "C3", "C5"))


def test_the_columns_that_were_taken_are_told(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", ["Cost EUR", "Ease"], ["B-1", "x", 5, 2])
    score(path)
    assert "id from 'Nr'" in notices(path)
    assert "cost from 'Cost EUR'" in notices(path)


def test_results_on_another_sheet_are_not_taken_away_unasked(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        for title in ("2026", "2027"):
            sheet = made.add_worksheet(title)
            for row, cells in enumerate([["Nr", "Project", "Ease"], ["B-1", "x", 2]]):
                sheet.write_row(row, 0, cells)
    score(path, sheet="2026")
    assert "--afresh" in told(path, sheet="2027")
    assert score(path, sheet="2027", afresh=True)["B-1"].rank == 1


def test_a_budget_that_is_not_known_any_more_is_told(tmp_path: Path) -> None:
    import openpyxl

    path = book(tmp_path / "b.xlsx", ["Cost EUR", "Ease"], ["B-1", "x", 5, 2])
    score(path, budget="EUR 9")
    edited = openpyxl.load_workbook(path)
    del edited["CX method"]
    del edited.defined_names["_cximpact.sheet.method"]
    edited.save(path)
    score(path)
    assert "not known any more" in notices(path).replace("\n", " ")


@pytest.mark.parametrize("header", ["Cost", "Cost EUR"])
def test_dollars_are_never_taken_for_another_currency(tmp_path: Path, header: str) -> None:
    path = book(tmp_path / "b.xlsx", [header, "Ease"], ["B-1", "x", "$45,000", 2])
    assert "C2" in told(path, budget="EUR 90")


def test_dollars_that_the_header_names_are_taken(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", ["Cost USD", "Ease"], ["B-1", "x", "$45,000", 2])
    found = score(path)["B-1"].cost
    assert found is not None
    assert (found.amount, found.currency) == (45000, "USD")


@pytest.mark.parametrize(("format_", "column"), [("0%", 3), ("0.00%", 3), ("0 %", 2)])
def test_percentages_where_levels_or_amounts_belong_are_refused(
    tmp_path: Path, format_: str, column: int
) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("Budget")
        sheet.write_row(0, 0, ["Nr", "Project", "Cost EUR", "Ease"])
        sheet.write_row(1, 0, ["B-1", "x", 5, 2])
        sheet.write_number(1, column, 0.5, made.add_format({"num_format": format_}))
    assert f"{'ABCD'[column]}2" in told(path)
    assert "percentage" in told(path)
