"""What a decision depends on: how sure it is, what would change it, what is worth finding out.

Records that hold arrays run over positions of proposals; those that stand in the result as they
are name ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from attrs import Factory, frozen

from cximpact.model.arrays import BoolArray, FloatArray

CoreLabel = Literal["core", "borderline", "exterior"]


@frozen(eq=False)
class Acceptability:
    """Stochastic multicriteria acceptability over proposals that are ranked.

    Attributes:
        draws: How many draws it rests on.
        proposals: Positions of the proposals, ascending: rows of everything below.
        rank: Proposals x ranks: share of draws in which it takes that rank; None where the list
            is too long for it.
        expected_rank: Mean rank, 1 is first.
        rank_low: 5th percentile of its rank.
        rank_high: 95th percentile.
        first: Share of draws in which it is first.
        entropy: Entropy of its rank distribution in bits; 0 where its rank is certain.
        central_weights: Proposals x criteria: mean weights of the draws in which it is first; NaN
            where it never is.
        confidence: Share of draws in which it is first under its central weights; NaN where it
            has none.
        pairwise: Proposals x proposals: share of draws in which the row beats the column; None
            where the list is too long.
        notes: What was left out, and why.
    """

    draws: int
    proposals: tuple[int, ...]
    rank: FloatArray | None
    expected_rank: FloatArray
    rank_low: FloatArray
    rank_high: FloatArray
    first: FloatArray
    entropy: FloatArray
    central_weights: FloatArray
    confidence: FloatArray
    pairwise: FloatArray | None
    notes: tuple[str, ...] = ()


@frozen(eq=False)
class SelectionShares:
    """How often each proposal is in the best selection.

    Attributes:
        share: Per proposal, the share of draws whose best selection holds it.
        draws: How many draws.
        worst_gap: The largest relative gap left open in any draw; 0 where all are exact.
        overdrawn: Budget to the share of draws in which what is mandatory or committed alone
            costs more than it allows.
        notes: What a reader must know.
    """

    share: FloatArray
    draws: int
    worst_gap: float = 0.0
    overdrawn: Mapping[str, float] = Factory(dict)
    notes: tuple[str, ...] = ()


@frozen(eq=False)
class Portfolios:
    """All portfolios that no other beats whatever the weights and scores turn out to be.

    Attributes:
        sets: Portfolios x proposals, in a fixed order.
        core_index: Per proposal, the share of portfolios that hold it.
        label: Per proposal: `core` in all, `exterior` in none, else `borderline`.
        value_low: Per portfolio, its least value over weights and scores.
        value_high: Its most.
        regret: Per portfolio, the most it can be behind the best one.
        maximin: The portfolio with the largest least value.
        minimax_regret: The portfolio with the smallest regret.
        notes: What a reader must know.
    """

    sets: BoolArray
    core_index: FloatArray
    label: tuple[CoreLabel, ...]
    value_low: FloatArray
    value_high: FloatArray
    regret: FloatArray
    maximin: int
    minimax_regret: int
    notes: tuple[str, ...] = ()


@frozen
class Binding:
    """A rule that keeps the selection from being worth more.

    Attributes:
        rule: Which, as in the input: ``budgets.capex``, ``rules.at_most_one.region`` ...; several
            limits, which hold back together only, parted by ``, ``.
        words: A plain sentence.
        gain: What the selection would gain without the rule at all; None where not worked out.
        price: For a budget or capacity, the value that one more unit would add at the margin
            (dual of the linear relaxation); None for other rules.
        unit: The unit of the price: a currency, or the capacity's.
        next_step: For a budget or capacity, the least raise that lets the selection gain; None
            where no raise does.
        next_gain: What it then gains; of several limits, with all of them raised as told.
    """

    rule: str
    words: str
    gain: float | None = None
    price: float | None = None
    unit: str = ""
    next_step: Decimal | None = None
    next_gain: float | None = None


@frozen
class WeightInterval:
    """How far one weight may move, the others keeping their proportions, before the set changes.

    Attributes:
        part: `customer`, `business` or `groups`.
        member: Criterion id, or group.
        weight: Its central weight inside its part.
        low: The least at which the selected set stays best.
        high: The most.
        leaves_low: Who leaves the set just below `low`.
        enters_low: Who enters it there.
        leaves_high: Who leaves just above `high`.
        enters_high: Who enters there.
    """

    part: str
    member: str
    weight: float
    low: float
    high: float
    leaves_low: tuple[str, ...] = ()
    enters_low: tuple[str, ...] = ()
    leaves_high: tuple[str, ...] = ()
    enters_high: tuple[str, ...] = ()


@frozen
class TornadoBar:
    """One uncertain thing at both ends of its band: how many proposals change sides.

    Attributes:
        kind: `weight`, `group`, `condition`, `effect`, `score` or `cost`.
        name: Which: ids joined by ``/``.
        low: Its lower end.
        high: Its upper end.
        changes_low: Proposals that enter or leave the selected set at the lower end.
        changes_high: The same at the upper end.
    """

    kind: str
    name: str
    low: float
    high: float
    changes_low: tuple[str, ...] = ()
    changes_high: tuple[str, ...] = ()


@frozen
class FrontierPoint:
    """The best selection from one limit of a budget on, until the next point.

    Attributes:
        limit: The least limit at which it is best.
        value: What it is worth.
        selected: Ids.
        enters: Ids that the point before did not have.
        leaves: Ids that the point before had.
    """

    limit: Decimal
    value: float
    selected: tuple[str, ...]
    enters: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()


@frozen
class Frontier:
    """Value against one budget, the others as they are: exact at every breakpoint.

    Attributes:
        budget: Its id.
        currency: Its currency.
        limit: The limit as it is.
        points: From the least limit at which the rules can be obeyed.
        chosen: Number of the point that holds at the limit.
        diminishing: Number of the point of diminishing return: the one farthest above the line
            from the first point to the last.
        complete: Whether all breakpoints are there; the last point is then the last.
        notes: What a reader must know.
    """

    budget: str
    currency: str
    limit: Decimal
    points: tuple[FrontierPoint, ...]
    chosen: int
    diminishing: int
    complete: bool = True
    notes: tuple[str, ...] = ()


@frozen
class Information:
    """What knowing one uncertain thing would be worth to the selection.

    Attributes:
        kind: `condition`, `proposal`, `cost` or `weights`.
        name: Touchpoint, proposal, or the question to stakeholders.
        gain: Expected gain of the selection's value, at least 0.
        error: Its standard error.
        changes: Share of cases in which another set would be selected.
        words: A sentence that says what to find out.
    """

    kind: str
    name: str
    gain: float
    error: float
    changes: float
    words: str


@frozen(eq=False)
class Robustness:
    """Everything a decision says of how sure it is; parts that were not worked out are empty.

    Attributes:
        acceptability: SMAA; None without draws.
        shares: Selection shares; None without draws.
        portfolios: Non-dominated portfolios; None where the list is too long for them.
        binding: Rules that bind.
        weights: Interval of every weight.
        tornado: The uncertain things that change the set, most changes first.
        frontiers: One per budget.
        information: What is worth finding out, most first.
        notes: What was left out, and why.
    """

    acceptability: Acceptability | None = None
    shares: SelectionShares | None = None
    portfolios: Portfolios | None = None
    binding: tuple[Binding, ...] = ()
    weights: tuple[WeightInterval, ...] = ()
    tornado: tuple[TornadoBar, ...] = ()
    frontiers: tuple[Frontier, ...] = ()
    information: tuple[Information, ...] = ()
    notes: tuple[str, ...] = ()
