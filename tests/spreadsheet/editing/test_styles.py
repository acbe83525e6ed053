"""Formats are added at the end and reused where they come to the same; none is changed."""

from __future__ import annotations

import pytest

from cximpact.spreadsheet.cells import Look
from cximpact.spreadsheet.editing.markup import parse
from cximpact.spreadsheet.editing.styles import MINIMAL_STYLES, Styles

FULL = Look("0.0", True, True, 14, "C00000", "DDEBF7", True, "center", True, True, True)
PREFIXED = b"""<x:styleSheet xmlns:x="m">
<x:fonts count="1"><x:font><x:name val="Arial"/><x:family val="2"/></x:font></x:fonts>
<x:fills count='1'><x:fill><x:patternFill patternType="none"/></x:fill></x:fills><x:borders/>
<x:cellXfs count="2"><x:xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>
<x:xf numFmtId="9" fontId="0" fillId="0" borderId="0" quotePrefix="1" pivotButton="1"
 applyAlignment="1"><x:alignment horizontal="right" indent="2" textRotation="90"/>
<x:protection locked="1" hidden="1"/></x:xf></x:cellXfs><x:cellStyles/></x:styleSheet>"""


def test_old_bytes_stay_and_counts_follow():
    styles = Styles(PREFIXED)
    assert styles.derived(0, Look()) == 0
    assert not styles.is_changed
    assert styles.derived(1, FULL) == 2
    new = styles.to_bytes()
    root = parse(new)
    assert [node.name for node in root.children] == [
        *("numFmts", "fonts", "fills", "borders", "cellXfs", "cellStyles"),
    ]
    assert [node.attributes.get("count") for node in root.children] == [
        "1",
        "2",
        "2",
        "1",
        "3",
        None,
    ]
    for old in (b'<x:font><x:name val="Arial"/><x:family val="2"/></x:font>', b"textRotation"):
        assert old in new
    # Without the additions it is the old part again.
    assert new.count(b"<x:xf ") == PREFIXED.count(b"<x:xf ") + 1


def test_a_look_is_laid_over_and_the_rest_of_the_format_stays():
    styles = Styles(PREFIXED)
    styles.derived(1, FULL)
    holder = parse(styles.to_bytes()).first("cellXfs")
    assert holder is not None
    added = holder.all("xf")[2]
    alignment, protection = added.children
    assert alignment.attributes == {
        "horizontal": "center", "textRotation": "90", "wrapText": "1", "vertical": "top",
    }  # fmt: skip
    assert protection.attributes["locked"] == "0"
    assert {"quotePrefix", "pivotButton"}.isdisjoint(added.attributes)
    fonts = parse(styles.to_bytes()).first("fonts")
    assert fonts is not None
    names = [child.name for child in fonts.all("font")[1].children]
    assert names == ["b", "i", "sz", "color", "name", "family"]


def test_text_written_as_such_does_not_make_ours_so():
    styles = Styles(PREFIXED)
    plain = styles.derived(1, Look())
    assert plain == 2
    assert b"quotePrefix" not in styles.to_bytes().split(b"</x:xf>")[1]


def test_equal_formats_are_used_again_however_they_are_written():
    first = Styles(MINIMAL_STYLES)
    number = first.derived(0, FULL)
    xml = first.to_bytes()
    rewritten = (
        xml.replace(b"<b/>", b'<b val="true"></b>')
        .replace(b'<sz val="14"/>', b'<sz val="14.0" />')
        .replace(b' wrapText="1"', b' indent="0" wrapText="true"')
    )
    assert rewritten != xml
    again = Styles(rewritten)
    assert again.derived(0, FULL) == number
    assert not again.is_changed
    assert again.formats_of([FULL]) == {0, number}


@pytest.mark.parametrize(("code", "number"), [("0%", "9"), ("General", "0"), ("0.000", "164")])
def test_number_formats_known_to_all_programs_go_by_their_numbers(code, number):
    styles = Styles(MINIMAL_STYLES)
    styles.derived(0, Look(number=code))
    xml = styles.to_bytes()
    assert f'numFmtId="{number}"'.encode() in xml
    assert (b"formatCode" in xml) == (number == "164")


def test_a_full_list_of_formats_leaves_cells_as_their_neighbors():
    many = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' * 65_000
    xml = MINIMAL_STYLES.replace(b"</cellXfs>", many + b"</cellXfs>")
    styles = Styles(xml)
    assert styles.derived(7, Look()) == 7
    assert not styles.is_full
    assert styles.derived(7, Look(bold=True)) == 7
    assert styles.is_full


def test_no_format_is_made_that_depends_on_an_order_of_looks():
    one, two = Look(bold=True), Look(italic=True)
    first, second = Styles(MINIMAL_STYLES), Styles(MINIMAL_STYLES)
    assert [first.derived(0, one), first.derived(0, two)] == [1, 2]
    assert [second.derived(0, two), second.derived(0, one)] == [1, 2]
