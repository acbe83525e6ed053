"""`cximpact init` on numbers without a stated scale: how far it goes, and that it is told."""

from __future__ import annotations

import pytest
import yaml

from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.shared_scales import shared_scale, shared_scales
from cximpact.intake.starting.starter import write_starter

CARD = "criteria: {ease: {weight: 1, levels: {-1: less, 0: as today, 1: a bit, 3: much}}}\n"


def _start(tmp_path, text, **options):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path / "new", **options)
    document = yaml.safe_load((tmp_path / "new" / "cximpact.yaml").read_text("utf-8"))
    rated = document["proposals"]["columns"].get("ratings", {})
    if "scorecard.yaml" not in report.written:
        return report, rated
    card = yaml.safe_load((tmp_path / "new" / "scorecard.yaml").read_text("utf-8"))
    return report, {key: card["criteria"][key].get("scale") for key in rated}


def _list(**columns):
    """A list of ids and the columns."""
    rows = zip(*columns.values(), strict=True)
    lines = (f"P{at};{';'.join(map(str, row))}\n" for at, row in enumerate(rows))
    return f"id;{';'.join(columns)}\n{''.join(lines)}"


def _told(report):
    return [each for each in report.remarks if "taken as rated from" in each]


def _draft(tmp_path):
    return (tmp_path / "new" / "cximpact.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("numbers", "furthest"),
    [
        ([-1, 0, 0, 1, 0, 1], 1),
        ([-1, 0, 0, 0, 0, 2], 2),
        ([-2, 0, 0, 1, 0, 1], 2),
        ([-1, 0, 0.5, 1.5, 0, 1], 2),  # 1.5 is beyond 1
        ([-3, 0, 0, 1, 0, 1], 3),
        ([-1, 0, 0, 1, 0, 4], 4),
        ([-5, 0, 0, 1, 0, 4], 5),
        ([-6, 0, 0, 1, 0, 4], 10),  # nobody rates up to 6
        ([-1, 0, 0, 1, 2], 3),  # too few to say that nobody would give a 3
        ([0, 0, 0, 1, 2, 1], 3),  # nothing below zero
        ([-1, 4], 5),
    ],
)
def test_a_scale_goes_as_far_as_enough_ratings_do(numbers, furthest):
    assert shared_scale(numbers) == (-furthest, 0, furthest)


def test_columns_on_both_sides_of_zero_share_the_furthest_and_are_told_once(tmp_path):
    """2 stands in one of them only, so that a 1 is a half on both."""
    report, ratings = _start(tmp_path, _list(Stay=[0, 1, -1, 0], Trust=[2, -1, 0, 0]))
    assert ratings == {"stay": [-2, 0, 2], "trust": [-2, 0, 2]}
    (told,) = _told(report)
    assert told.startswith(
        "'Stay', 'Trust': taken as rated from -2 to 2, 0 being no change and high good: a "
        "guess from the values"
    )
    assert "    ratings:\n      stay: Stay\n      trust: Trust\n" in _draft(tmp_path)
    grid = read_inputs(read_spec(tmp_path / "new")).ratings.grid
    assert grid.tolist() == [[0, 1], [0.5, -0.5], [-0.5, 0], [0, 0]]


def test_a_scale_to_three_is_told_and_written_out(tmp_path):
    report, ratings = _start(tmp_path, _list(Stay=[0, 1, -1, 3], Trust=[2, -1, 0, 0]))
    assert ratings["trust"] == [-3, 0, 3]
    assert _told(report) == [
        "'Stay', 'Trust': taken as rated from -3 to 3, 0 being no change and high good: a "
        "guess from the values"
    ]


def test_numbers_from_zero_to_three_are_told(tmp_path):
    report, ratings = _start(tmp_path, _list(Ease=[0, 1, 3, 2, 0, 1]))
    assert ratings == {"ease": [-3, 0, 3]}
    assert len(_told(report)) == 1


def test_a_stated_scale_is_not_told(tmp_path):
    report, ratings = _start(tmp_path, "id;Ease (-3..3)\nA;1\nB;-1\nC;0\n")
    assert ratings == {"ease": None}
    assert _told(report) == []


SIGNED = [-2, -1, 0, 1, 2, 1]


