"""What the lowest number of a scale such as 1-5 means, which no list says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cximpact.intake.starting.harm_limits import Harm
from cximpact.intake.starting.rating_words import is_low_better
from cximpact.intake.starting.scale_headers import stated_scale

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cximpact.intake.inputs import Inputs
    from cximpact.intake.starting.guess import Guess
    from cximpact.intake.starting.scale_headers import Scale

__all__ = ["asked_headers", "asked_scales", "low_as_none", "none_scale", "other_scale"]

_Said = tuple[tuple[float, float, float], str]
"""A scale, and where another one stands ready."""

_IN_LIST = ", ready in cximpact.yaml"
_IN_CARD = ", ready in scorecard.yaml"


def low_as_none(scale: Scale) -> Scale:
    """Return the scale on which the lowest number is no change; None for one with others below.

    The worst is then as far below no change as the best is above.

    Example:
        >>> low_as_none((1.0, 3.0, 5.0)), low_as_none((-3.0, 0.0, 3.0))
        ((-3.0, 1.0, 5.0), None)
    """
    if scale is None or not 0 <= scale[0] < scale[2]:
        return None
    low, _, high = scale
    return 2 * low - high, low, high


def none_scale(scale: Scale) -> str:
    """Return the scale on which the lowest number is no change as it is written, "" for none.

    Example:
        >>> none_scale((1.0, 3.0, 5.0)), none_scale((-3.0, 0.0, 3.0)), none_scale((5.0, 3.0, 1.0))
        ('[-3, 1, 5]', '', '')
    """
    none = low_as_none(scale)
    return "" if none is None else _written(none)


def asked_headers(guess: Guess) -> set[str]:
    """Return the columns of whose lowest number it is asked what it means.

    Args:
        guess: What the columns of the list seem to mean.
    """
    rated = (guess.ratings or {}).values()
    return {each for each, scale in rated if none_scale(scale) or _low(each, scale) is not None}


def asked_scales(
    inputs: Inputs, guess: Guess, open_ids: Collection[str], carded: Collection[str] = ()
) -> list[str]:
    """Return what to ask of scales that begin at zero or one, and what hangs on the answer.

    For customers they are drafted with their middle as no change, so that no harm is overlooked:
    who finds too much stopped will look, and who finds nothing stopped would not. What the
    business gains is no harm, so that its lowest number is no change.

    Args:
        inputs: What the draft reads.
        guess: What the columns of the list seem to mean.
        open_ids: The proposals that take part and are not withdrawn.
        carded: Criteria whose scale stands in the drafted scorecard.
    """
    asked: dict[_Said, list[str]] = {}
    none: dict[_Said, list[str]] = {}
    told = []
    for key, (header, scale) in (guess.ratings or {}).items():
        if scale is None:
            continue
        said = scale, _IN_CARD if key in carded else _IN_LIST
        if is_low_better(header) and scale[0] < scale[2]:
            told.append(_turned(header, *said))
        elif none_scale(scale):
            asked.setdefault(said, []).append(key)
        elif _low(header, scale) is not None:
            none.setdefault(said, []).append(header)
    questions = [_question(inputs, guess, said, keys, open_ids) for said, keys in asked.items()]
    return [*questions, *(_drafted_none(headers, *said) for said, headers in none.items()), *told]


def other_scale(header: str, scale: Scale) -> str:
    """Return what a column may mean else, with the scale to write then; "" where nothing is asked.

    Example:
        >>> other_scale("Benefit (1-5)", (1.0, 3.0, 5.0))
        'if 1 means no benefit: scale: [-3, 1, 5] (nobody rates -3, as 1 is no change)'
        >>> other_scale("Fit (1-5)", (-3.0, 1.0, 5.0))
        'nobody rates -3, as 1 is no change; if 1 means worse than today: scale: [1, 3, 5]'
        >>> other_scale("Risk (1-5)", (1.0, 3.0, 5.0))
        'if low is good: scale: [5, 3, 1]'
    """
    if scale is None or scale[0] > scale[2]:
        return ""
    if is_low_better(header):
        return f"if low is good: scale: {_written(scale[::-1])}"
    if _low(header, scale) is not None:
        worse = _written(_with_worse(scale))
        return f"{_why_below(scale)}; if {scale[1]:g} means worse than today: scale: {worse}"
    none = low_as_none(scale)
    if none is None:
        return ""
    return f"if {scale[0]:g} means no benefit: scale: {_written(none)} ({_why_below(none)})"


def _low(header: str, scale: Scale) -> float | None:
    """Return the lowest number that is rated where it is read as no change; None for others."""
    stated = stated_scale(header)[1]
    if scale is None or scale[0] >= 0 or (stated is not None and stated[0] < 0):
        return None
    is_stated = stated is not None and stated[0] == 0 == scale[1]
    return scale[1] if 0 < scale[1] < scale[2] or is_stated else None


def _with_worse(scale: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return the scale on which a number that is no change is the worst."""
    _, low, high = scale
    return low, (low + high) / 2, high


