"""Refuses workbooks in which one part is to be two things: changing one would spoil the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.intake.files.problems import ProblemLog
from cximpact.spreadsheet.package.relationships import relationships

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.spreadsheet.editing.workbook_part import ListedSheet
    from cximpact.spreadsheet.package.changes import Changes

__all__ = ["refuse_shared_parts", "refuse_shared_tables"]

# What is changed or removed; other parts may be shared as they like.
_OURS = frozenset(["officeDocument", "worksheet", "styles", "calcChain"])
_HINT = "open the workbook in a spreadsheet program and save it anew"


def refuse_shared_parts(changes: Changes, main: str, sheets: Sequence[ListedSheet]) -> None:
    """Refuse a workbook whose list of sheets leads to one part as two things.

    Args:
        changes: The workbook.
        main: The part that lists the sheets.
        sheets: Those it lists.

    Raises:
        InputError: Sheets share a part or a name, or a sheet is also the styles, and the like.
    """
    log = ProblemLog(changes.parts.name)
    links = {one.id: one for one in relationships(changes, main) if one.part}
    kinds: dict[str, dict[str, None]] = {_key(main): {"officeDocument": None}}
    for link in links.values():
        kinds.setdefault(_key(link.part), {})[link.kind] = None
    for part, found in kinds.items():
        if len(found) > 1 and _OURS & found.keys():
            shown = " and ".join(sorted(found))
            log.add(
                "one part of the workbook is to be several things",
                value=f"{part}: {shown}",
                kind="shared",
                hint=_HINT,
            )
    parts, names = dict[str, str](), set[str]()
    for sheet in sheets:
        name = sheet.name.casefold()
        if name in names:
            log.add("two sheets have one name", sheet=sheet.name, hint="rename one of them")
        names.add(name)
        if sheet.link not in links:
            continue
        first = parts.setdefault(_key(links[sheet.link].part), sheet.name)
        if first is not sheet.name:
            log.add(
                "two sheets are one part of the workbook", sheet=sheet.name, value=first, hint=_HINT
            )
    log.raise_any()


def refuse_shared_tables(changes: Changes, part: str, sheets: Sequence[str]) -> None:
    """Refuse a sheet with a table that it has twice, or that another sheet has too.

    Args:
        changes: The workbook.
        part: The sheet.
        sheets: All sheets.

    Raises:
        InputError: There is such a table.
    """
    own = _tables(changes, part)
    if not own:
        return
    others = {table for sheet in sheets if sheet != part for table in _tables(changes, sheet)}
    shared = [table for at, table in enumerate(own) if table in others or table in own[:at]]
    log = ProblemLog(changes.parts.name)
    for table in dict.fromkeys(shared):
        log.add("one table belongs to several sheets, or to one twice", value=table, hint=_HINT)
    log.raise_any()


def _tables(changes: Changes, sheet: str) -> list[str]:
    found = relationships(changes, sheet)
    return [_key(one.part) for one in found if one.kind == "table" and one.part]


def _key(part: str) -> str:
    """Return a part's name as programs compare names."""
    return part.casefold()
