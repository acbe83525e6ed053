"""Words where answers are wanted: each is told once, with what it may stand for."""

from __future__ import annotations

import pandas as pd
import pytest

from cximpact.intake.reading import check_inputs
from cximpact.intake.spec import spec_from_keywords

HEAD = (
    "scorecard: scorecard.yaml\nproposals:\n  path: list.csv\n  columns: {id: Nr, ratings: {%s}}\n"
)
SPEED = HEAD % "speed: Tempo"


def _list(*cells):
    return "Nr,Tempo\n" + "".join(f"P{at},{cell}\n" for at, cell in enumerate(cells))


def test_a_word_of_degree_is_told_once_with_the_answer_it_seems_to_stand_for(read):
    """Lines 2, 4 and 5 have the first word: the first of them is named, and how many there are."""
    told = read(SPEED, list_csv=_list("High +", "Low", "High +", "High +", "negative")).texts
    start = (
        "list.csv, line {}, Tempo: not a level (found '{}'); expected one of -3, -2, -1, 0, 1, 2, 3"
    )
    stands = "; say what it stands for: {{column: ..., values: {{{}}}}}"
    assert told == [
        start.format(2, "High +") + "; 3 rows have it" + stands.format("'High +': 3"),
        start.format(3, "Low") + stands.format("Low: 1"),
        start.format(6, "negative") + stands.format("negative: -2"),
    ]


def test_the_advice_is_followed_and_the_list_is_read(read):
    values = "{column: Tempo, values: {'High +': 3, Low: 1, negative: -2}}"
    cells = ("High +", "Low", "High +", "negative")
    found = read(HEAD % f"speed: {values}", list_csv=_list(*cells)).sound
    at = [each.id for each in found.scorecard.criteria].index("speed")
    assert found.ratings.grid[:, at].tolist() == pytest.approx([1, 1 / 3, 1, -2 / 3])


@pytest.mark.parametrize(
    ("criterion", "word", "answer"),
    [
        ("speed: {column: Tempo, scale: [1, 3, 5]}", "High", "5"),
        ("speed: {column: Tempo, scale: [1, 3, 5]}", "much worse", "1"),
        ("speed: {column: Tempo, scale: [1, 3, 5]}", "Medium", "4"),
        ("speed: {column: Tempo, scale: [5, 3, 1]}", "High", "1"),
        ("ease: Tempo", "High", "better"),
        ("ease: Tempo", "much improved", "better"),
        ("risk: Tempo", "High", "-3"),
        ("risk: Tempo", "Low", "-1"),
    ],
)
def test_the_answer_is_one_of_the_scale_or_the_levels(read, criterion, word, answer):
    """Two thirds of the way from 3 to 5 is 4.3, and 4 the nearest; a high risk is the worst."""
    (told,) = read(HEAD % criterion, list_csv=_list(word)).texts
    assert told.endswith(f"values: {{{word}: {answer}}}}}")


def test_no_change_may_mean_that_nothing_is_known(read):
    (told,) = read(SPEED, list_csv=_list("1", "None")).texts
    assert told.endswith(
        "say what it stands for: {column: ..., values: {None: 0}}; if it means that nothing is "
        "known: missing: [None]"
    )


def test_where_most_cells_are_words_each_may_be_an_answer(read):
    """One word that is not known beside answers is more likely none."""
    told = read(SPEED, list_csv=_list("superb", "dire", "superb", "tbd")).texts
    missing = "; if it means that nothing is known: missing: [{}]"
    such = "; say what it stands for, in place of the '?': {{column: ..., values: {{{}: ?}}}}"
    ends = [each.partition("2, 3")[2] for each in told]
    assert ends == [
        "; 2 rows have it" + such.format("superb") + missing.format("superb"),
        such.format("dire") + missing.format("dire"),
        missing.format("tbd"),
    ]
    (only,) = read(SPEED, list_csv=_list("superb", "1", "2", "3")).texts
    assert only.endswith(f"1, 2, 3{missing.format('superb')}")


