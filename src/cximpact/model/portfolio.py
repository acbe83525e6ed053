"""What binds the selection as a whole: budgets, capacities, and rules between proposals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from attrs import Factory, frozen

from cximpact.model.money import Money

Overlap = Literal["separate", "joint"]


@frozen
class Budget:
    """A limit on the cost lines that match.

    Attributes:
        id: Its name.
        limit: The most that may be spent.
        where: Field of a cost line (fund, category, period, unit) to the values that match;
            an empty mapping matches every line.
    """

    id: str
    limit: Money
    where: Mapping[str, tuple[str, ...]] = Factory(dict)


@frozen
class MinimumShare:
    """At least so much of a budget goes to some proposals.

    Attributes:
        id: Its name.
        budget: The budget's id.
        share: 0 to 1.
        of: Of what is `spent` from the budget, or of its `limit`.
        proposals: Ids of the proposals it goes to, where they are named.
        where: Field of a cost line to the values that count.
        touchpoints: Ids of touchpoints: what improves one of them counts.
        labels: Labels of conditions: what improves a touchpoint so labelled counts.
        moments_of_truth: Whether only moments of truth count among those touchpoints.
    """

    id: str
    budget: str
    share: float
    of: Literal["spent", "limit"] = "spent"
    proposals: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = Factory(dict)
    touchpoints: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    moments_of_truth: bool = False


@frozen
class Capacity:
    """A limit on something other than money: people, weeks, places.

    Attributes:
        id: Its name.
        limit: The most that may be used; exact.
        uses: Proposal id to what it uses; exact, not negative.
        unit: What is counted, such as ``people``.
    """

    id: str
    limit: Decimal
    uses: Mapping[str, Decimal] = Factory(dict)
    unit: str = ""


@frozen
class AtMostOne:
    """Of these proposals at most one may be selected.

    Attributes:
        id: Its name.
        proposals: Ids, sorted.
        levels: Whether they are one project at several levels of funding.
    """

    id: str
    proposals: tuple[str, ...]
    levels: bool = False


@frozen
class Bundle:
    """These proposals are selected together or not at all."""

    id: str
    proposals: tuple[str, ...]


@frozen
class Synergy:
    """What proposals are worth beyond their own values if all of them are selected.

    Attributes:
        id: Its name.
        proposals: Ids, sorted; two or more.
        value: Added to the sum of values: above 0 for synergy, below for overlap; in [-1, 1].
    """

    id: str
    proposals: tuple[str, ...]
    value: float


@frozen
class Rules:
    """Everything that binds the selection, apart from what a proposal says of itself.

    Attributes:
        budgets: Sorted by id.
        at_most_one: Sorted by id; funding levels of one project among them.
        no_stage_worse_off: Whether every stage must come out no worse, per journey criterion.
        minimum_shares: Sorted by id.
        capacities: Sorted by id.
        bundles: Sorted by id.
        synergies: Sorted by id.
        overlap: `separate` adds up what proposals do at a touchpoint; `joint` maximises what they
            do together.
    """

    budgets: tuple[Budget, ...] = ()
    at_most_one: tuple[AtMostOne, ...] = ()
    no_stage_worse_off: bool = False
    minimum_shares: tuple[MinimumShare, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    synergies: tuple[Synergy, ...] = ()
    overlap: Overlap = "separate"
