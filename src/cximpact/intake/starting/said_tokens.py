"""A text word by word, with the ids that it names, and where its sentences end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.intake.starting.guess_words import plain_words
from cximpact.intake.starting.named_titles import PIECE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cximpact.intake.starting.named_titles import NamedId

__all__ = ["Token", "tokens"]

_LONGEST_MARK = 3
_STOPS = re.compile(r"[;!?\n|]")
_ENDS = re.compile(r"\.(?:\s|$)")


@frozen
class Token:
    """A word or an id of a text.

    Attributes:
        word: The word in plain letters, "" for an id.
        key: The id, "" for a word.
        is_apart: Whether a sentence ends before it.
        is_beside: Whether only blanks are between it and what is before.
    """

    word: str
    key: str = ""
    is_apart: bool = False
    is_beside: bool = True


def tokens(text: str, named: Sequence[NamedId]) -> Iterator[Token]:
    """Yield the words and ids of a text.

    Args:
        text: The text.
        named: The ids that it names.

    Example:
        >>> [each.word for each in tokens("Needs Nr. 4", [])]
        ['needs', 'nr', '4']
    """
    ids = {each.start: each for each in named}
    end, before = 0, ""
    for piece in PIECE.finditer(text):
        if piece.start() < end:
            continue
        between = text[end : piece.start()]
        one = ids.get(piece.start())
        word = "" if one else _plain(piece[0])
        is_apart = bool(end) and _is_end(between, before)
        yield Token(word, one.key if one else "", is_apart, not between.strip())
        end, before = (one.end if one else piece.end()), word


def _plain(piece: str) -> str:
    return piece.lower() if piece.isascii() else plain_words(piece).replace(" ", "")


def _is_end(between: str, before: str) -> bool:
    """Return whether a sentence ends between two words: not with the point of ``Nr.``."""
    if _STOPS.search(between):
        return True
    is_short = 0 < len(before) <= _LONGEST_MARK
    return not is_short and _ENDS.search(between) is not None