_MISSING = "; if it means that nothing is known: missing: [{}]"
_SUCH = "; say what it stands for, in place of the '?': {{column: ..., values: {{{}: ?}}}}"


@pytest.mark.parametrize(
    ("cell", "may_rate", "may_be_open"),
    [
        ("****", True, False),
        ("★★★☆☆", True, False),
        ("++", True, False),
        ("↑", True, False),
        ("+/-", True, False),
        # A footnote, or a line drawn through.
        ("*", True, True),
        ("--", True, True),
        # No sign of these rates anything.
        ("-", False, True),
        ("...", False, True),
        ("?", False, True),
        ("TBD", False, True),
        # Beside numbers, a word that is not known is more likely none.
        ("superb", False, True),
    ],
)
def test_a_sign_that_rates_is_told_where_its_meaning_is_said(read, cell, may_rate, may_be_open):
    """Beside numbers, whatever else the column holds."""
    (told,) = read(SPEED, list_csv=_list("1", cell, "2", "3")).texts
    word = cell if cell.isalpha() else f"'{cell}'"
    such = _SUCH.format(word) if may_rate else ""
    missing = _MISSING.format(word) if may_be_open else ""
    assert told.partition("1, 2, 3")[2] == such + missing


_SAID = HEAD % "speed: {column: Tempo, values: {High: 3, Low: 1}}"


@pytest.mark.parametrize(
    ("cells", "advice"),
    [
        # Most cells are words that the column translates: one more is probably such a word, too.
        (("High", "Low", "superb"), _SUCH.format("superb") + _MISSING.format("superb")),
        (("High", "Low", "****"), _SUCH.format("'****'")),
        (("High", "Low", "tbd"), _MISSING.format("tbd")),
        (("High", "Low", "/"), _MISSING.format("'/'")),
        # Two of five are no more than half.
        (("High", "1", "2", "3", "superb"), _MISSING.format("superb")),
    ],
)
def test_a_word_beside_words_that_are_translated_may_be_one(read, cells, advice):
    (told,) = read(_SAID, list_csv=_list(*cells)).texts
    assert told.partition("1, 2, 3")[2] == advice


def test_numbers_beyond_the_scale_are_told_row_by_row(read):
    told = read(SPEED, list_csv=_list("9", "1", "9")).texts
    assert [each.partition(", Tempo")[0] for each in told] == [
        "list.csv, line 2", "list.csv, line 4",
    ]  # fmt: skip


def test_ten_thousand_different_words_stay_a_short_report(read):
    letters = "abcdefghij"
    words = ("".join(map(letters.__getitem__, map(int, str(at)))) for at in range(10_000))
    told = read(SPEED, list_csv=_list(*words)).texts
    assert len(told) == 21


def test_a_table_of_answers_tells_alike(read):
    told = read(
        "scorecard: scorecard.yaml\nproposals: list.csv\nratings: ratings.csv\n",
        list_csv="id\nA\nB\n",
        ratings_csv="proposal,criterion,rating\nA,speed,High\nB,speed,High\n",
    ).texts
    assert len(told) == 1
    assert told[0].endswith(
        "2 rows have it; say what it stands for: {column: ..., values: {High: 3}}"
    )


def test_a_frame_is_told_the_same_map():
    frame = pd.DataFrame({"id": ["a", "b"], "ease": ["High", "High"]})
    _, problems = check_inputs(spec_from_keywords(proposals=frame, weights={"ease": 1}))
    (told,) = map(str, problems)
    assert told.endswith("2 rows have it; say what it stands for: {column: ..., values: {High: 3}}")


@pytest.mark.parametrize("cell", ["\x1b[31mHigh", "=1+x", "High\nLow", "{a: b}", "it's high"])
def test_a_cell_made_to_harm_is_told_on_one_line(read, cell):
    quoted = cell.replace('"', '""')
    for told in read(SPEED, list_csv=_list(f'"{quoted}"')).texts:
        assert told.isprintable()
