"""Which words say that a text names the total of something, as ``Summe Netz`` does."""

from __future__ import annotations

import re

from attrs import frozen

from cximpact.intake.starting.guess_words import plain_words

__all__ = ["NamedTotal", "named_total"]

_LONGEST = 60
_HINT = re.compile(r"tot|sum|som|gesamt|razem|Σ", re.IGNORECASE)
_SURE = (
    *("subtotal", "sub total", "grand total", "overall total", "sous total", "total general"),
    *("zwischensumme", "summe", "summen", "gesamtsumme", "endsumme", "gesamtbetrag"),
    *("totaux", "suma total", "subtotale", "subtotaal", "tussentotaal", "delsumma"),
)
_OPEN = (
    *("total", "totals", "sum", "sums", "gesamt", "insgesamt"),
    *("somme", "suma", "totale", "totaal", "totalt", "razem"),
)


@frozen
class NamedTotal:
    """A text that begins or ends with a word for a total.

    Attributes:
        of: What it is a total of, in plain words.
        is_sure: Whether the word means nothing else; ``total`` may begin the name of a project.
    """

    of: str
    is_sure: bool


def named_total(text: str) -> NamedTotal | None:
    """Return what a text names the total of, None if it has no such word at either end.

    Example:
        >>> named_total("Zwischensumme: Netz")
        NamedTotal(of='netz', is_sure=True)
        >>> named_total("Grid total")
        NamedTotal(of='grid', is_sure=False)
        >>> named_total("Gesamtkonzept")
    """
    if len(text) > _LONGEST or not _HINT.search(text):
        return None
    plain = plain_words(text)
    if text.strip().startswith("Σ"):
        return NamedTotal(plain.removeprefix("σ").strip(), True)
    # What is sure goes first: "grand total" ends with "total".
    for words, is_sure in ((_SURE, True), (_OPEN, False)):
        for word in words:
            if f"{plain} ".startswith(f"{word} "):
                return NamedTotal(plain[len(word) :].strip(), is_sure)
            if plain.endswith(f" {word}"):
                return NamedTotal(plain[: -len(word)].strip(), is_sure)
    return None
