"""Headers that count people at work, and in what."""

from __future__ import annotations

from cximpact.intake.starting.guess_words import plain_words

__all__ = ["unit_of"]

_DAYS = "person days"
_COUNTED: dict[str, str] = {
    **dict.fromkeys(
        (
            *("fte", "ftes", "etp", "etps", "vza", "vzae", "vollzeitaquivalente"),
            *("vollzeitaquivalent", "vollzeitstellen"),
        ),
        "FTE",
    ),
    **dict.fromkeys(
        (
            *("pt", "personentage", "personentag", "persontage", "manntage", "mandays", "manday"),
            "persondays",
        ),
        _DAYS,
    ),
    "headcount": "people",
}
"""Words that name people at work, whatever stands beside them, and what is counted then."""

_PHRASES = {
    **dict.fromkeys(
        (
            *("person days", "person day", "man days", "man day", "staff days", "people days"),
            *("jours homme", "jours hommes", "jours personne", "dias persona", "dias hombre"),
        ),
        _DAYS,
    ),
    **dict.fromkeys(("person months", "man months", "staff months"), "person months"),
}
_PEOPLE = frozenset({"people", "persons", "personen", "personnes", "personas", "staff"})
_BESIDE = frozenset(
    "no nr of number num count n team internal external planned est estimated needed required "
    "anzahl benotigt intern extern geplant nombre de requises necesarias".split()
)
_NO_NEED = frozenset(
    "saved saving savings save reduction reduced freed released impact benefit benefits effect per "
    "pro par por cost costs kosten rate satz einsparung eingespart gespart freigesetzt economie "
    "economies ahorro ahorros affected".split()
)


def unit_of(header: str) -> str:
    """Return what a header counts of people at work, "" for none.

    Example:
        >>> unit_of("Aufwand (PT)"), unit_of("FTE saved")
        ('person days', '')
    """
    plain = plain_words(header)
    words = plain.split()
    if not _NO_NEED.isdisjoint(words) or "%" in header:
        return ""
    if any(word in _PEOPLE for word in words) and _BESIDE.union(_PEOPLE).issuperset(words):
        return "people"
    phrase = next((unit for said, unit in _PHRASES.items() if f" {said} " in f" {plain} "), "")
    return phrase or next((_COUNTED[word] for word in words if word in _COUNTED), "")
