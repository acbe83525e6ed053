"""Which column of an existing list holds the titles, where no header is a plain word for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import is_blank
from cximpact.intake.starting.cost_headers import is_cost_header
from cximpact.intake.starting.guess_words import (
    FIELD_WORDS,
    OFTEN_PERSONS,
    leading_words,
    plain_words,
)
from cximpact.intake.starting.link_columns import header_relation
from cximpact.intake.starting.must_texts import names_must

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.starting.guess_headers import Headers

__all__ = ["guess_title"]

_OFTEN_TITLES = (
    *("programme", "program", "scheme", "workstream", "work stream", "item", "activity", "action"),
    *("change", "idea", "case", "business case", "use case", "feature", "epic", "topic", "theme"),
    *("intervention", "deliverable", "opportunity", "submission", "bid", "task", "what"),
    *("programm", "thema", "idee", "aktivitat", "aufgabe", "antrag", "gegenstand", "was"),
    *("programme de travail", "mesure", "activite", "sujet", "objet", "quoi", "demande"),
    *("programa", "medida", "actividad", "iniciativa", "asunto", "propuesta", "solicitud", "que"),
)
"""Words that may head groups or numbers, too, so the cells are looked at; the likeliest first."""

_DESCRIPTIONS = frozenset(
    {
        *("description", "project description", "beschreibung", "projektbeschreibung"),
        *("kurzbeschreibung", "descripcion", "designation", "details"),
    }
)
"""Words for texts that often stand beside a title."""

_BESIDE = frozenset(
    "name names title titles titel bezeichnung label of the a short full working brief kurz nom "
    "titre du de la le des nombre titulo del der des".split()
)
"""Words beside one for what is proposed, as in ``Name of the scheme``, which say no more."""

_NO_TITLES = frozenset(
    "remark remarks note notes comment comments reason reasons why rationale justification risk "
    "risks issue issues next step steps dependency dependencies link links url location address "
    "site bemerkung bemerkungen anmerkung anmerkungen kommentar kommentare begrundung grund notiz "
    "hinweis hinweise ort standort remarque remarques commentaire commentaires motif lieu adresse "
    "observacion observaciones comentario comentarios nota notas motivo lugar direccion impact "
    "assumption assumptions benefit benefits nutzen scope kpi kpis source quelle fuente".split()
)
_PERSONS = OFTEN_PERSONS | frozenset(
    "lead leader manager contact person responsible accountable requester requestor applicant "
    "author director head champion who by raised submitted pm leiter leitung leiterin wer "
    "ansprechpartner ansprechpartnerin antragsteller verantwortlicher bearbeiter einreicher "
    "projektleiter projektleitung chef pilote demandeur quien solicitante responsables".split()
)
_DATES = frozenset(
    "date day deadline due start end begin finish when quarter month golive live datum termin "
    "frist beginn ende bis wann quartal monat fallig echeance debut fin quand fecha plazo inicio "
    "cuando needed required until".split()
)
_AMOUNT = re.compile(r"[^\d]{0,5}\d[\d.,' ]*[^\d]{0,5}")
"""A number with a sign or a short word, as ``120 TEUR`` is."""

_INITIAL = re.compile(r"\s*[^\W\d_]{1,2}\.\s{0,2}[^\W\d_]")
_PLACE = re.compile(r"://|www\.|@")
_OTHERS = ("requires", "unit", "cost", "mandatory", "reach", "status")
_FEWEST_GIVEN, _FEWEST_UNLIKE, _FEWEST_LONG = 0.9, 0.9, 0.5
_FEWEST_LETTERS, _FEWEST_WORDY = 0.5, 0.8
_LONGEST = 120
_NAME = 2
_FEWEST_ROWS = 3


def guess_title(finder: Headers, key: str) -> str:
    """Return the header of the titles, "" for none.

    A header that may be the word for what is proposed is believed if its cells could be titles.
    Without one, the first column whose cells nearly all differ and mostly are of several words is
    taken, and that it is a guess is told.

    Args:
        finder: The headers; takes the one that is returned, and what is to be told.
        key: The header of the ids, which may be titles themselves, "" for none.
    """
    free = [header for header in finder.table.headers if header not in finder.taken]
    said = [header for header in free if _place(header) is not None]
    for header in sorted(said, key=lambda each: _place(each) or 0):
        if _may_be_titles(finder.cells(header)):
            finder.taken.add(header)
            return header
    if key and _are_texts(finder.cells(key)):
        return ""
    for header in free:
        is_said = plain_words(header) in _DESCRIPTIONS and _may_be_titles(finder.cells(header))
        if is_said or (_may_head_titles(header) and _are_titles(finder.cells(header))):
            finder.taken.add(header)
            if not is_said:
                finder.remarks.append(f"'{header}' is taken for the titles: a guess from its cells")
            return header
    if any(_may_be_titles(finder.cells(header)) for header in free):
        finder.remarks.append(
            "no column of titles was found: write 'title:' and its header under 'columns' in "
            "cximpact.yaml"
        )
    return ""


def _place(header: str) -> int | None:
    """Return how likely a header is the word for what is proposed, 0 the most; None if it is none.

    Example:
        >>> _place("Programme name"), _place("Name of the scheme"), _place("Owner name")
        (0, 2, None)
    """
    for plain in (plain_words(header), leading_words(header)):
        if plain in _OFTEN_TITLES:
            return _OFTEN_TITLES.index(plain)
        words = plain.split()
        rest = " ".join(word for word in words if word not in _BESIDE)
        if words and (not rest or rest in FIELD_WORDS["title"]):
            return 0
        if rest in _OFTEN_TITLES:
            return _OFTEN_TITLES.index(rest)
    return None


def _may_be_titles(cells: Sequence[Cell]) -> bool:
    """Return whether cells nearly all differ and are texts, short enough for a title."""
    given = [cell.strip() for cell in cells if isinstance(cell, str) and not is_blank(cell)]
    if not given or len(given) < _FEWEST_GIVEN * len(cells):
        return False
    is_unlike = len({text.casefold() for text in given}) >= _FEWEST_UNLIKE * len(given)
    are_short = sum(map(len, given)) <= _LONGEST * len(given)
    are_wordy = sum(map(_is_wordy, given)) >= _FEWEST_WORDY * len(given)
    return is_unlike and are_short and are_wordy


def _is_wordy(text: str) -> bool:
    """Return whether letters outweigh other signs: a date or an amount has some, too."""
    signs = [char for char in text if not char.isspace()]
    if _AMOUNT.fullmatch(text):
        return False
    return sum(map(str.isalpha, signs)) > _FEWEST_LETTERS * len(signs)


def _are_texts(cells: Sequence[Cell]) -> bool:
    """Return whether most cells are of several words, as no ids are."""
    long = [cell for cell in cells if isinstance(cell, str) and len(cell.split()) > 1]
    wordy = sum(map(_is_wordy, long))
    return wordy > _FEWEST_LONG * len(cells)


def _are_titles(cells: Sequence[Cell]) -> bool:
    """Return whether cells can hardly be anything but titles, whatever their header says."""
    if len(cells) < _FEWEST_ROWS or not (_may_be_titles(cells) and _are_texts(cells)):
        return False
    texts = [cell for cell in cells if isinstance(cell, str)]
    return not any(map(_PLACE.search, texts)) and not _are_names(texts)


def _are_names(texts: Sequence[str]) -> bool:
    """Return whether texts may name persons, as ``A. Abebe`` and ``Ada Abebe`` do."""
    n_initials = sum(_INITIAL.match(text) is not None for text in texts)
    return 2 * n_initials > len(texts) or all(map(_may_be_name, texts))


def _may_be_name(text: str) -> bool:
    words = text.replace(",", " ").split()
    return len(words) <= _NAME and all(word[0].isupper() and not word.isupper() for word in words)


def _may_head_titles(header: str) -> bool:
    """Return whether a header says nothing else of its cells: no remarks, persons, days, links."""
    words = frozenset(plain_words(header).split())
    return (
        words.isdisjoint(_NO_TITLES | _PERSONS | _DATES)
        and header_relation(header) is None
        and not names_must(header)
        and not is_cost_header(header)
        and not any(plain_words(header) in FIELD_WORDS[name] for name in _OTHERS)
    )
