"""A scorecard with a measure of each kind, and the core's own way to read the rows of a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import spec_from_keywords
from cximpact.sources.collect import Collected, collect

AS_OF = "2026-03-01"
_ANCHORS = {"broken": 0, "reliable": 0.5, "differentiating": 1}
MEASURES: dict[str, dict[str, Any]] = {
    "csat": {"kind": "share", "success": {"at_least": 4}},
    "quick": {"kind": "share", "success": {"at_most": 0.3}},
    "solved": {"kind": "share", "success": {"one_of": ["yes", "1"]}},
    "on-time": {"kind": "share"},
    "nps": {"kind": "nps"},
    "effort": {"kind": "mean", "scale": [-5, 7]},
    "complaints": {"kind": "rate", "window": 6, "exposure": {"*": 1000}},
    "speed": {"kind": "kpi"},
}
CARD: dict[str, Any] = {
    "criteria": {
        "journey": {"kind": "journey", "weight": 1},
        "trust": {"kind": "journey", "weight": 1},
    },
    "journey": {"stages": {"all": {"touchpoints": {"ask": {}, "buy": {}, "pay": {}}}}},
    "measures": {name: {**said, "anchors": _ANCHORS} for name, said in MEASURES.items()},
}


def core(source: Any, block: Mapping[str, Any], base: Path | None = None) -> Collected:
    """Read a source as the core does: ``source`` is a frame, or a file's name in `base`."""
    import pandas as pd

    spec = spec_from_keywords(
        evidence={"s": {**block, ("path" if isinstance(source, str) else "frame"): source}},
        scorecard=CARD,
        as_of=AS_OF,
        proposals=pd.DataFrame({"id": ["none"]}),
    )
    inputs = read_inputs(spec)
    assert inputs.as_of is not None
    return collect(
        inputs.evidence,
        scorecard=inputs.scorecard,
        as_of=inputs.as_of,
        base=base,
        frames=spec.frames,
    )
