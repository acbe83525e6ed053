"""Inward-looking phrases: whole words, whatever their case and the white space between them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from cximpact.decision.gates.statement import inward_phrases

WORDS = st.sampled_from(["our", "Our", "dash", "dashboard", "STRASSE", "straße", "a.b", "ß", "-"])
SENTENCES = st.lists(WORDS, min_size=1, max_size=8).flatmap(
    lambda words: st.sampled_from([" ", "  ", "\n", "-", ""]).map(lambda gap: gap.join(words))
)


@given(SENTENCES, st.lists(SENTENCES, max_size=4))
def test_a_phrase_is_found_where_its_words_stand_alone(text: str, phrases: list[str]) -> None:
    plain = " ".join(text.split()).casefold()
    wanted = {each: " ".join(each.split()).casefold() for each in sorted(set(phrases))}
    expected = [
        each
        for each, words in wanted.items()
        if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", plain)
    ]
    found = inward_phrases(text, dict.fromkeys(phrases, "Who?"))
    assert [phrase for phrase, _ in found] == expected


def test_part_of_a_word_is_no_phrase() -> None:
    assert inward_phrases("Our dashboards", {"our dashboard": "Who?"}) == ()
    assert inward_phrases("OUR\n dashboard!", {"our dashboard": "Who?"}) == (
        ("our dashboard", "Who?"),
    )
    assert inward_phrases("anything", {" ": "Who?"}) == ()
