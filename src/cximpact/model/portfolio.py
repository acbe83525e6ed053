"""The rules a selection must obey: budgets, and what goes or does not go together."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import Factory, frozen

from cximpact.model.money import Money


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
class AtMostOne:
    """Of these proposals at most one may be selected."""

    id: str
    proposals: tuple[str, ...]


@frozen
class Rules:
    """Everything that binds the selection, apart from what a proposal says of itself.

    Attributes:
        budgets: Sorted by id.
        at_most_one: Sorted by id.
        no_stage_worse_off: Whether every stage must come out no worse, per journey criterion.
    """

    budgets: tuple[Budget, ...] = ()
    at_most_one: tuple[AtMostOne, ...] = ()
    no_stage_worse_off: bool = False
