"""Names that rules state for all of their rows, checked before any file is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import Problem
from cximpact.intake.files.problems import did_you_mean
from cximpact.sources.faults import known_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.model.scorecard import Scorecard
    from cximpact.model.source import EvidenceSpec, Lookup

__all__ = ["unknown_names"]


def unknown_names(spec: EvidenceSpec, scorecard: Scorecard) -> Sequence[Problem]:
    """Return a problem for every unknown name that a rule states for all of its rows."""
    found = []
    for number, rule in enumerate(spec.rules):
        for part in ("touchpoint", "measure", "criterion"):
            lookup: Lookup = getattr(rule, part)
            known = known_names(part, scorecard)
            stated = [lookup.constant, *lookup.values.values()]
            for name in sorted({name for name in stated if name} - set(known)):
                hint = did_you_mean(name, known) or f"known are: {', '.join(known[:10]) or 'none'}"
                field = f"evidence.{spec.name}.map[{number}].{part}"
                found.append(
                    Problem(
                        f"unknown {_WORDS[part]}",
                        line=rule.line,
                        field=field,
                        value=name,
                        hint=hint,
                    )
                )
    return found


_WORDS = {"touchpoint": "touchpoint", "measure": "measure", "criterion": "journey criterion"}
