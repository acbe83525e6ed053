"""A line about weights is read as it was meant; what cannot be meant is refused with help."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.weighting.language import UnclearError, parse
from cximpact.intake.weighting.sayings import AtLeast, Order, Ratio, Share

NAMES = st.one_of(
    st.sampled_from(["ease", "calm", "ease-of-change", "ease of change", "24h", "and/or", "50%"]),
    st.text(
        st.characters(exclude_characters='"', exclude_categories=("C", "Z")),
        min_size=1,
        max_size=12,
    ),
)
PAIRS = st.tuples(NAMES, NAMES).filter(lambda pair: pair[0] != pair[1])
FACTORS = st.floats(1e-6, 1e6)
SHARES = st.floats(0, 1)


def bounds(numbers):
    return st.tuples(numbers, numbers).map(sorted)


SAYINGS = st.one_of(
    st.builds(lambda n, b: Share(n, *b), NAMES, bounds(SHARES)).filter(
        lambda each: each.low > 0 or each.high < 1
    ),
    st.builds(lambda p, b: Ratio(*p, *b), PAIRS, bounds(FACTORS)),
    st.builds(lambda p, low: Ratio(*p, low, None), PAIRS, FACTORS),
    st.builds(lambda p, high: Ratio(*p, 0.0, high), PAIRS, FACTORS),
    st.builds(lambda p: AtLeast(*p), PAIRS),
    st.lists(st.lists(NAMES, min_size=1, max_size=3).map(tuple), min_size=1, max_size=4)
    .filter(lambda ranks: sum(map(len, ranks)) > 1)
    .map(lambda ranks: Order(tuple(ranks))),
)


@given(SAYINGS)
def test_what_is_written_is_read_as_it_was(saying):
    assert parse(saying.written()) == saying


@given(st.text(st.sampled_from('ab 0123.%<>=*/"≥,-+'), max_size=30))
def test_any_text_is_read_or_refused_with_words(text):
    try:
        saying = parse(text)
    except UnclearError as unclear:
        assert unclear.message
    else:
        assert parse(saying.written()) == saying


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ease >= calm", AtLeast("ease", "calm")),
        ("ease ≤ calm", AtLeast("calm", "ease")),
        ("ease > calm", Order((("ease",), ("calm",)))),
        ("ease = calm", Order((("ease", "calm"),))),
        ("ease > calm > trust", Order((("ease",), ("calm",), ("trust",)))),
        ("price < calm = trust <= ease", Order((("ease",), ("trust", "calm"), ("price",)))),
        ("ease >= 1.5 * calm", Ratio("ease", "calm", 1.5)),
        ("ease >= calm × 150%", Ratio("ease", "calm", 1.5)),
        ("ease <= 3*calm", Ratio("ease", "calm", 0.0, 3.0)),
        ("ease = 2 * calm", Ratio("ease", "calm", 2.0, 2.0)),
        ("ease >= calm / 2", Ratio("ease", "calm", 0.5)),
        ("ease >= 1/3 * calm", Ratio("ease", "calm", 1 / 3)),
        ("2 * ease >= 3 * calm", Ratio("ease", "calm", 1.5)),
        ("3 * calm <= ease", Ratio("ease", "calm", 3.0)),
        ("1.5 <= ease / calm <= 3", Ratio("ease", "calm", 1.5, 3.0)),
        ("3 >= ease / calm", Ratio("ease", "calm", 0.0, 3.0)),
        ("1.5 * calm <= ease <= 3 * calm", Ratio("ease", "calm", 1.5, 3.0)),
        ("0.2 <= ease <= 0.4", Share("ease", 0.2, 0.4)),
        ("40 % >= ease >= 20%", Share("ease", 0.2, 0.4)),
        ("ease > .25", Share("ease", 0.25, 1.0)),
        ("ease = 1/4", Share("ease", 0.25, 0.25)),
        ("2 * ease >= 50%", Share("ease", 0.25, 1.0)),
        ('"and/or" >= ease of change', AtLeast("and/or", "ease of change")),
    ],
)
def test_every_form_is_read(line, expected):
    assert parse(line) == expected


@pytest.mark.parametrize(
    ("line", "message", "help_"),
    [
        ("ease", "not a statement about weights", "ease >= 20%"),
        ("", "not a statement about weights", None),
        ("ease >=", "something is missing", None),
        ("20 <= ease <= 40", "a share of more than 1", "write 20%"),
        ("ease <= 0,4", "not a number", "with a point: 0.4"),
        ("0.4 <= ease <= 0.2", "the lower limit is above the upper one", None),
        ("3 <= ease / calm <= 2", "the lower limit is above the upper one", None),
        ("ease > calm < trust", "signs that point both ways", "the same way"),
        ("0.1 <= 0.2 <= ease", "two limits on one side", "give one"),
        ("0.1 = ease = 0.2", "one weight cannot be two numbers", None),
        ("ease >= 0 * calm", "a weight times nothing says nothing", None),
        ("ease / calm >= trust / price", "a quotient is compared with numbers only", "a / b >= 2"),
        ("ease / calm >= 0", "any two weights are like that", "above 0"),
        ("ease * calm >= 2", "cannot be read as a weight", None),
        ("ease / 0 >= calm", "a division by zero", None),
        ('"ease >= calm', "a quotation mark without its other half", None),
        ('"" >= calm', "a name is missing", None),
        ("1 >= 0.5", "not a comparison of one weight with numbers", None),
        ("0.1 <= a <= 2 * b <= 3 * c", "too much in one line", "in two"),
        ("ease >= " + "x" * 3000, "longer than anyone would type", None),
    ],
)
def test_what_is_unclear_is_refused_with_help(line, message, help_):
    with pytest.raises(UnclearError) as caught:
        parse(line)
    assert message in caught.value.message
    assert help_ is None or help_ in (caught.value.hint or "")
