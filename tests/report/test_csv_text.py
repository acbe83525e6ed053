"""CSV output is read back as it was, and is never a formula or an escape."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.report.csv_text import csv_text, safe_text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd", "-2", "@SUM(A1)", "  =1+1", "|calc", "%0", '=HYPERLINK("x")'],
)
def test_text_that_begins_like_a_formula_is_marked_as_text(text: str) -> None:
    assert safe_text(text).startswith("'")


@given(st.text())
def test_no_text_begins_like_a_formula_or_holds_control_characters(text: str) -> None:
    shown = safe_text(text)
    assert not shown.lstrip().startswith(("=", "+", "-", "@"))
    assert shown.isprintable()


def test_numbers_stay_numbers_and_unknown_is_empty() -> None:
    text = csv_text({"value": [-0.25, None], "cost": [Decimal("10.50"), None], "ok": [True, False]})
    assert text == "value,cost,ok\n-0.25,10.50,yes\n,,no\n"


@given(st.lists(st.text(alphabet=st.characters(categories=["L", "P", "Zs"])), min_size=1))
def test_a_csv_reader_gives_back_what_was_shown(titles: list[str]) -> None:
    read = list(csv.reader(io.StringIO(csv_text({"title": titles, "n": [1] * len(titles)}))))
    assert [[safe_text(title), "1"] for title in titles] == read[1:]
