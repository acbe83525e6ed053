"""Evidence and effects that were read and move no score, as nothing in the scorecard uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cximpact.model.evidence import Statistics
    from cximpact.model.proposal import Effects
    from cximpact.model.scorecard import Scorecard

__all__ = ["idle_evidence"]

_MOST = 5
_ADD_CRITERION = "add a criterion of 'kind: journey' to the scorecard"
_ADD_EFFECTS = (
    "state what proposals change for customers there: effects: effects.csv, with the columns "
    "proposal, touchpoint and change"
)
_COVER = "name the touchpoints under 'touchpoints' of a criterion of 'kind: journey'"


def idle_evidence(
    scorecard: Scorecard, statistics: Sequence[Statistics], effects: Effects
) -> list[Problem]:
    """Return a note on measurements and effects that count for nothing, or none.

    A measurement tells how good a touchpoint is today. It moves a score only where a criterion of
    kind journey covers the touchpoint and proposals have effects.

    Args:
        scorecard: Its criteria.
        statistics: The measurements.
        effects: What proposals change.
    """
    return [
        Problem(message, field="evidence" if statistics else "effects", hint=hint)
        for message, hint in _found(scorecard, statistics, effects)
    ]


def _found(
    scorecard: Scorecard, statistics: Sequence[Statistics], effects: Effects
) -> Iterator[tuple[str, str]]:
    journeys = [each for each in scorecard.criteria if each.kind == "journey"]
    if not journeys:
        yield from _without_journey(len(statistics), len(effects))
    elif statistics and not len(effects):
        read = _read(_counted(len(statistics), "measurement"), len(statistics))
        yield f"{read}, but no proposal has effects on a touchpoint", _ADD_EFFECTS
    elif all(each.touchpoints for each in journeys):
        yield from _uncovered(statistics, {key for each in journeys for key in each.touchpoints})


def _without_journey(measured: int, claimed: int) -> Iterator[tuple[str, str]]:
    counts = [(measured, "measurement"), (claimed, "effect")]
    told = " and ".join(_counted(count, one) for count, one in counts if count)
    if told:
        them = "it" if measured + claimed == 1 else "them"
        yield f"{_read(told, measured + claimed)}, but no criterion uses {them}", _ADD_CRITERION


def _uncovered(statistics: Sequence[Statistics], covered: set[str]) -> Iterator[tuple[str, str]]:
    idle = [each.touchpoint for each in statistics if each.touchpoint not in covered]
    if idle:
        points = sorted(set(idle))
        more = f" and {len(points) - _MOST} more" if len(points) > _MOST else ""
        named = f"{', '.join(points[:_MOST])}{more}"
        read = _read(_counted(len(idle), "measurement"), len(idle))
        yield f"{read}, but no criterion covers where: {named}", _COVER


def _counted(count: int, one: str) -> str:
    return f"{count:,} {one if count == 1 else one + 's'}"


def _read(told: str, count: int) -> str:
    return f"{told} {'is' if count == 1 else 'are'} read"
