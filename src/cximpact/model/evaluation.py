"""The evaluation as people and programs read it: one record per recommendation, and around it.

These records are the result's public shape: `evaluation.json` is their plain form. Scores and
values are in [-1, 1]; texts show them as -100 ... +100. Money is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from attrs import Factory, frozen

from cximpact.model.assurance import (
    CoreResult,
    DependenceResult,
    DrawsResult,
    RankResult,
    ScenarioResult,
)
from cximpact.model.decision import Action, BudgetUse, CapacityUse, JointEffect, Outcome
from cximpact.model.evidence import Condition
from cximpact.model.scorecard import GateMode, Group
from cximpact.model.weighting import WeightingResult

FORMAT = "cximpact-evaluation/1"


@frozen
class Band:
    """A central figure and its band; `low` and `high` are None where no draws were made."""

    expected: float
    low: float | None = None
    high: float | None = None


@frozen
class CriterionResult:
    """One criterion of one recommendation.

    Attributes:
        criterion: Its id.
        group: `customer` or `business`.
        weight: Its share of the whole; all weights sum to 1.
        score: In [-1, 1]; None where missing.
        low: Lower end of the score's band; None without draws.
        high: Upper end of the score's band.
        contribution: weight x score; 0 where missing.
        evidence: What the score rests on, one line per source.
        notes: What was assumed, clipped, missing or screened.
    """

    criterion: str
    group: Group
    weight: float
    score: float | None
    contribution: float
    low: float | None = None
    high: float | None = None
    evidence: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@frozen
class PathResult:
    """One way an effect reaches a touchpoint, with the units that own its steps."""

    steps: tuple[str, ...]
    strength: float
    units: tuple[str, ...] = ()


@frozen
class TouchpointResult:
    """What one proposal does at one touchpoint.

    Attributes:
        touchpoint: Its id.
        criterion: The journey criterion.
        condition: Its condition before, 0 to 1.
        net: Change of condition over all its customers.
        harm: The part of `net` that is harm; not above 0.
        delta_value: What the change is worth there: U(c + net) - U(c).
        customers_helped: Customers a year who gain; None without a volume.
        customers_harmed: Customers a year who lose; None without a volume.
        screened: Whether a screening rule claims it.
        paths: How it gets there, strongest first.
        more_paths: How many weaker paths are not listed.
    """

    touchpoint: str
    criterion: str
    condition: float
    net: float
    harm: float
    delta_value: float
    customers_helped: float | None = None
    customers_harmed: float | None = None
    screened: bool = False
    paths: tuple[PathResult, ...] = ()
    more_paths: int = 0


@frozen
class GateResult:
    """One gate's answer for one proposal; `origin` names the plugin whose gate it is."""

    gate: str
    mode: GateMode
    outcome: Outcome
    reason: str
    origin: str = ""


@frozen
class Cost:
    """Total cost in the reporting currency."""

    amount: Decimal
    currency: str


@frozen
class Recommendation:
    """What to do with one proposal, and why.

    Attributes:
        proposal: Its id.
        title: Its name.
        unit: The unit that proposes it.
        status: `proposed` or `committed`.
        rank: 1 is first.
        action: prioritize, approve, defer, revise or decline.
        rule: The rule that decided, in short.
        value: Weighted sum over all criteria.
        customer_value: Inside the customer group; None without one.
        business_value: Inside the business group; None without one.
        coverage: Scored share of weight.
        cost: Total cost; None where not stated.
        cost_evidence: Where the cost comes from, where a plugin's source gave it.
        cost_unknown: Columns of costs in which the list says that nothing is known: they are not
            in `cost`, and where a budget would pay for one, the proposal cannot be selected.
        customer_positive: Share of draws in which its customer value is above zero; None without
            draws, or without customer criteria.
        ranks: Where it ranks over the draws; None without them, or in very long lists.
        core: How many non-dominated portfolios hold it; None where they were not worked out.
        screened: Whether a score rests on screening rules.
        criteria: One line each, in the scorecard's order.
        touchpoints: What it does along the journey.
        gates: Answers of the gates that were run.
        reasons: Sentences; the first says what decided.
        would_take: Sentences: what would change the action.
        selection_share: Part of the draws that select it; None without draws.
    """

    proposal: str
    title: str
    unit: str
    status: str
    rank: int
    action: Action
    rule: str
    value: Band
    customer_value: float | None
    business_value: float | None
    coverage: float
    cost: Cost | None
    screened: bool = False
    criteria: tuple[CriterionResult, ...] = ()
    touchpoints: tuple[TouchpointResult, ...] = ()
    gates: tuple[GateResult, ...] = ()
    reasons: tuple[str, ...] = ()
    would_take: tuple[str, ...] = ()
    selection_share: float | None = None
    customer_positive: float | None = None
    ranks: RankResult | None = None
    core: CoreResult | None = None
    cost_evidence: tuple[str, ...] = ()
    cost_unknown: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """The sentence that says what decided."""
        return self.reasons[0] if self.reasons else ""

    @property
    def scores(self) -> Mapping[str, float | None]:
        """The score on each criterion, in the scorecard's order; None where missing."""
        return {line.criterion: line.score for line in self.criteria}

    @property
    def failed_gates(self) -> tuple[str, ...]:
        """Gates that failed, blocking or not."""
        return tuple(gate.gate for gate in self.gates if gate.outcome == "fail")


