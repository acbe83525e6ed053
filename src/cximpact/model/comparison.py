"""Two evaluations beside each other: what moved, and by which cause."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from attrs import frozen

from cximpact.model.decision import Outcome
from cximpact.model.evaluation import Cost
from cximpact.model.evidence import Label

ValueCause = Literal["weights", "evidence", "effects", "answers", "scorecard", "other"]
VALUE_CAUSES: tuple[ValueCause, ...] = (
    "weights",
    "evidence",
    "effects",
    "answers",
    "scorecard",
    "other",
)
"""What can move a value: the weights, conditions of touchpoints, claimed effects, ratings and
amounts, what the scorecard asks and how it scores, and what the records do not tell apart."""


@frozen
class ComparedSide:
    """One of the two evaluations."""

    id: str
    as_of: date
    title: str
    version: str


@frozen
class ValuePart:
    """What one cause moved a value by through one criterion; "" where it is no criterion's."""

    cause: ValueCause
    criterion: str
    amount: float


@frozen
class GateChange:
    """A gate that answers otherwise; None where it was not run."""

    gate: str
    before: Outcome | None
    after: Outcome | None


@frozen
class ProposalChange:
    """One proposal in both evaluations.

    Attributes:
        proposal: Its id.
        title: Its name now; what it was called where it is gone.
        state: `both`, `new` or `gone`.
        action_before: None where it is new.
        action_after: None where it is gone.
        rank_before: None where it is new.
        rank_after: None where it is gone.
        value_before: None where it is new.
        value_after: None where it is gone.
        parts: What moved its value, by cause and criterion; they sum to the whole change.
        cost_before: None where it had no cost.
        cost_after: None where it has none.
        gates: Gates that answer otherwise.
        causes: What moved its action, in the order in which it moved; none where it did not.
        words: What became of it, in sentences; "" where nothing moved.
    """

    proposal: str
    title: str
    state: Literal["both", "new", "gone"]
    action_before: str | None = None
    action_after: str | None = None
    rank_before: int | None = None
    rank_after: int | None = None
    value_before: float | None = None
    value_after: float | None = None
    parts: tuple[ValuePart, ...] = ()
    cost_before: Cost | None = None
    cost_after: Cost | None = None
    gates: tuple[GateChange, ...] = ()
    causes: tuple[str, ...] = ()
    words: str = ""

    def part(self, cause: ValueCause) -> float:
        """Return all that one cause moved its value by."""
        return sum(each.amount for each in self.parts if each.cause == cause)

    @property
    def acts_otherwise(self) -> bool:
        """Whether it is in both evaluations, with another action."""
        return self.state == "both" and self.action_before != self.action_after


@frozen
class WeightChange:
    """A criterion's share of the whole; None where it was, or is, no criterion."""

    criterion: str
    before: float | None
    after: float | None


@frozen
class ConditionChange:
    """A touchpoint's condition, 0 to 1; None where it was, or is, not in the journey."""

    touchpoint: str
    criterion: str
    before: float | None
    after: float | None
    label_before: Label | None
    label_after: Label | None


@frozen
class BudgetChange:
    """A budget's limit; None where there was, or is, no such budget."""

    budget: str
    before: Decimal | None
    after: Decimal | None
    currency: str


@frozen
class StepMove:
    """A proposal whose action one step changes.

    Attributes:
        proposal: Its id.
        before: Its action before the step.
        after: Its action after it; None where it is no longer in the list.
        own: Whether its own value, cost or gates moved with the step; otherwise only others'.
    """

    proposal: str
    before: str | None
    after: str | None
    own: bool


@frozen
class Step:
    """One cause put in the place of the earlier one, all before it being replaced already.

    Attributes:
        cause: `weights`, `evidence`, `costs`, `budgets`, `proposals`, `scorecard`, or several
            that could not be told apart.
        moves: Proposals whose action it changes, sorted by id.
        value: What the selected set is worth after the step.
    """

    cause: str
    moves: tuple[StepMove, ...]
    value: float


@frozen
class ComparisonResult:
    """Everything that two evaluations differ in.

    Attributes:
        before: The earlier one, or the one compared with.
        after: The later one.
        proposals: All of both, sorted by id.
        weights: Criteria whose share of the whole moved.
        conditions: Touchpoints whose condition moved.
        budgets: Budgets whose limit moved.
        steps: What each cause changed, one after the other; empty where that was not worked out.
        sentences: What moved and why, the sum of it last.
        notes: What a reader must know of how it was worked out.
    """

    before: ComparedSide
    after: ComparedSide
    proposals: tuple[ProposalChange, ...]
    weights: tuple[WeightChange, ...] = ()
    conditions: tuple[ConditionChange, ...] = ()
    budgets: tuple[BudgetChange, ...] = ()
    steps: tuple[Step, ...] = ()
    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
