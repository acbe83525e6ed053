"""What a header says of a column of ratings: of what, or of something that is no effect."""

from __future__ import annotations

from cximpact.intake.starting.guess_words import plain_words

__all__ = [
    "is_burden",
    "is_business",
    "is_low_better",
    "is_of_others",
    "is_order",
    "is_property",
    "is_quantity",
    "is_rated",
    "is_sureness",
    "names_customers",
    "names_effect",
]

_RATED = (
    *("ease", "easy", "benefit", "impact", "satisfaction", "trust", "quality", "value", "score"),
    *("experience", "customer", "client", "patient", "user", "citizen", "rating", "clarity"),
    *("friendl", "loyal", "fair", "strategic", "fit", "nutzen", "wirkung", "kunde", "bewertung"),
    *("zufriedenheit", "vertrauen", "qualit", "benefici", "confian", "satisfac", "utilit"),
)
_LOW_IS_BETTER = (
    *("risk", "effort", "complexit", "difficult", "priority", "prio", "rank", "ranking", "cost"),
    *("risiko", "aufwand", "komplexitat", "prioritat", "rang", "risque", "priorite", "riesgo"),
    *("esfuerzo", "prioridad", "complejidad", "harm ", "burden"),
)
_LOW_ENDINGS = ("risiko", "aufwand", "komplexitat", "prioritat", "kosten", "belastung", "schaden")
"""German puts what it is last, as in *Umsetzungsrisiko*."""
_QUANTITY = (
    *("fte", "ftes", "pd", "pt", "day", "week", "month", "year", "quarter", "hour", "number"),
    *("count", "size", "age", "phase", "no", "nr", "num", "people", "headcount", "duration"),
    *("amt", "amount", "sum", "eur", "usd", "gbp", "chf", "betrag", "summe", "montant", "importe"),
    *("term", "wave", "stage", "version", "level", "tage", "wochen", "monat", "jahr", "quartal"),
    "delta",
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
_ORDER = (
    *("priority", "prio", "rank", "ranking", "prioritat", "rang", "priorite", "prioridad"),
    *("urgen", "dringlich"),
)
_ORDER_ALONE = ("importance", "wichtigkeit", "importancia")
"""What is important is to be done first; of what people rate, as *strategic importance*, it is
how much they gain."""
_SURE = (
    *("confiden", "likel", "probab", "certain", "uncertain", "wahrscheinlich", "konfidenz"),
    *("gewissheit", "certitud", "incertitud", "vraisemblan", "certez", "incertidumbre"),
)
_SURE_ENDINGS = ("wahrscheinlichkeit", "gewissheit")
_PROPERTY = (
    *("reach", "scope", "volume", "frequen", "maturity", "readiness", "visibility", "severity"),
    *("sensitiv", "criticality", "dependenc", "reichweite", "umfang", "haufigkeit", "reifegrad"),
    *("sichtbarkeit", "kritikalitat", "abhangig", "portee", "ampleur", "maturite", "visibilite"),
    *("gravite", "criticite", "alcance", "madurez", "visibilidad", "gravedad", "criticidad"),
)
_BURDEN = (
    *("wait", "time", "delay", "queue", "turnaround", "processing", "handling", "backlog"),
    *(
        "complaint",
        "error",
        "defect",
        "fault",
        "downtime",
        "fee ",
        "fees ",
        "price",
        "charge",
        "churn",
    ),
    *("dropout", "disruption", "wartezeit", "warten", "dauer", "verzug", "verzogerung", "frist"),
    *("beschwerde", "fehler", "ausfall", "gebuhr", "preis", "attente", "delai", "temps", "duree"),
    *("retard", "plainte", "reclamation", "erreur", "panne", "frais", "prix", "espera", "tiempo"),
    *("plazo", "demora", "retraso", "queja", "reclamacion", "averia", "tarifa", "precio"),
)
_BURDEN_ENDINGS = ("zeit", "zeiten", "dauer", "gebuhr", "gebuhren", "preis", "preise", "fehler")
_EFFECT = (
    *("effect", "impact", "benefit", "improve", "gain", "wirkung", "auswirkung", "nutzen"),
    *("verbesser", "effet", "ameliorat", "benefice", "efecto", "mejora", "beneficio", "impacto"),
)


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
    return bool(_quantities(header))


def is_property(header: str) -> bool:
    """Return whether a header names how large, how frequent or of what kind a proposal is.

    Example:
        >>> is_property("Reach"), is_property("Team size"), is_property("Level of service")
        (True, True, False)
    """
    # In words, a level is no number of one.
    return bool(_quantities(header) - {"level", "levels"}) or _holds(header, _PROPERTY)


def _quantities(header: str) -> set[str]:
    words = plain_words(header).split()
    return {word for word in words if word.removesuffix("s") in _QUANTITY or word in _QUANTITY}


def is_business(header: str) -> bool:
    """Return whether a header names what the business gains, rather than its customers."""
    return _holds(header, _BUSINESS)


def is_of_others(header: str) -> bool:
    """Return whether a header names whom something affects, and it is neither side we know.

    Example:
        >>> is_of_others("Staff effect"), is_of_others("Staff and customer satisfaction")
        (True, False)
    """
    return _holds(header, _OTHERS) and not names_customers(header)


def names_customers(header: str) -> bool:
    """Return whether a header names customers, as they are called in one field or another."""
    return _holds(header, _CUSTOMERS)


def is_order(header: str) -> bool:
    """Return whether a header names an order in which to decide, which is no reason for it.

    Example:
        >>> is_order("Priority (1-3)"), is_order("Dringlichkeit"), is_order("Strategic importance")
        (True, True, False)
    """
    words = [word for word in plain_words(header).split() if not word.isdecimal()]
    return _holds(header, _ORDER) or _ends(header, _ORDER) or " ".join(words) in _ORDER_ALONE


def is_sureness(header: str) -> bool:
    """Return whether a header names how sure somebody is, rather than what customers feel.

    Example:
        >>> is_sureness("Confidence"), is_sureness("Customer confidence")
        (True, False)
    """
    is_said = _holds(header, _SURE) or _ends(header, _SURE_ENDINGS)
    return is_said and not names_customers(header)


def is_burden(header: str) -> bool:
    """Return whether a header names what customers bear, so that *high* may be good or bad.

    Example:
        >>> is_burden("Wait time"), is_burden("Bearbeitungszeit"), is_burden("Fairness")
        (True, True, False)
    """
    return _holds(header, _BURDEN) or _ends(header, _BURDEN_ENDINGS)


def names_effect(header: str) -> bool:
    """Return whether a header says that it is about what changes."""
    return _holds(header, _EFFECT)


def _holds(header: str, beginnings: tuple[str, ...]) -> bool:
    """Whether a word of the header begins so, or is so where a space ends it."""
    plain = f" {plain_words(header)} "
    return any(f" {beginning}" in plain for beginning in beginnings)


def _ends(header: str, endings: tuple[str, ...]) -> bool:
    """Whether a word of the header ends so."""
    plain = f"{plain_words(header)} "
    return any(f"{ending} " in plain for ending in endings)
