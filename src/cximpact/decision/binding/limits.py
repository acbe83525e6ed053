"""Budgets and capacities as one thing: a limit that could be raised."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from attrs import evolve, frozen

from cximpact.decision.binding.settings import Setting
from cximpact.decision.costs import BudgetCosts, to_decimal
from cximpact.decision.program import Row
from cximpact.decision.question import Question
from cximpact.decision.rules import Rule, linking_rules
from cximpact.decision.rules.capacities import amount_of, parts_of_one
from cximpact.decision.rules.rule import BUDGET, CAPACITY
from cximpact.decision.rules.shares import counted_costs, exact_share, share_row
from cximpact.decision.words import money
from cximpact.model.money import minor_digits
from cximpact.model.portfolio import Capacity


@frozen(eq=False)
class Limit:
    """A budget or capacity, in whole parts of its unit.

    Attributes:
        rule: Its rule.
        id: Its name.
        stated: The limit as stated, in its unit.
        unit: Its unit: a currency, or the capacity's.
        parts: How many whole parts one unit has.
        source: The budget with its costs, or the capacity.
    """

    rule: Rule
    id: str
    stated: Decimal
    unit: str
    parts: int
    source: BudgetCosts | Capacity

    def amount(self, parts: int) -> Decimal:
        """Return an amount in its unit."""
        if isinstance(self.source, Capacity):
            return Decimal(parts) / self.parts
        return to_decimal(parts, self.unit)

    def told(self, amount: Decimal) -> str:
        """Return an amount in words."""
        if isinstance(self.source, Capacity):
            return amount_of(self.source, amount)
        return money(amount, self.unit)

    @property
    def most(self) -> int:
        """The limit in whole parts."""
        return self.rule.row.most or 0


def limits_of(setting: Setting) -> Mapping[int, Limit]:
    """Return the limits among a setting's rules, by the number of the rule."""
    budgets = {f"budgets.{each.budget.id}": each for each in setting.costs.budgets}
    capacities = {f"rules.capacity.{each.id}": each for each in setting.case.rules.capacities}
    found = {}
    for number, rule in enumerate(setting.rules):
        if rule.kind == BUDGET:
            found[number] = _of_budget(rule, budgets[rule.field])
        elif rule.kind == CAPACITY:
            found[number] = _of_capacity(rule, capacities[rule.field])
    return found


def _of_budget(rule: Rule, each: BudgetCosts) -> Limit:
    limit = each.budget.limit
    parts = 10 ** minor_digits(limit.currency)
    return Limit(rule, each.budget.id, limit.amount, limit.currency, parts, each)


def _of_capacity(rule: Rule, each: Capacity) -> Limit:
    return Limit(rule, each.id, each.limit, each.unit, parts_of_one(each), each)


def shares_of_limit(setting: Setting, question: Question, limit: Limit) -> tuple[Row, ...]:
    """Return what minimum shares of the limit ask if it is raised just as far as it is used.

    A share of a limit rises with it. The least limit that pays for a set beyond the present one is
    what the set costs, and then a share of the limit is a share of what is spent.
    """
    budget = limit.source
    if isinstance(budget, Capacity):
        return ()
    case, conditions, scores = setting.case, question.conditions, question.scores
    return tuple(
        share_row(
            share, budget, counted_costs(case, conditions, scores, setting.costs, share), "spent"
        )
        for share in case.rules.minimum_shares
        if share.budget == budget.budget.id and share.of == "limit"
    )


def raised(setting: Setting, question: Question, limit: Limit, most: int) -> Setting:
    """Return the decision with a limit at so many whole parts."""
    case, money_, source = setting.case, setting.costs, limit.source
    if isinstance(source, Capacity):
        others = (each for each in case.rules.capacities if each.id != source.id)
        more = evolve(source, limit=limit.amount(most))
        capacities = tuple(sorted((*others, more), key=lambda each: each.id))
        case = evolve(case, rules=evolve(case.rules, capacities=capacities))
    else:
        more_money = evolve(source, limit=most)
        budgets = tuple(
            more_money if each.budget.id == source.budget.id else each for each in money_.budgets
        )
        money_ = evolve(money_, budgets=budgets)
    rules = linking_rules(case, question.conditions, question.scores, money_)
    return evolve(setting, case=case, costs=money_, rules=rules)


def rising_shares(setting: Setting, limit: Limit) -> Mapping[str, float]:
    """Return the minimum shares that rise with a limit, by field, and how steeply."""
    if isinstance(limit.source, Capacity):
        return {}
    name = limit.source.budget.id
    return {
        f"rules.minimum_shares.{share.id}": float(exact_share(share))
        for share in setting.case.rules.minimum_shares
        if share.budget == name and share.of == "limit"
    }
