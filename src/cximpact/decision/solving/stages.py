"""How many columns are searched: by one way after another, until one has come close enough."""

from __future__ import annotations

from attrs import evolve

from cximpact.decision.solving.branching import Goal, Outcome
from cximpact.decision.solving.cores import by_cores, first_answer, is_long, search
from cximpact.decision.solving.counts import by_count
from cximpact.decision.solving.root import Answer, Root, coarser
from cximpact.decision.solving.shares import by_shares
from cximpact.decision.solving.wide import CLOSE, MOST, Closed, closed_in

MANY_COLUMNS = 500
VERY_MANY = 2_500
FEW_NODES = 60
"""Up to so many columns, so many nodes are visited first: what is easy needs no more."""
FEWER = 500_000
"""Up to so many columns, so many partial answers: branching on is no dearer than more of them."""
NEAR = 1e-5
MOST_BRANCHED = 20_000
MORE_NODES_OF_MANY = 100
"""Above 2,500 columns, so many nodes at most, none where the bound is so near, and none above so
many columns: what is close to the relaxation has been looked at already."""
_COUNTED = 5e-5
"""Where a limit on how many are taken brings it so near, nothing else brings it nearer."""


def search_many(root: Root, most_nodes: int, within: int) -> Outcome:
    """Search many columns: by what is particular about them, if anything is, or like any."""
    counted = by_count(root)
    found = None if counted is None else _outcome(counted, within)
    if found is not None and is_near(found, _COUNTED):
        return found
    shared = by_shares(root) if root.form.width > VERY_MANY and found is None else None
    found = found if shared is None else _outcome(shared, within)
    if found is not None and shared is not None and is_near(found, NEAR):
        return found
    like_any = _search_any(root, most_nodes, within)
    return like_any if found is None else _best_of(found, like_any, within)


def _best_of(one: Outcome, other: Outcome, within: int) -> Outcome:
    """Return the better of two answers with the lower of two bounds."""
    if other.complete or other.x is None:
        return other
    best = one if one.value > other.value else other
    bound = max(best.value, min(one.bound, other.bound))
    return evolve(best, bound=bound, complete=bound - best.value <= within)


def _search_any(root: Root, most_nodes: int, within: int) -> Outcome:
    """Search many columns: briefly like few, then close to the relaxation, then to the end."""
    goal = Goal(root.form.step, within=within)
    very_many = root.form.width > VERY_MANY
    first = first_answer(root)
    # Without any answer to start from, nothing can be ruled out briefly.
    easy = first is not None and not very_many
    brief = search(root, goal, min(most_nodes, FEW_NODES), first) if easy else None
    if brief is not None and brief.complete:
        return brief
    found = _of_many(root, within, _answer_of(brief) or _by_cores(root, first))
    if found is None:
        again = search(root, goal, most_nodes, _answer_of(brief))
        done = again.complete or again.x is None
        return _least_bound(again if done else closer(root, again, most_nodes), brief)
    found = _least_bound(found, brief)
    endless = root.form.width > MOST_BRANCHED
    if found.complete or endless or (very_many and is_near(found, NEAR)):
        return found  # Branching on would cost minutes, and bring next to nothing.
    nodes = min(most_nodes, MORE_NODES_OF_MANY) if very_many else most_nodes
    again = _least_bound(search(root, goal, nodes, _answer_of(found)), found)
    return closer(root, again, nodes) if is_near(again, NEAR) and not again.complete else again


def _answer_of(found: Outcome | None) -> Answer | None:
    return None if found is None or found.x is None else (found.x, found.value)


def _least_bound(found: Outcome, other: Outcome | None) -> Outcome:
    """Return an outcome with the lower of two proven bounds."""
    if other is None or found.complete:
        return found
    return evolve(found, bound=max(found.value, min(found.bound, other.bound)))


def is_near(found: Outcome, gap: float) -> bool:
    """Return whether the bound lies so near, relative to the worth."""
    return found.complete or found.bound - found.value <= gap * abs(found.value)


def _by_cores(root: Root, first: Answer | None) -> Answer | None:
    return by_cores(root, Goal(root.form.step, gap=CLOSE), first)


def _of_many(root: Root, within: int, known: Answer | None) -> Outcome | None:
    """Return how close many columns come; None where they are searched like few."""
    goal = coarser(root, Goal(root.form.step, within=within), known)
    if not is_long(root, goal, known):
        return None
    very_many = root.form.width > VERY_MANY
    most, enough = (MOST, CLOSE) if very_many else (FEWER, 0.0)
    return _outcome(closed_in(root, known, within, most, enough), within)


def _outcome(found: Closed, within: int) -> Outcome | None:
    if found.known is None:
        return None
    x, value = found.known
    bound = max(value, found.bound)
    return Outcome(x, value, bound, bound - value <= within, 0)


def closer(root: Root, found: Outcome, most_nodes: int) -> Outcome:
    """Return what was found with the bound that a small gap lets prove, if that is closer."""
    if found.x is None or is_near(found, CLOSE):
        return found
    goal = Goal(root.form.step, gap=CLOSE)
    again = search(root, goal, most_nodes, (found.x, found.value))
    bound = min(found.bound, again.bound)
    if again.value > found.value:
        return evolve(found, x=again.x, value=again.value, bound=bound)
    return evolve(found, bound=max(bound, found.value))
