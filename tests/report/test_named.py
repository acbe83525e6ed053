"""Ids stand with a short title where there is room, and once."""

from __future__ import annotations

import pytest

from cximpact.report.named import Named, short_title, with_names

TITLES = {"A": "Plain letters", "B": "Call back", "6 and 7": "Both", "C": "", "D": "D"}


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("x" * 30, "x" * 30),
        ("x" * 31, f"{'x' * 29}…"),
        ("Customer app: usage and leak alerts", "Customer app: usage and leak…"),
        ("Twelve more people, at peak, hours", "Twelve more people, at peak…"),
    ],
)
def test_a_long_title_is_cut_at_a_word(title: str, short: str) -> None:
    assert short_title(title) == short


def test_a_title_is_told_once_and_one_that_says_nothing_never() -> None:
    name = Named(TITLES)
    assert [name(key) for key in ("A", "A", "C", "D", "unknown")] == [
        "A (Plain letters)", "A", "C", "D", "unknown",
    ]  # fmt: skip


def test_a_line_without_room_keeps_its_ids_and_later_ones_have_the_title() -> None:
    name = Named(TITLES)
    assert name.within(5, lambda named: f"{named('A')} out") == "A out"
    assert name.within(50, lambda named: f"{named('A')} out") == "A (Plain letters) out"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "EUR 3 more would add A and drop B and C, for +1 point.",
            "EUR 3 more would add A (Plain letters) and drop B (Call back) and C, for +1 point.",
        ),
        ("EUR 3 more would add A, B and C, for +1 point.",
         "EUR 3 more would add A (Plain letters), B (Call back) and C, for +1 point."),
        # An id may hold what parts ids; what is not wholly known stays as it is.
        ("EUR 3 more would add 6 and 7, for +1 point.",
         "EUR 3 more would add 6 and 7 (Both), for +1 point."),
        ("EUR 3 more would add A and X, for +1 point.",) * 2,
        ("EUR 3 more would add A, B, C, D and 2 more, for +1 point.",) * 2,
        ("EUR 3 more would bring +1 point.",) * 2,
    ],
)  # fmt: skip
def test_a_ready_sentence_gets_titles_where_it_names_ids(words: str, told: str) -> None:
    name = Named(TITLES)
    assert with_names(words, name, name.knows) == told
