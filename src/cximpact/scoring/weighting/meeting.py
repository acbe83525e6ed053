"""Where stakeholders meet and where they clash, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from attrs import field, frozen

from cximpact.model.arrays import FloatArray, IntArray
from cximpact.model.scorecard import Scorecard
from cximpact.model.weighting import Disagreement, Halfspace, Weighting, WeightPart
from cximpact.scoring.weighting.centers import center, met_by
from cximpact.scoring.weighting.conditions import as_arrays
from cximpact.scoring.weighting.conflict_words import told
from cximpact.scoring.weighting.conflicts import Rows, smallest_conflict, stacked
from cximpact.scoring.weighting.parts import Part, parts_of
from cximpact.scoring.weighting.spaces import Spoken, met


@frozen
class Meeting:
    """What all stakeholders that speak of a part say about it.

    Attributes:
        part: The part.
        speakers: Those who say anything about it; each agrees with themselves.
        disagreements: Every two that clash; where no two do and all together do, one entry.
    """

    part: Part
    speakers: tuple[Spoken, ...]
    disagreements: tuple[Disagreement, ...] = field(init=False)

    @disagreements.default
    def _disagreements(self) -> tuple[Disagreement, ...]:
        pairs = [_clash(pair) for pair in combinations(self.speakers, 2)]
        found = tuple(each for each in pairs if each is not None)
        if found or len(self.speakers) < 3:
            return found
        together = _clash(self.speakers)
        return () if together is None else (together,)

    def common(self, mean: FloatArray) -> WeightPart | None:
        """Return what all speakers leave open together; None where nobody speaks.

        Call it where nobody disagrees.

        Args:
            mean: The central weights, if they obey everything; else the centroid is taken.
        """
        if not self.speakers:
            return None
        blocks = [rows for speaker in self.speakers for _, rows in _said(speaker)]
        matrix, least = met(stacked([_off(self.speakers), *blocks]))
        middle, error = center(self.part.members, matrix, least, [mean])
        numbers: IntArray = np.full(len(least), -1, dtype=np.int64)
        least = met_by(middle, matrix, least)
        return WeightPart(self.part.name, self.part.members, matrix, least, numbers, middle, error)


def meetings(scorecard: Scorecard, weighting: Weighting) -> tuple[Meeting, ...]:
    """Return one meeting per part, in the order of the parts.

    Args:
        scorecard: Has the parts.
        weighting: Statements without problems, each stakeholder's without contradiction.
    """
    return tuple(_meeting(part, weighting) for part in parts_of(scorecard))


def _meeting(part: Part, weighting: Weighting) -> Meeting:
    heard = [Spoken(part, voice, weighting) for voice in weighting.stakeholders]
    return Meeting(part, tuple(each for each in heard if each.statements))


def _clash(speakers: Sequence[Spoken]) -> Disagreement | None:
    said = [(*each, speaker) for speaker in speakers for each in _said(speaker)]
    clash = smallest_conflict(_off(speakers), [rows for _, rows, _ in said])
    if clash is None:
        return None
    names = sorted({said[at][2].voice.name for at in clash})
    words = tuple(f"{said[at][2].voice.name}: {said[at][0]}" for at in clash)
    return Disagreement(names[0], " and ".join(names[1:]), speakers[0].part.name, words)


def _said(speaker: Spoken) -> list[tuple[str, Rows]]:
    """Return the statements of a speaker in words and as conditions."""
    return [(told(each, speaker.weighting), speaker.said(each)) for _, each in speaker.statements]


def _off(speakers: Sequence[Spoken]) -> Rows:
    """Return the conditions that keep at 0 what has no weight and nobody speaks of."""
    members = speakers[0].part.members
    live = {name for speaker in speakers for name in speaker.live}
    off = [Halfspace(((name, -1.0),), 0.0) for name in members if name not in live]
    return as_arrays(off, members)