@frozen
class GroupResult:
    """A group of criteria: its stated share beside how much it really moves the values."""

    group: str
    share: float
    spread: float


@frozen
class SelectionResult:
    """The selected set as a whole, with its proof."""

    value: float
    bound: float
    gap: float
    selected: tuple[str, ...] = ()
    joint: tuple[JointEffect, ...] = ()
    notes: tuple[str, ...] = ()


@frozen
class SetAsideResult:
    """What was read and does not count: what, why, how many, and which."""

    what: str
    reason: str
    count: int
    file: str = ""
    rows: tuple[str, ...] = ()


@frozen
class MissingResult:
    """A source that failed: what it would have told is missing, never zero."""

    name: str
    reason: str


@frozen
class InputResult:
    """An input and the SHA-256 of its canonical parsed rows."""

    path: str
    sha256: str
    rows: int


@frozen
class Software:
    """What computed the evaluation."""

    name: str
    version: str


@frozen
class Summary:
    """Everything around the recommendations.

    Attributes:
        format: Version of the file format.
        id: SHA-256 of the canonical inputs, policy and versions.
        as_of: The day of the decision.
        title: The workspace's title.
        currency: The reporting currency.
        software: What computed it.
        inputs: Fingerprints of the inputs.
        scorecard: The whole scorecard, as plain data.
        groups: Stated shares beside spreads.
        budgets: How each budget stands.
        selection: The selected set.
        touchpoints: Conditions of the journey's touchpoints.
        capacities: How each capacity stands; evaluations saved before it was told have none.
        assumed: What was assumed of all proposals alike, in sentences without a stop; so it is
            not told of each.
        gates_not_run: Gates without any input of their kind: gate to why.
        missing: Sources that failed, sorted by name.
        draws: How uncertainty was drawn.
        weighting: What was stated about weights, and what that leaves open.
        dependence: What the decision depends on.
        scenarios: What would be decided under each scenario of the workspace.
        set_aside: What does not count.
        not_used: Columns that nothing reads: file to headers.
        problems: What is wrong or doubtful but did not stop the evaluation.
        changes: Against an earlier evaluation, in sentences.
    """

    format: str
    id: str
    as_of: date
    title: str
    currency: str
    software: Software
    inputs: tuple[InputResult, ...]
    scorecard: Mapping[str, object]
    groups: tuple[GroupResult, ...]
    budgets: tuple[BudgetUse, ...]
    selection: SelectionResult
    touchpoints: tuple[Condition, ...]
    capacities: tuple[CapacityUse, ...] = ()
    assumed: tuple[str, ...] = ()
    gates_not_run: Mapping[str, str] = Factory(dict)
    set_aside: tuple[SetAsideResult, ...] = ()
    not_used: Mapping[str, tuple[str, ...]] = Factory(dict)
    problems: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    missing: tuple[MissingResult, ...] = ()
    draws: DrawsResult = DrawsResult()
    weighting: WeightingResult = WeightingResult()
    dependence: DependenceResult = DependenceResult()
    scenarios: tuple[ScenarioResult, ...] = ()
