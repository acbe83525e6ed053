"""What a score must rise to is told on the list's own scale, and rating so truly is enough."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import cximpact


def evaluated(trust: Any, scale: list[float] | None = None, **more: Any) -> cximpact.Evaluation:
    """Return the evaluation of two proposals of which one is rated so on Trust."""
    said: Any = "Trust" if scale is None else {"column": "Trust", "scale": scale}
    best = 3 if scale is None else scale[2]
    rows = [{"id": "A", "Trust": trust, **more}, {"id": "B", "Trust": best}]
    return cximpact.evaluate(
        proposals=rows,
        columns={"ratings": {"trust": said}},
        scorecard={"criteria": {"trust": {"weight": 1, "title": "Trust"}}},
        as_of="2026-03-01",
        draws=0,
        analyses=[],
    )


def outcome(evaluation: cximpact.Evaluation) -> str:
    harm = next(each for each in evaluation["A"].gates if each.gate == "customer_harm")
    return str(harm.outcome)


# -0.34 is -1.7 of -5 ... 5; 2.32 of 1 ... 5; 3.68 where 5 is worst. With a reach of 0.5 the
# score is half of that: -0.68 is -3.4.
@pytest.mark.parametrize(
    ("rated", "scale", "reach", "words", "enough", "less", "whole", "whole_less"),
    [
        (-2, [-5, 0, 5], 1, "from -40 to -34 (on the list's scale: from -2 to at least -1.7, so -1 "
         "in whole numbers).", -1.7, -1.71, -1, -2),
        (1, [1, 3, 5], 1, "from -100 to -34 (on the list's scale: from 1 to at least 2.32, so 3 "
         "in whole numbers).", 2.32, 2.31, 3, 2),
        (5, [5, 3, 1], 1, "from -100 to -34 (on the list's scale: from 5 to at most 3.68, so 3 "
         "in whole numbers).", 3.68, 3.69, 3, 4),
        (-5, [-5, 0, 5], 0.5, "from -50 to -34 (on the list's scale: from -5 to at least -3.4, so "
         "-3 in whole numbers).", -3.4, -3.41, -3, -4),
    ],
)  # fmt: skip
def test_the_rating_told_passes_the_gate_and_one_step_less_does_not(
    rated: float,
    scale: list[float],
    reach: float,
    words: str,
    enough: float,
    less: float,
    whole: float,
    whole_less: float,
) -> None:
    found = evaluated(rated, scale, reach=reach)
    assert found["A"].would_take[0] == f"The score of Trust must rise {words}"
    outcomes = [
        outcome(evaluated(each, scale, reach=reach)) for each in (enough, less, whole, whole_less)
    ]
    assert outcomes == ["pass", "fail", "pass", "fail"]


def test_a_single_score_that_is_enough_is_told_so_too() -> None:
    """To be worth doing the value must rise above 0: any answer above 0 on the list's scale."""
    told = " ".join(evaluated(-2, [-5, 0, 5])["A"].would_take)
    assert (
        "Enough by itself: Trust above 0 (now -40; on the list's scale: from -2 to at least 0.01, "
        "so 1 in whole numbers)."
    ) in told


def test_where_the_list_has_no_scale_of_its_own_nothing_is_added() -> None:
    told = evaluated(-2)["A"].would_take[0]
    assert told == "The score of Trust must rise from -67 to -34."


def test_the_mean_of_several_raters_is_told_as_a_mean(tmp_path: Path) -> None:
    """-4 and -1 of -5 ... 5 come to -0.5; the mean must be -1.7."""
    (tmp_path / "card.yaml").write_text("criteria: {trust: {weight: 1, title: Trust}}\n")
    (tmp_path / "ratings.csv").write_text(
        "proposal,criterion,rating,rater\nA,trust,-4,r1\nA,trust,-1,r2\n"
    )
    (tmp_path / "cximpact.yaml").write_text(
        "scorecard: card.yaml\nas_of: 2026-03-01\nproposals: {rows: [{id: A}]}\nratings:\n"
        "  path: ratings.csv\n  columns: {rating: {column: rating, scale: [-5, 0, 5]}}\n"
    )
    found = cximpact.evaluate(tmp_path, draws=0, analyses=[])
    assert found["A"].would_take[0] == (
        "The score of Trust must rise from -50 to -34 (on the list's scale: a mean from -2.5 to "
        "at least -1.7)."
    )
