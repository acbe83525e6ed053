"""Everything that asking "what if" of a decision looks at."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from attrs import field, frozen

from cximpact.decision.candidates import Candidates
from cximpact.decision.costs import Costs
from cximpact.decision.reach import best_scores, reach_of
from cximpact.decision.reduced import TIE, Reduced
from cximpact.decision.selection import Choice
from cximpact.decision.ties import open_columns
from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.draws import Draws
from cximpact.model.evidence import Conditions
from cximpact.model.robustness import SelectionShares
from cximpact.model.scores import Scores

MOST_OPEN = 40
"""What takes dozens of selections each is worked out only up to this many open proposals."""
MOST_ASKED = 60
"""Selections are asked "what if" only up to this many open proposals; each asks several times."""


@frozen(eq=False, slots=False)
class Question:
    """The case and how it was decided.

    Attributes:
        case: The case.
        conditions: Conditions of the touchpoints.
        scores: Scores and values.
        costs: What proposals cost.
        gates: The gate reviews.
        who: Who may and must be selected.
        choice: What was chosen, with its program.
        rules: Per proposal, the rule that decided.
        draws: Draws of what is uncertain; None where none were made.
        shares: How often each proposal is selected over the draws; None without draws.
        memo: What one analysis found and another can use; empty again in a changed question.
    """

    case: Case
    conditions: Conditions
    scores: Scores
    costs: Costs
    gates: tuple[GateReview, ...]
    who: Candidates
    choice: Choice
    rules: tuple[str, ...]
    draws: Draws | None = None
    shares: SelectionShares | None = None
    memo: dict[str, Any] = field(init=False, factory=dict)

    def value(self, position: int) -> float:
        """Return V of a proposal."""
        return float(self.scores.value[position])

    @cached_property
    def to_ask(self) -> Reduced | None:
        """The program to ask "what if", None where that would take too long or proves nothing."""
        reduced = self.choice.reduced
        if reduced is None or self.choice.bound - self.choice.value > TIE:
            return None
        return reduced if open_columns(reduced.program) <= MOST_ASKED else None

    def best_score(self, position: int, column: int) -> float:
        """Return the highest score a proposal could have on a criterion."""
        criterion = self.case.scorecard.criteria[column]
        return self._best_scores[column] * reach_of(self.case, position, criterion)

    @cached_property
    def _best_scores(self) -> tuple[float, ...]:
        return best_scores(self.case, self.conditions)
