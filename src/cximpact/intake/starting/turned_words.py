"""Headers that name something bad, but rate the gain on it, such as *Complaints avoided*."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["is_turned", "turns"]

_LESS = (
    *("avoid", "averted", "prevent", "reduc", "decreas", "saved", "saving", "eliminat", "remov"),
    *("mitigat", "relief", "reliev", "improv", "benefit", "gain", "resolv", "resolution", "solved"),
    *("shorten", "lowering", "protect", "free", "reduz", "reduk", "verkurz", "vermeid", "vermied"),
    *("verringer", "senk", "minder", "entlast", "abbau", "einspar", "ersparnis", "verbesser"),
    *("redui", "evit", "diminu", "amelior", "baisse", "ahorr", "mejor", "dismin"),
)
"""What is done about something bad: behind its name, or before it with a word such as *of*."""

_GOOD = (
    *("handling", "management", "quality", "fairness", "transparen", "experience", "satisf"),
    *("clarity", "ease", "support", "recovery", "resilien", "tolerance", "bearbeitung", "fair"),
    *("transparenz", "qualitat", "zufriedenheit", "klarheit", "gestion", "qualite", "calidad"),
)
"""What is good about something bad that customers bear."""

_CHANGE = ("effect", "impact", "wirkung", "auswirkung", "effet", "efecto", "impacto")
_FEWER = (
    *("less", "fewer", "lower", "shorter", "reduce", "reduces", "reduced", "reducing", "avoid"),
    *("avoids", "avoided", "avoiding", "prevents", "prevented", "saves", "saving", "removes"),
    *("eliminates", "weniger", "geringere", "geringerer", "niedrigere", "kurzere", "kurzerer"),
    *("moins", "menos", "menor", "menores", "sans", "sin", "ohne", "cuts", "lowers", "shortens"),
)
_LINKS = frozenset(
    "of with about around on in to for from by over at von mit bei auf an in im der des fur de du "
    "des d avec sur dans en a la le les con sobre".split()
)
_ENDINGS = (
    *("verkurzung", "verringerung", "senkung", "reduktion", "reduzierung", "minderung"),
    *("vermeidung", "abbau", "entlastung", "einsparung", "ersparnis", "verbesserung"),
    *("qualitat", "fairness", "transparenz", "zufriedenheit", "klarheit", "bearbeitung"),
)


def turns(word: str) -> bool:
    """Return whether a word names something bad together with the gain on it.

    Example:
        >>> turns("wartezeitverkurzung"), turns("vermeidungsaufwand")
        (True, False)
    """
    return word.endswith(_ENDINGS)


def is_turned(words: Sequence[str], bad: Collection[int], *, borne: bool) -> bool:
    """Return whether a header rates the gain on something bad: high is good then.

    Args:
        words: The words of the header, plain.
        bad: The places of those that name something bad; at least one.
        borne: Whether it is what customers bear, of which also the handling may be rated.

    Example:
        >>> is_turned(["complaints", "avoided"], [0], borne=True)
        True
        >>> is_turned(["mitigation", "effort"], [1], borne=False)
        False
    """
    first, last = min(bad), max(bad)
    done = (*_LESS, *_GOOD) if borne else _LESS
    behind = words[last + 1 :]
    until = next((at for at, word in enumerate(behind) if word in _LINKS), len(behind))
    if any(word.startswith(done) for word in behind[:until]):
        return True
    before = words[:first]
    if any(word in _FEWER for word in before):
        return True
    linked = (*done, *_CHANGE) if borne else done
    pairs = zip(before, words[1 : first + 1], strict=True)
    return any(word.startswith(linked) and then in _LINKS for word, then in pairs)
