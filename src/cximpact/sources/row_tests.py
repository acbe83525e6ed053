"""The tests of `where` and `when` in SQL; they mean what `intake.matching` says they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.lists.matching import NUMBER, SPACES, lowered, number_of
from cximpact.sources.number_texts import plain_number
from cximpact.sources.quoting import literal, literals

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cximpact.model.source import Reading, Test

__all__ = ["all_hold", "holds"]


def all_hold(tests: Sequence[Test], text_of: Callable[[str], str], reading: Reading) -> str:
    """Return SQL that is true where all tests hold; true where there are none.

    Args:
        tests: The tests.
        text_of: From a header to SQL of its text without outer spaces.
        reading: The signs numbers are written with.
    """
    return " AND ".join(holds(test, text_of(test.column), reading) for test in tests) or "true"


def holds(test: Test, text: str, reading: Reading) -> str:
    """Return SQL that is true where a test holds for a text, and never NULL."""
    number = _number(text, reading)
    parts = []
    if test.equals is not None:
        parts.append(_same([test.equals], text, number))
    if test.one_of:
        parts.append(_same(test.one_of, text, number))
    if test.contains:
        low = f"lower({text})"
        parts.append(" OR ".join(f"contains({low}, {literal(lowered(x))})" for x in test.contains))
    if test.at_most is not None:
        parts.append(f"coalesce({number} <= {_double(test.at_most)}, false)")
    if test.at_least is not None:
        parts.append(f"coalesce({number} >= {_double(test.at_least)}, false)")
    return f"({' AND '.join(f'({part})' for part in parts) or 'true'})"


def _same(wanted: Sequence[str], text: str, number: str) -> str:
    texts = [each.strip(SPACES) for each in wanted]
    numbers = sorted({n for n in map(number_of, texts) if n is not None})
    same = f"{text} IN {literals(texts)}"
    if not numbers:
        return same
    listed = ", ".join(map(_double, numbers))
    return f"{same} OR coalesce({number} IN ({listed}), false)"


def _double(number: float) -> str:
    return f"CAST('{number!r}' AS DOUBLE)"


def _number(text: str, reading: Reading) -> str:
    plain = plain_number(text, reading)
    return f"CASE WHEN regexp_full_match({plain}, '{NUMBER}') THEN TRY_CAST({plain} AS DOUBLE) END"
