"""The rules of selection as rows over proposals, each with the words to tell it in."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from attrs import frozen

from cximpact.decision.candidates import (
    COMMITTED,
    FORCED_OUT,
    GATE,
    MISSING_COST,
    WITHDRAWN,
    Candidates,
)
from cximpact.decision.costs import Costs
from cximpact.decision.program import Row
from cximpact.decision.words import (
    gate_name,
    journey_criteria,
    listed,
    money,
    name_of_criterion,
)
from cximpact.exceptions import InputError, Problem
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.journey import Stage
from cximpact.model.scores import Scores
from cximpact.scoring.rounding import round9

_NANO = 10**9


@frozen
class Rule:
    """One rule of selection.

    Attributes:
        kind: `mandatory`, `budget`, `requires` ...
        words: The rule in words.
        remedy: What to do if it is in the way.
        field: Where in the input it stands.
        row: The rule over positions of proposals.
    """

    kind: str
    words: str
    remedy: str
    field: str
    row: Row


def linking_rules(
    case: Case, conditions: Conditions, scores: Scores, costs: Costs
) -> tuple[Rule, ...]:
    """Return the rules that tie proposals to each other: budgets first, then links and stages.

    Raises:
        InputError: A rule names a proposal that is not in the list; all are named.
    """
    _check_names(case)
    return (
        *_budget_rules(costs),
        *_requires(case),
        *_excludes(case),
        *_at_most_one(case),
        *(stage_rules(case, conditions, scores) if case.rules.no_stage_worse_off else ()),
    )


def single_rules(case: Case, who: Candidates) -> tuple[Rule, ...]:
    """Return the rules about one proposal alone: forced in, and barred."""
    ids = case.proposals.ids
    return (
        *(_forced(case, position, why) for position, why in sorted(who.forced_in.items())),
        *(
            _barred(case, ids[p], p, why)
            for p, why in sorted(who.barred.items())
            if p not in who.held
        ),
    )


def _forced(case: Case, position: int, why: str) -> Rule:
    key = case.proposals.ids[position]
    if why == COMMITTED:
        words, remedy = f"{key} is committed", "change its status to proposed"
    else:
        mandate = case.proposals.mandates[key]
        words = f"{key} is mandatory ({mandate.reason}; approved by {mandate.approved_by})"
        remedy = "have the mandate lifted or the proposal made cheaper"
    return Rule(why, words, remedy, f"proposals.{key}", Row((position,), (1,), least=1))


def _barred(case: Case, key: str, position: int, why: str) -> Rule:
    told = {
        WITHDRAWN: ("is withdrawn", "propose it again"),
        FORCED_OUT: (f"is kept out ({case.proposals.forced_out.get(key, '')})", "let it in"),
        MISSING_COST: ("has no cost, so no budget can take it", "state its cost"),
    }
    gate = gate_name(why.removeprefix(GATE))
    said, remedy = told.get(why, (f"does not pass the gate {gate}", "mend what the gate names"))
    row = Row((position,), (1,), most=0)
    return Rule(why, f"{key} {said}", remedy, f"proposals.{key}", row)


def _budget_rules(costs: Costs) -> Iterator[Rule]:
    for each in costs.budgets:
        columns = tuple(sorted(each.cost))
        row = Row(columns, tuple(each.cost[c] for c in columns), most=each.limit)
        limit = money(each.budget.limit.amount, each.budget.limit.currency)
        words = f"budget {each.budget.id} allows {limit}"
        yield Rule("budget", words, "raise its limit", f"budgets.{each.budget.id}", row)


def _requires(case: Case) -> Iterator[Rule]:
    places = {key: position for position, key in enumerate(case.proposals.ids)}
    for key in sorted(case.proposals.requires):
        for other in sorted(set(case.proposals.requires[key]) - {key}):
            row = Row((places[key], places[other]), (1, -1), most=0)
            words, field = f"{key} requires {other}", f"proposals.{key}.requires"
            yield Rule("requires", words, "drop the requirement", field, row)


def _excludes(case: Case) -> Iterator[Rule]:
    places = {key: position for position, key in enumerate(case.proposals.ids)}
    excludes = case.proposals.excludes
    pairs = {tuple(sorted((key, other))) for key in excludes for other in excludes[key]}
    for one, other in sorted(pairs):
        if one != other:
            row = Row((places[one], places[other]), (1, 1), most=1)
            words, field = f"{one} and {other} exclude each other", f"proposals.{one}.excludes"
            yield Rule("excludes", words, "let them go together", field, row)


def _at_most_one(case: Case) -> Iterator[Rule]:
    places = {key: position for position, key in enumerate(case.proposals.ids)}
    for group in case.rules.at_most_one:
        members = sorted(set(group.proposals))
        row = Row(tuple(places[key] for key in members), (1,) * len(members), most=1)
        words = f"at most one of {listed(members, most=8)} ({group.id})"
        yield Rule("at most one", words, "loosen the rule", f"rules.at_most_one.{group.id}", row)


def stage_rules(case: Case, conditions: Conditions, scores: Scores) -> Iterator[Rule]:
    """Yield for each stage and journey criterion that it must not come out worse.

    A proposal's part is the sum over the stage's touchpoints of share times change of value, at
    nine decimals.
    """
    names = [name_of_criterion(criterion) for criterion in journey_criteria(case.scorecard)]
    for stage in case.scorecard.journey.stages:
        for column, name in enumerate(names):
            parts = _stage_parts(conditions, scores, stage, column)
            if any(value < 0 for value in parts.values()):
                columns = tuple(sorted(parts))
                row = Row(columns, tuple(parts[c] for c in columns), least=0)
                words = f"stage {stage.title or stage.id} must not come out worse on {name}"
                remedy = "add a proposal that makes up for the harm there, or drop the rule"
                yield Rule("stage", words, remedy, "rules.no_stage_worse_off", row)


def _stage_parts(
    conditions: Conditions, scores: Scores, stage: Stage, column: int
) -> dict[int, int]:
    """Return each proposal's part in a stage, in units of 1e-9; zeros left out."""
    cells = scores.cells
    points = {point.id for point in stage.touchpoints}
    inside = np.array([t in points for t in conditions.touchpoints], dtype=np.bool_)
    if not len(cells):
        return {}
    taken = inside[cells.touchpoint] & (cells.criterion == column)
    total: dict[int, float] = {}
    for row in np.flatnonzero(taken).tolist():
        place = int(cells.proposal[row])
        total[place] = total.get(place, 0.0) + float(cells.share[row] * cells.delta_value[row])
    whole = {place: round(float(round9(value)) * _NANO) for place, value in total.items()}
    return {place: value for place, value in whole.items() if value}


def _check_names(case: Case) -> None:
    known = set(case.proposals.ids)
    named = [
        *(
            (f"proposals.{k}.requires", o)
            for k, all_ in case.proposals.requires.items()
            for o in all_
        ),
        *(
            (f"proposals.{k}.excludes", o)
            for k, all_ in case.proposals.excludes.items()
            for o in all_
        ),
        *((f"rules.at_most_one.{g.id}", o) for g in case.rules.at_most_one for o in g.proposals),
    ]
    unknown = sorted({pair for pair in named if pair[1] not in known})
    if unknown:
        problems = [
            Problem("no proposal of that id", field=field, value=key) for field, key in unknown
        ]
        raise InputError(problems)
