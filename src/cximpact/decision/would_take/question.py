"""Everything that answering "what would it take" looks at."""

from __future__ import annotations

from attrs import frozen

from cximpact.decision.candidates import Candidates
from cximpact.decision.costs import Costs
from cximpact.decision.selection import Choice
from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.scores import Scores


@frozen(eq=False)
class Question:
    """The case and how it was decided.

    Attributes:
        case: The case.
        scores: Scores and values.
        costs: What proposals cost.
        gates: The gate reviews.
        who: Who may and must be selected.
        choice: What was chosen, with its program.
        rules: Per proposal, the rule that decided.
    """

    case: Case
    scores: Scores
    costs: Costs
    gates: tuple[GateReview, ...]
    who: Candidates
    choice: Choice
    rules: tuple[str, ...]

    def value(self, position: int) -> float:
        """Return V of a proposal."""
        return float(self.scores.value[position])
