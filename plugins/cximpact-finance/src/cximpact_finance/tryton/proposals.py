"""Projects of Tryton as proposals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cximpact_finance.tryton.client import Tryton
from cximpact_finance.tryton.company import Company
from cximpact_finance.tryton.fields import number_in, record_in, text_in

__all__ = ["projects"]

_FIELDS = ("number", "name", "status.name", "parent.number", "progress")


def projects(tryton: Tryton, company: Company) -> Iterator[dict[str, Any]]:
    """Yield one row per project of a company; tasks and parties are left out.

    Args:
        tryton: The database.
        company: Whose projects.
    """
    domain = [["type", "=", "project"], ["company", "=", company.id]]
    for work in tryton.records("project.work", domain, _FIELDS):
        yield {
            "id": text_in(work, "number") or f"project-{work['id']}",
            "title": text_in(work, "name"),
            "state": text_in(record_in(work, "status"), "name") or None,
            "parent": text_in(record_in(work, "parent"), "number") or None,
            "progress": number_in(work, "progress"),
            "ref": f"project.work,{work['id']}",
        }
