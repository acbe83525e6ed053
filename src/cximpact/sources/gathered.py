"""Sources of plugins that there is nothing to read of: not asked yet, failed, or empty."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from cximpact.exceptions import InputError
from cximpact.model.case import InputRecord
from cximpact.sources.rule_names import unknown_names
from cximpact.sources.source import SourceResult

if TYPE_CHECKING:
    from cximpact.model.source import EvidenceSpec
    from cximpact.sources.source import Surroundings

__all__ = ["gathered_source"]


def gathered_source(spec: EvidenceSpec, around: Surroundings) -> SourceResult | None:
    """Return what is known of a source without reading it, None where there is a table to read.

    A plugin's table without rows may lack columns, too, and that is no mistake of anybody.

    Raises:
        InputError: Its rules name what the scorecard does not have.
    """
    found = spec.collected
    if found is None or (found.file and found.rows):
        return None
    problems = list(unknown_names(spec, around.scorecard))
    if problems:
        raise InputError(problems)
    if not found.file:
        return SourceResult((), (), (), (), ())
    nothing = hashlib.sha256(f"{spec.kind}:0:0".encode()).hexdigest()
    return SourceResult((), (InputRecord(found.label, nothing, 0),), (), (), ())
