"""Settings become a plan; both sources share it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cximpact.plugins import QueryError, Secret
from cximpact_survey.faults import Unreadable
from cximpact_survey.layouts import LAYOUTS
from cximpact_survey.moments import zone_of
from cximpact_survey.observations import Plan
from cximpact_survey.questions import comments_of, questions_of
from cximpact_survey.tables import Sheet, Table

__all__ = ["laid_out", "opened", "plan_of"]


def opened(value: Any) -> Any:
    """Return a setting that may have been given by reference.

    Example:
        >>> opened(Secret("SV_1")), opened(None)
        ('SV_1', None)
    """
    return value.reveal() if isinstance(value, Secret) else value


def plan_of(settings: Mapping[str, Any], survey: str) -> Plan:
    """Return what the settings want of a file.

    Raises:
        QueryError: They contradict themselves.
    """
    dates = settings.get("dates", ())
    if settings.get("time_zone"):
        zone_of(settings["time_zone"])
    return Plan(
        survey=survey,
        questions=questions_of(settings),
        comments=comments_of(settings),
        keep=tuple(settings.get("keep", ())),
        dates=(dates,) if isinstance(dates, str) else tuple(dates),
        day=settings.get("day", ""),
        time_zone=settings.get("time_zone", ""),
    )


def laid_out(rows: Sheet, layout: str, settings: Mapping[str, Any]) -> Table:
    """Return a file by the layout of the system that wrote it.

    Raises:
        Unreadable: It is not of that layout.
        QueryError: The settings name a column that it does not have.
    """
    named = settings.get("columns", {})
    table = LAYOUTS[layout](rows, named, settings.get("unfinished") == "keep")
    for name in named.values():
        try:
            table.the(name)
        except Unreadable as error:
            raise QueryError(f"under columns: {error}") from None
    return table
