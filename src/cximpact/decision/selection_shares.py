"""How often each proposal is in the best selection, over draws of all that is uncertain.

Gates and candidates are those of the central figures; in each draw the same program is solved
with that draw's values, weights, joint effects and costs. Of selections that are equally good the
cheaper one counts (at central costs), then the one with the earlier ids, as in the selection
itself; so a better score never takes a proposal out of a selection that is proven best.

Minimum shares and what a stage comes to are taken at central figures.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import define

from cximpact.decision.candidates import Candidates
from cximpact.decision.costs import Costs
from cximpact.decision.drawn_programs import Alike, DrawnPrograms
from cximpact.decision.rules import Rule
from cximpact.decision.selection import total_costs
from cximpact.decision.solving.branching import Work
from cximpact.decision.solving.many import Best, best_answer, best_of_each
from cximpact.model.arrays import FloatArray
from cximpact.model.case import Case
from cximpact.model.draws import Draws
from cximpact.model.evidence import Conditions
from cximpact.model.robustness import SelectionShares
from cximpact.model.scores import Scores

EXACT_COLUMNS = 200
"""Up to so many open proposals every draw's selection is exactly the best, ties and all."""
ALL_DRAWS_COLUMNS = 300
"""Up to so many the selection is made again in as many draws as are wanted."""
MOST_COLUMNS = 12_000
"""Beyond so many the selection is not made again."""
FEWEST_DRAWS = 50
GAP = 1e-4
"""What may stay open, as a share of the best value, where there are more."""
_EQUAL = 1_000
"""Drawn values are known to 1e-9, what proposals do together more closely; in units of 1e-12."""
_NODES = 2_000
_NODES_OF_MANY = 200
_NODES_IN_ALL = 10_000
"""Over all draws; no more draws are begun beyond, once there are 50."""
_SMALL = 14
"""Up to so many open proposals all draws are held against all answers at once."""


def draws_for(columns: int, wanted: int) -> int:
    """Return for how many draws the selection is made again.

    All that are wanted up to 300 open proposals; then so many fewer that the work stays alike,
    and 50 at least.

    Example:
        >>> draws_for(200, 1_000), draws_for(1_000, 1_000), draws_for(10_000, 1_000)
        (1000, 300, 50)
    """
    if columns <= ALL_DRAWS_COLUMNS:
        return wanted
    fewer = wanted * ALL_DRAWS_COLUMNS // columns
    return 0 if columns > MOST_COLUMNS else min(wanted, max(FEWEST_DRAWS, fewer))


def selection_shares(
    case: Case,
    conditions: Conditions,
    scores: Scores,
    who: Candidates,
    linking: Sequence[Rule],
    costs: Costs,
    draws: Draws,
) -> SelectionShares:
    """Return the share of draws in which the best selection holds each proposal.

    Args:
        case: The case; `case.drawing.selections` says how many draws, from the first on.
        conditions: Conditions of the touchpoints, central.
        scores: Scores and values, central.
        who: Who may and must be selected, at central figures.
        linking: The rules that tie proposals to each other, at central figures.
        costs: What proposals cost, central.
        draws: Draws of values, weights, conditions and costs.

    Returns:
        Shares; not a number where the list is too long, which a note then says.
    """
    wanted = min(case.drawing.selections, len(draws.value))
    open_ones = int(who.candidate.sum()) - len(who.fixed)
    if not linking and not (case.rules.synergies or case.rules.overlap == "joint"):
        return _without_rules(who, draws, wanted)
    count = draws_for(open_ones, wanted)
    if not count:
        return _none(len(case.proposals), open_ones)
    programs = DrawnPrograms(case, conditions, scores, who, linking, costs, draws, count)
    tally = _Tally(np.zeros(len(case.proposals), dtype=np.int64))
    work = Work(_NODES_IN_ALL)
    used = 0
    while used < count and not (work.is_done and used >= FEWEST_DRAWS):
        some = range(used, min(used + _step(open_ones, count), count))
        for alike in programs.alike(some):
            tally.add(alike, _best(programs, alike, open_ones, work))
        used = some.stop
    return _told(programs, tally, used, wanted)


