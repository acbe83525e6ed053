"""The rules of selection as rows over proposals, each with the words to tell it in."""

from __future__ import annotations

from cximpact.decision.costs import Costs
from cximpact.decision.rules.capacities import capacity_rules
from cximpact.decision.rules.links import at_most_one, bundle_rules, excludes, requires
from cximpact.decision.rules.money import budget_rules
from cximpact.decision.rules.names import check_names
from cximpact.decision.rules.rule import Rule
from cximpact.decision.rules.shares import minimum_rules
from cximpact.decision.rules.single import single_rules
from cximpact.decision.rules.stages import stage_rules
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores

__all__ = ["Rule", "linking_rules", "single_rules", "stage_rules"]


def linking_rules(
    case: Case, conditions: Conditions, scores: Scores, costs: Costs
) -> tuple[Rule, ...]:
    """Return the rules that tie proposals to each other: budgets first, then links and stages.

    Args:
        case: The case, with its rules.
        conditions: Conditions of the touchpoints.
        scores: What every proposal does at touchpoints.
        costs: What proposals cost.

    Raises:
        InputError: A rule names a proposal, budget or touchpoint that is not there; all are named.
    """
    check_names(case)
    return (
        *budget_rules(costs),
        *capacity_rules(case),
        *minimum_rules(case, conditions, scores, costs),
        *requires(case),
        *bundle_rules(case),
        *excludes(case),
        *at_most_one(case),
        *(stage_rules(case, conditions, scores) if case.rules.no_stage_worse_off else ()),
    )
