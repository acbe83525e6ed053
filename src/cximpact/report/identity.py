"""The identity of an evaluation: equal inputs, policy and versions have equal ids."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.evaluation import FORMAT, Software
from cximpact.report.plain import plain
from cximpact.version import VERSION


def software() -> Software:
    """Return the name and version of what computes evaluations."""
    return Software(name="cximpact", version=VERSION)


def canonical(data: object) -> str:
    """Return data as canonical JSON: sorted keys, no spaces, floats rounded to 9 decimals."""
    return json.dumps(
        plain(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def evaluation_id(case: Case, scorecard: dict[str, Any], gates: Iterable[GateReview] = ()) -> str:
    """Return the SHA-256 of the case's inputs, policy and versions.

    Paths do not count, so a saved evaluation replayed elsewhere keeps its id. What gates of
    plugins answered is an input like any other.
    """
    judged = [[gate.gate, gate.origin, gate.outcomes] for gate in gates if gate.origin]
    identity = {
        "format": FORMAT,
        "software": software(),
        "as_of": case.as_of,
        "currency": case.currency,
        "inputs": sorted([item.sha256, item.rows] for item in case.inputs),
        "analyses": sorted(case.analyses),
        "draws": case.drawing,
        "rates": case.rates,
        "rules": case.rules,
        "scenarios": case.scenarios,
        "scorecard": scorecard,
        "weighting": case.weighting,
    }
    if case.missing:
        # What failed shapes the answer as much as what was read.
        identity["missing"] = [[each.name, each.touchpoints] for each in case.missing]
    if judged:
        identity["judged"] = judged
    return hashlib.sha256(canonical(identity).encode()).hexdigest()
