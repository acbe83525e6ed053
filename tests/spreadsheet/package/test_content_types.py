"""The list of content types says what each part is, and stays right when parts come and go."""

from __future__ import annotations

import pytest

from cximpact.exceptions import InputError
from cximpact.spreadsheet.package.changes import Changes
from cximpact.spreadsheet.package.content_types import (
    add_part,
    content_type,
    drop_part,
    free_name,
    set_content_type,
)
from cximpact.spreadsheet.package.parts import Parts
from cximpact.spreadsheet.package.relationships import add_relationship, relationships

TYPES, SHEET = "[Content_Types].xml", "xl/worksheets/sheet1.xml"


@pytest.fixture
def changes(budget):
    return Changes(Parts.open(budget))


def test_a_part_is_what_is_said_of_itself_or_of_its_ending(changes):
    assert content_type(changes, "XL/worksheets/sheet1.xml") == "a/sheet"
    assert content_type(changes, "xl/workbook.xml") == "application/xml"
    assert content_type(changes, "xl/vbaProject.bin") == ""


def test_a_statement_is_added_at_the_end(changes):
    before = changes.read(TYPES)
    set_content_type(changes, "xl/workbook.xml", "a/book")
    added = b'<Override PartName="/xl/workbook.xml" ContentType="a/book"/></Types>'
    assert changes.read(TYPES) == before.replace(b"</Types>", added)
    assert content_type(changes, "xl/workbook.xml") == "a/book"


def test_a_statement_is_changed_in_place_and_stays_if_it_is_right(changes):
    before = changes.read(TYPES)
    set_content_type(changes, SHEET, "a/sheet")
    assert changes.read(TYPES) == before
    set_content_type(changes, SHEET, "b/sheet")
    assert changes.read(TYPES) == before.replace(b'"a/sheet"', b'"b/sheet"')


def test_the_first_free_number_is_taken(changes):
    pattern = "xl/worksheets/sheet{}.xml"
    changes.add("XL/worksheets/SHEET2.xml", b"")
    assert free_name(changes, pattern) == "xl/worksheets/sheet3.xml"
    changes.remove(SHEET)
    assert free_name(changes, pattern) == SHEET


def test_a_part_comes_and_goes_without_a_trace(changes):
    before = {name: changes.read(name) for name in changes.names}
    name = add_part(changes, "xl/tables/table{}.xml", b"<table/>", "a/table")
    add_relationship(changes, "xl/workbook.xml", "t/table", name)
    add_relationship(changes, name, "t/other", SHEET)
    assert (name, content_type(changes, name)) == ("xl/tables/table1.xml", "a/table")
    drop_part(changes, name, owner="xl/workbook.xml")
    assert {name: changes.read(name) for name in changes.names} == before


def test_a_dropped_part_takes_its_statement_and_references_with_it(changes):
    drop_part(changes, SHEET, owner="xl/workbook.xml")
    assert changes.find(SHEET) is None
    assert b"sheet1" not in changes.read(TYPES)
    assert [link.id for link in relationships(changes, "xl/workbook.xml")] == ["rId2"]


def test_a_list_that_is_missing_or_damaged_is_reported(changes):
    changes.replace(TYPES, b"<Types")
    with pytest.raises(InputError, match="damaged"):
        content_type(changes, SHEET)
    changes.remove(TYPES)
    with pytest.raises(InputError, match="missing"):
        content_type(changes, SHEET)
