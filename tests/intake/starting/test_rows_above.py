"""What stands above the headers of a list: titles, and words over several headers."""

from __future__ import annotations

import openpyxl
import pytest

from cximpact.intake.files.raw_table import ReadOptions
from cximpact.intake.starting.header_search import read_with_title
from cximpact.intake.starting.rows_above import over_header, titles_above


def _csv(tmp_path, *lines, encoding="utf-8"):
    path = tmp_path / "list.csv"
    path.write_text("\n".join([*lines, ""]), encoding=encoding)
    return read_with_title(path, ReadOptions(encoding=encoding))[0]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_text_holds_for_the_headers_to_its_right_until_the_next(tmp_path, sign):
    lines = ["Plan;;;;", "What;;Cost;;", "ID;Project;Min;Plan;Max", "A;x;1;2;3", "B;y;1;2;3"]
    table = _csv(tmp_path, *(each.replace(";", sign) for each in lines))
    assert [over_header(table, each) for each in table.headers] == ["What", "What", *["Cost"] * 3]
    assert titles_above(table) == ["Plan"]


def test_a_title_is_over_no_header(tmp_path):
    table = _csv(tmp_path, '"Costs, in kEUR",,,,', "ID,Project,Min,Plan,Max", "A,x,1,2,3")
    assert titles_above(table) == ["Costs, in kEUR"]
    assert over_header(table, "Min") == ""


def test_an_older_encoding_and_a_quote_that_never_ends_stop_nothing(tmp_path):
    table = _csv(tmp_path, "Größe in k€;;;;", "ID;Project;Min;Plan;Max", "A;x;1;2;3",
                 encoding="cp1252")  # fmt: skip
    assert titles_above(table) == ["Größe in k€"]
    table = _csv(tmp_path, '"Costs;;;;', "ID;Project;Min;Plan;Max", "A;x;1;2;3")
    assert table.headers[2:] == ("Min", "Plan", "Max")


def test_a_workbook_may_begin_at_any_cell(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row, cells in ((3, ["Plan"]), (5, ["What", None, "Cost", None, None]),
                       (6, ["ID", "Project", "Min", "Plan", "Max"]), (7, ["A", "x", 1, 2, 3]),
                       (8, ["B", "y", 1, 2, 3])):  # fmt: skip
        for at, value in enumerate(cells):
            sheet.cell(row, 3 + at, value)
    book.save(tmp_path / "list.xlsx")
    table = read_with_title(tmp_path / "list.xlsx", ReadOptions())[0]
    assert over_header(table, "Max") == "Cost" and over_header(table, "Project") == "What"
    assert titles_above(table) == ["Plan"]


def test_other_lists_need_no_second_look(tmp_path):
    table = _csv(tmp_path, "Plan;;", "ID;Project;Cost", "A;x;1")
    assert table.above == ()
    assert over_header(table, "Cost") == "" and titles_above(table) == []
