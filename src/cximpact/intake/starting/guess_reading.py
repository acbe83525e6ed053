"""How an existing list writes its numbers: a guess from all of its cells."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from attrs import evolve

from cximpact.intake.lists.cell_texts import plain_signs
from cximpact.intake.lists.multipliers import MULTIPLIERS, split_word
from cximpact.model.source import Reading

if TYPE_CHECKING:
    from cximpact.intake.files.raw_table import RawTable

__all__ = ["guess_reading", "plain_settings"]

_LONGEST = 40
_WORDS = frozenset({*MULTIPLIERS, "m", "t"})
_NUMBER = r"(?:[A-Z]{3}|[€$£])?\s?-?%s\s?(?:[A-Z]{3}|[€$£%%])?"
_COMMA = re.compile(_NUMBER % r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d{1,2})")
_GROUPED = re.compile(_NUMBER % r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POINT = re.compile(_NUMBER % r"\d+\.\d{1,2}")
_GAP = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009'’](?=\d{3}(?!\d))")
"""What groups thousands and is no decimal sign, as in ``1 250 000,00``."""


def guess_reading(table: RawTable) -> Reading:
    """Return the decimal and thousands sign that more cells speak for."""
    votes: Counter[str] = Counter()
    for column in table.columns:
        signed = (
            cell
            for cell in column
            if isinstance(cell, str) and ("," in cell or "." in cell) and len(cell) < _LONGEST
        )
        for cell, count in Counter(signed).items():
            votes[_vote(cell)] += count
    if votes["comma"] > votes["point"]:
        return Reading(decimal=",", thousands="." if votes["comma"] else "")
    return evolve(Reading(), thousands="," if votes["point, grouped"] else "")


def _vote(cell: str) -> str:
    text = _GAP.sub("", _number_of(plain_signs(cell.strip())))
    if _COMMA.fullmatch(text):
        return "comma"
    if _GROUPED.fullmatch(text):
        return "point, grouped"
    return "point" if _POINT.fullmatch(text) else ""


def _number_of(text: str) -> str:
    """Return the number beside a word such as ``Mio``, which says as much as one alone."""
    found = split_word(text)
    known = found is not None and found[3].casefold() in _WORDS
    return found[0] if found is not None and known else text


def plain_settings(reading: Reading) -> dict[str, Any]:
    """Return what of a reading differs from the default, as it stands under `read:`."""
    stated: dict[str, Any] = {"encoding": reading.encoding, "decimal": reading.decimal}
    stated |= {"thousands": reading.thousands, "sheet": reading.sheet}
    stated |= {"header_row": reading.header_row}
    default = Reading()
    found = {key: value for key, value in stated.items() if value != getattr(default, key)}
    if reading.multipliers:
        found["multipliers"] = dict(reading.multipliers)
    return found
