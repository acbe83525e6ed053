"""Workbooks made to be slow: each is answered or refused within seconds."""

from __future__ import annotations

import time

import pytest

from cximpact.exceptions import InputError
from cximpact.spreadsheet.finding.choosing import table_spec
from cximpact.spreadsheet.finding.find import find_table

SECONDS = 10.0  # far above what it takes: a guard against hanging, not a measure of speed


def timed(work):
    """Return what some work gives, None where it refuses its input, and its seconds."""
    start = time.process_time()
    try:
        result = work()
    except InputError:
        result = None
    return result, time.process_time() - start


@pytest.fixture
def understood(books):
    """Return how a book's list is found and its columns are guessed."""
    return lambda book: table_spec(find_table(book), books.card()).data["proposals"]["columns"]


def test_one_cell_in_the_last_column_costs_no_time(books, budget_lines, understood):
    rows = budget_lines()
    rows[0] = [*rows[0], *[None] * (16_383 - len(rows[0])), "Last"]
    book = books.rows(rows)
    columns, took = timed(lambda: understood(book))
    assert columns["cost"] == {"column": "Cost"}
    assert took < SECONDS


def test_headers_in_every_column_cost_no_time(books, budget_lines, understood):
    rows = budget_lines()
    rows[0] = [*rows[0], *[f"Cost {at}" for at in range(7, 16_385)]]
    book = books.rows(rows)
    columns, took = timed(lambda: understood(book))
    assert columns["id"] == "ID"
    assert took < SECONDS


def test_headers_in_every_row_are_refused_at_once(books, budget_lines):
    book = books.rows([budget_lines()[0]] * 10_000)
    result, took = timed(lambda: find_table(book))
    assert result is None
    assert took < SECONDS


def test_thousands_of_sheets_are_refused_at_once(books):
    def fill(book):
        for at in range(600):
            book.add_worksheet(f"S{at}").write(0, 0, "ID")

    book = books.write(fill)
    with pytest.raises(InputError, match="too many sheets"):
        find_table(book)


def test_lines_of_texts_alone_cost_little(books, budget_lines, understood):
    lines = [[f"P{at}", f"Project {at}", "IT", f"{at},5 EUR", "1", "2"] for at in range(3000)]
    book = books.rows([budget_lines()[0], *lines])
    columns, took = timed(lambda: understood(book))
    assert columns["cost"] == {"column": "Cost"}
    assert took < SECONDS


def test_a_failed_formula_as_status_leaves_the_other_statuses(books, budget_lines, understood):
    rows = [
        [*each, status]
        for each, status in zip(budget_lines(), ["Status", "new", "", "done"], strict=True)
    ]

    def fill(book):
        sheet = book.add_worksheet("Budget")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        sheet.write_formula("G3", "=1/0", None, "#DIV/0!")

    assert understood(books.write(fill))["status"]["values"] == {
        "new": "proposed",
        "done": "withdrawn",
    }
