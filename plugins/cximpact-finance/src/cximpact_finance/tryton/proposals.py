"""Projects of Tryton as proposals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cximpact_finance.tryton.client import Tryton
from cximpact_finance.tryton.company import Company

__all__ = ["projects"]

_FIELDS = ("number", "name", "status.name", "parent.number", "progress")


def projects(tryton: Tryton, company: Company) -> Iterator[dict[str, Any]]:
    """Yield one row per project of a company; tasks and parties are left out.

    Args:
        tryton: A session.
        company: Whose projects.
    """
    domain = [["type", "=", "project"], ["company", "=", company.id]]
    for work in tryton.records("project.work", domain, _FIELDS):
        yield {
            "id": work["number"] or f"project-{work['id']}",
            "title": work["name"],
            "status": (work["status."] or {}).get("name"),
            "parent": (work["parent."] or {}).get("number"),
            "progress": work["progress"],
            "ref": f"project.work,{work['id']}",
        }