def _why_below(none: tuple[float, float, float]) -> str:
    """Return why a scale begins with a number that nobody rates."""
    return f"nobody rates {none[0]:g}, as {none[1]:g} is no change"


def _drafted_none(headers: Sequence[str], scale: tuple[float, float, float], where: str) -> str:
    named = ", ".join(f"'{header}'" for header in headers)
    low, worse = f"{scale[1]:g}", _written(_with_worse(scale))
    return (
        f"{named}: {low} is taken for no benefit. If it means worse than today, write scale: "
        f"{worse}{where}"
    )


def _turned(header: str, scale: tuple[float, float, float], where: str) -> str:
    """Return what to ask of a column such as a risk, where the scorecard has a criterion for it."""
    return (
        f"'{header}' is read with {scale[2]:g} as the best: if low is good, write scale: "
        f"{_written(scale[::-1])}{where}"
    )


def _written(scale: tuple[float, ...]) -> str:
    return f"[{', '.join(f'{value:g}' for value in scale)}]"


def _question(
    inputs: Inputs,
    guess: Guess,
    said: _Said,
    keys: Sequence[str],
    open_ids: Collection[str],
) -> str:
    scale, where = said
    low, same, high = scale
    headers = ", ".join(f"'{(guess.ratings or {})[key][0]}'" for key in keys)
    n_below = _n_below(inputs, guess, keys, open_ids)
    each = " (each column may differ)" if len(keys) > 1 else ""
    harm, none = Harm(inputs).told(keys), low_as_none(scale) or scale
    return (
        f"{headers}: does {low:g} mean 'no benefit' or 'worse than today'{each}? Drafted as worse, "
        f"{same:g} of {low:g} to {high:g} being no change, so that no harm is overlooked: "
        f"{n_below} below that{harm and f', and {harm}'}. If {low:g} means no benefit, write "
        f"scale: {_written(none)}{where}"
    )


def _n_below(inputs: Inputs, guess: Guess, keys: Sequence[str], open_ids: Collection[str]) -> str:
    """Return how many proposals score below no change, and on which of several columns."""
    below = _below(inputs, keys, open_ids)
    if not below:
        return "no proposal scores"
    counts = {key: _below(inputs, [key], open_ids) for key in keys}
    on = [f"{n} on '{(guess.ratings or {})[key][0]}'" for key, n in counts.items() if n]
    by_column = f" ({', '.join(on)})" if len(keys) > 1 else ""
    return f"{below} of {len(open_ids)} proposals{by_column} score{'s' if below == 1 else ''}"


def _below(inputs: Inputs, keys: Sequence[str], open_ids: Collection[str]) -> int:
    """Return how many open proposals score below no change on one of some criteria."""
    columns = [at for at, each in enumerate(inputs.scorecard.criteria) if each.id in keys]
    below = np.any(inputs.ratings.grid[:, columns] < 0, axis=1)
    return sum(
        bool(is_below) and key in open_ids
        for key, is_below in zip(inputs.proposals.ids, below, strict=True)
    )
