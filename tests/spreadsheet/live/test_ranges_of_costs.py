"""Formulas take the range of a cost as the method does; its likely amount may stand alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import python_calamine

HEADERS = ["id", "ease", "Low", "Likely", "High"]
ROWS = [["A", 3, 3, 9, 15], ["B", 2, 10, 20, 60], ["C", 1, None, 7, None]]
GIVEN = {
    "scorecard": {"criteria": {"ease": {"weight": 1}}},
    "columns": {"costs": [{"low": "Low", "likely": "Likely", "high": "High"}]},
    "currency": "EUR",
    "budgets": {"all": {"limit": 100}},
}


def costs_in(path: Path) -> list[float]:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    rows = book.get_sheet_by_name("CX live").to_python(skip_empty_area=False)
    first = next(at for at, row in enumerate(rows) if row and row[0] == "No.")
    column = rows[first].index("Cost, EUR")
    return [row[column] for row in rows[first + 1 : first + 4]]


def test_costs_follow_a_range_and_its_likely_amount_alone(
    maker: Any, office: Any, tmp_path: Path
) -> None:
    """A: (3 + 36 + 15) / 6 = 9, as likely. B: (10 + 80 + 60) / 6 = 25, and 20 without its range."""
    made = maker.made(HEADERS, ROWS, **GIVEN)
    plain = maker.write(made, tmp_path / "plain.xlsx")
    blanks = {(1, "Low"): None, (1, "High"): None}
    alone = maker.write(made, tmp_path / "alone.xlsx", cells=blanks)
    done = office.convert([plain, alone], "xlsx", tmp_path / "out")
    assert [costs_in(each) for each in done] == [[9, 25, 7], [9, 20, 7]]
