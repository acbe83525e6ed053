"""The customer's journey: stages, touchpoints, and the processes that ripple into them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import frozen


@frozen
class Unit:
    """A group of the organisation that owns processes and touchpoints."""

    id: str
    title: str = ""


@frozen
class Touchpoint:
    """A place where the customer meets the organisation.

    Attributes:
        id: Its name.
        stage: The id of the stage it belongs to.
        title: Its name for people.
        importance: Points against the other touchpoints of its stage.
        moment_of_truth: Whether the relationship is won or lost here.
        volume: Customers who pass in a year; None where nobody knows.
        unit: The unit that owns it, or "".
    """

    id: str
    stage: str
    title: str = ""
    importance: float = 1.0
    moment_of_truth: bool = False
    volume: float | None = None
    unit: str = ""


@frozen
class Stage:
    """A stretch of the journey as the customer lives it, in the order of living it."""

    id: str
    title: str = ""
    importance: float = 1.0
    touchpoints: tuple[Touchpoint, ...] = ()


@frozen
class Process:
    """Internal work that the customer does not see but feels downstream."""

    id: str
    title: str = ""
    unit: str = ""


@frozen
class Ripple:
    """How strongly a change of `origin` (a process or touchpoint) changes `target`, 0 to 1."""

    origin: str
    target: str
    strength: float


@frozen
class Journey:
    """Stages, the processes behind them, how work ripples to the customer, and who owns it.

    Attributes:
        stages: In the customer's order.
        processes: Internal processes, sorted by id.
        ripples: Sorted by origin and target.
        units: Owning units, sorted by id.
        moment_of_truth_factor: How much more a moment of truth weighs.
    """

    stages: tuple[Stage, ...] = ()
    processes: tuple[Process, ...] = ()
    ripples: tuple[Ripple, ...] = ()
    units: tuple[Unit, ...] = ()
    moment_of_truth_factor: float = 2.0

    @cached_property
    def touchpoints(self) -> tuple[Touchpoint, ...]:
        """All touchpoints, sorted by id: the order of every array over touchpoints."""
        found = (point for stage in self.stages for point in stage.touchpoints)
        return tuple(sorted(found, key=lambda point: point.id))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of the touchpoints for people, by id; the id where there is no title."""
        return {point.id: point.title or point.id for point in self.touchpoints}
