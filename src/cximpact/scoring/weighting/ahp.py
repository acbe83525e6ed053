"""Weights from pairwise comparisons: the principal eigenvector, of incomplete matrices too.

Sources: Saaty (1977), "A scaling method for priorities in hierarchical structures"; Harker (1987),
"Incomplete pairwise comparisons in the analytic hierarchy process": where a comparison is missing,
the ratio of the weights themselves stands in for it, which adds 1 to the diagonal of its row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from attrs import frozen

from cximpact.model.arrays import FloatArray
from cximpact.model.weighting import Judgement

_MOST_SQUARINGS = 64
_SETTLED = 1e-15


@frozen
class Priorities:
    """What comparisons come to.

    Attributes:
        members: Whatever was compared, sorted.
        weights: One per member; they sum to 1.
        eigenvalue: The principal eigenvalue; the number of members where all comparisons agree,
            above it otherwise.
        missing: How many pairs were not compared.
    """

    members: tuple[str, ...]
    weights: tuple[float, ...]
    eigenvalue: float
    missing: int

    def ratio(self, one: str, other: str) -> float:
        """Return how many times as much one member counts as another."""
        at = self.members.index
        return self.weights[at(one)] / self.weights[at(other)]


def eigenvector(judgements: Sequence[Judgement]) -> dict[str, float]:
    """Return the weights that comparisons imply, summing to 1.

    Example:
        >>> eigenvector([Judgement("a", "b", 3.0)])
        {'a': 0.75, 'b': 0.25}
    """
    found = priorities(judgements)
    return dict(zip(found.members, found.weights, strict=True))


def priorities(judgements: Sequence[Judgement]) -> Priorities:
    """Return weights and eigenvalue of comparisons that connect all members they name.

    Args:
        judgements: Each pair at most once; ratios above zero.
    """
    members = sorted({name for each in judgements for name in (each.one, each.other)})
    matrix = _harker(judgements, members)
    vector = _principal(matrix)
    # Both sums are over positive numbers, so the quotient loses nothing.
    grown = sum(_total(row * vector) for row in matrix)
    pairs = len(members) * (len(members) - 1) // 2
    weights = tuple((vector / _total(vector)).tolist())
    return Priorities(tuple(members), weights, grown / _total(vector), pairs - len(judgements))


def separate_groups(judgements: Iterable[Judgement], members: Sequence[str]) -> list[list[str]]:
    """Return the members in groups that no comparison connects; one group where all is well.

    Example:
        >>> separate_groups([Judgement("a", "b", 2.0)], ["a", "b", "c"])
        [['a', 'b'], ['c']]
    """
    group = {member: {member} for member in members}
    for each in judgements:
        if each.one not in group or each.other not in group:
            continue
        if group[each.one] is not group[each.other]:  # most comparisons join nothing new
            joined = group[each.one] | group[each.other]
            group.update(dict.fromkeys(joined, joined))
    return sorted({tuple(sorted(each)): sorted(each) for each in group.values()}.values())


def _harker(judgements: Sequence[Judgement], members: Sequence[str]) -> FloatArray:
    column = {member: at for at, member in enumerate(members)}
    matrix = np.zeros((len(members), len(members)), dtype=np.float64)
    for each in judgements:
        one, other = column[each.one], column[each.other]
        matrix[one, other] = each.ratio
        matrix[other, one] = 1.0 / each.ratio
    missing = (matrix == 0.0).sum(axis=1) - 1
    matrix[np.diag_indices(len(members))] = 1.0 + missing
    return matrix


def _principal(matrix: FloatArray) -> FloatArray:
    """Return the principal eigenvector of a matrix without negative entries.

    The power method with the matrix squared again and again, so that a chain of comparisons, whose
    eigenvalues lie close together, settles as soon as any other. Nothing cancels out.
    """
    power = matrix / matrix.max()
    vector: FloatArray = power[:, 0] / power[:, 0].max()
    for _ in range(_MOST_SQUARINGS):
        # Summed over the middle axis one by one; BLAS would add in an order of its own.
        squared: FloatArray = (power[:, :, None] * power[None, :, :]).sum(axis=1)
        power = squared / squared.max()
        before, vector = vector, power[:, 0] / power[:, 0].max()
        if np.abs(vector - before).max() <= _SETTLED:
            break
    return vector


def _total(values: FloatArray) -> float:
    return float(sum(values.tolist()))
