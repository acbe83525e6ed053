"""Which sheet of a workbook `cximpact init` takes, and which it suggests."""

from __future__ import annotations

import openpyxl
import pytest

from cximpact.exceptions import InputError
from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.starter import write_starter

LIST = [["No.", "Project", "Department", "Cost"], ["A", "x", "IT", 5], ["B", "y", "HR", 6]]
NOTES = [["Notes of the PMO"], [], ["Owner", "B. Kranz"], ["Costs are gross."]]
LEGEND = [["Code", "Meaning"], ["IT", "Information technology"], ["HR", "Human resources"]]
SPENT = [["Month", "Planned", "Spent"], ["Jan", 5, 4], ["Feb", 6, 5]]


def _book(tmp_path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    return tmp_path / "list.xlsx"


@pytest.mark.parametrize("other", [NOTES, LEGEND, SPENT])
def test_the_one_sheet_with_a_list_is_taken_and_told(tmp_path, other):
    path = _book(tmp_path, First=other, Plan=LIST)
    report = write_starter(path, tmp_path / "new")
    told = "the list is taken from sheet 'Plan': no other one looks like a list"
    assert report.remarks[0] == told
    assert read_inputs(read_spec(tmp_path / "new")).proposals.ids == ("A", "B")


def test_of_two_lists_none_is_taken_and_the_first_is_suggested(tmp_path):
    path = _book(tmp_path, Notes=NOTES, Old=LIST, New=LIST)
    with pytest.raises(InputError, match='rerun with --sheet "Old", say; the sheets are: Notes, '):
        write_starter(path, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_list_beside_what_may_be_one_is_suggested_first(tmp_path):
    """A table of names may be a list without a status, so that it is asked."""
    people = [["Name", "Phone", "Mail"], ["Ann", 1, "a@b"], ["Bo", 2, "b@b"]]
    with pytest.raises(InputError, match='rerun with --sheet "Plan", say'):
        write_starter(_book(tmp_path, People=people, Plan=LIST), tmp_path / "new")


def test_a_wide_sheet_whose_headers_are_to_be_mended_may_be_the_list(tmp_path):
    broken = [["No.", "Project", "No.", ""], ["A", "x", 1, 2], ["B", "y", 3, 4], ["C", "z", 5, 6]]
    with pytest.raises(InputError, match='rerun with --sheet "Plan", say'):
        write_starter(_book(tmp_path, Broken=broken, Plan=LIST), tmp_path / "new")
