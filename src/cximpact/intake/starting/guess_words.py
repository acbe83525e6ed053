"""The words that lists of projects use for what we ask, in four languages."""

from __future__ import annotations

import re
import unicodedata

from cximpact.intake.starting.approved_words import is_approved

__all__ = [
    "CURRENCY_CODES",
    "FIELD_WORDS",
    "LONGEST_HEADER",
    "OFTEN_PERSONS",
    "STATUS_HEADERS",
    "STATUS_WORDS",
    "THOUSANDS_WORDS",
    "WAITING_WORDS",
    "leading_words",
    "plain_words",
    "says_mandatory",
    "status_of",
]

LONGEST_HEADER = 400
"""Letters of a header that are looked at; what is longer is a text and says no more."""

FIELD_WORDS: dict[str, tuple[str, ...]] = {
    "id": (
        *("id", "key", "code", "nr", "no", "number", "ref", "reference", "project id"),
        *("ids", "item no", "item number", "ref no", "serial no", "n", "num", "line no"),
        *("lfd nr", "lfdnr", "lfd no", "laufende nr", "laufende nummer", "lfd nummer", "nummer"),
        *("project number", "project no", "project code", "proposal id", "request id"),
        *("projekt id", "projektnummer", "projekt nr", "projektnr", "kennung", "vorhaben nr"),
        *("identifiant", "numero", "numero de projet", "code projet", "id projet"),
        *("codigo", "codigo de proyecto", "id proyecto", "cip number"),
    ),
    "title": (
        *("title", "name", "project", "project name", "project title", "initiative"),
        *("proposal", "request", "summary", "subject"),
        *("proposal title", "proposal name", "initiative name", "initiative title", "measure"),
        *("titel", "projekt", "projektname", "projekttitel", "bezeichnung", "vorhaben"),
        *("massnahme", "massnahmen", "kurztitel"),
        *("intitule", "nom", "nom du projet", "projet", "libelle", "titre"),
        *("titulo", "nombre", "nombre del proyecto", "proyecto"),
    ),
    "unit": (
        *("unit", "department", "dept", "division", "business unit", "team", "bureau"),
        *("bureau name", "agency", "organisation", "organization", "business area"),
        *("org unit", "organizational unit", "organisational unit", "lead department"),
        *("organisationseinheit", "geschaftsbereich", "directorate", "owner team", "composante"),
        *("faculty", "institute", "fakultat", "faculte", "facultad", "dezernat"),
        *("abteilung", "bereich", "fachbereich", "einheit", "ressort", "amt"),
        *("service", "direction", "departement", "entite", "departamento", "area", "unidad"),
        *("sponsor", "owner", "business owner", "project owner", "function", "auftraggeber"),
        *("verantwortlich", "responsable"),
    ),
    "status": (
        *("status", "state", "project status", "stage gate", "projektstatus", "stand"),
        *("statut", "etat", "estado", "estatus"),
    ),
    "kind": (
        *("kind", "type", "category", "project type", "art", "typ", "kategorie", "projektart"),
        *("type de projet", "categorie", "tipo", "categoria", "tipo de proyecto"),
    ),
    "reach": (
        *("reach", "share of customers", "customers affected", "anteil kunden"),
        *("part des clients", "cuota de clientes"),
    ),
    "statement": (
        *("statement", "customer benefit", "benefit for customers", "customer value"),
        *("what changes for the customer", "customer impact"),
        *("kundennutzen", "nutzen fur kunden", "benefice client", "impact client"),
        *("beneficio para el cliente", "impacto en el cliente"),
    ),
    "outcomes": (
        *("outcomes", "outcome", "objective", "objectives", "goal", "goals", "benefits"),
        *("ziel", "ziele", "zielsetzung", "nutzen", "objectif", "objectifs", "objetivo"),
        "objetivos",
    ),
    "mandatory": (
        *("must have", "statutory", "regulatorik", "pflichtprojekt", "gesetzlich"),
        *("mandatory", "must do", "regulatory", "compulsory", "pflicht", "verpflichtend"),
        *("obligatoire", "reglementaire", "obligatorio", "regulatorio", "legal duty"),
        *("legal obligation", "legal requirement", "required by law", "legally required"),
        *("gesetzliche pflicht", "pflichtaufgabe", "pflichtig", "obligation legale"),
        *("obligacion legal", "muss"),
    ),
    "requires": (
        *("blocked by", "prerequisite", "prerequisites", "predecessor", "predecessors"),
        *("vorganger", "requires", "depends on", "dependencies", "dependency", "abhangig von"),
        *("abhangigkeiten", "voraussetzung", "depend de", "dependances", "depende de"),
        "dependencias",
    ),
    "cost": (
        *("cost", "costs", "total cost", "amount", "requested amount", "budget", "capex"),
        *("opex", "investment", "spend", "estimate", "agency amt", "project cost"),
        *("kosten", "gesamtkosten", "betrag", "summe", "investition", "budgetbedarf"),
        *("cout", "cout total", "montant", "investissement", "depense", "investments"),
        *("invest", "investitionen", "investitionskosten", "gesamtbudget"),
        *("coste", "costo", "coste total", "importe", "presupuesto", "inversion"),
    ),
}
"""Ours: theirs, without capitals, accents and signs."""

