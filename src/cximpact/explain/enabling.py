"""Why something is taken for another's sake: what the other is, and what both come to."""

from __future__ import annotations

from math import fsum

from cximpact.decision.actions import REQUIRED_BY
from cximpact.decision.candidates import COMMITTED, MANDATORY
from cximpact.decision.words import listed, points, told_money
from cximpact.model.case import Case
from cximpact.model.decision import Decision
from cximpact.model.scores import Scores

__all__ = ["enabling"]

_MOST_NAMED = 2


def enabling(case: Case, scores: Scores, decision: Decision, position: int) -> str:
    """Return the sentence on a proposal that is taken because selected ones require it.

    Values are stand-alone and added up; so are costs, which are left out where one is not stated.

    Args:
        case: The case.
        scores: Scores and values.
        decision: The decision.
        position: A proposal that something selected requires.
    """
    key = case.proposals.ids[position]
    by = decision.selection.required_by.get(key, ())
    if not by:
        return "It enables others."
    places = {each: place for place, each in enumerate(case.proposals.ids)}
    others = [places[each] for each in by]
    named = listed([_named(case, place) for place in others], most=_MOST_NAMED)
    both = [position, *others]
    value = fsum(float(scores.value[place]) for place in both)
    told = f"together value {points(value)}{_price(case, decision, both)}"
    return f"It enables {named}, which {_standing(decision, others)}: {told}."


def _named(case: Case, place: int) -> str:
    title = case.proposals.titles[place]
    return f"{case.proposals.ids[place]} ({title})" if title else case.proposals.ids[place]


def _standing(decision: Decision, places: list[int]) -> str:
    """Return in a word why they are in the selection themselves."""
    if len(places) > 1:
        return "are selected"
    rule = decision.rules[places[0]]
    if rule in (MANDATORY, COMMITTED):
        return f"is {rule}"
    return "is needed itself" if rule == REQUIRED_BY else "is selected"


def _price(case: Case, decision: Decision, places: list[int]) -> str:
    costs = [decision.cost[place] for place in places]
    stated = [cost for cost in costs if cost is not None]
    if len(stated) < len(costs):
        return ""
    unknown = any(case.unknown_costs.get(case.proposals.ids[place]) for place in places)
    more = " and what is not known" if unknown else ""
    return f" at {told_money(case.currency, sum(stated[1:], stated[0]))[0]}{more}"
