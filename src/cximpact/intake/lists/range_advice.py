"""What to do about a row that states a part of a range only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["range_advice"]

_LIKELY = 1
_LONGEST = 40


def range_advice(headers: Sequence[str], given: Sequence[bool], blank: Sequence[bool]) -> str:
    """Return which cells of a row to fill, or which others to empty.

    Args:
        headers: The columns of low, likely and high.
        given: Whether each holds an amount in the row.
        blank: Whether each is empty.

    Example:
        >>> headers = ["Min", "Plan", "Max"]
        >>> range_advice(headers, [True, False, True], [False, False, False])
        "likely is 'Plan': put a number there, or empty 'Min' and 'Max'"
        >>> range_advice(headers, [True, True, False], [False, False, True])
        "high is 'Max': put a number there, or empty 'Min'"
    """
    names = [f"'{printable(header, _LONGEST)}'" for header in headers]
    lacking = [at for at, there in enumerate(given) if not there]
    parts = zip(("low", "likely", "high"), names, strict=True)
    said = [name if part == name.strip("'") else f"{part} is {name}" for part, name in parts]
    lacks = " and ".join(said[at] for at in lacking)
    fill = "put a number there" if len(lacking) == 1 else "put numbers there"
    # Beside the likely amount alone nothing is to stand, not even a word.
    empties = [
        name
        for at, name in enumerate(names)
        if (at != _LIKELY and not blank[at] if given[_LIKELY] else given[at])
    ]
    return f"{lacks}: {fill}, or empty {' and '.join(empties)}"
