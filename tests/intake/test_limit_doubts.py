"""Limits in another unit than the costs under them are doubted, in the budget's own currency."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cximpact.intake.spec import read_spec
from cximpact.pipeline import read

HEAD = "scorecard: card.yaml\nas_of: 2026-03-01\ncurrency: EUR\n"
LIST = "proposals: {path: list.csv, columns: {costs: [{column: Capex, fund: capex%s}]}}\n"
PLACE = "cximpact.yaml, line 5, budgets.b: budget b: "


@pytest.fixture
def told(tmp_path: Path) -> Any:
    """Returns the notes on a limit and amounts (id, status and Capex of each proposal)."""

    def notes(limit: str, rows: str, negative: str = "", more: str = "") -> list[str]:
        (tmp_path / "card.yaml").write_text("criteria: {ease: {weight: 1}}\n")
        (tmp_path / "list.csv").write_text("id,status,Capex\n" + rows)
        budgets = f"budgets:\n  b: {{limit: {limit}, where: {{fund: capex}}}}\n"
        (tmp_path / "cximpact.yaml").write_text(HEAD + budgets + LIST % negative + more)
        case, _ = read(read_spec(tmp_path), None, date(2026, 3, 1))
        return [str(note) for note in case.notes]

    return notes


def test_costs_in_thousands_under_a_limit_that_is_written_out(told: Any) -> None:
    """2,400,000 / 4,150 = 578.3."""
    assert told("EUR 2400000", "A,,640\nB,committed,3510\n") == [
        f"{PLACE}EUR 2,400,000 is 578 times all costs that fall under it (EUR 4,150 together), as "
        "if costs were in thousands; if they are, say so at their column: "
        "{column: ..., multiplier: 1000}"
    ]


@pytest.mark.parametrize(("limit", "count"), [("10000.00", 1), ("9999.99", 0)])
def test_a_hundred_times_all_costs_is_doubted_and_a_cent_less_is_not(
    told: Any, limit: str, count: int
) -> None:
    assert len(told(f"EUR {limit}", "A,,60\nB,,40\n")) == count


def test_millions_are_told_from_thousands(told: Any) -> None:
    [note] = told("EUR 2400000", "A,,1.4\nB,,2.6\n")
    assert "is 600,000 times" in note
    assert "as if costs were in millions" in note
    assert note.endswith("multiplier: 1000000}")


def test_the_hint_cures_it(told: Any) -> None:
    assert told("EUR 2400000", "A,,640\nB,,3510\n", ", multiplier: 1000") == []


def test_what_is_withdrawn_and_what_is_saved_make_no_sum(told: Any) -> None:
    """Of 100, 5,000 (withdrawn), 0 and -99, only 100 counts; 10,000 is 100 times that."""
    rows = "A,,100\nB,withdrawn,5000\nC,,0\nD,,-99\n"
    [note] = told("EUR 10000", rows, ", negative: allowed")
    assert "is 100 times all costs that fall under it (EUR 100 together)" in note


def test_costs_are_held_against_the_limit_in_its_currency(told: Any) -> None:
    """EUR 100 at 1.25 are USD 125; USD 25,000 is 200 times that."""
    rate = "rates: [{from: EUR, to: USD, rate: 1.25, date: 2026-01-01}]\n"
    [note] = told("USD 25000", "A,,100\n", more=rate)
    assert "USD 25,000 is 200 times all costs that fall under it (USD 125 together)" in note


def test_a_limit_in_thousands_under_costs_that_are_written_out(told: Any) -> None:
    assert told("EUR 2400", "A,,640000\nB,,40000\nC,withdrawn,100\nD,,0\n") == [
        f"{PLACE}EUR 2,400 is below every cost that falls under it (the smallest: EUR 40,000 of "
        "B), so it can pay for none of them; if it is in thousands, write it out: EUR 2400000"
    ]


@pytest.mark.parametrize(
    ("limit", "rows"),
    [
        ("EUR 0", "A,,5\n"),
        ("EUR 5", "A,,5\nB,,7\n"),
        ("EUR 5", "A,,0\n"),
        ("EUR 4", "A,,5\nB,,-1\n"),
    ],
    ids=["nothing in any unit", "just enough", "no cost", "savings may pay"],
)
def test_limits_that_need_no_note(told: Any, limit: str, rows: str) -> None:
    assert told(limit, rows, ", negative: allowed") == []
