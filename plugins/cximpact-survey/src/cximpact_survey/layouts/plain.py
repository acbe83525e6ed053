"""Files with one row of headings."""

from __future__ import annotations

from collections.abc import Mapping

from cximpact_survey.layouts.headings import numbered, take
from cximpact_survey.tables import Column, Sheet, Table

__all__ = ["read_plain"]


def read_plain(rows: Sheet, roles: Mapping[str, str], _keep_unfinished: bool) -> Table:
    """Return a file whose first row holds the headings; only the settings say what they mean."""
    (headings,) = take(rows, 1)
    columns = tuple(Column(at, (name,)) for at, name in enumerate(numbered(headings)))
    return Table(columns, rows, roles={"date": "date", **roles})
