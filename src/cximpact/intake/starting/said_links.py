"""What texts say of other proposals: that one needs another, or stands in its place."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from cximpact.intake.starting.guess_words import CURRENCY_CODES
from cximpact.intake.starting.link_words import (
    DENYING,
    JOINING,
    LONGEST_PHRASE,
    NAMING,
    OR,
    PHRASES,
    UNNAMED,
    Relation,
)
from cximpact.intake.starting.must_texts import LONGEST_READ
from cximpact.intake.starting.said_tokens import Token, tokens

if TYPE_CHECKING:
    from cximpact.intake.starting.named_ids import IdFinder

__all__ = ["Links", "links_in"]

_FURTHEST = 8
_FURTHEST_BEHIND = 2
_DENIED_FOR = 3
_POSTPONED = 4
_MOST_EITHER = 4
_SPLIT = frozenset({"setzt", "setzen"})
_STEM = re.compile(
    "need|requir|depend|prereq|predecess|contingent|builds|relies|blocked|ben.?.?tig|brauch|"
    "abh|h.?.?ngt|aufb|baut|vorauss|setz|necess|pr.?.?requis|requier|necesit",
    re.IGNORECASE,
)
_CURRENCIES = frozenset(code.casefold() for code in CURRENCY_CODES)
_THIS = frozenset("this that dies dieses diese das ce cela ceci esto este".split())


@frozen
class Links:
    """What one text says of other proposals.

    Attributes:
        requires: Pairs of a proposal and what it cannot do without.
        excludes: Pairs of proposals of which one stands in place of the other.
        is_choice: Whether one of several is needed, which no rule can say.
        lacks: Whether something is needed that is no proposal that is known; not counted as a link.
    """

    requires: tuple[tuple[str, str], ...] = ()
    excludes: tuple[tuple[str, str], ...] = ()
    is_choice: bool = False
    lacks: bool = False

    def __bool__(self) -> bool:
        return bool(self.requires or self.excludes or self.is_choice)


def links_in(text: str, own: str, finder: IdFinder) -> Links:
    """Return what a text says of other proposals by their ids or titles.

    Args:
        text: The text; its beginning is read.
        own: The proposal whose text it is.
        finder: Finds the ids.

    Example:
        >>> from cximpact.intake.starting.named_ids import IdFinder
        >>> links_in("Needs portal (A-1) data", "A-2", IdFinder(["A-1", "A-2"])).requires
        (('A-2', 'A-1'),)
        >>> links_in("Alternative to A-1? - discuss", "A-2", IdFinder(["A-1", "A-2"])).excludes
        (('A-2', 'A-1'),)
        >>> links_in("Needs the new portal", "A-2", IdFinder(["A-1", "A-2"])).lacks
        True
    """
    read = text[:LONGEST_READ]
    named = finder.named(read, own)
    if all(each.key == own for each in named) and not _STEM.search(read):
        return Links()
    return _Reader(own, list(tokens(read, named))).links()


@define(eq=False)
class _Reader:
    """Goes through a text word by word, and keeps which relation the next id stands in."""

    own: str
    tokens: list[Token]
    relation: Relation | None = None
    subject: str = ""
    objects: list[str] = field(factory=list)
    loose: list[tuple[int, str]] = field(factory=list)
    gap: int = 0
    denied: int = 0
    has_or: bool = False
    is_choice: bool = False
    is_naming: bool = False
    lacks: bool = False
    requires: dict[tuple[str, str], None] = field(factory=dict)
    excludes: dict[frozenset[str], tuple[str, str]] = field(factory=dict)

    def links(self) -> Links:
        """Return what the text says."""
        at = 0
        while at < len(self.tokens):
            if self.tokens[at].is_apart:
                self._end()
            at += self._read(at)
        self._end()
        return Links(
            tuple(self.requires), tuple(self.excludes.values()), self.is_choice, self.lacks
        )

    def _read(self, at: int) -> int:
        """Take what stands at a place, and return how many words it was."""
        token = self.tokens[at]
        if token.key:
            self._name(at, token.key)
            return 1
        relation, length = self._phrase(at)
        if relation is not None:
            self._relate(at, relation)
            self.is_naming = self._begins_name(at, at + length)
            return length
        self._word(at, token.word)
        return 1

    def _phrase(self, at: int) -> tuple[Relation | None, int]:
        words = [self.tokens[at].word]
        for token in self.tokens[at + 1 : at + LONGEST_PHRASE]:
            if token.key or token.is_apart:
                break
            words.append(token.word)
        for length in range(len(words), 0, -1):
            relation = PHRASES.get(tuple(words[:length]))
            if relation is not None and (words[0] not in _SPLIT or self._goes_on(at)):
                return relation, length
        return None, 0

    def _goes_on(self, at: int) -> bool:
        """Return whether the second part of ``setzt ... voraus`` follows."""
        for token in self.tokens[at + 1 : at + 2 + _FURTHEST]:
            if token.is_apart:
                return False
            if token.word == "voraus":
                return True
        return False

    def _begins_name(self, at: int, behind: int) -> bool:
        """Return whether a phrase for what is needed has a word behind it that may name it."""
        if self.relation is not Relation.NEEDS or self.tokens[at].word not in NAMING:
            return False
        after = self.tokens[behind : behind + 2]
        if not after or after[0].is_apart:
            return False
        word = after[0].word
        if word == "no" and after[1:] and after[1].word.isdigit():
            return True  # a number that is none of the list
        return not (word[:1].isdigit() or word in UNNAMED or word in _CURRENCIES)

    def _name(self, at: int, key: str) -> None:
        if self.relation is None:
            self.loose.append((at, key))
        else:
            self.objects.append(key)
        self.gap = 0

    def _word(self, at: int, word: str) -> None:
        follows_id = at > 0 and bool(self.tokens[at - 1].key)
        if word in OR:
            self._or(at, follows_id)
        elif word in DENYING and not self._marks(at):
            self._close()
            self.denied = _DENIED_FOR + 1
        if self.relation is not None and word not in JOINING:
            self.gap += 1
            if self.gap > (_FURTHEST_BEHIND if self.objects else _FURTHEST):
                self._close()
        self.denied = max(0, self.denied - 1)

    def _marks(self, at: int) -> bool:
        """Return whether a word such as ``No`` stands before a number of the list."""
        return self.tokens[at].word == "no" and bool(self._key_at(at + 1))

    def _key_at(self, at: int) -> str:
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""

    def _or(self, at: int, follows_id: bool) -> None:
        self.has_or = True
        if self.relation is Relation.NEEDS and follows_id and self.objects:
            self.is_choice = True
            self.objects = []
            self.relation = None
        elif self.relation is None and self._key_at(at + 1):
            before = self.tokens[at - 1] if at else Token("this")
            if before.key == self.own or before.word in _THIS:
                self.relation, self.subject = Relation.INSTEAD, self.own

    def _relate(self, at: int, relation: Relation) -> None:
        """Begin what stands behind a phrase; what is denied is not begun."""
        if relation is Relation.EITHER and self.tokens[at].word in DENYING:  # not both
            self._close()
            self.denied, self.has_or = 0, True
        if relation is Relation.EITHER and self.relation is Relation.NEEDS:
            self.relation, self.is_choice = None, True
            return
        if relation is Relation.GIVEN:
            given = [key for where, key in self.loose if at - where <= _POSTPONED]
            if self.relation is not None:
                return
            if given and not self.denied:
                self.requires |= {(self.own, key): None for key in given if key != self.own}
                return
            relation = Relation.NEEDS
        self._close()
        if self.denied:
            self.denied = 0
            return
        before = self._key_at(at - 1) if self.tokens[at].is_beside else ""
        is_loose = bool(self.loose) and self.loose[-1] == (at - 1, before)
        self.relation, self.subject = relation, before if is_loose else self.own

    def _close(self) -> None:
        """Keep what the ids behind the last phrase mean."""
        if self.relation is Relation.EITHER:
            self._keep_either()
        if self.relation is Relation.NEEDS and self.is_naming and not self.objects:
            self.lacks = True
        for key in dict.fromkeys(self.objects):
            if key == self.subject:
                continue
            if self.relation is Relation.NEEDS:
                self.requires[self.subject, key] = None
            elif self.relation is Relation.NEEDED:
                self.requires[key, self.subject] = None
            elif self.relation is Relation.INSTEAD:
                self._exclude(self.subject, key)
        self.relation, self.subject, self.objects, self.gap = None, "", [], 0

    def _keep_either(self) -> None:
        named = [*dict.fromkeys(self.objects)]
        if self.has_or and len(named) == 1:
            named.append(self.own)
        if self.has_or and len(named) <= _MOST_EITHER:
            for one, other in combinations(named, 2):
                self._exclude(one, other)

    def _exclude(self, one: str, other: str) -> None:
        if one != other:
            self.excludes.setdefault(frozenset((one, other)), (one, other))

    def _end(self) -> None:
        self._close()
        self.loose, self.denied, self.has_or = [], 0, False
