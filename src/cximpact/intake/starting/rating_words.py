"""What a header says of a column of small numbers: ratings, and of what, or something else."""

from __future__ import annotations

from cximpact.intake.starting.guess_words import plain_words

__all__ = ["is_business", "is_low_better", "is_quantity", "is_rated"]

_RATED = (
    *("ease", "easy", "benefit", "impact", "satisfaction", "trust", "quality", "value", "score"),
    *("experience", "customer", "client", "patient", "user", "citizen", "rating", "clarity"),
    *("friendl", "loyal", "fair", "strategic", "fit", "nutzen", "wirkung", "kunde", "bewertung"),
    *("zufriedenheit", "vertrauen", "qualit", "benefici", "confian", "satisfac", "utilit"),
)
_LOW_IS_BETTER = (
    *("risk", "effort", "complexit", "difficult", "priority", "prio", "rank", "ranking", "cost"),
    *("risiko", "aufwand", "komplexitat", "prioritat", "rang", "risque", "priorite", "riesgo"),
    *("esfuerzo", "prioridad", "complejidad"),
)
_QUANTITY = (
    *("fte", "ftes", "pd", "pt", "day", "week", "month", "year", "quarter", "hour", "number"),
    *("count", "size", "age", "phase", "no", "nr", "num", "people", "headcount", "duration"),
    *("amt", "amount", "sum", "eur", "usd", "gbp", "chf", "betrag", "summe", "montant", "importe"),
    *("term", "wave", "stage", "version", "level", "tage", "wochen", "monat", "jahr", "quartal"),
    *("anzahl", "dauer", "personen", "jours", "mois", "annee", "nombre", "dias", "meses", "ano"),
)
_BUSINESS = (
    *("strateg", "financ", "roi", "npv", "revenue", "profit", "business", "return on", "saving"),
    *("feasib", "complian", "efficien", "margin", "erlos", "wirtschaft", "machbar", "rentab"),
)


def is_rated(header: str) -> bool:
    """Return whether a header names what people rate."""
    return _holds(header, _RATED)


def is_low_better(header: str) -> bool:
    """Return whether a header names what may be better the lower it is rated, such as a risk."""
    return _holds(header, _LOW_IS_BETTER)


def is_quantity(header: str) -> bool:
    """Return whether a header names what is counted or measured.

    Example:
        >>> is_quantity("Duration (months)"), is_quantity("Wait time")
        (True, False)
    """
    words = plain_words(header).split()
    return any(word.removesuffix("s") in _QUANTITY or word in _QUANTITY for word in words)


def is_business(header: str) -> bool:
    """Return whether a header names what the business gains, rather than its customers."""
    return _holds(header, _BUSINESS)


def _holds(header: str, beginnings: tuple[str, ...]) -> bool:
    """Whether a word of the header begins so."""
    plain = f" {plain_words(header)}"
    return any(f" {beginning}" in plain for beginning in beginnings)
