"""Texts on other proposals: one remark for all of them, and each rule once."""

from __future__ import annotations

from types import SimpleNamespace

from cximpact.intake.files.raw_table import RawTable
from cximpact.intake.starting.draft_links import link_lines, linked, links_told


def _linked(notes, headers=("Note",), requires=None, excludes=None, titles=None):
    """What the texts of A-1, A-2 and so on say, below each of some headers."""
    ids = [f"A-{at}" for at in range(1, len(notes) + 1)]
    table = RawTable("list", ("id", *headers), (ids, *[notes for _ in headers]), range(len(ids)))
    known = SimpleNamespace(
        ids=ids,
        titles=titles or [""] * len(ids),
        requires=requires or {},
        excludes=excludes or {},
    )
    inputs = SimpleNamespace(proposals=known)
    return linked(table, inputs, "id", headers, frozenset(ids))


def test_each_rule_stands_once_with_the_text_it_was_first_read_in():
    found = _linked(["statt A-2", "alternative to A-1", "needs A-1 and A-2", "needs A-1"])
    assert link_lines(found) == [
        "#  requires:",
        "#    A-3: [A-1, A-2]    # A-3: needs A-1 and A-2",
        "#    A-4: [A-1]    # A-4: needs A-1",
        "#  excludes:",
        "#    - [A-1, A-2]    # A-1: statt A-2",
    ]


def test_several_columns_share_one_remark():
    told = links_told(_linked(["", "needs A-1"], headers=("Note", "Remark")))
    assert told == [
        "'Note' names other proposals: A-2 'needs A-1', 'Remark' names other proposals: A-2 "
        "'needs A-1': lines for 'rules: requires' stand ready in cximpact.yaml"
    ]


def test_what_the_list_says_elsewhere_is_not_said_again():
    assert _linked(["", "needs A-1"], requires={"A-2": ("A-1",)}) == ()
    assert _linked(["", "not with A-1"], excludes={"A-1": ("A-2",)}) == ()
    assert _linked(["", "not with A-1"], excludes={"A-2": ("A-1",)}) == ()


def test_what_is_needed_and_not_in_the_list_is_told_apart():
    found = _linked(
        ["needs Big Portal", "needs the billing engine", ""], titles=["", "", "Big Portal 2"]
    )
    assert links_told(found) == [
        "'Note' names other proposals: A-1 'needs Big Portal': lines for 'rules: requires' stand "
        "ready in cximpact.yaml",
        "'Note' names something needed that is no id or title of the list: A-2 'needs the billing "
        "engine': if it is a proposal, say so under 'rules: requires' in cximpact.yaml",
    ]
    assert link_lines(found) == [
        "#  requires:",
        "#    A-1: [A-3]    # A-1: needs Big Portal",
    ]


def test_below_a_header_that_may_mean_anything_nothing_is_missed():
    assert _linked(["urgent", "A better form"], headers=("Need",)) == ()
    found = _linked(["Billing engine", "none", "-"], headers=("Dependencies",))
    assert [each.key for each in found] == ["A-1"]


def test_nothing_is_told_of_nothing():
    assert links_told(()) == []
    assert link_lines(()) == []
    assert _linked([5, None, True, "see A-1"]) == ()


def test_no_more_than_a_hundred_lines_stand_ready():
    lines = link_lines(_linked(["", *["needs A-1"] * 150]))
    assert len(lines) == 102
    assert lines[-1] == "#    # and 50 more"
