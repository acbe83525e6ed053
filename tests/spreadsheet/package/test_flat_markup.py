"""Splices in small XML parts change what they should and leave every other byte."""

from __future__ import annotations

from xml.parsers import expat

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from cximpact.spreadsheet.package.flat_markup import FlatMarkup

PLAIN = b"""\xef\xbb\xbf<?xml version='1.0'?>\r\n<!-- <a/> --><p:List xmlns:p='u' x="/>"
><!-- one --><p:A n='1'/> <p:B m="a > b" ><p:A/>/></p:B>
<?go on?><p:C></p:C >  <!-- </p:List> --></p:List ><!-- </end -->\n"""


def _names(data: bytes) -> list[str]:
    return [element.name for element in FlatMarkup.parse(data).elements]


def test_elements_are_found_where_they_stand():
    markup = FlatMarkup.parse(PLAIN)
    spans = [PLAIN[element.start : element.end] for element in markup.elements]
    assert spans == [b"<p:A n='1'/>", b'<p:B m="a > b" ><p:A/>/></p:B>', b"<p:C></p:C >"]
    assert [element.name for element in markup.elements] == ["A", "B", "C"]
    assert markup.elements[1].attributes == {"m": "a > b"}


def test_a_new_element_bears_the_prefix_of_the_list():
    made = FlatMarkup.parse(PLAIN).with_last("D", {"n": '<&"'})
    assert _names(made) == ["A", "B", "C", "D"]
    assert made == PLAIN.replace(b"</p:List >", b'<p:D n="&lt;&amp;&quot;"/></p:List >')


@pytest.mark.parametrize("empty", [b"<t:List xmlns:t='u'/>", b"<t:List xmlns:t='u' />"])
def test_an_empty_list_is_opened(empty):
    made = FlatMarkup.parse(b"<!--a-->" + empty + b"<!--b-->").with_last("D", {})
    assert made == b"<!--a--><t:List xmlns:t='u'><t:D/></t:List><!--b-->"


def test_a_removed_element_takes_nothing_with_it():
    markup = FlatMarkup.parse(PLAIN)
    assert markup.without(markup.elements[1]) == PLAIN.replace(
        b'<p:B m="a > b" ><p:A/>/></p:B>', b""
    )


def test_an_attribute_gets_another_value_in_place():
    markup = FlatMarkup.parse(PLAIN)
    made = markup.with_attribute(markup.elements[0], "n", 'say "2"')
    assert made == PLAIN.replace(b"n='1'", b'n="say &quot;2&quot;"')
    with pytest.raises(KeyError):
        markup.with_attribute(markup.elements[0], "m", "")


def test_damaged_markup_is_told():
    for damaged in (b"", b"<a>", b"<a></b>", PLAIN[:-40]):
        with pytest.raises(expat.ExpatError):
            FlatMarkup.parse(damaged)


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8)
_ELEMENTS = [
    "<X n='1'/>",
    "<X n='1'></X>",
    '<Y n="/>"/>',
    "<Z n='1'>/></Z>",
    "<Z n='1'><X/></Z>",
]
_BETWEEN = [" ", "\n", "<!-- <X/> </L> -->", "<?x </L>?>", "a /> b", "<![CDATA[</L><X/>]]>"]
_PIECES = st.lists(st.sampled_from([*_ELEMENTS, *_BETWEEN]), max_size=9)


@given(_PIECES, _TEXT, st.booleans())
def test_splices_agree_with_a_tree_edited_by_a_parser(pieces, text, byte_order_mark):
    data = b"\xef\xbb\xbf" * byte_order_mark + f"<L>{''.join(pieces)}</L>".encode()
    markup = FlatMarkup.parse(data)
    tree = ElementTree.fromstring(data)
    assert [e.name for e in markup.elements] == [child.tag for child in tree]
    added = ElementTree.fromstring(markup.with_last("N", {"n": text}))
    assert [child.tag for child in added] == [*(child.tag for child in tree), "N"]
    assert added[-1].attrib == {"n": text}
    for at, element in enumerate(markup.elements):
        left = ElementTree.fromstring(markup.without(element))
        assert [c.tag for c in left] == [c.tag for n, c in enumerate(tree) if n != at]
        changed = ElementTree.fromstring(markup.with_attribute(element, "n", text))
        assert [c.get("n") for c in changed][at] == text
