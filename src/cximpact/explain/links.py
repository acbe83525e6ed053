"""What a proposal requires, what it cannot go together with, and what requires it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from cximpact.decision.actions import REQUIRED_BY
from cximpact.decision.words import listed
from cximpact.model.case import Case
from cximpact.model.decision import Decision

__all__ = ["Links", "link_sentence"]

_MOST_ENABLED = 2
"""So many are named where something is taken for another's sake."""


class Links:
    """Tells how one proposal after another is tied to others by name.

    Args:
        case: The case.
    """

    def __init__(self, case: Case) -> None:
        self._proposals = case.proposals

    def words(self, key: str, known: Collection[str] = ()) -> str:
        """Return in a few words how a proposal is tied to others; "" where it is not.

        Args:
            key: Its id.
            known: Ids that are told of elsewhere.
        """
        said = {
            "requires": self.requires(key),
            "not together with": self.apart(key),
            "required by": self._by.get(key, ()),
        }
        found = []
        for word, ids in said.items():
            left = [each for each in ids if each not in known]
            also = "also " if len(left) < len(ids) else ""
            found += [f"{also}{word} {listed(left)}"] if left else []
        return "; ".join(found)

    def requires(self, key: str) -> tuple[str, ...]:
        """Return what a proposal says it requires."""
        return tuple(self._proposals.requires.get(key, ()))

    def apart(self, key: str) -> tuple[str, ...]:
        """Return what a proposal excludes, or is excluded by."""
        own = self._proposals.excludes.get(key, ())
        return tuple(dict.fromkeys((*own, *self._apart.get(key, ()))))

    @cached_property
    def _by(self) -> Mapping[str, tuple[str, ...]]:
        return _turned(self._proposals.requires)

    @cached_property
    def _apart(self) -> Mapping[str, tuple[str, ...]]:
        return _turned(self._proposals.excludes)


def _turned(links: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """Return who names an id, by the id that is named."""
    found: dict[str, list[str]] = {}
    for key, others in links.items():
        for other in others:
            if other != key:
                found.setdefault(other, []).append(key)
    return {key: tuple(sorted(keys)) for key, keys in found.items()}


def link_sentence(links: Links, decision: Decision, position: int, key: str, first: str) -> str:
    """Return how a proposal is tied to others, as a sentence; "" where nothing is left to say.

    Args:
        links: Of all proposals.
        decision: What was decided.
        position: The proposal.
        key: Its id.
        first: The sentence on what decided, which may name others already.
    """
    words = links.words(key, frozenset(_named(links, decision, position, key, first)))
    if not words:
        return ""
    begun = f"It {words}" if words.startswith("requires ") else f"{words[:1].upper()}{words[1:]}"
    return f"{begun}."


def _named(links: Links, decision: Decision, position: int, key: str, first: str) -> Iterator[str]:
    """Yield whom the first sentence names, with how the proposal is tied to them."""
    requires = links.requires(key)
    if requires and f"it requires {listed(requires)}, which" in first:
        yield from requires
    for other in links.apart(key):
        if f"{other} is selected, and they exclude each other" in first:
            yield other
    enabled = decision.selection.required_by.get(key, ())
    if decision.rules[position] == REQUIRED_BY and len(enabled) <= _MOST_ENABLED:
        yield from enabled
