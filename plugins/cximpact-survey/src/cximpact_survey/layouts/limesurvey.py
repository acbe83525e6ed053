"""LimeSurvey CSV: one row of headings, as codes, as texts, as both, or as shortened texts.

Parts of a question stand in brackets: ``G01Q02[SQ001]``, ``How was it [Speed]``. Headings of both
are ``code. text``. A response without a submit date was not finished; surveys that keep no dates
write the first day of 1980 for those that were.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from cximpact_survey.faults import Unreadable
from cximpact_survey.layouts.headings import numbered, take
from cximpact_survey.tables import Column, Sheet, Table

__all__ = ["read_limesurvey"]

_ROLES = {
    "submitted": ("submitdate", "Date submitted"),
    "date": ("submitdate", "Date submitted"),
    "id": ("id", "Response ID"),
}
_NO_DATE = frozenset({"1980-01-01"})
_NEVER = {"", "n", "na", "n/a"}
_CODE_AND_TEXT = re.compile(r"(?P<code>[A-Za-z][A-Za-z0-9_]*(?:\[[^\]]*\])*)\. +(?P<text>.+)")


def read_limesurvey(rows: Sheet, roles: Mapping[str, str], keep_unfinished: bool) -> Table:
    """Return a LimeSurvey export, unfinished responses set aside.

    Raises:
        Unreadable: It does not tell which responses were finished.
    """
    (headings,) = take(rows, 1)
    columns = tuple(Column(at, _names(name)) for at, name in enumerate(numbered(headings)))
    bare = Table(columns, rows)
    used = {role: _first(bare, names) for role, names in _ROLES.items()}
    table = Table(
        columns,
        rows,
        roles={**{role: name for role, name in used.items() if name}, **roles},
        blank_dates=_NO_DATE,
    )
    if keep_unfinished:
        return table
    return Table(columns, rows, roles=table.roles, blank_dates=_NO_DATE, set_aside=_judge(table))


def _names(heading: str) -> tuple[str, ...]:
    both = _CODE_AND_TEXT.fullmatch(" ".join(heading.split()))
    return (both["code"], both["text"], heading) if both else (heading,)


def _first(table: Table, names: Sequence[str]) -> str:
    return next((name for name in names if table.find(name)), "")


def _judge(table: Table) -> Callable[[Sequence[str]], str]:
    submitted = table.role("submitted")
    if submitted is None:
        raise Unreadable(
            "no column tells when a response was submitted, so unfinished ones cannot be told:"
            " export it, name it under 'columns: {submitted: …}', or say 'unfinished: keep'"
        )
    place = submitted.at
    return lambda row: "not finished" if row[place].strip().casefold() in _NEVER else ""
