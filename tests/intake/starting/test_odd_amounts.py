"""Cells of costs that are to be mended are told where they stand, before anything is checked."""

from __future__ import annotations

import pytest

from cximpact.intake.starting.starter import write_starter

_TOLD = "'Cost' has cells to be mended, or named under 'missing', first: "


def _told(tmp_path, cells):
    rows = "".join(f"N-{at:02};Idea {at};{cell}\n" for at, cell in enumerate(cells, 1))
    (tmp_path / "list.csv").write_text(f"id;title;Cost\n{rows}", encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path / "new")
    (told,) = [each for each in report.remarks if each.startswith(_TOLD)]
    return told.removeprefix(_TOLD)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("ca. 80", "80"), ("~ 80", "80"), ("about 80", "80"), ("approx. EUR 80", "EUR 80")],
)
def test_about_an_amount_is_told_with_its_line_its_id_and_what_to_write(tmp_path, cell, amount):
    """The sixth proposal stands in the seventh line, below the headers."""
    told = _told(tmp_path, [*["500"] * 5, cell, *["500"] * 4])
    assert told == f"line 7 of N-06: '{cell}': write {amount}"


@pytest.mark.parametrize("cell", ["25-30k", "ca. 80-90", "80 + x", "ca. 1.234"])
def test_where_the_amount_is_open_none_is_named(tmp_path, cell):
    assert _told(tmp_path, [*["500"] * 9, cell]) == f"line 11 of N-10: '{cell}'"


def test_up_to_eight_are_named(tmp_path):
    told = _told(tmp_path, [*["500"] * 30, *["ca. 80"] * 10])
    assert told.count("write 80") == 8
    assert told.endswith("line 39 of N-38: 'ca. 80': write 80 and 2 more")


def test_the_cell_of_a_workbook_is_named(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["id", "title", "Cost"])
    for at in range(1, 10):
        book.active.append([f"N-{at}", f"Idea {at}", "ca. 80" if at == 4 else 500])
    book.save(tmp_path / "list.xlsx")
    report = write_starter(tmp_path / "list.xlsx", tmp_path / "new")
    assert f"{_TOLD}C5 of N-4: 'ca. 80': write 80" in report.remarks
