"""Value functions as formulas score as the method does; expected values by plain interpolation."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.model.scorecard import Criterion, Level, ValuePoint
from cximpact.spreadsheet.live.pieces import (
    MOST_POINTS,
    answer_points,
    piecewise,
    plain_points,
)
from cximpact.spreadsheet.live.table import Column

AMOUNTS, SCORES = Column("s", 1, 99, 99), Column("s", 2, 99, 99)


def interpolated(x: float, points: list[ValuePoint]) -> float:
    if x <= points[0].amount:
        return points[0].score
    for low, high in pairwise(points):
        if x <= high.amount:
            part = (x - low.amount) / (high.amount - low.amount)
            return low.score + part * (high.score - low.score)
    return points[-1].score


def calculated(formula: str, x: float, points: list[ValuePoint]) -> float:
    """Work a formula out: cells become numbers, IF becomes a choice."""
    cells = {f"A{row}": p.amount for row, p in enumerate(points, 3)}
    cells |= {f"B{row}": p.score for row, p in enumerate(points, 3)} | {"C9": x}
    text = re.sub(r"\$?([A-C])\$?(\d+)", lambda found: f"({cells[found[1] + found[2]]!r})", formula)
    names: dict[str, Any] = {"IF": lambda test, one, other: one if test else other}
    names["MEDIAN"] = lambda *numbers: median(numbers)
    return float(eval(text, {"__builtins__": {}}, names))  # noqa: S307


@st.composite
def value_points(draw: st.DrawFn) -> list[ValuePoint]:
    amounts = sorted(draw(st.sets(st.integers(-1000, 1000), min_size=2, max_size=MOST_POINTS)))
    scores = [draw(st.integers(-100, 100)) / 100 for _ in amounts]
    return [ValuePoint(float(a), s) for a, s in zip(amounts, scores, strict=True)]


@given(value_points(), st.floats(-1500, 1500))
def test_a_formula_interpolates_between_its_anchors_and_is_clipped_beyond(
    points: list[ValuePoint], x: float
) -> None:
    formula = piecewise("C9", AMOUNTS, SCORES, range(3, 3 + len(points)))
    assert calculated(formula, x, points) == pytest.approx(interpolated(x, points), abs=1e-9)


def test_a_formula_of_the_most_anchors_is_short_and_flat_enough_for_every_program() -> None:
    formula = piecewise("$AB$2012", AMOUNTS, SCORES, range(3, 3 + MOST_POINTS))
    assert len(formula) < 8_192 - 100
    depth = deepest = 0
    for sign in formula:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        deepest = max(deepest, depth)
    assert deepest < 30


@given(value_points(), st.integers(-1000, 1000))
def test_leaving_out_anchors_on_a_line_changes_no_score(points: list[ValuePoint], x: int) -> None:
    kept = list(plain_points(points))
    assert interpolated(x, kept) == pytest.approx(interpolated(x, points), abs=1e-9)


def test_answers_run_from_worst_over_no_change_to_best_on_rising_and_falling_scales() -> None:
    ease = Criterion("ease", "customer", "rating", 1.0, scale=(5.0, 3.0, 1.0))
    assert [(p.amount, p.score) for p in answer_points(ease, None)] == [(1, 1), (3, 0), (5, -1)]
    own = answer_points(ease, (0.0, 4.0, 10.0))
    assert [(p.amount, p.score) for p in own] == [(0, -1), (4, 0), (10, 1)]


def test_a_scale_on_which_no_change_is_best_scores_nothing_above_zero() -> None:
    risk = Criterion("risk", "customer", "rating", 1.0, scale=(1.0, 5.0, 5.0))
    assert [(p.amount, p.score) for p in answer_points(risk, None)] == [(1, -1), (5, 0)]


def test_a_scale_on_which_no_change_is_worst_scores_nothing_below_zero() -> None:
    gain = Criterion("gain", "customer", "rating", 1.0, scale=(1.0, 1.0, 5.0))
    assert [(p.amount, p.score) for p in answer_points(gain, None)] == [(1, 0), (5, 1)]
    turned = answer_points(gain, (5.0, 5.0, 1.0))
    assert [(p.amount, p.score) for p in turned] == [(1, 1), (5, 0)]


def test_levels_in_words_have_no_anchors() -> None:
    levels = (Level("bad", -1.0), Level("good", 1.0))
    words = Criterion("words", "customer", "rating", 1.0, levels=levels)
    assert answer_points(words, None) == ()
