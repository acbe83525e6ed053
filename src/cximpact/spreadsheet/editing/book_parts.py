"""A workbook's parts as they will be: sheets, tables and styles, read and replaced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar
from xml.parsers import expat

from attrs import define, field, frozen

from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.files.text_files import MIB
from cximpact.spreadsheet.editing.markup import parse
from cximpact.spreadsheet.editing.part_roles import refuse_shared_parts, refuse_shared_tables
from cximpact.spreadsheet.editing.styles import MINIMAL_STYLES, Styles
from cximpact.spreadsheet.editing.tables import read_table
from cximpact.spreadsheet.editing.workbook_part import WorkbookPart
from cximpact.spreadsheet.package.content_types import (
    add_part,
    drop_part,
    free_name,
    set_content_type,
)
from cximpact.spreadsheet.package.relationships import (
    add_relationship,
    relationships,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cximpact.spreadsheet.editing.tables import TableShape
    from cximpact.spreadsheet.package.changes import Changes

__all__ = ["BookParts", "BookSheet", "BookTable"]

_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ENCODING = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']*)["']""")
_UTF8 = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_T = TypeVar("_T")
# Lists of sheets, tables and styles; those of real workbooks have a hundredth of it.
_LARGEST_LIST = 32 * MIB
_HEAD = 16 * 1024
_MOST_NAMES = 50_000
_HINT = "open the workbook in a spreadsheet program and save it anew"


@frozen
class BookSheet:
    """A sheet of cells.

    Attributes:
        name: Its name.
        part: Its part.
        place: Its place among all sheets, counted from 0.
        link: The workbook's relationship to it.
    """

    name: str
    part: str
    place: int
    link: str


@frozen
class BookTable:
    """A table on a sheet.

    Attributes:
        part: Its part.
        shape: What it is like.
    """

    part: str
    shape: TableShape


