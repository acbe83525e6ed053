"""What the decision hands on: outcomes of gates, the selection, actions and ranks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal

from attrs import Factory, frozen

from cximpact.model.arrays import BoolArray, IntArray
from cximpact.model.draws import Draws
from cximpact.model.robustness import Robustness
from cximpact.model.scorecard import GateAction, GateMode

Outcome = Literal["pass", "fail", "undetermined", "not applicable"]
Action = Literal["prioritize", "approve", "defer", "revise", "decline", "set aside"]
ACTIONS: tuple[Action, ...] = ("prioritize", "approve", "defer", "revise", "decline")


@frozen(eq=False)
class GateReview:
    """One gate's answers for all proposals.

    Attributes:
        gate: Its name, such as ``customer_harm``.
        mode: `block`, `warn` or `off`.
        outcomes: Per proposal.
        actions: Per proposal, what a failing or undetermined answer leads to where the gate
            blocks ("" elsewhere).
        sentences: Gives what is said of the proposal at a position: in short first, then in
            full, with what to do.
        not_run: Why the gate was not run at all, "" where it was.
        cure: Gives the sentences saying what would make the proposal at a position pass; None
            where the gate cannot say.
        origin: Distribution and version of the plugin that judged; "" for a gate of the method.
        lacking: Positions of proposals on which the answer is open only because a source or
            plugin failed.
    """

    gate: str
    mode: GateMode
    outcomes: tuple[Outcome, ...]
    actions: tuple[GateAction | Literal[""], ...]
    sentences: Callable[[int], tuple[str, ...]]
    not_run: str = ""
    cure: Callable[[int], tuple[str, ...]] | None = None
    origin: str = ""
    lacking: frozenset[int] = frozenset()

    def reason(self, position: int) -> str:
        """Return all that is said of the proposal at a position."""
        return " ".join(self.sentences(position))


@frozen
class DrawnUse:
    """What the costs of all that is selected come to under a budget, over draws of these costs.

    Attributes:
        low: The 5th percentile, in the budget's currency.
        high: The 95th percentile.
        over: Share of draws in which they come to more than the limit.
    """

    low: Decimal
    high: Decimal
    over: float


@frozen
class BudgetUse:
    """How a budget stands after selection; money in the budget's currency.

    Attributes:
        budget: Its id.
        limit: The most that may be spent.
        committed: Used by committed and mandatory proposals.
        used: Used by everything selected.
        left: What remains.
        currency: ISO 4217 code.
        origin: Where the limit comes from, where a plugin's source gave it.
        unknown: Ids of committed and mandatory proposals of which a cost that it would pay is not
            known, and so is not in what is used.
        drawn: What the use also might be; None where no draws were made, or all costs of what is
            selected are certain.
    """

    budget: str
    limit: Decimal
    committed: Decimal
    used: Decimal
    left: Decimal
    currency: str
    origin: str = ""
    unknown: tuple[str, ...] = ()
    drawn: DrawnUse | None = None


@frozen
class CapacityUse:
    """How a capacity stands after selection, in its unit.

    Attributes:
        capacity: Its id.
        limit: The most that may be used.
        committed: Used by committed and mandatory proposals.
        used: Used by everything selected.
        left: What remains.
        unit: What is counted, such as ``people``; "" where that is not said.
    """

    capacity: str
    limit: Decimal
    committed: Decimal
    used: Decimal
    left: Decimal
    unit: str = ""


@frozen
class JointEffect:
    """Several selected proposals at one touchpoint: their sum against what the headroom allows.

    Attributes:
        touchpoint: Touchpoint id.
        criterion: Journey criterion id.
        proposals: Ids of the selected proposals that touch it.
        joint: U(c + all nets) - U(c).
        separate: Sum of their own changes of value.
        excess: separate - joint: counted more than once.
    """

    touchpoint: str
    criterion: str
    proposals: tuple[str, ...]
    joint: float
    separate: float
    excess: float


@frozen(eq=False)
class Selection:
    """The best set under the rules, with its proof.

    Attributes:
        candidate: Per proposal: may it be selected at all.
        selected: Per proposal.
        required_by: Proposal id to the selected proposals that require it.
        value: Sum of the selected proposals' value.
        bound: Proven upper bound of that sum.
        gap: bound - value, 0 when proven optimal.
        budgets: Use of every budget, sorted by id.
        joint: Touchpoints that several selected proposals change.
        notes: Sentences a board must read beside it.
        held: Proposals that are in it although a failure leaves open whether they may be, to the
            mandatory and committed ones that cannot go without them.
        capacities: Use of every capacity, sorted by id.
    """

    candidate: BoolArray
    selected: BoolArray
    required_by: Mapping[str, tuple[str, ...]]
    value: float
    bound: float
    gap: float
    budgets: tuple[BudgetUse, ...] = ()
    joint: tuple[JointEffect, ...] = ()
    notes: tuple[str, ...] = ()
    held: Mapping[str, tuple[str, ...]] = Factory(dict)
    capacities: tuple[CapacityUse, ...] = ()


@frozen(eq=False)
class Decision:
    """Actions, their rules, and the ranking.

    Attributes:
        actions: Per proposal.
        rules: Per proposal, the name of the rule of the action list that fired first.
        order: Positions of the ranked proposals, best first (set-aside ones left out).
        cost: Per proposal, total cost in the reporting currency; None where missing.
        gates: The gate reviews.
        selection: The selection.
        would_take: Per proposal, sentences saying what would change its action.
        obstacles: Gives what keeps a proposal of value from being selected: a clause, then
            perhaps sentences.
        robustness: How sure it all is, and what it depends on.
        draws: Draws of what is uncertain; None where none were made.
    """

    actions: tuple[Action, ...]
    rules: tuple[str, ...]
    order: IntArray
    cost: tuple[Decimal | None, ...]
    gates: tuple[GateReview, ...]
    selection: Selection
    would_take: Mapping[int, tuple[str, ...]] = Factory(dict)
    obstacles: Callable[[int], tuple[str, ...]] = lambda _: ()
    robustness: Robustness = Robustness()
    draws: Draws | None = None
