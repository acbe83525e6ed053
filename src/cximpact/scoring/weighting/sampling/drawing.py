"""Drawing weights for a whole scorecard: stakeholders take turns by their share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from cximpact.model.arrays import FloatArray, IntArray
from cximpact.model.scorecard import Scorecard
from cximpact.model.weighting import GROUPS, WeightDraws, WeightSpace
from cximpact.scoring.streams import stream
from cximpact.scoring.weighting.sampling.part import PartDraws, draw_part
from cximpact.scoring.weighting.sampling.words import sampling_words


def draw_weights(
    scorecard: Scorecard, spaces: Sequence[WeightSpace], count: int, seed: int
) -> WeightDraws:
    """Return weights drawn uniformly from what was stated about them.

    Each draw takes all its parts from one stakeholder. Whose turn it is follows a fixed pattern,
    so that the first draws, however many, are spread by the shares as evenly as can be.

    Args:
        scorecard: Its criteria are the columns.
        spaces: What each stakeholder leaves open; their shares sum to 1.
        count: How many draws; 0 for none.
        seed: Where the streams start: one per stakeholder and part.
    """
    turn = turns([each.share for each in spaces], count)
    inside = np.zeros((count, len(scorecard.criteria)))
    whole = np.zeros_like(inside)
    found: list[PartDraws] = []
    for position, space in enumerate(spaces):
        rows = np.flatnonzero(turn == position)
        drawn = _parts_of(space, len(rows), seed)
        inside[rows], whole[rows] = _columns(scorecard, space, drawn, len(rows))
        found += drawn.values()
    return WeightDraws(whole, inside, turn, sampling_words(found) if count else "")


def turns(shares: Sequence[float], count: int) -> IntArray:
    """Return whose turn it is in each draw: always of whom the most is due.

    Example:
        >>> turns([0.5, 0.25, 0.25], 8).tolist()
        [0, 1, 2, 0, 0, 1, 2, 0]
    """
    due, pattern = [0.0] * len(shares), np.zeros(count, dtype=np.int64)
    for draw in range(count):
        due = [rest + share for rest, share in zip(due, shares, strict=True)]
        # Rounded, so that equal dues are equal: the first of them is taken.
        best = max(range(len(due)), key=lambda each: (round(due[each], 9), -each))
        pattern[draw] = best
        due[best] -= 1.0
    return pattern


def _parts_of(space: WeightSpace, count: int, seed: int) -> dict[str, PartDraws]:
    if not count:
        return {}
    streams = {
        each.name: stream(seed, "weights", space.stakeholder, each.name) for each in space.parts
    }
    return {each.name: draw_part(each, count, streams[each.name]) for each in space.parts}


def _columns(
    scorecard: Scorecard, space: WeightSpace, drawn: Mapping[str, PartDraws], count: int
) -> tuple[FloatArray, FloatArray]:
    """Return weights inside groups and of the whole, in the order of the criteria."""
    column = {each.id: at for at, each in enumerate(scorecard.criteria)}
    inside = np.zeros((count, len(column)))
    whole = np.zeros_like(inside)
    shares = _group_shares(space, drawn)
    for part in space.parts:
        if part.name == GROUPS or part.name not in drawn:
            continue
        own = [column[member] for member in part.members]
        inside[:, own] = drawn[part.name].weights
        share = shares.get(part.name)
        whole[:, own] = inside[:, own] if share is None else inside[:, own] * share[:, None]
    return inside, whole


def _group_shares(space: WeightSpace, drawn: Mapping[str, PartDraws]) -> dict[str, FloatArray]:
    """Return the drawn share of each group; none where there is but one group."""
    members = [each.members for each in space.parts if each.name == GROUPS]
    if not members or GROUPS not in drawn:
        return {}
    return {group: drawn[GROUPS].weights[:, at] for at, group in enumerate(members[0])}