def _step(open_ones: int, count: int) -> int:
    """Return how many draws are made before it is asked whether more would take too long."""
    return count if open_ones <= _SMALL else FEWEST_DRAWS


def _none(proposals: int, open_ones: int) -> SelectionShares:
    note = (
        f"The selection is not made again in draws: {open_ones:,} proposals could be in it, and "
        f"{MOST_COLUMNS:,} is the most; gates or `status` can narrow the list."
    )
    return SelectionShares(np.full(proposals, np.nan), 0, notes=(note,))


def _without_rules(who: Candidates, draws: Draws, count: int) -> SelectionShares:
    """Return how often each has value: nothing competes with anything."""
    often = (draws.value[:count] > 0).sum(axis=0, dtype=np.int64)
    taken = np.where(who.candidate, often, 0)
    taken[sorted(who.fixed)] = count
    return SelectionShares(_share(taken, count), count)


def _share(taken: FloatArray, count: int) -> FloatArray:
    return np.asarray(taken / max(count, 1), dtype=np.float64)


def _best(programs: DrawnPrograms, alike: Alike, open_ones: int, work: Work) -> Best:
    """Return the best selections of draws that share a program."""
    cost = tuple(total_costs(programs.costs, alike.reduced))
    exact = open_ones <= EXACT_COLUMNS
    gap, nodes = (0.0, _NODES) if exact else (GAP, _NODES_OF_MANY)
    if not programs.terms_differ:
        return best_of_each(alike.form, alike.drawn, cost, gap, nodes, work)
    count = len(alike.draws)
    x = np.zeros((count, len(cost)), dtype=np.bool_)
    found, left = np.zeros(count, dtype=np.bool_), np.zeros(count)
    for number in range(count):
        form = programs.with_terms(alike, number)
        answer, left[number] = best_answer(form, cost, gap, nodes, within=_EQUAL, work=work)
        if answer is not None:
            x[number], found[number] = answer != 0, True
    return Best(x, found, left)


@define(eq=False)
class _Tally:
    """What the draws have come to so far.

    Attributes:
        taken: Per proposal, in how many draws it is selected.
        found: In how many draws there is a selection.
        gap: The largest gap left open.
    """

    taken: FloatArray
    found: int = 0
    gap: float = 0.0

    def add(self, alike: Alike, best: Best) -> None:
        """Count the selections of some draws."""
        self.taken[list(alike.reduced.columns)] += best.x[best.found].sum(axis=0)
        self.found += int(best.found.sum())
        self.gap = max(self.gap, float(best.gap.max(initial=0.0)))


def _told(programs: DrawnPrograms, tally: _Tally, count: int, wanted: int) -> SelectionShares:
    notes = []
    if count < programs.count:
        notes.append(
            f"The selection is made again in {count:,} draws, not {wanted:,}: so many selections "
            "are nearly as good as the best that more would take too long."
        )
    elif count < wanted:
        notes.append(
            f"The selection is made again in {count:,} draws, not {wanted:,}: more would take too "
            f"long with more than {ALL_DRAWS_COLUMNS:,} proposals that could be in it."
        )
    if tally.gap > GAP:
        notes.append(f"In some draw a selection better by up to {tally.gap:.2%} may exist.")
    lost = count - tally.found
    if lost:
        notes.append(
            f"In {lost:,} of {count:,} draws no selection obeys all rules; they are left out."
        )
    overdrawn = {
        key: float((excess[:count] > 0).sum()) / count for key, excess in programs.overdrawn.items()
    }
    share = _share(tally.taken, tally.found)
    return SelectionShares(share, tally.found, tally.gap, overdrawn, tuple(notes))
