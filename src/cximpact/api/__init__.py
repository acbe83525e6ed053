"""The public functions and classes: `load`, `evaluate`, `compare`, `Evaluation` ..."""

from __future__ import annotations

from cximpact.api.comparing import Comparison, compare
from cximpact.api.evaluating import evaluate
from cximpact.api.evaluation import Evaluation, read_evaluation
from cximpact.api.ranking import rank
from cximpact.api.workspace import Workspace, load

__all__ = [
    "Comparison",
    "Evaluation",
    "Workspace",
    "compare",
    "evaluate",
    "load",
    "rank",
    "read_evaluation",
]
