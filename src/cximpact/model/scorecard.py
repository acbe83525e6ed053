"""The scorecard: the promise, criteria with weights, measures, and the policy of the gates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal

from attrs import Factory, frozen

from cximpact.model.journey import Journey
from cximpact.model.measure import Measure

Group = Literal["customer", "business"]
CriterionKind = Literal["rating", "quantity", "journey"]
GateMode = Literal["block", "warn", "off"]
GateAction = Literal["revise", "decline"]


@frozen
class Level:
    """One answer a rater can give: what is entered, its score, and the words that anchor it."""

    value: str
    score: float
    anchor: str = ""


@frozen
class ValuePoint:
    """One fixed point of a quantity's value function: an amount and its score."""

    amount: float
    score: float


@frozen
class Criterion:
    """One line of the scorecard.

    Attributes:
        id: Its name.
        group: `customer` or `business`.
        kind: `rating`, `quantity` or `journey`.
        weight: Swing points inside its group; not negative.
        title: Its name for people.
        question: What is asked, in the customer's terms.
        source: The published source it comes from.
        levels: For `rating`: the answers, from worst to best.
        scale: For `rating`: worst, no change and best of a numeric scale; None where answers
            are the levels' own values.
        value_points: For `quantity`: fixed anchors, amounts strictly increasing.
        unit: For `quantity`: the unit or currency of the amounts.
        touchpoints: For `journey`: the touchpoints it covers; empty means all.
        full_scale: For `journey`: the raw sum that scores 1; None means 0.6 x the largest share.
    """

    id: str
    group: Group
    kind: CriterionKind
    weight: float
    title: str = ""
    question: str = ""
    source: str = ""
    levels: tuple[Level, ...] = ()
    scale: tuple[float, float, float] | None = None
    value_points: tuple[ValuePoint, ...] = ()
    unit: str = ""
    touchpoints: tuple[str, ...] = ()
    full_scale: float | None = None


@frozen
class HarmGate:
    """Limits of the customer harm gate; each is the worst that still passes."""

    mode: GateMode = "block"
    action: GateAction = "decline"
    touchpoint: float = -0.05
    moment_of_truth: float = -0.02
    journey: float = -0.02
    change: float = -0.3
    score: float = -0.34


@frozen
class EvidenceGate:
    """Limits of the customer evidence gate: how much of a claimed gain must rest on evidence."""

    mode: GateMode = "block"
    action: GateAction = "revise"
    coverage: float = 0.5
    freshness: float = 0.5


@frozen
class VoiceGate:
    """Limits of the customer voice gate: how old the customers' own word may be, in months."""

    mode: GateMode = "block"
    action: GateAction = "revise"
    max_age_months: float = 18.0
    channels: tuple[str, ...] = ("survey", "complaint", "call", "return", "review", "in-store")


@frozen
class FloorGate:
    """The customer value floor: the lowest customer value that passes."""

    mode: GateMode = "block"
    action: GateAction = "revise"
    floor: float = -0.05


@frozen
class StatementGate:
    """The customer statement gate: words that look inward, each with the question to answer."""

    mode: GateMode = "warn"
    action: GateAction = "revise"
    inward_phrases: Mapping[str, str] = Factory(dict)


@frozen
class Gates:
    """The five gates of the default policy."""

    customer_harm: HarmGate = HarmGate()
    customer_evidence: EvidenceGate = EvidenceGate()
    customer_voice: VoiceGate = VoiceGate()
    customer_value_floor: FloorGate = FloorGate()
    customer_statement: StatementGate = StatementGate()


@frozen
class PluginGate:
    """A gate of a plugin that a scorecard or workspace switches on.

    Attributes:
        name: Its name.
        mode: Whether it blocks.
        action: What failing leads to where it blocks.
        settings: What it is told, as plain data.
    """

    name: str
    mode: GateMode = "block"
    action: GateAction = "revise"
    settings: Mapping[str, Any] = Factory(dict)


@frozen
class Policy:
    """Settings of the method that a head of customer experience may change.

    Attributes:
        gates: The gates.
        prior_mean: Condition of a touchpoint nobody measured.
        prior_sd: Its standard deviation.
        disagreement: Standard deviation between measures of the same touchpoint.
        smallest_error: The least standard error of a condition from one measurement.
        gain_reach: Reach of a gain that states none.
        harm_reach: Reach of a harm that states none.
        own_unit_counts: Whether a rater of the proposal's own unit counts.
        plugin_gates: Gates of plugins, sorted by name.
    """

    gates: Gates = Gates()
    prior_mean: float = 0.5
    prior_sd: float = 0.25
    disagreement: float = 0.10
    smallest_error: float = 0.02
    gain_reach: float = 0.25
    harm_reach: float = 1.0
    own_unit_counts: bool = False
    plugin_gates: tuple[PluginGate, ...] = ()


@frozen
class Scorecard:
    """What the organisation promises its customers, and how a proposal is held against it.

    Attributes:
        id: Its name.
        version: Its version, as text.
        promise: The promise to the customer: the lens for every decision.
        groups: Points of each group of criteria, such as ``{"customer": 50, "business": 50}``.
        criteria: Sorted by id: the order of every array over criteria.
        journey: The customer's journey; empty where the scorecard has none.
        measures: By id.
        policy: Gates and settings.
        title: Its name for people.
        display_order: Criterion ids in the order the author wrote them.
    """

    id: str
    criteria: tuple[Criterion, ...]
    groups: Mapping[str, float]
    version: str = "1"
    title: str = ""
    promise: str = ""
    journey: Journey = Journey()
    measures: Mapping[str, Measure] = Factory(dict)
    policy: Policy = Policy()
    display_order: tuple[str, ...] = ()

    @cached_property
    def displayed(self) -> tuple[tuple[int, Criterion], ...]:
        """The criteria with their columns, in the order the author wrote them."""
        order = {key: place for place, key in enumerate(self.display_order)}
        pairs = enumerate(self.criteria)
        return tuple(sorted(pairs, key=lambda one: (order.get(one[1].id, len(order)), one[0])))

    def criterion(self, criterion_id: str) -> Criterion:
        """Return the criterion of that id; KeyError where there is none."""
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)
