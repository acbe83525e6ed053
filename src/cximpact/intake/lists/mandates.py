"""Mandatory proposals: why they must be done, and who said so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.intake.lists.incomplete_mandates import incomplete_mandates
from cximpact.model.proposal import Mandate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

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
    mandated: Collection[str] = (),
) -> tuple[dict[str, Mandate], frozenset[str], tuple[Problem, ...]]:
    """Return the mandates by id, the ids that lack a reason or an approver, and a note on them.

    Args:
        part: The list.
        listed: Who takes part.
        musts: Per proposal, whether the list calls it mandatory.
        reasons: Per proposal, why.
        approvers: Per proposal, who approved that.
        mandated: Ids whose reason and approver stand elsewhere.
    """
    mandates, lacking = {}, []
    columns = zip(listed.ids, listed.rows, musts, reasons, approvers, strict=True)
    for key, row, must, reason, approver in columns:
        if must and reason and approver:
            mandates[key] = Mandate(reason, approver)
        elif must and key not in mandated:
            lacking.append((key, row))
    return mandates, frozenset(key for key, _ in lacking), tuple(_notes(part, lacking))


def _notes(part: TablePart, lacking: Sequence[tuple[str, int]]) -> Iterator[Problem]:
    if lacking:
        [key, row], ids = lacking[0], [key for key, _ in lacking]
        file: dict[str, Any] = {"file": part.table.name}
        place = {**part.table.place(row)} if len(lacking) == 1 else file
        rule = f"rules: {{mandatory: {{{key}: {{reason: ..., approved_by: ...}}}}}}"
        columns = "columns of the list: mandatory_reason and mandatory_approved_by"
        yield incomplete_mandates(
            ids, place, f"give both, in the workspace ({rule}) or in {columns}"
        )
