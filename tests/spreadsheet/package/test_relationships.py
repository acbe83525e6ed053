"""References between parts are read as they lead, and edited in place."""

from __future__ import annotations

import zipfile

import pytest

from cximpact.exceptions import InputError, InternalError
from cximpact.spreadsheet.package.changes import Changes
from cximpact.spreadsheet.package.parts import Parts
from cximpact.spreadsheet.package.relationships import (
    add_relationship,
    relationships,
    rels_name,
    remove_relationship,
)

BOOK, RELS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def changes(budget):
    return Changes(Parts.open(budget))


def test_the_list_of_a_part_stands_beside_it():
    assert rels_name("") == "_rels/.rels"
    assert rels_name("xl/worksheets/sheet1.xml") == "xl/worksheets/_rels/sheet1.xml.rels"


def test_references_lead_to_parts_or_outside(changes):
    sheet, outside = relationships(changes, BOOK)
    assert (sheet.id, sheet.kind, sheet.part) == ("rId7", "worksheet", "xl/worksheets/sheet1.xml")
    assert (outside.target, outside.part, outside.is_external) == ("file:///a.xlsx", "", True)
    assert relationships(changes, "")[0].part == BOOK
    assert relationships(changes, "xl/worksheets/sheet1.xml") == ()


@pytest.mark.parametrize(
    "target",
    """worksheets/sheet1.xml /xl/worksheets/sheet1.xml ./x/../worksheets/SHEET1.xml
    worksheets/sheet%31.xml""".split(),
)
def test_targets_may_be_written_in_many_ways(changes, target):
    data = changes.read(RELS).replace(b"worksheets/sheet1.xml", target.encode())
    changes.replace(RELS, data)
    assert relationships(changes, BOOK)[0].part == "xl/worksheets/sheet1.xml"


def test_a_target_that_is_not_there_leads_nowhere(changes):
    changes.remove("xl/worksheets/sheet1.xml")
    assert relationships(changes, BOOK)[0].part == ""


def test_a_new_reference_gets_a_number_of_its_own(changes):
    before = changes.read(RELS)
    changes.add("xl/worksheets/sheet2.xml", b"<a/>")
    assert add_relationship(changes, BOOK, f"{OFFICE}/worksheet", "xl/worksheets/sheet2.xml") == (
        "rId8"
    )
    assert relationships(changes, BOOK)[-1].part == "xl/worksheets/sheet2.xml"
    assert changes.read(RELS).startswith(before.removesuffix(b"</Relationships>"))


def test_a_part_without_references_gets_a_list(changes):
    sheet = "xl/worksheets/sheet1.xml"
    changes.add("xl/tables/table1.xml", b"<table/>")
    assert add_relationship(changes, sheet, f"{OFFICE}/table", "xl/tables/table1.xml") == "rId1"
    (link,) = relationships(changes, sheet)
    assert (link.target, link.part) == ("../tables/table1.xml", "xl/tables/table1.xml")


def test_a_removed_reference_leaves_all_others(changes):
    before = changes.read(RELS)
    remove_relationship(changes, BOOK, "rId2")
    start, end = before.index(b'<Relationship Id="rId2"'), before.index(b"</Relationships>")
    assert changes.read(RELS) == before[:start] + before[end:]
    for owner in (BOOK, "xl/worksheets/sheet1.xml"):
        with pytest.raises(InternalError, match="rId2"):
            remove_relationship(changes, owner, "rId2")


@pytest.mark.parametrize("damaged", [b"<Relationships>", "<Relationships/>".encode("utf-16-le")])
def test_a_damaged_list_is_reported_by_its_name(changes, damaged):
    changes.replace(RELS, damaged)
    with pytest.raises(InputError, match=r"budget\.xlsx.*workbook\.xml\.rels"):
        relationships(changes, BOOK)


def test_a_name_with_spaces_and_accents_is_found(budget):
    with zipfile.ZipFile(budget, "a") as archive:
        archive.writestr(
            rels_name("xl/worksheets/sheet1.xml"),
            '<Relationships><Relationship Id="a" Type="t" '
            'Target="../../customXml/odd%20%C3%A9.xml"/></Relationships>',
        )
    changes = Changes(Parts.open(budget))
    assert relationships(changes, "xl/worksheets/sheet1.xml")[0].part == "customXml/odd é.xml"
