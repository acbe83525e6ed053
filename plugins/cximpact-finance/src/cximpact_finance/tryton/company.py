"""Which company is read, and which axes its analytic accounts have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from cximpact.plugins import QueryError
from cximpact_finance.tryton.client import Tryton
from cximpact_finance.tryton.fields import text_in

__all__ = ["Company", "find_company", "find_root"]


@frozen
class Company:
    """A company by its id and name."""

    id: int
    name: str


def find_company(tryton: Tryton, name: str) -> Company:
    """Return the company of that name, or the only one.

    Args:
        tryton: The database.
        name: "" for the only one.

    Raises:
        QueryError: There is no such company, or a choice of several.
    """
    found = _one(list(tryton.records("company.company", [], ["rec_name"])), name, "company")
    return Company(found["id"], text_in(found, "rec_name"))


def find_root(tryton: Tryton, company: Company, name: str) -> dict[str, Any]:
    """Return the analytic root of that name or code, or the only one.

    Raises:
        QueryError: There is no such root, or a choice of several.
    """
    domain = [["type", "=", "root"], ["company", "=", company.id]]
    found = tryton.records("analytic_account.account", domain, ["rec_name", "name", "code"])
    return _one(list(found), name, "root")


def _one(found: Sequence[dict[str, Any]], name: str, setting: str) -> dict[str, Any]:
    names = ("rec_name", "name", "code")
    fitting = [each for each in found if not name or name in [text_in(each, key) for key in names]]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(text_in(each, "rec_name")[:60] for each in found[:20]) or "none"
    if not name and found:
        raise QueryError(f"there are several; say which by 'settings.{setting}': {known}")
    which = "is none" if not fitting else "are several"
    raise QueryError(f"settings.{setting}: there {which} of the name '{name}'; there is {known}")
