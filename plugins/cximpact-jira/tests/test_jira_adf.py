"""Text of documents in Atlassian Document Format."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact_jira.adf import DEEPEST, LONGEST, text_of

NODES = (
    *("doc", "paragraph", "heading", "bulletList", "orderedList", "listItem", "taskList"),
    *("taskItem", "table", "tableRow", "tableCell", "text", "mention", "date", "inlineCard"),
    *("hardBreak", "emoji", "status", "panel", "expand", "codeBlock", "mediaSingle", "unheard-of"),
)


def doc(*content: Any) -> dict[str, Any]:
    return {"type": "doc", "version": 1, "content": list(content)}


def node(kind: str, *content: Any, **attrs: Any) -> dict[str, Any]:
    return {"type": kind, "content": list(content), "attrs": attrs}


def text(words: str, *marks: Any) -> dict[str, Any]:
    return {"type": "text", "text": words, "marks": list(marks)}


def link(address: str) -> dict[str, Any]:
    return {"type": "link", "attrs": {"href": address}}


def item(words: str, *more: Any) -> dict[str, Any]:
    return node("listItem", node("paragraph", text(words)), *more)


def test_paragraphs_and_headings_are_lines() -> None:
    found = text_of(
        doc(
            node("heading", text("Why")),
            node("paragraph", text("Letters are "), text("hard", {"type": "strong"}), text(".")),
            node("paragraph"),
            node("paragraph", text("One"), {"type": "hardBreak"}, text("two")),
        )
    )
    assert found == "Why\nLetters are hard.\nOne\ntwo"


def test_lists_keep_their_marks_and_inner_lists_are_set_in() -> None:
    inner = node("orderedList", item("first"), item("second"), order=3)
    found = text_of(doc(node("bulletList", item("outer", inner), item("last"))))
    assert found == "- outer\n  3. first\n  4. second\n- last"


def test_a_table_gives_a_line_for_each_row() -> None:
    rows = [
        node("tableRow", *(node("tableCell", node("paragraph", text(cell))) for cell in cells))
        for cells in (("Topic", "Letters"), ("Refused", "310"))
    ]
    assert text_of(doc(node("table", *rows))) == "Topic | Letters\nRefused | 310"


def test_links_show_where_they_lead_unless_they_say_so() -> None:
    found = text_of(
        doc(
            node(
                "paragraph",
                text("our letter", link("https://example.org/1")),
                text(" "),
                text("https://example.org/2", link("https://example.org/2")),
                text(" "),
                node("inlineCard", url="https://example.org/3"),
            )
        )
    )
    assert found == "our letter (https://example.org/1) https://example.org/2 https://example.org/3"


def test_people_have_no_names_and_no_addresses() -> None:
    found = text_of(
        doc(
            node(
                "paragraph",
                text("Ask "),
                node("mention", id="5b10", text="@Mia Krystof"),
                text(" or "),
                text("her", link("mailto:mia@example.org")),
                node("inlineCard", url="https://x.atlassian.net/jira/people/5b10"),
            )
        )
    )
    assert found == "Ask @someone or her"


def test_dates_states_and_emojis_are_text() -> None:
    found = text_of(
        doc(
            node(
                "paragraph",
                node("date", timestamp="1767225600000"),
                text(" "),
                node("status", text="DONE"),
                node("emoji", shortName=":tada:"),
            )
        )
    )
    assert found == "2026-01-01 DONE:tada:"


def test_unknown_nodes_give_what_is_inside_them() -> None:
    assert text_of(doc(node("hologram", node("paragraph", text("inside"))))) == "inside"
    assert text_of(doc(node("paragraph", text("a"), node("glow", text("b")), text("c")))) == "abc"


@pytest.mark.parametrize("odd", [None, 5, [], {}, {"type": 3}, {"content": "x"}, doc(None, 1)])
def test_what_is_no_document_has_no_text(odd: object) -> None:
    assert text_of(odd) == ""


def test_plain_text_stays_as_it_is() -> None:
    assert text_of("as in older fields") == "as in older fields"


def test_depth_and_length_are_bounded() -> None:
    deep: Any = text("deep")
    for _ in range(600):
        deep = node("panel", deep)
    assert text_of(doc(deep)) == ""
    shallow: Any = text("found")
    for _ in range(DEEPEST - 5):
        shallow = node("panel", shallow)
    assert text_of(doc(shallow)) == "found"
    long = doc(*(node("paragraph", text("x" * 1000)) for _ in range(500)))
    assert len(text_of(long)) <= LONGEST


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
kinds = st.sampled_from(NODES) | scalars
secretive = st.just({"text": "@Hypatia", "id": "Hypatia", "displayName": "Hypatia"})


def branch(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {},
        optional={
            "type": kinds,
            "content": st.lists(children, max_size=4) | scalars,
            "text": st.text(max_size=5) | scalars,
            "marks": st.lists(children, max_size=2) | scalars,
            "attrs": st.dictionaries(
                st.sampled_from(["href", "url", "order", "timestamp"]), scalars, max_size=3
            )
            | scalars,
        },
    )


trees = st.recursive(scalars, lambda inner: branch(inner) | st.lists(inner), max_leaves=25)


@given(trees)
def test_any_tree_has_a_text(tree: Any) -> None:
    assert isinstance(text_of(tree), str)


@given(st.lists(st.sampled_from(NODES), max_size=12), secretive)
def test_a_mention_shows_nobody_wherever_it_stands(around: list[str], attrs: Any) -> None:
    tree: Any = {"type": "mention", "attrs": attrs}
    for kind in around:
        tree = {"type": kind, "content": [tree], "attrs": {}}
    assert "Hypatia" not in text_of(doc(tree))
