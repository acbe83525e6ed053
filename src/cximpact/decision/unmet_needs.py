"""What is committed or mandatory and requires a proposal that cannot be selected.

No selection obeys all rules then. It can be told without looking for a selection.
"""

from __future__ import annotations

from cximpact.decision.candidates import candidates
from cximpact.decision.costs import costs
from cximpact.decision.gates import review
from cximpact.decision.holding import held
from cximpact.decision.links import reachable
from cximpact.decision.rules import Rule
from cximpact.decision.rules.single import single_rules
from cximpact.decision.support import required_positions
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores

__all__ = ["may_have_unmet_needs", "unmet_needs"]


def may_have_unmet_needs(case: Case) -> bool:
    """Return whether anything that is committed or mandatory requires another proposal."""
    proposals = case.proposals
    status = dict(zip(proposals.ids, proposals.statuses, strict=True))
    return any(
        key in proposals.mandates or status[key] == "committed" for key in proposals.requires
    )


def unmet_needs(case: Case, conditions: Conditions, scores: Scores) -> tuple[str, ...]:
    """Return a sentence for each such pair, with what can be done about it.

    Gates of plugins are not asked.

    Args:
        case: The case.
        conditions: Conditions of the touchpoints.
        scores: Scores and values.

    Raises:
        InputError: Currencies meet without a rate.
    """
    money, gates, ids = costs(case), review(case, conditions, scores), case.proposals.ids
    who = candidates(case, gates, money)
    holding = held(case, gates, money, who)
    rules = {rule.row.columns[0]: rule for rule in single_rules(case, who) if rule.row.most == 0}
    needs = required_positions(case)
    return tuple(
        _told(ids[first], why, rules[other])
        for first, why in sorted(who.forced_in.items())
        for other in sorted(reachable(needs, [first]))
        if other != first and other in rules and other not in holding
    )


def _told(key: str, why: str, rule: Rule) -> str:
    return f"{key} is {why} and cannot go without another: {rule.words}; {rule.remedy}"
