"""What to tell of scales that no header states, on the screen and in the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["RATED", "scales_told"]

RATED = ": taken as rated from "
"""What a remark says of columns whose scale is a guess, behind their names."""


def scales_told(
    guessed: Mapping[str, tuple[tuple[float, float, float], str]], without: Collection[str] = ()
) -> list[str]:
    """Return what to tell of scales that no header states, once for all columns on one.

    Args:
        guessed: Headers to their scale, and whence it is.
        without: Columns of which a question is asked anyway.

    Example:
        >>> scales_told({"Ease": ((-2, 0, 2), "a guess")})
        ["'Ease': taken as rated from -2 to 2, 0 being no change and high good: a guess"]
    """
    headers: dict[tuple[tuple[float, float, float], str], list[str]] = {}
    for header, said in guessed.items():
        if header not in without:
            headers.setdefault(said, []).append(f"'{header}'")
    return [
        f"{', '.join(named)}{RATED}{scale[0]:g} to {scale[2]:g}, {scale[1]:g} being no "
        f"change and high good: {why}"
        for (scale, why), named in headers.items()
    ]
