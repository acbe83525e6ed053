"""The case as a scenario would have it, and what is different about it in words."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from cximpact.decision.words import ended, listed, money, name_of_criterion
from cximpact.model.case import Case
from cximpact.model.proposal import Proposals
from cximpact.model.scenario import Scenario
from cximpact.model.scorecard import Scorecard
from cximpact.model.weighting import Weighting


def under(case: Case, scenario: Scenario) -> Case:
    """Return the case as a scenario would have it.

    Where a scenario sets weights, they stand for all stakeholders: what those stated is left out.

    Args:
        case: The case, its scorecard as stated.
        scenario: What is different.
    """
    budgets = tuple(
        evolve(each, limit=scenario.limits.get(each.id, each.limit)) for each in case.rules.budgets
    )
    changed = evolve(
        case,
        rules=evolve(case.rules, budgets=budgets),
        proposals=_forced(case.proposals, scenario),
    )
    if not scenario.weights and not scenario.groups:
        return changed
    plain = Weighting(within=case.weighting.within, groups_within=case.weighting.groups_within)
    return evolve(changed, scorecard=weighted(case.scorecard, scenario), weighting=plain)


def _forced(proposals: Proposals, scenario: Scenario) -> Proposals:
    free = {*scenario.released, *scenario.mandatory, *scenario.forced_out}
    mandates = {key: why for key, why in proposals.mandates.items() if key not in free}
    out = {key: why for key, why in proposals.forced_out.items() if key not in free}
    return evolve(
        proposals,
        mandates=dict(sorted({**mandates, **scenario.mandatory}.items())),
        forced_out=dict(sorted({**out, **scenario.forced_out}.items())),
    )


def weighted(scorecard: Scorecard, scenario: Scenario) -> Scorecard:
    """Return the scorecard with the points that a scenario sets."""
    criteria = tuple(
        evolve(each, weight=scenario.weights.get(each.id, each.weight))
        for each in scorecard.criteria
    )
    return evolve(scorecard, criteria=criteria, groups={**scorecard.groups, **scenario.groups})


def changes_in_words(case: Case, scenario: Scenario) -> tuple[str, ...]:
    """Return what is different under a scenario, sentence by sentence."""
    return tuple(_changes(case, scenario))


def _changes(case: Case, scenario: Scenario) -> Iterator[str]:
    limits = {each.id: each.limit for each in case.rules.budgets}
    for key, limit in scenario.limits.items():
        now = money(limits[key].amount, limits[key].currency)
        yield f"Budget {key}: {money(limit.amount, limit.currency)} instead of {now}."
    for key, points in scenario.weights.items():
        criterion = case.scorecard.criterion(key)
        name = name_of_criterion(criterion)
        yield f"Weight of {name}: {points:g} instead of {criterion.weight:g} points."
    for group, share in scenario.groups.items():
        now = f"{case.scorecard.groups.get(group, 0):g}"
        yield f"Share of the {group} group: {share:g} instead of {now} points."
    if (scenario.weights or scenario.groups) and case.weighting.stakeholders:
        yield "The points of the scorecard count; what was stated about weights does not."
    for key, why in scenario.mandatory.items():
        yield f"{key} is mandatory: {why.reason} (approved by {why.approved_by})."
    for key, reason in scenario.forced_out.items():
        yield ended(f"{key} is kept out: {reason}")
    if scenario.released:
        verb = "is" if len(scenario.released) == 1 else "are"
        yield f"{listed(scenario.released)} {verb} neither mandatory nor kept out."
