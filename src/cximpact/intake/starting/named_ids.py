"""Ids of a list that a text names, each as a whole word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cximpact.intake.starting.guess_words import plain_words
from cximpact.intake.starting.link_words import LONGEST_PHRASE, NUMBERED
from cximpact.intake.starting.named_titles import LONGEST_TITLE, PIECE, NamedId, TitleFinder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["PIECE", "IdFinder", "NamedId"]

_MOST_PIECES = 6
_MARKS = (
    "nr|nrn|no|nos|n|num|nummer|number|numero|id|p|project|projects|projekt|projekte|proyecto|"
    "proyectos|projet|projets|vorhaben|proposal|initiative|item"
)
_MARKED = re.compile(rf"(?:#|№|(?<![^\W_])(?:{_MARKS})[.°º:]{{0,2}})\s{{0,2}}$", re.IGNORECASE)
_LONGEST_MARK = 20
_WITH_MARK = re.compile(r"(?:p|nr|no|n)([0-9]{1,20})", re.IGNORECASE)
_JOINED = re.compile(
    r"\s{0,2}(?:\([^()]{0,60}\)\s{0,2})?(?:[,&+/]|und|and|et|y|or|oder|ou)\s{0,2}", re.IGNORECASE
)
_LISTED = re.compile(
    r"\s{0,2}(?:$|[,;.)(&+/!?]|[-–—]\s|(?:voraus|ab|und|and|et|y|or|oder|ou)(?![^\W_]))"
)
_LONGEST_SAID = 40
_BEFORE_NUMBER = re.compile(r"\s{0,2}:?\s{0,2}")


class IdFinder:
    """Finds ids in texts, in a time that does not grow with their number.

    Ids count as they are written, capitals included. One without any letter counts behind a word
    such as ``Nr.`` or a ``#`` and behind ``depends on`` and the like only, for numbers stand for
    much else.

    Args:
        ids: The ids.
        titles: Titles by id, which name a proposal as its id does.

    Example:
        >>> finder = IdFinder(["SS-01", "4"])
        >>> [each.key for each in finder.named("Needs portal (SS-01), Nr. 4, and 4 people")]
        ['SS-01', '4']
        >>> [each.key for each in finder.named("Depends on 4 (data feed)")]
        ['4']
    """

    def __init__(self, ids: Iterable[str], titles: Mapping[str, str] | None = None) -> None:
        self._titles = TitleFinder(titles or {})
        self._keys: dict[str, str] = {}
        self._firsts: set[str] = set()
        self._most = 1
        for key in ids:
            pieces = list(PIECE.finditer(key))
            if 0 < len(pieces) <= _MOST_PIECES:
                self._keys.setdefault(key[pieces[0].start() : pieces[-1].end()], key)
                self._firsts.add(pieces[0][0])
                self._most = max(self._most, len(pieces))

    def named(self, text: str, own: str = "") -> list[NamedId]:
        """Return the ids that a text names, in its order.

        Args:
            text: The text; the time it takes grows with its length.
            own: The proposal whose text it is.
        """
        pieces = list(PIECE.finditer(text))
        found: list[NamedId] = []
        at = 0
        while at < len(pieces):
            by_id = self._at(text, pieces[at : at + self._most], found[-1] if found else None)
            by_title = self._titles.at(text, pieces[at : at + LONGEST_TITLE], own)
            one = max(filter(None, (by_id, by_title)), key=lambda each: each.end, default=None)
            if one is not None:
                found.append(one)
            at += 1
            while one is not None and at < len(pieces) and pieces[at].start() < one.end:
                at += 1
        return found

    def _at(
        self, text: str, pieces: Sequence[re.Match[str]], before: NamedId | None
    ) -> NamedId | None:
        """Return the longest id that begins with the first of some pieces."""
        first = pieces[0]
        start = first.start()
        for last in reversed(pieces) if first[0] in self._firsts else ():
            key = self._keys.get(text[start : last.end()])
            if key is None or not _is_whole(text, start, last.end()):
                continue
            named = NamedId(key, start, last.end())
            if (
                any(map(str.isalpha, key))
                or _is_marked(text, named, before)
                or _is_said(text, named)
            ):
                return named
        marked = _WITH_MARK.fullmatch(first[0])
        key = self._keys.get(marked[1]) if marked else None
        if key is None or not _is_whole(text, start, first.end()):
            return None
        return NamedId(key, start, first.end())


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether no part of another id or number stands right beside."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before[-1:] == "_" or after[:1] == "_":
        return False
    if before[-1:] == "-" and before[:-1].isalnum():
        return False
    has_digit = any(map(str.isdigit, text[start:end]))
    is_numeric = not any(map(str.isalpha, text[start:end]))
    if after[1:].isdigit() and after[0] in ("-." if is_numeric else "-./"):
        return False
    return has_digit or not (after[:1] == "-" and after[1:].isalnum())


def _is_marked(text: str, named: NamedId, before: NamedId | None) -> bool:
    """Return whether a number stands behind ``Nr.``, or goes on with a list of such numbers."""
    if _MARKED.search(text, max(0, named.start - _LONGEST_MARK), named.start):
        return True
    if before is None or any(map(str.isalpha, before.key)):
        return False
    is_joined = _JOINED.fullmatch(text, before.end, named.start) is not None
    return is_joined and _LISTED.match(text, named.end) is not None


def _is_said(text: str, named: NamedId) -> bool:
    """Return whether a number stands right behind ``depends on`` or the like, and nothing after it.

    What is counted would stand after it.
    """
    if not _LISTED.match(text, named.end):
        return False
    first = max(0, named.start - _LONGEST_SAID)
    pieces = list(PIECE.finditer(text, first, named.start))[-LONGEST_PHRASE:]
    if not pieces or not _BEFORE_NUMBER.fullmatch(text, pieces[-1].end(), named.start):
        return False
    words = tuple(plain_words(piece[0]) for piece in pieces)
    return any(words[at:] in NUMBERED for at in range(len(words)))
