"""Cells as XML: text is always text, dates count as sheets count, nothing breaks the markup."""

from __future__ import annotations

import math
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.exceptions import InternalError
from cximpact.spreadsheet.cells import ColumnBlock, Formula
from cximpact.spreadsheet.editing.cell_xml import cell_content, escaped_text, serial_day
from cximpact.spreadsheet.editing.workbook_edit import WorkbookEdit


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        (1, "<v>1</v>"),
        (-0.1, "<v>-0.1</v>"),
        (1e300, "<v>1e+300</v>"),
        (True, "<v>1</v>"),
        (date(2026, 3, 1), "<v>46082</v>"),
        (datetime(2026, 3, 1, 12), "<v>46082.5</v>"),
        ("a", '<is><t xml:space="preserve">a</t></is>'),
        (Formula("A1<B1", True), "<f>A1&lt;B1</f><v>1</v>"),
        (Formula('"a"&"b"', "ab"), '<f>"a"&amp;"b"</f><v>ab</v>'),
    ],
)
def test_values_as_sheets_hold_them(value, xml):
    assert cell_content(value)[1] == xml


def test_kinds_of_cells_and_prefixes():
    kinds = [
        cell_content(one)[0] for one in ("a", True, 1.0, Formula("A1", "x"), Formula("A1", 1.0))
    ]
    assert kinds == [' t="inlineStr"', ' t="b"', "", ' t="str"', ""]
    assert cell_content(1.0, prefix="x:")[1] == "<x:v>1.0</x:v>"


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_a_bug_of_ours(number):
    with pytest.raises(InternalError):
        cell_content(number)


def test_days_count_from_1900_with_its_leap_day_that_never_was_or_from_1904():
    assert serial_day(date(1900, 1, 1)) == 1
    assert serial_day(date(1900, 2, 28)) == 59
    assert serial_day(date(1900, 3, 1)) == 61
    assert serial_day(date(2026, 3, 1), from_1904=True) == 46082 - 1462


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x00\x1b[31m", "\\x00\\x1b[31m"),
        ("a\tb\nc\r\nd\re", "a\tb\nc\nd\ne"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\ud800\uffff", "\\ud800\\uffff"),
        ("_x0041_ _x41_ _X0041_", "_x005F_x0041_ _x41_ _X0041_"),
        ("]]>&<", "]]&gt;&amp;&lt;"),
        ("family 👩‍👧 and no-break\u00a0space", "family 👩‍👧 and no-break\u00a0space"),
    ],
)
def test_what_cannot_stand_in_a_sheet_is_shown_as_an_escape(text, shown):
    assert escaped_text(text) == shown


def test_text_is_cut_where_a_cell_is_full_and_never_through_a_character():
    assert escaped_text("a" * 32_767) == "a" * 32_767
    assert escaped_text("a" * 32_768) == "a" * 32_766 + "…"
    assert escaped_text("😀" * 16_383) == "😀" * 16_383
    assert escaped_text("😀" * 16_384) == "😀" * 16_383 + "…"
    assert escaped_text("<" * 40_000) == "&lt;" * 32_766 + "…"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("texts") / "empty.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Budget").write("A1", "Id")
    book.close()
    return path


TEXTS = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8"), max_size=30),
        st.sampled_from(
            ["=1+1", "@SUM(A1)", "+1", "-1", '=HYPERLINK("x")', "_x000D_", "'a", " a "]
        ),
    ),
    min_size=1,
    max_size=20,
)


@given(TEXTS)
@settings(max_examples=40)
def test_text_comes_back_as_text_by_other_readers(empty, texts):
    target = empty.with_name("texts.xlsx")
    edit = WorkbookEdit.open(empty)
    rows = range(2, len(texts) + 2)
    edit.put_columns([ColumnBlock("column.why", "Budget", 2, 1, "Why", rows, texts)])
    edit.save(target, backup=False)
    expected = [plainly(text) for text in texts]
    sheet = openpyxl.load_workbook(target)["Budget"]
    cells = [sheet.cell(row, 2) for row in rows]
    assert {cell.data_type for cell in cells if cell.value} <= {"inlineStr", "s", "n", "f"}
    found = [unescaped(cell.value or "") for cell in cells]
    assert found == expected
    rows_read = (
        python_calamine.CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    )
    read = [row[1] if len(row) > 1 else "" for row in rows_read[1:]]
    assert [*read, *[""] * (len(texts) - len(read))] == expected


def plainly(text: str) -> str:
    """Return a text with what cannot stand in a sheet as escapes; by another rule than ours."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "\t\n"
    hidden = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\uffff\ufffe"
    return "".join(
        char.encode("unicode_escape").decode()
        if char in hidden or (char not in kept and (ord(char) < 32 or 127 <= ord(char) < 160))
        else char
        for char in text
    )


def unescaped(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), str(text))


def test_formulas_stay_out_of_texts(empty):
    target = empty.with_name("formulas.xlsx")
    edit = WorkbookEdit.open(empty)
    edit.put_columns(
        [ColumnBlock("column.why", "Budget", 2, 1, "=A1", [2], ["=cmd|' /C calc'!A0"])]
    )
    edit.save(target, backup=False)
    with zipfile.ZipFile(target) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
