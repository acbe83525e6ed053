"""Every rule that keeps the selection from being worth more, with what loosening it would buy."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from cximpact.decision.aim import aim_of
from cximpact.decision.binding.joint import joint_step
from cximpact.decision.binding.limits import Limit, limits_of
from cximpact.decision.binding.prices import price_of
from cximpact.decision.binding.settings import Setting
from cximpact.decision.binding.steps import next_step
from cximpact.decision.binding.telling import Moves, told_joint, told_margin, told_rule, told_step
from cximpact.decision.binding.without import SINGLE, without
from cximpact.decision.question import MOST_OPEN, Question
from cximpact.decision.reduced import PICO, TIE
from cximpact.decision.rules import single_rules
from cximpact.decision.ties import open_columns
from cximpact.model.robustness import Binding

MOST_RULES = 150
"""So many rules are left out one by one, each with a solution of its own; budgets come first."""
MOST_PROPOSALS = 5_000
"""In longer lists only budgets and capacities are looked at, by their price."""
_MOST_LIMITS = 20
_UNSEEN = 1e-9


def binding(question: Question) -> tuple[Binding, ...]:
    """Return the rules that keep the selection from being worth more.

    With up to 40 proposals open to selection, each rule is left out once and the selection solved
    again, which is exact. In larger lists a budget or capacity is told by its price alone, and
    other rules are not told.

    Args:
        question: The case and how it was decided.

    Returns:
        Budgets first, then the other rules in the order of `linking_rules`, then those about
        single proposals; at last several limits, where raising one alone brings nothing. What is
        `gain` etc. says `Binding`, values in [-1, 1] per proposal.
    """
    case = question.case
    if len(case.proposals) > MOST_PROPOSALS and question.choice.reduced is None:
        return ()
    aim = aim_of(case, question.conditions, question.scores)
    setting = Setting(case, aim, question.costs, question.who, question.choice.rules)
    if question.choice.reduced is not None and not _is_small(question):
        return tuple(_by_price(setting))
    found = tuple(_by_leaving_out(setting, question))
    if any(each.next_step is not None for each in found):
        return found
    return (*found, *_by_raising_several(setting, question))


def _is_small(question: Question) -> bool:
    """Return whether dozens of selections can be made at a fair price."""
    asked = question.to_ask
    return asked is not None and open_columns(asked.program) <= MOST_OPEN


def _by_price(setting: Setting) -> Iterator[Binding]:
    for limit in list(limits_of(setting).values())[:_MOST_LIMITS]:
        price = price_of(setting, limit)
        if price is not None and price * max(1.0, float(limit.stated)) > _UNSEEN:
            words = told_margin(limit, price)
            yield Binding(limit.rule.field, words, price=price, unit=limit.unit)


def _by_leaving_out(setting: Setting, question: Question) -> Iterator[Binding]:
    limits = limits_of(setting)
    singles = (rule for rule in single_rules(setting.case, setting.who) if rule.kind in SINGLE)
    rules = (*enumerate(setting.rules), *((-1, rule) for rule in singles))
    for number, rule in rules[:MOST_RULES]:
        free = without(setting, question, rule)
        value = free.best_value() if free.is_small else None
        if value is None or value <= question.choice.value + TIE:
            continue
        gain = value - question.choice.value
        if number in limits:
            yield _of_limit(setting, question, limits[number], gain)
        else:
            yield Binding(rule.field, told_rule(rule, gain, _moves(question, free)), gain / PICO)


def _by_raising_several(setting: Setting, question: Question) -> Iterator[Binding]:
    """Yield what raising several limits brings, if nothing but that brings in one proposal."""
    step = joint_step(setting, question)
    if step is None:
        return
    more = step.value - question.choice.value
    words = told_joint(step.most, more, _moves(question, step.setting))
    rule = ", ".join(limit.rule.field for limit, _ in step.most)
    yield Binding(rule, words, next_gain=more / PICO)


def _moves(question: Question, there: Setting) -> Moves:
    """Return who comes in and who goes in another setting."""
    before = {place for place, taken in enumerate(question.choice.selected.tolist()) if taken}
    return Moves.between(question.case.proposals.ids, before, there.best_set())


def _of_limit(setting: Setting, question: Question, limit: Limit, gain: int) -> Binding:
    """Return what is to be told of a budget or capacity that binds."""
    words = told_rule(limit.rule, gain, Moves())
    price = price_of(setting, limit)
    found = Binding(limit.rule.field, words, gain / PICO, price, limit.unit)
    step = next_step(setting, question, limit)
    if step is None:
        return found
    more = step.value - question.choice.value
    return evolve(
        found,
        words=told_step(limit, step.most, more, _moves(question, step.setting)),
        next_step=limit.amount(step.most) - limit.stated,
        next_gain=more / PICO,
    )
