"""A decision without one of its rules."""

from __future__ import annotations

from attrs import evolve

from cximpact.decision.binding.settings import Setting, with_case
from cximpact.decision.candidates import COMMITTED, FORCED_OUT, MANDATORY
from cximpact.decision.question import Question
from cximpact.decision.rules import Rule
from cximpact.decision.rules.rule import BUNDLE, REQUIRES
from cximpact.model.case import Case

SINGLE = (MANDATORY, COMMITTED, FORCED_OUT)
"""Rules about one proposal that someone decided, and could decide otherwise."""


def without(setting: Setting, question: Question, rule: Rule) -> Setting:
    """Return the decision without a rule, as if nobody had ever made it.

    Args:
        setting: The decision.
        question: The case and how it was decided.
        rule: One of the setting's rules, or one about a single proposal.
    """
    if rule.kind in SINGLE:
        return with_case(setting, question, _free(setting.case, rule))
    kept = tuple(each for each in setting.rules if each is not rule)
    case = setting.case
    if rule.kind == REQUIRES:
        case = _not_requiring(case, *rule.row.columns)
    elif rule.kind == BUNDLE:
        name = rule.field.removeprefix("rules.bundles.")
        left = tuple(each for each in case.rules.bundles if each.id != name)
        case = evolve(case, rules=evolve(case.rules, bundles=left))
    return evolve(setting, case=case, rules=kept)


def _free(case: Case, rule: Rule) -> Case:
    """Return the case in which a proposal is neither forced in nor out by that rule."""
    place = rule.row.columns[0]
    key, said = case.proposals.ids[place], case.proposals
    if rule.kind == COMMITTED:
        statuses = (*said.statuses[:place], "proposed", *said.statuses[place + 1 :])
        return evolve(case, proposals=evolve(said, statuses=statuses))
    if rule.kind == MANDATORY:
        mandates = {one: why for one, why in said.mandates.items() if one != key}
        return evolve(case, proposals=evolve(said, mandates=mandates))
    forced_out = {one: why for one, why in said.forced_out.items() if one != key}
    return evolve(case, proposals=evolve(said, forced_out=forced_out))


def _not_requiring(case: Case, place: int, other: int) -> Case:
    ids, requires = case.proposals.ids, dict(case.proposals.requires)
    key = ids[place]
    requires[key] = tuple(each for each in requires[key] if each != ids[other])
    return evolve(case, proposals=evolve(case.proposals, requires=requires))
