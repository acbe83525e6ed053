"""Tables in general: the kind of file, options, places of cells, and text of cells."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.cells import (
    Area,
    ErrorCell,
    UncachedFormula,
    area_of,
    cell_name,
    column_number,
    span_text,
    text_of,
)
from cximpact.intake.files.tables import Origin, RawTable, ReadOptions, read_table


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("007", "007"),
        (117, "117"),
        (117.0, "117"),
        (-0.0, "0"),
        (2.5, "2.5"),
        (1e300, "1e+300"),
        (None, ""),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 12, 30), "2026-03-01T12:30:00"),
        (ErrorCell("#N/A"), "#N/A"),
        (UncachedFormula(), "(formula without a stored result)"),
    ],
)
def test_cells_read_as_people_see_them(cell, text):
    assert text_of(cell) == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (time(12, 30), "12:30:00"),
        (timedelta(hours=36, minutes=5, seconds=7), "36:05:07"),
        (timedelta(seconds=-90), "-0:01:30"),
        (timedelta(milliseconds=1500), "0:00:01.5"),
    ],
)
def test_times_and_durations_become_text(span, text):
    assert span_text(span) == text


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("A5:H40", Area(5, 1, 40, 8)),
        ("$b$2:c3", Area(2, 2, 3, 3)),
        ("C3:A1", Area(1, 1, 3, 3)),
        ("D4", Area(4, 4, 4, 4)),
        ("XFD1048576", Area(1048576, 16384, 1048576, 16384)),
        ("XFE1", None),
        ("A1048577", None),
        ("A0", None),
        ("A:H", None),
        ("", None),
        ("Sheet1!A1", None),
    ],
)
def test_areas_are_read_from_addresses(text, area):
    assert area_of(text) == area


@pytest.mark.parametrize("number", [1, 26, 27, 52, 702, 703, 16384])
def test_names_of_cells_and_numbers_of_columns_are_each_others_inverse(number):
    assert column_number(cell_name(1, number).rstrip("1")) == number


def _table(origin, **more):
    return RawTable(
        "list", ("id", "cost"), (["a"], ["x"]), [7], origin=origin, header_line=2, **more
    )


def test_places_name_line_cell_or_row():
    text = _table(Origin.TEXT)
    assert str(Problem("bad", **text.place(0, "cost"))) == "list, line 7, cost: bad"
    assert str(Problem("bad", **text.header_place("cost"))) == "list, line 2, cost: bad"
    sheet = _table(Origin.SHEET, sheet="S", positions=(2, 4))
    assert str(Problem("bad", **sheet.place(0, "cost"))) == "list, sheet S, cell D7, cost: bad"
    assert str(Problem("bad", **sheet.place(0))) == "list, sheet S, row 7: bad"
    assert str(Problem("bad", **sheet.header_place("id"))) == "list, sheet S, cell B2, id: bad"
    frame = _table(Origin.FRAME)
    assert str(Problem("bad", **frame.place(0, "cost"))) == "list, row 7, cost: bad"
    assert str(Problem("bad", **frame.header_place("cost"))) == "list, cost: bad"


def test_a_column_is_found_by_its_header_only():
    assert _table(Origin.TEXT).column("cost") == ["x"]
    with pytest.raises(KeyError):
        _table(Origin.TEXT).column("Cost")


def _problems(path, options=None):
    with pytest.raises(InputError) as caught:
        read_table(path, options or ReadOptions())
    return caught.value.problems


def test_an_unknown_kind_of_file_is_refused_with_advice(tmp_path):
    assert _problems(tmp_path / "a.xls")[0].hint == "did you mean '.xlsx'?"
    assert _problems(tmp_path / "a.ods")[0].hint == "save it as .xlsx"
    assert ".csv" in _problems(tmp_path / "a")[0].expected


def test_a_missing_file_is_reported_for_every_kind(tmp_path):
    for suffix in ("csv", "tsv", "txt", "xlsx", "xlsm", "json", "jsonl", "ndjson", "parquet"):
        assert _problems(tmp_path / f"a.{suffix}")[0].message == "there is no such file"


def test_an_option_that_would_do_nothing_is_a_problem(tmp_path):
    problems = _problems(tmp_path / "a.csv", ReadOptions(sheet="S", cells="A1:B2"))
    assert [problem.field for problem in problems] == ["sheet", "cells"]
    problems = _problems(tmp_path / "a.xlsx", ReadOptions(delimiter=";"))
    assert [problem.field for problem in problems] == ["delimiter"]
    assert _problems(tmp_path / "a.csv", ReadOptions(header_row=0))[0].field == "header_row"
    options = ReadOptions(table="T", cells="A1:B2")
    assert [problem.field for problem in _problems(tmp_path / "a.xlsx", options)] == ["table"]
