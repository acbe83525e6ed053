"""The parts whose weights are stated: the criteria inside each group, and the groups."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from attrs import frozen

from cximpact.model.scorecard import Scorecard
from cximpact.model.weighting import GROUPS, Statement
from cximpact.scoring.weighting.conditions import spoken_of
from cximpact.scoring.weights import group_shares


@frozen
class Part:
    """Weights that sum to 1, as the scorecard has them.

    Attributes:
        name: `customer`, `business` or `groups`.
        members: Ids, sorted.
        weights: The scorecard's own weights, one per member; they sum to 1.
    """

    name: str
    members: tuple[str, ...]
    weights: tuple[float, ...]

    def live(self, statements: Sequence[Statement]) -> tuple[str, ...]:
        """Return the members that may count anything.

        A criterion that the scorecard gives no weight is switched off, unless somebody speaks of
        it.

        Args:
            statements: Everything one stakeholder said; of other parts too.
        """
        spoken = {name for s in statements if s.part == self.name for name in spoken_of(s)}
        return tuple(
            member
            for member, weight in zip(self.members, self.weights, strict=True)
            if weight > 0.0 or member in spoken or self.name == GROUPS
        )


def parts_of(scorecard: Scorecard) -> tuple[Part, ...]:
    """Return the groups of criteria, sorted, and `groups` where there are two.

    Args:
        scorecard: One whose own weights are without problems.
    """
    shares = group_shares(scorecard)
    found = [_inside(scorecard, group) for group in shares]
    if len(shares) > 1:
        found.append(Part(GROUPS, tuple(shares), tuple(shares.values())))
    return tuple(found)


def _inside(scorecard: Scorecard, group: str) -> Part:
    points = {each.id: each.weight for each in scorecard.criteria if each.group == group}
    total = fsum(points.values())
    members = tuple(sorted(points))
    return Part(group, members, tuple(points[member] / total for member in members))
