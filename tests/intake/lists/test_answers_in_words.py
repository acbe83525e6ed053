"""Words of degree in four languages: what each says, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.lists.answers_in_words import degree_word, strength_of

SAID = {
    5: ["Very high", "extremely strong", "sehr hoch", "très élevé", "muy alta", "VH"],
    4: [
        "High",
        "strong",
        "major",
        "large",
        "hoch",
        "große",
        "élevée",
        "fuerte",
        "H",
        "much better",
    ],
    3: [
        "Medium",
        "moderate",
        "Med.",
        "some",
        "mäßig",
        "moyenne",
        "media",
        "M",
        "better",
        "improves",
    ],
    2: ["Low", "slight", "minor", "small", "gering", "faible", "bajo", "L", "slightly better"],
    1: ["very low", "negligible", "sehr gering", "très faible", "muy bajo", "VL"],
    0: [
        *("None", "no effect", "No change", "neutral", "same", "unchanged", "no-effect", "nil"),
        *("keine", "kein Effekt", "keine Auswirkung", "unverändert", "gleich wie heute"),
        *("aucun", "pas d’effet", "sans effet", "neutre", "ninguno", "sin cambios", "no benefit"),
    ],
    -2: ["slightly worse", "low negative", "Low -", "etwas schlechter", "leve empeoramiento"],
    -3: ["Negative", "worse", "harmful", "negativ", "schlechter", "négatif", "peor", "schädlich"],
    -4: ["much worse", "High -", "- High", "(-) high", "strongly negative", "major harm", "H-"],
}


@pytest.mark.parametrize(
    ("text", "degree"), [(text, degree) for degree, texts in SAID.items() for text in texts]
)
@pytest.mark.parametrize(
    "spelled", [str, str.upper, lambda text: f"  {text.replace(' ', '   ')}\t"]
)
def test_a_word_says_its_degree_however_it_is_spelled(text, degree, spelled):
    found = degree_word(spelled(text))
    assert found is not None
    assert found.degree == degree


@pytest.mark.parametrize("text", ["High +", "+ high", "(+) High", "High (+)", "high+", "High ++"])
def test_a_plus_says_that_it_is_for_the_better(text):
    found = degree_word(text)
    assert (found.degree, found.is_clear) == (4, True)
    assert not degree_word("High").is_clear


@pytest.mark.parametrize(
    "text",
    [
        *("", "+", "-", "++", "n/a", "tbd", "?", "no", "yes", "3", "High 3", "4 - High", "=High"),
        *(
            "good",
            "High, but late",
            "Medium-High",
            "low to medium",
            "very medium",
            "very",
            "impact",
        ),
        *("positive -", "negative +", "+ High -", "better worse", "very very high", "none +"),
        *("highlight", "slowly", "mediums of instruction", "same-day delivery", "no very high"),
        "high " * 20,
    ],
)
def test_what_is_no_word_of_degree_or_says_two_things_is_none(text):
    assert degree_word(text) is None


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Very high", 1), ("High", 1), ("Medium", 2 / 3), ("Low", 1 / 3), ("very low", 1 / 3),
        ("None", 0), ("slightly worse", -1 / 3), ("Negative", -2 / 3), ("High -", -1),
    ],
)  # fmt: skip
def test_how_far_from_no_change_a_word_stands(text, strength):
    assert strength_of(degree_word(text)) == pytest.approx(strength)


@given(st.text(max_size=60))
def test_any_text_is_read_or_none(text):
    found = degree_word(text)
    assert found is None or -5 <= found.degree <= 5


@given(st.sampled_from([text for texts in SAID.values() for text in texts]))
def test_a_minus_turns_what_is_not_for_better_or_worse(text):
    plain, turned = degree_word(text), degree_word(f"{text} -")
    if plain.is_clear:
        assert turned is None or turned == plain
    else:
        assert turned.degree == -plain.degree