@pytest.mark.parametrize(
    ("other", "scale"),
    [
        ([0, 1, 2, 0, 1, 1], (-2, 0, 2)),  # not above the others
        ([1, 1, 2, 2, 1, 1], (-2, 0, 2)),
        ([1, 5, 4, 3, 2, 2], (1, 3, 5)),  # a fit from 1 to 5
        ([0, 5, 4, 3, 2, 2], (-5, 0, 5)),
        ([1, 9, 4, 3, 2, 2], (1, 5.5, 10)),
        ([1, 9, 4, 3, 2], None),  # too few
        ([0.5, 9, 4, 3, 2, 2], None),
    ],
)
def test_a_column_above_zero_is_on_the_scale_of_the_others_up_to_their_end(other, scale):
    found = shared_scales({"Stay": SIGNED, "Fit": other})
    assert found == {"Stay": (-2, 0, 2), "Fit": scale}


def test_a_three_anywhere_makes_it_the_scale_of_all():
    found = shared_scales({"Stay": SIGNED, "Fit": [1, 3, 2, 1, 1, 2]})
    assert set(found.values()) == {(-3, 0, 3)}


def test_few_ratings_below_zero_do_not_push_a_column_with_a_zero_apart():
    """Three ratings may be on any scale, so 0 to 5 says how far it goes."""
    found = shared_scales({"Stay": [-1, 2, 0], "Ease": [0, 5, 4]})
    assert set(found.values()) == {(-5, 0, 5)}


def test_what_waits_is_on_the_scale_of_the_others_and_they_on_its(tmp_path):
    _start(tmp_path, f"{_list(Stay=SIGNED, **{'Staff effect': [0, 1, -1, 0, 1, 0]})}")
    assert "#staff-effect: {column: Staff effect}" in _draft(tmp_path)
    ready = "#staff-effect: {group: business, weight: 10, scale: [-2, 0, 2], "
    assert ready in (tmp_path / "new" / "scorecard.yaml").read_text("utf-8")
    (tmp_path / "more").mkdir()
    text = _list(Stay=SIGNED, **{"Staff effect": [0, 1, -3, 0, 1, 0]})
    _, ratings = _start(tmp_path / "more", text)
    assert ratings["stay"] == [-3, 0, 3]


def test_quantities_below_zero_say_nothing_of_ratings(tmp_path):
    _, ratings = _start(tmp_path, _list(Stay=SIGNED, FTE=[-4, 1, 0, 2, 1, 1]))
    assert ratings["stay"] == [-2, 0, 2]


def test_levels_that_a_scorecard_says_in_words_stay_and_are_told(tmp_path):
    """Whoever reads 'much' beside 3 and gives a 1 means 'a bit', whether 3 occurs or not."""
    (tmp_path / "card.yaml").write_text(CARD)
    report, ratings = _start(
        tmp_path, _list(ease=[-1, 0, 1, 1, 0, 0]), scorecard=str(tmp_path / "card.yaml")
    )
    assert ratings == {"ease": "ease"}
    assert _told(report) == []
    (tmp_path / "more").mkdir()
    text = _list(Ease=[-1, 0, 1, 1, 0, 2])
    report, ratings = _start(tmp_path / "more", text, scorecard="customer")
    assert ratings == {"ease": "Ease"}
    assert _told(report) == [
        "'Ease': taken as rated from -3 to 3, 0 being no change and high good: the levels "
        "of the scorecard"
    ]


def test_a_blank_column_is_told_of_no_scale(tmp_path):
    report, ratings = _start(tmp_path, "id;Ease\nA;\nB;\n", scorecard="customer")
    assert ratings == {"ease": "Ease"}
    assert _told(report) == []


def test_numbers_of_something_else_do_not_widen_the_scale(tmp_path):
    """With 10 as its end, a -2 would count -20 and pass for no harm."""
    (tmp_path / "card.yaml").write_text("criteria: {ease: {weight: 1, title: Ease, question: q}}\n")
    rows = _list(Ease=[-2, 1, 2, 0, -2, 2], Celsius=[-8, 3, 5, -1, 2, 2])
    _, ratings = _start(tmp_path, rows, scorecard=str(tmp_path / "card.yaml"))
    assert ratings == {"ease": {"column": "Ease", "scale": [-2, 0, 2]}}
