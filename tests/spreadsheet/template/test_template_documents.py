"""Documents taken apart into cells come back whole: paths, values, kinds, lists."""

from __future__ import annotations

import json
import math
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cximpact.exceptions import InputError
from cximpact.intake.files.cells import text_of
from cximpact.intake.files.documents import Document, parse_document
from cximpact.intake.files.marks import Mark
from cximpact.spreadsheet.template.exact import as_cell, is_writable
from cximpact.spreadsheet.template.leaves import joined, leaves
from cximpact.spreadsheet.template.meanings import meaning
from cximpact.spreadsheet.template.paths import parse_path, path_text
from cximpact.spreadsheet.template.values import UnreadableValueError, read_value, shown_value
from cximpact.spreadsheet.template.yaml_text import changed_text, yaml_text

KEYS = st.one_of(
    st.sampled_from(["a", "csat-survey", "Q1 2025", "a.b", "x[0]", '"', "0", "-3", " x", "Ü", ""]),
    st.text(max_size=6),
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**17), 10**17),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(["", "no", "1e3", "007", "0.50", "2026-03-01", "=1+1", "_x000D_", " a "]),
)
DATA = st.recursive(
    SCALARS,
    lambda inside: st.one_of(
        st.lists(inside, max_size=3), st.dictionaries(KEYS, inside, max_size=3)
    ),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(KEYS, DATA, min_size=1, max_size=4)


@given(st.lists(st.one_of(KEYS, st.integers(0, 10**6)), min_size=1, max_size=5))
def test_every_path_is_found_again_from_its_text(path: list[str | int]) -> None:
    path = ["top", *path]
    assert parse_path(path_text(tuple(path))) == tuple(path)


@pytest.mark.parametrize("text", ["", "a..b", ".a", "[0]", "a[x]", 'a."b', "a[-1]", 'a."\\q"'])
def test_what_is_no_path_is_none(text: str) -> None:
    assert parse_path(text) is None


@given(DOCUMENTS)
def test_a_document_taken_apart_is_put_together_again(data: dict[str, object]) -> None:
    whole, unfit = joined(dict(leaves(data)))  # type: ignore[arg-type]
    assert (whole, unfit) == (data, [])
    assert list(whole) == list(data)


def test_a_value_that_stands_under_another_one_is_told() -> None:
    assert joined({("a",): 1, ("a", "b"): 2}) == ({"a": 1}, [("a", "b")])
    assert joined({("a", 0): 1, ("a", "b"): 2}) == ({"a": [1]}, [("a", "b")])


def _is_readable(data: dict[str, object]) -> bool:
    """Return whether it is a document at all: no empty key, no number too large."""
    try:
        return parse_document(json.dumps(data), suffix=".yaml", name="").data == data
    except InputError:
        return False


@given(SCALARS)
def test_every_value_comes_back_from_its_cell(value: object) -> None:
    assume(_is_readable({"k": value}))
    shown = shown_value(Document("", {"k": value}, Mark(1)), ("k",), value)  # type: ignore[arg-type]
    again, _ = read_value(shown.cell, shown.kind)
    assert again == value
    assert type(again) is type(value)
    assert not isinstance(shown.cell, str) or is_writable(shown.cell)


@pytest.mark.parametrize("written", ["1.10", "1.0", "0x10", "1e3", "True", "+5"])
def test_a_number_keeps_the_digits_it_was_written_with(written: str) -> None:
    document = parse_document(f"k: {written}", suffix=".yaml", name="")
    value = document.data["k"]  # type: ignore[index, call-overload]
    shown = shown_value(document, ("k",), value)
    assert read_value(shown.cell, shown.kind) == (value, written)


def test_what_people_type_is_taken_as_it_shows() -> None:
    assert read_value(date(2026, 3, 1), "text") == ("2026-03-01", None)
    assert read_value(2026, "text") == ("2026", None)
    assert read_value(0.5, "") == (0.5, None)
    assert read_value("12", "number")[0] == 12
    with pytest.raises(UnreadableValueError):
        read_value("[1]", "number")


@given(
    st.one_of(
        st.text(max_size=12),
        st.integers().map(str),
        st.floats().map(str),
        st.dates().map(str),
        st.decimals(places=2).map(str),
    ),
    st.sampled_from([{}, {"decimal": ","}, {"thousands": "."}, {"dates": "%d.%m.%Y"}]),
)
def test_a_cell_reads_as_the_text_it_was_made_from(text: str, read: dict[str, str]) -> None:
    assert text_of(as_cell(text, read)) == text


def test_only_what_is_surely_a_number_or_a_day_becomes_one() -> None:
    kept = ["007", "0.50", "1e5", "-0", "1,5", "12345678901234567890", "2026-02-30", "1899-01-01"]
    assert [as_cell(text, {}) for text in kept] == kept
    assert as_cell("1.234", {"thousands": "."}) == "1.234"
    assert as_cell("1.234", {}) == 1.234
    assert as_cell("2026-03-01", {"dates": "%d.%m.%Y"}) == "2026-03-01"
    assert as_cell(math.pi * 1e20, {}) == text_of(math.pi * 1e20)


def test_settings_are_told_in_the_words_of_the_schema() -> None:
    assert meaning("scorecard", ("criteria", "ease", "question")) == (
        "What raters are asked, in the customer's terms."
    )
    assert meaning("workspace", ("evidence", "csat", "map", 0, "touchpoint"))
    assert meaning("workspace", ("gates", "customer_harm", "mode"))
    assert meaning("workspace", ("nothing", 3, "such")) == ""


@given(DOCUMENTS)
def test_yaml_is_read_back_as_the_same(data: dict[str, object]) -> None:
    assume(_is_readable(data))
    again = parse_document(yaml_text(data), suffix=".yaml", name="").data  # type: ignore[arg-type]
    assert again == data


TEXT = """# The list
title: Round   # what it is
budgets:
  capex: {limit: EUR 100, where: {fund: capex}}   # money
criteria:
  ease: {weight: 15, title: "Ease"}
  calm: {weight: 15}
"""


def _changed(path: tuple[str, ...], value: object) -> str:
    document = parse_document(TEXT, suffix=".yaml", name="")
    data = json.loads(json.dumps(document.data))
    at = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    text = changed_text(document, TEXT, data, ".yaml")
    assert parse_document(text, suffix=".yaml", name="").data == data
    return text


def test_a_changed_value_leaves_comments_and_all_other_lines() -> None:
    assert _changed(("criteria", "calm", "weight"), 20) == TEXT.replace(
        "calm: {weight: 15}", "calm: {weight: 20}"
    )
    assert _changed(("budgets", "capex", "limit"), "EUR 250") == TEXT.replace(
        "EUR 100", '"EUR 250"'
    ).replace('"EUR 250"', "EUR 250")
    assert _changed(("title",), "no") == TEXT.replace("Round", '"no"')
    assert _changed(("criteria", "ease", "title"), "Easy") == TEXT.replace('"Ease"', "Easy")


def test_new_parts_are_added_at_the_end() -> None:
    assert _changed(("costs",), "costs.csv") == TEXT + "costs: costs.csv\n"


def test_a_value_in_doubt_is_written_anew_and_right() -> None:
    assert "#" not in _changed(("budgets", "capex", "where"), {"fund": "opex", "unit": "it"})