STATUS_WORDS: dict[str, str] = {
    **dict.fromkeys(
        (
            *("in development", "in implementation", "in arbeit", "in bau", "in realisierung"),
            *("gestartet", "freigegeben", "bewilligt", "in ausfuhrung", "wip", "demarre"),
            *("committed", "running", "in progress", "ongoing", "active", "started", "approved"),
            *("contracted", "in execution", "underway", "under way", "in delivery", "laufend"),
            *(
                "lauft",
                "in umsetzung",
                "genehmigt",
                "in flight",
                "inflight",
                "funded",
                "kicked off",
            ),
            *("under construction", "in construction", "in build", "in rollout", "in roll out"),
            *("under contract", "ordered", "in work", "doing", "executing", "signed"),
            *("begonnen", "angelaufen", "vergeben", "bestellt", "lance", "en construction"),
            *("en ejecucion", "en marcha", "iniciado", "contratado", "en obra"),
            *("beauftragt", "aktiv", "en cours", "approuve", "engage", "en curso", "aprobado"),
        ),
        "committed",
    ),
    **dict.fromkeys(
        (
            *("won t do", "dropped", "dismissed", "abandoned", "declined", "delivered", "live"),
            *("implemented", "verworfen", "storniert", "eingestellt", "umgesetzt", "erledigt"),
            *("fertig", "refuse", "rechazado"),
            *("withdrawn", "cancelled", "canceled", "closed", "done", "finished", "completed"),
            *("rejected", "stopped", "abgebrochen", "beendet", "abgeschlossen", "gestoppt"),
            *("abgelehnt", "zuruckgezogen", "termine", "annule", "abandonne", "cerrado"),
            *("cancelado", "terminado", "retirado"),
        ),
        "withdrawn",
    ),
    **dict.fromkeys(
        (
            *("to do", "todo", "concept", "in review", "under review", "parked", "antrag"),
            *("in prufung", "konzept", "ruht", "zuruckgestellt", "en attente", "a l etude"),
            *("a lancer", "proposed", "new", "idea", "open", "planned", "draft", "submitted"),
            *("requested", "candidate", "pipeline", "backlog", "on hold", "neu", "idee", "offen"),
            *("paused", "postponed", "deferred", "pausiert", "verschoben", "suspendu", "reporte"),
            *("en espera", "aplazado", "geplant"),
            *("beantragt", "entwurf", "angemeldet", "nouveau", "propose", "prevu", "idea", "nuevo"),
            *("propuesto", "planificado", "solicitado"),
        ),
        "proposed",
    ),
}
"""Their status: ours, without capitals, accents and signs."""

_TIMES = frozenset("already now currently just bereits schon derzeit aktuell deja ya".split())


def status_of(text: str) -> str | None:
    """Return our status for theirs, None where it is not known.

    Example:
        >>> status_of("Already running"), status_of("On hold"), status_of("Gate 3")
        ('committed', 'proposed', None)
        >>> status_of("Approved by ExCo"), status_of("Approved by ExCo, subject to funding")
        ('committed', None)
    """
    plain = plain_words(text)
    bare = " ".join(word for word in plain.split() if word not in _TIMES)
    known = STATUS_WORDS.get(plain) or STATUS_WORDS.get(bare)
    # Approved by somebody is what approved alone is.
    return known or (STATUS_WORDS["approved"] if is_approved(bare) else None)


