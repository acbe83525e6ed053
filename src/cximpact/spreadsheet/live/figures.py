"""The figures that can be changed in a live workbook: weights, shares, limits, a budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.decision.gates.evidence import NAME as EVIDENCE
from cximpact.decision.gates.floor import NAME as FLOOR

if TYPE_CHECKING:
    from cximpact.model.scorecard import Gates, Scorecard

__all__ = [
    "COVERAGE_FIELD",
    "FLOOR_FIELD",
    "MOST_POINTS",
    "Figure",
    "budget_field",
    "group_field",
    "limit_figures",
    "points_field",
    "weight_figures",
]

FLOOR_FIELD = f"gates.{FLOOR}.floor"
COVERAGE_FIELD = f"gates.{EVIDENCE}.coverage"
MOST_POINTS = 1e9


@frozen
class Figure:
    """One figure that can be changed.

    Attributes:
        field: Where it stands in a scorecard or workspace, such as ``criteria.ease.weight``.
        title: What it is, for people.
        group: The group of a criterion; "" for other figures.
        used: As it was used in the evaluation.
        stated: As the scorecard or workspace states it.
        least: The least it may be.
        most: The most it may be.
        number: Its number format.
    """

    field: str
    title: str
    group: str
    used: float
    stated: float
    least: float = 0.0
    most: float = MOST_POINTS
    number: str = "General"


def points_field(criterion: str) -> str:
    """Return where the points of a criterion stand."""
    return f"criteria.{criterion}.weight"


def group_field(group: str) -> str:
    """Return where the share of a group stands."""
    return f"groups.{group}"


def budget_field(budget: str) -> str:
    """Return where the limit of a budget stands."""
    return f"budgets.{budget}.limit"


def weight_figures(card: Scorecard, stated: Mapping[str, float]) -> Iterator[Figure]:
    """Yield the points of the criteria, group by group, then the shares of the groups.

    Args:
        card: The scorecard as it was used.
        stated: Field to figure as stated, where it differs from what was used.
    """
    for each in sorted(card.criteria, key=lambda one: (_place(one.group), one.id)):
        field = points_field(each.id)
        shown = stated.get(field, each.weight)
        yield Figure(field, each.title or each.id, each.group, each.weight, shown)
    groups = sorted({each.group for each in card.criteria}, key=_place)
    for group in groups if len(groups) > 1 else ():
        field, share = group_field(group), float(card.groups[group])
        yield Figure(field, f"Share of the {group} criteria", "", share, stated.get(field, share))


def limit_figures(gates: Gates, stated: Mapping[str, float]) -> Iterator[Figure]:
    """Yield the limits of gates that follow the weights.

    Args:
        gates: The gates as they were used.
        stated: Field to figure as stated, where it differs from what was used.
    """
    floor, need = gates.customer_value_floor.floor, gates.customer_evidence.coverage
    yield Figure(
        FLOOR_FIELD,
        "Lowest customer value that passes (-1 to 1)",
        "",
        floor,
        stated.get(FLOOR_FIELD, floor),
        least=-1.0,
        most=1.0,
    )
    yield Figure(
        COVERAGE_FIELD,
        "Part of the gain for customers that must rest on evidence",
        "",
        need,
        stated.get(COVERAGE_FIELD, need),
        most=1.0,
        number="0%",
    )


def _place(group: str) -> tuple[bool, str]:
    return group != "customer", group
