"""What is said of a table in a warehouse, read as a block of evidence in a workspace is read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import InputError, Problem
from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import spec_from_keywords

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.model.scorecard import Scorecard
    from cximpact.model.source import EvidenceSpec

__all__ = ["stated_block"]

_ELSEWHERE = ("frame", "path", "source", "settings")


def stated_block(
    name: str, block: Mapping[str, Any], scorecard: Any, as_of: date | str
) -> tuple[EvidenceSpec, Scorecard, date]:
    """Return a block, the scorecard and the day as the workspace's own reader understands them.

    Raises:
        InputError: With all that is wrong with them at once.
    """
    import pandas as pd

    elsewhere = [key for key in _ELSEWHERE if key in block]
    if elsewhere:
        field = f"evidence.{name}.{elsewhere[0]}"
        hint = "take it away: the rows are those of the table"
        raise InputError([Problem("the rows come from another place, too", field=field, hint=hint)])
    rows = {"frame": pd.DataFrame(columns=["touchpoint"])}
    spec = spec_from_keywords(
        evidence={name: {**block, **rows}},
        scorecard=scorecard,
        as_of=as_of,
        proposals=pd.DataFrame({"id": ["none"]}),
    )
    inputs = read_inputs(spec)
    assert inputs.as_of is not None  # noqa: S101 - it was stated
    return inputs.evidence[0], inputs.scorecard, inputs.as_of
