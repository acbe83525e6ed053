"""A recommendation as lists show it: its figures, and sentences only where they are asked for.

What stands behind a score, gate by gate and way by way, costs a hundred times the figures. A
ranked list of thousands shows none of it, so it is made from these lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import frozen

from cximpact.model.assurance import CoreResult, RankResult
from cximpact.model.decision import Action
from cximpact.model.evaluation import Band, Cost, GateResult, Recommendation, TouchpointResult

__all__ = ["Line", "Listed"]


@frozen(eq=False)
class Line:
    """The figures of a recommendation, each as `Recommendation` has it; the rest on demand."""

    proposal: str
    title: str
    unit: str
    rank: int
    action: Action
    rule: str
    value: Band
    customer_value: float | None
    business_value: float | None
    coverage: float
    cost: Cost | None
    cost_unknown: tuple[str, ...]
    screened: bool
    scores: Mapping[str, float | None]
    failed_gates: tuple[str, ...]
    selection_share: float | None
    ranks: RankResult | None
    core: CoreResult | None
    _reason: Callable[[], str]
    _would_take: Callable[[], tuple[str, ...]]
    _gates: Callable[[], tuple[GateResult, ...]]
    _touchpoints: Callable[[], tuple[TouchpointResult, ...]]

    @property
    def reason(self) -> str:
        """The sentence that says what decided."""
        return self._reason()

    @property
    def would_take(self) -> tuple[str, ...]:
        """Sentences: what would change the action."""
        return self._would_take()

    @property
    def gates(self) -> tuple[GateResult, ...]:
        """Answers of the gates that were run."""
        return self._gates()

    @property
    def touchpoints(self) -> tuple[TouchpointResult, ...]:
        """What it does along the journey."""
        return self._touchpoints()


Listed = Recommendation | Line
"""What lists are made from."""
