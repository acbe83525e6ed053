"""Independent normal scores, and values drawn from them one normal number at a time.

Given the weights w, the value of an alternative whose scores are independent and normal is normal
itself, with mean sum w mu and variance sum w^2 sigma^2. So one normal number per draw and
alternative is enough, however many criteria there are. Ordinal criteria are added on top.

Values are kept in single precision: a share of draws needs no more, and it halves the time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import frozen

from cximpact.decision.acceptability.ordinal import ordinal_scores
from cximpact.model.arrays import FloatArray
from cximpact.model.draws import ValueArray
from cximpact.scoring.streams import stream

SingleArray = npt.NDArray[np.float32]


@frozen(eq=False)
class NormalScores:
    """Scores of alternatives as they are drawn.

    Attributes:
        mean: Criteria x alternatives; 0 on ordinal criteria.
        variance: Criteria x alternatives; 0 on ordinal criteria.
        ordinal: Criterion to the ranks of the alternatives on it.
        seed: Where the streams start.
    """

    mean: SingleArray
    variance: SingleArray
    ordinal: Mapping[int, Sequence[int]]
    seed: int

    @property
    def width(self) -> int:
        """How many alternatives there are."""
        return int(self.mean.shape[1])

    def values(self, weights: FloatArray, block: slice) -> SingleArray:
        """Return the values in a block of draws: draws x alternatives.

        Args:
            weights: Draws of the block x criteria.
            block: Which draws these are.
        """
        single = weights.astype(np.float32)
        found: SingleArray = np.einsum("dk,kp->dp", single, self.mean)
        if self.variance.any():
            found += self._spread(single, block)
        for criterion, scores in self._ordinal(block):
            found += single[:, criterion, None] * scores
        return found

    def firsts(self, central: FloatArray, columns: Sequence[int], block: slice) -> list[int]:
        """Return how often each of some columns is first in a block, under its own weights."""
        normals = self._normals(block)
        ordinal = self._ordinal(block)
        single = central.astype(np.float32)
        means = np.einsum("ck,kp->cp", single, self.mean)
        deviations = np.sqrt(np.einsum("ck,kp->cp", single * single, self.variance))
        counts = []
        for row, column in enumerate(columns):
            value = normals * deviations[row] + means[row]
            for criterion, scores in ordinal:
                value += single[row, criterion] * scores
            counts.append(int(np.count_nonzero(value.argmax(axis=1) == column)))
        return counts

    def _spread(self, weights: SingleArray, block: slice) -> SingleArray:
        normals = self._normals(block)
        deviation = np.einsum("dk,kp->dp", weights * weights, self.variance)
        np.sqrt(deviation, out=deviation)
        normals *= deviation
        return normals

    def _normals(self, block: slice) -> SingleArray:
        shape = (block.stop - block.start, self.width)
        random = stream(self.seed, "smaa", str(block.start))
        return random.standard_normal(shape, dtype=np.float32)

    def _ordinal(self, block: slice) -> list[tuple[int, SingleArray]]:
        count = block.stop - block.start
        return [
            (at, ordinal_scores(ranks, count, self.seed, f"{at}:{block.start}").astype(np.float32))
            for at, ranks in self.ordinal.items()
        ]


def in_whole_numbers(value: SingleArray) -> ValueArray:
    """Turn numbers of single precision, in place, into whole numbers in the same order.

    The bits of a positive number read as a whole number keep the order; those of a negative one
    turn it around.

    Example:
        >>> found = in_whole_numbers(np.array([[-2.0, -1.0, -0.0, 0.0, 1e-9]], dtype=np.float32))
        >>> np.diff(found[0]).tolist()[2], bool((np.diff(found[0]) >= 0).all())
        (0, True)
    """
    value += np.float32(0.0)  # -0 becomes 0, which it equals
    bits = value.view(np.int32)
    turned = bits >> 31
    turned &= np.int32(0x7FFFFFFF)
    bits ^= turned
    return bits
