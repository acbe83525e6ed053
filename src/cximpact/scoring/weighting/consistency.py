"""How well pairwise comparisons agree with each other, and which of them do not.

Sources: Saaty (1977, 1980): consistency ratio and random index. Agoston and Csato (2022),
"Inconsistency thresholds for incomplete pairwise comparison matrices": the random index falls
almost linearly with the number of missing comparisons, to zero where they just connect.
"""

from __future__ import annotations

from collections.abc import Sequence

from cximpact.model.weighting import Consistency, Judgement
from cximpact.scoring.weighting.ahp import Priorities, priorities, separate_groups

ACCEPTABLE = 0.10
"""Saaty's limit: above, the comparisons should be looked at again."""

MOST_NAMED = 3
_EVEN = 1e-9

RANDOM_INDEX = (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Saaty (1980), for 3 to 15 members."""


def random_index(members: int, missing: int = 0) -> float:
    """Return the consistency index to be expected of comparisons made at random.

    Beyond 15 members, where Saaty gives none, the straight line of Alonso and Lamata (2006),
    "Consistency in the analytic hierarchy process: a new approach".

    Args:
        members: How many are compared; at least 3.
        missing: How many of the pairs were not compared.

    Example:
        >>> random_index(7)
        1.32
    """
    if members - 3 < len(RANDOM_INDEX):
        complete = RANDOM_INDEX[members - 3]
    else:
        complete = (2.7699 * members - 4.3513 - members) / (members - 1)
    return complete * (1.0 - 2.0 * missing / ((members - 1) * (members - 2)))


def consistency(stakeholder: str, part: str, judgements: Sequence[Judgement]) -> Consistency:
    """Return the consistency ratio of comparisons and, above 0.10, those that hurt most.

    How much a comparison hurts is how much the ratio falls without it; the ratio that the others
    imply is told beside it. A comparison without which the members fall apart hurts nothing.

    Args:
        stakeholder: Who compared.
        part: The part of the weights.
        judgements: Each pair at most once; they connect all members they name.
    """
    found = priorities(judgements)
    ratio = _ratio(found)
    if ratio is None or ratio <= ACCEPTABLE:
        return Consistency(stakeholder, part, ratio)
    return Consistency(stakeholder, part, ratio, _worst(judgements, found))


def consistency_warning(found: Consistency) -> str | None:
    """Return what to look at again, in words; None where the comparisons agree well enough."""
    if found.ratio is None or found.ratio <= ACCEPTABLE:
        return None
    who = f"the comparisons of {found.stakeholder}" if found.stakeholder else "the comparisons"
    named = "; ".join(_said(judgement, implied) for judgement, implied in found.worst)
    return (
        f"{who} of the {found.part} part contradict each other (consistency ratio "
        f"{found.ratio:.2f}, above {ACCEPTABLE:.2f}); look again at: {named}"
    )


def _ratio(found: Priorities) -> float | None:
    """Return the consistency ratio; None below three members, 0 where nothing can contradict."""
    members = len(found.members)
    if members < 3:
        return None
    expected = random_index(members, found.missing)
    if expected <= _EVEN:
        return 0.0
    return max(0.0, (found.eigenvalue - members) / (members - 1)) / expected


def _worst(
    judgements: Sequence[Judgement], found: Priorities
) -> tuple[tuple[Judgement, float], ...]:
    hurting = []
    for judgement in judgements:
        others = [each for each in judgements if each is not judgement]
        if len(separate_groups(others, found.members)) > 1:
            continue
        implied = priorities(others)
        relief = found.eigenvalue - implied.eigenvalue
        ratio = implied.ratio(judgement.one, judgement.other)
        hurting.append((-round(relief, 9), judgement.one, judgement.other, judgement, ratio))
    hurting.sort(key=lambda each: each[:3])
    return tuple((each[3], each[4]) for each in hurting[:MOST_NAMED] if each[0] < 0)


def _said(judgement: Judgement, implied: float) -> str:
    said = f"{judgement.one} to {judgement.other} was put at {_times(judgement.ratio)}"
    return f"{said}, the others imply {_times(implied)}"


def _times(ratio: float) -> str:
    return f"{ratio:.2g}" if ratio >= 1 else f"1/{1 / ratio:.2g}"
