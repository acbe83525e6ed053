"""Which column, or which row, is about which criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.lists.cell_values import text_in
from cximpact.intake.reporter import shown
from cximpact.model.source import Lookup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cximpact.intake.lists.table_parts import TablePart
    from cximpact.model.scorecard import Scorecard

__all__ = ["criterion_columns", "criterion_of_rows"]

_KIND = {"ratings": "rating", "quantities": "quantity"}


def criterion_columns(
    part: TablePart, key: str, scorecard: Scorecard
) -> list[tuple[int, Lookup, Any]]:
    """Return the columns of the list that hold answers or amounts.

    A column that is headed by a criterion's id needs no entry in the column map.

    Args:
        part: The list.
        key: ``ratings`` or ``quantities``.
        scorecard: The criteria.

    Returns:
        Position of the criterion, where its column is, and what the column map says of it. For
        amounts in several columns the place is that of the entry, not of a column.
    """
    mapped: Mapping[str, Any] = part.columns.get(key, {})
    _check_names(part, key, mapped, scorecard)
    found = []
    for position, criterion in enumerate(scorecard.criteria):
        if criterion.kind != _KIND[key]:
            continue
        said = mapped.get(criterion.id)
        if said is None and criterion.id in part.table.headers:
            part.used.add(criterion.id)
            found.append((position, Lookup(criterion.id), criterion.id))
        elif said is not None and _there(part, key, criterion.id, said):
            found.append((position, _lookup(said), said))
    return found


def _check_names(part: TablePart, key: str, mapped: Mapping[str, Any], card: Scorecard) -> None:
    known = [each.id for each in card.criteria if each.kind == _KIND[key]]
    for name in mapped:
        if name not in known:
            path = (part.name, "columns", key, name)
            message = f"no such {_KIND[key]} criterion"
            hint = did_you_mean(name, known)
            expected = None if hint else f"one of {', '.join(known)}" if known else None
            part.report.add(path, message, value=name, expected=expected, hint=hint, at_key=True)


def _there(part: TablePart, key: str, name: str, said: Any) -> bool:
    header = said if isinstance(said, str) else said.get("column")
    # Amounts in several columns are looked up where they are read.
    return key == "quantities" or part.found(str(header), ("columns", key, name))


def _lookup(said: Any) -> Lookup:
    if isinstance(said, str):
        return Lookup(said)
    values = said.get("values", {})
    return Lookup(said.get("column", ""), {each: shown(values[each]) for each in values})


def criterion_of_rows(
    part: TablePart, rows: Sequence[int], scorecard: Scorecard, kind: str
) -> list[int]:
    """Return per row of a companion table the position of its criterion, -1 where it has none.

    Args:
        part: The table; a problem is noted for each criterion that does not exist.
        rows: The rows wanted.
        scorecard: The criteria.
        kind: The kind of criterion the table is about.
    """
    lookup = part.required("criterion")
    if lookup is None:
        return [-1] * len(rows)
    known = {each.id: at for at, each in enumerate(scorecard.criteria) if each.kind == kind}
    others = {each.id: each.kind for each in scorecard.criteria}
    found = []
    names = part.convert(lookup, text_in, rows, "")
    for row, name in zip(rows, names, strict=True):
        if name not in known:
            other = others.get(name)
            message = (
                f"no such {kind} criterion"
                if other is None
                else (f"a {other} criterion, where a {kind} criterion is needed")
            )
            hint = did_you_mean(name, known) if name and other is None else None
            part.problem(row, lookup.column, message, hint=hint)
        found.append(known.get(name, -1))
    return found
