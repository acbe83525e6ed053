"""What proposals are worth together beyond the sum of their own values.

Synergy, overlap and joint effects are each the least of a few lines in the answers:

* `n` proposals worth `s` more if all are selected: min of `s x` over them;
* worth `s` less: min(0, (n - 1) s - s x - ... - s x);
* several at one touchpoint, counted jointly: U is the least of three lines, so that what they do
  together, less what their own values count already, is the least of three lines, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from cximpact.decision.program import Line, Term
from cximpact.decision.rules.names import check_names
from cximpact.model.arrays import FloatArray
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.portfolio import Synergy
from cximpact.model.scores import Scores
from cximpact.scoring.shares import covered_touchpoints, full_scale, touchpoint_shares
from cximpact.scoring.utility import (
    RELIABLE,
    SLOPE_ABOVE,
    SLOPE_BELOW,
    VALUE_AT_RELIABLE,
    utility,
)

_PICO = 10**12
_PIECES = (
    (SLOPE_BELOW, 0.0),
    (SLOPE_ABOVE, VALUE_AT_RELIABLE - SLOPE_ABOVE * RELIABLE),
    (0.0, VALUE_AT_RELIABLE + SLOPE_ABOVE * (1.0 - RELIABLE)),
)
"""U is the least of these lines: slope and height at a condition of 0."""
_BENDS = (RELIABLE, 1.0)
"""Where one line gives way to the next."""


def terms_of(
    case: Case, conditions: Conditions, scores: Scores, weights: FloatArray
) -> tuple[Term, ...]:
    """Return the terms of a case: synergies, overlaps, and joint effects at touchpoints.

    Args:
        case: The case, with its rules.
        conditions: Conditions of the touchpoints.
        scores: What every proposal does at touchpoints.
        weights: Weights of the criteria, share of the group included.

    Raises:
        InputError: A synergy names a proposal that is not in the list.
    """
    if case.rules.synergies:
        check_names(case)
    places = {key: position for position, key in enumerate(case.proposals.ids)}
    synergies = (
        synergy_term([places[key] for key in sorted(set(each.proposals))], each)
        for each in case.rules.synergies
    )
    joint = joint_terms(case, conditions, scores, weights) if _is_joint(case) else ()
    return (*synergies, *joint)


def _is_joint(case: Case) -> bool:
    return case.rules.overlap == "joint"


def synergy_term(places: Sequence[int], synergy: Synergy) -> Term:
    """Return what proposals are worth beyond their own values if all of them are selected.

    Args:
        places: Their positions.
        synergy: What they are worth more, or less.
    """
    more = round(synergy.value * _PICO)
    if more >= 0:
        return Term(tuple(Line((place,), (more,)) for place in places))
    falling = Line(tuple(places), (more,) * len(places), -more * (len(places) - 1))
    return Term((Line((), ()), falling))


def joint_terms(
    case: Case, conditions: Conditions, scores: Scores, weights: FloatArray
) -> Iterator[Term]:
    """Yield for each touchpoint and journey criterion that several change what the sum misses.

    With c the condition, n the proposals' net changes and d the changes of value they make alone,
    selecting x is worth weight x share / full scale x [U(c + sum n x) - U(c) - sum d x] more.

    Args:
        case: The scorecard.
        conditions: Conditions of the touchpoints before.
        scores: What every proposal does at touchpoints.
        weights: Weights of the criteria, share of the group included.
    """
    cells = scores.cells
    size = _size_per_criterion(case, conditions, weights)
    groups: dict[tuple[int, int], list[int]] = {}
    for row in np.flatnonzero(cells.net != 0).tolist():
        key = (int(cells.touchpoint[row]), int(cells.criterion[row]))
        groups.setdefault(key, []).append(row)
    for (_, criterion), rows in sorted(groups.items()):
        factor = size[criterion] * float(cells.share[rows[0]]) * _PICO
        bends = _pieces_in_reach(scores, rows)
        if len(rows) > 1 and len(bends) > 1 and factor > 0:
            yield Term(tuple(_line(scores, rows, factor, *piece) for piece in bends))


def _size_per_criterion(case: Case, conditions: Conditions, weights: FloatArray) -> list[float]:
    """Return weight / full scale of each journey criterion."""
    shares = touchpoint_shares(case.scorecard.journey)
    return [
        float(weights[column])
        / full_scale(each, shares, covered_touchpoints(each, conditions.touchpoints))
        for column, each in enumerate(case.scorecard.criteria)
        if each.kind == "journey" and len(shares)
    ]


def _pieces_in_reach(scores: Scores, rows: Sequence[int]) -> tuple[tuple[float, float], ...]:
    """Return the lines of U that the condition can come to lie on, whoever is selected."""
    cells = scores.cells
    before = float(cells.condition[rows[0]])
    nets = [float(cells.net[row]) for row in rows]
    lowest = before + sum(net for net in nets if net < 0)
    highest = before + sum(net for net in nets if net > 0)
    first = sum(lowest >= bend for bend in _BENDS)
    last = sum(highest > bend for bend in _BENDS)
    return _PIECES[first : max(first, last) + 1]


def _line(scores: Scores, rows: Sequence[int], factor: float, slope: float, height: float) -> Line:
    cells, alone = scores.cells, scores.cells.delta_value
    before = float(cells.condition[rows[0]])
    start = slope * before + height - float(utility(before))
    whole = {
        int(cells.proposal[row]): round(factor * float(slope * cells.net[row] - alone[row]))
        for row in rows
    }
    kept = {place: part for place, part in whole.items() if part}
    return Line(tuple(kept), tuple(kept.values()), round(factor * start))
