"""Changes drawn: how much of what an effect claims comes true.

A claimed change is a PERT guess. Where it is a gain on the whole (its mean is above 0), what it
gains is multiplied by how far its basis carries, drawn once per proposal: a proposer who is too
hopeful is so in all that is claimed. A gain that turns into harm in a draw is harm there, and
harm is never discounted.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from attrs import frozen

from cximpact.model.arrays import FloatArray, IntArray
from cximpact.model.case import Case
from cximpact.model.draws import DrawSettings
from cximpact.model.proposal import Effects
from cximpact.scoring.claims import Claims
from cximpact.scoring.drawing.drawn import Drawn
from cximpact.scoring.drawing.quantiles import kappa_quantiles, pert_quantiles
from cximpact.scoring.streams import stream

_SINGLE_LOW = 0.5
_SINGLE_HIGH = 1.5


@frozen(eq=False)
class ChangeDraws:
    """Draws of what effects change, whatever touchpoint they reach.

    Attributes:
        settings: How often, and from which seed.
        ids: Of the proposals.
        criteria: Ids of all criteria.
        effects: What is claimed.
        claims: Mean, basis and reach as they count.
        order: Rows of the effects, in an order that only their content decides.
        rank: Per row, its place among those of one proposal, target and criterion.
    """

    settings: DrawSettings
    ids: tuple[str, ...]
    criteria: tuple[str, ...]
    effects: Effects
    claims: Claims
    order: IntArray
    rank: IntArray

    def of(self, position: int, rows: Iterable[int]) -> dict[int, Drawn]:
        """Return draws of the changes of some effects of one proposal, discounted.

        Args:
            position: Of the proposal.
            rows: Rows of its effects.
        """
        comes_true = _ComesTrue(self.settings, self.ids[position])
        return {row: self._amount(row, comes_true) for row in rows}

    def _amount(self, row: int, comes_true: _ComesTrue) -> Drawn:
        change = self._change(row)
        kappa = float(self.claims.kappa[row])
        if not self.claims.mean[row] > 0 or kappa == 1:
            return change
        part = comes_true.at(kappa)
        if self.effects.low[row] < 0 and not self.effects.single[row]:
            return np.where(np.asarray(change) > 0, part * change, change)
        return part * change

    def _change(self, row: int) -> Drawn:
        low, likely, high = self._range(row)
        if not low < high:
            return likely
        target = self.effects.targets[self.effects.target[row]]
        named = int(self.effects.criterion[row])
        criterion = "" if named == -1 else self.criteria[named]
        key = self.ids[self.effects.proposal[row]], target, criterion, str(self.rank[row])
        own = stream(self.settings.seed, "change", *key)
        return pert_quantiles(low, likely, high, own.random(self.settings.count))

    def _range(self, row: int) -> tuple[float, float, float]:
        """Return low, likely and high; a gain in one number may be half or half as much again."""
        likely = float(self.effects.likely[row])
        if self.effects.single[row]:
            if not self.claims.mean[row] > 0:
                return likely, likely, likely
            return _SINGLE_LOW * likely, likely, _SINGLE_HIGH * likely
        return float(self.effects.low[row]), likely, float(self.effects.high[row])


class _ComesTrue:
    """How much of a proposal's gains comes true: one uniform, whatever the basis."""

    def __init__(self, settings: DrawSettings, proposal: str) -> None:
        self._settings = settings
        self._proposal = proposal
        self._uniform: FloatArray | None = None
        self._by_kappa: dict[float, FloatArray] = {}

    def at(self, kappa: float) -> FloatArray:
        if self._uniform is None:
            own = stream(self._settings.seed, "basis", self._proposal)
            self._uniform = own.random(self._settings.count)
        if kappa not in self._by_kappa:
            self._by_kappa[kappa] = kappa_quantiles(kappa, self._uniform)
        return self._by_kappa[kappa]


def change_draws(case: Case, claims: Claims) -> ChangeDraws:
    """Return the draws of what effects change.

    Args:
        case: The effects, and how often is drawn.
        claims: What every effect says, as the central figures take it.
    """
    order = _content_order(case.effects, claims)
    return ChangeDraws(
        settings=case.drawing,
        ids=case.proposals.ids,
        criteria=tuple(each.id for each in case.scorecard.criteria),
        effects=case.effects,
        claims=claims,
        order=order,
        rank=_ranks(case.effects, order),
    )


def _content_order(effects: Effects, claims: Claims) -> IntArray:
    """Sort the rows by all that counts of them, so that rows left tied are alike.

    By their changes before basis and reach: better evidence or a wider reach then leaves every
    row the stream it had.
    """
    keys = (effects.proposal, effects.target, effects.criterion)
    changes = (effects.likely, effects.low, effects.high, effects.single)
    return np.lexsort((*keys, *changes, claims.kappa, claims.reach)[::-1])


def _ranks(effects: Effects, order: IntArray) -> IntArray:
    """Count the rows of one proposal, target and criterion from 0, in the given order."""
    rank = np.zeros(len(order), dtype=np.int64)
    if not len(order):
        return rank
    keys = np.stack([effects.proposal, effects.target, effects.criterion])[:, order]
    starts = np.concatenate([[True], (keys[:, 1:] != keys[:, :-1]).any(axis=0)])
    place = np.arange(len(order))
    rank[order] = place - np.maximum.accumulate(np.where(starts, place, 0))
    return rank
