"""Contributions: what each proposal does at each touchpoint, gains and harms apart.

Rows are sorted by cell and size before they are added up one after the other, so that the
order in which effects were written changes no byte.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from attrs import frozen

from cximpact.model.arrays import BoolArray, FloatArray, IntArray
from cximpact.model.evidence import Conditions
from cximpact.model.scores import JourneyCells
from cximpact.scoring.claims import Claims
from cximpact.scoring.landings import Landings
from cximpact.scoring.rounding import round9
from cximpact.scoring.utility import utility


@frozen(eq=False)
class Rows:
    """Landings with their amounts, sorted by cell and contribution.

    Attributes:
        effect: Row of the effect.
        cell: Which cell it falls into, counted from 0 without gaps.
        contribution: κ x strength x mean change x reach.
        full: κ x strength x mean change: for all customers.
        change: strength x mean change, undiscounted.
    """

    effect: IntArray
    cell: IntArray
    contribution: FloatArray
    full: FloatArray
    change: FloatArray


class Place(NamedTuple):
    """Proposal, touchpoint and journey criterion of each cell, as positions."""

    proposal: IntArray
    touchpoint: IntArray
    criterion: IntArray


class Gain(NamedTuple):
    """Gains per cell: capped, before the cap, and whether the cap took anything."""

    capped_sum: FloatArray
    plain_sum: FloatArray
    capped: BoolArray


def journey_cells(
    proposal: IntArray,
    landings: Landings,
    claims: Claims,
    conditions: Conditions,
    shares: FloatArray,
) -> JourneyCells:
    """Return what proposals do at touchpoints, for every journey criterion.

    Args:
        proposal: Position of the proposal of each effect.
        landings: Where every effect arrives.
        claims: What every effect says.
        conditions: Conditions before; touchpoints x journey criteria.
        shares: Share of the journey per touchpoint.
    """
    place, rows = _sorted_rows(proposal, landings, claims, conditions.mean.shape)
    size = len(place.proposal)
    gain = _gain(rows, size)
    harm = _sums(rows, np.minimum(rows.contribution, 0.0), size)
    before = conditions.mean[place.touchpoint, place.criterion]
    helping, hurting = claims.mean[rows.effect] > 0, claims.mean[rows.effect] < 0
    reach = claims.reach[rows.effect]
    return JourneyCells(
        proposal=place.proposal,
        touchpoint=place.touchpoint,
        criterion=place.criterion,
        share=shares[place.touchpoint],
        condition=before,
        gain=gain.capped_sum,
        harm=harm,
        net=gain.capped_sum + harm,
        delta_value=utility(before + (gain.capped_sum + harm)) - utility(before),
        harm_value=utility(before + harm) - utility(before),
        worst_change=0.0 - _largest(rows, -rows.change, size),
        gain_reach=_largest(rows, np.where(helping, reach, 0.0), size),
        harm_reach=_largest(rows, np.where(hurting, reach, 0.0), size),
        evidenced=_evidenced_part(rows, claims, gain, size),
        capped=gain.capped,
        screened=_any(rows, claims.screened, size),
        possible_harm=_any(rows, claims.possible_harm, size),
    )


def _sorted_rows(
    proposal: IntArray, landings: Landings, claims: Claims, shape: tuple[int, ...]
) -> tuple[Place, Rows]:
    effect = landings.effect
    places, criteria = shape
    key = (proposal[effect] * places + landings.touchpoint) * criteria + landings.criterion
    change = landings.strength * claims.mean[effect]
    full = claims.kappa[effect] * change
    contribution = full * claims.reach[effect]
    order = np.lexsort((contribution, key))
    key = key[order]
    starts = np.diff(key, prepend=-1) != 0
    found = key[starts]
    place = Place(
        found // (places * criteria) if len(found) else found,
        found // criteria % places if len(found) else found,
        found % criteria if len(found) else found,
    )
    cell = np.cumsum(starts) - 1
    return place, Rows(effect[order], cell, contribution[order], full[order], change[order])


def _gain(rows: Rows, size: int) -> Gain:
    """Add up gains, but never beyond the largest single one given to all customers."""
    plain = _sums(rows, np.maximum(rows.contribution, 0.0), size)
    most = _largest(rows, rows.full, size)
    return Gain(np.minimum(plain, most), plain, round9(plain) > round9(most))


def _evidenced_part(rows: Rows, claims: Claims, gain: Gain, size: int) -> FloatArray:
    counting = np.where(claims.evidenced[rows.effect], np.maximum(rows.contribution, 0.0), 0.0)
    part = _sums(rows, counting, size)
    return np.divide(part, gain.plain_sum, out=np.zeros(size), where=gain.plain_sum > 0)


def _sums(rows: Rows, amounts: FloatArray, size: int) -> FloatArray:
    # bincount adds one row after the other; np.add.reduce would add in blocks.
    found = np.bincount(rows.cell, weights=amounts, minlength=size)
    return np.asarray(found, dtype=np.float64)


def _largest(rows: Rows, amounts: FloatArray, size: int) -> FloatArray:
    """Return the largest amount per cell, 0 where none is above."""
    found = np.zeros(size, dtype=np.float64)
    np.maximum.at(found, rows.cell, amounts)
    return found


def _any(rows: Rows, flags: BoolArray, size: int) -> BoolArray:
    found = np.zeros(size, dtype=bool)
    found[rows.cell[flags[rows.effect]]] = True
    return found
