"""A workbook made from our template, read as the workspace it is."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.cells import Area, is_blank
from cximpact.intake.files.documents import Document
from cximpact.intake.files.raw_table import RawTable
from cximpact.intake.spec import WorkspaceSpec
from cximpact.spreadsheet.finding.book import Book
from cximpact.spreadsheet.finding.found import FoundTable
from cximpact.spreadsheet.template.budgets_sheet import read_budgets
from cximpact.spreadsheet.template.gathered_values import ROUND, SCORECARD, Found
from cximpact.spreadsheet.template.plan_sheet import KEY, Plan, Role, read_plan
from cximpact.spreadsheet.template.raters import long_list
from cximpact.spreadsheet.template.ratings_sheet import read_rater
from cximpact.spreadsheet.template.regions import Region, region_of
from cximpact.spreadsheet.template.settings_sheet import read_settings
from cximpact.spreadsheet.template.weights_sheet import read_groups, read_weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.intake.files.marks import Data

__all__ = [
    "Filled",
    "is_template",
    "optional_block",
    "proposals_table",
    "read_filled",
    "workspace_in",
]

_OF_FILES = ("path", "rows", "source", "settings")
_OF_TEXT = ("delimiter", "encoding", "sheet", "cells", "header_row")


@frozen(eq=False)
class Filled:
    """What stands in a workbook made from our template.

    Attributes:
        book: The workbook.
        plan: Which sheet plays which part.
        round: The workspace's document, as it was in its file: with the paths of its tables.
        scorecard: The scorecard's document.
        tables: The tables by the numbers of their roles.
        regions: Where they stand, by the same numbers.
        ratings: The answers of all raters who have a sheet of their own; None where none has.
    """

    book: Book
    plan: Plan
    round: Document
    scorecard: Document
    tables: Mapping[int, RawTable] = field(repr=False)
    regions: Mapping[int, Region] = field(repr=False)
    ratings: RawTable | None = field(repr=False, default=None)

    def role(self, part: str) -> Role | None:
        """Return the role of a table of the workspace, the first of several."""
        return next((role for role in self.plan.roles if role.part == part), None)


def is_template(book: Book) -> bool:
    """Return whether a workbook was made from our template."""
    return KEY in book.owned


def workspace_in(path: str | PathLike[str] | Book) -> WorkspaceSpec | None:
    """Return the workspace that a workbook holds; None if it was not made from our template.

    Its evaluation is that of the workspace in files: only the names of inputs differ, since all
    rows come from the workbook.

    Args:
        path: The workbook, or one that was opened already.

    Raises:
        InputError: It is damaged, or its sheets hold what cannot be read; all problems at once.

    Example:
        ``read_inputs(workspace_in("budget-2027.xlsx")).proposals.ids``
    """
    book = path if isinstance(path, Book) else Book.open(Path(path))
    if not is_template(book):
        return None
    filled = read_filled(book)
    data, tables = _Spec(filled).parts()
    base = book.path.resolve().parent
    return WorkspaceSpec(
        book.name, base, filled.round.replaced(data), tables=tables, scorecard=_named(filled)
    )


def read_filled(book: Book) -> Filled:
    """Return what stands in a workbook made from our template.

    Raises:
        InputError: Its sheets hold what cannot be read; all problems at once.
    """
    plan = _plan(book)
    found = Found(book.name)
    regions = {role.number: _region(book, role, found) for role in plan.roles}
    there = {number: region for number, region in regions.items() if region is not None}
    readers = {
        "settings": read_settings,
        "groups": read_groups,
        "weights": read_weights,
        "budgets": read_budgets,
    }
    tables = {}
    # Settings come first: they say where each value belongs, and in which order.
    for role in sorted(plan.roles, key=lambda role: role.kind != "settings"):
        if role.number in there and role.kind in readers:
            readers[role.kind](there[role.number], found)
        elif role.number in there and role.kind != "rater":
            tables[role.number] = _table(there[role.number], plan, found)
    name = f"{book.name}, sheet Settings"
    stated, card = (found.document(part, name) for part in (ROUND, SCORECARD))
    _check_scorecard(plan, stated, found)
    filled = Filled(book, plan, stated, card, tables, there, _ratings(plan, there, book.name))
    if found.problems:
        raise InputError(found.problems)
    return filled


def _check_scorecard(plan: Plan, stated: Document, found: Found) -> None:
    """The scorecard stands in the workbook itself: naming another one would do nothing."""
    name = stated.data.get("scorecard") if isinstance(stated.data, dict) else None
    if name is not None and name != plan.scorecard:
        where = {"sheet": "Settings", "field": "scorecard", "value": str(name)}
        hint = "write a new workbook with 'cximpact sheet new --scorecard'"
        found.problem(
            "the workbook was made for another scorecard", where, expected=plan.scorecard, hint=hint
        )


def _plan(book: Book) -> Plan:
    region = region_of(book, KEY)
    plan = None if region is None else read_plan(region)
    if plan is None:
        hint = "write a new workbook with 'cximpact sheet new' and copy your lines into it"
        message = "the hidden sheet that says what each sheet is for was changed"
        raise InputError([Problem(message, book.name, hint=hint)])
    return plan


def _region(book: Book, role: Role, found: Found) -> Region | None:
    region = region_of(book, role.key)
    if region is None and (role.kind in ("settings", "weights") or role.part == "proposals"):
        name = role.part or role.kind
        hint = "get it back from an older copy of the workbook"
        found.problem(f"the sheet with {name} was deleted", {}, hint=hint)
    return region


def _table(region: Region, plan: Plan, found: Found) -> RawTable:
    try:
        return region.table(plan.example)
    except InputError as error:
        found.problems.extend(error.problems)
        return RawTable(region.file, (), (), [])


def _ratings(plan: Plan, regions: Mapping[int, Region], file: str) -> RawTable | None:
    roles = [role for role in plan.roles if role.kind == "rater" and role.number in regions]
    if not roles:
        return None
    raters = [read_rater(regions[role.number], plan.example) for role in roles]
    return long_list(raters, roles[0].said, file)


def _named(filled: Filled) -> Document:
    """Return the scorecard; one without an id has that of its file, which is another one here."""
    document = filled.scorecard
    stated = filled.round.data.get("scorecard") if isinstance(filled.round.data, dict) else None
    if isinstance(document.data, dict) and "id" not in document.data:
        return document.replaced({"id": Path(str(stated or "scorecard")).stem})
    return document


class _Spec:
    """Puts the tables in the place of the files that the document names."""

    def __init__(self, filled: Filled) -> None:
        self.filled = filled
        self.data: dict[str, Any] = dict(filled.round.data)  # type: ignore[arg-type]

    def parts(self) -> tuple[dict[str, Data], dict[str, RawTable]]:
        """Return the parts of the document that change, and the tables handed over."""
        changed: dict[str, Data] = {}
        tables: dict[str, RawTable] = {}
        for role in self.filled.plan.roles:
            table = self.filled.tables.get(role.number)
            if role.kind == "rater":
                table = self.filled.ratings
            if table is None or role.kind not in ("table", "rater") or role.part in tables:
                continue
            if not (role.optional and not table.n_rows):
                tables[role.part] = table
                changed[role.part] = self._without_file(role, self.data.get(role.part))
        evidence = self._evidence()
        if evidence or "evidence" in self.data:
            changed["evidence"] = evidence
        return changed, tables

    def _without_file(self, role: Role, stated: Any) -> dict[str, Data]:
        said = role.said if stated is None else stated
        kept = (
            {key: part for key, part in said.items() if key not in _OF_FILES}
            if isinstance(said, dict)
            else {}
        )
        return _plainly_read(kept, {})

    def _evidence(self) -> dict[str, Data]:
        stated = self.data.get("evidence")
        blocks: dict[str, Any] = dict(stated) if isinstance(stated, dict) else {}
        for role in self.filled.plan.roles:
            region = self.filled.regions.get(role.number)
            if role.kind != "evidence" or region is None:
                continue
            is_empty = role.optional and not self.filled.tables[role.number].n_rows
            for name in () if is_empty else role.blocks:
                said = blocks.get(name, optional_block(role, self.filled.tables[role.number]))
                if isinstance(said, dict):
                    blocks[name] = _from_sheet(said, self.filled.book, region)
        return blocks


def optional_block(role: Role, table: RawTable) -> dict[str, Any] | None:
    """Return what the workspace says of evidence once there is any; None where it always says it.

    A column that nobody filled is left out: it would make every row one that lacks something.
    """
    if not role.optional:
        return None
    columns = role.said.get("columns", {})
    kept = {
        key: header
        for key, header in columns.items()
        if header in table.headers and not all(map(is_blank, table.column(header)))
    }
    return {**role.said, "columns": kept}


def _from_sheet(said: Mapping[str, Any], book: Book, region: Region) -> dict[str, Any]:
    where = {"sheet": region.sheet, "header_row": region.header_row}
    return {**_plainly_read(dict(said), where), "path": book.path.name}


def _plainly_read(said: dict[str, Any], where: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out how a file was read; how its texts write numbers and days still counts."""
    stated = said.get("read")
    read = (
        {k: v for k, v in stated.items() if k not in _OF_TEXT} if isinstance(stated, dict) else {}
    )
    rest = {key: part for key, part in said.items() if key != "read"}
    return {**rest, "read": {**read, **where}} if read or where else rest


