"""Why: reasons in sentences, from the rule that decided; evidence, journey, changes.

Pure, and in the reader's words. Names no rater, quotes no comment, and does not count out
groups of fewer than five.
"""

from cximpact.explain.assumed import assumed_of_all, is_told_of_all
from cximpact.explain.changes import changes_since, told_changes
from cximpact.explain.criteria import FEW_RATERS, criterion_results
from cximpact.explain.deciding import GATE_WORDS
from cximpact.explain.journey import touchpoint_results
from cximpact.explain.provenance import cost_lines
from cximpact.explain.reasons import deciding_reason, reasons
from cximpact.explain.scorecard_changes import scorecard_changes
from cximpact.explain.shared import Shared

__all__ = [
    "FEW_RATERS",
    "GATE_WORDS",
    "Shared",
    "assumed_of_all",
    "changes_since",
    "cost_lines",
    "criterion_results",
    "deciding_reason",
    "is_told_of_all",
    "reasons",
    "scorecard_changes",
    "told_changes",
    "touchpoint_results",
]
