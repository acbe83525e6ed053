"""Changes to parts read as changed, and build upon one another."""

from __future__ import annotations

import pytest

from cximpact.exceptions import InternalError
from cximpact.spreadsheet.package.changes import Changes
from cximpact.spreadsheet.package.parts import Parts

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def changes(budget):
    return Changes(Parts.open(budget))


def test_without_changes_all_reads_as_it_was(changes):
    assert not changes
    assert changes.names == changes.parts.names
    assert changes.read(SHEET) == changes.parts.read(SHEET)


def test_a_replaced_part_reads_as_replaced_whatever_its_letter_case(changes):
    changes.replace("XL/worksheets/Sheet1.xml", lambda: (b"<a>", b"</a>"))
    assert changes.read(SHEET) == changes.read(SHEET) == b"<a></a>"
    assert changes
    assert changes.names == changes.parts.names


def test_an_added_part_comes_last(changes):
    changes.add("xl/worksheets/sheet2.xml", b"<b/>")
    assert changes.names == (*changes.parts.names, "xl/worksheets/sheet2.xml")
    assert changes.find("xl/worksheets/SHEET2.xml") == "xl/worksheets/sheet2.xml"
    changes.replace("xl/worksheets/SHEET2.xml", b"<c/>")
    assert changes.read("xl/worksheets/sheet2.xml") == b"<c/>"


def test_a_removed_part_is_gone(changes):
    changes.remove("XL/vbaproject.bin")
    assert changes.find("xl/vbaProject.bin") is None
    assert "xl/vbaProject.bin" not in changes.names
    assert changes.is_removed("xl/vbaProject.bin")
    with pytest.raises(InternalError):
        changes.read("xl/vbaProject.bin")


def test_what_was_added_and_removed_leaves_no_change(changes):
    changes.add("a.xml", b"<a/>")
    changes.remove("A.xml")
    assert not changes
    assert changes.find("a.xml") is None


def test_a_part_removed_and_added_again_keeps_its_place_and_name(changes):
    changes.remove(SHEET)
    changes.add(SHEET.upper(), b"<new/>")
    assert changes.names == changes.parts.names
    assert changes.read(SHEET) == b"<new/>"
    assert changes.added == ()


def test_two_parts_of_one_name_are_refused(changes):
    changes.add("a.xml", b"")
    for name in (SHEET.upper(), "A.xml"):
        with pytest.raises(InternalError, match="already"):
            changes.add(name, b"")


def test_unknown_parts_cannot_be_replaced_or_removed(changes):
    for change in (lambda: changes.replace("b.xml", b""), lambda: changes.remove("b.xml")):
        with pytest.raises(InternalError, match=r"no part 'b\.xml'"):
            change()
