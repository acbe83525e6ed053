"""Names for people come from the scorecard in the record; what has none keeps its id."""

from __future__ import annotations

from typing import Any

import pytest

import cximpact
from cximpact.report.naming import criterion_title, touchpoint_title


@pytest.fixture(scope="module")
def summary() -> Any:
    card = {
        "criteria": {
            "ease": {"weight": 1, "title": "Ease of use"},
            "trip": {"kind": "journey", "weight": 1},
        },
        "journey": {
            "stages": {"use": {"touchpoints": {"desk": {"title": "Front desk"}, "post": {}}}}
        },
    }
    proposals = [{"id": "a", "ease": 1}]
    return cximpact.evaluate(
        proposals=proposals, scorecard=card, as_of="2026-03-01", draws=0, analyses=[]
    ).summary


def test_titles_where_there_are_any(summary: Any) -> None:
    assert criterion_title(summary, "ease") == "Ease of use"
    assert touchpoint_title(summary, "desk") == "Front desk"


def test_ids_where_there_are_none(summary: Any) -> None:
    assert [criterion_title(summary, each) for each in ("trip", "gone")] == ["trip", "gone"]
    assert [touchpoint_title(summary, each) for each in ("post", "gone")] == ["post", "gone"]
