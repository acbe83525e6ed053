"""Words for how weights were drawn, with what the check of the walks found."""

from __future__ import annotations

from collections.abc import Sequence

from cximpact.scoring.weighting.sampling.hit_and_run import AGREED, WALKS, WORTH
from cximpact.scoring.weighting.sampling.part import PartDraws

_EXACT = "drawn exactly and independently"


def sampling_words(drawn: Sequence[PartDraws]) -> str:
    """Return how weights were drawn, and how well walks agreed where there were any.

    Args:
        drawn: The draws of all parts of all stakeholders.

    Example:
        >>> sampling_words([])
        'weights are fixed'
    """
    open_ones = [each for each in drawn if each.way != "fixed"]
    walked = [each for each in open_ones if each.way == "walk"]
    if not open_ones:
        return "weights are fixed"
    head = "weights are drawn uniformly from all that agree with what was stated: "
    if not walked:
        return f"{head}{_EXACT}"
    others = "" if len(walked) == len(open_ones) else f"partly {_EXACT}, partly "
    return f"{head}{others}by {WALKS} walks (hit-and-run); {_agreement(walked)}"


def _agreement(walked: Sequence[PartDraws]) -> str:
    r_hat = max(each.r_hat for each in walked)
    worth = min(each.worth for each in walked)
    found = (
        f"the weight on which they agree least has R-hat {r_hat:.3f}, and 100 of its draws are "
        f"worth {100 * worth:.0f} independent ones"
    )
    if r_hat <= AGREED and worth >= WORTH:
        return found
    return f"{found}, which is not enough to rely on the bands: state weights less narrowly"
