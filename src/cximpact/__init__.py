"""cximpact scores proposals by what they do to the customer's experience, and ranks them.

Everything public is here; nothing heavy is imported before it is needed.

Example:
    >>> import pandas as pd, cximpact
    >>> ideas = pd.DataFrame({"id": ["letters", "limits"], "ease": [2, -1], "speed": [1, 3]})
    >>> result = cximpact.evaluate(proposals=ideas, weights={"ease": 60, "speed": 40})
    >>> result.to_frame()[["rank", "action"]].loc["letters"].tolist()
    [1, 'prioritize']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import CximpactError, InputError, InternalError, SourceError

if TYPE_CHECKING:
    from cximpact.api import (
        Comparison,
        Evaluation,
        Workspace,
        compare,
        evaluate,
        load,
        rank,
        read_evaluation,
    )
    from cximpact.model.scorecard import Scorecard
    from cximpact.plugins.markers import hookimpl

_HOMES = {
    "Comparison": "cximpact.api",
    "Evaluation": "cximpact.api",
    "Scorecard": "cximpact.model.scorecard",
    "Workspace": "cximpact.api",
    "compare": "cximpact.api",
    "evaluate": "cximpact.api",
    "hookimpl": "cximpact.plugins.markers",
    "load": "cximpact.api",
    "rank": "cximpact.api",
    "read_evaluation": "cximpact.api",
}

__all__ = [
    "Comparison",
    "CximpactError",
    "Evaluation",
    "InputError",
    "InternalError",
    "Scorecard",
    "SourceError",
    "Workspace",
    "compare",
    "evaluate",
    "hookimpl",
    "load",
    "rank",
    "read_evaluation",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its home the first time it is asked for."""
    if name == "__version__":
        from cximpact.version import VERSION

        return VERSION
    if name not in _HOMES:
        raise AttributeError(f"module 'cximpact' has no attribute '{name}'")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES, "__version__"})
