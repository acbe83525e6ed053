"""What was stated about weights and what follows from it, for the result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cximpact.model.scorecard import Scorecard
from cximpact.model.weighting import (
    Consistency,
    Weighting,
    WeightingResult,
    WeightRange,
    WeightSpace,
)
from cximpact.scoring.weighting.central import mean_center
from cximpact.scoring.weighting.conflict_words import told
from cximpact.scoring.weighting.consistency import consistency
from cximpact.scoring.weighting.meeting import Meeting, meetings
from cximpact.scoring.weighting.ranges import weight_ranges


def weighting_result(
    scorecard: Scorecard, weighting: Weighting, spaces: Sequence[WeightSpace]
) -> WeightingResult:
    """Return ranges, consistency, disagreements, and what all agree on.

    Who says nothing about a part objects to nothing there. Where every two agree and all together
    still do not, the disagreement names one stakeholder against the others it takes.

    Args:
        scorecard: The one the spaces were made from, with its own weights.
        weighting: What was said.
        spaces: From `weight_spaces`.
    """
    met = meetings(scorecard, weighting)
    disagreements = [each for meeting in met for each in meeting.disagreements]
    return WeightingResult(
        ranges=tuple(
            each
            for space in spaces
            for part in space.parts
            for each in weight_ranges(part, space.stakeholder)
        ),
        consistency=tuple(_consistencies(weighting)),
        disagreements=tuple(sorted(disagreements, key=lambda d: (d.one, d.other, d.part))),
        common=tuple(_common(met, spaces)),
        statements={
            voice.name: tuple(told(each, weighting) for each in voice.statements)
            for voice in weighting.stakeholders
        },
        method="; ".join(_estimates(spaces)),
    )


def _consistencies(weighting: Weighting) -> Iterator[Consistency]:
    for voice in weighting.stakeholders:
        for each in voice.statements:
            if each.kind == "ahp":
                yield consistency(voice.name, each.part, each.judgements)


def _common(met: Sequence[Meeting], spaces: Sequence[WeightSpace]) -> Iterator[WeightRange]:
    """Return the ranges of the parts on which several stakeholders agree."""
    if len(spaces) < 2:
        return
    for at, meeting in enumerate(met):
        if not meeting.disagreements:
            mean = mean_center(
                [space.parts[at].center for space in spaces], [space.share for space in spaces]
            )
            yield from weight_ranges(meeting.common(mean) or spaces[0].parts[at])


def _estimates(spaces: Sequence[WeightSpace]) -> Iterator[str]:
    for space in spaces:
        for part in space.parts:
            if part.center_error > 0:
                whose = f" of {space.stakeholder}" if space.stakeholder else ""
                yield (
                    f"the central weights{whose} of the {part.name} part are estimated from draws, "
                    f"to within {100 * part.center_error:.2g} points of 100"
                )
