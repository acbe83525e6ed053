"""Scenarios: the same case under other budgets, weights or forced items."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import Factory, frozen

from cximpact.model.money import Money
from cximpact.model.proposal import Mandate


@frozen
class Scenario:
    """What is different under a scenario; everything else is as in the workspace.

    Attributes:
        name: Its key in the workspace.
        title: Its name for people.
        limits: Budget id to another limit.
        weights: Criterion id to other points inside its group.
        groups: Group to another share.
        mandatory: Proposals that are mandatory.
        forced_out: Proposals that are kept out, each with the reason.
        released: Proposals that are neither mandatory nor kept out here.
    """

    name: str
    title: str = ""
    limits: Mapping[str, Money] = Factory(dict)
    weights: Mapping[str, float] = Factory(dict)
    groups: Mapping[str, float] = Factory(dict)
    mandatory: Mapping[str, Mandate] = Factory(dict)
    forced_out: Mapping[str, str] = Factory(dict)
    released: tuple[str, ...] = ()
