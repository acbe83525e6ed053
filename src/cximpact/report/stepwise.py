"""Which cause changed which action: one part of a case after the other put in another's place.

The order is weights, evidence with the day of the decision, costs, budgets and rules, proposals
with all that is claimed of them, and the rest of the scorecard. Each step decides anew, with all
parts before it replaced; what it changes is its own. Another order could share the changes out
otherwise, as with every path from one case to another; the sum is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import evolve

from cximpact.exceptions import CximpactError
from cximpact.model.case import Case
from cximpact.model.comparison import Step, StepMove
from cximpact.model.evidence import Statistics
from cximpact.model.scorecard import Scorecard
from cximpact.pipeline import Result, decide

Progress = Callable[[str], None]


def steps_between(
    before: Case, after: Case, progress: Progress = lambda _: None
) -> tuple[tuple[Step, ...], Result, Result]:
    """Return what each cause changes on the way from one case to another, and both decisions.

    A step whose mixture cannot be decided (a rule names a proposal that is not there yet, say) is
    taken together with the next one.

    Args:
        before: The earlier case.
        after: The later one.
        progress: Told, in a few words, what is being done.
    """
    first = last = _decided(before)
    steps: list[Step] = []
    pending: list[str] = []
    for cause, case in _mixtures(before, after):
        pending.append(cause)
        progress(f"replacing {cause}")
        try:
            found = _decided(case)
        except CximpactError:
            if case is after:
                raise
            continue
        steps.append(_step(" and ".join(pending), last, found))
        last, pending = found, []
    return tuple(steps), first, last


def _decided(case: Case) -> Result:
    return decide(evolve(case, analyses=(), scenarios=()))


def _mixtures(before: Case, after: Case) -> Iterator[tuple[str, Case]]:
    """Yield each cause with the case that has it, and all causes before it, from `after`."""
    case = before
    for cause, replace in (
        ("weights", _with_weights),
        ("evidence", _with_evidence),
        ("costs", _with_costs),
        ("budgets and rules", _with_rules),
    ):
        case = replace(case, after)
        yield cause, case
    if _asks_alike(before.scorecard, after.scorecard):
        mixed = evolve(
            after,
            scorecard=case.scorecard,
            statistics=_known(after.statistics, case.scorecard),
        )
        yield "proposals", mixed
        yield "scorecard", after
    else:
        yield "proposals and scorecard", after


def _with_weights(case: Case, other: Case) -> Case:
    points = {each.id: each.weight for each in other.scorecard.criteria}
    criteria = tuple(
        evolve(each, weight=points.get(each.id, each.weight)) for each in case.scorecard.criteria
    )
    same = {each.id for each in criteria} == set(points)
    alike = case.scorecard.groups.keys() == other.scorecard.groups.keys()
    card = evolve(
        case.scorecard,
        criteria=criteria,
        groups=other.scorecard.groups if alike else case.scorecard.groups,
    )
    return evolve(case, scorecard=card, weighting=other.weighting if same else case.weighting)


def _with_evidence(case: Case, other: Case) -> Case:
    return evolve(
        case,
        statistics=_known(other.statistics, case.scorecard),
        as_of=other.as_of,
        missing=tuple(
            sorted(
                {
                    *(each for each in case.missing if not each.is_evidence),
                    *(each for each in other.missing if each.is_evidence),
                },
                key=lambda each: each.name,
            )
        ),
        supplied=evolve(case.supplied, observations=other.supplied.observations),
    )


def _known(statistics: Sequence[Statistics], scorecard: Scorecard) -> tuple[Statistics, ...]:
    """Return the statistics that a scorecard has a measure, a touchpoint and a criterion for."""
    points = {point.id for point in scorecard.journey.touchpoints}
    criteria = {each.id for each in scorecard.criteria if each.kind == "journey"} | {""}
    return tuple(
        each
        for each in statistics
        if each.touchpoint in points
        and each.measure in scorecard.measures
        and each.criterion in criteria
    )


def _with_costs(case: Case, other: Case) -> Case:
    """Return the case with the other's costs; who is not in the other keeps its own."""
    ids, others = set(case.proposals.ids), set(other.proposals.ids)
    lines = [line for line in other.costs if line.proposal in ids]
    lines += [line for line in case.costs if line.proposal not in others]
    unknown = {key: each for key, each in case.unknown_costs.items() if key not in others}
    unknown |= {key: each for key, each in other.unknown_costs.items() if key in ids}
    return evolve(
        case,
        costs=tuple(lines),
        unknown_costs=unknown,
        rates=other.rates,
        currency=other.currency,
    )


def _with_rules(case: Case, other: Case) -> Case:
    """Return the case with the other's budgets, and all its rules where they name the same ids."""
    if case.proposals.ids == other.proposals.ids:
        return evolve(case, rules=other.rules)
    budgets = other.rules.budgets
    named = {each.id for each in budgets}
    shares = tuple(each for each in case.rules.minimum_shares if each.budget in named)
    return evolve(case, rules=evolve(case.rules, budgets=budgets, minimum_shares=shares))


def _asks_alike(one: Scorecard, other: Scorecard) -> bool:
    """Return whether what was read under one scorecard can be scored by the other."""

    def asked(card: Scorecard) -> object:
        journey = card.journey
        points = tuple(point.id for point in journey.touchpoints)
        return (
            tuple((each.id, each.kind, each.group) for each in card.criteria),
            points,
            tuple(each.id for each in journey.processes),
        )

    return asked(one) == asked(other)


def _step(cause: str, before: Result, after: Result) -> Step:
    old, new = _places(before), _places(after)
    moves = []
    for key in sorted({*old, *new}):
        was = before.decision.actions[old[key]] if key in old else None
        now = after.decision.actions[new[key]] if key in new else None
        if was is not None and was != now:
            own = now is None or _figures(before, old[key]) != _figures(after, new[key])
            moves.append(StepMove(key, was, now, own))
    return Step(cause, tuple(moves), after.decision.selection.value)


def _places(result: Result) -> dict[str, int]:
    return {key: place for place, key in enumerate(result.case.proposals.ids)}


def _figures(result: Result, place: int) -> tuple[object, ...]:
    """Return what decides on a proposal, apart from what others are and cost."""
    value = round(float(result.scores.value[place]), 9)
    outcomes = tuple((gate.gate, gate.outcomes[place]) for gate in result.decision.gates)
    key, status = result.case.proposals.ids[place], result.case.proposals.statuses[place]
    cost = result.decision.cost[place], result.case.unknown_columns(key)
    return value, cost, status, outcomes
