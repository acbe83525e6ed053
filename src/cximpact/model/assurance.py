"""How sure a decision is, what it depends on, and what scenarios would decide, as results."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import Factory, frozen

from cximpact.model.decision import Action, BudgetUse, CapacityUse
from cximpact.model.robustness import (
    Binding,
    CoreLabel,
    Frontier,
    Information,
    TornadoBar,
    WeightInterval,
)


@frozen
class RankResult:
    """Where a proposal ranks by value, over draws of weights, scores and evidence.

    Attributes:
        expected: Mean rank; 1 is first.
        low: 5th percentile.
        high: 95th percentile.
        first: Share of draws in which it is first.
        first_error: Standard error of that share.
        entropy: Uncertainty of its rank in bits; 0 where it is certain.
        confidence: How often it is first under the weights that favour it: its central weights;
            None where it never is first.
        central_weights: The mean weights of the draws in which it is first: the preferences that
            speak for it; empty where it never is.
        acceptability: Per rank, the share of draws in which it takes it; empty in long lists.
    """

    expected: float
    low: float
    high: float
    first: float
    first_error: float
    entropy: float
    confidence: float | None = None
    central_weights: Mapping[str, float] = Factory(dict)
    acceptability: tuple[float, ...] = ()


@frozen
class CoreResult:
    """How many of the non-dominated portfolios hold a proposal.

    Attributes:
        index: Share of them, 0 to 1.
        label: `core` in all, `exterior` in none, else `borderline`.
    """

    index: float
    label: CoreLabel


@frozen
class DrawsResult:
    """How uncertainty was drawn.

    Attributes:
        count: How many draws bands and ranks rest on; 0 for none.
        seed: Where the streams start.
        selections: For how many of them the selection was made again.
        worst_gap: The largest relative gap left open in one of those; 0 where all are exact.
        overdrawn: Budget to the share of draws in which what is mandatory or committed alone
            costs more than it allows.
        notes: What a reader must know.
    """

    count: int = 0
    seed: int = 0
    selections: int = 0
    worst_gap: float = 0.0
    overdrawn: Mapping[str, float] = Factory(dict)
    notes: tuple[str, ...] = ()


@frozen
class PortfolioResult:
    """One non-dominated portfolio: no other is better whatever weights and scores turn out.

    Attributes:
        proposals: Ids.
        value_low: Its least value.
        value_high: Its most.
        regret: The most it can be behind the best one.
    """

    proposals: tuple[str, ...]
    value_low: float
    value_high: float
    regret: float


@frozen
class PortfoliosResult:
    """All non-dominated portfolios.

    Attributes:
        count: How many there are.
        portfolios: The first of them, in the order of their ids; all, unless there are many.
        maximin: The one with the largest least value.
        minimax_regret: The one with the smallest regret.
        notes: What a reader must know.
    """

    count: int
    portfolios: tuple[PortfolioResult, ...]
    maximin: PortfolioResult
    minimax_regret: PortfolioResult
    notes: tuple[str, ...] = ()


@frozen
class PairResult:
    """How often one proposal beats another by value."""

    proposal: str
    other: str
    share: float


@frozen
class DependenceResult:
    """What the decision depends on, and what would change it.

    Attributes:
        portfolios: Non-dominated portfolios; None where they were not worked out.
        binding: Rules that keep the selection from being worth more.
        weights: How far each weight may move before the selected set changes.
        tornado: Uncertain things that change the selected set, most changes first.
        frontiers: Value against each budget.
        information: What is worth finding out, most first.
        pairs: How often one proposal beats another; in short lists only.
        notes: What was left out, and why.
    """

    portfolios: PortfoliosResult | None = None
    binding: tuple[Binding, ...] = ()
    weights: tuple[WeightInterval, ...] = ()
    tornado: tuple[TornadoBar, ...] = ()
    frontiers: tuple[Frontier, ...] = ()
    information: tuple[Information, ...] = ()
    pairs: tuple[PairResult, ...] = ()
    notes: tuple[str, ...] = ()


@frozen
class ScenarioProposal:
    """One proposal under one scenario; action "set aside" where it takes no part."""

    proposal: str
    action: Action
    rank: int | None
    value: float
    selection_share: float | None = None


@frozen
class ScenarioResult:
    """What would be decided under other budgets, weights or forced items.

    Attributes:
        name: Its key in the workspace.
        title: Its name for people.
        changes: What is different, in sentences.
        value: What the selected set is worth.
        selected: Ids.
        budgets: How each budget stands.
        proposals: Sorted by id.
        moves: Sentences: what moves against the evaluation itself.
        capacities: How each capacity stands.
    """

    name: str
    title: str
    changes: tuple[str, ...]
    value: float
    selected: tuple[str, ...]
    budgets: tuple[BudgetUse, ...] = ()
    proposals: tuple[ScenarioProposal, ...] = ()
    moves: tuple[str, ...] = ()
    capacities: tuple[CapacityUse, ...] = ()
