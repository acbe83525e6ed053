"""Effects drawn: net changes at touchpoints, what they are worth, and the journey's scores.

The same landings as those of the central figures, in the order of their cells; inside a cell in
an order that only the effects' content decides, so that no order of rows changes a byte.
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from cximpact.model.arrays import FloatArray, IntArray
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.scoring.claims import read_claims
from cximpact.scoring.drawing.changes import ChangeDraws, change_draws
from cximpact.scoring.drawing.drawn import Drawn
from cximpact.scoring.journey_scores import JourneyTerms, journey_terms, landings_of
from cximpact.scoring.landings import Landings
from cximpact.scoring.utility import (
    RELIABLE,
    SLOPE_ABOVE,
    SLOPE_BELOW,
    VALUE_AT_RELIABLE,
)

# Above reliable U(c) is 0.2 + 0.8 c.
_START_ABOVE = VALUE_AT_RELIABLE - SLOPE_ABOVE * RELIABLE


@frozen(eq=False)
class _Landed:
    """Landings sorted by cell; a cell is a proposal, touchpoint and journey criterion.

    Attributes:
        effect: Row of the effect, per landing.
        strength: Total strength with which it arrives.
        start: Per cell its first landing, and at the end the number of landings.
        proposal: Per cell.
        touchpoint: Per cell.
        criterion: Per cell, position among the journey criteria.
    """

    effect: IntArray
    strength: FloatArray
    start: IntArray
    proposal: IntArray
    touchpoint: IntArray
    criterion: IntArray


@frozen(eq=False)
class EffectDraws:
    """Draws of the journey criteria.

    Attributes:
        terms: What the scorecard fixes for them.
        conditions: Drawn conditions.
        changes: Draws of what effects change.
        landed: Where effects arrive.
        before: U of the drawn conditions by touchpoint and criterion, as far as asked for yet.
    """

    terms: JourneyTerms
    conditions: FloatArray
    changes: ChangeDraws
    landed: _Landed
    before: dict[tuple[int, int], FloatArray]

    def nets(self, position: int) -> list[Drawn]:
        """Return the drawn net changes of one proposal, per cell in the order of the cells."""
        start, stop = self._cells(position)
        first, last = self.landed.start[start], self.landed.start[stop]
        rows = self.landed.effect[first:last]
        amounts = self.changes.of(position, sorted(set(rows.tolist())))
        return [self._net(cell, amounts) for cell in range(start, stop)]

    def of(self, position: int) -> dict[int, FloatArray]:
        """Return drawn scores by position among the journey criteria, where effects touch any."""
        start, _ = self._cells(position)
        raw: dict[int, FloatArray] = {}
        for cell, net in enumerate(self.nets(position), start):
            part = self._worth(cell, net)
            criterion = int(self.landed.criterion[cell])
            if criterion in raw:
                raw[criterion] += part
            else:
                raw[criterion] = part
        for criterion, total in raw.items():
            total /= self.terms.scales[criterion]
            np.clip(total, -1.0, 1.0, out=total)
        return raw

    def _cells(self, position: int) -> tuple[int, int]:
        start, stop = np.searchsorted(self.landed.proposal, [position, position + 1])
        return int(start), int(stop)

    def _net(self, cell: int, amounts: dict[int, Drawn]) -> Drawn:
        """Add up gains, never beyond the largest single one given to all customers, and harms."""
        rows = range(int(self.landed.start[cell]), int(self.landed.start[cell + 1]))
        if len(rows) == 1:  # a reach of at most 1 keeps it below the cap
            return self._full(rows[0], amounts) * self._reach(rows[0])
        gain: Drawn = 0.0
        harm: Drawn = 0.0
        most: Drawn = 0.0
        for row in rows:
            full = self._full(row, amounts)
            part = full * self._reach(row)
            gain = gain + np.maximum(part, 0.0)
            harm = harm + np.minimum(part, 0.0)
            most = np.maximum(most, full)
        net: Drawn = np.minimum(gain, most) + harm
        return net

    def _full(self, row: int, amounts: dict[int, Drawn]) -> Drawn:
        return amounts[int(self.landed.effect[row])] * float(self.landed.strength[row])

    def _reach(self, row: int) -> float:
        return float(self.changes.claims.reach[self.landed.effect[row]])

    def _worth(self, cell: int, net: Drawn) -> FloatArray:
        """Return share x ΔU with the drawn condition."""
        place = int(self.landed.touchpoint[cell]), int(self.landed.criterion[cell])
        condition = self.conditions[:, place[0], place[1]]
        if place not in self.before:
            self.before[place] = _utility(condition.copy())
        worth = _utility(condition + net)
        worth -= self.before[place]
        worth *= self.terms.shares[place[0]]
        return worth


def effect_draws(case: Case, conditions: Conditions, drawn: FloatArray) -> EffectDraws:
    """Return the draws of the journey criteria.

    Args:
        case: Effects, journey, and how often is drawn.
        conditions: Names of touchpoints and criteria.
        drawn: Drawn conditions; draws x touchpoints x journey criteria.
    """
    terms = journey_terms(case.scorecard, conditions.touchpoints)
    changes = change_draws(case, read_claims(case.effects, case.scorecard.policy, case.as_of))
    landed = _by_cell(landings_of(case, terms), changes, conditions.mean.shape)
    return EffectDraws(terms, drawn, changes, landed, {})


def _by_cell(landings: Landings, changes: ChangeDraws, shape: tuple[int, ...]) -> _Landed:
    place = np.empty(len(changes.order), dtype=np.int64)
    place[changes.order] = np.arange(len(changes.order))
    proposal = changes.effects.proposal[landings.effect]
    key = (proposal * shape[0] + landings.touchpoint) * shape[1] + landings.criterion
    order = np.lexsort((place[landings.effect], key))
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    cells = order[first]
    return _Landed(
        effect=landings.effect[order],
        strength=landings.strength[order],
        start=np.append(first, len(order)),
        proposal=proposal[cells],
        touchpoint=landings.touchpoint[cells],
        criterion=landings.criterion[cells],
    )


def _utility(condition: FloatArray) -> FloatArray:
    """Return U in place, as the least of its three lines (it is concave): fewer passes."""
    above = SLOPE_ABOVE * condition
    above += _START_ABOVE
    condition *= SLOPE_BELOW
    np.minimum(condition, above, out=condition)
    return np.minimum(condition, 1.0, out=condition)
