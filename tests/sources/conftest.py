"""A small scorecard with a measure of each kind, and a way to collect from a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cximpact.model.journey import Journey, Stage, Touchpoint
from cximpact.model.measure import Anchors, Measure, Success
from cximpact.model.scorecard import Criterion, Scorecard
from cximpact.model.source import EvidenceSpec
from cximpact.sources.collect import Collected, collect

AS_OF = date(2022, 4, 1)
_ANCHORS = Anchors(0.0, 0.5, 1.0)
MEASURES = (
    Measure("csat", "share", _ANCHORS, success=Success(at_least=4)),
    Measure("quick", "share", _ANCHORS, success=Success(at_most=2)),
    Measure("solved", "share", _ANCHORS, success=Success(one_of=("yes", "1"))),
    Measure("on-time", "share", _ANCHORS),
    Measure("nps", "nps", _ANCHORS),
    Measure("effort", "mean", _ANCHORS, scale=(1.0, 7.0)),
    Measure("complaints", "rate", _ANCHORS, window_months=6),
    Measure("speed", "kpi", _ANCHORS),
)


@pytest.fixture(scope="session")
def scorecard() -> Scorecard:
    return small_scorecard()


def small_scorecard() -> Scorecard:
    points = tuple(Touchpoint(name, "all") for name in ("ask", "buy", "pay"))
    return Scorecard(
        "small",
        (
            Criterion("ease", "customer", "rating", 1.0),
            Criterion("journey", "customer", "journey", 1.0),
            Criterion("trust", "customer", "journey", 1.0),
        ),
        {"customer": 1.0},
        journey=Journey((Stage("all", touchpoints=points),)),
        measures={measure.id: measure for measure in MEASURES},
    )


@pytest.fixture
def gather(tmp_path: Path, scorecard: Scorecard) -> Callable[..., Collected]:
    """Collect one source from texts written to files, or from frames."""

    def _gather(
        *specs: EvidenceSpec,
        files: Mapping[str, str | bytes] | None = None,
        frames: Mapping[str, Any] | None = None,
        as_of: date = AS_OF,
    ) -> Collected:
        for name, content in (files or {}).items():
            data = content.encode() if isinstance(content, str) else content
            (tmp_path / name).write_bytes(data)
        return collect(specs, scorecard=scorecard, as_of=as_of, base=tmp_path, frames=frames or {})

    return _gather


@pytest.fixture
def baltimore(baltimore_data: Path) -> Path:
    """The folder of the City of Baltimore's public files."""
    return baltimore_data
