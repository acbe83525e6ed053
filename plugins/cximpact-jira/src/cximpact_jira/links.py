"""Links between issues, by the words that people see: "is blocked by", "relates to"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from cximpact.plugins import AnswerError, QueryError
from cximpact_jira.search import is_key
from cximpact_jira.site import parsed

if TYPE_CHECKING:
    from cximpact.plugins.http import HttpClient

__all__ = ["Ends", "ends", "known_words"]


def _small(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _as_they_are(words: Iterable[str]) -> frozenset[str]:
    return frozenset(words)


@frozen
class Ends:
    """Chooses linked issues.

    Attributes:
        words: Only links with these words, or with types of these names; none: all links.
        projects: Only issues of these projects; none: of all.
        nothing: Whether to choose none at all.
    """

    words: frozenset[str] = field(default=(), converter=_small)
    projects: frozenset[str] = field(default=(), converter=_as_they_are)
    nothing: bool = False

    def of(self, links: Sequence[tuple[str, str, str]]) -> list[str]:
        """Return the keys of the chosen issues, each once, sorted."""
        if self.nothing:
            return []
        return sorted(
            {
                key
                for said, name, key in links
                if (not self.words or said in self.words or name in self.words)
                and (not self.projects or key.rpartition("-")[0] in self.projects)
            }
        )


def ends(links: Any, key: str) -> list[tuple[str, str, str]]:
    """Return of each link its words as read from this issue, its type's name, and the other key.

    Raises:
        AnswerError: A link cannot be read.
    """
    try:
        return [_end(link) for link in links or ()]
    except (KeyError, TypeError, AttributeError):
        raise AnswerError(f"a link of {key} that cannot be read") from None


def _end(link: dict[str, Any]) -> tuple[str, str, str]:
    side = "outward" if "outwardIssue" in link else "inward"
    kind = link["type"]
    other = link[f"{side}Issue"]["key"]
    if not is_key(other):
        raise TypeError
    return kind[side].casefold(), kind["name"].casefold(), other


def known_words(client: HttpClient, words: Sequence[str]) -> None:
    """Make sure that the site has links with such words; a misspelt one would find nothing.

    Raises:
        QueryError: A word belongs to no type of link.
    """
    if not words:
        return
    answer = parsed(client.get("/rest/api/3/issueLinkType"), dict, "types of links")
    try:
        known = {
            _text(kind[name])
            for kind in answer["issueLinkTypes"]
            for name in ("name", "inward", "outward")
        }
    except (KeyError, TypeError):
        raise AnswerError("types of links: one of them has no words") from None
    for word in words:
        if word.casefold() not in _small(known):
            near = get_close_matches(word, sorted(known), n=3, cutoff=0.5) or sorted(known)[:8]
            raise QueryError(
                f"no link reads {word!r}; did you mean {' or '.join(map(repr, near))}?"
            )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
