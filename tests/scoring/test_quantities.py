"""Quantity criteria: PERT mean through fixed anchors."""

from __future__ import annotations

import numpy as np
import pytest

from cximpact.model.scorecard import ValuePoint
from cximpact.model.scores import ScoreNote
from cximpact.scoring.quantities import quantity_scores


def scored(build, amounts, **given):
    card = build.scorecard(build.criterion("calls", "quantity", **given), build.criterion("x"))
    case = build.case(card, quantities={("P1", "calls"): amounts} if amounts else {})
    return quantity_scores(card, case.quantities)


def test_the_pert_mean_is_scored(build) -> None:
    """(10 + 4 x 20 + 60)/6 = 25 of 100."""
    found = scored(build, (10.0, 20.0, 60.0))
    assert found.score[0, 0] == pytest.approx(0.25)
    assert found.gain[0, 0] == found.score[0, 0]
    assert found.notes[0, 0] == ScoreNote.NONE
    assert found.columns == (0,)


def test_a_single_number_is_its_own_mean(build) -> None:
    assert scored(build, (30.0,)).score[0, 0] == pytest.approx(0.3)


def test_beyond_the_anchors_is_clipped_and_noted(build) -> None:
    found = scored(build, (90.0, 120.0, 150.0))
    assert found.score[0, 0] == 1.0
    assert found.notes[0, 0] == ScoreNote.CLIPPED


def test_a_loss_is_no_gain(build) -> None:
    points = (ValuePoint(0.0, 0.5), ValuePoint(10.0, 0.0), ValuePoint(20.0, -1.0))
    found = scored(build, (15.0,), value_points=points)
    assert found.score[0, 0] == -0.5
    assert found.gain[0, 0] == 0.0


def test_no_amount_is_missing(build) -> None:
    found = scored(build, None)
    assert np.isnan(found.score[0, 0])
    assert found.gain[0, 0] == 0.0
    assert found.notes[0, 0] == ScoreNote.MISSING
