"""Knowing what one proposal costs before the selection is made, instead of after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np
from attrs import evolve

from cximpact.decision.costs import Costs
from cximpact.decision.information.choosing import along
from cximpact.decision.information.ground import Ground, Learned, learned
from cximpact.decision.information.strata import Strata, strata_of
from cximpact.decision.information.thing import Thing
from cximpact.decision.rules import Rule
from cximpact.decision.rules.money import budget_rules
from cximpact.decision.rules.rule import BUDGET, MINIMUM
from cximpact.decision.rules.shares import minimum_rules

_KEPT_OUT = -1.0
_SOME = 0.1


def cost_things(ground: Ground) -> Iterator[Thing]:
    """Yield the cost of every open proposal that is uncertain under a budget.

    Args:
        ground: The case as it was decided.
    """
    budgets = ground.draws.costs
    for position in ground.columns:
        drawn = {n: costs[position] for n, costs in enumerate(budgets) if position in costs}
        if not drawn:
            continue
        known = np.sum([each[: len(ground.values)] for each in drawn.values()], axis=0)
        strata = strata_of(known)
        if len(strata) < 2:
            continue
        key = ground.question.case.proposals.ids[position]
        # Only a guess: what comes in for it, or stays out, is not known so cheaply.
        spread = float(np.abs(known - known.mean()).mean() / max(1.0, abs(known.mean())))
        most = max(ground.aim.value[position], _SOME) * min(1.0, spread)
        learn = partial(_knowing, ground, position, drawn, strata)
        yield Thing("cost", key, f"Firming up the cost of {key}", most, learn)


def _knowing(
    ground: Ground, position: int, drawn: Mapping[int, np.ndarray], strata: Strata
) -> Learned:
    """Return what it gains to know a cost.

    Whoever does not know it selects by the central cost, and leaves out part of the selection
    once the cost turns out too high; whoever does selects by the cost itself.
    """
    rules = [_rules(ground, _priced(ground, position, drawn, stratum)) for stratum in strata]
    known = along(len(strata), lambda at: ground.chosen(ground.aim, rules[at]), nested=True)
    value = np.where(ground.selected, ground.aim.value, _KEPT_OUT)
    within = evolve(ground.aim, value=value)
    unknown = along(len(strata), lambda at: ground.chosen(within, rules[at]), nested=True)
    gains = np.zeros(len(ground.values))
    changed = 0
    for best, kept, rows in zip(known, unknown, strata, strict=True):
        gains[rows] = max(0.0, ground.more(best, kept))
        changed += 0 if np.array_equal(best, ground.selected) else len(rows)
    return learned(gains, changed)


def _priced(
    ground: Ground, position: int, drawn: Mapping[int, np.ndarray], stratum: np.ndarray
) -> Costs:
    """Return all costs, with that of one proposal at its mean in a stratum."""
    now = ground.question.costs
    budgets = list(now.budgets)
    total = dict(now.total)
    for number, costs in drawn.items():
        mean = round(int(costs[stratum].sum()) / len(stratum))
        total[position] = total.get(position, 0) + mean - budgets[number].cost.get(position, 0)
        cost = {**budgets[number].cost, position: mean}
        budgets[number] = evolve(budgets[number], cost=cost)
    return evolve(now, total=total, budgets=tuple(budgets))


def _rules(ground: Ground, costs: Costs) -> Sequence[Rule]:
    question = ground.question
    kept = [rule for rule in question.choice.rules if rule.kind not in (BUDGET, MINIMUM)]
    shares = minimum_rules(question.case, question.conditions, question.scores, costs)
    return (*budget_rules(costs), *shares, *kept)
