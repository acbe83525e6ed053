"""What a header says of a column of ratings: of what, or of something that is no effect."""

from __future__ import annotations

from cximpact.intake.starting.guess_words import plain_words
from cximpact.intake.starting.turned_words import is_turned, turns

__all__ = [
    "group_of",
    "is_burden",
    "is_business",
    "is_low_better",
    "is_of_others",
    "is_order",
    "is_property",
    "is_quantity",
    "is_rated",
    "is_risk",
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
_HARM = ("harm ", "burden")
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
_RISKS = ("risk", "risks", "risiko", "risiken")
_RISKS_FIRST = ("risque", "risques", "riesgo", "riesgos")
"""In French and Spanish what the risk is of stands behind it."""
_DEGREES = frozenset("level rating score class category h m l low med medium high stufe".split())
_CHANCES = ("chance", "opportunit", "upside", "reward", "benefit", "nutzen", "return")
_BUSINESS = (
    *("strateg", "financ", "roi", "npv", "revenue", "profit", "business", "return on", "saving"),
    *(
        "feasib",
        "complian",
        "efficien",
        "effizien",
        "margin",
        "erlos",
        "wirtschaft",
        "machbar",
        "rentab",
    ),
    *("reg ", "regulat", "regulier", "legal", "gesetz", "rechtlich", "reglement", "conformit"),
    *("audit", "umsatz", "ertrag", "gewinn", "einspar", "kosteneinspar", "sales", "growth"),
    *("market share", "productiv", "produktiv", "econom", "okonom", "synerg", "payback", "ebit"),
    *("cost reduc", "kostensenk", "chiffre d affaires", "ingresos", "ahorro", "cumplimiento"),
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
    *("wait", "time ", "times ", "delay", "queue", "turnaround", "backlog", "latency", "lateness"),
    *("complaint", "error", "defect", "fault", "failure", "incident", "downtime", "outage"),
    *("interrupt", "disrupt", "inconvenien", "hassle", "friction", "pain ", "pains ", "nuisance"),
    *("annoy", "frustrat", "dissatisf", "churn", "attrition", "dropout", "abandon", "cancellation"),
    *("fee ", "fees ", "price", "charge", "wartezeit", "warten", "dauer", "verzug", "verzogerung"),
    *("frist", "beschwerde", "fehler", "ausfall", "storung", "unterbrech", "stillstand", "mangel"),
    *("unannehmlich", "reibung", "abwander", "kundigung", "unzufrieden", "gebuhr", "preis"),
    *("attente", "delai", "temps", "duree", "retard", "plainte", "reclamation", "erreur", "panne"),
    *("perturbation", "coupure", "defaut", "desagrement", "resiliation", "frais", "prix"),
    *("espera", "tiempo", "plazo", "demora", "retraso", "queja", "reclamacion", "averia", "fallo"),
    *("interrupcion", "molestia", "defecto", "perturbacion", "abandono", "tarifa", "precio"),
)
_BURDEN_ENDINGS = (
    *("zeit", "zeiten", "dauer", "gebuhr", "gebuhren", "preis", "preise", "fehler", "storung"),
    *("storungen", "ausfall", "ausfalle", "beschwerden", "verzogerung", "verzogerungen"),
)
_GOOD_TIMES = frozenset("on real first full part just in".split())
"""What is done *on time* or *first time right* is no time that customers wait."""
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
        >>> is_low_better("Risk reduction")
        False
    """
    words = plain_words(header).split()
    bad = _places(words, _LOW_IS_BETTER, _LOW_ENDINGS)
    return bool(bad) and not is_turned(words, bad, borne=False)


def is_risk(header: str) -> bool:
    """Return whether a header names a risk and no more, so that a high one is bad.

    Example:
        >>> is_risk("Delivery risk (H/M/L)"), is_risk("Risk reduction"), is_risk("Effort")
        (True, False, False)
    """
    words = plain_words(header).split()
    while words and words[-1] in _DEGREES:
        words.pop()
    if not words or not is_low_better(header) or _holds(header, _CHANCES):
        return False
    return words[-1] in _RISKS or words[-1].endswith("risiko") or words[0] in _RISKS_FIRST


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
    """Return whether a header names what the business gains, rather than its customers.

    Example:
        >>> is_business("Reg. pressure"), is_business("Customer savings"), is_business("Ease")
        (True, False, False)
    """
    return _holds(header, _BUSINESS) and not names_customers(header)


def group_of(header: str) -> str:
    """Return the group of a criterion that a column is headed by: *customer* or *business*.

    What a proposal asks of the organisation, such as a risk or an effort, is the business's, and
    so is whom it affects beside customers.

    Example:
        >>> group_of("Delivery risk"), group_of("Customer effort"), group_of("Wait time")
        ('business', 'customer', 'customer')
    """
    is_asked_of_us = is_low_better(header) and not _holds(header, _HARM)
    is_inside = is_business(header) or is_asked_of_us or is_of_others(header)
    return "business" if is_inside and not names_customers(header) else "customer"


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
        >>> is_burden("Complaints avoided"), is_burden("Less waiting"), is_burden("On-time start")
        (False, False, False)
    """
    words = plain_words(header).split()
    bad = [
        at
        for at in _places(words, _BURDEN, _BURDEN_ENDINGS)
        if not (words[at] == "time" and at and words[at - 1] in _GOOD_TIMES)
    ]
    return bool(bad) and not is_turned(words, bad, borne=True)


def names_effect(header: str) -> bool:
    """Return whether a header says that it is about what changes."""
    return _holds(header, _EFFECT)


def _holds(header: str, beginnings: tuple[str, ...]) -> bool:
    """Whether a word of the header begins so, or is so where a space ends it."""
    plain = f" {plain_words(header)} "
    return any(f" {beginning}" in plain for beginning in beginnings)


def _places(words: list[str], beginnings: tuple[str, ...], endings: tuple[str, ...]) -> list[int]:
    """Return the places of words that begin or end so, and name no gain on it themselves."""
    found = (at for at, word in enumerate(words) if f"{word} ".startswith(beginnings))
    ended = (at for at, word in enumerate(words) if word.endswith(endings))
    return [at for at in sorted({*found, *ended}) if not turns(words[at])]


def _ends(header: str, endings: tuple[str, ...]) -> bool:
    """Whether a word of the header ends so."""
    plain = f"{plain_words(header)} "
    return any(f"{ending} " in plain for ending in endings)
