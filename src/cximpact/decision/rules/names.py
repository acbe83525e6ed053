"""Whether rules name what is there: proposals, budgets, touchpoints."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import get_args

from cximpact.exceptions import InputError, Problem
from cximpact.model.case import Case
from cximpact.model.evidence import Label

_LABELS = frozenset(get_args(Label))
Named = Iterator[tuple[str, str]]


def check_names(case: Case) -> None:
    """Check that every name in a rule is known.

    Raises:
        InputError: Some are not; all are named.
    """
    budgets = {budget.id for budget in case.rules.budgets}
    points = {point.id for point in case.scorecard.journey.touchpoints}
    problems = [
        *_unknown("no proposal of that id", _proposals(case), set(case.proposals.ids)),
        *_unknown("no budget of that id", _budgets(case), budgets),
        *_unknown("no touchpoint of that id", _touchpoints(case), points),
        *_unknown("no label of conditions", _labels(case), _LABELS),
    ]
    if problems:
        raise InputError(problems)


def _unknown(message: str, named: Named, known: Set[str]) -> list[Problem]:
    strange = sorted({pair for pair in named if pair[1] not in known})
    return [Problem(message, field=field, value=key) for field, key in strange]


def _proposals(case: Case) -> Named:
    for name, links in (
        ("requires", case.proposals.requires),
        ("excludes", case.proposals.excludes),
    ):
        yield from ((f"proposals.{key}.{name}", o) for key, all_ in links.items() for o in all_)
    rules = case.rules
    for group in rules.at_most_one:
        field = "funding_levels" if group.levels else "at_most_one"
        yield from ((f"rules.{field}.{group.id}", one) for one in group.proposals)
    for bundle in rules.bundles:
        yield from ((f"rules.bundles.{bundle.id}", one) for one in bundle.proposals)
    for synergy in rules.synergies:
        yield from ((f"rules.synergies.{synergy.id}", one) for one in synergy.proposals)
    for capacity in rules.capacities:
        yield from ((f"rules.capacity.{capacity.id}", one) for one in capacity.uses)
    for share in rules.minimum_shares:
        yield from ((f"rules.minimum_shares.{share.id}", one) for one in share.proposals)


def _budgets(case: Case) -> Named:
    for share in case.rules.minimum_shares:
        yield f"rules.minimum_shares.{share.id}", share.budget


def _touchpoints(case: Case) -> Named:
    for share in case.rules.minimum_shares:
        yield from ((f"rules.minimum_shares.{share.id}", one) for one in share.touchpoints)


def _labels(case: Case) -> Named:
    for share in case.rules.minimum_shares:
        yield from ((f"rules.minimum_shares.{share.id}", one) for one in share.labels)
