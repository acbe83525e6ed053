"""What proposals cost, at the ends of what was estimated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from attrs import evolve

from cximpact.decision.costs import Costs, costs
from cximpact.decision.rules.money import budget_rules
from cximpact.decision.rules.rule import BUDGET, MINIMUM
from cximpact.decision.rules.shares import minimum_rules
from cximpact.decision.sensitivity.moves import End, Move, Present
from cximpact.model.proposal import CostLine

_OF_MONEY = (BUDGET, MINIMUM)


def cost_moves(present: Present) -> Iterator[Move]:
    """Yield every proposal whose cost is uncertain, with all its lines at their low and high ends.

    Ends are told in the reporting currency. Without a budget nothing hangs on costs.

    Args:
        present: The case as it was decided.
    """
    question = present.question
    case, now = question.case, question.costs
    unsure = {line.proposal for line in case.costs if line.low != line.high}
    if not case.rules.budgets or not unsure:
        return
    lines = [line for line in case.costs if line.proposal in unsure]
    low, high = (
        costs(evolve(case, costs=tuple(_at(line, end) for line in lines)))
        for end in ("low", "high")
    )
    places = {key: place for place, key in enumerate(case.proposals.ids)}
    for key in sorted(unsure):
        place = places[key]
        if place not in present.open and place not in question.who.fixed:
            continue
        ends = float(low.amount(place) or 0), float(high.amount(place) or 0)
        idle = not _is_in(present, place) and _only_budgets(present)
        dearer = None if idle else _end(present, now, high, place)
        yield Move("cost", key, *ends, (_end(present, now, low, place), dearer))


def _is_in(present: Present, place: int) -> bool:
    return bool(present.question.choice.selected[place])


def _only_budgets(present: Present) -> bool:
    """Whether being dearer can only hurt: minimum shares may be met by it."""
    return not present.question.case.rules.minimum_shares


def _at(line: CostLine, end: str) -> CostLine:
    amount = getattr(line, end)
    return evolve(line, low=amount, likely=amount, high=amount)


def _end(present: Present, now: Costs, end: Costs, place: int) -> Callable[[], End]:
    def made() -> End:
        question = present.question
        moved = mixed(now, end, place)
        case, kept = question.case, [r for r in question.choice.rules if r.kind not in _OF_MONEY]
        shares = minimum_rules(case, question.conditions, question.scores, moved)
        return End(present.aim, (*budget_rules(moved), *shares, *kept), moved)

    return made


def mixed(now: Costs, end: Costs, place: int) -> Costs:
    """Return costs of which one proposal's are as in others.

    Args:
        now: Costs of everyone else.
        end: Costs of that proposal.
        place: Its position.
    """
    budgets = tuple(
        evolve(one, cost=_with(one.cost, other.cost, place))
        for one, other in zip(now.budgets, end.budgets, strict=True)
    )
    counted = {key: _with(each, end.counted[key], place) for key, each in now.counted.items()}
    return evolve(now, total=_with(now.total, end.total, place), budgets=budgets, counted=counted)


def _with(now: Mapping[int, int], end: Mapping[int, int], place: int) -> dict[int, int]:
    return {**now, place: end[place]} if place in end else dict(now)