WAITING_WORDS = frozenset(
    {
        *("on hold", "parked", "paused", "postponed", "deferred", "ruht", "zuruckgestellt"),
        *("pausiert", "verschoben", "en attente", "suspendu", "reporte", "en espera", "aplazado"),
    }
)
"""Words for what was put off: whether it is to be decided now, a person has to say."""

OFTEN_PERSONS = frozenset(
    {
        *("sponsor", "owner", "business owner", "project owner"),
        *("verantwortlich", "auftraggeber", "responsable"),
    }
)
"""Headers below which some lists name units, and others a person for each proposal."""

_MANDATORY = frozenset(
    {
        *("mandatory", "mandated", "regulatory", "compulsory", "statutory", "obligatory"),
        *("pflicht", "verpflichtend", "gesetzlich", "gesetzliche", "regulatorisch"),
        *("pflichtprojekt", "pflichtaufgabe", "obligatoire", "reglementaire"),
        *("obligatorio", "obligatoria", "regulatorio", "regulatoria"),
    }
)
_NOT = frozenset("not non no never nicht kein keine keiner nie pas ni sin".split())
_MANDATORY_ALONE = frozenset(
    {
        *("must", "must do", "must have", "legal", "legal requirement", "required by law"),
        *("compliance", "muss", "legale", "normativo"),
    }
)

STATUS_HEADERS = frozenset(
    {
        *("phase", "stage", "gate", "stage gate", "lifecycle", "life cycle", "progress"),
        *("project phase", "project stage", "projektphase", "avancement", "fase", "etapa"),
    }
)
"""Headers below which some lists have a status; its cells tell."""

CURRENCY_CODES = frozenset(
    "AED ARS AUD BAM BGN BRL CAD CHF CLP CNH CNY COP CZK DKK EGP EUR GBP GEL HKD HRK HUF IDR ILS "
    "INR ISK JPY KES KRW KWD KZT MAD MDL MKD MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON RSD RUB "
    "SAR SEK SGD THB TND TRY TWD UAH USD UYU VND XAF XOF ZAR".split()
)
"""Codes of ISO 4217 that lists of projects are likely to hold."""

THOUSANDS_WORDS = re.compile(
    r"\b(k|t|m|mio|mn|mln|thousand|thousands|million|millions|tsd)\b|[km]€|€[km]|"
    r"\b[tkm](eur|usd|chf|gbp)\b|['’]000\b|\b000s\b|\bin 1[.,' ]?000\b",
    re.IGNORECASE,
)
"""Signs in a header that its amounts are not in the main unit of the currency."""

_OTHER = re.compile(r"[^a-z0-9]+")
_ADDITION = re.compile(r"[/(,;:|]")


def plain_words(text: str) -> str:
    """Return a header as plain words: no capitals, accents or signs; of a long text its beginning.

    Example:
        >>> plain_words("Project_Name "), plain_words("Coût total (€)")
        ('project name', 'cout total')
    """
    kept = text[:LONGEST_HEADER].casefold()
    if not kept.isascii():
        bare = unicodedata.normalize("NFKD", kept)
        kept = "".join(char for char in bare if not unicodedata.combining(char))
    return _OTHER.sub(" ", kept).strip()


def leading_words(header: str) -> str:
    """Return a header as plain words, without what is added behind a bracket or a stroke.

    Example:
        >>> leading_words("Project / line of spend")
        'project'
    """
    return plain_words(_ADDITION.split(header[:LONGEST_HEADER], maxsplit=1)[0])


def says_mandatory(text: str) -> bool:
    """Return whether a status or a kind says that something must be done.

    Example:
        >>> says_mandatory("gesetzl. Pflicht"), says_mandatory("Must-do"), says_mandatory("idea")
        (True, True, False)
        >>> says_mandatory("not mandatory"), says_mandatory("keine Pflicht")
        (False, False)
    """
    plain = plain_words(text)
    words = plain.split()
    said = next((at for at, word in enumerate(words) if word in _MANDATORY), None)
    return plain in _MANDATORY_ALONE or (said is not None and _NOT.isdisjoint(words[:said]))
