"""Criteria among the columns a user names, and tables in which no criterion was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import InputError, Problem
from cximpact.intake.starting.guess_words import FIELD_WORDS

if TYPE_CHECKING:
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.model.scorecard import Scorecard
    from cximpact.spreadsheet.finding.find import FoundTable

__all__ = ["by_criterion", "refuse_unscored", "without_criteria"]

_SCORED = ("ratings", "quantities", "effects", "screening")
_MOST_TOLD = 12


def by_criterion(
    columns: Mapping[str, Any] | None, scorecard: Scorecard
) -> Mapping[str, Any] | None:
    """Return a column map in which criteria named like fields stand where the map has them.

    Example:
        ``{"ease": "Einfachheit"}`` becomes ``{"ratings": {"ease": "Einfachheit"}}``.
    """
    if columns is None:
        return None
    homes = {"rating": "ratings", "quantity": "quantities"}
    kinds = {each.id: homes[each.kind] for each in scorecard.criteria if each.kind in homes}
    rest = {key: each for key, each in columns.items() if key not in kinds}
    for key, header in columns.items():
        if key in kinds:
            rest[kinds[key]] = {**rest.get(kinds[key], {}), key: header}
    return rest


def without_criteria(columns: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return the part of a column map that is the same for every scorecard."""
    if columns is None:
        return None
    known = {*FIELD_WORDS, "costs", "ratings", "quantities"}
    return {key: each for key, each in columns.items() if key in known} or None


def refuse_unscored(spec: WorkspaceSpec, found: FoundTable, scorecard: Scorecard) -> None:
    """Refuse a table in which nothing is said of any criterion: every line would be declined.

    Args:
        spec: The workspace of the table.
        found: The table.
        scorecard: Its scorecard.

    Raises:
        InputError: No criterion has a column, and no other table speaks of criteria.
    """
    part: Any = spec.data.get("proposals")
    columns = part.get("columns", {}) if isinstance(part, dict) else {}
    elsewhere = any(name in spec.data or spec.has_rows(name) for name in _SCORED)
    if elsewhere or any(columns.get(name) for name in ("ratings", "quantities", "effects")):
        return
    names = [each.title or each.id for each in scorecard.criteria if each.kind != "journey"]
    raise InputError(
        [
            Problem(
                "no header names a criterion of the scorecard",
                found.raw.name,
                sheet=found.sheet,
                value=", ".join(found.raw.headers[:_MOST_TOLD]),
                expected=f"some of {', '.join(names[:_MOST_TOLD])}" if names else None,
                hint="say which column is which criterion, such as --column ease=Einfachheit",
            )
        ]
    )
