"""Words that a list writes where nothing is known, such as `tbd`: read as empty, and counted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import Problem
from cximpact.intake.files.cells import text_of
from cximpact.intake.lists.matching import SPACES, cell_text, lowered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.lists.table_parts import TablePart

__all__ = [
    "OPEN_WORDS",
    "as_yaml",
    "looks_missing",
    "means_nothing",
    "missing_notes",
    "missing_said",
    "missing_words",
]

OPEN_WORDS = frozenset(
    "tbd tba tbc n/a na n.a. n.a k.a. k.a - – — ? ?? unknown unbekannt t.b.d. t.b.c. "
    "n.c. n.d. offen inconnu unklar pendiente desconocido".split()
)
"""Words, in small letters, that mean nothing else anywhere than that nothing is known."""

_LONGEST = 40
_PLAIN = re.compile(r"[^\W\d_][\w ./()]*")
_OTHERWISE_IN_YAML = frozenset("y n yes no on off true false null".split())


def missing_words(said: Mapping[str, Any]) -> frozenset[str]:
    """Return the words of a part's `missing`, in small letters.

    Example:
        >>> sorted(missing_words({"missing": ["TBD", " n/a", -999]}))
        ['-999', 'n/a', 'tbd']
    """
    return frozenset(lowered(cell_text(each)) for each in said.get("missing", []))


def means_nothing(cell: Cell, words: frozenset[str]) -> bool:
    """Return whether a cell holds one of the words, in any case and with spaces around it.

    Example:
        >>> means_nothing(" TBD ", frozenset({"tbd"}))
        True
    """
    return bool(words) and lowered(text_of(cell).strip(SPACES)) in words


def looks_missing(cell: Cell) -> bool:
    """Return whether a cell that should hold a number holds a word or signs without any digit."""
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    return 0 < len(text) <= _LONGEST and text.isprintable() and not any(map(str.isdigit, text))


def missing_said(said: Iterable[Any]) -> str:
    """Return words as a workspace states them.

    Example:
        >>> missing_said(["tbd", "-", "no"])
        "missing: [tbd, '-', 'no']"
    """
    return f"missing: [{', '.join(map(as_yaml, map(cell_text, said)))}]"


def as_yaml(word: str) -> str:
    """Return a word as YAML reads it back as text.

    Example:
        >>> as_yaml("tbd"), as_yaml("no")
        ('tbd', "'no'")
    """
    if _PLAIN.fullmatch(word) and lowered(word) not in _OTHERWISE_IN_YAML:
        return word
    return "'" + word.replace("'", "''") + "'"


def missing_notes(parts: Sequence[TablePart]) -> list[Problem]:
    """Return a note per table on how many cells were read as empty, column by column."""
    return [_note(part) for part in parts if any(part.read_as_empty.values())]


def _note(part: TablePart) -> Problem:
    found = part.read_as_empty
    counts = {header: len(found[header]) for header in part.table.headers if found.get(header)}
    total = sum(counts.values())
    told = ", ".join(f"{count:,} in {header}" for header, count in counts.items())
    cells = "1 cell is" if total == 1 else f"{total:,} cells are"
    return Problem(f"{cells} read as empty, by 'missing': {told}", part.table.name)
