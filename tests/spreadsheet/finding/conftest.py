"""Workbooks as budget owners keep them, built by XlsxWriter or from raw XML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.reading import check_inputs
from cximpact.intake.scorecards.scorecards import load_scorecard
from cximpact.model.scorecard import Scorecard
from cximpact.spreadsheet.finding.book import Book
from cximpact.spreadsheet.finding.choosing import table_spec
from cximpact.spreadsheet.finding.find import FoundTable, find_table

Fill = Callable[[Any], None]
HEADERS = ["ID", "Project", "Department", "Cost", "Effectiveness", "Ease"]


def lines(count: int = 3) -> list[list[Any]]:
    """Return lines that fit `HEADERS`."""
    return [[f"P{n}", f"Project {n}", "Sales", 1000 * n, n % 4, -1] for n in range(1, count + 1)]


class Books:
    """Writes workbooks into a folder, finds and reads their lists."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, fill: Fill, name: str = "budget.xlsx", **options: Any) -> Book:
        path = self.folder / name
        with xlsxwriter.Workbook(str(path), options) as book:
            fill(book)
        return Book.open(path)

    def rows(self, rows: list[list[Any]], **options: Any) -> Book:
        """Return a workbook of one sheet with these rows from A1."""

        def fill(book: Any) -> None:
            sheet = book.add_worksheet("Budget")
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)

        return self.write(fill, **options)

    def find(self, fill: Fill | list[list[Any]], **how: Any) -> FoundTable:
        book = self.rows(fill) if isinstance(fill, list) else self.write(fill)
        return find_table(book, **how)

    def refused(self, fill: Fill | list[list[Any]], **how: Any) -> tuple[Problem, ...]:
        """Return the problems a workbook is refused for."""
        with pytest.raises(InputError) as caught:
            self.find(fill, **how)
        return caught.value.problems

    def read(self, fill: Fill | list[list[Any]] | FoundTable, **how: Any) -> Any:
        """Return the inputs read from a workbook's list, and the problems."""
        found = fill if isinstance(fill, FoundTable) else self.find(fill)
        return check_inputs(table_spec(found, self.card(), **({"as_of": "2027-01-01"} | how)))

    def card(self) -> Scorecard:
        """Return the shipped scorecard of customer criteria."""
        card = load_scorecard("customer", None, ProblemList())
        assert card is not None
        return card


@pytest.fixture
def books(tmp_path: Path) -> Books:
    """Write workbooks into a folder of the test's own."""
    return Books(tmp_path)


@pytest.fixture(scope="session")
def budget_lines() -> Callable[..., list[list[Any]]]:
    """Return headers and lines of a plain list."""
    return lambda count=3: [list(HEADERS), *lines(count)]
