"""What a header says of a column of small numbers: ratings, and of what, or something else."""

from __future__ import annotations

from cximpact.intake.starting.guess_words import plain_words

__all__ = ["is_business", "is_low_better", "is_of_others", "is_order", "is_quantity", "is_rated"]

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
_LOW_ENDINGS = ("risiko", "aufwand", "komplexitat", "prioritat", "kosten")
"""German puts what it is last, as in *Umsetzungsrisiko*."""
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
_CUSTOMERS = (
    *("customer", "client", "patient", "user", "citizen", "resident", "visitor", "passenger"),
    *("guest", "student", "member", "kunde", "burger", "nutzer", "gast", "gaste", "usager"),
    *("citoyen", "habitant", "cliente", "ciudadan", "usuario"),
)
_OTHERS = (
    *("staff", "employee", "workforce", "workload", "supplier", "partner", "shareholder"),
    *("investor", "environment", "climate", "carbon", "co2", "mitarbeit", "beschaftigt"),
    *("belegschaft", "lieferant", "umwelt", "klima", "personnel", "salarie", "collaborateur"),
    *("fournisseur", "environnement", "climat", "empleado", "plantilla", "proveedor"),
)
_ORDER = ("priority", "prio", "rank", "ranking", "prioritat", "rang", "priorite", "prioridad")


def is_rated(header: str) -> bool:
    """Return whether a header names what people rate."""
    return _holds(header, _RATED)


def is_low_better(header: str) -> bool:
    """Return whether a header names what may be better the lower it is rated, such as a risk.

    Example:
        >>> is_low_better("Delivery risk"), is_low_better("Umsetzungsrisiko"), is_low_better("Ease")
        (True, True, False)
    """
    return _holds(header, _LOW_IS_BETTER) or _ends(header, _LOW_ENDINGS)


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


def is_of_others(header: str) -> bool:
    """Return whether a header names whom something affects, and it is neither side we know.

    Example:
        >>> is_of_others("Staff effect"), is_of_others("Staff and customer satisfaction")
        (True, False)
    """
    return _holds(header, _OTHERS) and not _holds(header, _CUSTOMERS)


def is_order(header: str) -> bool:
    """Return whether a header names an order in which to decide, which is no reason for it."""
    return _holds(header, _ORDER) or _ends(header, _ORDER)


def _holds(header: str, beginnings: tuple[str, ...]) -> bool:
    """Whether a word of the header begins so."""
    plain = f" {plain_words(header)}"
    return any(f" {beginning}" in plain for beginning in beginnings)


def _ends(header: str, endings: tuple[str, ...]) -> bool:
    """Whether a word of the header ends so."""
    plain = f"{plain_words(header)} "
    return any(f"{ending} " in plain for ending in endings)
