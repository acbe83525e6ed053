"""Queries in JQL that are always bounded, by a project or by a date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from cximpact.plugins import QueryError

__all__ = ["MARGIN", "bounded", "first_day", "listed"]

# JQL reads a moment in the time zone of the token's owner, which lies between UTC-12 and UTC+14,
# and search may lag behind changes: reaching back further than both loses nothing, and what is
# read twice is the same row.
MARGIN = timedelta(hours=14)

_DAYS_A_MONTH = 30.4375
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*+(")?' + r"|'(?:[^'\\]|\\.)*+(')?", re.DOTALL)
_ORDER = re.compile(r"\border\s+by\b", re.IGNORECASE)
_BEGINNING = date(2000, 1, 1)


def bounded(
    settings: Mapping[str, Any], *, since: date | None = None, changed: datetime | None = None
) -> str:
    """Return the query for a source's settings.

    Args:
        settings: With `project`, `jql` or both.
        since: Only issues created on that day or later.
        changed: Only issues changed at that moment or later.

    Raises:
        QueryError: There is neither project nor JQL, or the JQL cannot stand inside a query.

    Example:
        >>> bounded({"project": "SUP", "jql": "type = Bug"}, since=date(2025, 3, 1))
        'project in ("SUP") AND (type = Bug) AND created >= "2025-03-01" ORDER BY created, key'
    """
    projects, own = listed(settings.get("project")), settings.get("jql")
    if not projects and not own:
        raise QueryError("name a project, or which issues by jql")
    parts = [f"project in ({', '.join(map(_quoted, projects))})"] if projects else []
    parts += [f"({_checked(own)})"] if own else []
    if since is None and not projects:
        since = _BEGINNING
    parts += [f'created >= "{since.isoformat()}"'] if since else []
    parts += [f'updated >= "{changed - MARGIN:%Y-%m-%d %H:%M}"'] if changed else []
    return " AND ".join(parts) + " ORDER BY created, key"


def first_day(as_of: date, months: int) -> date:
    """Return the first day that is asked for: a day earlier, as days differ by time zone."""
    return max(_BEGINNING, as_of - timedelta(days=round(months * _DAYS_A_MONTH) + 1))


def listed(names: str | list[str] | None) -> list[str]:
    """Return one name or several as a list."""
    return [names] if isinstance(names, str) else list(names or ())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _checked(jql: str) -> str:
    """Return JQL that stays inside its parentheses, or raise."""
    bare = _QUOTED.sub(_emptied, jql)
    if _ORDER.search(bare):
        raise QueryError("jql: leave out ORDER BY, which is always by creation")
    depth = 0
    for char in bare:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            break
    if depth or not bare.strip() or '"' in bare.replace('""', "") or "'" in bare:
        raise QueryError("jql: its quotes or parentheses do not match")
    return jql.strip()


def _emptied(found: re.Match[str]) -> str:
    """Return an empty text in quotes; of one that is not closed the quote, which is refused."""
    return '""' if found[1] or found[2] else '"'
