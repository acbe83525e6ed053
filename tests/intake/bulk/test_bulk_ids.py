"""Ids read in bulk: the quick way over their bytes gives what the longer way gives."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.bulk.equal_lengths import ascend, plain_text, taken
from cximpact.intake.bulk.ids import read_ids
from cximpact.intake.files.problems import ProblemList


def test_texts_of_one_length_are_put_in_order_like_any_others() -> None:
    pytest.importorskip("pyarrow")
    texts = pd.Series([f"P{at:03}" for at in range(1000)], dtype="str")
    for part in (texts, texts.iloc[100:190], pd.concat([texts.iloc[:50], texts.iloc[500:]])):
        order = np.random.default_rng(0).permutation(len(part))
        assert list(taken(part, order)) == [part.tolist()[at] for at in order]


@given(st.lists(st.text("ab é\n", max_size=3), min_size=1), st.data())
def test_texts_of_any_length_are_put_in_order(texts: list[str], data: st.DataObject) -> None:
    series = pd.Series(texts, dtype="str")
    order = np.array(data.draw(st.permutations(range(len(texts)))), dtype=np.int64)
    assert list(taken(series, order)) == [texts[at] for at in order]


@given(st.lists(st.text(max_size=3), min_size=1))
def test_text_that_is_called_plain_has_nothing_to_strip(texts: list[str]) -> None:
    try:
        series = pd.Series(texts, dtype="str")
    except UnicodeEncodeError:
        return
    if plain_text(series):
        assert [text.strip() for text in texts] == texts


@given(st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, unique=True))
def test_ids_ascend_where_python_says_so(texts: list[str]) -> None:
    problems = ProblemList()
    found = read_ids(pd.Series(texts, dtype="str"), "id", "ratings", problems)
    assert found.ascending == (texts == sorted(texts))
    assert not len(problems)


@pytest.mark.parametrize("texts", [["a", "b", "a"], ["a", "a"], ["", "a"], ["b", ""], [" "]])
def test_ids_that_are_missing_or_stand_twice_are_noted(texts: list[str]) -> None:
    problems = ProblemList()
    read_ids(pd.Series(texts, dtype="str"), "id", "ratings", problems)
    assert len(problems) == 1


SIGNS = st.text("ab\x00\x7fÄ\U0001f600", min_size=1, max_size=2)


@given(st.lists(SIGNS, min_size=1, max_size=9), st.integers(0, 20), st.booleans())
def test_texts_of_one_length_ascend_where_python_says_so(
    ends: list[str], before: int, ordered: bool
) -> None:
    longest = max(len(end.encode()) for end in ends)
    texts = ["b" * before + end + "b" * (longest - len(end.encode())) for end in ends]
    if ordered:
        texts = sorted(set(texts))
    expected = all(one < other for one, other in pairwise(texts))
    assert ascend(pd.Series(texts, dtype="str")) is expected


@pytest.mark.parametrize("width", range(1, 26))
def test_the_place_where_two_texts_differ_is_found_wherever_it_is(width: int) -> None:
    for place in range(width):
        low = ["m"] * width
        high = [*low]
        high[place] = "n"
        high[place + 1 :] = "a" * (width - place - 1)
        pair = ["".join(low), "".join(high)]
        # Twelve before them, so that the pair is not among those looked at one by one.
        before = [f"{at:0{width}}" for at in range(12 if width > 1 else 9)]
        assert ascend(pd.Series([*before, *pair], dtype="str"))
        assert not ascend(pd.Series([*before, *pair[::-1]], dtype="str"))
        assert not ascend(pd.Series([*before, pair[0], pair[0]], dtype="str"))
