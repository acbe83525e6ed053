"""Which headers are looked for: words for what we ask, criteria, and those of a column map."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import Factory, frozen

from cximpact.intake.starting.guess_scales import unscaled
from cximpact.intake.starting.guess_words import FIELD_WORDS, plain_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cximpact.model.scorecard import Criterion, Scorecard

__all__ = ["Words", "folded", "mapped_headers", "words_for"]

_LONGEST = 80
_SHORTEST_INSIDE = 4
_AMOUNTS = ("column", "low", "likely", "high")
_EXACT = {word: name for name, words in reversed(FIELD_WORDS.items()) for word in words}

_MOST_KNOWN = 50_000
_INSIDE = {
    name: re.compile(
        rf"(?<![^ ])(?:{'|'.join(each for each in words if len(each) >= _SHORTEST_INSIDE)})(?![^ ])"
    )
    for name, words in ((name, FIELD_WORDS[name]) for name in ("cost", "id", "title"))
}


def _by_name(words: Words) -> dict[str, str]:
    """Return the criteria by what their columns may be called; the first of a name counts."""
    found: dict[str, str] = {}
    for criterion in words.criteria:
        for name in (plain_words(criterion.id), plain_words(criterion.title)):
            if name:
                found.setdefault(name, criterion.id)
    return found


@frozen(eq=False)
class Words:
    """What is looked for among headers.

    Attributes:
        criteria: The criteria whose columns are looked for.
        mapped: The headers that a column map names, as written there.
    """

    criteria: tuple[Criterion, ...] = ()
    mapped: tuple[str, ...] = ()
    _known: dict[str, str] = Factory(dict)
    _by_name: dict[str, str] = Factory(_by_name, takes_self=True)
    _folded: frozenset[str] = Factory(
        lambda self: frozenset(map(folded, self.mapped)), takes_self=True
    )

    def meaning(self, header: str) -> str:
        """Return what a header seems to be about; "" if it says nothing to us.

        Example:
            >>> Words().meaning("Projekt-Nr."), Words().meaning("Comment")
            ('id', '')
        """
        if len(header) > _LONGEST:
            return ""
        known = self._known.get(header)
        if known is None:
            known = self._meaning(header)
            if len(self._known) < _MOST_KNOWN:
                self._known[header] = known
        return known

    def meanings(self, headers: Iterable[str], *, exactly: bool = False) -> frozenset[str]:
        """Return everything that headers seem to be about; exactly: by a word of ours alone."""
        wanted = [each for each in headers if not exactly or self._is_exact(each)]
        return frozenset(map(self.meaning, wanted)) - {""}

    def are_a_list(self, headers: Iterable[str]) -> bool:
        """Return whether headers are those of a list that can be scored.

        It names its lines, and says something of each that counts: a cost or a criterion. With
        a column map it has every column of the map.
        """
        found = list(headers)
        if self.mapped:
            return not self.missing(found)
        meanings = self.meanings(found)
        names_lines = bool(meanings & {"id", "title"})
        return names_lines and any(each == "cost" or _is_criterion(each) for each in meanings)

    def missing(self, headers: Iterable[str]) -> list[str]:
        """Return the headers of the column map that are not among some."""
        there = {folded(header) for header in headers}
        return [header for header in self.mapped if folded(header) not in there]

    def is_mapped(self, header: str) -> bool:
        """Return whether the column map names a header."""
        return bool(self._folded) and folded(header) in self._folded

    def may_be_a_list(self, texts: Iterable[str]) -> bool:
        """Return whether texts could make headers of a list, alone or put together."""
        wanted = {"names", "counts"}
        for text in texts:
            if self._folded:
                return True
            meaning = self.meaning(text)
            if meaning in ("id", "title"):
                wanted.discard("names")
            elif meaning == "cost" or _is_criterion(meaning):
                wanted.discard("counts")
            if not wanted:
                return True
        return False

    def criteria_in(self, headers: Iterable[str]) -> int:
        """Return how many criteria have a column."""
        return sum(map(_is_criterion, self.meanings(headers)))

    def _is_exact(self, header: str) -> bool:
        if self.is_mapped(header) or _is_criterion(self.meaning(header)):
            return True
        return plain_words(header) in _EXACT

    def _meaning(self, header: str) -> str:
        criterion = self._by_name.get(unscaled(header))
        if criterion is not None:
            return f"criterion {criterion}"
        plain = plain_words(header)
        if not plain or plain in _EXACT:
            return _EXACT.get(plain, "")
        return next((name for name, inside in _INSIDE.items() if inside.search(plain)), "")


def words_for(scorecards: Iterable[Scorecard], columns: Mapping[str, Any] | None = None) -> Words:
    """Return what is looked for among headers.

    Args:
        scorecards: Those whose criteria may have columns.
        columns: A column map, ours to theirs.
    """
    criteria = [
        criterion
        for scorecard in scorecards
        for criterion in scorecard.criteria
        if criterion.kind != "journey"
    ]
    return Words(tuple(criteria), tuple(mapped_headers(columns or {})))


def mapped_headers(columns: Mapping[str, Any]) -> list[str]:
    """Return the headers that a column map names, in its order.

    Example:
        >>> mapped_headers({"id": "Ref", "costs": [{"column": "Capex", "currency": "EUR"}]})
        ['Ref', 'Capex']
    """
    found: list[str] = []
    for ours, said in columns.items():
        entries: list[Any] = [said]
        if ours in ("ratings", "quantities") and isinstance(said, Mapping):
            entries = list(said.values())
        elif isinstance(said, list | tuple):
            entries = list(said)
        for entry in entries:
            found.extend(_named(entry))
    return list(dict.fromkeys(found))


def _named(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        yield from (said[key] for key in _AMOUNTS if isinstance(said.get(key), str))
        inner = (said[key] for key in said if key != "values")
        yield from (
            each["column"]
            for each in inner
            if isinstance(each, Mapping) and isinstance(each.get("column"), str)
        )


def _is_criterion(meaning: str) -> bool:
    return meaning.startswith("criterion ")


def folded(header: str) -> str:
    """Return a header as headers are compared: in small letters, with single spaces."""
    return " ".join(header.split()).casefold()
