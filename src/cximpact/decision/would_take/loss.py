"""How far the value of a selected proposal may fall before the selection does without it."""

from __future__ import annotations

from attrs import evolve

from cximpact.decision.aim import aim_of
from cximpact.decision.question import Question
from cximpact.decision.reduced import PICO, reduce
from cximpact.decision.words import exact_points, points
from cximpact.decision.would_take.value import rounded_up
from cximpact.decision.would_take.variants import best_value
from cximpact.model.case import Case


def stays_above(limit: float, now: float) -> str:
    """Return the sentence that a proposal stays in while its value is above a limit."""
    least = rounded_up(limit, below=now)
    return (
        f"It stays in while its value is above {exact_points(least)} "
        f"(now {points(now, least)}), all else equal."
    )


def loss(question: Question, position: int, without: int) -> tuple[str, ...]:
    """Return the sentence on the value down to which a selected proposal stays in.

    While it stands by itself, it may lose what the selection is ahead of the best one without it.
    Once it does not, only what something selected requires may be in: there the best such
    selection is weighed up anew.

    Args:
        question: What was decided.
        position: The proposal.
        without: The best value without it, in units of 1e-12.
    """
    now = question.value(position)
    lowest = now - (question.choice.value - without) / PICO
    stands = now - _worth_of_bundle(question, position)
    if lowest < stands <= now:
        lowest = _leaning(question, position, stands, without)
    return (stays_above(lowest, now),) if lowest > -1 else ()


def _leaning(question: Question, position: int, value: float, without: int) -> float:
    """Return the value down to which it stays in where it does not stand by itself any more."""
    scores = question.scores
    values = scores.value.copy()
    values[position] = value
    aim = evolve(aim_of(question.case, question.conditions, scores), value=values)
    reduced = reduce(question.case, aim, question.who, question.choice.rules)
    if position not in reduced.columns:
        return value
    best = best_value(reduced, reduced.columns.index(position), taken=True)
    return value if best is None else value - max(0, best - without) / PICO


def _worth_of_bundle(question: Question, position: int) -> float:
    """Return the value of a proposal with all those that it goes together with."""
    ids = question.case.proposals.ids
    members = _bundle(question.case, ids[position])
    places = [place for place, key in enumerate(ids) if key in members]
    return sum(question.value(place) for place in places)


def _bundle(case: Case, key: str) -> set[str]:
    """Return a proposal and those that it goes together with, also through others."""
    found, before = {key}, 0
    while len(found) > before:
        before = len(found)
        for bundle in case.rules.bundles:
            if found & set(bundle.proposals):
                found |= set(bundle.proposals)
    return found
