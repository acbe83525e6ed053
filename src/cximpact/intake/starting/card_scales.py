"""Which scales of a list a drafted scorecard states, so that they stand in one place.

The error of a single rating is half a step between its criterion's levels: whoever rates from -2 to
2 tells fewer steps apart than the seven usual ones. So the scale belongs to the criterion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.intake.starting.asked_scales import other_scale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.intake.starting.scale_headers import Scale

__all__ = ["CardScale", "card_scales", "is_stepped"]

_MOST_STEPS = 20


@frozen
class CardScale:
    """The scale of a criterion of a draft.

    Attributes:
        scale: Worst, no change and best.
        remark: What it may be else, "" where nothing is asked.
    """

    scale: tuple[float, float, float]
    remark: str = ""

    def __str__(self) -> str:
        return f"[{', '.join(f'{each:g}' for each in self.scale)}]"


def is_stepped(scale: Scale) -> bool:
    """Return whether a scale has steps that a person tells apart.

    From 0 to 100 nobody does: there the seven usual levels say better how sure an answer is.

    Example:
        >>> is_stepped((-2.0, 0.0, 2.0)), is_stepped((0.0, 50.0, 100.0)), is_stepped(None)
        (True, False, False)
    """
    if scale is None:
        return False
    worst, _, best = scale
    return worst.is_integer() and best.is_integer() and 1 < abs(best - worst) <= _MOST_STEPS


def card_scales(ratings: Mapping[str, tuple[str, Scale]]) -> dict[str, CardScale]:
    """Return the scales that a drafted scorecard states, by criterion.

    Args:
        ratings: Criterion to its header and the scale of its column.

    Example:
        >>> print(card_scales({"ease": ("Ease", (-2.0, 0.0, 2.0))})["ease"])
        [-2, 0, 2]
    """
    return {
        key: CardScale(scale, other_scale(header, scale))
        for key, (header, scale) in ratings.items()
        if scale is not None and is_stepped(scale)
    }
