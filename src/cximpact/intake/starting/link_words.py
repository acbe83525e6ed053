"""Words by which a text says how one proposal stands to another."""

from __future__ import annotations

from enum import Enum

__all__ = [
    "DENYING",
    "JOINING",
    "LONGEST_PHRASE",
    "NAMING",
    "NUMBERED",
    "OR",
    "PHRASES",
    "UNNAMED",
    "Relation",
]


class Relation(Enum):
    """What a phrase says of the proposals that are named behind it, or before it.

    A proposal *needs* what it cannot do without, is *needed* by others, or stands *instead* of
    them. *Given* stands behind what is needed, *either* before alternatives.
    """

    NEEDS = "needs"
    GIVEN = "given"
    NEEDED = "needed"
    INSTEAD = "instead"
    EITHER = "either"


_SAID: dict[Relation, tuple[str, ...]] = {
    Relation.NEEDS: (
        *("needs", "need", "needing", "requires", "require", "requiring", "depends on"),
        *("depend on", "depending on", "dependent on", "dependency on", "dependencies on"),
        *("dependency", "dependencies", "dependent upon", "depends upon", "contingent on"),
        *("prerequisite", "prerequisites", "pre requisite", "predecessor", "predecessors"),
        *("after", "only after", "blocked by", "builds on", "relies on", "only with", "not before"),
        *("not without", "conditional on", "waits for", "waiting for", "wait for"),
        *("benotigt", "benotigen", "braucht", "brauchen", "abhangig von", "abhangig vom"),
        *("hangt ab von", "hangt von", "hangt an", "abhangigkeit von", "abhangigkeit zu"),
        *("abhangigkeit", "abh von", "baut auf", "aufbauend auf", "voraussetzung"),
        *("voraussetzungen", "setzt", "setzen", "nach", "erst nach", "nur mit", "nicht vor"),
        *("nicht ohne", "wartet auf"),
        *("necessite", "necessitent", "requiert", "depend de", "depend du", "depend d"),
        *("dependant de", "dependance", "apres", "prerequis", "pre requis", "a besoin de"),
        *("a besoin du", "pas avant", "pas sans"),
        *("requiere", "requieren", "necesita", "necesitan", "depende de", "depende del"),
        *("despues de", "tras", "no antes de", "requisito previo", "dependencia"),
    ),
    Relation.GIVEN: (
        *("required", "needed", "is required", "is needed", "first required"),
        *("vorausgesetzt", "wird vorausgesetzt", "erforderlich", "ist erforderlich"),
        *("wird benotigt", "werden benotigt", "notwendig", "ist voraussetzung"),
        *("requis", "requise", "necessaire", "es necesario", "es necesaria"),
    ),
    Relation.NEEDED: (
        *("required by", "required for", "needed by", "needed for", "before"),
        *("prerequisite for", "prerequisite of", "precondition for", "enables", "enabler for"),
        *("enabler of", "blocks", "unlocks", "voraussetzung fur", "benotigt fur", "benotigt von"),
        *("notig fur", "notwendig fur", "erforderlich fur", "grundlage fur", "ermoglicht", "vor"),
        *("prerequis pour", "prerequis de", "necessaire pour", "necessaire a", "avant"),
        *("requisito para", "necesario para", "necesaria para", "antes de"),
    ),
    Relation.INSTEAD: (
        *("alternative to", "alternative for", "alternative", "alternatives", "alternatively"),
        *("alternative zu", "alternative zum", "alternative zur", "alternativ", "alternativ zu"),
        *("alternative a", "alternative au", "alternativa", "alternativa a", "instead of"),
        *("exclusive with", "excludes", "exclude", "conflicts with", "conflict with", "not with"),
        *("not together with", "incompatible with", "in conflict with", "nicht mit"),
        *("nicht zusammen mit", "schliesst aus", "unvereinbar mit", "statt", "anstatt", "anstelle"),
        *("anstelle von", "au lieu de", "a la place de", "en lugar de", "en vez de"),
    ),
    Relation.EITHER: (
        *("either", "entweder", "soit"),
        *("not both", "nicht beide", "nicht beides", "pas les deux", "no ambos", "no ambas"),
    ),
}
PHRASES: dict[tuple[str, ...], Relation] = {
    tuple(said.split()): relation for relation, some in _SAID.items() for said in some
}
"""In plain words; the longest that fits counts."""

NAMING = frozenset(
    "needs need needing requires require requiring depends depend depending dependent dependency "
    "dependencies prerequisite prerequisites predecessor predecessors contingent builds relies "
    "blocked benotigt benotigen braucht brauchen abhangig hangt abhangigkeit abh baut aufbauend "
    "voraussetzung voraussetzungen setzt setzen necessite necessitent requiert dependant "
    "dependance prerequis requiere requieren necesita necesitan depende dependencia".split()
)
"""First words of phrases for what is needed, behind which another proposal is likely to be named;
behind ``after`` it may be a day."""

_COUNTING = frozenset(
    "needs need needing requires require requiring benotigt benotigen braucht brauchen necessite "
    "necessitent requiert requiere requieren necesita necesitan setzt setzen".split()
)
_ALONE = frozenset("alternative alternatives alternatively alternativ alternativa".split())
NUMBERED = frozenset(
    words
    for words, relation in PHRASES.items()
    if (relation is Relation.NEEDS and words[0] in NAMING - _COUNTING)
    or (relation is Relation.INSTEAD and words[0] not in _ALONE)
    or (relation is Relation.INSTEAD and len(words) > 1)
    or words in {("only", "after"), ("erst", "nach")}
)
"""Phrases behind which a mere number is an id of the list; ``needs 2`` may count people."""

UNNAMED = frozenset(
    "a an to be more some no none nothing n na tbd tbc open unclear approval sign signoff budget "
    "funding money staff people fte training decision time further work board law mehr noch eine "
    "einen ein kein keine keinen nichts offen unklar freigabe personal geld zeit zu aucun aucune "
    "plus un une budget personnel temps rien ninguno ninguna mas tiempo dinero nada".split()
)
"""Words behind ``needs`` that begin no name of a proposal."""

LONGEST_PHRASE = max(map(len, PHRASES))
OR = frozenset("or oder ou bzw".split())
JOINING = OR | frozenset("and und et y e u sowie".split())
DENYING = frozenset(
    "not no never nicht kein keine keiner keinen nie without ohne pas sin ni independent "
    "unabhangig independant".split()
)
