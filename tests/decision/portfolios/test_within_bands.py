"""Scores are open within their bands, or central where the bands leave too many portfolios."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from cximpact.decision.candidates import Candidates
from cximpact.decision.portfolios import LeftOut, search, within_bands
from cximpact.decision.program import Row
from cximpact.model.portfolio import Rules

WEIGHTS = np.ones((1, 1))
CENTRAL = np.array([[0.4], [0.3], [0.2]])


def question(within: float | None) -> Any:
    """One of three may go."""
    row = Row((0, 1, 2), (1, 1, 1), most=1)
    bands = None
    if within is not None:
        bands = SimpleNamespace(score_low=CENTRAL - within, score_high=CENTRAL + within)
    return SimpleNamespace(
        case=SimpleNamespace(proposals=SimpleNamespace(ids=("A", "B", "C")), rules=Rules()),
        who=Candidates(np.ones(3, np.bool_), {}, {}),
        choice=SimpleNamespace(rules=(SimpleNamespace(row=row),)),
        scores=SimpleNamespace(score=CENTRAL),
        draws=bands,
    )


@pytest.mark.parametrize(("within", "count"), [(None, 1), (0.04, 1), (0.06, 2), (0.2, 3)])
def test_wider_bands_leave_more_portfolios(within: float | None, count: int) -> None:
    """Neighbours are 0.1 apart: bands of 0.06 to either side overlap, those of 0.04 do not."""
    found = within_bands(question(within), WEIGHTS)
    assert not isinstance(found, LeftOut)
    assert len(found.sets) == count
    assert found.notes == ()


def test_where_bands_leave_too_many_scores_are_central_and_a_note_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "MOST_PORTFOLIOS", 2)
    found = within_bands(question(0.2), WEIGHTS)
    assert not isinstance(found, LeftOut)
    assert found.sets.tolist() == [[True, False, False]]
    assert "scores at their central values" in found.notes[0]


def test_where_central_scores_leave_too_many_as_well_the_reason_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "MOST_PORTFOLIOS", 0)
    found = within_bands(question(0.2), WEIGHTS)
    assert isinstance(found, LeftOut)
    assert "weights and scores" in found.words
