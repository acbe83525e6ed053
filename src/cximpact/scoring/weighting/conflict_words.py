"""Telling people which of their statements contradict each other."""

from __future__ import annotations

from collections.abc import Sequence

from cximpact.exceptions import Problem
from cximpact.model.weighting import GROUPS, Statement, Weighting
from cximpact.scoring.weighting.conditions import POINT_KINDS

_ROOM = 300
"""How many characters of statements a message has room for."""


def contradiction(
    who: str, part: str, statements: Sequence[Statement], weighting: Weighting
) -> Problem:
    """Return the problem of statements of one stakeholder that cannot all hold.

    Args:
        who: The stakeholder; "" where nobody is named.
        part: The part they speak of.
        statements: The fewest that contradict each other.
        weighting: How far points are trusted.
    """
    about = "the groups" if part == GROUPS else f"the {part} part"
    speaker = f"what {who} said" if who else "what was said"
    room = _ROOM // len(statements)
    said = [cut(told(each, weighting), room) for each in statements]
    numbered = "; ".join(f"({at}) {words}" for at, words in enumerate(said, 1))
    one = len(said) == 1
    rule = "cannot hold" if one else "cannot all hold"
    hint = "change it" if one else "take back or loosen one of them"
    fields = dict.fromkeys(each.field for each in statements if each.field)
    return Problem(
        f"{speaker} about {about} {rule}: {said[0] if one else numbered}",
        field=", ".join(fields) or None,
        hint=f"{hint}; weights are not negative and sum to 100% of their part",
    )


def told(statement: Statement, weighting: Weighting) -> str:
    """Return a statement in words, with how far its points are trusted where it leaves that open.

    Args:
        statement: Any.
        weighting: Has the defaults.
    """
    if statement.kind not in POINT_KINDS or statement.within is not None:
        return statement.words
    if statement.part == GROUPS:
        return f"{statement.words} (give or take {100 * weighting.groups_within:.6g} points of 100)"
    return f"{statement.words} (each give or take {100 * weighting.within:.6g}%)"


def cut(words: str, room: int) -> str:
    """Return words that fit, with an ellipsis where they were cut."""
    return words if len(words) <= room else words[: room - 1] + "…"
