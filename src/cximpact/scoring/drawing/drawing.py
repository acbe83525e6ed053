"""Drawing: bands of scores and values, and the draws that ranks and selections are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from attrs import define, field, frozen

from cximpact.exceptions import InternalError
from cximpact.model.arrays import FloatArray, IntArray
from cximpact.model.case import Case
from cximpact.model.draws import NANO, Draws, ValueArray
from cximpact.model.evidence import Conditions
from cximpact.model.scores import JourneyCells, Scores
from cximpact.model.weighting import WeightDraws
from cximpact.scoring.drawing.bands import band
from cximpact.scoring.drawing.drawn import Drawn
from cximpact.scoring.drawing.score_draws import ScoreDraws, score_draws
from cximpact.scoring.value import group_columns

KEPT_VALUES = 50_000_000
"""Values kept at most, at four bytes each; lists of up to 5,000 proposals keep 10,000 draws."""

LEAST_KEPT = 100
"""Draws kept however long the list is."""

_BLOCK = 64
_TOLD_EVERY = 500

Progress = Callable[[str], None]


def kept_draws(case: Case) -> int:
    """Return how many draws of the values are kept: all, unless the list is long."""
    settings = case.drawing
    room = KEPT_VALUES // max(len(case.proposals), 1)
    return min(settings.count, max(room, LEAST_KEPT, settings.selections))


def draw(
    case: Case,
    conditions: Conditions,
    scores: Scores,
    weights: WeightDraws,
    costs: Sequence[Mapping[int, IntArray]] = (),
    progress: Progress | None = None,
) -> Draws:
    """Draw everything uncertain, and return bands and what later steps need.

    Withdrawn proposals are drawn like the others.

    Args:
        case: The case; `case.drawing` says how often, at least once.
        conditions: Conditions of the touchpoints.
        scores: Central scores and values.
        weights: Drawn weights, as many as draws.
        costs: Per budget, drawn costs by position; at least as many as draws are kept, or all
            that selections need.
        progress: Told, in a few words, how far it is.

    Raises:
        InternalError: If weights are drawn another number of times, or nothing is to be drawn.
    """
    if len(weights.whole) != case.drawing.count:
        raise InternalError("weights are not drawn as often as everything else")
    drawn = score_draws(case, conditions, scores)
    tally = _Tally.of(case, weights)
    for position in range(len(case.proposals)):
        if progress and position and position % _TOLD_EVERY == 0:
            progress(f"drawing: {position:,} of {len(case.proposals):,} proposals")
        tally.add(position, drawn.columns(position))
    kept = kept_draws(case)
    return Draws(
        count=case.drawing.count,
        weights=weights,
        value=tally.value.whole(),
        value_low=tally.value_band[0],
        value_high=tally.value_band[1],
        score_low=tally.score_band[0],
        score_high=tally.score_band[1],
        customer_positive=tally.customer_positive,
        conditions=drawn.conditions[:kept],
        nets=_nets(case, drawn, scores.cells) if case.rules.overlap == "joint" else None,
        costs=tuple({place: each[:kept] for place, each in one.items()} for one in costs),
        notes=_notes(case, kept),
    )


@define(eq=False)
class _KeptValues:
    """Kept draws x proposals in units of 1e-9, filled in blocks of neighbouring proposals.

    Writing one column of a wide table at a time would touch a cache line per number.
    """

    kept: ValueArray
    block: ValueArray
    filled: int = 0

    def add(self, nano: FloatArray) -> None:
        """Take the next proposal's values, whole numbers of 1e-9."""
        self.block[self.filled % _BLOCK] = nano[: len(self.kept)]
        self.filled += 1
        if self.filled % _BLOCK == 0:
            self.kept[:, self.filled - _BLOCK : self.filled] = self.block.T

    def whole(self) -> ValueArray:
        """Return the table when all are in."""
        rest = self.filled % _BLOCK
        if rest:
            self.kept[:, self.filled - rest : self.filled] = self.block[:rest].T
        return self.kept


@frozen(eq=False)
class _Tally:
    """Figures over the draws, proposal by proposal.

    Attributes:
        whole: Weights, criteria x draws.
        inside: Weights inside the customer group by position of its criteria.
        value: Kept values.
        value_band: 5th and 95th percentile x proposals.
        score_band: The same x proposals x criteria.
        customer_positive: Per proposal; NaN without a customer group.
        sums: Room for the two sums and a product.
    """

    whole: FloatArray
    inside: Mapping[int, FloatArray]
    value: _KeptValues
    value_band: FloatArray
    score_band: FloatArray
    customer_positive: FloatArray
    sums: FloatArray = field(repr=False)

    @classmethod
    def of(cls, case: Case, weights: WeightDraws) -> _Tally:
        """Make room for the figures of a case."""
        proposals, criteria = len(case.proposals), len(case.scorecard.criteria)
        kept, customer = kept_draws(case), group_columns(case.scorecard, "customer")
        return cls(
            whole=np.ascontiguousarray(weights.whole.T),
            inside={column: weights.inside[:, column].copy() for column in customer},
            value=_KeptValues(
                np.zeros((kept, proposals), dtype=np.int32),
                np.zeros((_BLOCK, kept), dtype=np.int32),
            ),
            value_band=np.zeros((2, proposals)),
            score_band=np.zeros((2, proposals, criteria)),
            customer_positive=np.full(proposals, np.nan),
            sums=np.zeros((3, case.drawing.count)),
        )

    def add(self, position: int, columns: Sequence[Drawn]) -> None:
        """Take the drawn scores of the next proposal."""
        value, customer, product = self.sums
        self.sums[:2] = 0.0
        for column, scores in enumerate(columns):
            value += np.multiply(self.whole[column], scores, out=product)
            if column in self.inside:
                customer += np.multiply(self.inside[column], scores, out=product)
            self.score_band[:, position, column] = band(scores)
        self.value_band[:, position] = band(value)
        self.value.add(np.rint(np.multiply(value, NANO, out=product), out=product))
        if self.inside:
            np.rint(np.multiply(customer, NANO, out=product), out=product)
            self.customer_positive[position] = np.count_nonzero(product > 0) / len(product)


def _nets(case: Case, drawn: ScoreDraws, cells: JourneyCells) -> FloatArray:
    """Return net changes in the first draws, the ones that selections are made again for."""
    count = min(case.drawing.selections, drawn.count)
    parts = [drawn.nets(position)[:count] for position in range(len(case.proposals))]
    nets = np.concatenate([np.empty((count, 0)), *parts], axis=1)
    if nets.shape[1] != len(cells):
        raise InternalError("effects do not arrive where the scores say they do")
    return nets


def _notes(case: Case, kept: int) -> tuple[str, ...]:
    if kept == case.drawing.count:
        return ()
    return (
        f"Bands rest on all {case.drawing.count:,} draws, ranks and selections on the first "
        f"{kept:,}: a list of {len(case.proposals):,} proposals leaves no room for more. A list "
        f"of up to {KEPT_VALUES // case.drawing.count:,} keeps all of them.",
    )
