"""Mandatory proposals: why they must be done, and who said so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.intake.lists.rules import incomplete_mandate
from cximpact.model.proposal import Mandate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.exceptions import Problem
    from cximpact.intake.lists.listed import Listed
    from cximpact.intake.lists.table_parts import TablePart

__all__ = ["read_mandates"]


def read_mandates(
    part: TablePart,
    listed: Listed,
    musts: Sequence[bool | None],
    reasons: Sequence[str],
    approvers: Sequence[str],
) -> tuple[dict[str, Mandate], tuple[Problem, ...]]:
    """Return the mandates by id, and a note for each that lacks its reason or approver.

    Args:
        part: The list.
        listed: Who takes part.
        musts: Per proposal, whether the list calls it mandatory.
        reasons: Per proposal, why.
        approvers: Per proposal, who approved that.
    """
    mandates, notes = {}, []
    columns = zip(listed.ids, listed.rows, musts, reasons, approvers, strict=True)
    for key, row, must, reason, approver in columns:
        if must and reason and approver:
            mandates[key] = Mandate(reason, approver)
        elif must:
            place: dict[str, Any] = {**part.table.place(row)}
            file = place.pop("file")
            notes.append(incomplete_mandate(key, file, **place))
    return mandates, tuple(notes)
