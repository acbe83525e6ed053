"""Texts that say that something must be done, such as ``Pflicht – Auflage der Aufsicht``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.cell_values import UnfitCellError, money_in, truth_in
from cximpact.intake.starting.guess_cells import different
from cximpact.intake.starting.guess_words import STATUS_WORDS, plain_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.model.source import Reading

__all__ = [
    "LONGEST_READ",
    "clauses",
    "holds_reasons",
    "is_bare_must",
    "is_reason",
    "names_must",
    "text_musts",
]

LONGEST_READ = 2_000
"""Letters of a text that are looked at; who has more to say says it at the beginning."""

_LONGEST_REASON = 60
_FEW_WORDS = 3
_SHORT = 6
_STEM = re.compile(
    "mandat|compuls|oblig|statut|regul|complian|conformit|cumplim|legal|law|pflicht|gesetz|auflage|"
    "glement|must|muss|loi|ley|normativ"
)
_CLAUSE_END = re.compile(r"([;:,()\[\]\n|/!?–—]|\s-\s|(?<=[^\W\d_]{2})\.)")
_STRONG = frozenset(
    {
        *("mandatory", "mandated", "compulsory", "obligatory", "pflicht", "verpflichtend"),
        *("rechtspflicht", "pflichtprojekt", "pflichtaufgabe", "pflichtmassnahme", "pflichtig"),
        *("auflage", "auflagen", "obligatoire", "obligatoires", "obligatorio", "obligatoria"),
    }
)
"""Words that say so where a clause begins with them, or has few others."""

_WEAK = frozenset(
    {
        *("regulatory", "statutory", "compliance", "gesetzlich", "gesetzliche", "gesetzlicher"),
        *("regulatorisch", "regulatorische", "regulatorik", "reglementaire", "conformite"),
        *("regulatorio", "regulatoria", "cumplimiento", "normativa"),
    }
)
"""Words that say so where a short clause begins with them, unless those at work on it follow."""

_ALONE = frozenset(
    {
        *("must", "must do", "must have", "legal", "legale", "muss", "muss projekt"),
        *("normativo", "mise en conformite"),
    }
)
_NO_DUTY = frozenset(
    "field fields feld felder champ champs campo campos team teams officer check checks ok review "
    "reviews department dept affairs counsel approval approved sign asked asks wants says said to "
    "has have had is are was will would should needs need question questions open pending cost "
    "costs risk risks advice unit not no nicht first later board committee report reports status "
    "score abteilung prufung klarung hat ist noch krankenkasse krankenkassen kassen versicherte "
    "entfallt entfallen aufgehoben waived lifted optional".split()
)
_PHRASES = re.compile(
    r"(?<![^ ])(?:"
    r"(?:required|mandated|prescribed|imposed) by (?:the )?(?:law|regulator|regulators|regulation)|"
    r"(?:legal|statutory|regulatory|compliance) (?:requirement|obligation|duty|mandate|order)s?|"
    r"legally (?:required|mandated|obliged)|"
    r"(?:is|are) (?:mandatory|compulsory|obligatory)|(?:ist|sind) (?:pflicht|verpflichtend)|"
    r"gesetzlich (?:vorgeschrieben|verpflichtet|gefordert|vorgegeben|notwendig|erforderlich)|"
    r"(?:gesetzliche|regulatorische|behordliche|rechtliche) "
    r"(?:pflicht|vorgabe|auflage|anforderung|verpflichtung|frist)(?:en|n)?|"
    r"(?:obligation|exigence)s? (?:legale|reglementaire)s?|(?:est|sont) obligatoires?|"
    r"(?:imposee?|exigee?|requise?|prevue?) par la loi|(?:es|son) obligatori[oa]s?|"
    r"(?:obligacion|exigencia|requisito) (?:legal|regulatori[oa])|"
    r"(?:exigid|requerid|obligad)[oa] por (?:la )?ley"
    r")(?![^ ])"
)
_UNSURE = frozenset(
    "not non no never nicht kein keine keiner nie pas ni sin ohne without if whether might may "
    "could would ob falls wenn evtl eventuell vielleicht maybe perhaps".split()
)
_NO = frozenset(
    "no not non nicht kein keine none nein sin aucun aucune ninguno ninguna nothing nichts".split()
)
_FREE = frozenset("optional optionnel opcional freiwillig voluntary facultatif".split())
_NOTHING = frozenset({"n a", "n v", "k a", "na", "tbd", "tbc", "unklar", "unclear", "unknown"})
_IDLE = frozenset(
    "ok okay done open offen checked gepruft pending low medium high niedrig mittel hoch gering "
    "faible moyen eleve bajo medio alto partly teilweise".split()
)
_HEADER = _STRONG | _WEAK | frozenset("legal law regulation must muss normativo auflage".split())
_BESIDE = frozenset(
    "requirement requirements reason reasons driver drivers basis obligation obligations need act "
    "norm grund grunde vorgabe vorgaben anforderung anforderungen grundlage or and und if any "
    "applicable why y n do have project projekt motif exigence requisito raison".split()
)
_BARE = _STRONG | _WEAK | frozenset("must do have legal muss gesetzl legale normativo x".split())


def text_musts(text: str) -> bool:
    """Return whether a text says that something must be done: at its beginning, or in plain terms.

    A question, a denial and a supposition do not say so.

    Example:
        >>> text_musts("Pflicht – Auflage der Aufsicht"), text_musts("To be done: required by law")
        (True, True)
        >>> text_musts("keine Pflicht"), text_musts("Mandatory? no"), text_musts("ask compliance")
        (False, False, False)
    """
    read = text[:LONGEST_READ]
    if not _STEM.search(read.casefold()):
        return False
    found = list(clauses(read))
    after = [plain for plain, _ in found[1:]] + [""]
    return any(
        _must(plain) and sign != "?" and not _denies(following)
        for (plain, sign), following in zip(found, after, strict=True)
    )


def clauses(text: str) -> Iterator[tuple[str, str]]:
    """Yield the clauses of a text in plain words, each with the sign behind it."""
    parts = _CLAUSE_END.split(text)
    for part, sign in zip(parts[::2], [*parts[1::2], ""], strict=True):
        plain = plain_words(part)
        if plain:
            yield plain, sign


def _must(clause: str) -> bool:
    words = clause.split()
    if not words:
        return False
    following = words[1] if len(words) > 1 else ""
    is_free = following not in _NO_DUTY
    if clause in _ALONE or (words[0] in _STRONG and is_free and not following[:1].isdigit()):
        return True
    if words[0] in _WEAK and is_free and len(words) <= _SHORT:
        return True
    if words[-1] in _STRONG and len(words) <= _FEW_WORDS and _UNSURE.isdisjoint(words):
        return True
    found = _PHRASES.search(clause)
    return found is not None and _UNSURE.isdisjoint(clause[: found.start()].split())


def _denies(clause: str) -> bool:
    """Return whether a clause takes back what stands before it: ``no``, ``optional``."""
    first, _, others = clause.partition(" ")
    if first in _NO:
        return not others or not _STRONG.isdisjoint(others.split())
    return first in _FREE


def is_bare_must(text: str) -> bool:
    """Return whether a text says that something must be done, and no more.

    Example:
        >>> is_bare_must("Pflicht"), is_bare_must("gesetzl. Pflicht"), is_bare_must("NIS-2")
        (True, True, False)
    """
    return _BARE.issuperset(plain_words(text).split())


def names_must(header: str) -> bool:
    """Return whether a header names what must be done, or why, and nothing else.

    Example:
        >>> names_must("Compliance"), names_must("Legal basis"), names_must("Compliance officer")
        (True, True, False)
    """
    words = frozenset(plain_words(header).split())
    return not words.isdisjoint(_HEADER) and words <= _HEADER | _BESIDE


def holds_reasons(header: str, cells: Sequence[Cell], reading: Reading) -> bool:
    """Return whether a few texts below a header say why those rows must be done.

    So it is where the header names what must be done, and most rows have nothing there. Numbers
    below it say something else.

    Args:
        header: The header.
        cells: Its cells.
        reading: How numbers are written.
    """
    if not names_must(header):
        return False
    given = [cell for cell in cells if not is_blank(cell)]
    if not given or 2 * len(given) > len(cells):
        return False
    unlike = different(given)
    if any(not isinstance(cell, str) or _is_amount(cell, reading) for cell in unlike):
        return False
    return any(is_reason(cell) for cell in unlike if isinstance(cell, str))


def is_reason(text: str) -> bool:
    """Return whether a cell below a header for what must be done means its row.

    Example:
        >>> is_reason("ADA"), is_reason("x"), is_reason("n/a"), is_reason("keine"), is_reason("ok")
        (True, True, False, False, False)
    """
    if len(text.strip()) > _LONGEST_REASON:
        return False
    plain = plain_words(text)
    try:
        return truth_in(text) is True
    except UnfitCellError:
        words = plain.split()
        is_word = any(len(word) > 1 and word.isalpha() for word in words)
        return is_word and words[0] not in _NO | _FREE and not _says_nothing(plain)


def _says_nothing(plain: str) -> bool:
    return plain in _NOTHING or plain in _IDLE or plain in STATUS_WORDS


def _is_amount(cell: Cell, reading: Reading) -> bool:
    try:
        return money_in(cell, reading) is not None
    except UnfitCellError:
        return False
