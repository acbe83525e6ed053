"""Which part of a package is which: sheets, tables, shared texts and styles."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from xml.parsers import expat

from attrs import frozen

from cximpact.intake.files.cells import Area, area_of
from cximpact.intake.files.problems import ProblemLog

if TYPE_CHECKING:
    from cximpact.intake.files.xlsx_prescan import Package

__all__ = [
    "DefinedName",
    "DefinedTable",
    "ListedTable",
    "Workbook",
    "defined_names",
    "defined_table",
    "listed_tables",
    "read_workbook",
]

_Element = tuple[str, dict[str, str]]


@frozen
class Workbook:
    """The parts of a workbook that its values come from.

    Attributes:
        sheets: The name and the part of each worksheet, in the order of the workbook.
        shared_strings: The part with texts that cells refer to.
        styles: The part that tells dates from numbers.
        from_1904: Whether days are counted from 1904.
        main: The part that lists the sheets.
        hidden: The sheets that are not shown.
    """

    sheets: dict[str, str]
    shared_strings: str | None
    styles: str | None
    from_1904: bool
    main: str = "xl/workbook.xml"
    hidden: frozenset[str] = frozenset()


@frozen
class DefinedName:
    """A name defined in a workbook.

    Attributes:
        name: The name.
        refers_to: What it stands for: an area such as ``Budget!$A$4:$H$40``, or a formula.
        sheet: The sheet it is known on; "" if it is known everywhere.
        hidden: Whether it is kept from people.
    """

    name: str
    refers_to: str
    sheet: str = ""
    hidden: bool = False


@frozen
class ListedTable:
    """A table as its part describes it.

    Attributes:
        name: Its name.
        sheet: The sheet it stands on.
        area: All of its cells, totals included; None where its part names none.
        headers: How many rows of headers it has: 1, or 0 where they are switched off.
        totals: How many rows of totals it ends with.
    """

    name: str
    sheet: str
    area: Area | None
    headers: int = 1
    totals: int = 0


@frozen
class DefinedTable:
    """A table defined inside a workbook.

    Attributes:
        sheet: The sheet it stands on.
        area: Its cells from the headers to the last row, without totals.
    """

    sheet: str
    area: Area


def read_workbook(package: Package) -> Workbook:
    """Return which part of a package is which.

    Args:
        package: A checked package.

    Raises:
        InputError: The package holds no worksheets, or its XML is damaged.
    """
    log = ProblemLog(package.name)
    main = _target(package, "", "officeDocument") or "xl/workbook.xml"
    if not main.lower().endswith(".xml") or package.find(main) is None:
        hint = "save it as .xlsx"
        log.add("this is no .xlsx workbook but of another kind", value=main, hint=hint)
        raise log.error()
    elements = _elements(package, main)
    _refuse_equal_names([a.get("name", "") for name, a in elements if name == "sheet"], log)
    links = _links(package, main)
    sheets = {
        attributes.get("name", ""): links[link][1]
        for name, attributes in elements
        if name == "sheet"
        for link in [_link_of(attributes)]
        if link in links and links[link][0] == "worksheet"
    }
    if not sheets:
        log.add("the workbook has no worksheet")
        raise log.error()
    by_kind = dict(links.values())
    return Workbook(
        sheets,
        by_kind.get("sharedStrings"),
        by_kind.get("styles"),
        any(a.get("date1904") in ("1", "true") for name, a in elements if name == "workbookPr"),
        main,
        frozenset(
            a.get("name", "")
            for name, a in elements
            if name == "sheet" and a.get("state", "visible") != "visible"
        ),
    )


def _refuse_equal_names(names: list[str], log: ProblemLog) -> None:
    """Refuse sheets that cannot be told apart; spreadsheet programs allow none."""
    folded = [name.casefold() for name in names]
    twice = next((name for name in names if folded.count(name.casefold()) > 1), None)
    if twice is not None:
        log.add("two sheets have one name, or differ only in letter case", value=twice)
        raise log.error()


def listed_tables(package: Package, workbook: Workbook) -> tuple[ListedTable, ...]:
    """Return all tables defined in a workbook, in the order of its sheets.

    Args:
        package: A checked package.
        workbook: Its parts.

    Raises:
        InputError: The part of a table is damaged.
    """
    return tuple(
        _listed(sheet, next((a for tag, a in _elements(package, target) if tag == "table"), {}))
        for sheet, part in workbook.sheets.items()
        for kind, target in _links(package, part).values()
        if kind == "table" and package.find(target) is not None
    )


def _listed(sheet: str, said: dict[str, str]) -> ListedTable:
    area = area_of(said.get("ref", ""))
    rows = 0 if area is None else area.last_row - area.first_row
    totals = said.get("totalsRowCount", "0")
    return ListedTable(
        said.get("displayName") or said.get("name", ""),
        sheet,
        area,
        0 if said.get("headerRowCount") == "0" else 1,
        min(int(totals[:3]), rows) if totals.isascii() and totals.isdigit() else 0,
    )


def defined_names(package: Package, workbook: Workbook) -> tuple[DefinedName, ...]:
    """Return the names defined in a workbook, in their order.

    Args:
        package: A checked package.
        workbook: Its parts.

    Raises:
        InputError: The part that holds them is damaged.
    """
    elements = _elements(package, workbook.main, texts_of="definedName")
    sheets = [attributes.get("name", "") for tag, attributes in elements if tag == "sheet"]
    return tuple(
        DefinedName(
            said.get("name", ""),
            said.get("", "").strip(),
            _sheet_at(sheets, said.get("localSheetId")),
            said.get("hidden") in ("1", "true"),
        )
        for tag, said in elements
        if tag == "definedName"
    )


def _sheet_at(sheets: list[str], index: str | None) -> str:
    if index is None or not (index.isascii() and index.isdigit() and len(index) < 6):
        return ""
    return sheets[int(index)] if int(index) < len(sheets) else ""


def defined_table(package: Package, workbook: Workbook, name: str) -> DefinedTable | list[str]:
    """Return the table of a name, or the names of all tables if there is none such.

    Args:
        package: A checked package.
        workbook: Its parts.
        name: The table's name; letter case does not count.
    """
    names = []
    for sheet, part in workbook.sheets.items():
        for kind, target in _links(package, part).values():
            if kind != "table" or package.find(target) is None:
                continue
            attributes = next((a for tag, a in _elements(package, target) if tag == "table"), {})
            shown = attributes.get("displayName") or attributes.get("name", "")
            area = _table_area(attributes)
            if shown.casefold() == name.casefold() and area is not None:
                return DefinedTable(sheet, area)
            names.append(shown)
    return names


def _table_area(attributes: dict[str, str]) -> Area | None:
    area = area_of(attributes.get("ref", ""))
    totals = attributes.get("totalsRowCount", "0")
    if area is None or not totals.isdigit() or attributes.get("headerRowCount") == "0":
        return None
    last_row = max(area.last_row - int(totals[:3]), area.first_row)
    return Area(area.first_row, area.first_column, last_row, area.last_column)


def _link_of(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith(":id")), "")


def _target(package: Package, part: str, kind: str) -> str | None:
    return next((target for found, target in _links(package, part).values() if found == kind), None)


def _links(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Return the kind and the target part of each relationship of a part, by its id."""
    folder, file = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{file}.rels")
    if package.find(rels) is None:
        return {}
    return {
        attributes.get("Id", ""): (
            attributes.get("Type", "").rpartition("/")[2],
            _absolute(folder, attributes.get("Target", "")),
        )
        for name, attributes in _elements(package, rels)
        if name == "Relationship" and attributes.get("TargetMode") != "External"
    }


def _absolute(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _elements(package: Package, part: str, texts_of: str = "") -> list[_Element]:
    """Return the start tags of a part, namespaces cut off; the parts read so are small.

    The text inside the tags named by `texts_of` stands among their attributes under "".
    """
    found: list[_Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((name.rpartition(":")[2], attributes))

    def text(data: str) -> None:
        tag, attributes = found[-1]
        if tag == texts_of:
            attributes[""] = attributes.get("", "") + data

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    if texts_of:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(package.read(part), True)
    except expat.ExpatError as error:
        log = ProblemLog(package.name)
        hint = "save the workbook anew"
        log.add(f"a part of the workbook is damaged: {error}", value=part, hint=hint)
        raise log.error() from None
    return found
