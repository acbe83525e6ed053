"""The note on mandatory proposals that say not why, or not who decided that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.exceptions import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["incomplete_mandates"]

_MOST = 5


def incomplete_mandates(keys: Sequence[str], place: Mapping[str, Any], hint: str) -> Problem:
    """Return the note on proposals called mandatory without why and by whom.

    Args:
        keys: Their ids, at least one.
        place: Where they are called so.
        hint: Where to give both.
    """
    lack = "called mandatory without a reason and who approved it, so"
    if len(keys) == 1:
        message = f"'{keys[0]}' is {lack} it is treated as an ordinary proposal"
    else:
        named = [f"'{key}'" for key in keys[:_MOST]]
        if len(keys) > _MOST:
            named.append(f"{len(keys) - _MOST:,} more")
        told = f"{', '.join(named[:-1])} and {named[-1]}"
        message = f"{len(keys):,} are {lack} they are treated as ordinary proposals: {told}"
    return Problem(message, **place, hint=hint)
