"""The list of proposals becomes columns: who takes part, who is set aside, what each one says."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cximpact.exceptions import Problem, printable
from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.lists.cell_values import UnfitCellError, share_in, text_in, truth_in
from cximpact.intake.lists.listed import Listed
from cximpact.intake.lists.mandates import read_mandates
from cximpact.intake.lists.row_tests import build_tests, rows_matching
from cximpact.intake.lists.totals import is_total
from cximpact.intake.starting.guess_words import status_of
from cximpact.model.proposal import Proposals, SetAside

if TYPE_CHECKING:
    from cximpact.intake.files.cells import Cell
    from cximpact.intake.lists.pool import Pool
    from cximpact.intake.lists.table_parts import TablePart
    from cximpact.model.proposal import Status

__all__ = ["list_proposals", "no_proposals", "proposal_columns", "read_proposals"]

_LONGEST_WORD = 30
_STATUSES: tuple[Status, ...] = ("proposed", "committed", "withdrawn")
_TEXTS = ("title", "unit", "kind", "statement", "outcomes", "mitigation", "confirmed_by")


def list_proposals(part: TablePart) -> Listed | None:
    """Return who is on the list; None if it has no ids.

    Ids are text: 117 and 117.0 of a spreadsheet are both ``117``.
    """
    lookup = part.required("id")
    if lookup is None:
        return None
    everyone = [*part.rows, *part.filtered]
    ids = dict(zip(everyone, part.ids(lookup, everyone), strict=True))
    gone, set_aside = _set_aside(part, ids)
    doubled = _check_ids(part, lookup.column, ids, gone)
    taking_part = sorted((ids[row], row) for row in part.rows if row not in gone and ids[row])
    first = dict(reversed(taking_part))
    if part.rows and gone.issuperset(part.rows):
        part.header_problem("every proposal was set aside", field=None)
    aside = {ids[row] for row in (*gone, *part.filtered)} - {*first, ""}
    order = sorted(first)
    rows = [first[key] for key in order]
    return Listed(tuple(order), rows, frozenset(aside), set_aside, doubled)


def _check_ids(
    part: TablePart, header: str, ids: Mapping[int, str], gone: Collection[int]
) -> frozenset[str]:
    """Note rows without an id and ids of several rows; return the latter."""
    if not part.rows:
        hint = "no row matches 'where'" if part.filtered else None
        part.header_problem("the list has no proposals", field=None, hint=hint)
    first: dict[str, int] = {}
    doubled = set()
    for row in part.rows:
        key = ids[row]
        if not key and row not in gone:
            expected = "text or a number that no other row has"
            part.problem(row, header, "no id", expected=expected, hint=_set_blank_aside(header))
        elif not key:
            continue
        elif key in first:
            doubled.add(key)
            where = part.table.row_name(first[key])
            alike = all(column[row] == column[first[key]] for column in part.table.columns)
            hint = (
                "both rows hold the same: delete one"
                if alike
                else "give one of them another id, or delete it"
            )
            message = f"the id stands twice; first in {where}"
            part.problem(row, header, message, value=key, hint=hint)
        else:
            first[key] = row
    return frozenset(doubled)


def _set_blank_aside(header: str) -> str:
    name = json.dumps(header, ensure_ascii=False)
    rule = f'set_aside: [{{when: {{{name}: ""}}, reason: no id}}]'
    return f"if such rows are no proposals, set them aside: {rule}"


def _set_aside(part: TablePart, ids: Mapping[int, str]) -> tuple[set[int], tuple[SetAside, ...]]:
    """Apply the set-aside rules; the first that matches a row gives the reason."""
    file = part.table.name
    records = []
    if part.filtered:
        rows = tuple(sorted(ids[row] for row in part.filtered if ids[row]))
        records.append(_record("they do not match 'where'", len(part.filtered), file, rows))
    gone: set[int] = set()
    for at, rule in enumerate(part.said.get("set_aside", [])):
        tests = build_tests(rule["when"])
        path = ("set_aside", at, "when")
        known = [part.found(test.column, (*path, test.column)) for test in tests]
        if all(known):
            left = [row for row in part.rows if row not in gone]
            matched = rows_matching(part.table, tests, left, part.reading)
            gone.update(matched)
            if matched:
                rows = tuple(sorted(ids[row] for row in matched if ids[row]))
                records.append(_record(rule["reason"], len(matched), file, rows))
    return gone, tuple(records)


def _record(reason: str, count: int, file: str, rows: tuple[str, ...]) -> SetAside:
    return SetAside("proposals", reason, count, file, rows)


def read_proposals(
    part: TablePart, listed: Listed, pool: Pool, mandated: Collection[str] = ()
) -> tuple[Proposals, tuple[Problem, ...]]:
    """Return what the list says of those that take part, and notes.

    Args:
        part: The list.
        listed: Who takes part.
        pool: Who is known, for what proposals say of each other.
        mandated: Ids of those whose mandate stands elsewhere.
    """
    rows, ids = listed.rows, listed.ids
    texts = {name: part.texts(name, rows) for name in _TEXTS}
    statuses = _column(part, "status", _status, rows, "proposed")
    lookup = part.lookup("reach")
    reach = (
        np.full(len(rows), np.nan)
        if lookup is None
        else part.floats(lookup, lambda cell: share_in(cell, part.reading), rows)
    )
    musts = _column(part, "mandatory", truth_in, rows, None)
    reasons = part.texts("mandatory_reason", rows)
    approvers = part.texts("mandatory_approved_by", rows)
    mandates, unapproved, notes = read_mandates(part, listed, musts, reasons, approvers, mandated)
    links = {name: _links(part, name, listed, pool) for name in ("requires", "excludes")}
    silent = _column(part, "effects", _none, rows, False)
    proposals = Proposals(
        ids=ids,
        titles=tuple(texts["title"]),
        units=tuple(texts["unit"]),
        statuses=tuple(statuses),
        kinds=tuple(texts["kind"]),
        reach=reach,
        statements=_given(ids, texts["statement"]),
        outcomes=_given(ids, texts["outcomes"]),
        mitigations=_given(ids, texts["mitigation"]),
        mandates=mandates,
        forced_out=_given(ids, part.texts("forced_out", rows)),
        requires=_given(ids, links["requires"]),
        excludes=_given(ids, links["excludes"]),
        stating_no_effects=frozenset(key for key, says in zip(ids, silent, strict=True) if says),
        confirmed_by=_given(ids, texts["confirmed_by"]),
        unapproved=unapproved,
    )
    return proposals, (*notes, *_totals(part, listed, texts["title"]))


def _totals(part: TablePart, listed: Listed, titles: Sequence[str]) -> list[Problem]:
    """A total that is taken for a proposal would count all money twice."""
    found = []
    for key, row, title in zip(listed.ids, listed.rows, titles, strict=True):
        if is_total(key) or is_total(title):
            place: dict[str, Any] = part.table.place(row)
            message = f"'{title if is_total(title) else key}' seems to be a total, not a proposal"
            hint = "if it is one, set the row aside with 'set_aside'"
            found.append(Problem(message, **{**place, "hint": hint}))
    return found


def _column(part: TablePart, name: str, reader: Any, rows: Sequence[int], blank: Any) -> list[Any]:
    lookup = part.lookup(name)
    if lookup is None:
        return [blank] * len(rows)
    return part.convert(lookup, reader, rows, blank)


def _given(ids: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    return {key: value for key, value in zip(ids, values, strict=True) if value}


_MANDATORY = (
    "let it count as proposed; what is mandatory has a line under 'rules: mandatory' with the "
    "reason, and who approved it"
)


def _status(cell: Cell) -> Status:
    word = text_in(cell).casefold()
    for status in _STATUSES:
        if word == status:
            return status
    if not word:
        return "proposed"
    hint = _MANDATORY if word == "mandatory" else did_you_mean(word, _STATUSES)
    theirs = json.dumps(printable(text_in(cell), _LONGEST_WORD), ensure_ascii=False)
    ours = status_of(text_in(cell)) or "proposed"
    advice = (
        "say below 'values' what it counts as: "
        f"status: {{column: ..., values: {{{theirs}: {ours}}}}}"
    )
    raise UnfitCellError("not a status", f"one of {', '.join(_STATUSES)}", hint or advice)


def _none(cell: Cell) -> bool:
    word = text_in(cell).casefold()
    if word not in ("", "none"):
        hint = "effects on touchpoints go into a table of their own, named by 'effects:'"
        raise UnfitCellError("not a statement on effects", "none, or an empty cell", hint)
    return word == "none"


def _links(part: TablePart, name: str, listed: Listed, pool: Pool) -> list[tuple[str, ...]]:
    """Return per proposal the ids it names under `requires` or `excludes`."""
    lookup = part.lookup(name)
    if lookup is None:
        return [()] * len(listed.rows)
    cells = part.convert(lookup, text_in, listed.rows, "")
    found = []
    for key, row, text in zip(listed.ids, listed.rows, cells, strict=True):
        named = split_ids(text, pool)
        sound = [each for each in named if _fits(part, lookup.column, row, key, each, name, pool)]
        found.append(tuple(sorted(set(sound))))
    return found


def split_ids(text: str, pool: Pool) -> list[str]:
    """Return the ids in a text; an id that holds spaces or commas itself is recognised."""
    if not text or text in pool.position or text in pool.aside:
        return [text] if text else []
    found: list[str] = []
    for piece in re.split(r"[,;\n]", text):
        name = piece.strip()
        found += [name] if name in pool.position or name in pool.aside else name.split()
    return found


def _fits(
    part: TablePart, header: str, row: int, own: str, other: str, name: str, pool: Pool
) -> bool:
    if other == own:
        part.problem(row, header, "a proposal names itself", value=other)
    elif pool.unknown(other):
        part.problem(row, header, "no such proposal", value=other, hint=pool.hint(other))
    elif other in pool.aside and name == "requires":
        hint = "let it take part, or take the requirement away"
        part.problem(row, header, "requires a proposal that was set aside", value=other, hint=hint)
    return other in pool.position and other != own


def no_proposals() -> Proposals:
    """Return an empty pool."""
    return Proposals((), (), (), (), (), np.zeros(0))


def proposal_columns(proposals: Proposals) -> dict[str, Sequence[object]]:
    """Return proposals as columns, for a fingerprint."""
    ids = proposals.ids
    mandates = [proposals.mandates.get(key) for key in ids]
    few: dict[str, Mapping[str, object]] = {
        "statement": proposals.statements,
        "outcomes": proposals.outcomes,
        "mitigation": proposals.mitigations,
        "confirmed_by": proposals.confirmed_by,
        "forced_out": proposals.forced_out,
        "requires": proposals.requires,
        "excludes": proposals.excludes,
    }
    return {
        "id": ids,
        "title": proposals.titles,
        "unit": proposals.units,
        "kind": proposals.kinds,
        "status": proposals.statuses,
        "reach": proposals.reach.tolist(),
        "mandate": [() if each is None else (each.reason, each.approved_by) for each in mandates],
        "effects": [key in proposals.stating_no_effects for key in ids],
        **{name: [said.get(key, ()) for key in ids] for name, said in few.items() if said},
    }
