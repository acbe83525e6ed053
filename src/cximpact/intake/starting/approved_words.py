"""Words for a status that say who approved something, or when: ``Approved by the board``."""

from __future__ import annotations

__all__ = ["is_approved"]

_APPROVED = frozenset(
    "approved genehmigt freigegeben bewilligt beschlossen approuve aprobado".split()
)
_BEHIND = frozenset(
    "by at in on the durch vom von am im par le en por el exco board council cfo ceo cio".split()
)
"""What may stand right behind such a word: who approved it, or when."""

_BODIES = frozenset(
    "board exco executive committee steering steerco council cabinet management leadership cfo ceo "
    "coo cio sponsor portfolio investment by the formally fully finally vorstand lenkungsausschuss "
    "gremium rat gemeinderat stadtrat stiftungsrat verwaltungsrat geschaftsleitung gl "
    "geschaftsfuhrung kuratorium comite conseil direction consejo comision direccion junta".split()
)
"""Words that may stand before it, and say who approved it."""

_OPEN = frozenset(
    "not no non nicht noch yet pending subject to conditional conditionally condition conditions "
    "tbc tbd if unless awaiting expected planned for partly teilweise vorbehaltlich unter soll "
    "wird pas sous sujeto pendiente except feasibility study concept".split()
)
"""Words that leave it open, or say that something else was approved."""


def is_approved(plain: str) -> bool:
    """Return whether plain words say that something was approved, by whom or when.

    Args:
        plain: A status in plain words.

    Example:
        >>> is_approved("approved by exco"), is_approved("board approved")
        (True, True)
        >>> is_approved("not approved"), is_approved("approved by exco subject to funding")
        (False, False)
    """
    words = plain.split()
    said = [at for at, word in enumerate(words) if word in _APPROVED]
    if len(said) != 1 or not _OPEN.isdisjoint(words):
        return False
    before, after = words[: said[0]], words[said[0] + 1 :]
    follows = not after or after[0] in _BEHIND or after[0].isdigit()
    return follows and _BODIES.issuperset(before)