@define(eq=False)
class BookParts:
    """The parts of a workbook that edits concern; what is changed reads as changed.

    Attributes:
        changes: The changes so far.
        main: The name of the part that lists the sheets.
        workbook: That part.
        styles: The styles.
    """

    changes: Changes = field(repr=False)
    main: str
    workbook: WorkbookPart = field(repr=False)
    styles: Styles = field(repr=False)

    @classmethod
    def of(cls, changes: Changes) -> BookParts:
        """Return the parts of a workbook.

        Raises:
            InputError: It lists no sheets or too many names, one part is to be two things, or a
                part is damaged.
        """
        found = [one for one in relationships(changes, "") if one.kind == "officeDocument"]
        main = found[0].part if found and found[0].part else "xl/workbook.xml"
        if changes.find(main) is None:
            log = ProblemLog(changes.parts.name)
            log.add("this is no workbook", value=main, hint="save it as .xlsx")
            raise log.error()
        book = cls(changes, main, WorkbookPart(b""), Styles(MINIMAL_STYLES))
        book.workbook = book.parsed(main, lambda xml: _checked(WorkbookPart(xml)))
        book._refuse_many_names()
        refuse_shared_parts(changes, main, book.workbook.sheets)
        part = book._linked("styles")
        if part:
            book.styles = book.parsed(part, Styles)
        return book

    @property
    def file(self) -> str:
        """How the workbook is called in problems."""
        return self.changes.parts.name

    @property
    def sheets(self) -> list[BookSheet]:
        """All sheets of cells, in their order."""
        links = {one.id: one for one in relationships(self.changes, self.main)}
        return [
            BookSheet(listed.name, links[listed.link].part, place, listed.link)
            for place, listed in enumerate(self.workbook.sheets)
            if listed.link in links
            and links[listed.link].kind == "worksheet"
            and links[listed.link].part
        ]

    def sheet(self, name: str) -> BookSheet:
        """Return a sheet; letter case does not count.

        Raises:
            InputError: There is none of this name.
        """
        for one in self.sheets:
            if one.name.casefold() == name.casefold():
                return one
        log = ProblemLog(self.file)
        log.add("there is no such sheet", sheet=name)
        raise log.error()

    def tables(self, part: str) -> list[BookTable]:
        """Return the tables on a sheet, by its part.

        Raises:
            InputError: A table belongs to several sheets, or is damaged.
        """
        refuse_shared_tables(self.changes, part, [one.part for one in self.sheets])
        found = [one.part for one in relationships(self.changes, part) if one.kind == "table"]
        shapes = [(name, self.parsed(name, read_table)) for name in found if name]
        return [BookTable(name, shape) for name, shape in shapes if shape is not None]

    def read(self, part: str) -> bytes:
        """Return a part, which is in UTF-8.

        Raises:
            InputError: It is in another encoding.
        """
        return b"".join(self.chunks(part)())

    def parsed(self, part: str, parser: Callable[[bytes], _T]) -> _T:
        """Return what a parser makes of a part.

        Raises:
            InputError: The part is damaged, or too large to be what it should be.
        """
        xml = b""
        for piece in self.chunks(part)():
            xml += piece
            if len(xml) > _LARGEST_LIST:
                log = ProblemLog(self.file)
                expected = f"at most {_LARGEST_LIST // MIB} MiB"
                log.add("a part is larger than such parts are", value=part, expected=expected)
                raise log.error()
        try:
            return parser(xml)
        except (expat.ExpatError, ValueError) as error:
            log = ProblemLog(self.file)
            message = f"a part of the workbook is damaged: {error}"
            log.add(message, value=part, hint=_HINT)
            raise log.error() from None

    def chunks(self, part: str) -> Callable[[], Iterator[bytes]]:
        """Return what gives a part piece by piece, from the beginning at each call."""
        name = self.changes.find(part) or part
        content = self.changes.new_content(name)

        def pieces() -> Iterator[bytes]:
            if isinstance(content, bytes):
                yield content
            else:
                source = self.changes.parts.chunks(name) if content is None else content()
                yield from self._in_utf8(iter(source), name)

        return pieces

    def add_sheet(self, name: str, xml: bytes) -> BookSheet:
        """Add a sheet as the last one.

        Args:
            name: Its name.
            xml: Its part.
        """
        part = add_part(self.changes, "xl/worksheets/sheet{}.xml", xml, f"{_TYPE}.worksheet+xml")
        link = self._link("worksheet", part)
        try:
            self.workbook.add_sheet(name, link)
        except ValueError as error:
            log = ProblemLog(self.file)
            log.add(f"no sheet can be added: {error}", hint="remove sheets that are not needed")
            raise log.error() from None
        return self.sheet(name)

    def drop_sheet(self, sheet: BookSheet) -> None:
        """Remove a sheet that nothing else refers to."""
        drop_part(self.changes, sheet.part, owner=self.main)
        self.workbook.drop_sheet(sheet.place)

    def drop_calculation_order(self) -> None:
        """Remove the list of formulas in the order they are calculated; programs make it anew."""
        part = self._linked("calcChain")
        if part:
            self.parsed(part, _list_of_formulas)
            drop_part(self.changes, part, owner=self.main)

    def store(self) -> None:
        """Put the workbook's list and the styles among the changes, where they were changed."""
        if self.workbook.xml != self.read(self.main):
            self.changes.replace(self.main, self.workbook.xml)
        if not self.styles.is_changed:
            return
        part = self._linked("styles")
        if part:
            self.changes.replace(part, self.styles.to_bytes())
        else:
            # Some readers look for the styles under this name only.
            new = "xl/styles.xml" if self.changes.find("xl/styles.xml") is None else ""
            new = new or free_name(self.changes, "xl/styles{}.xml")
            self.changes.add(new, self.styles.to_bytes())
            set_content_type(self.changes, new, f"{_TYPE}.styles+xml")
            self._link("styles", new)

    def refuse_full_styles(self) -> None:
        """Refuse to go on where formats had to be left out.

        Raises:
            InputError: There would be more than programs open.
        """
        if self.styles.is_full:
            log = ProblemLog(self.file)
            log.add(
                "the workbook has too many different cell formats for ours to be added",
                expected="at most 64,000 with ours",
                hint="clear formats that are not needed, or copy the sheets into a new workbook",
            )
            raise log.error()

    def _refuse_many_names(self) -> None:
        count = self.workbook.name_count
        if count > _MOST_NAMES:
            log = ProblemLog(self.file)
            log.add(
                "the workbook defines too many names",
                value=f"{count:,}",
                expected=f"at most {_MOST_NAMES:,}",
                hint="delete those that are not needed in the spreadsheet program's list of names",
            )
            raise log.error()

    def _link(self, kind: str, part: str) -> str:
        address = _STRICT if self.workbook.is_strict else _TRANSITIONAL
        return add_relationship(self.changes, self.main, f"{address}/{kind}", part)

    def _linked(self, kind: str) -> str:
        found = relationships(self.changes, self.main)
        return next((one.part for one in found if one.kind == kind and one.part), "")

    def _in_utf8(self, chunks: Iterator[bytes], part: str) -> Iterator[bytes]:
        first = next(chunks, b"")
        stated = _ENCODING.match(first.removeprefix(b"\xef\xbb\xbf"))
        if b"\0" in first[:4] or (stated and stated[1].lower() not in _UTF8):
            log = ProblemLog(self.file)
            log.add("a part of the workbook is not in UTF-8", value=part, hint=_HINT)
            raise log.error()
        yield first
        yield from chunks


def _list_of_formulas(xml: bytes) -> None:
    """Make sure that a part about to be removed is what it is said to be."""
    name = parse(xml[:_HEAD], whole=False).name
    if name != "calcChain":
        raise ValueError(f"its outermost element is {name[:40]}, not calcChain")


def _checked(workbook: WorkbookPart) -> WorkbookPart:
    if workbook.root.name != "workbook":
        raise ValueError(f"its outermost element is {workbook.root.name[:40]}, not workbook")
    if not workbook.sheets:
        raise ValueError("it lists no sheets")
    return workbook
