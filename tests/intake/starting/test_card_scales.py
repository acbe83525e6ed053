"""The scale of a list's ratings stands at the criterion of a draft: it is read and drawn by it."""

from __future__ import annotations

import pytest
import yaml

from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.card_scales import card_scales, is_stepped
from cximpact.intake.starting.starter import write_starter
from cximpact.scoring.value_functions import smallest_gap


@pytest.mark.parametrize(
    ("scale", "stated"),
    [
        ((-2, 0, 2), "[-2, 0, 2]"),
        ((5, 3, 1), "[5, 3, 1]"),
        ((1, 5.5, 10), "[1, 5.5, 10]"),
        ((1, 1, 10), "[1, 1, 10]"),
        ((3, 1, 1), "[3, 1, 1]"),
        ((-10, 0, 10), "[-10, 0, 10]"),
        ((0, 50, 100), None),  # nobody tells 101 steps apart
        ((0, 0.5, 1), None),  # a share
        (None, None),
    ],
)
def test_scales_with_steps_stand_in_the_scorecard(scale, stated):
    made = None if scale is None else tuple(map(float, scale))
    assert is_stepped(made) is (stated is not None)
    found = card_scales({"ease": ("Ease", made)})
    assert [str(each) for each in found.values()] == ([stated] if stated else [])


def _start(tmp_path, text):
    (tmp_path / "list.csv").write_text(text)
    report = write_starter(tmp_path / "list.csv", tmp_path)
    columns = yaml.safe_load((tmp_path / "cximpact.yaml").read_text())["proposals"]["columns"]
    criteria = yaml.safe_load((tmp_path / "scorecard.yaml").read_text())["criteria"]
    return report, columns["ratings"], criteria


def test_ratings_have_the_error_of_their_own_steps(tmp_path):
    """From -2 to 2 a step is 0.5, where it is a third from -3 to 3."""
    rows = "id;Ease\nA;-1\nB;2\nC;0\nD;1\nE;-2\nF;0\n"
    _, columns, criteria = _start(tmp_path, rows)
    assert columns == {"ease": "Ease"}
    assert criteria["ease"]["scale"] == [-2, 0, 2]
    found = read_inputs(read_spec(tmp_path))
    assert smallest_gap(found.scorecard.criteria[0].levels) == 0.5
    assert found.ratings.grid[:, 0].tolist() == [-0.5, 1, 0, 0.5, -1, 0]


def test_from_one_to_ten_a_step_is_two_ninths(tmp_path):
    _, _, criteria = _start(tmp_path, "id;Ease\nA;1\nB;10\nC;4\nD;7\nE;8\nF;2\n")
    assert criteria["ease"]["scale"] == [1, 5.5, 10]
    found = read_inputs(read_spec(tmp_path))
    assert smallest_gap(found.scorecard.criteria[0].levels) == pytest.approx(2 / 9)
    assert found.ratings.grid[:, 0].tolist() == pytest.approx([-1, 1, -1 / 3, 1 / 3, 5 / 9, -7 / 9])


def test_a_scale_of_hundred_steps_stays_with_the_list(tmp_path):
    report, columns, criteria = _start(tmp_path, "id;Ease (0-100)\nA;80\nB;20\nC;45\n")
    assert columns == {"ease": {"column": "Ease (0-100)", "scale": [0, 50, 100]}}
    assert "scale" not in criteria["ease"]
    found = read_inputs(read_spec(tmp_path))
    assert smallest_gap(found.scorecard.criteria[0].levels) == pytest.approx(1 / 3)
    assert found.ratings.grid[:, 0].tolist() == pytest.approx([0.6, -0.6, -0.1])
    (asked,) = [each for each in report.remarks if "does 0 mean" in each]
    assert "If so, write scale: [0, 0, 100] in cximpact.yaml. " in asked
    path = tmp_path / "cximpact.yaml"
    path.write_text(path.read_text().replace("scale: [0, 50, 100]", "scale: [0, 0, 100]"))
    found = read_inputs(read_spec(tmp_path))
    assert found.ratings.grid[:, 0].tolist() == pytest.approx([0.8, 0.2, 0.45])
