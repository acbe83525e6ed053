"""What to write if the steps of a list's scale are wider than those of the usual levels.

The error of a single rating is half a step between its criterion's levels, whatever scale a list
is read by. Whoever rates from -2 to 2 tells fewer steps apart than the seven usual ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.starting.quoting import comment, quoted
from cximpact.intake.starting.shared_scales import USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.intake.starting.scale_headers import Scale

__all__ = ["step_lines"]

_USUAL_STEP = 1 / USUAL[2]
_NEAR = 1e-9


def step_lines(ratings: Mapping[str, tuple[str, Scale]]) -> str:
    """Return lines of a drafted scorecard on scales with wide steps; "" for none.

    Args:
        ratings: Criterion to its header and the scale of its column.

    Example:
        >>> print(step_lines({"ease": ("Ease", (-2, 0, 2)), "trust": ("Trust", (-5, 0, 5))}))
        # How sure: a rating is drawn with an error of half a step from -3 to 3, 17 of 100. For
        # the wider steps of your list, write its scale at the criterion, too:
        #   scale: [-2, 0, 2] at ease
        <BLANKLINE>
    """
    wide: dict[tuple[float, float, float], list[str]] = {}
    for key, (_, scale) in ratings.items():
        if scale is not None and _step(scale) > _USUAL_STEP + _NEAR:
            wide.setdefault(scale, []).append(key)
    if not wide:
        return ""
    said = [
        f"#   scale: [{', '.join(f'{each:g}' for each in scale)}] at {', '.join(map(quoted, keys))}"
        for scale, keys in wide.items()
    ]
    head = (
        "# How sure: a rating is drawn with an error of half a step from -3 to 3, 17 of 100. For",
        "# the wider steps of your list, write its scale at the criterion, too:",
    )
    return "".join(f"{comment(line)}\n" for line in (*head, *said))


def _step(scale: tuple[float, float, float]) -> float:
    """Return how far the score of one whole number is from that of the next, at the most."""
    worst, same, best = scale
    return 1 / min(abs(best - same), abs(same - worst))
