"""Scales with steps wider than usual: what to write so that ratings are drawn by these steps."""

from __future__ import annotations

import pytest

from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.scale_steps import step_lines
from cximpact.intake.starting.starter import write_starter
from cximpact.scoring.value_functions import smallest_gap


@pytest.mark.parametrize(
    ("scale", "is_told"),
    [
        ((-2, 0, 2), True),  # 50 of 100 a step
        ((1, 3, 5), True),
        ((5, 3, 1), True),
        ((-1, 0, 1), True),
        ((-3, 0, 3), False),  # the usual one, 33
        ((-3, 1, 5), False),  # 25
        ((1, 5.5, 10), False),
        (None, False),
    ],
)
def test_only_wide_steps_are_told(scale, is_told):
    assert bool(step_lines({"ease": ("Ease", scale)})) is is_told


def test_the_scale_at_the_criterion_gives_ratings_the_error_of_their_own_steps(tmp_path):
    """From -2 to 2 a step is 0.5, from -3 to 3 a third; the scores that are read stay."""
    (tmp_path / "list.csv").write_text("id;Ease\nA;-1\nB;2\nC;0\nD;1\nE;-2\nF;0\n")
    write_starter(tmp_path / "list.csv", tmp_path)
    drafted = read_inputs(read_spec(tmp_path))
    card = (tmp_path / "scorecard.yaml").read_text()
    assert card.endswith("#   scale: [-2, 0, 2] at ease\n")
    (tmp_path / "scorecard.yaml").write_text(
        card.replace("  ease:\n", "  ease:\n    scale: [-2, 0, 2]\n")
    )
    made = read_inputs(read_spec(tmp_path))
    assert smallest_gap(drafted.scorecard.criteria[0].levels) == pytest.approx(1 / 3)
    assert smallest_gap(made.scorecard.criteria[0].levels) == 0.5
    assert made.ratings.grid.tolist() == drafted.ratings.grid.tolist()
    assert made.ratings.grid[:, 0].tolist() == [-0.5, 1, 0, 0.5, -1, 0]
