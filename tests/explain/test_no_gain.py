"""What is declined for want of value says which missing scores counted as 0."""

from __future__ import annotations

import pytest

import cximpact


@pytest.mark.parametrize(
    ("fit", "said"),
    [
        (None, "leaving it; fit counts as 0 as long as it has no score."),
        (0, "Its value is 0: doing it is no better than leaving it."),
    ],
)
def test_a_missing_business_score_is_named(fit: int | None, said: str) -> None:
    """Customers feel nothing, and nobody rated the fit: the value is 0 only for that."""
    found = cximpact.evaluate(
        proposals=[{"id": "A", "ease": 0, "fit": fit}, {"id": "B", "ease": 1, "fit": 1}],
        scorecard={
            "groups": {"customer": 50, "business": 50},
            "criteria": {"ease": {"weight": 1}, "fit": {"weight": 1, "group": "business"}},
        },
        as_of="2026-03-01",
        draws=0,
        analyses=[],
    )
    assert found["A"].action == "decline"
    assert found["A"].reasons[0].lower().endswith(said.lower())
