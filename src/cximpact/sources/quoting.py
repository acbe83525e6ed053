"""Values of a workspace become SQL literals; nothing else of a workspace enters SQL."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

__all__ = ["bounded", "choice", "day", "exact", "identifier", "literal", "literals"]

# The widest whole part that the decimal type of values holds; bounds beyond it never bind.
_LARGEST = Decimal(10) ** 16 - 1


def literal(value: str) -> str:
    """Return a text as an SQL literal.

    Example:
        >>> literal("it's")
        "'it''s'"
    """
    return "'" + value.replace("\0", "").replace("'", "''") + "'"


def literals(values: Iterable[str]) -> str:
    """Return texts as a list for IN, in a fixed order; never empty.

    Example:
        >>> literals({"b", "a"})
        "('a', 'b')"
    """
    return f"({', '.join(map(literal, sorted(set(values)))) or 'NULL'})"


def identifier(name: str) -> str:
    """Return a name of a column as an SQL identifier.

    Example:
        >>> identifier('the "real" one')
        '"the ""real"" one"'
    """
    return '"' + name.replace('"', '""') + '"'


def day(value: date) -> str:
    """Return a day as an SQL literal."""
    return f"DATE '{value.isoformat()}'"


def exact(value: float) -> str:
    """Return a bound as a decimal, so that comparing it with a value is exact.

    Example:
        >>> exact(0.1)
        "CAST('0.1' AS DECIMAL(28,12))"
    """
    return f"CAST('{bounded(value)}' AS DECIMAL(28,12))"


def bounded(value: float) -> str:
    """Return a bound as the digits of a decimal that its type can hold."""
    return f"{min(max(Decimal(str(value)), -_LARGEST), _LARGEST):f}"


def choice(subject: str, answers: Mapping[str, str], otherwise: str) -> str:
    """Return a CASE that answers by the value of a subject.

    Args:
        subject: SQL of what is looked at.
        answers: SQL of a value to SQL of its answer.
        otherwise: SQL of the answer to every other value.
    """
    if not answers:
        return otherwise
    cases = " ".join(f"WHEN {value} THEN {answer}" for value, answer in answers.items())
    return f"CASE {subject} {cases} ELSE {otherwise} END"
