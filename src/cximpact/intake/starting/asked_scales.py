"""What the lowest number of a scale such as 1-5 means, which no list says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cximpact.intake.starting.guess_scales import RATED
from cximpact.intake.starting.rating_words import is_low_better

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from cximpact.intake.inputs import Inputs
    from cximpact.intake.starting.guess import Guess
    from cximpact.intake.starting.guess_scales import Scale

__all__ = ["asked_scales", "none_scale", "not_asked_of", "other_scale"]

_MEANS = ": does "


def none_scale(scale: Scale) -> str:
    """Return the scale on which the lowest number is no change, "" for one with numbers below zero.

    The worst is then as far below no change as the best is above.

    Example:
        >>> none_scale((1.0, 3.0, 5.0)), none_scale((-3.0, 0.0, 3.0)), none_scale((5.0, 3.0, 1.0))
        ('[-3, 1, 5]', '', '')
    """
    if scale is None or not 0 <= scale[0] < scale[2]:
        return ""
    low, _, high = scale
    return f"[{2 * low - high:g}, {low:g}, {high:g}]"


def asked_scales(inputs: Inputs, guess: Guess, open_ids: Collection[str]) -> list[str]:
    """Return what to ask of scales that begin at zero or one, and what hangs on the answer.

    They are drafted with their middle as no change, so that no harm to customers is overlooked:
    who finds too much stopped will look, and who finds nothing stopped would not.

    Args:
        inputs: What the draft reads.
        guess: What the columns of the list seem to mean.
        open_ids: The proposals that take part and are not withdrawn.
    """
    asked: dict[tuple[float, float, float], list[str]] = {}
    told = []
    for key, (header, scale) in (guess.ratings or {}).items():
        if scale is not None and is_low_better(header) and scale[0] < scale[2]:
            told.append(_turned(header, scale))
        elif scale is not None and none_scale(scale):
            asked.setdefault(scale, []).append(key)
    questions = [_question(inputs, guess, scale, keys, open_ids) for scale, keys in asked.items()]
    return [*questions, *told]


def other_scale(header: str, scale: Scale) -> str:
    """Return what a column may mean else, with the scale to write then; "" where nothing is asked.

    Example:
        >>> other_scale("Benefit (1-5)", (1.0, 3.0, 5.0))
        'if 1 means no benefit: scale: [-3, 1, 5] (1 = no change)'
        >>> other_scale("Risk (1-5)", (1.0, 3.0, 5.0))
        'if low is good: scale: [5, 3, 1]'
    """
    if scale is None or scale[0] > scale[2]:
        return ""
    if is_low_better(header):
        return f"if low is good: scale: {_written(scale[::-1])}"
    none = none_scale(scale)
    return f"if {scale[0]:g} means no benefit: scale: {none} ({scale[0]:g} = no change)" * bool(
        none
    )


def _turned(header: str, scale: tuple[float, float, float]) -> str:
    """Return what to ask of a column such as a risk, where the scorecard has a criterion for it."""
    return (
        f"'{header}' is read with {scale[2]:g} as the best: if low is good, write scale: "
        f"{_written(scale[::-1])}, which stands ready beside it"
    )


def _written(scale: tuple[float, ...]) -> str:
    return f"[{', '.join(f'{value:g}' for value in scale)}]"


def _question(
    inputs: Inputs,
    guess: Guess,
    scale: tuple[float, float, float],
    keys: Sequence[str],
    open_ids: Collection[str],
) -> str:
    low, same, high = scale
    headers = ", ".join(f"'{(guess.ratings or {})[key][0]}'" for key in keys)
    below = _below(inputs, keys, open_ids)
    none = "no proposal scores" if not below else f"{below} of {len(open_ids)} proposals "
    none += "" if not below else f"score{'s' if below == 1 else ''}"
    return (
        f"{headers}{_MEANS}{low:g} mean 'no benefit' or 'worse than today'? Drafted as worse, "
        f"{same:g} of {low:g} to {high:g} being no change, so that no harm is overlooked: {none} "
        f"below that, and far below, on what customers feel, is blocked as harm. If {low:g} means "
        f"no benefit, write scale: {none_scale(scale)}, which stands ready beside it"
    )


def not_asked_of(remarks: Iterable[str], questions: Sequence[str]) -> list[str]:
    """Return remarks without those on scales that a question is asked of anyway.

    Args:
        remarks: What was seen and left to a person.
        questions: What is asked of scales.
    """
    asked = {frozenset(each.partition(_MEANS)[0].split(", ")) for each in questions}
    return [
        each
        for each in remarks
        if RATED not in each or frozenset(each.partition(RATED)[0].split(", ")) not in asked
    ]


def _below(inputs: Inputs, keys: Sequence[str], open_ids: Collection[str]) -> int:
    """Return how many open proposals score below no change on one of some criteria."""
    columns = [at for at, each in enumerate(inputs.scorecard.criteria) if each.id in keys]
    below = np.any(inputs.ratings.grid[:, columns] < 0, axis=1)
    return sum(
        bool(is_below) and key in open_ids
        for key, is_below in zip(inputs.proposals.ids, below, strict=True)
    )
