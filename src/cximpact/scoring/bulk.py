"""Values of very many proposals at once, block after block, without anything kept per score.

What `scoring.score` keeps for explanations (notes, errors, a matrix of scores) is left out; the
sums are the same to the last bit. A block of rows fits in the processor's cache, so the list is
read from memory once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from attrs import frozen

from cximpact.model.arrays import BoolArray, FloatArray
from cximpact.model.scorecard import Scorecard
from cximpact.scoring.bulk_limits import first_reaching
from cximpact.scoring.value import coverage, group_columns, group_value, weighted_sum
from cximpact.scoring.weights import criterion_weights

__all__ = ["BulkValues", "Fill", "blocks", "bulk_values", "by_column", "by_row", "known"]

ROWS = 24576
"""Rows of a block: few enough for the cache, many enough that calling NumPy costs little."""

_PIECE = 1024

Fill = Callable[[slice, FloatArray], None]
"""Writes the scores of some rows into an array; NaN where one is missing.

Of all criteria (criteria x rows), or of one criterion, as the function that takes it says.
"""


def blocks(count: int) -> Iterator[slice]:
    """Yield slices of at most `ROWS` rows, so that what is done with them stays in the cache."""
    for start in range(0, count, ROWS):
        yield slice(start, min(start + ROWS, count))


@frozen(eq=False)
class BulkValues:
    """What the scores of very many proposals come to, per proposal.

    A figure that is the same for all is an array without strides, which takes no memory.

    Attributes:
        value: V.
        customer_value: Value inside the customer group; NaN without such a group.
        business_value: Value inside the business group; NaN without such a group.
        coverage: Scored share of weight.
        harmed: Whether a customer score is below the limit, at nine decimals.
        missing: Whether a customer score is missing.
        rated: Whether there is any customer score at all, of whichever proposal.
    """

    value: FloatArray
    customer_value: FloatArray
    business_value: FloatArray
    coverage: FloatArray
    harmed: BoolArray
    missing: BoolArray
    rated: bool


def by_column(columns: Sequence[Fill]) -> Fill:
    """Return what writes the scores of all criteria, one after the other.

    Args:
        columns: Per criterion, what writes its scores.
    """

    def fill(rows: slice, out: FloatArray) -> None:
        for column, scores in zip(columns, out, strict=True):
            column(rows, scores)

    return fill


def known(scores: FloatArray) -> Fill:
    """Return what writes scores of one criterion that are known already."""

    def fill(rows: slice, out: FloatArray) -> None:
        out[:] = scores[rows]

    return fill


def by_row(scores: FloatArray) -> Fill:
    """Return what writes the scores of all criteria that lie in memory row by row.

    Piece after piece: gathering a column over a whole block would read the block from slower
    memory once for each criterion, which takes half as long again.

    Args:
        scores: Proposals x criteria.
    """

    def fill(rows: slice, out: FloatArray) -> None:
        for start in range(rows.start, rows.stop, _PIECE):
            stop = min(start + _PIECE, rows.stop)
            out[:, start - rows.start : stop - rows.start] = scores[start:stop].T

    return fill


def bulk_values(scorecard: Scorecard, fill: Fill, count: int) -> BulkValues:
    """Return the values of all proposals, and whom the harm gate's limit for scores concerns.

    Args:
        scorecard: Its criteria, and the limit.
        fill: Writes the scores of all criteria, in the scorecard's order.
        count: The number of proposals.

    Raises:
        InputError: If the scorecard's weights cannot be used.

    Example:
        >>> from cximpact.model.scorecard import Criterion
        >>> card = Scorecard("one", (Criterion("ease", "customer", "rating", 1.0),), {})
        >>> bulk_values(card, by_row(np.array([[0.5], [np.nan]])), 2).value.tolist()
        [0.5, 0.0]
    """
    sums = _Sums(scorecard, count)
    scores = np.empty((len(scorecard.criteria), min(ROWS, count)))
    for rows in blocks(count):
        block = scores[:, : rows.stop - rows.start]
        fill(rows, block)
        sums.add(rows, block)
    return sums.values()


class _Sums:
    """Sums over criteria, filled block after block."""

    def __init__(self, scorecard: Scorecard, count: int) -> None:
        self._card = scorecard
        self._weights, self._inside = criterion_weights(scorecard)
        self._customer = group_columns(scorecard, "customer")
        self._product = np.empty(min(ROWS, count))
        self._whole = np.empty(count)
        self._groups = {
            group: self._of_group(group_columns(scorecard, group), count)
            for group in ("customer", "business")
        }
        self._covered: FloatArray | None = None
        self._limit = first_reaching(scorecard.policy.gates.customer_harm.score)
        self._harmed = np.zeros(count, dtype=np.bool_)
        self._missing = np.zeros(count, dtype=np.bool_)
        self._rated = False

    def _of_group(self, columns: list[int], count: int) -> FloatArray:
        if not columns:
            return np.broadcast_to(np.nan, count)
        # The value inside the only group is the value.
        return self._whole if len(columns) == len(self._weights) else np.empty(count)

    def add(self, rows: slice, block: FloatArray) -> None:
        """Take in the scores of some rows: criteria x rows."""
        self._sum(self._weights, range(len(block)), block, self._whole[rows])
        for group, values in self._groups.items():
            columns = group_columns(self._card, group)
            if columns and values is not self._whole:
                self._sum(self._inside, columns, block, values[rows])
        customer = block if len(self._customer) == len(block) else block[self._customer]
        lowest = np.minimum.reduce(customer, axis=0, initial=np.inf)
        gaps = np.flatnonzero(np.isnan(self._whole[rows]))
        if len(gaps):
            self._mend(rows.start + gaps, block[:, gaps].T)
            lowest[gaps] = np.fmin.reduce(block[self._customer][:, gaps], axis=0, initial=np.inf)
        np.less(lowest, self._limit, out=self._harmed[rows])
        self._rated |= bool((lowest < np.inf).any())

    def _sum(
        self, weights: FloatArray, columns: Sequence[int], block: FloatArray, out: FloatArray
    ) -> None:
        """Add one criterion after the other, as `weighted_sum` does, but in place."""
        product = self._product[: len(out)]
        out[:] = 0.0
        for column in columns:
            np.multiply(block[column], weights[column], out=product)
            np.add(out, product, out=out)

    def _mend(self, rows: FloatArray, scores: FloatArray) -> None:
        """Sum again where a score is missing: one NaN has made the whole sum NaN."""
        self._whole[rows] = weighted_sum(self._weights, scores)
        if self._covered is None:
            self._covered = np.ones(len(self._whole))
        self._covered[rows] = coverage(self._weights, scores)
        self._missing[rows] = np.isnan(scores[:, self._customer]).any(axis=1)
        for group, values in self._groups.items():
            if group_columns(self._card, group):
                values[rows] = group_value(self._card, group, self._inside, scores)

    def values(self) -> BulkValues:
        """Return the sums."""
        return BulkValues(
            value=self._whole,
            customer_value=self._groups["customer"],
            business_value=self._groups["business"],
            coverage=np.broadcast_to(1.0, len(self._whole))
            if self._covered is None
            else self._covered,
            harmed=self._harmed,
            missing=self._missing,
            rated=self._rated,
        )
