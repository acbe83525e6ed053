"""Proposals that a text names by their titles, or by the beginning of one."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["LONGEST_TITLE", "PIECE", "NamedId", "TitleFinder"]

PIECE = re.compile(r"[^\W_]+")
"""Letters and digits that stand together."""

LONGEST_TITLE = 12
"""Pieces of a title that are looked at."""

_FEWEST_WORDS = 2
_FEWEST_LETTERS = 4
_GLUE = re.compile(r"[\s\-–—/&,:'’.()]{1,4}")
_EMPTY = frozenset(
    "a an the of and for to in on with by at from new phase part step stage project von der die "
    "das des dem den fur für und zur zum im mit neu neue neuer neues teil stufe projekt de la le "
    "du les et pour un une nouveau nouvelle projet el los las y para en con nuevo nueva fase "
    "proyecto".split()
)
"""Words that many titles begin with; a beginning needs two others."""

_ENDED = re.compile(
    r"\s{0,2}(?:$|[,;.:)(\]+&/!?\"'»“”’|]|[-–—]\s|(?:and|or|first|is|are|to|being|goes|go|live|in|"
    r"by|done|complete|completed|delivered|finished|ready|for|as|because|before|after|since|until|"
    r"which|that|not|project|programme|program|und|oder|ist|erst|ab|voraus|fertig|steht|läuft|"
    r"abgeschlossen|zuerst|vor|nach|et|ou|est|avant|après|y|o|está|antes|después|required|needed|"
    r"benötigt|vorausgesetzt|erforderlich)(?![^\W_]))",
    re.IGNORECASE,
)
"""What may follow the beginning of a title; another word would go on with something else."""


@frozen
class NamedId:
    """An id that a text names.

    Attributes:
        key: The id.
        start: Where it, or its title, begins.
        end: Where that ends.
    """

    key: str
    start: int
    end: int


class TitleFinder:
    """Finds titles in texts, in a time that does not grow with their number.

    Capitals do not count, but for a title of one word. A beginning of two words that say something
    will do where no other title begins so.

    Args:
        titles: The titles by id.

    Example:
        >>> finder = TitleFinder({"1": "Claims Portal Relaunch", "7": "API Platform"})
        >>> text = "depends on claims portal (data feed)"
        >>> finder.at(text, list(PIECE.finditer(text))[2:], "12").key
        '1'
    """

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._whole: dict[tuple[str, ...], set[str]] = {}
        self._starts: dict[tuple[str, ...], set[str]] = {}
        self._alone: dict[str, set[str]] = {}
        self._firsts: set[str] = set()
        for key, title in titles.items():
            self._add(key, [piece[0] for piece in PIECE.finditer(title)])

    def _add(self, key: str, pieces: Sequence[str]) -> None:
        words = tuple(piece.casefold() for piece in pieces[:LONGEST_TITLE])
        if len(pieces) == 1:
            if len(pieces[0]) >= _FEWEST_LETTERS and pieces[0][0].isupper():
                self._alone.setdefault(pieces[0], set()).add(key)
                self._firsts.add(words[0])
            return
        self._firsts.update(words[:1])
        if len(pieces) <= LONGEST_TITLE:
            self._whole.setdefault(words, set()).add(key)
        n_said = 0
        for length, word in enumerate(words, 1):
            is_said = word not in _EMPTY and len(word) > 1 and not word.isdigit()
            n_said += is_said
            if is_said and n_said >= _FEWEST_WORDS:
                self._starts.setdefault(words[:length], set()).add(key)

    def at(self, text: str, pieces: Sequence[re.Match[str]], own: str) -> NamedId | None:
        """Return the longest title that begins with the first of some pieces.

        Args:
            text: The text.
            pieces: Pieces of it; those behind the first follow one another.
            own: The proposal whose text it is: where a beginning is its own and another's, too,
                the other is meant.
        """
        if pieces[0][0].casefold() not in self._firsts:
            return None
        near = _together(text, pieces[:LONGEST_TITLE])
        words = tuple(piece[0].casefold() for piece in near)
        for length in range(len(words), 0, -1):
            end = near[length - 1].end()
            key = self._key(words[:length], near[0][0], own, is_ended=_is_ended(text, end))
            if key and not _goes_on(text, end):
                return NamedId(key, near[0].start(), end)
        return None

    def _key(self, words: tuple[str, ...], first: str, own: str, *, is_ended: bool) -> str:
        whole = _one(self._whole.get(words, set()), own)
        if whole or not is_ended:
            return whole
        alone = self._alone.get(first, set()) if len(words) == 1 else set()
        return _one(self._starts.get(words, set()) | alone, own)


def _together(text: str, pieces: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """Return the first pieces that nothing parts but blanks and signs that titles have."""
    kept = [pieces[0]]
    for before, piece in pairwise(pieces):
        if not _GLUE.fullmatch(text, before.end(), piece.start()):
            break
        kept.append(piece)
    return kept


def _one(keys: set[str], own: str) -> str:
    """Return the one proposal that is meant, "" for several or none."""
    meant = (keys - {own}) or keys
    return next(iter(meant)) if len(meant) == 1 else ""


def _is_ended(text: str, end: int) -> bool:
    return _ENDED.match(text, end) is not None


def _goes_on(text: str, end: int) -> bool:
    """Return whether the last word goes on behind a hyphen, as in ``API Platform-Team``."""
    return text[end : end + 1] in ("-", "_") and text[end + 1 : end + 2].isalnum()
