"""Numbers written as text: decimal signs, thousands, percentages, and how they are read in SQL.

Every value is read as DECIMAL(28,12), never as a float: sums of decimals are the same in any
order, and 64.98 % is 0.6498 exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.lists.matching import NUMBER, SPACES, grouped_number
from cximpact.sources.quoting import literal

if TYPE_CHECKING:
    from cximpact.model.source import Reading

__all__ = ["DECIMAL", "SQUARES", "is_mended", "meant_sql", "plain_number", "written_sql"]

DECIMAL = "DECIMAL(28,12)"
SQUARES = "DECIMAL(38,18)"
"""The type of sums of squares: of values in billionths they have 18 digits."""

_CURRENCY = "^([+-]?) ?[$€£¥] ?([0-9.,])"


def plain_number(text: str, reading: Reading) -> str:
    """Return SQL of a number's text in plain signs; what is no number need not become one.

    Args:
        text: SQL of a text without outer spaces.
        reading: Decimal sign, and the sign that groups thousands.
    """
    decimal, thousands = reading.decimal, reading.thousands
    if thousands:
        if thousands in SPACES:
            for space in SPACES.replace(" ", ""):
                text = f"replace({text}, {literal(space)}, ' ')" if space in _USUAL else text
            thousands = " "
        pattern = literal(grouped_number(decimal, thousands))
        joined = f"replace({text}, {literal(thousands)}, '')"
        text = f"CASE WHEN regexp_full_match({text}, {pattern}) THEN {joined} ELSE {text} END"
    if decimal == ".":
        return text
    swapped = f"replace({text}, {literal(decimal)}, '.')"
    return f"CASE WHEN contains({text}, '.') THEN '' ELSE {swapped} END"


# The spaces that people, or their programs, put between thousands.
_USUAL = "\u00a0\u2009\u202f"


def written_sql(text: str, reading: Reading, kind: str = DECIMAL) -> str:
    """Return SQL of the number a text shows, a percent sign left out; NULL where it shows none.

    Args:
        text: SQL of a text without outer spaces.
        reading: Decimal sign, and the sign that groups thousands.
        kind: The SQL type it is read as.
    """
    bare = f"regexp_replace({text}, ' ?%$', '')"
    plain = plain_number(f"regexp_replace({bare}, '{_CURRENCY}', '\\1\\2')", reading)
    return f"CASE WHEN regexp_full_match({plain}, '{NUMBER}') THEN TRY_CAST({plain} AS {kind}) END"


def meant_sql(written: str, text: str, form: str) -> str:
    """Return SQL of the number that is meant, NULL where the form does not allow what is written.

    Args:
        written: SQL of the number as written.
        text: SQL of its text.
        form: SQL of ``number``, ``percent`` or ``percent-mixed``.
    """
    hundredth = f"CAST({written} * 0.01 AS {DECIMAL})"
    # Beyond 100 and without a sign, a mixed column does not tell which of both is meant.
    mixed = (
        f"CASE WHEN {_is_percentage(text)} OR {written} BETWEEN 1.000000000001 AND 100 "
        f"THEN {hundredth} WHEN {written} <= 1 THEN {written} END"
    )
    return (
        f"CASE {form} WHEN 'percent' THEN {hundredth} WHEN 'percent-mixed' THEN {mixed} "
        f"ELSE CASE WHEN NOT {_is_percentage(text)} THEN {written} END END"
    )


def is_mended(written: str, text: str, form: str) -> str:
    """Return SQL that is true where a mixed column's number was divided by 100."""
    return (
        f"({form} = 'percent-mixed' AND ({_is_percentage(text)} OR coalesce({written} > 1, false)))"
    )


def _is_percentage(text: str) -> str:
    return f"ends_with({text}, '%')"
