"""Days and times written as text, or held as such, and how they are read in SQL.

A time without a zone is taken as local, in the offset of the source; one with a zone is moved
there. Days are counted in that offset. A time of exactly midnight is a day without a time, as
frames hold days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.sources.quoting import literal

if TYPE_CHECKING:
    from cximpact.sources.table import Form

__all__ = ["day_of", "has_time", "moment_sql", "only_day"]

_CLOCK = "([01][0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?"
_ZONE = "(Z|z|UTC|[+-][01][0-9](:?[0-9]{2})?)"
_ISO = f"[0-9]{{4}}[-/][0-9]{{2}}[-/][0-9]{{2}}([T ]{_CLOCK}( ?{_ZONE})?)?"
_LOCAL = "^[0-9/-]{10}([T ][0-9:.]+)?"


def moment_sql(text: str, pattern: str, offset: int) -> str:
    """Return SQL of the local time a text stands for, NULL where it is none.

    Args:
        text: SQL of a text without outer spaces.
        pattern: A `strptime` pattern, or "" for ISO 8601 (a slash may stand for a dash).
        offset: Minutes from UTC in which days are counted.
    """
    if pattern:
        found = f"try_strptime({text}, {literal(pattern)})"
        has_zone = "%z" in pattern or "%Z" in pattern
        return f"(make_timestamp(epoch_us({found})) + {_minutes(offset)})" if has_zone else found
    local = f"replace(regexp_extract({text}, '{_LOCAL}'), '/', '-')"
    moved = f"TRY_CAST({local} AS TIMESTAMP) + to_minutes({_shift(text, offset)})"
    # Most are plain days, which are told without the slow pattern.
    is_day = f"strlen({text}) = 10 AND {text}[5] IN ('-', '/') AND {text}[8] IN ('-', '/')"
    return (
        f"CASE WHEN {is_day} THEN TRY_CAST({text} AS TIMESTAMP) "
        f"WHEN regexp_full_match({text}, '{_ISO}') THEN {moved} END"
    )


def _shift(text: str, offset: int) -> str:
    """Return SQL of the minutes from the time as written to the offset of the source."""
    zone = f"regexp_extract(substr({text}, 11), '{_ZONE}$')"
    away = f"CAST(substr({zone}, 2, 2) AS INTEGER) * 60 + CASE WHEN strlen({zone}) > 3 " + (
        f"THEN CAST(right({zone}, 2) AS INTEGER) ELSE 0 END"
    )
    return (
        f"CASE WHEN {zone} = '' THEN 0 WHEN starts_with({zone}, '+') THEN {offset} - ({away}) "
        f"WHEN starts_with({zone}, '-') THEN {offset} + ({away}) ELSE {offset} END"
    )


def day_of(moment: str) -> str:
    """Return SQL of the day of a time; years that no record is from are taken for mistakes."""
    day = f"CAST({moment} AS DATE)"
    return f"CASE WHEN {day} BETWEEN DATE '1900-01-01' AND DATE '2200-01-01' THEN {day} END"


def has_time(moment: str) -> str:
    """Return SQL that is true where a time is more than a day."""
    return f"({moment} <> CAST(CAST({moment} AS DATE) AS TIMESTAMP))"


def only_day(column: str, form: Form, pattern: str, offset: int) -> tuple[str, Form]:
    """Return SQL that keeps the day of a column only, so that many rows become equal.

    What cannot be read stays as it is, to be reported later.
    """
    if form == "moment":
        return f"CAST({column} AS DATE)", "date"
    if form == "zoned":
        return f"CAST(make_timestamp(epoch_us({column})) + {_minutes(offset)} AS DATE)", "date"
    if form != "text" or pattern:
        return column, form
    # The pattern is slow; the two usual shapes are known without it.
    usual = (
        f"((strlen({column}) = 19 AND substr({column}, 17, 1) = ':') OR strlen({column}) = 16) "
        f"AND substr({column}, 12, 2) < '24' AND TRY_CAST({column} AS TIMESTAMP) IS NOT NULL"
    )
    other = f"CAST(CAST({moment_sql(f'trim({column})', '', offset)} AS DATE) AS VARCHAR)"
    return (
        f"CASE WHEN strlen({column}) <= 10 THEN {column} WHEN {usual} THEN left({column}, 10) "
        f"ELSE coalesce({other}, {column}) END",
        "text",
    )


def _minutes(offset: int) -> str:
    return f"to_minutes({offset})"
