"""Proposals whose titles are the same but for capitals, spaces and punctuation.

Often one idea was handed in twice, under two ids: both would be ranked, and both could be paid for.
It may as well be meant (each unit's own "Staff training"), so it is told and nothing else.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from cximpact.exceptions import Problem, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.model.proposal import Proposals

__all__ = ["folded_titles", "twin_titles"]

_MOST_SETS = 3
_MOST_IDS = 3
_LONGEST = 40


def twin_titles(proposals: Proposals, file: str) -> list[Problem]:
    """Return one note on the proposals that share a title, or none.

    Those withdrawn are left out: an idea that was taken back may be handed in again. Identical
    titles count as well as nearly equal ones.

    Args:
        proposals: The proposals, in the order of their ids.
        file: The list's name.
    """
    by_title: dict[str, list[int]] = {}
    for at, title in enumerate(folded_titles(proposals.titles)):
        if title and proposals.statuses[at] != "withdrawn":
            by_title.setdefault(title, []).append(at)
    twins = [found for found in by_title.values() if len(found) > 1]
    if not twins:
        return []
    told = [_told([proposals.ids[at] for at in found], proposals.titles[found[0]])
            for found in twins[:_MOST_SETS]]  # fmt: skip
    more = f"; and {len(twins) - _MOST_SETS:,} more" if len(twins) > _MOST_SETS else ""
    message = f"nearly the same title: {'; '.join(told)}{more}"
    hint = "if it is one idea handed in twice, set all but one aside"
    return [Problem(message, file, hint=hint)]


def _told(ids: Sequence[str], title: str) -> str:
    named = [printable(each, _LONGEST) for each in ids[:_MOST_IDS]]
    if len(ids) > _MOST_IDS:
        named.append(f"{len(ids) - _MOST_IDS:,} more")
    return f"{', '.join(named[:-1])} and {named[-1]} ('{printable(title.strip(), _LONGEST)}')"


def folded_titles(titles: Sequence[str]) -> list[str]:
    """Return titles in small letters, words one space apart, without punctuation.

    Punctuation parts words, so that 1.2 is not 12. Marks that belong to a letter stay: without
    its vowel signs, a word of Hindi would be another.

    Example:
        >>> folded_titles(["Faster checkout", "faster  Check-out: ", "Phase 1.2"])
        ['faster checkout', 'faster check out', 'phase 1 2']
    """
    plain = [unicodedata.normalize("NFKC", title).casefold() for title in titles]
    # All of them as one text, line by line: that is several times as quick as title by title.
    whole = "\n".join(title.replace("\n", " ") for title in plain)
    lines = whole.translate(_table(whole)).split("\n")
    return [" ".join(line.split()) for line in lines[: len(titles)]]


def _table(text: str) -> dict[int, str]:
    """Return what becomes of the characters of a text that are no part of a word."""
    kinds = {char: unicodedata.category(char) for char in set(text) - {"\n"}}
    # Marks of format, such as a soft hyphen, are not seen at all.
    return {
        ord(char): "" if kind == "Cf" else " "
        for char, kind in kinds.items()
        if kind[0] in "PZ" or kind in ("Cc", "Cf")
    }
