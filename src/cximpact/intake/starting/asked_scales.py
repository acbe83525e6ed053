"""What the lowest number of a scale such as 1-5 means, which no list says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.starting.harm_limits import Harm
from cximpact.intake.starting.rating_words import is_burden, is_low_better
from cximpact.intake.starting.scale_headers import falling

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cximpact.intake.inputs import Inputs
    from cximpact.intake.starting.guess import Guess
    from cximpact.intake.starting.scale_headers import Scale

__all__ = ["asked_headers", "asked_scales", "low_as_none", "none_scale", "other_scale"]

_Said = tuple[tuple[float, float, float], str]
"""A scale, and where another one may be written."""

_IN_LIST = " in cximpact.yaml"
_IN_CARD = " in scorecard.yaml"
_MOST_NAMED = 2


def low_as_none(scale: Scale) -> Scale:
    """Return the scale on which the lowest number is no change; None for one with others below.

    Example:
        >>> low_as_none((1.0, 3.0, 5.0)), low_as_none((-3.0, 0.0, 3.0))
        ((1.0, 1.0, 5.0), None)
    """
    if scale is None or not 0 <= scale[0] < scale[1] < scale[2]:
        return None
    low, _, high = scale
    return low, low, high


def none_scale(scale: Scale) -> str:
    """Return the scale on which the lowest number is no change as it is written, "" for none.

    Example:
        >>> none_scale((1.0, 3.0, 5.0)), none_scale((-3.0, 0.0, 3.0)), none_scale((5.0, 3.0, 1.0))
        ('[1, 1, 5]', '', '')
    """
    none = low_as_none(scale)
    return "" if none is None else _written(none)


def asked_headers(guess: Guess) -> set[str]:
    """Return the columns of whose lowest number it is asked what it means.

    Args:
        guess: What the columns of the list seem to mean.
    """
    rated = (guess.ratings or {}).values()
    return {each for each, scale in rated if none_scale(scale) or _low(scale) is not None}


def asked_scales(inputs: Inputs, guess: Guess, carded: Collection[str] = ()) -> list[str]:
    """Return what to ask of scales that begin at zero or one, and what hangs on the answer.

    For customers they are drafted with their middle as no change, so that no harm is overlooked:
    who finds too much stopped will look, and who finds nothing stopped would not. What the
    business gains is no harm, so that its lowest number is no change.

    Args:
        inputs: What the draft reads.
        guess: What the columns of the list seem to mean.
        carded: Criteria whose scale stands in the drafted scorecard.
    """
    asked: dict[_Said, list[str]] = {}
    none: dict[_Said, list[str]] = {}
    told = []
    for key, (header, scale) in (guess.ratings or {}).items():
        if scale is None:
            continue
        said = scale, _IN_CARD if key in carded else _IN_LIST
        if _may_fall(header, scale):
            told.append(_turned(header, *said))
        elif none_scale(scale):
            asked.setdefault(said, []).append(key)
        elif _low(scale) is not None:
            none.setdefault(said, []).append(header)
    questions = [_question(inputs, guess, said, keys) for said, keys in asked.items()]
    return [*questions, *(_drafted_none(headers, *said) for said, headers in none.items()), *told]


def other_scale(header: str, scale: Scale) -> str:
    """Return what a column may mean else, with the scale to write then; "" where nothing is asked.

    Example:
        >>> other_scale("Benefit (1-5)", (1.0, 3.0, 5.0))
        'if 1 means no benefit: scale: [1, 1, 5]'
        >>> other_scale("Fit (1-5)", (1.0, 1.0, 5.0))
        'if 1 means worse than today: scale: [1, 3, 5]'
        >>> other_scale("Risk (1-5)", (1.0, 3.0, 5.0))
        'if low is good: scale: [5, 1, 1]'
    """
    if scale is None or scale[0] >= scale[2]:
        return ""
    if _may_fall(header, scale):
        return f"if low is good: scale: {_written(falling(scale))}"
    if _low(scale) is not None:
        return f"if {scale[1]:g} means worse than today: scale: {_written(_with_worse(scale))}"
    none = none_scale(scale)
    return none and f"if {scale[0]:g} means no benefit: scale: {none}"


def _may_fall(header: str, scale: tuple[float, float, float]) -> bool:
    """Return whether high is read as good, and low may be: with a minus, it says which is bad."""
    is_asked = is_low_better(header) or (is_burden(header) and scale[0] >= 0)
    return is_asked and scale[0] < scale[2]


def _low(scale: Scale) -> float | None:
    """Return the lowest number of a scale where it is read as no change; None for others."""
    return scale[0] if scale is not None and scale[0] == scale[1] < scale[2] else None


def _with_worse(scale: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return the scale on which a number that is no change is the worst."""
    _, low, high = scale
    return low, (low + high) / 2, high


def _drafted_none(headers: Sequence[str], scale: tuple[float, float, float], where: str) -> str:
    low, worse = f"{scale[1]:g}", _written(_with_worse(scale))
    return (
        f"{_named(headers, scale)}: {low} is taken for no benefit, and high for good; if {low} "
        f"means worse than today, write scale: {worse}{where}"
    )


def _named(headers: Sequence[str], scale: tuple[float, float, float]) -> str:
    """Return columns on one scale in words: their names where these are few."""
    if len(headers) <= _MOST_NAMED:
        return " and ".join(f"'{header}'" for header in headers)
    return f"your {len(headers)} columns on {scale[0]:g} to {scale[2]:g}"


def _turned(header: str, scale: tuple[float, float, float], where: str) -> str:
    """Return what to ask of a column such as a risk, where the scorecard has a criterion for it."""
    return (
        f"'{header}' is read with {scale[2]:g} as the best: if low is good, write scale: "
        f"{_written(falling(scale))}{where}"
    )


def _written(scale: tuple[float, ...]) -> str:
    return f"[{', '.join(f'{value:g}' for value in scale)}]"


def _question(inputs: Inputs, guess: Guess, said: _Said, keys: Sequence[str]) -> str:
    scale, where = said
    low, same, _ = scale
    headers = [(guess.ratings or {})[key][0] for key in keys]
    if_so, each = ("Where it does", " in each") if len(keys) > 1 else ("If so", "")
    return (
        f"{_named(headers, scale)}: does {low:g} mean 'no benefit'? {if_so}, write scale: "
        f"{none_scale(scale)}{where}. Drafted as 'worse than today', {same:g} being no change, so "
        f"that no harm is overlooked{_stopped(inputs, keys)}. High is taken for good{each}"
    )


def _stopped(inputs: Inputs, keys: Sequence[str]) -> str:
    """Return how many proposals are stopped as harm on some criteria, as they are drafted."""
    count = len(Harm(inputs).stopped(keys))
    if not count:
        return ""
    one = "" if count == 1 else "s"
    return f": read so, {count:,} proposal{one} would be stopped as harm to customers"