def proposals_table(path: str | PathLike[str] | Book) -> FoundTable:
    """Return where the proposals of a workbook made from our template stand.

    Its lines are those of the proposals that `workspace_in` hands over.

    Args:
        path: The workbook, or one that was opened already.

    Raises:
        InputError: It was not made from our template, or has no list of proposals.
    """
    book = path if isinstance(path, Book) else Book.open(Path(path))
    plan = _plan(book)
    role = next((role for role in plan.roles if role.part == "proposals"), None)
    region = None if role is None else region_of(book, role.key)
    if region is None:
        message = "the workbook has no list of proposals"
        hint = "its list comes from a source of a plugin, or its sheet was deleted"
        raise InputError([Problem(message, book.name, hint=hint)])
    raw = region.table(plan.example)
    area = Area(
        region.header_row,
        region.headers.first_column,
        max([region.header_row, *raw.lines]),
        max(raw.positions, default=region.headers.last_column),
    )
    named = _excel_table(book, region)
    return FoundTable(region.sheet, named, region.header_row, area, raw, own_columns=region.own)


def _excel_table(book: Book, region: Region) -> str:
    """Return the name of the Excel table whose headers these are."""
    for table in book.tables:
        area = table.area
        if area and table.sheet == region.sheet and area.first_row == region.header_row:
            return table.name
    return ""
