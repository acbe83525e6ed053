"""How numbers and days of a table are written, as its part of the workspace says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cximpact.model.source import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.reporter import Reporter

__all__ = ["build_reading"]

_SOME_DAY = datetime(2026, 3, 1, tzinfo=UTC)


def build_reading(
    report: Reporter, path: KeyPath, said: Mapping[str, Any], *, days: bool = True
) -> Reading:
    """Return how a table is read; what contradicts itself is noted.

    Args:
        report: The workspace's document.
        path: Where the table is named, such as ``("evidence", "csat")``.
        said: What stands under `read:`; it fits the schema.
        days: Whether days are read here; the engine of evidence knows more patterns.
    """
    words = said.get("multipliers", {})
    plain = {key: value for key, value in said.items() if key != "multipliers"}
    reading = Reading(**plain, multipliers=tuple(sorted(words.items())))
    _check_multipliers(report, (*path, "read", "multipliers"), words, lists=days)
    if reading.thousands == reading.decimal:
        message = "the decimal sign and the sign of thousands are the same"
        report.add((*path, "read", "thousands"), message, value=reading.thousands)
    if days and reading.dates and not _is_pattern(reading.dates):
        expected = "a pattern such as %d.%m.%Y, with year, month and day"
        field = (*path, "read", "dates")
        report.add(field, "not a pattern of dates", value=reading.dates, expected=expected)
    return reading


def _check_multipliers(
    report: Reporter, path: KeyPath, words: Mapping[str, Any], *, lists: bool
) -> None:
    """Evidence holds no amounts of money, so that a word beside a number is a mistake there."""
    if words and not lists:
        hint = "write the numbers out"
        report.add(path, "multipliers are for amounts of money in lists", hint=hint, at_key=True)


def _is_pattern(pattern: str) -> bool:
    """A pattern of days tells every day from all others."""
    try:
        read = datetime.strptime(_SOME_DAY.strftime(pattern), pattern)
    except ValueError:
        return False
    return read.date() == _SOME_DAY.date()
