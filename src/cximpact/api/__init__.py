"""The public functions and classes: `load`, `evaluate`, `read_evaluation`, `Evaluation`."""

from __future__ import annotations

from cximpact.api.evaluating import evaluate
from cximpact.api.evaluation import Evaluation, read_evaluation
from cximpact.api.workspace import Workspace, load

__all__ = ["Evaluation", "Workspace", "evaluate", "load", "read_evaluation"]
