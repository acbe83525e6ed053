"""Rules between named proposals: what needs, excludes or replaces what, and what goes together."""

from __future__ import annotations

from collections.abc import Iterator

from cximpact.decision.program import Row
from cximpact.decision.rules.rule import (
    AT_MOST_ONE,
    BUNDLE,
    EXCLUDES,
    LEVELS,
    REQUIRES,
    Rule,
    places_of,
)
from cximpact.decision.words import listed
from cximpact.model.case import Case
from cximpact.model.portfolio import AtMostOne

_MOST_NAMES = 8


def requires(case: Case) -> Iterator[Rule]:
    """Yield for each requirement that one proposal is not selected without the other."""
    places = places_of(case)
    for key in sorted(case.proposals.requires):
        for other in sorted(set(case.proposals.requires[key]) - {key}):
            row = Row((places[key], places[other]), (1, -1), most=0)
            words, field = f"{key} requires {other}", f"proposals.{key}.requires"
            yield Rule(REQUIRES, words, "drop the requirement", field, row)


def excludes(case: Case) -> Iterator[Rule]:
    """Yield for each pair that excludes each other that only one of them is selected."""
    places = places_of(case)
    said = case.proposals.excludes
    pairs = {tuple(sorted((key, other))) for key in said for other in said[key]}
    for one, other in sorted(pairs):
        if one != other:
            row = Row((places[one], places[other]), (1, 1), most=1)
            words, field = f"{one} and {other} exclude each other", f"proposals.{one}.excludes"
            yield Rule(EXCLUDES, words, "let them go together", field, row)


def at_most_one(case: Case) -> Iterator[Rule]:
    """Yield for each group, and each project with levels of funding, that one is enough."""
    places = places_of(case)
    for group in case.rules.at_most_one:
        members = sorted(set(group.proposals))
        row = Row(tuple(places[key] for key in members), (1,) * len(members), most=1)
        kind, words, field = _one_of(group, listed(members, most=_MOST_NAMES))
        yield Rule(kind, words, "loosen the rule", field, row)


def _one_of(group: AtMostOne, named: str) -> tuple[str, str, str]:
    if group.levels:
        words = f"pick at most one level of {group.id} ({named})"
        return LEVELS, words, f"rules.funding_levels.{group.id}"
    return AT_MOST_ONE, f"at most one of {named} ({group.id})", f"rules.at_most_one.{group.id}"


def bundle_rules(case: Case) -> Iterator[Rule]:
    """Yield for each bundle that all of it is selected, or nothing.

    One row says so: the first of n members counts n - 1, every other one -1, and the sum is 0.
    """
    places = places_of(case)
    for bundle in case.rules.bundles:
        members = sorted(set(bundle.proposals))
        if len(members) > 1:
            columns = tuple(places[key] for key in members)
            signs = (len(members) - 1, *[-1] * (len(members) - 1))
            row = Row(columns, signs, least=0, most=0)
            named = listed(members, most=_MOST_NAMES)
            words = f"{named} go together or not at all ({bundle.id})"
            yield Rule(BUNDLE, words, "break it up", f"rules.bundles.{bundle.id}", row)
