"""Texts that say that a proposal is under way already, such as ``already started``."""

from __future__ import annotations

import re

from cximpact.intake.starting.must_texts import LONGEST_READ, clauses

__all__ = ["text_started"]

_STEM = re.compile(
    "start|begun|began|begon|progress|going|under ?way|running|flight|kick|sign|contract|order|"
    "execution|delivery|implement|construction|award|committed|lauf|uft|umsetzung|in arbeit|"
    "in bau|realisier|beauftragt|auftrag|vertr|bestellt|vergeben|cours|commenc|lanc|curso|marcha|"
    "inici|firmad"
)
_WORDS = (
    *("started", "begun", "began", "underway", "under way", "in progress", "ongoing", "on going"),
    *("running", "up and running", "in flight", "inflight", "kicked off", "in execution"),
    *("in delivery", "in implementation", "being implemented", "in construction"),
    *("under construction", "under contract", "contracted", "committed", "ordered"),
    *("begonnen", "gestartet", "angelaufen", "lauft", "laufen", "laufend", "in umsetzung"),
    *("in arbeit", "in bau", "in realisierung", "in ausfuhrung", "beauftragt", "bestellt"),
    *("en cours", "commence", "demarre", "lance", "en curso", "en marcha", "iniciado", "iniciada"),
)
_DEALS = (
    (
        ("contract", "contracts", "order", "orders"),
        ("signed", "placed", "awarded", "in place", "let"),
    ),
    (
        ("vertrag", "vertrage", "auftrag", "auftrage"),
        ("unterschrieben", "unterzeichnet", "erteilt", "vergeben", "abgeschlossen", "geschlossen"),
    ),
    (("contrat", "contrats", "contrato", "contratos"), ("signe", "signes", "firmado", "firmados")),
)
_PHRASES = frozenset(
    tuple(said.split())
    for said in (
        *_WORDS,
        *(f"{deal} {done}" for deals, ends in _DEALS for deal in deals for done in ends),
        "signed contract",
    )
)
_LONGEST = max(map(len, _PHRASES))
_HELPING = frozenset(
    "is are was were has have been just now currently already recently ist sind wurde wurden "
    "hat haben worden bereits schon derzeit aktuell a est ete deja ya ha sido esta the der die das "
    "den le la les el los".split()
)
"""Words that change nothing of what is said; a denial or a plan has others, as ``not``, ``be``."""

_SUBJECTS = frozenset(
    "it this we project projects work works implementation construction rollout build building "
    "delivery migration development installation replacement upgrade phase stage part first second "
    "1 2 3 i ii projekt massnahme bau umbau umsetzung arbeiten bauarbeiten einfuhrung entwicklung "
    "realisierung lieferung montage projet travaux proyecto obra obras".split()
)
"""What is under way must be the proposal or a part of it: talks on it may be, too."""

_FOLLOWING = frozenset(
    "in im since seit on am at until till bis last this early late mid and und with mit again "
    "january february march april may june july august september october november december "
    "januar februar marz mai juni juli oktober dezember q1 q2 q3 q4 phase stage depuis desde en "
    "weiter".split()
)
_TAKEN_BACK = {
    "beauftragt": frozenset({"mit"}),
    "lauft": frozenset({"an", "aus", "ab"}),
    "laufen": frozenset({"an", "aus", "ab"}),
}
"""What is ``beauftragt mit`` something may be assessed only; ``läuft ... an`` is a plan."""

_DONE = frozenset(
    "started begun began begonnen gestartet angelaufen ordered bestellt beauftragt commence "
    "demarre lance iniciado iniciada".split()
) | {end.split()[-1] for _, ends in _DEALS for end in ends}
_YEAR = 4

_NO = frozenset("no not nein nicht noch non pas keine never".split())
_STOPPED = re.compile(
    r"(?<![^ ])(?:stopped|cancelled|canceled|paused|on hold|abandoned|gestoppt|abgebrochen|"
    r"pausiert|ruht|eingestellt|suspendu|arrete|parado|suspendido)(?![^ ])"
)


def text_started(text: str) -> bool:
    """Return whether a text says that its proposal is under way: in a clause, and in plain terms.

    A question, a denial, a plan and talks on it do not say so.

    Example:
        >>> text_started("already started"), text_started("Projekt läuft bereits seit Mai")
        (True, True)
        >>> text_started("not yet started"), text_started("to be started"), text_started("started?")
        (False, False, False)
        >>> text_started("noch nicht begonnen"), text_started("discussions in progress")
        (False, False)
    """
    read = text[:LONGEST_READ]
    if not _STEM.search(read.casefold()):
        return False
    found = list(clauses(read))
    if any(_STOPPED.search(plain) for plain, _ in found):
        return False
    after = [plain.partition(" ")[0] for plain, _ in found[1:]] + [""]
    return any(
        _says_started(plain) and sign != "?" and following not in _NO
        for (plain, sign), following in zip(found, after, strict=True)
    )


def _says_started(clause: str) -> bool:
    words = [word for word in clause.split() if word not in _HELPING]
    at = 0
    while at < len(words) and words[at] in _SUBJECTS:
        at += 1
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        if tuple(words[at : at + length]) in _PHRASES:
            return _may_follow(words[at + length - 1], words[at + length :])
    return False


def _may_follow(last: str, rest: list[str]) -> bool:
    if not rest:
        return True
    if not _TAKEN_BACK.get(last, frozenset()).isdisjoint(rest):
        return False
    # What is under way in a year to come is not; what was begun in a year is.
    is_plan = rest[0].isdigit() and len(rest[0]) == _YEAR and last not in _DONE
    return rest[0] in _FOLLOWING or (rest[0][:1].isdigit() and not is_plan)
